"""Shows a posted voucher's entries in the school's general ledger, for whoever books them there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio_ledger.model.accounts import BOOK_NAMES
from studio_ledger.model.money import Money
from ui.dialogs.form_dialog import FormDialog
from ui.widgets.row_table import Column, RowTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from studio_ledger.model.accounts import Entry


class EntriesDialog(FormDialog):
    """Debits and credits of both books, side by side with the accounts' names."""

    def __init__(
        self, number: str, entries: tuple[Entry, ...], names: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, width=640)
        self.set_words(
            self.tr("第 {0} 号凭证的记账参考").format(number),
            self.tr("关闭"),
            self.tr("按“设置 → 工作室档案 → 记账科目”所选科目列出，仅供总账会计参考（政府会计制度）。"),
        )
        self._names = names
        self.table: RowTable[Entry] = RowTable(self._columns())
        self.table.setObjectName("entriesTable")
        self.table.setAccessibleName(self.tr("记账参考"))
        self.table.setMinimumHeight(240)
        self.table.set_rows(entries)
        self.reject_button.hide()
        self.body.addWidget(self.table)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("账套"), lambda entry: BOOK_NAMES[entry.book], width=88),
            Column(self.tr("科目"), lambda entry: f"{entry.account} {self._names.get(entry.account[:4], '')}".strip()),
            Column(self.tr("借方"), lambda entry: _above_zero(entry.amount), numeric=True, width=112),
            Column(self.tr("贷方"), lambda entry: _above_zero(-entry.amount), numeric=True, width=112),
        )


def _above_zero(amount: Money) -> Money | None:
    return amount if amount > Money() else None
