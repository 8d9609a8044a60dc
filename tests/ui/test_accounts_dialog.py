"""记账科目: what a school typed stands behind its vouchers' entries, and a wrong code is named."""

from PySide6.QtCore import Qt

from studio_ledger.model.accounts import Book
from tests.ui.desks import a_desk, settled, shown
from ui.dialogs.accounts import AccountsDialog
from ui.dialogs.entries import EntriesDialog
from ui.pages.settings import SettingsPage


def a_dialog(qtbot, school):
    categories = {category.id: category.name for category in school.ledger.policy.categories}
    dialog = AccountsDialog(school.ledger.account_choice("s1"), categories)
    qtbot.addWidget(dialog)
    return dialog


def row_of(dialog, key):
    role = int(Qt.ItemDataRole.UserRole)
    return next(row for row in range(dialog.plan.rowCount()) if dialog.plan.item(row, 0).data(role) == key)


def test_that_a_typed_account_stands_behind_the_category(qtbot, school):
    dialog = a_dialog(qtbot, school)
    dialog.plan.item(row_of(dialog, "books"), 1).setText("5001.03")
    assert dialog.problem() == ""
    school.ledger.choose_accounts(school.finance, dialog.answer())
    entries = school.ledger.entries(school.post())
    assert "5001.03" in {entry.account for entry in entries}
    shown_entries = EntriesDialog("0001", entries, school.ledger.account_names())
    qtbot.addWidget(shown_entries)
    model = shown_entries.table.rows_model
    assert model.data(model.index(0, 1)) == "5001.03 业务活动费用"
    assert {row.book for row in shown_entries.table.rows()} == set(Book)


def test_that_a_code_that_is_none_is_named(qtbot, school):
    dialog = a_dialog(qtbot, school)
    dialog.plan.item(row_of(dialog, "books"), 1).setText("费用")
    assert "费用" in dialog.problem()


def test_that_finance_chooses_in_the_settings(qtbot, school, tmp_path, monkeypatch):
    page = shown(qtbot, SettingsPage(a_desk(school, school.finance, tmp_path)))
    monkeypatch.setattr(AccountsDialog, "asked", lambda dialog: dialog.further["tax"].setText("2102.07") or True)
    tab = next(tab for tab in page.findChildren(object) if tab.objectName() == "chooseAccounts").parent()
    tab.choose_accounts()
    settled(qtbot, page.desk)
    assert school.ledger.account_choice("s1").tax == "2102.07"
