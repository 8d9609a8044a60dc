"""What is known of an original, in words: why it is thought the same as another, its doubts, its sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from studio_ledger.model.clock import SHANGHAI
from studio_ledger.model.original import STOP_NAMES, CheckResult
from studio_ledger.queries.standing import Likeness

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studio_ledger.model.invoice import Invoice
    from studio_ledger.queries.rows import InboxItem
    from studio_ledger.queries.standing import Standing, Twin


@dataclass(frozen=True, slots=True)
class Fact:
    """One sentence; `page` and `target` where there is something to open: a voucher, a draft or another item."""

    role: str
    text: str
    page: str = ""
    target: str = ""


def facts_of(item: InboxItem) -> tuple[Fact, ...]:
    """Return everything that is to be said, what stands in the way first."""
    found: list[Fact] = []
    if item.used_in == "draft":
        found.append(Fact("caption", _tr("正在一张草稿中。"), "draft", item.used_by))
    elif item.used_by:
        words = (_voucher_words(item.used_number) + _tr("用了这份原件。")).strip()
        found.append(Fact("caption", words, "voucher", item.used_by))
    if item.error:
        found.append(Fact("error", item.error))
    for invoice, standing in zip(item.invoices, item.standings, strict=False):
        found += standing_facts(standing, item.used_by)
        found += [Fact("warn", warning.message) for warning in invoice.warnings]
    found.append(Fact("muted", _came(item)))
    return tuple(found)


def standing_facts(standing: Standing, used_by: str = "") -> Iterator[Fact]:
    """Tell where one invoice stands; that `used_by` claims it is no news."""
    stop, check = standing.stop, standing.check
    if stop is not None:
        words = _tr("{0}登记{1}（{2}）：{3}。不能报销。")
        yield Fact("error", words.format(f"{stop.told_on:%Y-%m-%d} ", STOP_NAMES[stop.kind], stop.told, stop.reason))
    for twin in standing.twins:
        if twin.voucher != used_by or not twin.voucher:
            yield _part_fact(twin) if twin.voucher and standing.is_part and _is_same(twin) else _twin_fact(twin)
    if standing.is_part and standing.rest is not None:
        words = _tr("已报 {0}，余 {1} 可报。")
        yield Fact("warn", words.format(standing.claimed.grouped, standing.rest.grouped))
    if check is None:
        yield Fact("muted", _tr("税务局查验：未查验。"))
    else:
        words = _tr("税务局查验：{0}，{1} 查。").format(check.words, check.checker) + check.note
        yield Fact("ok" if check.result is CheckResult.SAME else "error", words)


def _is_same(twin: Twin) -> bool:
    return twin.why is not Likeness.LOOKS


def _part_fact(twin: Twin) -> Fact:
    words = _tr("{0}报了其中一部分。").format(_voucher_words(twin.name)).strip()
    return Fact("caption", words, "voucher", twin.voucher)


def _twin_fact(twin: Twin) -> Fact:
    where = _voucher_words(twin.name) if twin.voucher else _tr("票据夹中的“{0}”").format(twin.name)
    page, target = ("voucher", twin.voucher) if twin.voucher else ("item", twin.item)
    if twin.why is Likeness.IDENTITY:
        return Fact("error", _tr("与{0}是同一张发票：号码相同（{1}）。").format(where, twin.number), page, target)
    if twin.why is Likeness.FILE:
        return Fact("error", _tr("与{0}是同一个文件：内容完全一样。").format(where), page, target)
    day = f"{twin.issued_on:%Y-%m-%d}" if twin.issued_on else ""
    words = _tr("疑似与{0}重复：同一销售方，同为 {1} 元，开票日期 {2}，号码不同（{3}）。请核对，不一定是重复。")
    return Fact("warn", words.format(where, twin.total.grouped, day, twin.number or _tr("无号码")), page, target)


def _voucher_words(number: str) -> str:
    return _tr(" {0} 号凭证").format(number) if number else _tr("一张未入账的凭证")


def _came(item: InboxItem) -> str:
    how = {
        "paper": _tr("手工登记的纸质发票"),
        "paste": _tr("粘贴"),
        "watch": _tr("来自监视的文件夹"),
    }.get(item.origin, _tr("放入"))
    return " ".join(
        part for part in (f"{item.added_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}", item.added_by, how) if part
    )


def sources_of(invoice: Invoice) -> tuple[tuple[str, str], ...]:
    """Return for each field that was read its name and where it was read."""
    return tuple((_FIELDS.get(name, name), source_words(source)) for name, source in invoice.sources.items() if source)


def source_words(source: str) -> str:
    """Return the name of a place in a file."""
    from studio_ledger.invoices.judge import SOURCE_NAMES  # noqa: PLC0415 - asked for on demand only

    return _tr("纸质，手工录入") if source == "paper" else SOURCE_NAMES.get(source, source)


def _tr(text: str) -> str:
    return QCoreApplication.translate("InboxFacts", text)


_FIELDS = {
    "number": "号码", "code": "代码", "issued_on": "开票日期", "check_code": "校验码",
    "buyer_name": "购买方名称", "buyer_id": "购买方税号", "seller_name": "销售方名称", "seller_id": "销售方税号",
    "amount": "不含税金额", "tax": "税额", "total": "价税合计",
}  # fmt: skip
