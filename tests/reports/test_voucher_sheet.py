"""A voucher on paper: its size, its figures, its two boxes; long ones go on, reversals are red."""

import openpyxl
import pytest

from reports import style
from reports.voucher_sheet import write_many, write_pdf, write_xlsx
from studio_ledger.model.money import Money
from studio_ledger.statements.figures import SheetLine
from tests.reports.builders import HEAD, LONG_NAME, RARE, a_header, a_sheet
from tests.reports.reading import fonts_embedded, page_texts, qr_codes, sizes_mm


def test_that_a_voucher_is_one_page_of_240_by_140_with_all_it_must_show(tmp_path):
    sheet = a_sheet()
    write_pdf(sheet, path := tmp_path / "v.pdf")
    [text] = page_texts(path)
    assert sizes_mm(path) == [(240, 140)]
    assert fonts_embedded(path) == {True}
    shown = [sheet.number, "2020年11月20日", "附单据3张", f"¥{sheet.amount.grouped}", sheet.amount.capitals]
    shown += [line.amount.grouped for line in sheet.lines] + [f"{RARE}野家书店", "主持人（签字）", "法定代表人（签字）"]
    shown += [step.digest for step in sheet.signatures] + [sheet.content_hash[:32], sheet.content_hash[32:]]
    assert [words for words in shown if words not in text] == []


def test_that_the_qr_is_the_checkpoint(tmp_path):
    write_pdf(a_sheet(), path := tmp_path / "v.pdf")
    assert qr_codes(path) == {HEAD.checkpoint}


@pytest.mark.parametrize(("lines", "pages"), [(0, 1), (6, 1), (7, 2), (12, 2), (13, 3)])
def test_that_more_than_six_lines_go_on_with_a_fraction_after_the_number(tmp_path, lines, pages):
    write_pdf(a_sheet(lines), path := tmp_path / "v.pdf")
    texts = page_texts(path)
    assert len(texts) == pages
    assert ("2020-00451/" in texts[0]) == (pages > 1)
    assert all(("转下页" in text) == (place < pages - 1) for place, text in enumerate(texts))


def test_that_several_vouchers_share_a_file(tmp_path):
    write_many([a_sheet(), a_sheet(8), a_sheet()], path := tmp_path / "v.pdf")
    assert len(page_texts(path)) == 4


def test_that_no_voucher_is_refused(tmp_path):
    with pytest.raises(ValueError, match="No voucher"):
        write_many([], tmp_path / "v.pdf")


def test_that_a_reversal_says_what_it_takes_back(tmp_path):
    words = "注销2020年11月3日第0012号凭证"
    sheet = a_sheet(lines=(SheetLine("购书", "图书", "市级", Money(-36000)),), amount=Money(-36000), reverses=words)
    write_pdf(sheet, path := tmp_path / "v.pdf")
    [text] = page_texts(path)
    assert words in text
    assert "-¥360.00" in text
    assert "(负)人民币叁佰陆拾元整" in text


def test_that_long_texts_and_many_steps_stay_on_the_page(tmp_path):
    sheet = a_sheet(
        payee=LONG_NAME,
        purpose=LONG_NAME,
        findings=(LONG_NAME,) * 2,
        reason=LONG_NAME,
        signatures=a_sheet().signatures * 3,
    )
    write_pdf(sheet, path := tmp_path / "v.pdf")
    [text] = page_texts(path)
    assert text.count(LONG_NAME) >= 3
    assert "较早的3步" in text


def test_that_only_a_final_sheet_lacks_the_draft_mark(tmp_path):
    write_pdf(a_sheet(header=a_header(final=False)), path := tmp_path / "v.pdf")
    assert "未定稿" in page_texts(path)[0]


def test_that_the_workbook_holds_the_lines_and_their_sum(tmp_path):
    write_xlsx(a_sheet(reason="=1+1"), path := tmp_path / "v.xlsx")
    cells = [cell for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row]
    assert {360, 360.01, -45, 360.03, 1035.04} <= {c.value for c in cells if isinstance(c.value, int | float)}
    assert any(str(c.value).startswith("=SUM(D") for c in cells)
    assert [c.data_type for c in cells if c.value == "=1+1"] == ["s"]


def test_that_a_long_purpose_stays_legible(tmp_path, monkeypatch):
    drawn = {}
    monkeypatch.setattr(style, "text", lambda _canvas, _x, _y, words, size, **_: drawn.setdefault(words, size))
    purpose = "注销2020年3月4日第0002号凭证："
    purpose += "购买班主任专业阅读书籍及德育活动耗材（含运费），用于第三季度读书沙龙和跨校联合教研活动"
    write_pdf(a_sheet(purpose=purpose), tmp_path / "a.pdf")
    lines = [words for words in drawn if words and words in f"事由：{purpose}" and len(words) > 3]
    assert "".join(lines) == f"事由：{purpose}"
    assert min(drawn[line] for line in lines) >= 7


def test_that_the_signers_are_called_as_the_rule_pack_does(tmp_path):
    sheet = a_sheet(header=a_header(titles=("主持人", "教研室主任")), signatures=())
    write_pdf(sheet, tmp_path / "a.pdf")
    write_xlsx(sheet, tmp_path / "a.xlsx")
    [text] = page_texts(tmp_path / "a.pdf")
    cells = {cell.value for row in openpyxl.load_workbook(tmp_path / "a.xlsx").active for cell in row}
    assert ("教研室主任（签字）" in text, "法定代表人" in text) == (True, False)
    assert ("教研室主任（签字）" in cells, "法定代表人（签字）" in cells) == (True, False)
