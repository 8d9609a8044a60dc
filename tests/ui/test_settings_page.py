import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel

from studio_ledger.model.people import Role
from studio_ledger.model.studio import Member
from studio_ledger.rules import load_pack
from studio_ledger.rules.packs import pack_names
from studio_ledger.workspace import PersonSetup, TermSetup
from tests.builders import School, a_studio
from tests.ui.desks import Said, a_desk, settled, shown
from ui import theme
from ui.dialogs.person import EndTermDialog, PersonDialog, TermDialog
from ui.dialogs.reverse import ReasonDialog
from ui.dialogs.studio import StudioDialog, StudioForm
from ui.dialogs.studio_members import roster_problem
from ui.pages import settings_ledger
from ui.pages.settings import SettingsPage

TODAY = dt.date(2020, 6, 1)


@pytest.fixture
def school(tmp_path):
    made = School(tmp_path)
    yield made
    made.ledger.close()


def page_of(qtbot, school, tmp_path, session=None):
    page = SettingsPage(a_desk(school, session or school.finance, tmp_path))
    page.told = Said(page.desk)
    return shown(qtbot, page)


def chosen(page, login):
    place = [row.person.login for row in page.people.people.rows()].index(login)
    page.people.people.set_current(place)


def test_that_the_administrator_changes_the_studio(qtbot, school, tmp_path):
    page = page_of(qtbot, school, tmp_path)
    page.studio.form.texts["mentor"].setText("钱导师")
    page.studio.form.edited.emit()
    page.studio.save()
    settled(qtbot, page.desk)
    assert school.ledger.studio("s1").mentor == "钱导师"
    assert page.desk.studio.mentor == "钱导师"


def test_that_a_host_only_reads_the_studio(qtbot, school, tmp_path):
    page = page_of(qtbot, school, tmp_path, school.host)
    assert page.studio.form.texts["name"].isReadOnly()
    assert not page.studio.save_button.isVisible()
    assert not page.people.add_button.isVisibleTo(page.people)


@pytest.mark.parametrize(
    ("count", "own", "words"),
    [(6, 0, ""), (8, 2, ""), (5, 0, "应为 6–8 人"), (9, 0, "应为 6–8 人"), (7, 3, "不超过 2 人")],
)
def test_that_the_roster_warns_at_its_edges(count, own, words):
    studio = a_studio()
    members = tuple(Member(f"成员{n}", studio.school if n < own else "邻校") for n in range(count))
    problem = roster_problem(replace(studio, members=members))
    assert words in problem if words else problem == ""


def test_that_another_rule_pack_counts_the_members_by_its_own_limits():
    studio = replace(a_studio(), members=tuple(Member(f"成员{n}", "邻校") for n in range(30)))
    assert "应为 6–8 人" in roster_problem(studio)
    assert roster_problem(studio, load_pack(pack_names()[1].id).terms) == ""


def test_that_one_person_in_both_signing_roles_is_warned_of():
    assert "不能双签" in roster_problem(a_studio(host="李卫东"))


def test_that_members_are_read_back_from_the_table(qtbot, school, tmp_path):
    page = page_of(qtbot, school, tmp_path)
    assert page.studio.form.studio() == school.ledger.studio("s1")


def test_that_a_person_is_added(qtbot, school, tmp_path, monkeypatch):
    page = page_of(qtbot, school, tmp_path)
    term = TermSetup(Role.AUDITOR, TODAY, dt.date(2020, 12, 31))
    monkeypatch.setattr(PersonDialog, "ask", lambda *_: PersonSetup("赵审", "zhaoshen", (term,)))
    page.people.add_person()
    settled(qtbot, page.desk)
    assert [row.key for row in page.people.people.rows() if row.person.login == "zhaoshen"] == ["○ 未设密码"]


