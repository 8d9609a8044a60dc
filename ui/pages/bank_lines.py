"""Beside the bank's lines: what the chosen one says, what it may stand for, and the way to tick it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from studio_ledger.ledger.apply_bank import OTHER
from studio_ledger.model.money import Money
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio_ledger.queries.bank import LineRow, OpenItem

_ITEMS = int(Qt.ItemDataRole.UserRole)


def ticked_words(row: LineRow) -> str:
    """Say how a line stands: ticked, not the fund's, or how many things it may be."""
    if any(kind == OTHER for kind, _, _ in row.ticked):
        return "非本经费"
    if row.ticked:
        return "✓ 已勾对"
    if len(row.proposals) == 1:
        return "有一笔相符"
    return f"有 {len(row.proposals)} 种可能" if row.proposals else "未勾对"


def items_words(items: Sequence[OpenItem]) -> str:
    """Name open items in a line of a list."""
    return "；".join(f"{item.date} {item.party or item.words} {item.amount.grouped}" for item in items)


class LineSide(QWidget):
    """The chosen line.

    Signals:
        tick_wanted(object, object, str): this line stands for these open items (none: not the fund's, the note says).
        untick_wanted(object): take this line's ticks away.
    """

    tick_wanted = Signal(object, object, str)
    untick_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: LineRow | None = None
        self._open: tuple[OpenItem, ...] = ()
        self._may = False
        self.title = label(self.tr("选中左边一行，在这里勾对。"), "strong", wrap=True, name="bankLineTitle")
        self.words = label("", "caption", wrap=True, name="bankLineWords")
        self.choices = QListWidget()
        self.choices.setObjectName("bankChoices")
        self.choices.setAccessibleName(self.tr("可以勾对的款项"))
        self.choices.setWordWrap(True)
        self.choices.itemActivated.connect(lambda _: self._tick())
        self.note = QLineEdit()
        self.note.setObjectName("bankNote")
        self.note.setPlaceholderText(self.tr("不是本经费的，写明是什么，例如“代发工资”"))
        self.tick_button = button(self.tr("勾对"), "primary", on_click=self._tick, name="tickLine")
        self.other_button = button(self.tr("非本经费"), on_click=self._other, name="otherLine")
        self.untick_button = button(self.tr("取消勾对"), on_click=self._untick, name="untickLine")
        buttons = QHBoxLayout()
        buttons.addWidget(self.untick_button)
        buttons.addStretch(1)
        buttons.addWidget(self.other_button)
        buttons.addWidget(self.tick_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.title)
        column.addWidget(self.words)
        column.addWidget(self.choices, 1)
        column.addWidget(self.note)
        column.addLayout(buttons)
        self.show_line(None)

    def set_open_items(self, items: tuple[OpenItem, ...], *, may: bool) -> None:
        """Tell what is open on the books' side, for a choice by hand."""
        self._open, self._may = items, may

    def show_line(self, row: LineRow | None) -> None:
        """Show a line, its likely matches first, then all open items of its direction."""
        self._row = row
        self.choices.clear()
        ticked = bool(row and row.ticked)
        for one in (self.choices, self.note, self.tick_button, self.other_button):
            one.setVisible(row is not None and not ticked and self._may)
        self.untick_button.setVisible(ticked and self._may)
        if row is None:
            self.words.setText("")
            return
        self.title.setText(self.tr("{0}  {1} 元").format(row.line.date, row.line.amount.grouped))
        serial = self.tr("流水号 {0}").format(row.line.serial) if row.line.serial else ""
        self.words.setText("\n".join(filter(None, (row.line.counterparty, row.line.text, serial, row.note))))
        if ticked:
            return
        for items in row.proposals:
            self._offer(self.tr("相符：{0}").format(items_words(items)), items)
        likely = {item.id for items in row.proposals for item in items}
        for item in self._open:
            if item.id not in likely and (item.amount > Money()) == (row.line.amount > Money()):
                self._offer(items_words((item,)), (item,))
        self.choices.setCurrentRow(0 if row.proposals else -1)

    def _offer(self, words: str, items: tuple[OpenItem, ...]) -> None:
        entry = QListWidgetItem(words)
        entry.setData(_ITEMS, items)
        self.choices.addItem(entry)

    def _tick(self) -> None:
        entry = self.choices.currentItem()
        if self._row is not None and entry is not None:
            self.tick_wanted.emit(self._row, entry.data(_ITEMS), "")

    def _other(self) -> None:
        note = self.note.text().strip()
        if not note:
            self.note.setFocus()
            return
        if self._row is not None:
            self.tick_wanted.emit(self._row, (), note)
            self.note.clear()

    def _untick(self) -> None:
        if self._row is not None:
            self.untick_wanted.emit(self._row)
