"""The rows of the inbox: what was read of each file, and whether it may still be claimed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from studio_ledger.model.clock import SHANGHAI
from studio_ledger.model.money import Money
from studio_ledger.queries.rows import InboxItem, VoucherFilter
from ui.widgets.evidence_viewer import Evidence
from ui.widgets.invoice_paper import short_title
from ui.widgets.row_table import Column

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from studio_ledger.workspace import Session, Workspace


class Use(StrEnum):
    """Whether a file may still be claimed."""

    FREE = "free"
    USED = "used"
    TWICE = "twice"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One file as the list shows it. `link` is the id of the voucher (or draft) that has the invoice already."""

    id: str
    item: InboxItem
    use: Use
    state: str
    link: str = ""
    linked: str = ""
    """What that voucher is called."""
    in_draft: bool = False

    @property
    def kind(self) -> str:
        """The Chinese name of what it is."""
        if self.item.invoices:
            return short_title(self.item.invoices[0].kind)
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
    def added(self) -> str:
        """When it came in."""
        return f"{self.item.added_at.astimezone(SHANGHAI):%m-%d %H:%M}"

    @property
    def evidence(self) -> Evidence:
        """The file for the viewer."""
        return Evidence(self.item.sha256, self.item.name, self.item.invoices)


def inbox_columns() -> tuple[Column, ...]:
    """The columns of the list."""
    return (
        Column(_tr("类型"), lambda row: row.kind, width=86),
        Column(_tr("开票日期"), lambda row: row.date, width=92),
        Column(_tr("销售方 / 文件"), lambda row: row.seller),
        Column(_tr("号码"), lambda row: row.number, width=106),
        Column(_tr("金额"), lambda row: row.amount, numeric=True, width=92),
        Column(_tr("状态"), lambda row: row.state, width=92),
        Column(_tr("放入时间"), lambda row: row.added, width=106),
    )


def remark(chosen: Sequence[InboxRow], current: InboxRow | None) -> str:
    """Return what is to be said of the selection: its sum, or what is wrong with the one file."""
    if len(chosen) > 1:
        total = Money.total(row.amount for row in chosen if row.amount is not None)
        return _tr("已选 {0} 张，合计 ¥{1}").format(len(chosen), total.grouped)
    if current is None:
        return ""
    if current.item.error:
        return current.item.error
    if current.use is Use.TWICE and current.linked:
        return _tr("这张发票已在{0}中报销过，不能再报。").format(current.linked)
    return "；".join(warning.message for invoice in current.item.invoices for warning in invoice.warnings[:2])


def inbox_rows(workspace: Workspace, session: Session, studio: str) -> tuple[InboxRow, ...]:
    """Return the rows, newest first."""
    drafts = {draft.id for draft in workspace.drafts(session)}
    numbers = {row.id: row.number for row in workspace.vouchers(VoucherFilter(studio=studio or None)).rows}
    items = workspace.inbox()
    first: dict[str, InboxItem] = {}
    for item in reversed(items):
        for invoice in item.invoices:
            first.setdefault(invoice.identity or item.sha256, item)
        first.setdefault(item.sha256, item)
    return tuple(_row(item, drafts, numbers, first) for item in items)


def _row(item: InboxItem, drafts: set[str], numbers: dict[str, str], first: dict[str, InboxItem]) -> InboxRow:
    if item.used_by:
        number = numbers.get(item.used_by, "")
        words = _tr("已用于 {0}").format(number) if number else _tr("已提交")
        drafted = item.used_by in drafts
        return InboxRow(
            item.id, item, Use.USED, _tr("在草稿中") if drafted else words, item.used_by, number, in_draft=drafted
        )
    if item.error:
        return InboxRow(item.id, item, Use.UNREAD, _tr("读不出"))
    if item.duplicate_of:
        ids = {number: key for key, number in numbers.items() if number}
        link = ids.get(item.duplicate_of, item.duplicate_of if item.duplicate_of in numbers else "")
        linked = _tr("{0} 号凭证").format(numbers[link]) if numbers.get(link) else _tr("一张已提交的凭证")
        return InboxRow(item.id, item, Use.TWICE, _tr("已报销过"), link, linked)
    if first[item.sha256].id != item.id:
        return InboxRow(item.id, item, Use.TWICE, _tr("重复文件"))
    same = [first[i.identity] for i in item.invoices if i.identity and first[i.identity].id != item.id]
    return InboxRow(item.id, item, Use.FREE, _tr("未用·同号") if same else _tr("未用"))


def _tr(text: str) -> str:
    return QCoreApplication.translate("InboxPage", text)
