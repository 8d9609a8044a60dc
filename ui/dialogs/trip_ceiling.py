"""Works out what a trip may cost: city, days and persons give the ceiling of each part and the classes allowed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCompleter, QGridLayout, QLineEdit

from studio_ledger.rules.trips import TripCap, TripPart, trip_cap
from ui.dialogs.form_dialog import FormDialog
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field
from ui.widgets.number_edit import NumberEdit
from ui.widgets.row_table import Column, RowTable
from ui.widgets.text import label

if TYPE_CHECKING:
    import datetime as dt

    from PySide6.QtWidgets import QWidget

    from ui.desk import Desk


@dataclass(frozen=True, slots=True)
class TripAnswer:
    """What goes into the form of an expense."""

    city: str
    persons: int
    cap: TripCap

    def details(self) -> dict[str, dict[str, str | int]]:
        """Return the particulars with the keys of an expense case; lodging is what the invoice says."""
        travel: dict[str, str | int] = {
            "city": self.city,
            "first": self.cap.first.isoformat(),
            "days": self.cap.days,
            "nights": self.cap.nights,
            "persons": self.persons,
            "meals": str(self.cap.limit("meals")),
            "local_transport": str(self.cap.limit("local_transport")),
        }
        return {"travel": travel}


class TripDialog(FormDialog):
    """Figures follow every key; `fills` makes its button put them into the form, else it closes."""

    def __init__(self, desk: Desk, day: dt.date, *, fills: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=680)
        self._desk, self._policy, self._fills = desk, desk.workspace.policy, fills
        self.set_words(
            self.tr("出差测算"),
            self.tr("填入报销单") if fills else self.tr("关闭"),
            self.tr("住宿按城市和淡旺季逐晚计算；伙食补助和市内交通按自然天数包干，接待单位提供的要扣除。"),
        )
        self.city = QLineEdit()
        self.city.setObjectName("tripCity")
        cities = sorted({one.key for one in self._policy.standards if one.id == "lodging" and one.key})
        self.city.setCompleter(QCompleter(cities, self.city))
        self.city.setPlaceholderText(self.tr("例如：青岛"))
        self.first, self.last = (DateEdit(today=desk.workspace.today) for _ in range(2))
        self.first.setObjectName("tripFirst")
        self.last.setObjectName("tripLast")
        self.persons = NumberEdit(whole=True)
        self.persons.setObjectName("tripPersons")
        self.first.set_date(day)
        self.last.set_date(day)
        self.persons.set_number(1)
        self.table: RowTable[TripPart] = RowTable(self._columns())
        self.table.setObjectName("tripParts")
        self.table.setAccessibleName(self.tr("各部分上限"))
        self.table.setFixedHeight(190)
        self.total = label("", "strong", wrap=True, name="tripTotal")
        self.classes = label("", "caption", wrap=True, name="tripClasses")
        self._lay_out()
        for edit in (self.city, self.persons):
            edit.textChanged.connect(self._reckon)
        for date in (self.first, self.last):
            date.date_changed.connect(self._reckon)
        self._reckon()
        self.city.setFocus()

    @classmethod
    def ask(
        cls, desk: Desk, day: dt.date | None = None, *, fills: bool = False, parent: QWidget | None = None
    ) -> TripAnswer | None:
        """Return what to fill in, or None where the user turned away or only looked."""
        dialog = cls(desk, day or desk.workspace.today(), fills=fills, parent=parent)
        return dialog.answer() if dialog.asked() and fills else None

    def answer(self) -> TripAnswer | None:
        """What is typed, once `problem` is empty."""
        cap = self._cap()
        return TripAnswer(self.city.text().strip(), self._persons(), cap) if cap else None

    def problem(self) -> str:
        """What is missing, where something is to be filled in."""
        if self._fills and (self._cap() is None or not self.city.text().strip() or not self._persons()):
            return self.tr("请填写城市、出发和返回日期（返回不早于出发）、人数。")
        return ""

    def _persons(self) -> int:
        return int(self.persons.number() or 0)

    def _cap(self) -> TripCap | None:
        first, last = self.first.date_value(), self.last.date_value()
        if first is None or last is None or last < first or (last - first).days > 366:
            return None
        return trip_cap(self._policy, self.city.text().strip(), first, last, self._persons())

    def _reckon(self) -> None:
        cap = self._cap()
        self.table.set_rows(cap.parts if cap else ())
        if cap is None:
            self.total.setText(self.tr("返回日期不能早于出发日期。"))
            self.classes.clear()
            return
        words = self.tr("{0} 天 {1} 晚 {2} 人，上限合计 {3} 元（不含城市间交通）")
        self.total.setText(words.format(cap.days, cap.nights, self._persons(), cap.total.grouped))
        self.classes.setText(self.tr("可乘：{0}").format("、".join(cap.classes)))

    def _columns(self) -> tuple[Column, ...]:
        kinds = self._policy.standard_kinds
        return (
            Column(self.tr("部分"), lambda part: kinds[part.standard.id].name, width=110),
            Column(self.tr("标准"), lambda part: f"{part.standard.value:f}", numeric=True, width=64),
            Column(self.tr("天（晚）"), lambda part: part.count, numeric=True, width=76),
            Column(self.tr("人数"), lambda part: part.persons, numeric=True, width=56),
            Column(self.tr("上限"), lambda part: part.limit, numeric=True, width=96),
            Column(self.tr("依据"), self._basis),
        )

    def _basis(self, part: TripPart) -> str:
        unsure = self.tr("（⚠ 未核实）") if part.standard.status == "unverified" else ""
        return f"{part.standard.paper}{unsure}"

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        fields = (
            (self.tr("目的地城市"), self.city), (self.tr("出发日期"), self.first),
            (self.tr("返回日期"), self.last), (self.tr("人数"), self.persons),
        )  # fmt: skip
        for column, (words, widget) in enumerate(fields):
            grid.addWidget(Field(words, widget), 0, column)
            grid.setColumnStretch(column, 1)
        grid.addWidget(self.table, 1, 0, 1, 4)
        grid.addWidget(self.total, 2, 0, 1, 4)
        grid.addWidget(self.classes, 3, 0, 1, 4)
        self.body.addLayout(grid)
