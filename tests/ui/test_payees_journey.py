"""By window: a school brings its old books along, registers experts, pays two on one list, and declares their tax."""

from dataclasses import replace

import openpyxl
import pytest

from reports.opening_template import write_template
from tests.builders import PASSWORDS
from tests.reports.reading import page_texts
from tests.reports.test_opening_sheet import GOOD
from tests.ui.test_entry_fees import PAPERS
from tests.window_driver import WindowDriver

FIRST, SECOND = "11010519491231002X", "440306199001010030"


@pytest.fixture
def driver(qtbot, qapp, monkeypatch, tmp_path, school):
    person = WindowDriver(qtbot, qapp, monkeypatch, tmp_path)
    person.sit_down(school.ledger, school.finance)
    return person


def test_that_experts_are_paid_by_window_from_the_register_to_the_declaration(driver, school, tmp_path):
    code = driver.make_vault(tmp_path / "恢复单.pdf")
    assert code[:4] in "".join(page_texts(tmp_path / "恢复单.pdf"))
    driver.register_payee("周敏", title="senior", id_number=FIRST, account="6222021001122334455")
    driver.register_payee("刘洁", title="associate_senior", id_number=SECOND, account="6217000010001234567")
    driver.go("entry")
    driver.fill(category="05", purpose="班主任专业能力讲座")
    driver.list_fees([("zm", "4", "4000"), ("lj", "2", "1000")])
    form = driver.page().form
    assert form.content("s1").payee.name == "外聘专家（2 人）"
    assert str(form.amount()) == "5811.90"
    driver.print_fee_list(tmp_path / "签收单.pdf")
    assert "人民币伍仟捌佰壹拾壹元玖角整" in "".join(page_texts(tmp_path / "签收单.pdf"))
    content = form.content("s1")
    driver.page().session.forget()
    school.post(replace(content, attachments=PAPERS))
    driver.declare_tax(tmp_path / "申报表.xlsx", PASSWORDS["wangmin"])
    sheet = openpyxl.load_workbook(tmp_path / "申报表.xlsx")["2020-06"]
    assert {sheet["C8"].value, sheet["C9"].value} == {FIRST, SECOND}


def test_that_old_books_come_in_by_window_and_are_marked(driver, school, tmp_path):
    path = tmp_path / "期初.xlsx"
    write_template(path, school.ledger.policy)
    book = openpyxl.load_workbook(path)
    for sheet in ("到账", "支出", "资产"):
        for column, value in enumerate(GOOD[sheet], 1):
            book[sheet].cell(2, column, value)
    book.save(path)
    driver.take_old_books(path)
    assert driver.historic() == []
    school.sign_both(*(row.id for row in school.ledger.to_sign(school.host)))
    driver.window.bench.desk.notifier.funds_changed.emit()
    assert driver.historic() == ["购书"]
