import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDropEvent, QInputMethodEvent
from PySide6.QtWidgets import QApplication

from reports.specimen_invoice import Specimen, write_xml
from studio_ledger.model.finding import Severity
from studio_ledger.model.invoice import InvoiceLine, Party
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import Attachment, State
from studio_ledger.queries.rows import VoucherFilter
from tests.builders import SCHOOL, TAX_ID, a_voucher
from ui import theme
from ui.desk import Desk
from ui.pages.entry import EntryPage
from ui.settings import UiSettings
from ui.widgets.entry_rows import Col

CONTROL = Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return


def a_desk(school, session=None):
    settings = UiSettings(QSettings(str(school.path.with_suffix(".ini")), QSettings.Format.IniFormat))
    return Desk(school.ledger, session or school.finance, settings, studio=school.ledger.studios()[0], year=2020)


class Driver:
    """Speaks to the page as a clerk does."""

    def __init__(self, page, qtbot):
        self.page, self.qtbot, self.desk = page, qtbot, page.desk
        self.gone, self.problems = [], []
        self.desk.navigated.connect(lambda name, arguments: self.gone.append((name, arguments)))
        self.desk.complained.connect(self.problems.append)

    def settle(self):
        """Wait until nothing runs and the rules have spoken of what is typed."""
        session = self.page.session
        self.qtbot.waitUntil(
            lambda: (
                not self.desk.tasks.running
                and not session._judge._pause.isActive()
                and not session._judge._asking
                and not session._keeper._saving
            ),
            timeout=10000,
        )
        QApplication.processEvents()

    def end(self):
        """Leave the page, and let what was started come to its end."""
        self.page.hide()
        self.settle()

    def open_draft(self, content, reason=""):
        ledger, session = self.desk.workspace, self.desk.session
        self.page.arguments(draft=ledger.save_draft(session, content, None, reason))
        self.qtbot.waitUntil(lambda: self.page.form.amount() == content.amount, timeout=10000)
        self.settle()

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        self.qtbot.keyClick(QApplication.focusWidget(), key, modifiers)

    def keys(self, text):
        self.qtbot.keyClicks(QApplication.focusWidget(), text)

    def commit(self, text):
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(QApplication.focusWidget(), event)

    def codes(self):
        return {finding.code for finding in self.page.foot.rules.findings()}

    def vouchers(self):
        return self.desk.workspace.vouchers(VoucherFilter(studio="s1")).rows


def open_page(qtbot, qapp, monkeypatch, desk):
    theme.apply(qapp, "light")
    page = EntryPage(desk)
    driver = Driver(page, qtbot)
    qtbot.addWidget(page, before_close_func=lambda _: driver.end())
    page.resize(1190, 680)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    driver.settle()
    return driver


@pytest.fixture
def clerk(qtbot, qapp, monkeypatch, school):
    return open_page(qtbot, qapp, monkeypatch, a_desk(school))


def test_that_a_claim_is_typed_by_keys_alone(clerk):
    form = clerk.page.form
    form.date.setFocus()
    clerk.keys("0512")
    clerk.press(ENTER)
    clerk.keys("tszl")
    clerk.press(ENTER)
    clerk.press(ENTER)
    clerk.commit("深圳书城")
    clerk.press(ENTER)
    clerk.press(ENTER)
    clerk.commit("购买班主任专业书籍")
    clerk.press(ENTER)
    clerk.commit("正面管教")
    clerk.press(ENTER)
    clerk.keys("5")
    clerk.press(ENTER)
    clerk.keys("290")
    clerk.press(ENTER)
    typed = clerk.page.session.typed().content
    assert (typed.date.isoformat(), typed.category, typed.payee.name) == ("2020-05-12", "books", "深圳书城")
    assert typed.amount == Money(29000)
    assert clerk.page.foot.total.text() == "人民币贰佰玖拾元整"


def test_that_findings_appear_while_typing(clerk):
    clerk.open_draft(a_voucher(attachments=()))
    assert clerk.codes() == {"evidence.incomplete"}
    clerk.page.form.papers.add(Attachment("book_list", "", "书目"))
    clerk.settle()
    assert clerk.codes() == set()


def test_that_a_category_is_found_by_letters_still_being_composed(clerk):
    picker = clerk.page.form.category
    picker.setFocus()
    QApplication.sendEvent(picker, QInputMethodEvent("j k f", []))
    assert [picker.popup().item(at).text() for at in range(picker.popup().count())] == ["05 外聘专家讲课费"]
    QApplication.sendEvent(picker, QInputMethodEvent("", []))


def test_that_a_category_says_what_is_left_of_its_budget(clerk):
    picker = clerk.page.form.category
    picker.show_all()
    notes = {picker.popup().item(at).data(Qt.ItemDataRole.UserRole + 1) for at in range(picker.popup().count())}
    assert notes == {"余 7,000.00"}


