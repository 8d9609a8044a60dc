"""What a list of vouchers shows: text, year, category, states or the old books; count and sum always in sight."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from studio_ledger.model.voucher import STATE_NAMES, State
from ui import theme
from ui.widgets.combo import Combo
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studio_ledger.model.money import Money

_SHOWN = (
    State.SUBMITTED, State.HOST_SIGNED, State.SIGNED, State.POSTED, State.RETURNED, State.WITHDRAWN, State.VOID,
)  # fmt: skip
_PAUSE_MS = 90


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen; empty means all."""

    states: tuple[str, ...] = ()
    category: str = ""
    search: str = ""
    all_years: bool = False
    historic: bool = False
    """The expenses of the old books instead of the program's own vouchers; no state goes with it."""

    def as_json(self) -> dict[str, object]:
        """For keeping."""
        return asdict(self)


class FilterBar(QWidget):
    """Search field, year, category and a toggle a state.

    Signals:
        changed(): another choice was made (90 ms after the last key in the search field).
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filterBar")
        self._quiet = False
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.changed)
        self.search = QLineEdit()
        self.search.setObjectName("search")
        self.search.setClearButtonEnabled(True)
        self.search.setPlaceholderText(self.tr("凭证号、摘要、收款方、发票号"))
        self.search.setAccessibleName(self.tr("查找凭证"))
        self.year = Combo(self.tr("年度范围"))
        self.year.setObjectName("yearRange")
        self.category = Combo(self.tr("支出类别"))
        self.category.setObjectName("category")
        for combo in (self.year, self.category):
            combo.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToContents)
        self.chips = {state: self._chip(state) for state in _SHOWN}
        self.historic = self._historic_chip()
        self.reset_button = button(self.tr("清除筛选"), "link", on_click=self.reset, name="resetFilter")
        self.totals = label("", "strong", name="filterTotals")
        self.search.textChanged.connect(lambda _: self._pause.start())
        self.year.currentIndexChanged.connect(self._tell)
        self.category.currentIndexChanged.connect(self._tell)
        self._lay_out()

    def set_year(self, year: int) -> None:
        """Name the year in force."""
        chosen = self.year.value()
        words = ((False, self.tr("{0} 年度").format(year)), (True, self.tr("全部年度")))
        self.year.set_choices(words, bool(chosen))

    def set_categories(self, categories: Iterable[tuple[str, str]]) -> None:
        """Offer these categories, each as id and name."""
        chosen = self.category.value()
        self.category.set_choices((("", self.tr("全部类别")), *categories), chosen or "")

    def set_totals(self, count: int, total: Money) -> None:
        """Say how much the filter finds."""
        self.totals.setText(self.tr("共 {0} 张 · 合计 ¥{1}").format(count, total.grouped))

    def set_historic(self, count: int, *, there: bool) -> None:
        """Say how many expenses of the old books the filter finds; without any in these years nothing is offered."""
        self.historic.setText(self.tr("历史导入 {0}").format(count))
        self.historic.setVisible(there or self.historic.isChecked())

    def show_historic(self) -> None:
        """Choose the old books without telling."""
        self.set_choice(replace(self.choice(), states=(), historic=True))

    def choice(self) -> Choice:
        """What is chosen now."""
        return Choice(
            states=tuple(state.value for state, chip in self.chips.items() if chip.isChecked()),
            category=str(self.category.value() or ""),
            search=self.search.text().strip(),
            all_years=bool(self.year.value()),
            historic=self.historic.isChecked(),
        )

    def set_choice(self, choice: Choice) -> None:
        """Choose without telling."""
        self._quiet = True
        for state, chip in self.chips.items():
            chip.setChecked(state.value in choice.states)
        self.historic.setChecked(choice.historic)
        self.category.set_value(choice.category)
        self.year.set_value(choice.all_years)
        self.search.setText(choice.search)
        self._pause.stop()
        self._quiet = False
        self._show_reset()

    def reset(self) -> None:
        """Show everything."""
        self.set_choice(Choice())
        self.changed.emit()

    def _tell(self, *_: object) -> None:
        self._show_reset()
        if not self._quiet:
            self.changed.emit()

    def _show_reset(self) -> None:
        self.reset_button.setVisible(self.choice() != Choice())

    def _chip(self, state: State) -> QPushButton:
        chip = button(STATE_NAMES[state], "quiet", name=f"state_{state.value}")
        theme.set_icon(chip, theme.chip(state.value).icon)
        chip.setCheckable(True)
        chip.setAccessibleName(self.tr("只看{0}").format(STATE_NAMES[state]))
        chip.toggled.connect(lambda on: self._state_chosen(on=on))
        return chip

    def _historic_chip(self) -> QPushButton:
        chip = button(self.tr("历史导入 {0}").format(0), "quiet", name="historicChip")
        theme.set_icon(chip, theme.chip("historic").icon)
        chip.setCheckable(True)
        chip.setAccessibleName(self.tr("只看历史导入"))
        chip.toggled.connect(lambda on: self._historic_chosen(on=on))
        chip.hide()
        return chip

    def _state_chosen(self, *, on: bool) -> None:
        if on and not self._quiet:
            self._uncheck((self.historic,))
        self._tell()

    def _historic_chosen(self, *, on: bool) -> None:
        if on and not self._quiet:
            self._uncheck(self.chips.values())
        self._tell()

    def _uncheck(self, chips: Iterable[QPushButton]) -> None:
        self._quiet = True
        for chip in chips:
            chip.setChecked(False)
        self._quiet = False

    def _lay_out(self) -> None:
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.setSpacing(8)
        bottom.setSpacing(2)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.search.setMaximumWidth(360)
        top.addWidget(self.search, 1)
        top.addWidget(self.year)
        top.addWidget(self.category)
        top.addWidget(self.reset_button)
        top.addStretch(1)
        top.addWidget(self.totals)
        for chip in self.chips.values():
            bottom.addWidget(chip)
        bottom.addWidget(self.historic)
        bottom.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(top)
        column.addLayout(bottom)
