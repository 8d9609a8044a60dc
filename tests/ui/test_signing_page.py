import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from reports.specimen_ofd import write_ofd
from studio_ledger.commands.tour import specimen_books
from studio_ledger.invoices import read_invoice_bytes
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import Attachment, State
from studio_ledger.queries.rows import CheckRow, SignatureRow, SignRow
from studio_ledger.workspace import SignOutcome
from tests.builders import PASSWORDS, a_budget, a_grant, a_voucher
from tests.ui.desks import Said, a_desk, settled, shown
from ui.dialogs.send_back import SendBack, SendBackDialog
from ui.dialogs.sign_sheet import SignSheet, SignSummary
from ui.pages.signing import SigningPage
from ui.pages.signing_list import SignList
from ui.widgets.check_strip import CheckStrip
from ui.widgets.signature_strip import SignatureStrip

HOST = PASSWORDS["chenjing"]
AT = dt.datetime(2020, 6, 1, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def two_waiting(school):
    """A clean voucher, and one with a warning and its written reason."""
    clean = school.submit(a_voucher(number="10000001"))
    warned = school.submit(a_voucher("310.00", number="10000002", attachments=()), reason="书目随后补")
    return clean, warned


def page_of(qtbot, school, tmp_path, session=None):
    page = SigningPage(a_desk(school, session or school.host, tmp_path))
    said = Said(page.desk)
    shown(qtbot, page)
    qtbot.waitUntil(lambda: page._document is not None or not page.list.sign_model.rows)
    settled(qtbot, page.desk)
    return page, said


def answer(monkeypatch, password):
    """The signer types this password into the sheet; what the sheet said is kept."""
    sheets = []

    def ask(summary, _parent):
        sheets.append(summary)
        return password

    monkeypatch.setattr(SignSheet, "ask", ask)
    return sheets


def a_row(number, verdict="pass"):
    return SignRow(
        id=f"v{number}",
        kind="voucher",
        studio="s1",
        year=2020,
        title=f"第{number}张",
        date=dt.date(2020, 5, 1),
        amount=Money(100),
        role="host",
        verdict=verdict,
        content_hash="h",
        revision=1,
        waiting_since=AT,
    )


def test_that_a_clean_voucher_starts_ticked_and_a_warned_one_does_not(qtbot, school, two_waiting, tmp_path):
    page, _ = page_of(qtbot, school, tmp_path)
    assert [row.id for row in page.list.sign_model.ticked()] == [two_waiting[0]]


def test_that_a_warned_voucher_cannot_be_ticked(qtbot, school, two_waiting, tmp_path):
    page, said = page_of(qtbot, school, tmp_path)
    place = [row.id for row in page.list.sign_model.rows].index(two_waiting[1])
    page.list.setCurrentIndex(page.list.sign_model.index(place, 0))
    page.list.toggle_current()
    assert two_waiting[1] not in {row.id for row in page.list.sign_model.ticked()}
    assert "单独签" in said.said[-1]


def test_that_the_warning_and_its_reason_stand_before_the_signer(qtbot, school, two_waiting, tmp_path):
    page, _ = page_of(qtbot, school, tmp_path)
    page.list.move(1)
    qtbot.waitUntil(lambda: "书目随后补" in page.view.warning.text.text())
    assert page.view.warning.isVisible()
    assert page.view.checks.failed() >= 1


def test_that_signing_the_ticked_leaves_the_warned(qtbot, school, two_waiting, tmp_path, monkeypatch):
    page, said = page_of(qtbot, school, tmp_path)
    [sheet] = [answer(monkeypatch, HOST)]
    page.sign_ticked()
    settled(qtbot, page.desk)
    assert [row.id for row in page.list.sign_model.rows] == [two_waiting[1]]
    assert "已签 1 张" in said.said
    assert sheet[0].total == Money.yuan(290)


def test_that_the_warned_one_is_signed_by_itself(qtbot, school, two_waiting, tmp_path, monkeypatch):
    page, _ = page_of(qtbot, school, tmp_path)
    page.list.move(1)
    qtbot.waitUntil(lambda: page.opened == 2)
    answer(monkeypatch, HOST)
    page.sign_current()
    settled(qtbot, page.desk)
    assert school.ledger.voucher(two_waiting[1]).row.state is State.HOST_SIGNED


def test_that_what_changed_after_it_was_seen_is_not_signed(qtbot, school, two_waiting, tmp_path, monkeypatch):
    page, _ = page_of(qtbot, school, tmp_path)
    school.ledger.withdraw(school.finance, two_waiting[0])
    changed = replace(a_voucher("291.00", number="10000001"))
    draft = school.ledger.save_draft(school.finance, changed, voucher=two_waiting[0])
    school.ledger.submit(school.finance, draft)
    answer(monkeypatch, HOST)
    page.sign_ticked()
    settled(qtbot, page.desk)
    assert page.outcome.isVisible()
    assert school.ledger.voucher(two_waiting[0]).row.state is State.SUBMITTED


def test_that_a_wrong_password_signs_nothing(qtbot, school, two_waiting, tmp_path, monkeypatch):
    page, said = page_of(qtbot, school, tmp_path)
    answer(monkeypatch, "not the password")
    page.sign_ticked()
    settled(qtbot, page.desk)
    assert said.complaints
    assert school.ledger.voucher(two_waiting[0]).row.state is State.SUBMITTED


def test_that_the_sheet_says_how_many_were_opened(qtbot, school, two_waiting, tmp_path, monkeypatch):
    school.submit(a_voucher("77.00", number="10000003"))
    page, _ = page_of(qtbot, school, tmp_path)
    qtbot.waitUntil(lambda: page.opened == 1)
    sheets = answer(monkeypatch, None)
    page.sign_ticked()
    assert (sheets[0].count, sheets[0].opened) == (2, 1)


def test_that_a_document_sent_back_carries_the_reason(qtbot, school, two_waiting, tmp_path, monkeypatch):
    page, _ = page_of(qtbot, school, tmp_path)
    monkeypatch.setattr(SendBackDialog, "ask", lambda *_: SendBack("金额与票据不一致", HOST))
    page.send_back()
    settled(qtbot, page.desk)
    detail = school.ledger.voucher(two_waiting[0])
    assert detail.row.state is State.RETURNED
    assert detail.signatures[-1].reason == "金额与票据不一致"


def test_that_grant_budget_and_closing_are_papers_too(qtbot, school, tmp_path):
    school.ledger.record_grant(school.finance, a_grant(document_number="深财〔2020〕9号"), "g1")
    school.ledger.propose_budget(school.finance, a_budget([("books", "3000")], reason="压缩"), "b1")
    school.ledger.propose_close(school.finance, "s1", 2020, "c1")
    page, _ = page_of(qtbot, school, tmp_path)
    titles = []
    for _ in page.list.sign_model.rows:
        qtbot.waitUntil(lambda: page._document is not None)
        titles.append(page.view.paper.paper.title)
        page.list.move(1)
    assert titles == ["经费到账登记单", "年度经费预算调整表", "年度结账单"]


def test_that_late_evidence_is_flagged(qtbot, school, tmp_path):
    voucher = school.submit(a_voucher())
    sha256 = school.ledger.store_evidence(b"%PDF-1.4 list", "签到表.pdf")
    school.ledger.attach(school.finance, voucher, "sign_in_sheet", sha256, "签到表.pdf")
    page, _ = page_of(qtbot, school, tmp_path)
    qtbot.waitUntil(page.view.late.isVisible)
    assert "签到表.pdf" in page.view.late.text.text()


def test_that_what_could_not_be_signed_is_told_by_name(qtbot, school, two_waiting, tmp_path, monkeypatch):
    page, _ = page_of(qtbot, school, tmp_path)
    answer(monkeypatch, HOST)
    refusal = (SignOutcome(two_waiting[0], ok=False, error="凭证有变动"),)
    monkeypatch.setattr(page.desk.workspace, "sign", lambda *_: refusal)
    page.sign_ticked()
    settled(qtbot, page.desk)
    assert "购买班主任专业书籍：凭证有变动" in page.outcome.text.text()


def test_that_an_empty_list_says_so(qtbot, school, tmp_path):
    page, _ = page_of(qtbot, school, tmp_path)
    assert page.empty.isVisible()
    assert "没有等您签字" in page.empty.text.text()


@pytest.fixture
def long_list(qtbot):
    widget = SignList()
    qtbot.addWidget(widget)
    widget.resize(420, 300)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.set_rows(tuple(a_row(number) for number in range(40)))
    return widget


def test_that_the_end_counts_as_seen_only_after_scrolling_there(long_list):
    before = long_list.seen_to_end
    long_list.scrollToBottom()
    assert (before, long_list.seen_to_end) == (False, True)


def test_that_j_and_k_move_and_space_ticks(long_list, qtbot):
    qtbot.keyClick(long_list, Qt.Key.Key_J)
    qtbot.keyClick(long_list, Qt.Key.Key_J)
    qtbot.keyClick(long_list, Qt.Key.Key_K)
    qtbot.keyClick(long_list, Qt.Key.Key_Space)
    assert long_list.current_row().id == "v1"
    assert "v1" not in {row.id for row in long_list.sign_model.ticked()}


def test_that_enter_asks_for_the_signature(long_list, qtbot):
    with qtbot.waitSignal(long_list.sign_asked):
        qtbot.keyClick(long_list, Qt.Key.Key_Return)


def test_that_an_edited_document_counts_as_new(long_list):
    rows = long_list.sign_model.rows
    long_list.toggle_current()
    long_list.set_rows((replace(rows[0], content_hash="other"), *rows[1:]))
    assert len(long_list.sign_model.ticked()) == 40


def test_that_the_list_model_keeps_qts_rules(long_list):
    QAbstractItemModelTester(long_list.sign_model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_that_all_cannot_be_signed_before_the_end_was_seen(qtbot, school, two_waiting, tmp_path, monkeypatch):
    page, said = page_of(qtbot, school, tmp_path)
    page.list.seen_to_end = False
    sheets = answer(monkeypatch, HOST)
    page.sign_ticked()
    assert not sheets
    assert "看到最后一张" in said.said[-1]


def test_that_the_sheet_shows_figures_capitals_and_the_declaration(qtbot):
    sheet = SignSheet(SignSummary(18, Money(1820450), 16, 0, "法定代表人"))
    qtbot.addWidget(sheet)
    from PySide6.QtWidgets import QLabel

    words = "\n".join(label.text() for label in sheet.findChildren(QLabel))
    assert "¥18,204.50" in words
    assert "人民币壹万捌仟贰佰零肆元伍角整" in words
    assert "本人已核对票据真实性及财务制度符合性（第四条）" in words
    assert "16 / 18 张" in words


def test_that_the_sheet_wants_a_password(qtbot):
    sheet = SignSheet(SignSummary(1, Money(100), 1, 0, "主持人"))
    qtbot.addWidget(sheet)
    sheet.accept()
    assert sheet.result() == 0
    assert sheet.complaint.text()


def test_that_a_number_key_takes_a_usual_reason(qtbot):
    dialog = SendBackDialog("读书沙龙用品")
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.reasons.hasFocus)
    before = dialog.reason.toPlainText()
    qtbot.keyClick(dialog.reasons, Qt.Key.Key_3)
    assert (before, dialog.reason.toPlainText()) == ("", "金额与票据不一致")


def test_that_checks_that_do_not_apply_stay_away(qtbot):
    strip = CheckStrip()
    qtbot.addWidget(strip)
    strip.set_checks(
        (CheckRow("预算内", "", True), CheckRow("差旅标准", "", None), CheckRow("附件齐全", "第三条", False))
    )
    from PySide6.QtWidgets import QLabel

    assert [label.text() for label in strip.findChildren(QLabel)] == [
        "已核对 2 项，通过 1 项",
        "! 附件齐全（第三条）",
        "✓ 预算内",
    ]


def test_that_the_strip_says_who_must_sign_next(qtbot):
    strip = SignatureStrip(lambda: ("主持人", "教研室主任"))
    qtbot.addWidget(strip)
    strip.set_signatures("王敏", "06-01 09:00", (SignatureRow(3, "host", "陈静", "approve", "", AT, "abc", True),))
    assert [(step.name, step.mark) for step in strip.steps] == [("王敏", "done"), ("陈静", "done"), ("待签", "next")]
    assert [step.heading for step in strip.steps][1:] == ["主持人", "教研室主任"]


def test_that_a_voided_signature_no_longer_counts(qtbot):
    strip = SignatureStrip(lambda: ("主持人", "教研室主任"))
    qtbot.addWidget(strip)
    strip.set_signatures("王敏", "", (SignatureRow(3, "host", "陈静", "approve", "", AT, "abc", False),))
    assert [step.mark for step in strip.steps] == ["done", "next", "waiting"]


def test_that_evidence_files_follow_the_voucher(qtbot, school, tmp_path):
    sha256 = school.ledger.store_evidence(b"%PDF-1.4", "书目.pdf")
    school.submit(a_voucher(attachments=(Attachment("book_list", sha256, "书目.pdf"),)))
    page, _ = page_of(qtbot, school, tmp_path)
    qtbot.waitUntil(lambda: page._document is not None)
    assert [file.name for file in page.view.evidence.evidence()] == ["书目.pdf"]


def test_that_the_fields_of_a_claimed_file_are_boxed_for_the_signer(qtbot, school, tmp_path):
    path = tmp_path / "书城发票.ofd"
    write_ofd(path, specimen_books())
    [read] = read_invoice_bytes(path.read_bytes(), path.name)
    sha256 = school.ledger.store_evidence(path.read_bytes(), path.name)
    plain = a_voucher(str(read.total), number=read.number)
    claims = tuple(replace(claim, file=sha256) for claim in plain.invoices)
    files = (*plain.attachments, Attachment("invoice", sha256, path.name))
    school.submit(replace(plain, invoices=claims, attachments=files), reason="书目随后补")
    page, _ = page_of(qtbot, school, tmp_path)
    canvas = page.view.evidence.canvas
    qtbot.waitUntil(lambda: canvas.highlight("seller"), timeout=20_000)
    assert [file.claims_only for file in page.view.evidence.evidence()] == [True]
    assert canvas.highlight("line-1")
