"""By window: a clerk pays, pays by mistake and takes it back, and holds the bank's file against the books."""

import datetime as dt

import pytest

from tests.builders import School, a_voucher
from tests.reports.test_bank_file import as_csv
from tests.window_driver import WindowDriver

STATEMENT = (
    ("交易日期", "支出", "收入", "余额", "对方户名", "摘要"),
    ("2020-03-05", "", "40000", "40000", "市财政局", "专项资金"),
    ("2020-03-05", "", "40000", "80000", "区财政局", "配套资金"),
    ("2020-06-01", "290.00", "", "79710", "深圳书城", "购书"),
    ("2020-06-01", "5000.00", "", "74710", "教职工", "代发工资"),
)


@pytest.fixture
def school(tmp_path):
    made = School(tmp_path)
    made.fund()
    made.post(a_voucher(date=dt.date(2020, 5, 12)))
    yield made
    assert made.ledger.verify().ok
    made.ledger.close()


@pytest.fixture
def driver(qtbot, qapp, monkeypatch, tmp_path, school):
    person = WindowDriver(qtbot, qapp, monkeypatch, tmp_path)
    person.sit_down(school.ledger, school.finance)
    return person


def test_that_a_part_a_mistake_and_the_rest_come_out_right(driver, tmp_path):
    slip = tmp_path / "回单.pdf"
    slip.write_bytes(b"%PDF-1.4")
    driver.pay(amount="90", slip=slip)
    assert driver.still_to_pay() == ["200.00"]
    driver.undo_last_payment("登记错了一笔")
    assert driver.still_to_pay() == ["290.00"]
    driver.pay()
    assert driver.still_to_pay() == []


def test_that_bank_and_books_agree_once_each_line_is_told(driver, tmp_path):
    driver.pay()
    path = tmp_path / "对账单.csv"
    path.write_bytes(as_csv(STATEMENT))
    driver.import_statement(path, "4000 0212")
    for party in ("市财政局", "区财政局", "深圳书城"):
        driver.tick(party)
    driver.tick("教职工", note="代发工资")
    words = driver.reconciliation()
    assert "调节后余额一致：79,710.00" in words
    assert "非本经费 -5,000.00" in words
    assert "未达" not in words
