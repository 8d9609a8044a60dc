"""The list of fees in the entry: net and gross both ways, the month's tax, and what it makes of the voucher."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt

from studio_ledger.model.fees import FeeLine
from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.payee import RegisteredPayee
from studio_ledger.model.voucher import Attachment, Payee, VoucherLine
from tests.builders import School, a_voucher
from tests.ui.desks import Said, a_desk, settled, shown
from ui.dialogs.payee import PayeeAnswer, PayeeDialog
from ui.pages.entry.page import EntryPage

ENTER = Qt.Key.Key_Return
PAPERS = tuple(Attachment(kind, "", kind) for kind in ("payment_list", "expert_profile", "sign_in_sheet"))


@pytest.fixture
def school(tmp_path):
    made = School(tmp_path)
    made.fund()
    for name in ("周敏", "刘洁"):
        made.ledger.put_payee(made.finance, RegisteredPayee("", name, "external_person", "senior", "华南师范大学"))
    yield made
    made.ledger.close()


@pytest.fixture
def page(qtbot, school, tmp_path):
    made = EntryPage(a_desk(school, school.finance, tmp_path))
    made.told = Said(made.desk)
    shown(qtbot, made)
    made.form.category.pick("lecture")
    made.form.date.set_date(dt.date(2020, 5, 28))
    return made


def quiet(qtbot, page):
    """Wait until register, month and rules have been read."""
    def idle():
        judge = page.session._judge
        waits = judge._pause.isActive() or judge._asking or page.fees._pause.isActive()
        return not waits and not page.desk.tasks.running

    qtbot.waitUntil(idle, timeout=20_000)


def paid(school, net, name="周敏", day=dt.date(2020, 5, 12)):
    [payee] = [one for one in school.ledger.registered_payees() if one.name == name]
    fee = FeeLine(payee.id, name, Money.yuan(net), Money(), "senior", "1", 1)
    return school.post(
        a_voucher(
            date=day,
            category="lecture",
            purpose="班主任讲座",
            payee=Payee(name, "external_person"),
            lines=(VoucherLine("讲课费", fee.gross, Source.CITY),),
            invoices=(),
            attachments=PAPERS,
            fees=(fee,),
        )
    )


def fill(row, name="周敏", hours="4", net="2000"):
    row.name.setText(name)
    row.settle_name()
    row.hours.setText(hours)
    row.half_days.setText("1")
    row.net.setText(net)


def test_that_the_list_makes_payee_line_and_amount(qtbot, page):
    form = page.form
    form.fees.unfold()
    fill(form.fees.rows[0])
    quiet(qtbot, page)
    assert form.payee.payee() == Payee("周敏", "external_person")
    form.fees._add_and_go()
    fill(form.fees.rows[1], "刘洁", "2", "1000")
    quiet(qtbot, page)
    content = form.content("s1")
    assert [(fee.name, bool(fee.payee), fee.tax) for fee in content.fees] == [
        ("周敏", True, Money.yuan("300")),
        ("刘洁", True, Money.yuan("50")),
    ]
    assert content.payee.name == "外聘专家（2 人）"
    assert content.amount == Money.yuan("3350")
    assert form.fees.total.text().endswith("应发 3,350.00")
    assert "lecture" not in content.details


def test_that_gross_gives_net(qtbot, page):
    page.form.fees.unfold()
    row = page.form.fees.rows[0]
    fill(row, net="")
    row.gross.setText("2300")
    assert (row.net.money(), row.fee().tax) == (Money.yuan("2000"), Money.yuan("300"))


def test_that_the_month_is_taxed_as_one_and_says_so(qtbot, school, page):
    paid(school, "500")
    page.form.fees.unfold()
    row = page.form.fees.rows[0]
    fill(row, hours="1", net="500")
    quiet(qtbot, page)
    assert row.fee().tax == Money.yuan("50")
    assert row.note.text() == "本月已发 500.00，已扣 0.00，合并计税。"
    assert page.form.content("s1").amount == Money.yuan("550")
    page.form.date.set_date(dt.date(2020, 6, 1))
    page.form.changed.emit()
    quiet(qtbot, page)
    assert row.fee().tax == Money(), "another month"


def test_that_a_finding_stands_beside_its_person(qtbot, page):
    page.form.fees.unfold()
    fill(page.form.fees.rows[0])
    page.form.fees._add_and_go()
    fill(page.form.fees.rows[1], "刘洁", "1", "1500")
    quiet(qtbot, page)
    assert page.form.fees.rows[0].note.text() == ""
    assert "高于正高级" in page.form.fees.rows[1].note.text()


def test_that_keys_walk_the_list_and_initials_pick(qtbot, page):
    page.form.fees.unfold()
    row = page.form.fees.rows[0]
    qtbot.keyClicks(row.name, "zm")
    qtbot.keyClick(row.name, ENTER)
    assert row.person == "周敏"
    assert row.title.value() == "senior"
    assert row.title.hasFocus()
    for widget, text in ((row.title, ""), (row.hours, "4"), (row.half_days, "1"), (row.net, "2000")):
        assert widget.hasFocus(), widget.objectName()
        qtbot.keyClicks(widget, text)
        qtbot.keyClick(widget, ENTER)
    assert len(page.form.fees.rows) == 2
    assert page.form.fees.rows[1].name.hasFocus()
    qtbot.keyClick(page.form.fees.rows[1].name, ENTER)
    qtbot.keyClick(page.form.fees.rows[1].title, ENTER)


def test_that_two_lines_must_come_to_the_list(qtbot, page):
    page.form.fees.unfold()
    fill(page.form.fees.rows[0])
    page.form.grid.set_lines(
        tuple(VoucherLine("讲课费", Money.yuan(yuan), Source.CITY) for yuan in ("2000", "1"))
    )
    page.form.fee_link.compare()
    assert "2,300.00" in page.form.fees.mismatch.text()
    page.form.fees.rows[0].net.setText("2100")
    assert page.form.amount() == Money.yuan("2001"), "lines split by hand are left as they are"


def test_that_a_draft_with_a_list_comes_back_as_it_was(qtbot, school, page):
    page.form.fees.unfold()
    fill(page.form.fees.rows[0])
    quiet(qtbot, page)
    before = page.form.content("s1")
    page.session.save()
    settled(qtbot, page.desk)
    draft = page.session.draft_id
    page.session.begin_new()
    quiet(qtbot, page)
    assert not page.form.fees.active()
    page.session.open_draft(draft)
    quiet(qtbot, page)
    assert page.form.content("s1") == before


def test_that_somebody_new_is_registered_and_stands_in_his_row(qtbot, school, page, monkeypatch):
    page.form.fees.unfold()
    fill(page.form.fees.rows[0], "赵建国")
    asked = []

    def ask(*_, name, **__):
        asked.append(name)
        return PayeeAnswer(RegisteredPayee("", name, "external_person", "associate_senior"))

    monkeypatch.setattr(PayeeDialog, "ask", ask)
    page.form.fees.register_button.click()
    quiet(qtbot, page)
    assert asked == ["赵建国"]
    assert page.form.fees.rows[0].payee in {one.id for one in school.ledger.registered_payees("赵建国")}
    assert page.form.fees.rows[0].title.value() == "associate_senior"


def test_that_the_last_person_gone_folds_the_list(qtbot, page):
    page.form.fees.unfold()
    page.form.fees.rows[0].remove_button.click()
    assert not page.form.fees.active()
    assert page.form.fees.offer.isVisible()
    assert page.form.details.sections["lecture"].isVisible()
    page.form.category.pick("books")
    assert not page.form.fees.isVisible()


def test_that_a_mentor_has_no_hours(qtbot, page):
    page.form.category.pick("mentor")
    page.form.fees.unfold()
    assert not page.form.fees.rows[0].hours.isVisible()
    fill(page.form.fees.rows[0])
    assert page.form.content("s1").fees[0].hours == ""
