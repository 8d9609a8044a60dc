"""The studio's file, to look at for all and to change for the administrator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.dialogs.accounts import AccountsDialog
from ui.dialogs.studio import StudioDialog, StudioForm
from ui.pages.run_for import run_for
from ui.widgets.card import Card
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from studio_ledger.model.studio import Studio
    from ui.desk import Desk


class StudioTab(QWidget):
    """The form with a button that saves."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._may = False
        self.form = StudioForm(desk.workspace.today)
        self.form.set_terms(desk.workspace.policy.terms)
        self.hint = label("", "error", wrap=True, name="studioHint")
        self.save_button = button(self.tr("保存档案"), "primary", on_click=self.save, name="saveStudio")
        self.add_button = button(self.tr("添加工作室"), icon="plus", on_click=self.add, name="addStudio")
        self.accounts_button = button(self.tr("记账科目…"), on_click=self.choose_accounts, name="chooseAccounts")
        self.form.edited.connect(lambda: self.save_button.setEnabled(True))
        card = Card()
        card.body.addWidget(self.form)
        bar = QHBoxLayout()
        bar.addWidget(self.hint, 1)
        bar.addWidget(self.accounts_button)
        bar.addWidget(self.add_button)
        bar.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        column.addWidget(card, 1)
        column.addLayout(bar)

    def refresh(self, may: bool) -> None:
        """Show the studio in force."""
        self._may = may
        if (self._desk.studio is not None and not self.save_button.isEnabled()) or self.form.studio().id != self._id():
            self._show()
        self.form.set_read_only(not may)
        self.save_button.setVisible(may)
        self.add_button.setVisible(may)
        workspace, studio = self._desk.workspace, self._desk.studio
        keeps = studio is not None and workspace.may(self._desk.session, "accounts", studio.id)
        self.accounts_button.setVisible(keeps and not workspace.read_only)
        if not may:
            self.hint.setText(self.tr("只有管理员可以修改档案。"))

    def save(self) -> None:
        """Write the file anew."""
        problem = self.form.problem()
        self.hint.setText(problem)
        if problem:
            return
        workspace, session, studio = self._desk.workspace, self._desk.session, self.form.studio()

        def done(_: object) -> None:
            self.save_button.setEnabled(False)
            self._desk.say(self.tr("档案已保存"))
            self._desk.set_studio(studio)
            self._desk.notifier.studios_changed.emit()

        run_for(self, self._desk, lambda: workspace.update_studio(session, studio), done, title=self.tr("保存档案"))

    def add(self) -> None:
        """Take a further studio into the ledger."""
        today, terms = self._desk.workspace.today(), self._desk.workspace.policy.terms
        studio = StudioDialog.ask(self._desk.studio, today, terms, self)
        if studio is None:
            return
        workspace, session = self._desk.workspace, self._desk.session

        def done(_: object) -> None:
            self._desk.say(self.tr("已添加工作室“{0}”").format(studio.name))
            self._desk.notifier.studios_changed.emit()

        run_for(self, self._desk, lambda: workspace.add_studio(session, studio), done, title=self.tr("添加工作室"))

    def choose_accounts(self) -> None:
        """Ask for the general ledger's accounts behind categories and sources."""
        workspace, session, studio = self._desk.workspace, self._desk.session, self._desk.studio
        if studio is None:
            return
        categories = {category.id: category.name for category in workspace.policy.categories}
        choice = AccountsDialog.ask(workspace.account_choice(studio.id), categories, self)
        if choice is not None:
            told = self.tr("记账科目已保存")
            run_for(
                self,
                self._desk,
                lambda: workspace.choose_accounts(session, choice),
                lambda _: self._desk.say(told),
                title=self.tr("保存科目"),
            )

    def _show(self) -> None:
        studio: Studio | None = self._desk.studio
        if studio is not None:
            self.form.set_studio(studio)
            self.save_button.setEnabled(False)

    def _id(self) -> str:
        return self._desk.studio.id if self._desk.studio else ""
