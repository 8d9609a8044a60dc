"""The figures of a city's paper as they are typed: a row a figure, and always an empty one below."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QStackedWidget, QWidget

from studio_ledger.model.paper import Figure
from ui.widgets.combo import Combo
from ui.widgets.line_grid import LineGrid
from ui.widgets.number_edit import NumberEdit, plain_number
from ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studio_ledger.rules.standard_kinds import StandardKind

MOST_ROWS = 80
_STRETCHES = (5, 5, 3, 3, 4)
_SPAN = re.compile(r"(\d{1,2})(?:[-—~至到](\d{1,2}))?")


def read_months(text: str) -> tuple[int, ...] | None:
    """Return the months of a season (``7-9``, ``11,12,1``, empty for the whole year); None where they are none."""
    months: list[int] = []
    for part in re.split(r"[,，、;；\s]+", plain_months(text)):
        if not part:
            continue
        found = _SPAN.fullmatch(part)
        if found is None:
            return None
        first, last = int(found[1]), int(found[2] or found[1])
        if not (1 <= first <= 12 and 1 <= last <= 12):
            return None
        span = range(first, last + 1) if first <= last else (*range(first, 13), *range(1, last + 1))
        months += span
    return tuple(sorted(set(months)))


def plain_months(text: str) -> str:
    """Return the text with 月 and full-width digits made plain."""
    return plain_number(text.replace("月", "").replace("，", "、").replace(",", "、"))


class CityFigures(LineGrid):
    """Standard, for whom or where, figure, unit, months.

    Signals:
        changed(): a cell changed.
    """

    changed = Signal()

    def __init__(self, kinds: Mapping[str, StandardKind], cities: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent, gap=6)
        self.setObjectName("cityFigures")
        self.setAccessibleName(self.tr("文件中的各项标准"))
        self._kinds, self._cities = kinds, tuple(cities)
        self._heads = (
            self.tr("标准"), self.tr("适用（城市、职称）"), self.tr("金额或数量"), self.tr("单位"),
            self.tr("月份（全年不填）"),
        )  # fmt: skip
        self.set_heads(self._heads, _STRETCHES)
        self.rows: list[FigureRow] = []
        self.add_row()

    def add_row(self) -> FigureRow:
        """Put one more empty row below."""
        place = len(self.rows) + 1
        row = FigureRow(place, self._kinds, self._cities, self)
        for column, (widget, head) in enumerate(zip(row.widgets, self._heads, strict=True)):
            widget.setAccessibleName(self.tr("第 {0} 行{1}").format(place, head))
            self.grid.addWidget(widget, place, column)
        row.kind.currentIndexChanged.connect(self._edited)
        row.value.textChanged.connect(self._edited)
        self.grid.setRowStretch(place, 0)
        self.grid.setRowStretch(place + 1, 1)
        self.rows.append(row)
        return row

    def propose(self, kinds: Sequence[str]) -> None:
        """Begin with one row a key of these kinds, their figures still to be typed."""
        for name in kinds:
            kind = self._kinds[name]
            for key in ("",) if kind.free else tuple(kind.keys):
                self.rows[-1].set_place(name, key)

    def figures(self) -> tuple[Figure, ...]:
        """The rows in which a figure is typed; `problem` must be empty."""
        return tuple(figure for row in self.rows if (figure := row.figure()) is not None)

    def problem(self) -> str:
        """What is wrong in a row, with its number."""
        seen: set[tuple[str, str, tuple[int, ...]]] = set()
        for number, row in enumerate(self.rows, 1):
            if not row.value.text().strip():
                continue
            months = read_months(row.months.text())
            if row.kind.value() == "" or row.value.number() is None or months is None:
                return self.tr("第 {0} 行：请选标准、填数字；月份写成 7-9 或 11,12,1。").format(number)
            place = (str(row.kind.value()), row.key(), months)
            if place in seen:
                return self.tr("第 {0} 行与前面的一行重复。").format(number)
            seen.add(place)
        return "" if seen else self.tr("请至少填写一项标准的金额或数量。")

    def _edited(self) -> None:
        if self.rows[-1].is_used() and len(self.rows) < MOST_ROWS:
            self.add_row()
        self.changed.emit()


class FigureRow:
    """The inputs of one figure."""

    def __init__(self, place: int, kinds: Mapping[str, StandardKind], cities: Sequence[str], owner: QWidget) -> None:
        self._kinds = kinds
        self.kind = Combo("", owner)
        self.kind.setObjectName(f"figureKind_{place - 1}")
        self.kind.set_choices([("", "—"), *((kind.id, kind.name) for kind in kinds.values() if kind.takes_figures)], "")
        self.kind.setMinimumWidth(60)
        self.free, self.fixed = QLineEdit(owner), Combo("", owner)
        self.free.setObjectName(f"figureKey_{place - 1}")
        self.free.setCompleter(QCompleter(list(cities), self.free))
        self.keys = QStackedWidget(owner)
        self.keys.addWidget(self.fixed)
        self.keys.addWidget(self.free)
        self.keys.setFixedHeight(self.free.sizeHint().height())
        self.value = NumberEdit(owner)
        self.value.setObjectName(f"figureValue_{place - 1}")
        self.unit = label("", "caption")
        self.months = QLineEdit(owner)
        self.months.setObjectName(f"figureMonths_{place - 1}")
        self.widgets: tuple[QWidget, ...] = (self.kind, self.keys, self.value, self.unit, self.months)
        self.kind.currentIndexChanged.connect(self._kind_chosen)
        self._kind_chosen()

    def is_used(self) -> bool:
        """Whether something is chosen or typed."""
        return self.kind.value() != "" or bool(self.value.text().strip())

    def key(self) -> str:
        """The city, the title, or nothing."""
        kind = self._kinds.get(str(self.kind.value()))
        if kind is None:
            return ""
        return self.free.text().strip().removesuffix("市") if kind.free else str(self.fixed.value() or "")

    def set_place(self, kind: str, key: str) -> None:
        """Choose the standard and its key."""
        self.kind.set_value(kind)
        self.free.setText(key)
        self.fixed.set_value(key)

    def figure(self) -> Figure | None:
        """What is typed; None for a row without a figure."""
        number = self.value.number()
        if number is None or self.kind.value() == "":
            return None
        return Figure(str(self.kind.value()), self.key(), Decimal(number), read_months(self.months.text()) or ())

    def _kind_chosen(self) -> None:
        kind = self._kinds.get(str(self.kind.value()))
        self.unit.setText(kind.unit if kind else "")
        free = kind is not None and kind.free
        self.keys.setCurrentWidget(self.free if free else self.fixed)
        self.free.setPlaceholderText(QCoreApplication.translate("CityFigures", "例如 深圳；不填即其他城市"))
        keys = kind.keys if kind and not kind.free else {"": ""}
        self.fixed.set_choices([(key, name or "—") for key, name in keys.items()])
        self.fixed.setEnabled(len(keys) > 1)
