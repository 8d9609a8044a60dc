"""The fields of one kind of particulars: a lecture's hours, a trip's nights, a meeting's persons and days."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from studio_ledger.errors import InexactMoneyError
from studio_ledger.model.money import Money
from ui.widgets.combo import Combo
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field
from ui.widgets.money_edit import MoneyEdit
from ui.widgets.number_edit import NumberEdit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_COLUMNS = 5


@dataclass(frozen=True, slots=True)
class Spec:
    """One field of a section: its key in the case format, its caption, and what it holds."""

    key: str
    caption: str
    holds: str
    """count, money, text, date or title."""


FIELDS: dict[str, tuple[Spec, ...]] = {
    "lecture": (
        Spec("title", "职称档次", "title"),
        Spec("hours", "学时", "count"),
        Spec("half_days", "半天数", "count"),
        Spec("after_tax", "税后实发", "money"),
        Spec("tax", "代扣个税", "money"),
    ),
    "labour": (
        Spec("after_tax", "税后实发", "money"),
        Spec("tax", "代扣个税", "money"),
        Spec("pre_tax", "税前应发", "money"),
    ),
    "travel": (
        Spec("city", "目的地城市", "text"),
        Spec("first", "出发日期", "date"),
        Spec("days", "天数", "count"),
        Spec("nights", "住宿晚数", "count"),
        Spec("persons", "人数", "count"),
        Spec("transport_class", "交通等级", "text"),
        Spec("lodging", "住宿费", "money"),
        Spec("meals", "伙食补助", "money"),
        Spec("local_transport", "市内交通", "money"),
    ),
    "conference": (Spec("persons", "参会人数", "count"), Spec("days", "会期（天）", "count")),
    "training": (Spec("persons", "参训人数", "count"), Spec("days", "培训天数", "count")),
}
NAMES = {
    "lecture": "讲课费",
    "labour": "劳务费",
    "travel": "差旅",
    "conference": "会议",
    "training": "培训",
}


class Section(QWidget):
    """The fields of one kind of particulars.

    Signals:
        changed(): a field changed.
        reckon(): the button that works the tax out was pressed.
    """

    changed = Signal()
    reckon = Signal()

    def __init__(self, kind: str, titles: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self.setObjectName(f"section_{kind}")
        self.inputs: dict[str, QWidget] = {}
        self.fields: dict[str, Field] = {}
        self._silent = False
        heading = QLabel(_tr(NAMES[kind]))
        heading.setProperty("role", "strong")
        head = QHBoxLayout()
        head.addWidget(heading)
        self.note = QLabel()
        self.note.setObjectName(f"note_{kind}")
        self.note.setProperty("role", "caption")
        head.addWidget(self.note, 1)
        if kind in ("lecture", "labour"):
            head.addWidget(self._tax_button())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addLayout(self._grid(titles))

    def _tax_button(self) -> QPushButton:
        button = QPushButton(self.tr("按税后推算个税(&T)"))
        button.setObjectName(f"reckon_{self.kind}")
        button.setProperty("kind", "link")
        button.setToolTip(self.tr("标准按税后计：由税后实发算出应扣个税和税前应发"))
        button.clicked.connect(self.reckon)
        return button

    def _grid(self, titles: Mapping[str, str]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        for place, spec in enumerate(FIELDS[self.kind]):
            widget = self._input(spec, titles)
            widget.setObjectName(f"{self.kind}_{spec.key}")
            widget.setMinimumWidth(60)
            self.inputs[spec.key] = widget
            field = self.fields[spec.key] = Field(_tr(spec.caption), widget)
            grid.addWidget(field, place // _COLUMNS, place % _COLUMNS)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        return grid

    def _input(self, spec: Spec, titles: Mapping[str, str]) -> QWidget:
        if spec.holds == "title":
            box = Combo(_tr(spec.caption))
            box.set_choices([("", self.tr("请选择")), *titles.items()], "")
            box.currentIndexChanged.connect(self._changed)
            return box
        makers: dict[str, Callable[[], QLineEdit]] = {
            "count": lambda: NumberEdit(whole=True),
            "money": MoneyEdit,
            "text": QLineEdit,
            "date": DateEdit,
        }
        edit = makers[spec.holds]()
        edit.textChanged.connect(self._changed)
        if isinstance(edit, DateEdit):
            edit.date_changed.connect(self._changed)
        return edit

    def _changed(self) -> None:
        if not self._silent:
            self.changed.emit()

    def values(self) -> dict[str, str | int]:
        """What is filled in, with the keys and types of an expense case."""
        read = {key: _value(widget) for key, widget in self.inputs.items()}
        return {key: value for key, value in read.items() if value is not None}

    def set_values(self, values: Mapping[str, str | int]) -> None:
        """Show these without telling anyone."""
        self._silent = True
        for key, widget in self.inputs.items():
            _show(widget, values.get(key))
        self._silent = False

    def empty(self) -> tuple[str, ...]:
        """The keys of the fields in which nothing is typed."""
        return tuple(key for key, widget in self.inputs.items() if _value(widget) is None)

    def money(self, key: str) -> Money | None:
        """The amount in a field."""
        widget = self.inputs.get(key)
        return widget.money() if isinstance(widget, MoneyEdit) else None

    def set_money(self, key: str, amount: Money) -> None:
        """Fill an amount in."""
        widget = self.inputs.get(key)
        if isinstance(widget, MoneyEdit):
            widget.set_money(amount)


def _value(widget: QWidget) -> str | int | None:
    if isinstance(widget, MoneyEdit):
        amount = widget.money()
        return None if amount is None else str(amount)
    if isinstance(widget, NumberEdit):
        number = widget.number()
        return None if number is None else int(number)
    if isinstance(widget, Combo):
        return str(widget.value() or "") or None
    if isinstance(widget, DateEdit):
        day = widget.date_value()
        return None if day is None else day.isoformat()
    return (widget.text().strip() or None) if isinstance(widget, QLineEdit) else None


def _show(widget: QWidget, value: str | int | None) -> None:
    if isinstance(widget, MoneyEdit):
        widget.set_money(_money(value))
    elif isinstance(widget, NumberEdit):
        widget.set_number(None if value is None else Decimal(value))
    elif isinstance(widget, Combo):
        widget.set_value(value or "")
    elif isinstance(widget, DateEdit):
        widget.set_date(_date(value))
    elif isinstance(widget, QLineEdit):
        widget.setText("" if value is None else str(value))


def _date(value: str | int | None) -> dt.date | None:
    try:
        return None if value is None else dt.date.fromisoformat(str(value))
    except ValueError:
        return None


def _money(value: str | int | None) -> Money | None:
    try:
        return None if value is None else Money.yuan(value)
    except InexactMoneyError:
        return None


def _tr(text: str) -> str:
    return QCoreApplication.translate("DetailsPanel", text)
