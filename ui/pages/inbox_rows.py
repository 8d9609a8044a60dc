"""The rows of the inbox: what was read of each original, and whether it may still be claimed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from studio_ledger.model.money import Money
from studio_ledger.model.original import CHECK_NAMES, CheckResult, StopKind
from studio_ledger.queries.standing import Likeness
from ui.widgets.evidence_viewer import Evidence
from ui.widgets.invoice_words import short_title
from ui.widgets.row_table import Column

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from studio_ledger.queries.rows import InboxItem
    from studio_ledger.queries.standing import Standing


class Use(StrEnum):
    """Whether an original may still be claimed."""

    FREE = "free"
    PART = "part"
    USED = "used"
    TWICE = "twice"
    HELD = "held"
    UNREAD = "unread"


CLAIMABLE = (Use.FREE, Use.PART, Use.UNREAD)
SHOWN = {
    "open": (Use.FREE, Use.PART, Use.TWICE, Use.HELD, Use.UNREAD),
    "used": (Use.USED,),
    "unread": (Use.UNREAD,),
    "all": tuple(Use),
}


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One original as the list shows it."""

    id: str
    item: InboxItem
    use: Use
    state: str

    @property
    def kind(self) -> str:
        """The Chinese name of what it is; paper is named first."""
        if self.item.invoices:
            title = short_title(self.item.invoices[0].kind)
            return _tr("纸质{0}").format(title.removeprefix("增值税")) if self.item.origin == "paper" else title
        return self.item.name.rpartition(".")[2].upper() or _tr("文件")

    @property
    def date(self) -> dt.date | None:
        """The day of issue."""
        return self.item.invoices[0].issued_on if self.item.invoices else None

    @property
    def seller(self) -> str:
        """Who issued it; the file's name where that was not read."""
        return (self.item.invoices[0].seller.name if self.item.invoices else "") or self.item.name

    @property
    def number(self) -> str:
        """The end of the number, as people compare it."""
        if not self.item.invoices:
            return ""
        number = self.item.invoices[0].number
        more = f" +{len(self.item.invoices) - 1}" if len(self.item.invoices) > 1 else ""
        return (f"…{number[-8:]}" if len(number) > 8 else number) + more

    @property
    def amount(self) -> Money | None:
        """The sum of the file's invoices."""
        totals = [invoice.total for invoice in self.item.invoices if invoice.total is not None]
        return Money.total(totals) if totals else None

    @property
    def check(self) -> str:
        """What the tax bureau's page said, as far as anybody looked."""
        if not self.item.invoices:
            return ""
        checks = [standing.check for standing in self.item.standings]
        worst = [one for one in checks if one is not None and one.result is not CheckResult.SAME]
        if worst:
            return CHECK_NAMES[worst[0].result]
        if not checks or None in checks:
            return _tr("未查验")
        return f"{CHECK_NAMES[CheckResult.SAME]} {checks[0].checked_on:%m-%d}" if checks[0] else ""

    @property
    def is_doubled(self) -> bool:
        """Whether something else is, or looks like, the same invoice."""
        return any(standing.twins for standing in self.item.standings) and self.use is not Use.USED

    @property
    def is_unchecked(self) -> bool:
        """Whether an invoice of it was never looked up at the bureau's page."""
        return any(standing.check is None for standing in self.item.standings)

    @property
    def evidence(self) -> Evidence:
        """The file for the viewer."""
        return Evidence(self.item.sha256, self.item.name, self.item.invoices)

    def holds(self, text: str) -> bool:
        """Whether a text stands in it: seller, number, file, goods or total."""
        words = [self.item.name]
        for one in self.item.invoices:
            words += [one.seller.name, one.buyer.name, one.number, one.code, str(one.total or "")]
            words += [line.item for line in one.lines]
        there = " ".join(words).casefold()
        return all(word in there for word in text.casefold().split())


def inbox_columns() -> tuple[Column, ...]:
    """The columns of the list."""
    return (
        Column(_tr("类型"), lambda row: row.kind, width=100),
        Column(_tr("开票日期"), lambda row: row.date, width=90),
        Column(_tr("销售方 / 文件"), lambda row: row.seller),
        Column(_tr("号码"), lambda row: row.number, width=98),
        Column(_tr("金额"), lambda row: row.amount, numeric=True, width=88),
        Column(_tr("状态"), lambda row: row.state, width=126),
        Column(_tr("查验"), lambda row: row.check, width=90),
    )


def claimable_total(rows: Sequence[InboxRow]) -> Money:
    """Return what may be claimed of these rows together; two forms of one invoice count once."""
    rests: dict[str, Money] = {}
    for row in rows:
        if row.use not in CLAIMABLE:
            continue
        for invoice, standing in zip(row.item.invoices, row.item.standings, strict=False):
            rests.setdefault(invoice.identity or row.id, standing.rest or Money())
    return Money.total(rests.values())


def remark(chosen: Sequence[InboxRow], current: InboxRow | None) -> str:
    """Return what is to be said of the selection: its sum, or what is wrong with the one file."""
    if len(chosen) > 1:
        return _tr("已选 {0} 张，可报合计 ¥{1}").format(len(chosen), claimable_total(chosen).grouped)
    return current.item.error if current is not None else ""


def inbox_rows(items: Sequence[InboxItem]) -> tuple[InboxRow, ...]:
    """Return the rows in the items' order."""
    return tuple(InboxRow(item.id, item, *_use(item)) for item in items)


def _use(item: InboxItem) -> tuple[Use, str]:
    """Whether it may be claimed, and what the list says of it."""
    if item.used_in == "draft":
        return Use.USED, _tr("在草稿中")
    held = next((one for one in item.standings if one.is_held), None)
    if held is not None:
        return Use.HELD, _held(held)
    rest = Money.total(one.rest for one in item.standings if one.is_part and one.rest is not None)
    if rest:
        return Use.PART, _tr("余 {0} 可报").format(rest.grouped)
    if item.used_by:
        return Use.USED, _submitted(item)
    if item.error:
        return Use.UNREAD, _tr("读不出")
    return (Use.TWICE, _tr("已报销过")) if item.duplicate_of else (Use.FREE, _free(item))


def _submitted(item: InboxItem) -> str:
    if item.used_number:
        return _tr("已用于 {0} 号").format(item.used_number)
    return _tr("凭证已退回") if item.used_in in {"returned", "withdrawn"} else _tr("已提交")


def _held(standing: Standing) -> str:
    if standing.stop is not None:
        return _tr("已拒收") if standing.stop.kind is StopKind.REFUSED else _tr("退回补正中")
    return _tr("查验不符")


def _free(item: InboxItem) -> str:
    why = {twin.why for standing in item.standings for twin in standing.twins}
    if why & {Likeness.IDENTITY, Likeness.FILE}:
        return _tr("未用·同号")
    return _tr("未用·疑似重复") if why else _tr("未用")


def _tr(text: str) -> str:
    return QCoreApplication.translate("InboxPage", text)
