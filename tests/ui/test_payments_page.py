"""付款与对账 at a real ledger: pay one, pay many, undo, take a statement in, tick it, and see it reconciled."""

import datetime as dt

from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from reports.bank_file import read_bank_file
from studio_ledger.model.money import Money
from studio_ledger.model.spending import Part
from tests.builders import a_voucher
from tests.core.test_fees import a_fee, a_list
from tests.reports.test_bank_file import as_csv
from tests.ui.desks import Said, a_desk, settled, shown
from ui.dialogs.bank_import import BankImportDialog
from ui.dialogs.payment import PaymentAnswer, PaymentDialog
from ui.dialogs.undo_payment import UndoPaymentDialog
from ui.pages.payments import PaymentsPage

DAY = dt.date(2020, 6, 1)


def a_page(qtbot, school, tmp_path, session=None, **arguments):
    page = PaymentsPage(a_desk(school, session or school.finance, tmp_path))
    page.told = Said(page.desk)
    page.arguments(**arguments)
    return shown(qtbot, page)


def an_answer(**changes):
    told = {"amount": None, "part": Part.WHOLE, "paid_on": DAY, "method": "transfer", "account": "4000", "note": ""}
    return PaymentAnswer(**(told | {"slip": None} | changes))


def posted(school, number="82219188", day=12):
    return school.post(a_voucher(number=number, date=dt.date(2020, 5, day)), "分两次购书")


def test_that_several_vouchers_are_paid_at_once_with_one_slip(qtbot, school, tmp_path, monkeypatch):
    posted(school)
    posted(school, "82219199", 25)
    slip = tmp_path / "回单.pdf"
    slip.write_bytes(b"%PDF-1.4")
    page = a_page(qtbot, school, tmp_path)
    assert page.status.text() == "待付 ¥580.00"
    monkeypatch.setattr(PaymentDialog, "ask", lambda *_: an_answer(slip=slip))
    page.due.table.selectAll()
    page.due.record()
    settled(qtbot, page.desk)
    assert page.due.table.rows() == ()
    assert [row.payment.amount for row in page.done.table.rows()] == [Money.yuan("290")] * 2
    assert len({row.payment.slip for row in page.done.table.rows()}) == 1


def test_that_a_payment_is_typed_and_what_cannot_be_is_said(qtbot, school, tmp_path):
    posted(school)
    page = a_page(qtbot, school, tmp_path)
    dialog = PaymentDialog(page.due.table.rows(), DAY, "4000", {}, page)
    qtbot.addWidget(dialog)
    assert dialog.problem() == ""
    dialog.amount.set_money(Money.yuan("290.01"))
    assert "超过" in dialog.problem()
    dialog.amount.set_money(Money.yuan("100"))
    dialog.paid_on.set_date(DAY + dt.timedelta(days=1))
    assert "不能晚于今天" in dialog.problem()
    dialog.paid_on.set_date(DAY)
    assert dialog.answer().amount == Money.yuan("100")


def test_that_fees_among_several_are_paid_net_and_their_tax_apart(qtbot, school, tmp_path):
    posted(school)
    fee = school.post(a_list(a_fee("周敏", "2000")), "工作需要")
    page = a_page(qtbot, school, tmp_path)
    answers = []

    def record():
        dialog = PaymentDialog(page.due.table.selected_rows(), DAY, "4000", page.due._sight.tax, page)
        qtbot.addWidget(dialog)
        answers.append(dialog.amount.money())
        assert dialog.problem() == ""
        page.due._record(page.due.table.selected_rows(), dialog.answer())
        settled(qtbot, page.desk)

    page.due.table.selectAll()
    record()
    assert [row.voucher for row in page.due.table.rows()] == [fee]
    assert page.due.table.rows()[0].rest == Money.yuan("300")
    page.due.table.selectAll()
    record()
    assert answers == [Money.yuan("2290"), Money.yuan("300")]
    assert page.due.table.rows() == ()
    parts = {row.payment.part: row.payment.amount for row in page.done.table.rows()}
    assert parts == {Part.WHOLE: Money.yuan("290"), Part.NET: Money.yuan("2000"), Part.TAX: Money.yuan("300")}


def test_that_cash_above_the_threshold_is_not_recorded(qtbot, school, tmp_path):
    school.post(a_voucher("1000.01"), "集中购书")
    page = a_page(qtbot, school, tmp_path)
    dialog = PaymentDialog(page.due.table.rows(), DAY, "", {}, page)
    qtbot.addWidget(dialog)
    dialog.method.set_value("cash")
    assert "1,000.00" in dialog.problem()
    dialog.amount.set_money(Money.yuan("1000"))
    assert dialog.problem() == ""


def test_that_a_payment_is_undone_with_a_reason(qtbot, school, tmp_path, monkeypatch):
    posted(school)
    page = a_page(qtbot, school, tmp_path)
    monkeypatch.setattr(PaymentDialog, "ask", lambda *_: an_answer())
    page.due.table.selectAll()
    page.due.record()
    settled(qtbot, page.desk)
    monkeypatch.setattr(UndoPaymentDialog, "ask", lambda *_: "登记重复")
    page.tabs.setCurrentIndex(1)
    page.done.undo()
    settled(qtbot, page.desk)
    assert page.done.table.rows()[0].undone
    assert len(page.due.table.rows()) == 1


