"""The register of payees in the window: kept, masked, shown for half a minute, got back by the sheet in the safe."""

import pytest

from studio_ledger.model.payee import RegisteredPayee
from tests.builders import PASSWORDS, School
from tests.reports.reading import page_texts
from tests.ui.desks import Said, a_desk, settled, shown
from ui.dialogs.payee import PayeeAnswer, PayeeDialog
from ui.dialogs.vault import RecoverDialog, RecoveryDialog
from ui.pages import settings_payees
from ui.pages.settings import SettingsPage

ID = "11010519491231002X"
ACCOUNT = "6222021001122334455"
EXPERT = RegisteredPayee("", "周敏", "external_person", "senior", "华南师范大学", "工商银行广州分行")


@pytest.fixture
def school(tmp_path):
    made = School(tmp_path)
    yield made
    made.ledger.close()


def tab_of(qtbot, school, tmp_path, session=None):
    page = SettingsPage(a_desk(school, session or school.finance, tmp_path))
    page.told = Said(page.desk)
    page.arguments(tab="payees")
    shown(qtbot, page)
    return page, page.payees


def kept(school):
    school.ledger.open_vault(school.finance)
    return school.ledger.put_payee(school.finance, EXPERT, id_number=ID, account=ACCOUNT)


def test_that_the_key_is_made_and_its_code_shown_once(qtbot, school, tmp_path, monkeypatch):
    page, tab = tab_of(qtbot, school, tmp_path)
    assert tab.vault_button.isVisible()
    sheets = []
    monkeypatch.setattr(settings_payees, "wants_vault", lambda _: True)
    monkeypatch.setattr(RecoveryDialog, "asked", lambda dialog: sheets.append(dialog._sheet))
    tab.make_vault()
    settled(qtbot, page.desk)
    assert len(sheets[0].groups) == 8
    assert not tab.vault_button.isVisible()
    assert sheets[0].code.encode() not in school.path.read_bytes()


def test_that_the_sheet_stays_open_until_it_is_on_paper(qtbot, school, tmp_path, monkeypatch):
    page, tab = tab_of(qtbot, school, tmp_path)
    sheet = school.ledger.recovery_sheet(school.finance, school.ledger.open_vault(school.finance))
    dialog = RecoveryDialog(page.desk, sheet, tab)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.reject()
    assert dialog.isVisible()
    assert "打印或抄写" in dialog.complaint.text()
    target = tmp_path / "恢复单.pdf"
    monkeypatch.setattr("ui.dialogs.vault.QFileDialog.getSaveFileName", lambda *_: (str(target), ""))
    monkeypatch.setattr("ui.pages.report_files.open_file", lambda _: None)
    dialog.save_button.click()
    settled(qtbot, page.desk)
    told = "".join(page_texts(target))
    assert all(group in told for group in sheet.groups)
    dialog.kept.setChecked(True)
    dialog.accept_button.click()
    assert not dialog.isVisible()


def test_that_a_payee_is_registered_and_stands_in_the_list(qtbot, school, tmp_path, monkeypatch):
    school.ledger.open_vault(school.finance)
    page, tab = tab_of(qtbot, school, tmp_path)
    monkeypatch.setattr(PayeeDialog, "ask", lambda *_, **__: PayeeAnswer(EXPERT, ID, ACCOUNT))
    tab.add()
    settled(qtbot, page.desk)
    [row] = tab.table.rows()
    assert (row.payee.name, bool(row.payee.id_match), bool(row.payee.account_match)) == ("周敏", True, True)


def test_that_a_number_is_shown_on_demand_and_masked_again(qtbot, school, tmp_path):
    kept(school)
    page, tab = tab_of(qtbot, school, tmp_path)
    line = tab.secrets["id_number"]
    assert ID[-4:] not in line.value.text()
    before = school.ledger.head().seq
    line.show_button.click()
    settled(qtbot, page.desk)
    assert line.value.text() == ID
    assert school.ledger.head().seq == before + 1, "the look stands in the log"
    line._clock.timeout.emit()
    assert line.value.text() == "•" * 14 + "002X"


