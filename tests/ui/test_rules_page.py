"""规则库: articles and rules linked both ways, a sentence tried out, the figures in force, and a city's paper."""

from __future__ import annotations

import datetime as dt
import time
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl

from studio_ledger.model.paper import Figure
from studio_ledger.rules import load_pack, load_policy
from studio_ledger.rules.packs import measures_text
from tests.core.test_papers import a_paper
from tests.ui.desks import Said, a_desk, settled, shown
from ui import theme
from ui.dialogs.city_figures import read_months
from ui.dialogs.city_paper import CityPaperDialog
from ui.pages import city_papers
from ui.pages.city_papers import paper_todos
from ui.pages.rules import RulesPage
from ui.pages.rules_text import MeasuresText, paragraphs
from ui.pages.signing_documents import load_document

DAY = dt.date(2020, 1, 1)
HEIGHTS = [(1190, 620), (1190, 684), (1600, 900)]


@pytest.fixture
def page(qtbot, school, tmp_path):
    return shown(qtbot, RulesPage(a_desk(school, school.finance, tmp_path)))


def fill(dialog, tmp_path):
    file = tmp_path / "深财行.pdf"
    file.write_bytes(b"%PDF-1.4 paper")
    dialog.title.setText("市级机关培训费管理办法")
    dialog.number.setText("深财行〔2020〕1号")
    dialog.first.set_date(DAY)
    dialog.take_file(file)
    row = dialog.figures.rows[0]
    row.set_place("lecture", "senior")
    row.value.set_number(800)


def test_that_every_article_cited_stands_in_the_text_once():
    for pack in ("", "cn-jx-jgs-msgzs"):
        policy = load_pack(pack)
        told = paragraphs(measures_text(policy.id), policy.articles)
        assert sorted(one.article for one in told if one.article) == sorted(policy.articles)


def test_that_the_plans_paragraph_is_found_under_its_part():
    policy = load_policy()
    told = paragraphs(measures_text(policy.id), policy.articles)
    [plan] = [one for one in told if one.article == "建设方案第五部分第一款"]
    assert "黄牌警告" in plan.text


def test_that_a_clicked_article_shows_its_rules_and_a_rule_its_article(page):
    tab = page.articles
    place = next(at for at, one in enumerate(tab.text._told) if one.article == "经费使用管理办法第五条")
    tab.text.anchorClicked.emit(QUrl(f"#a{place}"))
    assert {row.code for row in tab.table.rows()} == {"ban.personal", "ban.school_operating", "suspect.tourism"}
    tab.choose("")
    tab.table.setFocus()
    tab.table.set_current(next(at for at, row in enumerate(tab.table.rows()) if row.code == "payment.cash"))
    assert "现金结算起点" in tab.detail.text()


def test_that_a_search_leaves_the_rules_that_have_the_word(page):
    page.articles.search.setText("住宿费")
    assert [row.code for row in page.articles.table.rows()] == ["standard.lodging"]
    page.articles.search.setText("没有的词")
    assert page.articles.table.rows() == ()
    assert "没有这样的规则" in page.articles.detail.text()


def test_that_a_sentence_is_judged_with_each_key_and_soon(page):
    trial = page.articles.trial
    trial.amount.setText("300")
    begun = time.perf_counter()
    for end in range(1, 9):
        trial.sentence.setText("购买中华香烟两条"[:end])
    assert (time.perf_counter() - begun) / 8 < 0.05
    assert "ban.personal" in [finding.code for finding in trial.findings.findings()]
    trial.findings.located.emit(trial.findings.findings()[0])
    assert page.articles.article.value() == "经费使用管理办法第五条"


def test_that_unverified_figures_bear_a_mark_and_can_be_filtered(page):
    tab = page.standards
    tab.status.set_value("unverified")
    assert tab.table.rows()
    assert {one.status for one in tab.table.rows()} == {"unverified"}
    assert "⚠" in tab._status(tab.table.rows()[0])
    tab.search.setText("青岛")
    assert {one.key for one in tab.table.rows()} == {"青岛"}
    tab.status.set_value("")
    tab.search.clear()
    tab.day.set_date(dt.date(2010, 1, 1))
    assert tab.table.rows() == ()


@pytest.mark.parametrize(
    ("text", "months"),
    [("", ()), ("7-9", (7, 8, 9)), ("11,12,1月", (1, 11, 12)), ("11-2", (1, 2, 11, 12)), ("13", None), ("夏", None)],
)
def test_that_a_season_is_read(text, months):
    assert read_months(text) == months


