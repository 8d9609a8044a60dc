"""From readings to an invoice: every value is compared with every other place that tells it.

Each disagreement becomes a warning that names both values, so that no wrong value is ever silent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from studio_ledger.invoices import sums
from studio_ledger.invoices.kinds import is_slip_code
from studio_ledger.invoices.lines import netted, places_of
from studio_ledger.invoices.refusal import NOT_AN_INVOICE, RefusedError
from studio_ledger.invoices.values import plain, tax_id_holds
from studio_ledger.model.invoice import Invoice, InvoiceWarning, Party

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from studio_ledger.invoices.reading import Reading
    from studio_ledger.model.invoice import FieldBox

SOURCE_NAMES = {
    "xml": "XML 数据",
    "xbrl": "XBRL 数据",
    "ofd-attachment": "OFD 附件",
    "ofd-custom-data": "OFD 文档属性",
    "ofd-tags": "OFD 标引",
    "ofd-text": "版面文字",
    "pdf-text": "版面文字",
    "pdf-attachment": "PDF 附件",
    "qr": "二维码",
    "ocr": "图片文字识别",
    "words": "大写金额",
    "sum": "金额与税额之和",
}
_LABELS = {
    "number": "发票号码",
    "code": "发票代码",
    "issued_on": "开票日期",
    "check_code": "校验码",
    "buyer_name": "购买方名称",
    "buyer_id": "购买方税号",
    "seller_name": "销售方名称",
    "seller_id": "销售方税号",
    "amount": "不含税金额",
    "tax": "税额",
    "total": "价税合计",
}
_TRIP_LABELS = {
    "passenger": "乘车人",
    "origin": "出发地",
    "destination": "到达地",
    "travelled_on": "出行日期",
    "carriage": "车次或航班",
}
_WITHOUT_SELLER = ("rail",)
_NAME = re.compile(r"[\u3400-\u9fff]{2}|[A-Za-z]{3}")
_NUMBER_FORMS = re.compile(r"\d{8}|\d{20}")


@dataclass
class Bench:
    """The readings of one invoice, in order of trust, and what was found while comparing them."""

    readings: Sequence[Reading]
    sources: dict[str, str] = field(default_factory=dict)
    warnings: list[InvoiceWarning] = field(default_factory=list)

    def warn(self, code: str, message: str) -> None:
        """Note a doubt."""
        self.warnings.append(InvoiceWarning(code, message))

    def text(self, name: str) -> str:
        """Pick a text; one found by its form alone gives way to a source that knows what it is."""
        told = [(r, str(getattr(r, name))) for r in self.readings if getattr(r, name)]
        told.sort(key=lambda pair: name in pair[0].weak)
        if not told:
            return ""
        reading, value = told[0]
        others = [(other.source, contender) for other, contender in told[1:] if plain(contender) != plain(value)]
        if others:
            self.differ(name, [(reading.source, value), *others])
        if name in reading.weak and len(told) == 1 and not (len(value) == 18 and tax_id_holds(value)):
            self.warn(f"{name}.unconfirmed", f"{_LABELS[name]}“{value}”旁没有标签，也没有其他来源印证，请核对。")
        self.sources[name] = reading.source
        return value

    def differ(self, name: str, told: Sequence[tuple[str, object]]) -> None:
        """Warn of places that tell one field differently."""
        sides = "，".join(f"{SOURCE_NAMES.get(source, source)}为 {value}" for source, value in told)
        self.warn(f"{name}.differs", f"{_LABELS[name]}不一致：{sides}，请核对原件。")


def invoice_of(readings: Sequence[Reading], part: int | None = None) -> Invoice:
    """Return the invoice that the readings tell, with every doubt as a warning.

    Raises: RefusedError where there is neither a number nor a sum.
    """
    if not any(reading.says_anything for reading in readings):
        raise RefusedError(NOT_AN_INVOICE)
    bench = Bench(readings)
    for reading in readings:
        bench.warnings += reading.warnings
    names = ("number", "code", "check_code", "buyer_name", "buyer_id", "seller_name", "seller_id")
    texts = {name: bench.text(name) for name in names}
    issued_on = _issue_date(bench)
    lines = netted(next((r.lines for r in readings if r.lines), ()))
    amount, tax, total = sums.settled(bench, readings, lines)
    kind = next((r.kind for r in readings if r.kind), "other")
    invoice = Invoice(
        kind=kind,
        number=texts["number"],
        code=texts["code"],
        check_code=texts["check_code"],
        issued_on=issued_on,
        buyer=Party(texts["buyer_name"], texts["buyer_id"]),
        seller=Party(texts["seller_name"], texts["seller_id"]),
        amount=amount,
        tax=tax,
        total=total,
        lines=lines,
        remark=next((r.remark for r in readings if r.remark), ""),
        red_of=next((r.red_of for r in readings if r.red_of), ""),
        part=part,
        read_from=tuple(dict.fromkeys(r.source for r in readings)),
        sources=bench.sources,
        boxes=tuple(_placed_boxes(readings)),
        trip=next((r.trip for r in readings if r.trip), None),
    )
    _compare_trips(bench)
    _check_form(bench, invoice)
    return replace(invoice, warnings=_one_of_a_kind(bench.warnings))


def _one_of_a_kind(warnings: Sequence[InvoiceWarning]) -> tuple[InvoiceWarning, ...]:
    """Join the sentences of one kind of warning: many small doubts hide a large one."""
    sentences: dict[str, dict[str, None]] = {}
    for warning in warnings:
        sentences.setdefault(warning.code, {})[warning.message] = None
    return tuple(InvoiceWarning(code, "".join(told)) for code, told in sentences.items())


def _issue_date(bench: Bench) -> dt.date | None:
    told = [(r.source, r.issued_on) for r in bench.readings if r.issued_on is not None]
    if not told:
        return None
    if any(day != told[0][1] for _, day in told[1:]):
        bench.differ("issued_on", told)
    bench.sources["issued_on"] = told[0][0]
    return told[0][1]


def _placed_boxes(readings: Sequence[Reading]) -> Iterable[FieldBox]:
    """Return one box a field and page; that of a discount is part of the line it was taken off."""
    printed = next((r.lines for r in readings if r.lines), [])
    placed: dict[tuple[str, int], FieldBox] = {}
    for reading in readings:
        places = places_of(reading.lines or printed)
        for box in reading.boxes:
            at = int(box.field[5:]) if box.field.startswith("line-") else 0
            name = f"line-{places[at - 1]}" if 0 < at <= len(places) else box.field
            known = placed.get((name, box.page))
            placed[name, box.page] = _around(known, box) if known and at else replace(box, field=name)
    return placed.values()


def _around(first: FieldBox, second: FieldBox) -> FieldBox:
    return replace(
        first,
        left=min(first.left, second.left),
        top=min(first.top, second.top),
        right=max(first.right, second.right),
        bottom=max(first.bottom, second.bottom),
    )


def _compare_trips(bench: Bench) -> None:
    """Warn where a ticket's print and its data tell two journeys."""
    told = [(reading.source, reading.trip) for reading in bench.readings if reading.trip is not None]
    for name, label in _TRIP_LABELS.items():
        values = [(source, str(value)) for source, trip in told if (value := getattr(trip, name))]
        if len({plain(value).removesuffix("站") for _, value in values}) > 1:
            sides = "，".join(f"{SOURCE_NAMES.get(source, source)}为 {value}" for source, value in values)
            bench.warn("trip.differs", f"{label}不一致：{sides}，请核对原件。")


