"""A voucher with its evidence on paper: the order, the paper's size, and the foot that ties each page to its file."""

from __future__ import annotations

import os

import pytest
from PIL import Image

from reports.evidence_pages import PrintedFile, PrintedVoucher, write_with_evidence
from studio_ledger.invoices.pictures import Picture
from tests.reports.builders import a_sheet
from tests.reports.reading import page_texts, sizes_mm

SHA256 = "0123456789abcdef" * 4


def a_picture(width: int, height: int, colour: bytes = b"\0\0\xff\xff") -> Picture:
    return Picture(width, height, colour * (width * height))


def printed(path, *files: PrintedFile, **changes) -> list[str]:
    write_with_evidence([PrintedVoucher(a_sheet(**changes), files)], path, title="凭证及附件", author="某学校")
    return page_texts(path)


def test_that_the_sheet_comes_first_and_each_page_says_whose_it_is(tmp_path):
    file = PrintedFile("发票.pdf", SHA256, (a_picture(30, 20), a_picture(30, 20)))
    texts = printed(tmp_path / "a.pdf", file)
    assert "记账凭证" in texts[0]
    number = a_sheet().number
    assert texts[1:] == [f"凭证号{number}附件发票.pdfSHA-2560123456789abcdef第{page}页/共2页" for page in (1, 2)]


def test_that_wide_pages_go_on_the_voucher_s_paper_and_high_ones_on_a4(tmp_path):
    file = PrintedFile("a", SHA256, (a_picture(30, 20), a_picture(20, 30), a_picture(20, 20)))
    printed(path := tmp_path / "a.pdf", file)
    assert sizes_mm(path) == [(240, 140), (240, 140), (210, 297), (210, 297)]


def test_that_the_next_voucher_begins_on_its_own_paper_again(tmp_path):
    voucher = PrintedVoucher(a_sheet(), (PrintedFile("a", SHA256, (a_picture(20, 30),)),))
    write_with_evidence(iter([voucher, voucher]), path := tmp_path / "a.pdf", title="", author="")
    assert sizes_mm(path) == [(240, 140), (210, 297)] * 2


def test_that_a_file_without_a_picture_has_a_page_that_says_so(tmp_path):
    texts = printed(tmp_path / "a.pdf", PrintedFile("合同.docx", SHA256, (), "“合同.docx”没有可以打印的画面"))
    assert "“合同.docx”没有可以打印的画面" in texts[1]
    assert "附件合同.docxSHA-2560123456789abcdef没有画面" in texts[1]


def test_that_a_long_name_leaves_the_digest_in_sight(tmp_path):
    texts = printed(tmp_path / "a.pdf", PrintedFile("很长的名字" * 60 + ".pdf", SHA256, (a_picture(20, 30),)))
    assert texts[1].endswith("SHA-2560123456789abcdef第1页/共1页")
    assert "…" in texts[1]


def test_that_the_picture_stands_above_the_foot_and_right_of_the_binding(tmp_path):
    import pypdfium2

    printed(path := tmp_path / "a.pdf", PrintedFile("a", SHA256, (a_picture(210, 140),)))
    image = pypdfium2.PdfDocument(path)[1].render(scale=72 / 25.4 / 72 * 25.4).to_pil().convert("RGB")
    blue = [
        (x, y)
        for x in range(0, image.width, 3)
        for y in range(0, image.height, 3)
        if image.getpixel((x, y))[0] < 50 and image.getpixel((x, y))[2] > 200
    ]
    wide, high = image.size
    assert min(x for x, _ in blue) >= 25 / 240 * wide - 1
    assert max(y for _, y in blue) <= (140 - 12) / 140 * high + 1
    assert (max(x for x, _ in blue) - min(x for x, _ in blue)) / (
        max(y for _, y in blue) - min(y for _, y in blue)
    ) == pytest.approx(1.5, abs=0.05)


def test_that_a_photo_is_kept_small_and_a_form_sharp(tmp_path):
    noise = Picture(400, 300, Image.frombytes("RGB", (400, 300), os.urandom(360_000)).convert("RGBA").tobytes())
    printed(photo := tmp_path / "photo.pdf", PrintedFile("a", SHA256, (noise,)))
    printed(form := tmp_path / "form.pdf", PrintedFile("a", SHA256, (a_picture(400, 300),)))
    assert b"DCTDecode" in photo.read_bytes()
    assert b"DCTDecode" not in form.read_bytes()
