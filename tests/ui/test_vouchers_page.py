import hashlib

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from studio_ledger.model.voucher import State
from tests.builders import School, a_voucher
from tests.reports.reading import page_texts
from tests.ui.desks import Said, a_desk, settled, shown
from ui.dialogs.attach_evidence import AttachDialog, LateEvidence
from ui.dialogs.reverse import ReasonDialog
from ui.pages import vouchers_work
from ui.pages.vouchers import VouchersPage
from ui.pages.vouchers_actions import ACTIONS, permitted
from ui.widgets.filter_bar import Choice, FilterBar


@pytest.fixture
def school(tmp_path):
    made = School(tmp_path)
    made.fund()
    made.post(a_voucher("290.00", number="10000001"))
    signed = made.submit(a_voucher("310.00", number="10000002", purpose="购买研讨用书"))
    made.sign_both(signed)
    made.submit(a_voucher("77.00", number="10000003", purpose="购买教学刊物"))
    yield made
    made.ledger.close()


@pytest.fixture
def page(qtbot, school, tmp_path):
    made = VouchersPage(a_desk(school, school.finance, tmp_path))
    made.told = Said(made.desk)
    return shown(qtbot, made)


def choose(qtbot, page, state):
    """Make the first voucher of this state current."""
    place = next(at for at, row in enumerate(page.table.rows()) if row.state is state)
    page.table.set_current(place)
    settled(qtbot, page.desk)
    return page.table.current_row()


def offered(page):
    return {name for name, button in page.buttons.items() if button.isVisible()}


def test_that_count_and_sum_of_the_filter_are_always_shown(page):
    assert page.filter_bar.totals.text() == "共 3 张 · 合计 ¥677.00"


def test_that_a_state_chip_narrows_the_list(qtbot, page):
    page.filter_bar.chips[State.SIGNED].click()
    settled(qtbot, page.desk)
    assert [row.purpose for row in page.table.rows()] == ["购买研讨用书"]
    assert page.filter_bar.totals.text() == "共 1 张 · 合计 ¥310.00"


def test_that_typing_in_the_search_finds_by_purpose(qtbot, page):
    qtbot.keyClicks(page.filter_bar.search, "77")
    page.filter_bar.search.setText("刊物")
    qtbot.waitUntil(lambda: [row.purpose for row in page.table.rows()] == ["购买教学刊物"])


def test_that_the_filter_is_there_again_next_time(qtbot, page, school, tmp_path):
    page.filter_bar.chips[State.POSTED].click()
    settled(qtbot, page.desk)
    again = shown(qtbot, VouchersPage(a_desk(school, school.finance, tmp_path)))
    assert again.filter_bar.choice().states == ("posted",)


@pytest.mark.parametrize(
    ("state", "names"),
    [
        (State.SUBMITTED, {"withdraw", "attach", "print", "print_all"}),
        (State.SIGNED, {"post", "withdraw", "attach", "print", "print_all"}),
        (State.POSTED, {"refund", "correct", "reverse", "attach", "entries", "print", "print_all"}),
    ],
)
def test_that_finance_is_offered_what_the_state_allows(qtbot, page, state, names):
    choose(qtbot, page, state)
    assert offered(page) == names


def test_that_a_host_may_only_print(qtbot, school, tmp_path):
    page = shown(qtbot, VouchersPage(a_desk(school, school.host, tmp_path)))
    choose(qtbot, page, State.SIGNED)
    assert offered(page) == {"print", "print_all"}


def test_that_posting_asks_first_and_gives_the_next_number(qtbot, page, school, monkeypatch):
    row = choose(qtbot, page, State.SIGNED)
    asked = []
    monkeypatch.setattr(vouchers_work, "confirmed", lambda *words: asked.append(words) or True)
    page.do("post")
    settled(qtbot, page.desk)
    assert asked[0][2] == "入账 1 张"
    assert school.ledger.voucher(row.id).row.number == "0002"


def test_that_an_unsigned_voucher_cannot_be_posted_by_key(qtbot, page, school):
    row = choose(qtbot, page, State.SUBMITTED)
    qtbot.keyClick(page, Qt.Key.Key_F9)
    settled(qtbot, page.desk)
    assert school.ledger.voucher(row.id).row.state is State.SUBMITTED


def test_that_a_withdrawn_voucher_can_be_voided_or_typed_anew(qtbot, page):
    choose(qtbot, page, State.SUBMITTED)
    page.do("withdraw")
    settled(qtbot, page.desk)
    row = choose(qtbot, page, State.WITHDRAWN)
    assert offered(page) == {"edit", "void", "print", "print_all"}
    page.do("edit")
    assert page.told.went == [("entry", {"voucher": row.id})]


def test_that_a_void_keeps_its_reason_in_the_timeline(qtbot, page, school, monkeypatch):
    row = choose(qtbot, page, State.SUBMITTED)
    page.do("withdraw")
    settled(qtbot, page.desk)
    choose(qtbot, page, State.WITHDRAWN)
    monkeypatch.setattr(ReasonDialog, "ask", lambda *_: "重复提交")
    page.do("void")
    settled(qtbot, page.desk)
    assert school.ledger.voucher(row.id).row.state is State.VOID


