"""The opening on paper: every row that both sign, the balances by year and source, and who has signed already."""

import pytest

from reports import fonts, style, writer
from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from tests.builders import School
from tests.core.test_opening import an_expense, an_income, an_opening
from tests.reports.builders import LONG_NAME, an_opening_sheet
from tests.reports.reading import page_texts


@pytest.fixture
def school(tmp_path):
    made = School(tmp_path)
    yield made
    made.ledger.close()


def test_that_all_rows_and_balances_stand_on_the_sheet(school, tmp_path):
    vouchers = tuple(an_expense("120", f"{place:04d}", purpose=f"第{place}批书", invoice="") for place in range(1, 61))
    incomes = (an_income(), an_income("5000", 2018, Source.DISTRICT))
    school.ledger.propose_opening(school.finance, an_opening(incomes=incomes, vouchers=vouchers), "opening-1")
    path = tmp_path / "期初建账单.pdf"
    writer("opening", "pdf")(school.ledger.opening_sheet("s1"), path)
    pages = page_texts(path)
    told = "".join(pages)
    assert len(pages) > 1
    assert all(f"第{number}批书" in told for number in range(1, 61))
    assert ("32,800.00" in told, "37,800.00" in told, "TY2019-001" in told) == (True, True, True)
    assert "未定稿" in told
    assert "电子签字" not in told


def test_that_the_sheet_names_who_signed_and_is_final_then(school, tmp_path):
    school.ledger.propose_opening(school.finance, an_opening(), "opening-1")
    school.sign_both("opening-1")
    path = tmp_path / "期初建账单.pdf"
    sheet = school.ledger.opening_sheet("s1")
    writer("opening", "pdf")(sheet, path)
    told = "".join(page_texts(path))
    assert told.count("电子签字") == 2
    assert "未定稿" not in told
    [balance] = sheet.opening.balances()
    assert (balance.year, balance.came, balance.rest) == (2019, Money.yuan("40000"), Money.yuan("38800"))


def test_that_a_withdrawn_opening_is_no_sheet(school):
    assert school.ledger.opening_sheet("s1") is None
    school.ledger.propose_opening(school.finance, an_opening(), "opening-1")
    school.ledger.withdraw(school.finance, "opening-1")
    assert school.ledger.opening_sheet("s1") is None


def test_that_a_long_owner_leaves_the_day_in_sight(tmp_path, monkeypatch):
    drawn = []
    monkeypatch.setattr(style, "text", lambda _c, x, y, words, size, **more: drawn.append((x, y, words, size, more)))
    writer("opening", "pdf")(an_opening_sheet(), tmp_path / "a.pdf")
    day = next(one for one in drawn if one[2].startswith("截至"))
    owner = [one for one in drawn if one[2] and one[2] in f"{LONG_NAME}　海岸工作室" and one[0] < 100]
    assert owner
    assert all(x + fonts.width(words, size) < day[0] - fonts.width(day[2], day[3]) for x, _, words, size, _ in owner)
