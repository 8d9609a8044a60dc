"""疑点与整改: what is found is shown with its vouchers, answered by who may, and a violation goes its way."""

import datetime as dt
from dataclasses import replace

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from studio_ledger.model.money import Money
from studio_ledger.model.school_books import Violation
from studio_ledger.model.voucher import Payee
from tests.builders import PASSWORDS, School, a_voucher
from tests.ui.desks import Said, a_desk, settled, shown
from ui.dialogs.mend_violation import MendAnswer, MendDialog
from ui.dialogs.violation import ViolationDialog
from ui.pages import PAGES, pages_for
from ui.pages.audit import AuditPage


@pytest.fixture
def school(tmp_path):
    made = School(tmp_path)
    made.fund()
    for number, amount in (("90000001", "120"), ("90000002", "130")):
        made.post(replace(a_voucher(amount, number=number), payee=Payee("深圳市某某贸易有限公司")))
    yield made
    made.ledger.close()


def audit_page(qtbot, school, tmp_path, session=None):
    page = AuditPage(a_desk(school, session or school.finance, tmp_path))
    page.told = Said(page.desk)
    return shown(qtbot, page)


def a_violation(school, **changes):
    voucher = next(iter(school.ledger.voucher_numbers("s1").values()))
    fields = {
        "id": "", "studio": "s1", "what": "购买礼品", "rule": "第五条", "amount": Money.yuan("120"),
        "claw_back": Money.yuan("120"), "found_by": "audit", "found_on": dt.date(2020, 5, 20),
        "due_on": dt.date(2020, 5, 31), "vouchers": (voucher,),
    }  # fmt: skip
    return Violation(**(fields | changes))


def test_that_everybody_sees_the_page_auditors_too():
    entry = next(page for page in PAGES if page.name == "audit")
    assert entry.key == "Ctrl+0"
    assert all(entry in pages_for(frozenset({role})) for role in ("finance", "host", "legal_representative", "auditor"))


def test_that_suspicions_are_listed_with_the_chosen_one_in_full(qtbot, school, tmp_path):
    page = audit_page(qtbot, school, tmp_path)
    tab = page.suspicions
    assert page.status.text() == "疑点 2 条 · 未答复 2 条"
    assert [row.suspicion.kind for row in tab.table.rows()] == ["V33", "V33"]
    assert "发票销售方却是 深圳书城" in tab.inspector.why.text()
    assert tab.inspector.vouchers.rows() == tab.table.current_row().suspicion.vouchers


def test_that_enter_on_a_voucher_opens_it(qtbot, school, tmp_path):
    page = audit_page(qtbot, school, tmp_path)
    vouchers = page.suspicions.inspector.vouchers
    vouchers.setFocus()
    QTest.keyClick(vouchers, Qt.Key.Key_Return)
    assert page.told.went == [("vouchers", {"voucher": vouchers.rows()[0][0]})]


def test_that_an_answer_is_signed_and_shown(qtbot, school, tmp_path):
    page = audit_page(qtbot, school, tmp_path)
    tab = page.suspicions
    first = tab.table.current_row().id
    tab.inspector.answer.setPlainText("委托收款，协议已附。")
    QTest.keyClick(tab.inspector.answer, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, page.desk)
    assert page.status.text() == "疑点 2 条 · 未答复 1 条"
    assert next(row for row in tab.table.rows() if row.id == first).answer == "委托收款，协议已附。"
    assert tab.inspector.text() == ""
    tab.only_open.setChecked(True)
    assert first not in {row.id for row in tab.table.rows()}


def test_that_a_host_gives_the_password_and_turning_away_signs_nothing(qtbot, school, tmp_path, monkeypatch):
    page = audit_page(qtbot, school, tmp_path, school.host)
    page.suspicions.inspector.answer.setPlainText("已核对。")
    monkeypatch.setattr(page.desk, "ask_password", lambda _: None)
    page.suspicions.save()
    settled(qtbot, page.desk)
    assert not any(one.answers for one in school.ledger.suspicions())
    monkeypatch.setattr(page.desk, "ask_password", lambda _: PASSWORDS["chenjing"])
    page.suspicions.save()
    settled(qtbot, page.desk)
    assert [said.person for one in school.ledger.suspicions() for said in one.answers] == ["陈静"]


def test_that_the_legal_representative_reads_and_does_not_answer(qtbot, school, tmp_path):
    page = audit_page(qtbot, school, tmp_path, school.legal)
    inspector = page.suspicions.inspector
    assert inspector.answer.isHidden() or inspector.answer_box.isHidden()
    assert inspector.save_button.isHidden()
    assert page.violations.record_button.isHidden()


def test_that_a_text_typed_for_one_is_there_when_one_comes_back(qtbot, school, tmp_path):
    tab = audit_page(qtbot, school, tmp_path).suspicions
    tab.inspector.answer.setPlainText("写了一半")
    tab.table.set_current(1)
    assert tab.inspector.text() == ""
    tab.table.set_current(0)
    assert tab.inspector.text() == "写了一半"