def test_that_a_reversal_waits_for_signatures(qtbot, page, monkeypatch):
    choose(qtbot, page, State.POSTED)
    monkeypatch.setattr(vouchers_work, "ask_reversal", lambda *_: "金额录错")
    page.do("reverse")
    settled(qtbot, page.desk)
    assert any(row.purpose.startswith("注销") and row.amount.fen == -29000 for row in page.table.rows())


def test_that_evidence_can_be_added_later(qtbot, page, school, tmp_path, monkeypatch):
    row = choose(qtbot, page, State.POSTED)
    file = tmp_path / "签收单.pdf"
    file.write_bytes(b"%PDF-1.4")
    monkeypatch.setattr(AttachDialog, "ask", lambda *_: LateEvidence(file, "photo"))
    page.do("attach")
    settled(qtbot, page.desk)
    assert [name for _, _, name in school.ledger.voucher(row.id).late_evidence] == ["签收单.pdf"]


def test_that_the_sheet_is_written_where_it_is_wanted(qtbot, page, tmp_path, monkeypatch):
    choose(qtbot, page, State.POSTED)
    target = tmp_path / "out.pdf"
    opened = []
    monkeypatch.setattr(vouchers_work.QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    monkeypatch.setattr("ui.pages.report_files.open_file", opened.append)
    page.do("print")
    settled(qtbot, page.desk)
    assert target.read_bytes().startswith(b"%PDF")
    assert opened == [target]


def test_that_vouchers_are_printed_with_their_evidence_behind_them(qtbot, page, school, tmp_path, monkeypatch):
    rows = page.table.rows()
    photo = tmp_path / "签收单.png"
    image = QImage(300, 400, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.green)
    image.save(str(photo))
    posted = next(row for row in rows if row.state is State.POSTED)
    school.ledger.attach(
        school.finance, posted.id, "photo", school.ledger.store_evidence(photo.read_bytes(), photo.name), photo.name
    )
    target = tmp_path / "out.pdf"
    monkeypatch.setattr(vouchers_work.QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    monkeypatch.setattr("ui.pages.report_files.open_file", lambda _: None)
    page.work.do("print_all", rows)
    settled(qtbot, page.desk)
    texts = page_texts(target)
    assert sum("记账凭证" in text for text in texts) == len(rows)
    own = next(place for place, text in enumerate(texts) if f"凭证号{posted.number}" in text)
    behind = texts[own + 1 :]
    assert any("附件签收单.png" in text and f"凭证号{posted.number}" in text for text in behind)
    digest = hashlib.sha256(photo.read_bytes()).hexdigest()[:16]
    assert sum(f"SHA-256{digest}第1页/共1页" in text for text in texts) == 1


def test_that_a_sheet_that_cannot_be_written_is_told(qtbot, page, tmp_path, monkeypatch):
    choose(qtbot, page, State.POSTED)
    target = tmp_path / "no folder" / "out.pdf"
    monkeypatch.setattr(vouchers_work.QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page.do("print")
    settled(qtbot, page.desk)
    assert "无法写入“out.pdf”" in page.told.complaints[0]


def test_that_the_panel_shows_the_chosen_voucher(qtbot, page):
    choose(qtbot, page, State.POSTED)
    assert page.inspector.paper.paper.stamp == "已入账"
    assert [step.name for step in page.inspector.signatures.steps] == ["王敏", "陈静", "李卫东"]


def test_that_the_wide_list_shows_who_signed(qtbot, page):
    page.detail_button.click()
    assert not page.inspector.isVisible()
    assert not page.table.isColumnHidden(10)


def test_that_a_list_without_hits_says_so(qtbot, page):
    page.filter_bar.search.setText("没有这样的凭证")
    qtbot.waitUntil(page.empty.isVisible)
    assert "清除筛选" in page.empty.text.text()


def test_that_navigation_brings_a_state(qtbot, page):
    page.arguments(states=("signed",))
    settled(qtbot, page.desk)
    assert [row.state for row in page.table.rows()] == [State.SIGNED]


def test_that_several_vouchers_are_posted_or_printed_together(page):
    rows = page.table.rows()
    names = {action.name for action in ACTIONS if permitted(action, rows, dict.fromkeys(STEPS, True), read_only=False)}
    assert names == {"post", "print_all"}


def test_that_a_read_only_ledger_allows_looking_and_printing_alone(page):
    for row in page.table.rows():
        may = dict.fromkeys(STEPS, True)
        names = {action.name for action in ACTIONS if permitted(action, [row], may, read_only=True)}
        assert names == {"print", "print_all"} | ({"entries"} if row.state is State.POSTED else set())


STEPS = ("submit", "withdraw", "void", "post", "attach", "read")


def test_that_choosing_by_program_tells_nobody(qtbot):
    bar = FilterBar()
    qtbot.addWidget(bar)
    with qtbot.assertNotEmitted(bar.changed, wait=150):
        bar.set_choice(Choice(states=("posted",), search="书"))
    assert bar.choice() == Choice(states=("posted",), search="书")
