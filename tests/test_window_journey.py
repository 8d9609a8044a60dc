"""The whole way by window: from a machine without a ledger to the printed annual report; then what may go wrong."""

import sys
from decimal import Decimal

import openpyxl
import pytest

from reports.specimen_invoice import Specimen, write_pdf, write_xml
from studio_ledger.model.funds import Source
from studio_ledger.model.invoice import InvoiceLine, Party
from studio_ledger.model.money import Money
from studio_ledger.model.people import Role
from studio_ledger.model.studio import Affiliation
from studio_ledger.model.voucher import State
from studio_ledger.workspace import Workspace
from tests.builders import PASSWORDS, SCHOOL, School, a_voucher
from tests.reports.reading import page_texts
from tests.window_driver import WindowDriver
from ui import crash, entrance
from ui.dialogs.first_run.credit_code import check_sign
from ui.widgets.date_edit import today_here

CODE = "12440305MB2D12345" + check_sign("12440305MB2D12345")
STUDIO = "海岸名班主任工作室"
PEOPLE = {Role.FINANCE: "王敏", Role.HOST: "陈静", Role.LEGAL_REPRESENTATIVE: "李卫东"}
REASON = "验收单随货单寄出，货到补附。"


@pytest.fixture
def driver(qtbot, qapp, monkeypatch, tmp_path):
    return WindowDriver(qtbot, qapp, monkeypatch, tmp_path)


def test_that_a_school_goes_by_window_from_nothing_to_its_printed_report(driver, tmp_path):
    form = {login: tmp_path / f"登记表_{login}.pdf" for login in PASSWORDS}
    driver.first_run(
        tmp_path / "海岸.studio",
        studio=STUDIO,
        school=SCHOOL,
        tax_id=CODE,
        affiliation=Affiliation.DISTRICT,
        people=PEOPLE,
        authorisation="深教〔2026〕12 号",
        members=("王芳 云海小学", "刘洋 前湾学校", "赵倩 海韵学校", "孙磊 梅岭中学", "黄珊 观澜小学", "林涛 云海小学"),
    )
    driver.set_password("wangmin", PASSWORDS["wangmin"], form["wangmin"])
    _finance_plans(driver)
    driver.switch_to_newcomer("chenjing", PASSWORDS["chenjing"], form["chenjing"])
    assert driver.sign_all(PASSWORDS["chenjing"]) == [3]
    driver.switch_to_newcomer("liweidong", PASSWORDS["liweidong"], form["liweidong"])
    assert driver.page().name == "signing"
    assert driver.sign_all(PASSWORDS["liweidong"]) == [3]
    driver.switch_person("wangmin", PASSWORDS["wangmin"])
    assert driver.figures().granted == "¥80,000.00"
    _finance_claims(driver, tmp_path)
    assert driver.figures().waiting == "¥1,014.00"
    for login in ("chenjing", "liweidong"):
        driver.switch_person(login, PASSWORDS[login])
        assert driver.sign_all(PASSWORDS[login]) == [1, 1]
    driver.switch_person("wangmin", PASSWORDS["wangmin"])
    assert driver.post_all() == ["0001", "0002"]
    driver.switch_person("chenjing", PASSWORDS["chenjing"])
    _host_reports(driver, tmp_path)
    for file in form.values():
        assert "指纹" in "".join(page_texts(file))


def _finance_plans(driver):
    driver.record_grant(Source.CITY, "40000", "深财教〔2026〕8号")
    driver.record_grant(Source.DISTRICT, "8*5000", "深南财〔2026〕19号")
    driver.propose_budget(Source.CITY, {"research": "8000", "books": "10000", "equipment": "12000"})


def _finance_claims(driver, folder):
    books, paper, books_list = folder / "图书.xml", folder / "文具.pdf", folder / "书目.txt"
    write_xml(books, an_invoice("20440300000000000001", ("*印刷品*班主任工作漫谈", "15", "45.00", "免税")))
    write_pdf(paper, an_invoice("20440300000000000002", ("*纸制品*A4复印纸", "10", "30.00", "13%")))
    books_list.write_text("班主任工作漫谈 15 本\n", encoding="utf-8")
    driver.go("inbox")
    driver.drop([books, paper])
    assert set(driver.inbox()) == {"图书.xml", "文具.pdf"}
    driver.claim(["图书.xml"])
    driver.fill(category="图书", purpose="宴请来访专家")
    driver.attach(books_list)
    assert "block" in {grade for grade, _ in driver.findings()}
    assert "不能提交" in driver.submit()
    driver.fill(purpose="购买班主任专业书籍")
    assert driver.findings() == []
    assert driver.submit() == ""
    assert driver.inbox() == ["文具.pdf"]
    driver.claim(["文具.pdf"])
    driver.fill(purpose="工作室打印纸")
    assert [grade for grade, _ in driver.findings()] == ["warn"]
    assert driver.submit(REASON) == ""
    assert [row.state for row in driver.vouchers()] == [State.SUBMITTED, State.SUBMITTED]