def _check_missing(bench: Bench, invoice: Invoice) -> None:
    needed = {"number": invoice.number, "issued_on": invoice.issued_on, "total": invoice.total}
    nameless = invoice.kind == "other" and is_slip_code(invoice.code)
    if invoice.kind not in _WITHOUT_SELLER and not nameless:
        needed["seller_name"] = invoice.seller.name
    if not nameless:
        needed["buyer_name"] = invoice.buyer.name
    missing = [_LABELS[name] for name, value in needed.items() if value in (None, "")]
    if missing:
        bench.warn("value.missing", f"没有读到{'、'.join(missing)}，请对照原件填写。")


def _check_form(bench: Bench, invoice: Invoice) -> None:
    """Look at each value by itself: is it there, and can it be what it claims."""
    if invoice.read_from == ("qr",):
        bench.warn("picture.qr-only", "文件里没有文字，只读到了二维码，其余内容请对照图片填写。")
    _check_missing(bench, invoice)
    if invoice.number and invoice.kind != "fiscal" and not _NUMBER_FORMS.fullmatch(invoice.number):
        bench.warn("number.form", f"发票号码“{invoice.number}”不是 8 位或 20 位数字，请核对。")
    if len(invoice.number) == 8 and not invoice.code and invoice.kind not in ("fiscal", "shenzhen"):
        bench.warn("code.missing", "8 位号码的发票应有发票代码，没有读到，请对照原件填写。")
    day = invoice.issued_on
    if len(invoice.number) == 20 and day and invoice.number[:2] != f"{day.year % 100:02d}":
        bench.warn("issued_on.year", f"发票号码“{invoice.number}”的年份与开票日期 {day} 不符，请核对。")
    parties = (("购买方", invoice.buyer), ("销售方", invoice.seller))
    ids = [f"{side}税号“{p.tax_id}”" for side, p in parties if p.tax_id and not tax_id_holds(p.tax_id)]
    if ids:
        bench.warn("tax-id.check", f"{'、'.join(ids)}不符合编码规则，请核对。")
    names = [f"{side}名称“{p.name}”" for side, p in parties if p.name and not _NAME.search(p.name)]
    if names:
        bench.warn("name.form", f"{'、'.join(names)}不像名称，请核对。")
