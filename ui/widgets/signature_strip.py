"""Who stands behind a document, in order: the one who submitted it, the host, the legal representative."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio_ledger.model.clock import SHANGHAI
from studio_ledger.model.people import Role

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from studio_ledger.queries.rows import SignatureRow


@dataclass(frozen=True, slots=True)
class SignatureStep:
    """One place for a name: `mark` is done, waiting, next or returned."""

    heading: str
    name: str
    when: str
    mark: str
    hint: str = ""


def moment(at: dt.datetime) -> str:
    """The local minute of an act, as a list shows it."""
    return at.astimezone(SHANGHAI).strftime("%m-%d %H:%M")


class SignatureStrip(QFrame):
    """Up to three places side by side, each with a name and a time, or 待签.

    The place that must sign next is told by its mark and in bold, never by colour alone.
    """

    def __init__(self, titles: Callable[[], tuple[str, str]], parent: QWidget | None = None) -> None:
        """`titles` tells what the two who sign are called; it is asked when there is something to show."""
        super().__init__(parent)
        self.setObjectName("signatureStrip")
        self._titles = titles
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        self.steps: tuple[SignatureStep, ...] = ()

    def set_signatures(
        self, maker: str, made: str, signatures: tuple[SignatureRow, ...], *, host_alone: bool = False
    ) -> None:
        """Show who submitted it and the signatures that still count; a refusal stands where it was given.

        What the host decides alone has no place for the legal representative.
        """
        current = [row for row in signatures if row.current or row.decision == "return"]
        places = tuple(zip((Role.HOST, Role.LEGAL_REPRESENTATIVE), self._titles(), strict=True))
        steps = [SignatureStep(self.tr("经办 / 财务"), maker, made, "done")] if maker else []
        for role, heading in places[:1] if host_alone else places:
            row = next((row for row in reversed(current) if row.role == role.value), None)
            steps.append(self._step(heading, row, waiting=all(step.mark == "done" for step in steps)))
        self.set_steps(tuple(steps))

    def set_steps(self, steps: tuple[SignatureStep, ...]) -> None:
        """Show these places from left to right."""
        self.steps = steps
        while item := self._row.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        for step in steps:
            self._row.addWidget(self._place(step), 1)

    def _step(self, heading: str, row: SignatureRow | None, *, waiting: bool) -> SignatureStep:
        if row is None:
            return SignatureStep(heading, self.tr("待签"), self.tr("—"), "next" if waiting else "waiting")
        when = moment(row.at)
        if row.decision == "return":
            return SignatureStep(heading, row.person, self.tr("{0} 退回").format(when), "returned", row.reason)
        hint = self.tr("签字内容摘要 {0}").format(row.content_hash[:12])
        return SignatureStep(heading, row.person, when, "done", hint)

    def _place(self, step: SignatureStep) -> QWidget:
        marks = {"done": "✓", "next": "●", "waiting": "○", "returned": "↩"}
        place = QWidget(self)
        column = QVBoxLayout(place)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        name = f"{marks[step.mark]} {step.name}"
        for text, role in ((step.heading, "caption"), (name, "strong"), (step.when, "caption")):
            label = QLabel(text, place)
            label.setProperty("role", role)
            label.setProperty("mark", step.mark)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            column.addWidget(label)
        place.setToolTip(step.hint)
        place.setAccessibleName(self.tr("{0}：{1}，{2}").format(step.heading, step.name, step.when))
        return place