def _host_reports(driver, folder):
    pdf, xlsx = folder / "年报.pdf", folder / "年报.xlsx"
    shown = driver.figures()
    driver.save_report(pdf)
    driver.save_report(xlsx)
    ledger, year = driver.workspace(), today_here().year
    [studio] = ledger.studios()
    figures = ledger.year_figures(studio.id, year)
    assert (figures.granted, figures.spent, figures.committed) == (Money.yuan(80_000), Money.yuan(1_014), Money())
    assert (shown.granted, shown.spent) == (f"¥{figures.granted.grouped}", f"¥{figures.spent.grouped}")
    assert (shown.waiting, shown.available) == ("¥0.00", f"¥{figures.available.grouped}")
    text = "".join(page_texts(pdf))
    for amount in (figures.granted, figures.spent, figures.granted - figures.spent):
        assert amount.grouped in text
    assert figures.spent.capitals in text
    assert workbook_figures(xlsx) == {
        "本年收入合计": figures.granted, "本年支出合计": figures.spent, "年末结余（收入－支出）": Money.yuan("78986"),
        "凭证明细合计": figures.spent, "凭证": figures.spent,
    }  # fmt: skip
    assert ledger.verify().ok


def an_invoice(number, line):
    """Today's invoice to the school, of one line: item, quantity, price, tax rate."""
    item, quantity, price, rate = line
    amount = Money((Decimal(price) * Decimal(quantity) * 100).quantize(Decimal(1)).__int__())
    tax = Money(amount.fen * (0 if rate == "免税" else int(rate.rstrip("%"))) // 100)
    seller = Party("深圳市益文文化用品有限公司", "91440300MA5YIWE02K")
    made = InvoiceLine(item, "", "件", Decimal(quantity), Decimal(price), amount, rate, tax)
    return Specimen(number, today_here(), Party(SCHOOL, CODE), seller, (made,), "样张，仅供试用")


def workbook_figures(path):
    """The report's sums as the workbook has them beside its formulas, and the vouchers' own amounts added up."""
    book = openpyxl.load_workbook(path)
    names = ("本年收入合计", "本年支出合计", "年末结余（收入－支出）", "凭证明细合计")
    rows = list(book["情况报告"].iter_rows(values_only=True))
    found = {row[0]: as_money(row[2]) for row in rows if row[0] in names}
    amounts = [row[5] for row in book["凭证明细"].iter_rows(min_row=4, values_only=True)]
    found["凭证"] = Money.total(as_money(amount) for amount in amounts if isinstance(amount, int | float))
    return found


def as_money(value):
    return Money.yuan(str(value))


# ---- what may go wrong -------------------------------------------------------------------


@pytest.fixture
def school(tmp_path, monkeypatch):
    """A school with money and a budget; a window opens its ledger on the school's day."""
    made = School(tmp_path)
    made.fund()
    monkeypatch.setattr(entrance, "_open", lambda path: Workspace.open(path, made.keys, made.clock))
    yield made
    made.ledger.close()


@pytest.fixture
def path(school):
    """The school's ledger, which nobody has open."""
    school.ledger.close()
    return school.path


def test_that_a_wrong_password_shows_the_wait(driver, path):
    driver.open(path)
    while "秒再试" not in driver.said_at_login():
        driver.wait(driver.may_press_enter)
        driver.try_to_log_in("wangmin", "not the password")
        driver.wait(lambda: "密码不对" in driver.said_at_login())
    assert not driver.may_press_enter()


def test_that_a_foreign_file_is_refused_in_a_sentence(driver, tmp_path):
    foreign = tmp_path / "照片.studio"
    foreign.write_bytes(b"\x89PNG no ledger at all")
    driver.open(foreign)
    assert "照片.studio" in driver.said_at_login()
    assert driver.workspace() is None


def test_that_a_second_window_only_reads_and_says_who_writes(driver, school):
    driver.open(school.path)
    assert "只读" in driver.said_at_login()
    driver.log_in("wangmin", PASSWORDS["wangmin"])
    [bar] = driver.said()
    assert driver.workspace().holder in bar
    assert driver.vouchers() == []
    assert driver.workspace().read_only


def test_that_an_idle_lock_covers_the_window_and_loses_nothing(driver, path):
    driver.open(path)
    driver.log_in("wangmin", PASSWORDS["wangmin"])
    driver.go("entry")
    driver.fill(category="图书", purpose="购买班主任专业书籍")
    driver.be_idle()
    assert "锁定" in driver.heading_at_login()
    driver.unlock(PASSWORDS["wangmin"])
    assert driver.typed_purpose() == "购买班主任专业书籍"
    assert [draft.title for draft in driver.drafts()] == ["购买班主任专业书籍"]


def test_that_the_legal_representative_begins_with_signing(driver, school, path):
    driver.open(path)
    driver.log_in("liweidong", PASSWORDS["liweidong"])
    assert driver.page().name == "signing"


def test_that_pressing_twice_submits_once(driver, school):
    draft = school.ledger.save_draft(school.finance, a_voucher())
    school.ledger.close()
    driver.open(school.path)
    driver.log_in("wangmin", PASSWORDS["wangmin"])
    driver.open_draft(draft)
    assert driver.submit(times=2) == ""
    assert [row.state for row in driver.vouchers()] == [State.SUBMITTED]
    assert driver.said() == []


def test_that_a_mistake_of_ours_is_shown_and_can_be_copied(driver, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # put back afterwards
    crash.install()
    details, copied = driver.fail_in_a_slot(ZeroDivisionError("a slot failed"))
    assert "ZeroDivisionError: a slot failed" in details
    assert copied == details