def test_that_a_paper_is_refused_until_it_is_whole(qtbot, school, tmp_path):
    dialog = CityPaperDialog("s1", school.ledger.policy, DAY)
    qtbot.addWidget(dialog)
    assert "文件名称" in dialog.problem()
    fill(dialog, tmp_path)
    assert dialog.problem() == ""
    dialog.figures.rows[0].months.setText("13")
    assert "第 1 行" in dialog.problem()
    dialog.figures.rows[0].months.clear()
    dialog.last.set_date(DAY - dt.timedelta(days=1))
    assert "失效日期" in dialog.problem()


def test_that_a_paper_entered_waits_for_both_and_is_listed(qtbot, page, school, tmp_path, monkeypatch):
    said = Said(page.desk)

    def ask(studio, policy, today, kinds, parent):
        dialog = CityPaperDialog(studio, policy, today, kinds, parent)
        fill(dialog, tmp_path)
        return dialog.answer()

    monkeypatch.setattr(city_papers.CityPaperDialog, "ask", ask)
    page.standards.enter()
    settled(qtbot, page.desk)
    qtbot.waitUntil(lambda: len(page.standards.papers.rows()) == 1)
    [(paper, state)] = page.standards.papers.rows()
    assert paper.figures == (Figure("lecture", "senior", Decimal(800)),)
    assert state.value == "submitted"
    assert "已提交" in said.said[0]


def test_that_rows_begin_with_the_kinds_asked_for(qtbot, school):
    dialog = CityPaperDialog("s1", school.ledger.policy, DAY, ("meals", "lodging"))
    qtbot.addWidget(dialog)
    places = [(row.kind.value(), row.key()) for row in dialog.figures.rows]
    assert places == [("meals", ""), ("meals", "high"), ("lodging", ""), ("", "")]


def test_that_finance_is_asked_for_the_citys_papers_and_the_host_is_not(school, tmp_path):
    finance = a_desk(school, school.finance, tmp_path)
    [todo] = paper_todos(finance)
    assert (todo.page, todo.tab, todo.count) == ("rules", "standards", 3)
    assert paper_todos(a_desk(school, school.host, tmp_path)) == ()
    places = (("lodging", "深圳"), ("training", ""), ("lecture", "senior"))
    figures = tuple(Figure(kind, key, Decimal(1)) for kind, key in places)
    school.ledger.propose_paper(school.finance, a_paper(school, figures=figures), "paper-1")
    assert paper_todos(finance) == ()


@pytest.mark.parametrize("size", HEIGHTS)
def test_that_the_page_fits_every_height(qtbot, school, tmp_path, size):
    page = shown(qtbot, RulesPage(a_desk(school, school.finance, tmp_path)), size)
    for tab in ("articles", "standards"):
        page.arguments(tab=tab)
        assert page.minimumSizeHint().width() <= size[0]
        assert page.minimumSizeHint().height() <= size[1]
    assert page.standards.enter_button.isVisible()


def test_that_the_signers_see_each_new_figure_beside_the_old_one(school):
    figures = (Figure("lecture", "senior", Decimal(800)), Figure("lodging", "惠州", Decimal(300), (7, 8, 9)))
    school.ledger.propose_paper(school.finance, a_paper(school, figures=figures), "paper-1")
    [row] = school.ledger.to_sign(school.host)
    document = load_document(school.ledger, row)
    assert [cells[1:] for cells in document.paper.rows] == [("正高级", "1000", "800"), ("惠州 7-9 月", "500", "300")]
    assert [one.name for one in document.evidence] == ["深财行.pdf"]


def test_that_the_measures_can_be_read_after_the_theme_changed(qtbot, page, qapp):
    text = page.findChild(MeasuresText)
    theme.apply(qapp, "light")
    light = theme.color("text").name()
    qtbot.waitUntil(lambda: light in text.toHtml())
    try:
        theme.apply(qapp, "dark")
        dark = theme.color("text").name()
        assert dark != light
        qtbot.waitUntil(lambda: dark in text.toHtml() and light not in text.toHtml())
    finally:
        theme.apply(qapp, "light")


def test_that_a_papers_file_name_has_a_line_of_its_own(qtbot, school):
    dialog = CityPaperDialog("s1", school.ledger.policy, DAY)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.take_file(Path("深圳市市直党政机关和事业单位差旅费管理办法.pdf"))
    assert dialog.file_name.text() == dialog.file_name.whole()
