"""The frame as a person meets it: start, first run, login, lock, pages by role."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtTest import QTest

from studio_ledger.model.people import Role
from studio_ledger.workspace import Workspace
from ui import pages, theme
from ui.dialogs.first_run import FirstRunDialog
from ui.dialogs.first_run.credit_code import check_sign
from ui.main_window import MainWindow
from ui.pages.page import Page
from ui.settings import UiSettings

PASSWORD = "correct horse staple"


@pytest.fixture
def wizard(qtbot, tmp_path):
    dialog = FirstRunDialog(tmp_path)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.school.name.setText("李晓梅名班主任工作室")
    dialog.school.school.setText("某某中学")
    dialog.school.tax_id.setText("12440300455755460" + check_sign("12440300455755460"))
    dialog.go_on()
    names = {Role.FINANCE: "王敏", Role.HOST: "李晓梅", Role.LEGAL_REPRESENTATIVE: "曾国栋"}
    for role, name in names.items():
        dialog.people.names[role].setText(name)
        dialog.people.names[role].editingFinished.emit()
    dialog.people.authorisation.setText("深教〔2026〕12 号")
    return dialog


@pytest.fixture
def ledger(wizard, tmp_path):
    for _ in range(2):
        wizard.go_on()
    path, setup = wizard.answer()
    workspace = Workspace.create(path, setup)
    for login in ("wangmin", "lixiaomei", "zengguodong"):
        workspace.set_first_password(login, PASSWORD)
    workspace.close()
    return path


@pytest.fixture
def window(qapp, qtbot, tmp_path, ledger, monkeypatch):
    monkeypatch.setattr(pages, "page_class", _stand_in)
    theme.apply(qapp, "light")
    settings = UiSettings(QSettings(str(tmp_path / "ui.ini"), QSettings.Format.IniFormat))
    window = MainWindow(settings)
    qtbot.addWidget(window)
    window.show()
    window.start(ledger)
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=10000)
    return window


def _stand_in(entry):
    """Home is ours; the other pages are tested where they are written."""
    if entry.name == "home":
        from ui.pages.home import HomePage

        return HomePage
    def arguments(page, **given):
        page.given = given

    return type(
        "StandIn", (Page,), {"name": entry.name, "title": entry.title, "icon": entry.icon, "arguments": arguments}
    )


def enter(window, qtbot, login, password=PASSWORD):
    people = window.login.people
    window.login.people.setCurrentRow([p.login for p in people._people].index(login))
    window.login.password.setText(password)
    QTest.keyClick(window.login.password, Qt.Key.Key_Return)
    if password == PASSWORD:
        qtbot.waitUntil(
            lambda: window.stack.currentWidget() is window.bench and window.bench is not None, timeout=10000
        )


def test_that_the_wizard_refuses_one_person_in_both_signing_roles(wizard):
    wizard.people.names[Role.LEGAL_REPRESENTATIVE].setText("李晓梅")
    wizard.go_on()
    assert wizard.stack.currentWidget() is wizard.people
    assert "不能双签" in wizard.alert.text.text()


def test_that_the_wizard_asks_for_the_written_authorisation(wizard):
    wizard.people.authorisation.clear()
    wizard.go_on()
    assert wizard.stack.currentWidget() is wizard.people
    assert "授权" in wizard.alert.text.text()


def test_that_going_back_loses_nothing(wizard):
    wizard.back()
    assert wizard.school.name.text() == "李晓梅名班主任工作室"
    wizard.go_on()
    assert wizard.people.host() == "李晓梅"


def test_that_the_answer_is_a_whole_setup(wizard, tmp_path):
    for _ in range(2):
        wizard.go_on()
    path, setup = wizard.answer()
    assert path == tmp_path / "某某中学.studio"
    roles = {person.login: {term.role for term in person.terms} for person in setup.people}
    assert roles["wangmin"] == {Role.FINANCE, Role.ADMINISTRATOR}
    assert roles["lixiaomei"] == {Role.HOST}
    [term] = next(person.terms for person in setup.people if person.login == "zengguodong")
    assert term.authorisation == "深教〔2026〕12 号"


def test_that_the_wizard_never_overwrites_a_file(wizard, tmp_path):
    (tmp_path / "某某中学.studio").write_bytes(b"")
    wizard.go_on()
    wizard.go_on()
    assert wizard.stack.currentWidget() is wizard.place
    assert "不会被覆盖" in wizard.alert.text.text()


def test_that_finance_lands_at_home_and_sees_no_signing_page(window, qtbot):
    enter(window, qtbot, "wangmin")
    assert window.bench.page().name == "home"
    assert "signing" not in {entry.name for entry in window.bench.entries}


def test_that_the_legal_representative_lands_on_signing(window, qtbot):
    enter(window, qtbot, "zengguodong")
    assert window.bench.page().name == "signing"


def test_that_home_shows_three_steps_while_there_is_no_money(window, qtbot):
    enter(window, qtbot, "wangmin")
    home = window.bench.page()
    qtbot.waitUntil(lambda: home.granted.figure.text() == "¥0.00", timeout=10000)
    assert not home.steps.isHidden()
    assert home.budget.isHidden()


def test_that_a_wrong_password_says_so_and_lets_one_try_again(window, qtbot):
    enter(window, qtbot, "wangmin", "not the password")
    qtbot.waitUntil(lambda: "密码不对" in window.login.alert.text.text(), timeout=10000)
    assert window.bench is None
    enter(window, qtbot, "wangmin")


def test_that_the_growing_wait_is_counted_down(window, qtbot):
    window.login.wrong_password(2)
    assert not window.login.enter_button.isEnabled()
    assert "2 秒" in window.login.alert.text.text()
    qtbot.waitUntil(window.login.enter_button.isEnabled, timeout=6000)


def test_that_a_lock_covers_the_page_and_the_same_person_goes_on(window, qtbot):
    enter(window, qtbot, "wangmin")
    bench = window.bench
    session = bench.desk.session
    window.lock()
    assert window.stack.currentWidget() is window.login
    assert session.key is None
    enter(window, qtbot, "wangmin")
    assert window.bench is bench
    assert session.key is not None


def test_that_idle_time_locks(window, qtbot):
    enter(window, qtbot, "wangmin")
    window.idle.set_minutes(0.001)
    qtbot.waitUntil(lambda: window.stack.currentWidget() is window.login, timeout=5000)


def test_that_somebody_else_may_enter_after_a_lock(window, qtbot):
    enter(window, qtbot, "wangmin")
    window.lock()
    QTest.mouseClick(window.login.other_button, Qt.MouseButton.LeftButton)
    enter(window, qtbot, "lixiaomei")
    assert window.bench.desk.session.person.login == "lixiaomei"


def test_that_keys_show_pages_and_fold_the_rail(window, qtbot):
    enter(window, qtbot, "wangmin")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=5000)
    QTest.keyClick(window, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    assert window.bench.page().name == "vouchers"
    QTest.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert window.bench.rail.width() == 56
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.bench.top.search.hasFocus()
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert window.bench.keys.isVisible()


def test_that_a_page_which_uses_a_key_of_the_window_has_it(window, qtbot):
    enter(window, qtbot, "wangmin")
    window.bench.show_page("grants")
    page = window.bench.page()
    heard = []
    action = QAction("登记到账", page)
    action.setShortcut("Ctrl+N")
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    action.triggered.connect(lambda: heard.append("page"))
    page.addAction(action)
    window.bench.show_page("grants")
    page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    window.activateWindow()
    page.setFocus()
    qtbot.waitUntil(page.hasFocus, timeout=5000)
    QTest.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert heard == ["page"]
    window.bench.show_page("vouchers")
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert window.bench.page().name == "entry"


@pytest.mark.parametrize("px", [13, 16, 18])
def test_that_the_window_fits_an_old_screen(window, qtbot, qapp, px):
    theme.apply(qapp, "light", px)
    enter(window, qtbot, "wangmin")
    if px >= 16:
        window.bench.rail.fold(True)
    hint = window.minimumSizeHint()
    theme.apply(qapp, "light")
    assert hint.width() <= 1366
    assert hint.height() <= 728


def test_that_a_complaint_is_shown_once_and_can_be_closed(window, qtbot):
    enter(window, qtbot, "wangmin")
    for _ in range(2):
        window.bench.desk.complain("网络建设费超预算 100.00 元。")
    assert window.bench.bars.count() == 1


def test_that_dropped_files_go_to_the_inbox(window, qtbot, tmp_path):
    enter(window, qtbot, "wangmin")
    file = tmp_path / "x.txt"
    file.write_text("no invoice", "utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    copy, button, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(5, 5), copy, data, button, none))
    qtbot.waitUntil(lambda: window.bench.page().name == "inbox", timeout=10000)
    assert window.bench.page().given == {"files": [file]}


def test_that_a_second_window_reads_only_and_names_the_first(window, qtbot, ledger):
    second = Workspace.open(ledger)
    assert second.read_only
    assert second.holder
    second.close()


def test_that_a_file_which_is_no_ledger_is_refused_in_words(window, qtbot, tmp_path):
    foreign = tmp_path / "foreign.studio"
    foreign.write_bytes(b"no ledger")
    window.entrance.open_ledger(foreign)
    qtbot.waitUntil(window.login.alert.isVisible, timeout=10000)
    assert "foreign.studio" in window.login.alert.text.text()


def test_that_every_role_lands_on_a_page_it_sees():
    for role in Role:
        roles = frozenset({role.value})
        assert pages.landing_page(roles) in {entry.name for entry in pages.pages_for(roles)}


def test_that_starting_imports_nothing_of_the_core():
    import subprocess
    import sys

    heavy = "{'sqlalchemy', 'cryptography', 'studio_ledger.workspace', 'reportlab', 'pypdfium2', 'lxml'}"
    code = f"import ui.app, sys; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
