"""Asks which accounts of the school's general ledger stand behind categories and sources."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHeaderView, QLineEdit, QTableWidget, QTableWidgetItem

from studio_ledger.errors import LedgerError
from studio_ledger.ledger.apply_accounts import demand_sound
from studio_ledger.model.funds import SOURCE_NAMES
from ui.desk import words
from ui.dialogs.form_dialog import FormDialog
from ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from studio_ledger.model.accounts import AccountChoice

_FURTHER = (
    ("asset", "固定资产"),
    ("advance", "借款（其他应收款）"),
    ("tax", "代扣个税"),
    ("budget_expense", "预算支出"),
    ("budget_money", "资金结存"),
    ("earlier_years", "以前年度盈余调整"),
)


class AccountsDialog(FormDialog):
    """A row a category with its expense account and economic class, the sources' money accounts, and a few more."""

    def __init__(self, choice: AccountChoice, categories: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent, width=760)
        self._choice = choice
        self.set_words(
            self.tr("记账科目"),
            self.tr("保存科目"),
            self.tr("供总账会计参考：已入账凭证按这里的科目列出财务会计和预算会计分录，由学校自行选择和确认。"),
        )
        self.plan = self._grid(
            "accountPlan", (self.tr("类别"), self.tr("费用科目"), self.tr("部门经济分类")), len(categories)
        )
        economic = dict(choice.economic)
        for row, (key, name) in enumerate(categories.items()):
            self._row(self.plan, row, key, name, (choice.expense(key), economic.get(key, "")))
        self.money = self._grid("moneyPlan", (self.tr("资金来源"), self.tr("付款科目")), len(SOURCE_NAMES))
        for row, (source, name) in enumerate(SOURCE_NAMES.items()):
            self._row(self.money, row, source.value, name, (choice.money_of(source.value),))
        self.further: dict[str, QLineEdit] = {}
        further = QGridLayout()
        further.setHorizontalSpacing(12)
        for place, (name, title) in enumerate(_FURTHER):
            edit = QLineEdit(str(getattr(choice, name)))
            edit.setObjectName(f"account_{name}")
            self.further[name] = edit
            further.addWidget(Field(title, edit), place // 3, place % 3)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.addWidget(self.plan, 0, 0)
        grid.addWidget(self.money, 0, 1)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        self.body.addLayout(grid)
        self.body.addLayout(further)

    @classmethod
    def ask(
        cls, choice: AccountChoice, categories: Mapping[str, str], parent: QWidget | None = None
    ) -> AccountChoice | None:
        """Return the choice, or None where the user turned away."""
        dialog = cls(choice, categories, parent)
        return dialog.answer() if dialog.asked() else None

    def answer(self) -> AccountChoice:
        """What is typed; an empty cell takes the fund's default."""
        default = dict(self._choice.expenses).get("", ""), dict(self._choice.money).get("", "")
        expenses = self._cells(self.plan, 1) | {"": default[0]}
        money = self._cells(self.money, 1) | {"": default[1]}
        return replace(
            self._choice,
            expenses=tuple(sorted((key, code) for key, code in expenses.items() if code)),
            economic=tuple(sorted((key, code) for key, code in self._cells(self.plan, 2).items() if code)),
            money=tuple(sorted((key, code) for key, code in money.items() if code)),
            **{name: edit.text().strip() for name, edit in self.further.items()},
        )

    def problem(self) -> str:
        """Which code is no account."""
        try:
            demand_sound(self.answer())
        except LedgerError as error:
            return words(error)
        return ""

    def _grid(self, name: str, headings: tuple[str, ...], rows: int) -> QTableWidget:
        table = QTableWidget(rows, len(headings))
        table.setObjectName(name)
        table.setAccessibleName(headings[0])
        table.setHorizontalHeaderLabels(headings)
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        table.setMinimumHeight(300)
        return table

    def _row(self, table: QTableWidget, row: int, key: str, name: str, codes: tuple[str, ...]) -> None:
        head = QTableWidgetItem(name)
        head.setData(int(Qt.ItemDataRole.UserRole), key)
        head.setFlags(Qt.ItemFlag.ItemIsEnabled)
        table.setItem(row, 0, head)
        for column, code in enumerate(codes, 1):
            table.setItem(row, column, QTableWidgetItem(code))

    def _cells(self, table: QTableWidget, column: int) -> dict[str, str]:
        found = {}
        for row in range(table.rowCount()):
            head, cell = table.item(row, 0), table.item(row, column)
            if head is not None:
                found[str(head.data(int(Qt.ItemDataRole.UserRole)))] = cell.text().strip() if cell else ""
        return found
