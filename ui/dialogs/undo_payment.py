"""Asks why a recorded payment is taken out again; the reason stays in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.dialogs.form_dialog import FormDialog
from ui.widgets.field import Field

if TYPE_CHECKING:
    from studio_ledger.queries.spending import PaymentRow


class UndoPaymentDialog(FormDialog):
    """One line for the reason."""

    def __init__(self, row: PaymentRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = self.tr("{0} 付 {1} {2} 元。撤销后可以重新登记，两次记录都留在日志里。").format(
            row.payment.paid_on, row.payment.payee, row.payment.amount.grouped
        )
        self.set_words(self.tr("撤销收付登记"), self.tr("撤销登记"), words)
        self.reason = QLineEdit()
        self.reason.setObjectName("undoReason")
        self.body.addWidget(Field(self.tr("原因"), self.reason, required=True))
        self.reason.setFocus()

    @classmethod
    def ask(cls, row: PaymentRow, parent: QWidget | None = None) -> str | None:
        """Return the reason, or None where the user turned away."""
        dialog = cls(row, parent)
        return dialog.reason.text().strip() if dialog.asked() else None

    def problem(self) -> str:
        """A reason is needed."""
        return "" if self.reason.text().strip() else self.tr("请写明撤销原因，例如“登记重复”。")