def test_that_a_signer_gives_his_password_to_see_a_number(qtbot, school, tmp_path, monkeypatch):
    kept(school)
    school.ledger.login("chenjing", PASSWORDS["chenjing"])
    school.ledger.login("wangmin", PASSWORDS["wangmin"])
    page, tab = tab_of(qtbot, school, tmp_path, school.host)
    assert not tab.add_button.isVisible()
    asked = []
    monkeypatch.setattr(page.desk, "ask_password", lambda reason: asked.append(reason) or PASSWORDS["chenjing"])
    tab.secrets["account"].show_button.click()
    settled(qtbot, page.desk)
    assert tab.secrets["account"].value.text() == ACCOUNT
    assert "日志" in asked[0]


def test_that_the_sheet_in_the_safe_lets_a_person_in_again(qtbot, school, tmp_path, monkeypatch):
    code = school.ledger.open_vault(school.finance)
    page, tab = tab_of(qtbot, school, tmp_path)
    monkeypatch.setattr(RecoverDialog, "ask", lambda *_: "ABCD-EFGH")
    tab.recover()
    settled(qtbot, page.desk)
    assert "恢复码不对" in page.told.complaints[0]
    monkeypatch.setattr(RecoverDialog, "ask", lambda *_: code.lower())
    tab.recover()
    settled(qtbot, page.desk)
    assert page.told.said == ["已恢复，可以查看身份证号和账号"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1101051949", "还差 8 位"),
        ("11010519491231002x", "✓ 校验码相符"),
        ("110105194912310021", "✕ 校验码不符，请核对"),
    ],
)
def test_that_the_id_number_is_checked_while_it_is_typed(qtbot, typed, words):
    dialog = PayeeDialog(None, {}, locked=False)
    qtbot.addWidget(dialog)
    dialog.name.setText("周敏")
    qtbot.keyClicks(dialog.id_number, typed)
    assert dialog.id_field.note.text() == words
    assert bool(dialog.problem()) == (not words.startswith("✓"))


def test_that_numbers_wait_for_the_key(qtbot):
    dialog = PayeeDialog(None, {}, locked=True)
    qtbot.addWidget(dialog)
    assert not dialog.id_number.isEnabled()
    assert "密钥" in dialog.words.text()


def test_that_the_sheet_is_issued_anew_and_the_old_one_opens_nothing(qtbot, school, tmp_path, monkeypatch):
    old = school.ledger.open_vault(school.finance)
    page, tab = tab_of(qtbot, school, tmp_path)
    sheets = []
    monkeypatch.setattr(RecoveryDialog, "asked", lambda dialog: sheets.append(dialog._sheet))
    monkeypatch.setattr(settings_payees, "wants_new_code", lambda _: True)
    tab.renew_button.click()
    settled(qtbot, page.desk)
    [sheet] = sheets
    assert sheet.code != old
    for code, told in ((old, []), (sheet.code, ["已恢复，可以查看身份证号和账号"])):
        monkeypatch.setattr(RecoverDialog, "ask", lambda *_, code=code: code)
        tab.recover()
        settled(qtbot, page.desk)
        assert page.told.said == told


def test_that_a_signer_gives_his_password_to_issue_the_sheet_anew(qtbot, school, tmp_path, monkeypatch):
    kept(school)
    school.ledger.login("chenjing", PASSWORDS["chenjing"])
    school.ledger.login("wangmin", PASSWORDS["wangmin"])
    page, tab = tab_of(qtbot, school, tmp_path, school.host)
    sheets, answers = [], [None, PASSWORDS["chenjing"]]
    monkeypatch.setattr(RecoveryDialog, "asked", lambda dialog: sheets.append(dialog._sheet))
    monkeypatch.setattr(settings_payees, "wants_new_code", lambda _: True)
    monkeypatch.setattr(page.desk, "ask_password", lambda _: answers.pop(0))
    tab.renew_button.click()
    settled(qtbot, page.desk)
    assert sheets == []
    tab.renew_button.click()
    settled(qtbot, page.desk)
    assert sheets[0].made_by == school.host.person.name