def test_that_f8_goes_to_the_field_of_the_problem(clerk):
    clerk.open_draft(a_voucher(category=""))
    clerk.page.setFocus()
    clerk.press(Qt.Key.Key_F8)
    assert QApplication.focusWidget() is clerk.page.form.category


def test_that_a_block_stops_the_submission(clerk):
    clerk.open_draft(a_voucher(item="*酒*飞天茅台"))
    assert "ban.reception" in clerk.codes()
    clerk.page.submit()
    clerk.settle()
    assert clerk.vouchers() == ()
    assert not clerk.page.notice.isHidden()


def test_that_a_warning_asks_for_a_reason_first(clerk):
    clerk.open_draft(a_voucher(attachments=()))
    clerk.page.submit()
    assert QApplication.focusWidget() is clerk.page.foot.reason
    clerk.keys("list follows")
    clerk.page.submit()
    clerk.settle()
    [row] = clerk.vouchers()
    assert clerk.desk.workspace.voucher(row.id).reason == "list follows"


def test_that_ctrl_enter_twice_submits_once(clerk, school, monkeypatch):
    calls = []
    submit = type(school.ledger).submit
    monkeypatch.setattr(type(school.ledger), "submit", lambda *a, **k: (calls.append(1), submit(*a, **k))[1])
    clerk.open_draft(a_voucher())
    clerk.page.form.purpose.setFocus()
    clerk.press(ENTER, CONTROL)
    clerk.press(ENTER, CONTROL)
    clerk.settle()
    assert len(calls) == 1
    assert [row.state for row in clerk.vouchers()] == [State.SUBMITTED]
    assert clerk.gone[-1][0] == "inbox"


def test_that_ctrl_enter_waits_while_the_input_method_composes(clerk):
    clerk.open_draft(a_voucher())
    clerk.page.form.purpose.setFocus()
    QApplication.sendEvent(clerk.page.form.purpose, QInputMethodEvent("shu", []))
    clerk.page.submit()
    clerk.settle()
    assert clerk.vouchers() == ()
    QApplication.sendEvent(clerk.page.form.purpose, QInputMethodEvent("", []))


def test_that_f12_submits_and_begins_anew(clerk):
    clerk.open_draft(a_voucher())
    clerk.page.form.purpose.setFocus()
    clerk.press(Qt.Key.Key_F12)
    clerk.settle()
    assert len(clerk.vouchers()) == 1
    assert clerk.page.form.is_empty()
    assert clerk.gone == []


def test_that_the_draft_is_saved_by_itself(clerk, school):
    clerk.page.form.purpose.setFocus()
    clerk.commit("买书")
    clerk.page.form.purpose.textEdited.emit("买书")
    clerk.qtbot.waitUntil(lambda: bool(school.ledger.drafts(school.finance)), timeout=6000)
    clerk.qtbot.waitUntil(lambda: clerk.page.saved_label.text().startswith("已自动保存"))
    [draft] = school.ledger.drafts(school.finance)
    assert draft.title == "买书"


def test_that_an_empty_form_is_never_saved(clerk, school):
    clerk.page.save()
    clerk.page.hide()
    clerk.settle()
    assert school.ledger.drafts(school.finance) == ()


def test_that_a_returned_voucher_opens_as_it_was(clerk, school):
    voucher = school.submit(a_voucher())
    school.ledger.send_back(school.host, voucher, "缺签字", "chen-jing-2020-ok")
    clerk.page.arguments(voucher=voucher)
    clerk.qtbot.waitUntil(lambda: clerk.page.form.amount() == Money(29000), timeout=10000)
    clerk.settle()
    assert clerk.page.chip.state() is State.RETURNED
    assert not clerk.codes()


def test_that_files_of_the_inbox_fill_the_form(clerk, school, tmp_path):
    item = school.ledger.add_to_inbox(school.finance, an_invoice_file(tmp_path))
    clerk.page.arguments(items=[item.id])
    clerk.qtbot.waitUntil(lambda: bool(clerk.page.form.invoices.claims()), timeout=10000)
    clerk.settle()
    form = clerk.page.form
    assert form.amount() == item.invoices[0].total
    assert form.payee.payee().name == item.invoices[0].seller.name
    assert [file.sha256 for file in clerk.page.viewer.evidence()] == [item.sha256]
    assert QApplication.focusWidget() is form.category
    assert len(school.ledger.drafts(school.finance)) == 1


def test_that_a_dropped_invoice_is_added_to_what_is_typed(clerk, school, tmp_path):
    clerk.open_draft(a_voucher())
    drop(clerk.page, an_invoice_file(tmp_path))
    clerk.qtbot.waitUntil(lambda: len(clerk.page.form.invoices.claims()) == 2, timeout=10000)
    clerk.settle()
    assert clerk.page.form.purpose.text() == "购买班主任专业书籍"