def test_that_filters_narrow_the_list(qtbot, school, tmp_path):
    page = audit_page(qtbot, school, tmp_path)
    tab = page.suspicions
    assert tab.scope() == "studio"
    page.desk.set_year(2019)
    settled(qtbot, page.desk)
    tab.range.set_value("year")
    assert tab.table.rows() == ()
    assert "没有疑点" in tab.empty.text.text()
    tab.range.set_value("studio")
    tab.kind.set_value("seller_is_not_payee")
    assert len(tab.table.rows()) == 2


def test_that_a_suspicion_becomes_a_violation_with_its_vouchers(qtbot, school, tmp_path, monkeypatch):
    page = audit_page(qtbot, school, tmp_path)
    filled = []

    def ask(studio, today, known, suspicion=None, parent=None):
        dialog = ViolationDialog(studio, today, known, suspicion)
        filled.append((dialog.problem(), dialog.answer()))
        dialog.deleteLater()
        return filled[0][1]

    monkeypatch.setattr(ViolationDialog, "ask", ask)
    suspicion = page.suspicions.table.current_row().suspicion
    page.suspicions.inspector.violation_button.click()
    settled(qtbot, page.desk)
    [(problem, answer)] = filled
    assert problem == ""
    assert answer.vouchers == (suspicion.vouchers[0][0],)
    assert answer.amount == suspicion.amount
    assert [entry.what for entry in page.violations.table.rows()] == [suspicion.why]
    assert page.tabs.tabText(1) == "违规与追回登记 1"


def test_that_a_violation_is_mended_with_proof_and_closed(qtbot, school, tmp_path, monkeypatch):
    school.ledger.record_violation(school.finance, a_violation(school))
    page = audit_page(qtbot, school, tmp_path)
    proof = tmp_path / "回单.pdf"
    proof.write_bytes(b"%PDF-1.4")

    def mended(entry, *_):
        done = replace(entry, measures="已退回", mended_on=dt.date(2020, 5, 30), returned=entry.claw_back)
        return MendAnswer(done, proof)

    monkeypatch.setattr(MendDialog, "ask", mended)
    page.violations.mend()
    settled(qtbot, page.desk)
    [entry] = page.violations.table.rows()
    assert (entry.state, entry.proof_name) == ("mended", "回单.pdf")
    assert page.violations.close_button.isHidden(), "finance does not close"
    legal = audit_page(qtbot, school, tmp_path, school.legal)
    legal.tabs.setCurrentIndex(1)
    monkeypatch.setattr(legal.desk, "ask_password", lambda _: PASSWORDS["liweidong"])
    legal.violations.close_entry()
    settled(qtbot, legal.desk)
    assert [entry.state for entry in legal.violations.table.rows()] == ["closed"]
    assert "李卫东" in legal.violations.told.text()


@pytest.mark.parametrize(
    ("fill", "words"),
    [
        (lambda d: None, "违规事实"),
        (lambda d: d.what.setPlainText("礼品"), "金额"),
        (lambda d: (d.what.setPlainText("礼品"), d.vouchers.setText("2020-0099")), "2020-0099"),
        (lambda d: (d.what.setPlainText("礼品"), d.found_on.set_date(dt.date(2020, 6, 2))), "发现日期"),
    ],
)
def test_that_the_dialog_says_what_is_missing(qtbot, fill, words):
    dialog = ViolationDialog("s1", dt.date(2020, 6, 1), {"2020-0001": "v1"})
    qtbot.addWidget(dialog)
    if words not in {"金额", "违规事实"}:
        dialog.amount.set_money(Money.yuan("1"))
        dialog.claw_back.set_money(Money())
    fill(dialog)
    dialog.accept()
    assert words in dialog.complaint.text()


def test_that_money_back_needs_its_proof(qtbot, school, tmp_path):
    dialog = MendDialog(a_violation(school), dt.date(2020, 6, 1), tmp_path)
    qtbot.addWidget(dialog)
    dialog.measures.setPlainText("已退回")
    dialog.returned.set_money(Money.yuan("120"))
    assert "到账证明" in dialog.problem()
    dialog.take_proof(tmp_path / "回单.pdf")
    assert dialog.problem() == ""
    assert dialog.answer().entry.returned == Money.yuan("120")


def test_that_what_the_books_cannot_show_is_named_and_the_limit_can_be_set(qtbot, school, tmp_path):
    page = audit_page(qtbot, school, tmp_path)
    page.tabs.setCurrentIndex(2)
    assert {"V42", "V04"} <= {one.kind for one in page.unseen.table.rows()}
    page.unseen.edits["minutes_limit"].setText("130")
    page.unseen.save()
    settled(qtbot, page.desk)
    assert "V38" in {row.suspicion.kind for row in page.suspicions.table.rows()}


def test_that_all_of_it_can_be_saved_as_a_workbook(qtbot, school, tmp_path, monkeypatch):
    school.ledger.record_violation(school.finance, a_violation(school, what="=cmd|'/c calc'!A1"))
    page = audit_page(qtbot, school, tmp_path)
    target = tmp_path / "疑点.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page.export()
    settled(qtbot, page.desk)
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["疑点", "违规与追回登记", "需人工核对"]
    cells = [cell for row in book["违规与追回登记"].iter_rows() for cell in row if "cmd" in str(cell.value)]
    assert [cell.data_type for cell in cells] == ["s"]
