"""The inbox through the real window, by keys: seen as the same, judged, registered, claimed for the rest."""

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, Qt, QTimer, QUrl
from PySide6.QtGui import QGuiApplication

from studio_ledger.model.money import Money
from studio_ledger.model.original import CheckResult
from tests.inbox_files import DAY, an_invoice_file
from tests.window_driver import CONTROL, WindowDriver


@pytest.fixture
def driver(qtbot, qapp, monkeypatch, tmp_path, school):
    driver = WindowDriver(qtbot, qapp, monkeypatch, tmp_path)
    driver.sit_down(school.ledger, school.finance)
    return driver


def _files(folder, *names):
    return [an_invoice_file(folder / "票", name, last=place) for place, name in enumerate(names, 1)]


def _post_part(school, path, yuan):
    item = school.ledger.add_to_inbox(school.finance, path)
    content = school.ledger.draft_from_inbox(school.finance, "s1", [item.id])
    part = Money.yuan(yuan)
    claim = replace(content.invoices[0], claimed=part)
    content = replace(content, invoices=(claim,), lines=(replace(content.lines[0], amount=part),))
    return school.post(content, "书目后补")


# ---- coming in ---------------------------------------------------------------------------


def test_that_a_folder_is_read_and_every_files_outcome_told(driver, tmp_path):
    first, _ = _files(tmp_path, "一.xml", "二.pdf")
    (tmp_path / "票" / "坏.pdf").write_bytes(b"%PDF-1.4 broken")
    (tmp_path / "票" / "再存一次.xml").write_bytes(first.read_bytes())
    driver.go("inbox")
    driver.drop([tmp_path / "票"])
    assert len(driver.inbox()) == 3
    assert {"坏.pdf", "二.pdf"} < set(driver.inbox())
    outcomes = dict(driver.outcomes())
    assert sorted(outcomes.values()) == ["已放入", "已放入", "已有", "读不出"]
    assert outcomes["坏.pdf"] == "读不出"


def test_that_files_dropped_on_another_page_come_into_the_inbox(driver, tmp_path):
    driver.go("home")
    driver.drop(_files(tmp_path, "一.xml"))
    assert driver.page().name == "inbox"
    assert driver.inbox() == ["一.xml"]


def test_that_files_are_pasted(driver, tmp_path):
    [path] = _files(tmp_path, "一.xml")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    QGuiApplication.clipboard().setMimeData(mime)
    page = driver.go("inbox")
    driver.press(Qt.Key.Key_V, CONTROL, page)
    driver.rest()
    assert driver.inbox() == ["一.xml"]


def test_that_a_cancelled_batch_keeps_what_was_read(driver, tmp_path, monkeypatch):
    _files(tmp_path, *(f"{place:02}.xml" for place in range(20)))
    page = driver.go("inbox")
    tasks = page.desk.tasks
    tasks.started.connect(lambda task: task.progressed.connect(lambda done, *_: task.cancel() if done >= 4 else None))
    driver.drop([tmp_path / "票"])
    kept = len(driver.inbox())
    assert 4 <= kept < 20
    assert f"其余 {20 - kept} 个没有读" in driver.notice()


def test_that_the_window_answers_while_a_batch_is_read(driver, tmp_path):
    _files(tmp_path, *(f"{place:02}.xml" for place in range(30)))
    beats = []
    timer = QTimer(driver.window, interval=10)
    timer.timeout.connect(lambda: beats.append(None))
    timer.start()
    driver.go("inbox")
    driver.drop([tmp_path / "票"])
    timer.stop()
    assert len(driver.inbox()) == 30
    assert len(beats) >= 5


# ---- the same, and the rest ----------------------------------------------------------------


def test_that_a_part_leaves_its_rest_to_be_claimed(driver, school, tmp_path):
    [path] = _files(tmp_path, "一.xml")
    _post_part(school, path, "600")
    assert driver.inbox() == ["一.xml"]
    assert driver.states()["一.xml"] == ("余 400.00 可报", "未查验")
    assert any("已报 600.00，余 400.00 可报" in fact for fact in driver.facts("一.xml"))
    driver.claim(["一.xml"])
    [claim] = driver.page().form.invoices.claims()
    assert (claim.claimed, claim.total) == (Money.yuan(400), Money.yuan(1000))
    assert driver.page().form.category_field.note.text() == "按税收简称“印刷品”"


def test_that_the_earlier_voucher_is_one_click_away(driver, school, tmp_path):
    xml = an_invoice_file(tmp_path, "一.xml")
    voucher = _post_part(school, xml, "1000")
    school.ledger.add_to_inbox(school.finance, an_invoice_file(tmp_path, "另一份.pdf"))
    assert driver.states()["另一份.pdf"][0] == "已报销过"
    assert "与 0001 号凭证是同一张发票" in driver.facts("另一份.pdf")[0]
    driver.follow()
    assert driver.page().name == "vouchers"
    assert [row.id for row in driver.page().table.selected_rows()] == [voucher]