def test_that_a_file_dropped_on_the_papers_takes_the_missing_kind(clerk, tmp_path):
    clerk.open_draft(a_voucher(attachments=()))
    paper = tmp_path / "扫描件.png"
    paper.write_bytes(b"\x89PNG not really")
    clerk.page.attacher.attach([paper])
    clerk.qtbot.waitUntil(lambda: bool(clerk.page.form.papers.attachments()), timeout=10000)
    clerk.settle()
    assert [a.kind for a in clerk.page.form.papers.attachments()] == ["book_list"]
    assert not clerk.codes()


def test_that_tax_is_worked_out_from_the_pay_after_tax(clerk):
    form = clerk.page.form
    form.category.pick("lecture")
    section = form.details.sections["lecture"]
    assert section.isVisible()
    section.set_money("after_tax", Money.yuan(1360))
    section.reckon.emit()
    assert section.money("tax") == Money.yuan(140)


def test_that_details_have_the_keys_of_an_expense_case(clerk):
    details = {"travel": {"city": "广州", "days": 3, "nights": 2, "persons": 1, "meals": "480.00"}}
    clerk.open_draft(a_voucher(category="field_visit", details=details))
    assert clerk.page.form.details.values() == details


def test_that_a_paper_invoice_is_registered_by_hand(clerk):
    form = clerk.page.form
    form.invoices.add_paper()
    clerk.qtbot.waitUntil(lambda: QApplication.focusWidget().objectName() == "invoiceNumber_0")
    clerk.keys("12345678")
    clerk.press(Qt.Key.Key_Tab)
    [claim] = form.invoices.claims()
    assert (claim.number, claim.file, claim.buyer_name) == ("12345678", "", "深圳市南山区海岸实验学校")


def test_that_the_host_looks_and_cannot_change(qtbot, qapp, monkeypatch, school):
    driver = open_page(qtbot, qapp, monkeypatch, a_desk(school, school.host))
    assert driver.page.form.purpose.isReadOnly()
    assert driver.page.foot.submit_button.isHidden()


def test_that_the_page_fits_the_smallest_screen(clerk):
    hint = clerk.page.minimumSizeHint()
    assert hint.width() <= 1366 - 176
    assert hint.height() <= 640


def test_that_clicking_a_field_on_the_picture_goes_to_it(clerk):
    clerk.page.viewer.field_clicked.emit("seller")
    assert QApplication.focusWidget() is clerk.page.form.payee.name_edit
    clerk.page.viewer.field_clicked.emit("total")
    assert clerk.page.form.grid.currentIndex().column() == Col.AMOUNT


def test_that_the_field_with_the_cursor_stands_out_on_the_picture(clerk, school, tmp_path):
    item = school.ledger.add_to_inbox(school.finance, an_invoice_file(tmp_path))
    clerk.page.arguments(items=[item.id])
    canvas = clerk.page.viewer.canvas

    def strong() -> set[str]:
        return {name for name, box in canvas._boxes if box.zValue() == 2}

    clerk.qtbot.waitUntil(lambda: bool(canvas._boxes))
    clerk.page.form.date.setFocus()
    clerk.qtbot.waitUntil(lambda: strong() == {"issued_on"})
    clerk.page.form.payee.name_edit.setFocus()
    clerk.qtbot.waitUntil(lambda: "seller" in strong())
    clerk.page.form.grid.setFocus()
    clerk.page.form.grid.go_to(0, Col.ITEM)
    clerk.qtbot.waitUntil(lambda: strong() == {"line-1"})


@pytest.mark.parametrize(("field", "column"), [("line-1", Col.ITEM), ("amount", Col.AMOUNT)])
def test_that_clicking_a_line_or_a_sum_goes_into_the_grid(clerk, field, column):
    clerk.page.viewer.field_clicked.emit(field)
    assert clerk.page.form.grid.currentIndex().column() == column


def test_that_blocks_are_listed_before_warnings(clerk):
    clerk.open_draft(a_voucher(item="*酒*飞天茅台", attachments=()))
    grades = [finding.severity for finding in clerk.page.foot.rules.findings()]
    assert grades == sorted(grades, reverse=True)
    assert {Severity.BLOCK, Severity.WARN} <= set(grades)


def an_invoice_file(folder: Path) -> Path:
    """A small e-invoice as the tax bureau's XML has it."""
    book = InvoiceLine(
        "*印刷品*教育的艺术", "16开", "本", Decimal(10), Decimal("40"), Money.yuan(400), "9%", Money.yuan(36)
    )
    path = folder / "发票.xml"
    seller = Party("示例图书（深圳）有限公司", "91110302562134916R")
    day = dt.date(2020, 5, 11)
    write_xml(path, Specimen("20442000000127444519", day, Party(SCHOOL, TAX_ID), seller, (book,)))
    return path


def drop(page, path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    none = Qt.KeyboardModifier.NoModifier
    page.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, none))
