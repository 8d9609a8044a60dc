"""A red-letter invoice in the window: dropped into the inbox, proposed for the refund, signed, read on the sheet."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from studio_ledger.model.invoice import Party
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import InvoiceClaim, State, VoucherKind
from studio_ledger.queries.rows import VoucherFilter
from tests.builders import PASSWORDS, SCHOOL, TAX_ID, School, a_voucher
from tests.invoice_data.red_letters import SELLER, a_red_letter
from tests.window_driver import WindowDriver

BLUE, RED = "20442000000055550000", "20442000000055550001"
BOUGHT = "购买班主任专业书籍"


@pytest.fixture
def school(tmp_path):
    made = School(tmp_path)
    made.fund()
    day, sum_ = dt.date(2020, 5, 12), Money.yuan("290")
    claim = InvoiceClaim(BLUE, sum_, sum_, "", day, SCHOOL, TAX_ID, SELLER.name, SELLER.tax_id)
    made.post(replace(a_voucher("290.00"), invoices=(claim,)))
    yield made
    assert made.ledger.verify().ok, "what was done in the window replays to the same tables"
    made.ledger.close()


@pytest.fixture
def driver(qtbot, qapp, monkeypatch, tmp_path, school):
    person = WindowDriver(qtbot, qapp, monkeypatch, tmp_path)
    be(person, school, school.finance)
    return person


def be(driver, school, session):
    driver.sit_down(school.ledger, session)
    driver.window.bench.desk.set_year(school.year)
    driver.rest()


def take_in(driver, *paths):
    """Drop files over the inbox and wait until each is read."""
    driver.go("inbox")
    driver.drop(paths)
    driver.wait(lambda: len(driver.workspace().inbox()) >= len(paths))
    driver.rest()


def refunds(school):
    found = school.ledger.vouchers(VoucherFilter(studio="s1")).rows
    return [row for row in found if row.kind is VoucherKind.REFUND]


def test_that_a_red_letter_goes_the_whole_way(driver, school, tmp_path):
    other = Party("广州书城", "91440101MA5ABCDE1X")
    take_in(
        driver,
        a_red_letter(tmp_path, "60", number="20442000000055550002"),
        a_red_letter(tmp_path, "90", red_of=BLUE),
        a_red_letter(tmp_path, "70", number="20442000000055550003", seller=other),
    )
    chosen, told, problem = driver.refund_by_red_letter(BOUGHT)
    assert problem == ""
    assert chosen == f"{RED} · -90.00 元 · 冲销 {BLUE}"
    assert "不能用：20442000000055550003（销售方不同）" in told
    for session in (school.host, school.legal):
        be(driver, school, session)
        driver.sign_all(PASSWORDS[session.person.login])
    be(driver, school, school.finance)
    driver.post_all()
    [refund] = refunds(school)
    assert (refund.state, refund.amount) == (State.POSTED, -Money.yuan("90"))
    page = driver.choose_voucher("退回2020年5月12日第0001号凭证")
    assert f"发票：红字 {RED}，冲销蓝字 {BLUE}（¥-90.00）" in page.inspector.paper.paper.notes
    assert page.inspector.tabs.tabText(1) == "附件 1"
    chosen, told, _ = driver.refund_by_red_letter(BOUGHT, yuan="60")
    assert chosen.endswith("同一销售方，未写明对应蓝字发票"), "the second one is left, the first is used up"
    assert f"不能用：{RED}（已用于另一笔退款或草稿）" in told


def test_that_a_refund_that_does_not_fit_its_red_letter_is_told(driver, school, tmp_path):
    take_in(driver, a_red_letter(tmp_path, "90", red_of=BLUE))
    _, _, problem = driver.refund_by_red_letter(BOUGHT, yuan="100")
    assert "退款 100.00 元超过红字发票的 90.00 元" in problem
    _, told, problem = driver.refund_by_red_letter(BOUGHT, yuan="80")
    assert "少 10.00 元" in told
    assert "请在说明里写明原因" in problem
    assert refunds(school) == []
    assert school.ledger.drafts(school.finance) == ()
    assert driver.refund_by_red_letter(BOUGHT, yuan="80", note="扣运费十元")[2] == ""
    assert [row.amount for row in refunds(school)] == [-Money.yuan("80")]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"red_of": "20442000000055559999"}, "冲销的不是本凭证的发票"),
        ({"seller": Party("广州书城", "91440101MA5ABCDE1X")}, "销售方不同"),
        ({"red_of": BLUE, "buyer": Party("深圳市福田区某学校", "12440304MB2D12345K")}, "购买方不是本校"),
    ],
)
def test_that_an_unfit_red_letter_is_not_offered(driver, school, tmp_path, changes, why):
    take_in(driver, a_red_letter(tmp_path, "90", **changes))
    chosen, told, problem = driver.refund_by_red_letter(BOUGHT, yuan="90")
    assert chosen == "没有红字发票，另附凭据"
    assert told == f"不能用：{RED}（{why}）"
    assert "请选择红字发票，或附上" in problem
    assert refunds(school) == []
