"""Shows what a bank's file was taken for, column by column, before anything is taken in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QGridLayout, QHeaderView, QLineEdit, QTableWidget, QTableWidgetItem

from reports.bank_file import ROLE_NAMES, statement_of
from studio_ledger.errors import LedgerError
from ui.desk import words
from ui.dialogs.form_dialog import FormDialog
from ui.widgets.combo import Combo
from ui.widgets.field import Field
from ui.widgets.money_edit import MoneyEdit
from ui.widgets.text import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from reports.bank_file import BankFile
    from studio_ledger.model.spending import BankStatement

_SHOWN = 6
_NARROWEST, _WIDEST = 136, 210
"""A column's bounds in pixels: what it is must be legible, and many must fit side by side."""
_AMOUNTS = frozenset({"out", "in", "amount", "balance"})


class BankImportDialog(FormDialog):
    """The file's first rows under a choice for each column, the account, and the balances that have to fit."""

    def __init__(self, file: BankFile, statement_id: str, account: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=1040)
        self._file, self._id = file, statement_id
        self.set_words(
            self.tr("导入银行对账单"),
            self.tr("导入"),
            self.tr("请核对每一列对上的内容；改过的对应关系会记住，同一银行下次自动对上。"),
        )
        self.account = QLineEdit(file.account or account)
        self.account.setObjectName("bankAccount")
        self.opening = MoneyEdit()
        self.opening.setObjectName("bankOpening")
        self.closing = MoneyEdit()
        self.closing.setObjectName("bankClosing")
        self.summary = label("", "caption", wrap=True, name="bankSummary")
        self.combos: dict[str, Combo] = {}
        self.table = self._make_table()
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.addWidget(Field(self.tr("账号"), self.account, required=True), 0, 0)
        grid.addWidget(Field(self.tr("期初余额"), self.opening), 0, 1)
        grid.addWidget(Field(self.tr("期末余额"), self.closing), 0, 2)
        self.body.addWidget(self.table)
        self.body.addLayout(grid)
        self.body.addWidget(self.summary)
        self._read()

    @property
    def file(self) -> BankFile:
        """The file with the columns as chosen here."""
        chosen = {heading: str(combo.value()) for heading, combo in self.combos.items() if combo.value()}
        return replace(self._file, matched=chosen)

    @classmethod
    def ask(
        cls, file: BankFile, statement_id: str, account: str, parent: QWidget | None = None
    ) -> tuple[BankStatement, BankFile] | None:
        """Return the statement and how it was matched, or None where the user turned away."""
        dialog = cls(file, statement_id, account, parent)
        return (dialog.statement(), dialog.file) if dialog.asked() else None

    def statement(self) -> BankStatement:
        """Return what is to be taken in.

        Raises: BadBankFileError.
        """
        told = statement_of(self.file, self._id, self.account.text().strip())
        opening, closing = self.opening.money(), self.closing.money()
        return replace(
            told,
            opening=told.opening if opening is None else opening,
            closing=told.closing if closing is None else closing,
        )

    def problem(self) -> str:
        """What cannot be read, or does not add up."""
        if not self.account.text().strip():
            return self.tr("请填写账号。")
        roles = [combo.value() for combo in self.combos.values() if combo.value()]
        if len(set(roles)) != len(roles):
            return self.tr("有两列选了同一内容，请改其中一列。")
        try:
            told = self.statement()
        except LedgerError as error:
            return words(error)
        reached = told.opening
        for line in told.lines:
            reached = reached + line.amount
        if reached != told.closing:
            return self.tr("期初余额加各行为 {0} 元，与期末余额 {1} 元不符。请检查列是否对上、是否少了行。").format(
                reached.grouped, told.closing.grouped
            )
        return ""

    def _make_table(self) -> QTableWidget:
        headings = [heading for heading in self._file.headings if heading]
        table = QTableWidget(min(len(self._file.rows), _SHOWN) + 1, len(headings))
        table.setObjectName("bankPreview")
        table.setAccessibleName(self.tr("对账单预览"))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setHorizontalHeaderLabels(headings)
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for place, heading in enumerate(headings):
            combo = Combo(self.tr("“{0}”是什么").format(heading))
            combo.setObjectName(f"bankColumn{place}")
            combo.set_choices([("", self.tr("不用")), *ROLE_NAMES.items()], self._file.matched.get(heading, ""))
            combo.currentIndexChanged.connect(lambda _: self._read())
            self.combos[heading] = combo
            table.setCellWidget(0, place, combo)
            column = self._file.headings.index(heading)
            for row, (_, cells) in enumerate(self._file.rows[:_SHOWN], 1):
                table.setItem(row, place, QTableWidgetItem(cells[column] if column < len(cells) else ""))
        table.resizeColumnsToContents()
        for place in range(len(headings)):
            table.setColumnWidth(place, min(max(table.columnWidth(place), _NARROWEST), _WIDEST))
        table.setRowHeight(0, 36)
        table.setMinimumHeight(250)
        return table

    def _align(self) -> None:
        """Put what is taken for amounts to the right."""
        for place, combo in enumerate(self.combos.values()):
            side = Qt.AlignmentFlag.AlignRight if combo.value() in _AMOUNTS else Qt.AlignmentFlag.AlignLeft
            for row in range(1, self.table.rowCount()):
                item = self.table.item(row, place)
                if item is not None:
                    item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)

    def _read(self) -> None:
        """Say what the file tells as it is matched now."""
        self._align()
        try:
            told = statement_of(self.file, self._id, self.account.text().strip() or "—")
        except LedgerError as error:
            self.summary.setText(words(error))
            return
        self.opening.set_money(told.opening)
        self.closing.set_money(told.closing)
        self.summary.setText(self.tr("{0} 至 {1}，共 {2} 行。").format(told.start, told.end, len(told.lines)))
