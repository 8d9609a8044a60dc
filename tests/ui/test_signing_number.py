"""What moves no money shows no sum to its signers: a city's paper shows its number in that place."""

from __future__ import annotations

from tests.builders import a_voucher
from tests.core.test_papers import a_paper
from tests.ui.desks import a_desk, shown
from ui.pages.signing import SigningPage


def test_that_a_citys_paper_shows_its_number_and_no_sum(qtbot, school, tmp_path):
    school.ledger.propose_paper(school.finance, a_paper(school), "paper-1")
    page = shown(qtbot, SigningPage(a_desk(school, school.host, tmp_path)))
    qtbot.waitUntil(lambda: page.view.amount.text() == "深财行〔2020〕1号")
    assert "零元" not in page.view.capitals.text()
    assert "市级机关培训费管理办法" in page.view.capitals.text()


def test_that_a_voucher_shows_its_sum(qtbot, school, tmp_path):
    school.submit(a_voucher())
    page = shown(qtbot, SigningPage(a_desk(school, school.host, tmp_path)))
    qtbot.waitUntil(lambda: page.view.amount.text() == "¥290.00")
    qtbot.waitUntil(lambda: "贰佰玖拾元" in page.view.capitals.text())