def test_that_a_term_is_added_and_ended(qtbot, school, tmp_path, monkeypatch):
    page = page_of(qtbot, school, tmp_path)
    chosen(page, "chenjing")
    monkeypatch.setattr(TermDialog, "ask", lambda *_: TermSetup(Role.AUDITOR, TODAY, dt.date(2020, 12, 31)))
    page.people.add_term()
    settled(qtbot, page.desk)
    chosen(page, "chenjing")
    place = [term.role for term in page.people.terms.rows()].index(Role.AUDITOR)
    page.people.terms.set_current(place)
    monkeypatch.setattr(EndTermDialog, "ask", lambda *_: dt.date(2020, 9, 30))
    page.people.end_term()
    settled(qtbot, page.desk)
    [host] = [person for person in school.ledger.people() if person.login == "chenjing"]
    assert dt.date(2020, 9, 30) in {term.end for term in host.terms}


def test_that_a_revoked_key_is_shown_as_such(qtbot, school, tmp_path, monkeypatch):
    page = page_of(qtbot, school, tmp_path)
    chosen(page, "chenjing")
    monkeypatch.setattr(ReasonDialog, "ask", lambda *_: "U盘遗失")
    page.people.revoke()
    settled(qtbot, page.desk)
    [row] = [row for row in page.people.people.rows() if row.person.login == "chenjing"]
    assert row.key != "✓ 已登记"


def test_that_the_theme_follows_at_once_and_is_kept(qtbot, school, tmp_path, qapp):
    page = page_of(qtbot, school, tmp_path)
    before = qapp.styleSheet(), qapp.palette(), qapp.font()
    try:
        page.look._radios["dark"].click()
        assert theme.scheme() == "dark"
        assert page.desk.settings.scheme == "dark"
    finally:
        page.look._radios["light"].click()
        qapp.setStyleSheet(before[0])
        qapp.setPalette(before[1])
        qapp.setFont(before[2])


def test_that_verifying_tells_that_all_is_well(qtbot, school, tmp_path):
    school.fund()
    page = page_of(qtbot, school, tmp_path)
    page.arguments(tab="ledger")
    page.ledger.verify()
    settled(qtbot, page.desk)
    assert page.ledger.result.text.text().startswith("校验通过")
    assert page.ledger.verify_button.isEnabled()


def test_that_a_stopped_verification_draws_no_conclusion(qtbot, school, tmp_path):
    page = page_of(qtbot, school, tmp_path)
    page.arguments(tab="ledger")
    page.ledger.verify()
    page.ledger._cancelled.set()
    settled(qtbot, page.desk)
    assert page.ledger.result.text.text() == "校验已停止，没有结论。"


def test_that_a_backup_is_written_and_proved(qtbot, school, tmp_path, monkeypatch):
    page = page_of(qtbot, school, tmp_path)
    target = tmp_path / "copy.studio"
    monkeypatch.setattr(settings_ledger.QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page.arguments(tab="ledger")
    page.ledger.backup()
    settled(qtbot, page.desk)
    assert target.exists()
    assert "副本校验通过" in page.ledger.result.text.text()


@pytest.fixture
def person(qtbot):
    dialog = PersonDialog((a_studio(),), frozenset({"wangmin"}), TODAY)
    qtbot.addWidget(dialog)
    dialog.name.setText("赵审")
    dialog.login.setText("zhaoshen")
    return dialog


def test_that_a_login_in_use_is_refused(person):
    person.login.setText("wangmin")
    assert "已有人使用" in person.problem()


def test_that_a_legal_representative_needs_the_authorisation(person):
    person.fields.role.set_value(Role.LEGAL_REPRESENTATIVE)
    assert "授权文件（第四条）" in person.problem()


def test_that_a_complete_person_is_answered(person):
    assert person.problem() == ""
    assert person.answer().terms[0].end == dt.date(2022, 12, 31)


def test_that_a_new_studio_lends_from_the_school(qtbot):
    dialog = StudioDialog(a_studio(), TODAY)
    qtbot.addWidget(dialog)
    assert dialog.form.studio().tax_id == a_studio().tax_id
    assert "工作室名称" in dialog.problem()


def test_that_the_archive_calls_the_signers_as_the_rule_pack_does(qtbot):
    form = StudioForm(lambda: dt.date(2020, 1, 1))
    qtbot.addWidget(form)
    form.set_terms(load_pack("cn-jx-jgs-msgzs").terms)
    assert form.texts["legal_representative"].accessibleName() == "教研室主任"
    shown = {one.text() for one in form.findChildren(QLabel)}
    assert "教研室主任 *" in shown
    assert "法定代表人 *" not in shown
