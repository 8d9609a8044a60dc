"""Asks before a year is closed: what should be done first, what is left, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio_ledger.model.funds import SOURCE_NAMES
from studio_ledger.model.money import Money
from ui.dialogs.form_dialog import FormDialog
from ui.widgets.field import Field
from ui.widgets.inline_alert import InlineAlert
from ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio_ledger.model.funds import Source
    from studio_ledger.queries.rows import CheckItem

_CHECKS_HEIGHT = 280
"""Ten lines; with more the list scrolls."""
_CHECK_HEIGHT = 28
_FEWEST_SEEN = 4
"""Lines that stay in sight on a low screen."""


class Fate(StrEnum):
    """What becomes of leftovers: carried into the next year, given back, or left where they are."""

    CARRY = "carry"
    RETURN = "return"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class YearEnd:
    """What the dialog shows: the checklist, what is left by source, and what the school's rules say of it."""

    year: int
    items: tuple[CheckItem, ...]
    left: Mapping[Source, Money]
    may_carry: bool = True
    words: str = ""
    """The pack's words on leftovers; empty where the measures are silent."""


@dataclass(frozen=True, slots=True)
class YearEndAnswer:
    """The choice, and who gets the money that is returned."""

    fate: Fate
    payee: str = ""


class CloseYearDialog(FormDialog):
    """A check list and a choice; the button works once everything that must be done is done."""

    def __init__(self, end: YearEnd, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=620)
        self._end = end
        self._left = Money.total(end.left.values())
        self._open = [item for item in end.items if item.must and not item.done]
        self.set_words(self.tr("{0} 年度结账").format(end.year), self.tr("提交年结"))
        self.fates: dict[Fate, QRadioButton] = {}
        self.payee = QLineEdit()
        self.payee.setObjectName("returnPayee")
        self.payee.setPlaceholderText(self.tr("例如：市教育局"))
        self._payee_field = Field(self.tr("上缴给"), self.payee, required=True)
        self._payee_field.hide()
        self.told = InlineAlert("warn", "")
        self.body.addWidget(self._checklist())
        self.body.addLayout(self._leftovers())
        if self._left:
            self._add_fates()
        self.body.addWidget(self.told)
        self._chosen()

    @classmethod
    def ask(cls, end: YearEnd, parent: QWidget | None = None) -> YearEndAnswer | None:
        """Return what is to become of the leftovers, or None where the year is not to be closed now."""
        dialog = cls(end, parent)
        return dialog.answer() if dialog.asked() else None

    def answer(self) -> YearEndAnswer:
        """The choice made."""
        return YearEndAnswer(self._fate(), self.payee.text().strip() if self._fate() is Fate.RETURN else "")

    def problem(self) -> str:
        """What is still open."""
        if self._fate() is Fate.RETURN:
            return "" if self.payee.text().strip() else self.tr("请填写收回结余的单位。")
        if self._open:
            return self.tr("还有 {0} 项没有完成，先处理后再年结。").format(len(self._open))
        return ""

    def _fate(self) -> Fate:
        return next((fate for fate, choice in self.fates.items() if choice.isChecked()), Fate.KEEP)

    def _checklist(self) -> QScrollArea:
        area, ground = QScrollArea(), QWidget()
        ground.setObjectName("scrolled")
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(4)
        for item in self._end.items:
            advice = "" if item.done or item.must else self.tr("（可以年结，双方签字时会看到）")
            mark = "✓" if item.done else ("!" if item.must else "·")
            role = "ok" if item.done else ("error" if item.must else "warn")
            column.addWidget(label(f"{mark}  {item.text}{advice}", role, wrap=True))
        area.setWidget(ground)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        lines = max(len(self._end.items), 1)
        area.setMinimumHeight(_CHECK_HEIGHT * min(lines, _FEWEST_SEEN))
        area.setMaximumHeight(min(_CHECKS_HEIGHT, _CHECK_HEIGHT * lines))
        area.setAccessibleName(self.tr("年结检查"))
        return area

    def _leftovers(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        for place, (source, rest) in enumerate(self._end.left.items()):
            grid.addWidget(label(SOURCE_NAMES[source], "caption"), place, 0)
            grid.addWidget(label(f"¥{rest.grouped}"), place, 1)
        words = self.tr("{0} 年度结余 ¥{1}").format(self._end.year, self._left.grouped)
        grid.addWidget(label(words, "strong", name="leftovers"), len(self._end.left), 0, 1, 2)
        grid.setColumnStretch(2, 1)
        return grid

    def _add_fates(self) -> None:
        if self._end.words:
            self.body.addWidget(label(self._end.words, "caption", wrap=True))
        group = QButtonGroup(self)
        words = {
            Fate.CARRY: self.tr("结转下年(&C)：作为上年结转转入 {0} 年度").format(self._end.year + 1),
            Fate.RETURN: self.tr("上缴(&R)：先开一张上缴凭证，双签入账后再年结"),
        }
        for fate, text in words.items():
            choice = QRadioButton(text)
            choice.setObjectName(f"fate_{fate.value}")
            choice.toggled.connect(self._chosen)
            group.addButton(choice)
            self.fates[fate] = choice
            self.body.addWidget(choice)
        self.fates[Fate.CARRY].setEnabled(self._end.may_carry)
        self.fates[Fate.CARRY if self._end.may_carry else Fate.RETURN].setChecked(True)
        self.body.addWidget(self._payee_field)

    def _chosen(self) -> None:
        fate, year, left = self._fate(), self._end.year, self._left.grouped
        if fate is Fate.RETURN:
            told = self.tr("将提交上缴凭证 ¥{0}，由双方签字；入账并付款后，再来这里年结。").format(left)
        elif fate is Fate.CARRY:
            told = self.tr(
                "双方签字的内容：{0} 年度结账，结余 ¥{1} 转入 {2} 年度。此后 {0} 年度不再接受任何凭证，"
                "也不能反结账；更正请记入下一年度。"
            ).format(year, left, year + 1)
        else:
            told = self.tr(
                "双方签字的内容：{0} 年度结账。此后 {0} 年度不再接受任何凭证，也不能反结账；更正请记入下一年度。"
            ).format(year)
        self.told.set_alert("info" if fate is Fate.RETURN else "warn", told)
        self._payee_field.setVisible(fate is Fate.RETURN)
        self.accept_button.setText(self.tr("提交上缴凭证") if fate is Fate.RETURN else self.tr("提交年结"))
        self.accept_button.setEnabled(fate is Fate.RETURN or not self._open)
