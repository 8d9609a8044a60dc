"""The field for who is paid: a name, completed from those paid before, and what kind of payee that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio_ledger.model.voucher import PAYEE_KINDS, Payee
from ui.widgets.combo import Combo
from ui.widgets.picker import Choice, PickerEdit

if TYPE_CHECKING:
    from collections.abc import Sequence


class PayeePicker(QWidget):
    """A name with completion, and the kind beside it.

    Signals:
        payee_changed(): name or kind changed.
        entered(): Enter was pressed in the name.
    """

    payee_changed = Signal()
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: dict[str, Payee] = {}
        self.name_edit = PickerEdit(self, free=True)
        self.name_edit.setObjectName("payeeName")
        self.name_edit.setAccessibleName(self.tr("收款方名称"))
        self.name_edit.setPlaceholderText(self.tr("单位或个人的名称"))
        self.kind_box = Combo(self.tr("收款方类型"), self)
        self.kind_box.setObjectName("payeeKind")
        self.kind_box.set_choices(PAYEE_KINDS.items())
        self.name_edit.picked.connect(self._picked)
        self.name_edit.entered.connect(self.entered)
        self.kind_box.currentIndexChanged.connect(self.payee_changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.name_edit, 1)
        row.addWidget(self.kind_box)
        self.setFocusProxy(self.name_edit)

    def set_known(self, payees: Sequence[Payee]) -> None:
        """Offer these for completion; picking one takes its kind along."""
        self._known = {payee.name: payee for payee in payees}
        self.name_edit.set_choices(
            [Choice(payee.name, payee.name, note=PAYEE_KINDS.get(payee.kind, "")) for payee in self._known.values()]
        )

    def payee(self) -> Payee:
        """What stands in the two fields."""
        return Payee(self.name_edit.text().strip(), str(self.kind_box.value()))

    def set_payee(self, payee: Payee) -> None:
        """Show this payee without telling anyone."""
        self.kind_box.set_choices(PAYEE_KINDS.items(), payee.kind)
        self.name_edit.set_key(payee.name)

    def _picked(self, name: str) -> None:
        known = self._known.get(name)
        if known is not None:
            self.kind_box.set_value(known.kind)
        self.payee_changed.emit()
