"""A private number of a payee on the screen: masked, and in clear for half a minute."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio_ledger.model.payee import masked
from ui.widgets.text import button, label

SHOWN_MS = 30_000
FIELD_NAMES = {"id_number": "身份证号", "account": "银行账号"}


class SecretLine(QWidget):
    """One number of the chosen payee: masked, in clear for half a minute once it was asked for.

    Signals:
        wanted(str): show this field (id_number or account).
    """

    wanted = Signal(str)

    def __init__(self, field: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._on_file = False
        self._value = ""
        self.value = label("", name=f"secret_{field}")
        self.show_button = button(
            self.tr("显示{0}").format(FIELD_NAMES[field]),
            on_click=lambda: self.wanted.emit(field),
            name=f"show_{field}",
        )
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(SHOWN_MS)
        self._clock.timeout.connect(self.hide_again)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(FIELD_NAMES[field], "caption"))
        row.addWidget(self.value)
        row.addWidget(self.show_button)

    def set_on_file(self, on_file: bool, *, may_read: bool) -> None:
        """Another payee: nothing of the one before stays on the screen."""
        self._clock.stop()
        self._on_file, self._value = on_file, ""
        self.value.setText(self.tr("已登记 ••••") if on_file else self.tr("未登记"))
        self.show_button.setVisible(on_file and may_read)

    def reveal(self, value: str) -> None:
        """Show the number in clear for half a minute."""
        self._value = value
        self.value.setText(value)
        self._clock.start()

    def hide_again(self) -> None:
        """Leave the last four."""
        self.value.setText(masked(self._value))
