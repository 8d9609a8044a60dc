"""The annual report on paper says what the statement says, on every page, and in letters that can be searched."""

import pytest

from reports.annual import write_pdf
from studio_ledger.model.money import Money
from tests.reports.builders import HEAD, LONG_NAME, RARE, a_header, an_annual
from tests.reports.reading import fonts_embedded, page_texts, qr_codes, sizes_mm


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    path = tmp_path_factory.mktemp("annual") / "large.pdf"
    statement = an_annual(300)
    write_pdf(statement, path)
    return statement, path


def test_that_every_figure_of_the_statement_stands_in_the_text(large):
    statement, path = large
    text = "".join(page_texts(path))
    amounts = [row.received for row in statement.income] + [row.expected for row in statement.income]
    for row in statement.categories:
        amounts += [row.budget_first, row.adjustment, row.budget, row.spent_city, row.spent_district, row.spent_other]
        amounts += [row.spent, row.left]
    amounts += [row.amount for row in statement.vouchers] + [row.spent for row in statement.months]
    amounts += [statement.received, statement.spent, statement.left, statement.budget, statement.committed]
    assert [amount for amount in amounts if amount.grouped not in text] == []
    assert statement.left.capitals in text
    assert [row.number for row in statement.vouchers if row.number not in text] == []


def test_that_pages_are_a4_and_fonts_are_embedded(large):
    _, path = large
    assert set(sizes_mm(path)) == {(210, 297)}
    assert fonts_embedded(path) == {True}


def test_that_every_page_tells_its_number_its_time_and_the_log_head(large):
    _, path = large
    texts = page_texts(path)
    for number, text in enumerate(texts, start=1):
        assert f"第{number}页/共{len(texts)}页" in text
        assert "2020-12-3116:05" in text
        assert f"第{HEAD.seq}条{HEAD.hash[:16]}" in text


def test_that_the_qr_on_the_first_and_the_last_page_is_the_checkpoint(large):
    _, path = large
    for page in (0, len(page_texts(path)) - 1):
        assert HEAD.checkpoint in qr_codes(path, page)


def test_that_the_voucher_list_repeats_its_head_on_each_of_its_pages(large):
    _, path = large
    listing = page_texts(path)[3:-1]
    assert len(listing) > 5
    assert all("凭证号日期摘要" in text for text in listing)


def test_that_rare_and_long_names_can_be_searched(tmp_path):
    write_pdf(an_annual(), path := tmp_path / "a.pdf")
    text = "".join(page_texts(path))
    assert f"{RARE}志明" in text
    assert LONG_NAME in text


def test_that_only_an_open_year_carries_the_draft_mark(tmp_path):
    write_pdf(an_annual(header=a_header(final=False)), draft := tmp_path / "draft.pdf")
    write_pdf(an_annual(), final := tmp_path / "final.pdf")
    assert all("未定稿" in text for text in page_texts(draft))
    assert not any("未定稿" in text for text in page_texts(final))


def test_that_a_year_without_vouchers_is_still_a_report(tmp_path):
    write_pdf(an_annual(0, exceptions=(), months=(), income=(), categories=()), path := tmp_path / "a.pdf")
    text = "".join(page_texts(path))
    assert "本年度没有入账凭证" in text
    assert "人民币零元整" in text
    assert "法定代表人（签字）" in text
    assert "（单位公章）" in text


def test_that_without_a_declaration_the_paper_points_to_the_exceptions(tmp_path):
    write_pdf(an_annual(declaration=""), path := tmp_path / "a.pdf")
    assert "不作无例外声明" in "".join(page_texts(path))


def test_that_a_reason_longer_than_a_page_is_printed_whole(tmp_path):
    statement = an_annual()
    reason = "".join(f"理由{place:03d}；" for place in range(400))
    changed = tuple(type(row)(row.number, row.finding, reason, row.signed_by) for row in statement.exceptions)
    write_pdf(an_annual(exceptions=changed), path := tmp_path / "a.pdf")
    text = "".join(page_texts(path))
    assert all(f"{place:03d}；" in text for place in range(400))


def test_that_huge_amounts_shrink_but_are_never_cut(tmp_path):
    row = an_annual().categories[0]
    huge = type(row)("1", row.category, Money(), Money(10**13), Money(10**13), Money(-(10**13)), Money(), 1, 1, "", "")
    write_pdf(an_annual(categories=(huge,)), path := tmp_path / "a.pdf")
    assert "-100,000,000,000.00" in "".join(page_texts(path))


def test_that_hostile_text_does_no_harm(tmp_path):
    row = an_annual().vouchers[0]
    hostile = type(row)(
        row.number, row.date, "\x00\x1b\ud800\u202e\ufffe甲\r\n乙\U000e0100", *([""] * 2), Money(1), "", "", ""
    )
    write_pdf(an_annual(vouchers=(hostile,)), path := tmp_path / "a.pdf")
    assert "甲乙" in "".join(page_texts(path))


def test_that_the_same_statement_gives_the_same_bytes(tmp_path):
    write_pdf(an_annual(), one := tmp_path / "1.pdf")
    write_pdf(an_annual(), two := tmp_path / "2.pdf")
    assert one.read_bytes() == two.read_bytes()


def test_that_a_voucher_s_number_is_not_broken(tmp_path):
    path = tmp_path / "a.pdf"
    write_pdf(an_annual(40), path)
    assert all(f"2020-{number:04d}" in "".join(page_texts(path)) for number in range(1, 41))


def test_that_the_report_calls_the_signers_as_the_rule_pack_does(tmp_path):
    write_pdf(an_annual(header=a_header(titles=("主持人", "教研室主任"))), tmp_path / "a.pdf")
    text = "".join(page_texts(tmp_path / "a.pdf"))
    assert ("教研室主任（签字）" in text, "法定代表人" in text) == (True, False)
