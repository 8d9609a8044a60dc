"""What helps while an expense is typed: fees and trips filled in, articles one key away, a city's figure entered."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from studio_ledger.model.finding import Finding, Severity
from studio_ledger.model.money import Money
from tests.builders import a_voucher
from tests.ui.desks import a_desk, settled, shown
from ui.dialogs.lecture_fee import LectureFeeDialog
from ui.dialogs.trip_ceiling import TripDialog
from ui.pages.entry import EntryPage, aids

DAY = dt.date(2020, 6, 1)


@pytest.fixture
def desk(school, tmp_path):
    return a_desk(school, school.finance, tmp_path)


@pytest.fixture
def page(qtbot, desk):
    return shown(qtbot, EntryPage(desk))


def a_finding(code, message="不对", line=None):
    return Finding(code, Severity.BLOCK, "经费使用管理办法第四条", message, line)


def test_that_a_fee_typed_net_shows_gross_and_tax_and_the_other_way(qtbot, desk):
    dialog = LectureFeeDialog(desk, DAY, fills=True)
    qtbot.addWidget(dialog)
    qtbot.keyClicks(dialog.net, "1000")
    assert dialog.gross.money() == Money.yuan(1050)
    dialog.gross.clear()
    qtbot.keyClicks(dialog.gross, "2300")
    assert dialog.net.money() == Money.yuan(2000)
    assert "高于上限" in dialog.told.text(), "two hours of a 副高级 are 1000"
    dialog.title.set_value("senior")
    assert "高于上限" not in dialog.told.text()


def test_that_earlier_pay_of_the_month_is_taxed_with_it(qtbot, desk):
    dialog = LectureFeeDialog(desk, DAY, fills=True)
    qtbot.addWidget(dialog)
    qtbot.keyClicks(dialog.earlier, "500")
    qtbot.keyClicks(dialog.net, "500")
    assert dialog.answer().fee.tax == Money.yuan(50)


def test_that_a_fee_fills_the_lectures_particulars(qtbot, page, monkeypatch):
    def ask(desk, day, **_):
        dialog = LectureFeeDialog(desk, day, fills=True)
        qtbot.addWidget(dialog)
        qtbot.keyClicks(dialog.net, "1000")
        return dialog.answer()

    monkeypatch.setattr(LectureFeeDialog, "ask", ask)
    page.form.load(a_voucher(category="lecture"))
    page.aids.reckon_lecture()
    section = page.form.details.values()["lecture"]
    assert section == {
        "title": "associate_senior", "hours": 2, "half_days": 1, "after_tax": "1000.00", "tax": "50.00",
    }  # fmt: skip


def test_that_a_trip_fills_days_nights_and_allowances(qtbot, page, monkeypatch):
    def ask(desk, day, **_):
        dialog = TripDialog(desk, day, fills=True)
        qtbot.addWidget(dialog)
        dialog.city.setText("青岛")
        dialog.last.set_date(day + dt.timedelta(days=2))
        dialog.persons.set_number(2)
        return dialog.answer()

    monkeypatch.setattr(TripDialog, "ask", ask)
    page.form.load(replace(a_voucher(category="field_visit"), date=DAY))
    page.aids.reckon_trip()
    travel = page.form.details.values()["travel"]
    assert travel == {
        "city": "青岛", "first": "2020-06-01", "days": 3, "nights": 2, "persons": 2,
        "meals": "600.00", "local_transport": "480.00",
    }  # fmt: skip


def test_that_the_sheet_carries_what_was_worked_out(qtbot, desk):
    dialog = LectureFeeDialog(desk, DAY, name="周敏")
    qtbot.addWidget(dialog)
    qtbot.keyClicks(dialog.net, "1000")
    receipt = dialog.receipt()
    assert (receipt.name, receipt.net, receipt.gross) == ("周敏", Money.yuan(1000), Money.yuan(1050))
    assert receipt.titles == ("主持人", "法定代表人")


def test_that_a_finding_marks_the_field_it_is_about(page):
    page.aids.mark((a_finding("payment.cash", "现金超限"), a_finding("ban.personal", "烟", line=1)))
    field = page.form.payment.parentWidget()
    assert field.mark.toolTip() == "现金超限"
    assert not page.form.purpose.property("marked"), "a finding about a line stands at the line"
    page.aids.mark(())
    assert field.mark.isHidden()


def test_that_the_article_is_one_key_away(page):
    page.foot.rules.set_findings((a_finding("evidence.missing"),))
    page.foot.rules.toggle_article()
    assert "双方签字后" in page.foot.rules._rows[0]._article.text()


def test_that_only_an_unverified_figure_offers_the_citys_paper(qtbot, page, monkeypatch):
    asked = []
    monkeypatch.setattr(aids, "enter_city_paper", lambda _window, _desk, kinds: asked.append(kinds))
    sure = a_finding("standard.lecture_fee", "高于标准（财行〔2016〕540号）")
    unsure = a_finding("standard.lodging", "高于标准（财行〔2015〕497号，来源未核实，可录入本市文件）")
    page.foot.rules.set_findings((sure, unsure))
    links = [row.findChild(type(row._unfold), "enterStandard") for row in page.foot.rules._rows]
    assert [link is not None for link in links] == [False, True]
    links[1].click()
    assert asked == [["lodging"]]
    settled(qtbot, page.desk)
