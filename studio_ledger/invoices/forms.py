"""Several forms of one invoice (XML, OFD, PDF, picture) put together: compared field by field, counted once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from studio_ledger.invoices.values import plain
from studio_ledger.model.invoice import Invoice, InvoiceWarning, Party

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_TRUST = ("xml", "ofd-attachment", "xbrl", "ofd-tags", "ofd-custom-data", "pdf-attachment", "ofd-text", "pdf-text")
_WEAKER = ("value.missing", "picture.qr-only", "code.missing", "schema.unknown")
_WEAKER_ENDS = (".unconfirmed", ".derived", ".unread")
"""Doubts that say only that one form tells less: the other form tells it."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form of an invoice and the name of its file."""

    file: str
    invoice: Invoice


_FIELDS: tuple[tuple[str, Callable[[Invoice], object]], ...] = (
    ("发票代码", lambda invoice: invoice.code),
    ("开票日期", lambda invoice: invoice.issued_on),
    ("校验码", lambda invoice: plain(invoice.check_code)),
    ("购买方名称", lambda invoice: plain(invoice.buyer.name)),
    ("购买方税号", lambda invoice: plain(invoice.buyer.tax_id)),
    ("销售方名称", lambda invoice: plain(invoice.seller.name)),
    ("销售方税号", lambda invoice: plain(invoice.seller.tax_id)),
    ("不含税金额", lambda invoice: invoice.amount),
    ("税额", lambda invoice: invoice.tax),
    ("价税合计", lambda invoice: invoice.total),
    ("所冲的发票", lambda invoice: invoice.red_of),
)


def together(forms: Sequence[Form]) -> Invoice:
    """Return one invoice: from the form that tells most surely, filled up from the others, with all disagreements."""
    ranked = sorted(forms, key=lambda form: (_rank(form.invoice), len(form.invoice.warnings)))
    best, *others = ranked
    invoice = best.invoice
    doubts = list(invoice.warnings)
    for other in others:
        doubts += _differences(best, other)
        doubts += [warning for warning in other.invoice.warnings if not _tells_less(warning)]
        invoice = _filled(invoice, other.invoice)
    if others:
        doubts = [doubt for doubt in doubts if not (_tells_less(doubt) and _is_complete(invoice))]
    return replace(
        invoice,
        warnings=tuple(dict.fromkeys(doubts)),
        read_from=tuple(dict.fromkeys(source for form in ranked for source in form.invoice.read_from)),
        seals=tuple(dict.fromkeys(seal for form in ranked for seal in form.invoice.seals)),
    )


def numbered(invoices: Sequence[Invoice], refused: Sequence[tuple[str, str]]) -> tuple[Invoice, ...]:
    """Return the invoices of one file with their parts, each with what could not be read beside them."""
    doubts = tuple(InvoiceWarning("file.refused", f"压缩包中有文件没有读取：{name}：{why}。") for name, why in refused)
    several = len(invoices) > 1
    return tuple(
        replace(invoice, part=part if several else None, warnings=(*invoice.warnings, *doubts))
        for part, invoice in enumerate(invoices, 1)
    )


def _rank(invoice: Invoice) -> int:
    source = invoice.read_from[0] if invoice.read_from else ""
    return _TRUST.index(source) if source in _TRUST else len(_TRUST)


def _differences(one: Form, other: Form) -> Iterator[InvoiceWarning]:
    for label, told in _FIELDS:
        first, second = told(one.invoice), told(other.invoice)
        if first in (None, "") or second in (None, "") or first == second:
            continue
        yield _differ(label, one, other, first, second)
    if len(one.invoice.lines) != len(other.invoice.lines):
        return
    for index, (mine, yours) in enumerate(zip(one.invoice.lines, other.invoice.lines, strict=True), 1):
        if mine.amount is not None and yours.amount is not None and mine.amount != yours.amount:
            yield _differ(f"第 {index} 行金额", one, other, mine.amount, yours.amount)


def _differ(label: str, one: Form, other: Form, first: object, second: object) -> InvoiceWarning:
    return InvoiceWarning(
        "files.differ",
        f"压缩包里两份文件的{label}不一致：{one.file} 为 {first}，{other.file} 为 {second}，请核对。",
    )


def _tells_less(warning: InvoiceWarning) -> bool:
    return warning.code in _WEAKER or warning.code.endswith(_WEAKER_ENDS)


def _is_complete(invoice: Invoice) -> bool:
    return bool(invoice.number and invoice.issued_on and invoice.total and invoice.buyer.name) and (
        bool(invoice.seller.name) or invoice.kind == "rail"
    )


def _filled(invoice: Invoice, other: Invoice) -> Invoice:
    return replace(
        invoice,
        code=invoice.code or other.code,
        check_code=invoice.check_code or other.check_code,
        issued_on=invoice.issued_on or other.issued_on,
        buyer=Party(invoice.buyer.name or other.buyer.name, invoice.buyer.tax_id or other.buyer.tax_id),
        seller=Party(invoice.seller.name or other.seller.name, invoice.seller.tax_id or other.seller.tax_id),
        amount=other.amount if invoice.amount is None else invoice.amount,
        tax=other.tax if invoice.tax is None else invoice.tax,
        total=other.total if invoice.total is None else invoice.total,
        lines=invoice.lines or other.lines,
        remark=invoice.remark or other.remark,
        red_of=invoice.red_of or other.red_of,
        trip=invoice.trip or other.trip,
        boxes=invoice.boxes or other.boxes,
        sources={**other.sources, **invoice.sources},
    )