def test_that_a_look_alike_is_a_hint_that_leads_to_the_other_file(driver, school, tmp_path):
    school.ledger.add_to_inbox(school.finance, an_invoice_file(tmp_path, "一.xml"))
    other = an_invoice_file(tmp_path, "二.xml", last=2, day=DAY + dt.timedelta(days=2))
    school.ledger.add_to_inbox(school.finance, other)
    assert driver.states()["二.xml"][0] == "未用·疑似重复"
    assert "不一定是重复" in driver.facts("二.xml")[0]
    driver.show_originals("doubled")
    assert driver.inbox() == ["二.xml"]
    driver.choose(["二.xml"])
    driver.follow()
    assert driver.page().table.current_row().item.name == "一.xml"


def test_that_the_list_is_searched_by_seller_number_and_goods(driver, school, tmp_path):
    for path in (*_files(tmp_path, "一.xml"), an_invoice_file(tmp_path, "笔.xml", last=7, item="*文具*中性笔")):
        school.ledger.add_to_inbox(school.finance, path)
    assert driver.find_original("中性笔") == ["笔.xml"]
    assert sorted(driver.find_original("示例图书 1000")) == ["一.xml", "笔.xml"]
    assert driver.find_original("没有这家") == []


def test_that_sources_are_told_on_demand(driver, school, tmp_path):
    school.ledger.add_to_inbox(school.finance, an_invoice_file(tmp_path, "一.pdf"))
    driver.choose(["一.pdf"])
    words = driver.sources()
    assert words[words.index("号码") + 1] in {"二维码", "版面文字"}
    assert "价税合计" in words


# ---- judging -------------------------------------------------------------------------------


def test_that_a_refused_original_leaves_the_claimable_and_enters_the_register(driver, school, tmp_path):
    school.ledger.add_to_inbox(school.finance, an_invoice_file(tmp_path, "一.xml"))
    driver.refuse("一.xml", "抬头系伪造")
    assert driver.states()["一.xml"][0] == "已拒收"
    assert not driver.page().view.merge_button.isEnabled()
    [stop] = school.ledger.stops()
    assert (stop.reason, stop.told) == ("抬头系伪造", "李卫东")
    assert driver.register() == [("拒收", "未了")]
    driver.lift_first("核实无误")
    assert driver.register() == [("拒收", "已撤销")]
    driver.show_originals("open")
    assert driver.states()["一.xml"][0] == "未用"


def test_that_turning_away_refuses_nothing(driver, school, tmp_path):
    school.ledger.add_to_inbox(school.finance, an_invoice_file(tmp_path, "一.xml"))
    driver.refuse("一.xml", "手误", by_mistake=True)
    assert school.ledger.stops() == ()


def test_that_an_original_is_sent_back_and_its_successor_claimed(driver, school, tmp_path):
    old, new = _files(tmp_path, "错.xml", "重开.xml")
    school.ledger.add_to_inbox(school.finance, old)
    driver.send_back_original("错.xml", "税号写错，请重开")
    assert driver.states()["错.xml"][0] == "退回补正中"
    driver.drop([new])
    assert driver.register() == [("退回补正", "未了")]
    driver.mend_first()
    assert driver.register() == [("退回补正", "已补正")]
    [stop] = school.ledger.stops()
    assert stop.mended.name == "重开.xml"
    driver.show_originals("open")
    driver.claim(["重开.xml"])


def test_that_several_checks_are_recorded_at_once_and_a_bad_one_blocks(driver, school, tmp_path):
    for path in _files(tmp_path, "一.xml", "二.xml"):
        school.ledger.add_to_inbox(school.finance, path)
    driver.check_originals(["一.xml", "二.xml"], CheckResult.SAME)
    assert {check for _, check in driver.states().values()} == {"一致 06-01"}
    driver.check_originals(["二.xml"], CheckResult.UNKNOWN)
    assert driver.states()["二.xml"] == ("查验不符", "查无此票")
    driver.choose(["二.xml"])
    assert not driver.page().view.merge_button.isEnabled()
    driver.claim(["一.xml"])
    assert "一致 2020-06-01，王敏 查" in driver.page().form.invoices.findChild(object, "invoiceSaid_0").text()


# ---- paper ---------------------------------------------------------------------------------


def test_that_a_paper_invoice_is_typed_with_remarks_and_claimed(driver, school):
    remarks = driver.register_paper(
        number="82219188",
        code="044031900111",
        issued_on="2020-05-11",
        seller="深圳书城",
        seller_tax_id="91110302562134916X",
        total="109.00",
        capitals="壹佰元整",
    )
    assert any("销售方税号校验位不符" in remark for remark in remarks)
    assert any("大写金额为 100.00" in remark for remark in remarks)
    [item] = school.ledger.inbox()
    assert (item.origin, item.invoices[0].total, item.added_by) == ("paper", Money.yuan(109), "王敏")
    assert driver.states() == {"纸质发票 82219188": ("未用", "未查验")}
    driver.claim(["纸质发票 82219188"])
    assert driver.page().form.invoices.claims()[0].number == "82219188"


def test_that_a_host_looks_and_judges_nothing(qtbot, qapp, monkeypatch, tmp_path, school):
    from tests.ui.desks import a_desk, shown
    from ui.pages.inbox import InboxPage

    page = shown(qtbot, InboxPage(a_desk(school, school.host, tmp_path)))
    assert not page.view.deeds_button.isVisible()
    assert not page.view.paper_button.isVisible()
    page.deeds.register_paper()
    assert school.ledger.inbox() == ()
