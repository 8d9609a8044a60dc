"""付款与对账: what is still to be paid, what was paid, and the bank's word against ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QTabWidget

from ui.pages.bank import BankTab
from ui.pages.page import Page
from ui.pages.payments_done import DoneTab
from ui.pages.payments_due import DueTab
from ui.widgets.text import label

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget

    from ui.desk import Desk


class PaymentsPage(Page):
    """Three tabs: to pay, paid, and the bank."""

    name: ClassVar[str] = "payments"
    title: ClassVar[str] = "付款与对账"
    icon: ClassVar[str] = "coin-yuan"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.watch(desk.notifier.vouchers_changed, desk.notifier.payments_changed, desk.notifier.funds_changed)
        self.status = label("", "caption", name="paymentsStatus")
        self.due = DueTab(desk)
        self.done = DoneTab(desk)
        self.bank = BankTab(desk)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("paymentTabs")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self.due, self.tr("待收付"))
        self.tabs.addTab(self.done, self.tr("已收付"))
        self.tabs.addTab(self.bank, self.tr("银行对账"))
        self.due.counted.connect(self.status.setText)
        self.head.addWidget(self.status)
        self.head.addStretch(1)
        self.body.addWidget(self.tabs, 1)

    def refresh(self) -> None:
        """Read all three anew."""
        for tab in (self.due, self.done, self.bank):
            tab.refresh()

    def arguments(self, **arguments: object) -> None:
        """Take `tab`: due, done or bank."""
        places = {"due": 0, "done": 1, "bank": 2}
        self.tabs.setCurrentIndex(places.get(str(arguments.get("tab", "")), self.tabs.currentIndex()))

    def actions_for_keys(self) -> list[QAction]:
        """The keys of this page."""
        return [*self.due.keys, *self.bank.keys]
