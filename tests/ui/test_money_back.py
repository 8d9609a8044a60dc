"""Money back and corrections from the voucher list: what is offered, asked, submitted, and linked both ways."""

from __future__ import annotations

import datetime as dt

import pytest

from studio_ledger.model.money import Money
from studio_ledger.model.voucher import RefundKind, State, VoucherKind
from studio_ledger.queries.rows import VoucherFilter
from tests.builders import School, a_voucher
from tests.ui.desks import Said, a_desk, settled, shown
from ui.dialogs.refund import Refundable, RefundAnswer, RefundDialog
from ui.dialogs.reverse import ReasonDialog
from ui.pages.vouchers import VouchersPage


@pytest.fixture
def school(tmp_path):
    made = School(tmp_path)
    made.fund()
    made.post(a_voucher("290.00", number="10000001"))
    yield made
    made.ledger.close()


@pytest.fixture
def page(qtbot, school, tmp_path):
    made = VouchersPage(a_desk(school, school.finance, tmp_path))
    made.told = Said(made.desk)
    shown(qtbot, made)
    made.table.set_current(0)
    settled(qtbot, made.desk)
    return made


@pytest.fixture
def slip(tmp_path):
    path = tmp_path / "回单.pdf"
    path.write_bytes(b"%PDF slip")
    return path


def a_refund(slip, yuan="90"):
    return RefundAnswer(RefundKind.SELLER, Money.yuan(yuan), dt.date(2020, 6, 1), None, slip, "bank_slip", "退货一套")


def rows(school):
    return school.ledger.vouchers(VoucherFilter(studio="s1")).rows


def test_that_a_refund_is_drafted_and_submitted_in_one(qtbot, school, page, slip, monkeypatch):
    monkeypatch.setattr(RefundDialog, "ask", lambda *_: a_refund(slip))
    page.do("refund")
    settled(qtbot, page.desk)
    refund = next(row for row in rows(school) if row.kind is VoucherKind.REFUND)
    assert (refund.state, refund.amount, refund.attachments) == (State.SUBMITTED, -Money.yuan("90"), 1)
    assert school.ledger.drafts(school.finance) == ()


def test_that_a_correction_opens_its_draft_beside_the_reversal(qtbot, school, page, monkeypatch):
    monkeypatch.setattr(ReasonDialog, "ask", lambda *_: "金额录错")
    page.do("correct")
    settled(qtbot, page.desk)
    [(where, arguments)] = page.told.went
    content = school.ledger.draft(arguments["draft"]).content
    assert where == "entry"
    assert content.purpose.startswith("订正2020年5月12日第0001号凭证")
    assert any(row.kind is VoucherKind.REVERSAL for row in rows(school))


def test_that_the_words_of_a_correction_are_shown_before(page, monkeypatch):
    told = []
    monkeypatch.setattr(ReasonDialog, "ask", lambda _title, words, *_: told.append(words))
    page.do("correct")
    assert "注销2020年5月12日第0001号凭证" in told[0]
    assert "订正2020年5月12日第0001号凭证" in told[0]


def test_that_a_link_leads_to_the_other_voucher(qtbot, school, page, slip, monkeypatch):
    monkeypatch.setattr(RefundDialog, "ask", lambda *_: a_refund(slip))
    page.do("refund")
    settled(qtbot, page.desk)
    place = next(at for at, row in enumerate(page.table.rows()) if row.kind is VoucherKind.EXPENSE)
    page.table.set_current(place)
    settled(qtbot, page.desk)
    [link] = page.inspector.links.findChildren(type(page.detail_button), "openLink")
    assert link.text().startswith("退款 2020-06-01 ¥-90.00 · 待主持人签")
    link.click()
    assert page.told.went[-1][0] == "vouchers"


def a_dialog(qtbot, school, **changes):
    known = {
        "number": "0001", "purpose": "购书", "date": dt.date(2020, 5, 12), "red_letters": (),
        "left": school.ledger.refundable(rows(school)[0].id), "today": dt.date(2020, 6, 1),
    } | changes  # fmt: skip
    dialog = RefundDialog(Refundable(**known))
    qtbot.addWidget(dialog)
    return dialog


@pytest.mark.parametrize(("yuan", "fits"), [("290", True), ("290.01", False), ("0", False)])
def test_that_no_more_comes_back_than_was_paid(qtbot, school, slip, yuan, fits):
    dialog = a_dialog(qtbot, school)
    dialog.proof.take(slip)
    dialog.amount.set_money(Money.yuan(yuan))
    assert (dialog.problem() == "") is fits


def test_that_a_refund_without_proof_is_not_taken(qtbot, school):
    dialog = a_dialog(qtbot, school)
    dialog.amount.set_money(Money.yuan("10"))
    assert "银行回单" in dialog.problem()


@pytest.mark.parametrize(("day", "fits"), [(dt.date(2020, 5, 12), True), (dt.date(2020, 5, 11), False)])
def test_that_a_refund_is_not_older_than_its_voucher(qtbot, school, slip, day, fits):
    dialog = a_dialog(qtbot, school)
    dialog.proof.take(slip)
    dialog.amount.set_money(Money.yuan("10"))
    dialog.date.set_date(day)
    assert (dialog.problem() == "") is fits
