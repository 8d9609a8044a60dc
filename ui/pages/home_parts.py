"""The parts of the home page: what to do, and how far each category's budget is used."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.budget_bar import BudgetBar
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.layouts import clear
from ui.widgets.status_chip import StatusChip
from ui.widgets.text import button, label

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

    from PySide6.QtGui import QKeyEvent

    from studio_ledger.queries.rows import CategoryFigures, Todo


_LONG_AGO = 99
_LOWEST = 120
"""Below this the bars scroll; at 1366 × 768 and the usual type size all eleven categories are in sight."""


class TodoLine(QPushButton):
    """One kind of thing that waits: a chip, words, and how old the oldest is. Enter or a click goes there."""

    def __init__(self, todo: Todo, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.todo = todo
        self.setProperty("kind", "quiet")
        self.setObjectName(f"todo_{todo.state}")
        side = self._side(today)
        self.setAccessibleName(f"{todo.text} {side}")
        layout = self._row = QHBoxLayout(self)
        layout.setContentsMargins(8, 5, 8, 5)
        layout.setSpacing(10)
        layout.addWidget(StatusChip(todo.state))
        layout.addWidget(label(todo.text))
        layout.addStretch(1)
        layout.addWidget(label(side, "caption"))
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses, arrows move."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """The room of chip and words."""
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Nothing is cut."""
        return self._row.minimumSize()

    def _side(self, today: dt.date) -> str:
        amount = f"¥{self.todo.amount.grouped}" if self.todo.amount else ""
        if self.todo.oldest is None:
            return amount
        days = (today - self.todo.oldest).days
        age = self.tr("最早 {0} 天前").format(days) if days > 0 else self.tr("今天")
        if days > _LONG_AGO:
            age = self.tr("最早 {0}").format(self.todo.oldest.isoformat())
        return f"{amount}  ·  {age}" if amount else age


class TodoCard(Card):
    """All that waits for this person.

    Signals:
        chosen(str, str): go to this page, and to this part of it where one is named.
    """

    chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("TodoCard", "待办"), parent)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(2)
        self.empty = EmptyState("circle-check", self.tr("没有等您处理的事。"))
        self.empty.hide()  # until the ledger has said so
        self.hint = label("", "muted", wrap=True)
        self.body.addLayout(self.lines)
        self.body.addWidget(self.empty, 1)
        self.body.addStretch(1)
        self.body.addWidget(self.hint)

    def set_todos(self, todos: Iterable[Todo], today: dt.date) -> None:
        """Show what waits, or that nothing does."""
        clear(self.lines)
        rows = tuple(todos)
        for todo in rows:
            line = TodoLine(todo, today)
            line.clicked.connect(lambda _=False, to=todo: self.chosen.emit(to.page, to.tab))
            self.lines.addWidget(line)
        self.empty.setVisible(not rows)
        self.set_title(self.tr("待办 {0}").format(len(rows)) if rows else self.tr("待办"))

    def focus_first(self) -> None:
        """Put the focus on the first line, so that Enter goes there."""
        item = self.lines.itemAt(0)
        if item is not None and (line := item.widget()) is not None:
            line.setFocus(Qt.FocusReason.OtherFocusReason)


class BudgetCard(Card):
    """A bar for each category that has a budget or spending."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("BudgetCard", "各类别预算执行"), parent)
        self.sheet = QWidget()
        self.sheet.setObjectName("scrolled")
        self.grid = QGridLayout(self.sheet)
        self.grid.setContentsMargins(0, 0, 6, 0)
        self.grid.setHorizontalSpacing(12)
        self.grid.setVerticalSpacing(4)
        self.grid.setColumnStretch(1, 1)
        self.area = QScrollArea()
        self.area.setWidget(self.sheet)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setMinimumHeight(_LOWEST)
        self.body.addWidget(self.area, 1)
        for words in (self.tr("■ 已入账"), self.tr("▨ 签字中"), self.tr("□ 剩余"), self.tr("元")):
            self.head.addWidget(label(words, "muted"))

    def set_categories(self, categories: Iterable[CategoryFigures], name: Callable[[str], str]) -> None:
        """Show every category with a figure."""
        clear(self.grid)
        rows = [row for row in categories if row.budget or row.spent or row.committed]
        for place, figures in enumerate(rows):
            bar = BudgetBar()
            bar.set_figures(figures)
            used = f"{_yuan(figures.spent.fen + figures.committed.fen)} / {_yuan(figures.budget.fen)}"
            words = label(used, "error" if figures.left.fen < 0 else "caption")
            words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.grid.addWidget(label(name(figures.category)), place, 0)
            self.grid.addWidget(bar, place, 1)
            self.grid.addWidget(words, place, 2)
        if not rows:
            self.grid.addWidget(label(self.tr("本年还没有经双签的预算。"), "caption"), 0, 0, 1, 3)
        self.grid.setRowStretch(max(len(rows), 1), 1)


class StepsCard(Card):
    """The empty year: three steps to the first voucher.

    Signals:
        chosen(str): go to this page.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("StepsCard", "三步开始记账"), parent)
        steps = (
            ("settings", self.tr("① 核对工作室档案"), self.tr("学校、税号、主持人、法定代表人授权"), True),
            ("grants", self.tr("② 登记经费到账"), self.tr("指标文号、到账日期、金额；双签后可用"), False),
            ("budget", self.tr("③ 编制年度预算"), self.tr("按十一类支出编制；双签后生效"), False),
        )
        self.marks: list[QLabel] = []
        for page, title, words, done in steps:
            mark = QLabel()
            theme.set_icon(mark, "circle-check" if done else "chevron-right", "ok_rule" if done else "muted", 20)
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(mark)
            text = QVBoxLayout()
            text.setSpacing(0)
            text.addWidget(label(title, "strong"))
            text.addWidget(label(words, "caption"))
            row.addLayout(text, 1)
            row.addWidget(button(self.tr("去做"), on_click=partial(self.chosen.emit, page), hint=title))
            self.marks.append(mark)
            self.body.addLayout(row)
        self.body.addStretch(1)

    def set_done(self, *, granted: bool, budgeted: bool) -> None:
        """Tick what is done."""
        for mark, done in zip(self.marks[1:], (granted, budgeted), strict=True):
            theme.set_icon(mark, "circle-check" if done else "chevron-right", "ok_rule" if done else "muted", 20)


def _yuan(fen: int) -> str:
    """Return whole yuan where there are no fen, for a narrow column."""
    return f"{fen / 100:,.2f}" if fen % 100 else f"{fen // 100:,}"