def test_that_signers_look_and_do_not_pay(qtbot, school, tmp_path):
    posted(school)
    page = a_page(qtbot, school, tmp_path, school.host)
    assert not page.due.pay_button.isVisible()
    page.due.table.selectAll()
    page.due.record()
    assert QApplication.activeModalWidget() is None


STATEMENT = (
    ("交易日期", "支出", "收入", "余额", "对方户名", "摘要"),
    ("2020-03-05", "", "40000", "40000", "市财政局", "专项资金"),
    ("2020-06-01", "290.00", "", "39710", "深圳书城", "购书"),
    ("2020-06-01", "5000.00", "", "34710", "教职工", "代发工资"),
)


def _taken(dialog):
    dialog.account.setText("4000")
    return not dialog.problem()


def with_statement(qtbot, school, tmp_path, monkeypatch):
    posted(school)
    page = a_page(qtbot, school, tmp_path, tab="bank")
    monkeypatch.setattr(PaymentDialog, "ask", lambda *_: an_answer())
    page.due.table.selectAll()
    page.due.record()
    settled(qtbot, page.desk)
    path = tmp_path / "对账单.csv"
    path.write_bytes(as_csv(STATEMENT))
    monkeypatch.setattr(BankImportDialog, "asked", _taken)
    page.bank.take_file(path)
    settled(qtbot, page.desk)
    return page


def test_that_a_statement_is_taken_in_ticked_and_reconciled(qtbot, school, tmp_path, monkeypatch):
    page = with_statement(qtbot, school, tmp_path, monkeypatch)
    lines = page.bank.table.rows()
    assert [row.line.amount for row in lines] == [Money.yuan("40000"), Money.yuan("-290"), Money.yuan("-5000")]
    page.bank.tick_certain()
    settled(qtbot, page.desk)
    page.bank.table.set_current(2)
    page.bank.side.other_button.click()
    assert page.bank.side.note.hasFocus() or not page.isActiveWindow(), "a note is asked for first"
    page.bank.side.note.setText("代发工资")
    qtbot.mouseClick(page.bank.side.other_button, Qt.MouseButton.LeftButton)
    settled(qtbot, page.desk)
    words = page.bank.result.text()
    assert "调节后余额一致" in words
    assert "非本经费 -5,000.00" in words
    page.bank.write_reconciliation(tmp_path / "调节表.xlsx", "4000", page.bank._until)
    settled(qtbot, page.desk)
    sheet = load_workbook(tmp_path / "调节表.xlsx")["余额调节表"]
    assert [sheet.cell(row, 2).value for row in (6, 7)] == [34710, 5000]
    assert sheet.cell(6, 4).value == 79710
    assert school.ledger.verify().ok


def test_that_a_tick_is_taken_away_again(qtbot, school, tmp_path, monkeypatch):
    page = with_statement(qtbot, school, tmp_path, monkeypatch)
    page.bank.tick_certain()
    settled(qtbot, page.desk)
    ticked = next(place for place, row in enumerate(page.bank.table.rows()) if row.ticked)
    page.bank.table.set_current(ticked)
    page.bank.side.untick_button.click()
    settled(qtbot, page.desk)
    assert not page.bank.table.rows()[ticked].ticked


def test_that_the_preview_shows_whole_times_and_amounts_to_the_right(qtbot):
    told = [("交易时间", "借方发生额", "余额"), ("2020-03-05 10:22:31", "40.00", "60.00")]
    dialog = BankImportDialog(read_bank_file(as_csv(told), "a"), "b1", "4000")
    qtbot.addWidget(dialog)
    time, amount = dialog.table.item(1, 0), dialog.table.item(1, 1)
    assert dialog.table.columnWidth(0) > dialog.table.fontMetrics().horizontalAdvance(time.text())
    assert time.textAlignment() & Qt.AlignmentFlag.AlignLeft
    assert amount.textAlignment() & Qt.AlignmentFlag.AlignRight
    dialog.combos["借方发生额"].set_value("text")
    assert amount.textAlignment() & Qt.AlignmentFlag.AlignLeft


def test_that_columns_are_matched_by_hand_and_remembered(qtbot, school, tmp_path):
    page = a_page(qtbot, school, tmp_path, tab="bank")
    strange = [("交易日期", "进账", "收入金额", "出账"), ("2020-03-05", "5", "", ""), ("2020-03-06", "", "", "2")]
    dialog = BankImportDialog(read_bank_file(as_csv(strange), "a"), "b1", "4000", page)
    qtbot.addWidget(dialog)
    assert "列还没有对上" in dialog.problem()
    dialog.combos["收入金额"].set_value("")
    dialog.combos["进账"].set_value("in")
    dialog.combos["出账"].set_value("out")
    assert dialog.problem() == ""
    page.desk.settings.remember_bank_columns(dialog.file.signature, dialog.file.matched)
    again = read_bank_file(as_csv(strange), "a", page.desk.settings.bank_columns())
    assert again.complete


def test_that_a_file_of_something_else_is_refused_in_words(qtbot, school, tmp_path):
    page = a_page(qtbot, school, tmp_path, tab="bank")
    path = tmp_path / "信.csv"
    path.write_text("一封信", encoding="utf-8")
    page.bank.take_file(path)
    assert "没有找到对账单的表头" in page.told.complaints[0]
