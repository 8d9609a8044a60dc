"""Text recognition: what is seen on a picture is believed only where something else in the file says the same."""

from __future__ import annotations

import json
import math
import sys
from dataclasses import astuple, replace
from pathlib import Path

import pytest

from studio_ledger.invoices import UnreadableInvoiceError, read_invoice_bytes, seen_reader
from studio_ledger.invoices.pdf_file import opened
from studio_ledger.invoices.pool import Readers
from studio_ledger.invoices.refusal import RefusedError
from studio_ledger.invoices.seen_words import SeenWord
from studio_ledger.invoices.words import rows_of
from tests.core.test_invoices import a_specimen
from tests.core.test_invoices_forms import pdf_of, png_of

CHILD = [sys.executable, "-P", str(Path(__file__).with_name("seeing_child.py"))]
WIDE, HIGH = 1192.0, 794.0


class Fake:
    """Sees what it was told to see."""

    def __init__(self, words: list[SeenWord]) -> None:
        self.told = words

    def words(self, picture) -> list[SeenWord]:
        return self.told


@pytest.fixture
def words(tmp_path) -> list[SeenWord]:
    """The words of the specimen where its print has them, on a picture of twice its size."""
    with opened(pdf_of(tmp_path, a_specimen())) as pdf:
        runs = [run for row in rows_of(pdf.glyphs(0)) for run in row.runs]
    return [
        SeenWord(
            run.text,
            (run.left * WIDE, (run.top + run.bottom) / 2 * HIGH),
            (run.right * WIDE, (run.top + run.bottom) / 2 * HIGH),
            max(run.bottom - run.top, 0.02) * HIGH,
            0.99,
        )
        for run in runs
    ]


@pytest.fixture
def picture(tmp_path) -> bytes:
    return png_of(tmp_path, a_specimen(), alpha=False)


def without_code() -> bytes:
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 300, 200, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * 300) * 200)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def misread(words: list[SeenWord], old: str, new: str) -> list[SeenWord]:
    assert any(old in word.text for word in words)
    return [replace(word, text=word.text.replace(old, new)) for word in words]


def turned(words: list[SeenWord], degrees: float) -> list[SeenWord]:
    """As on a photo that was taken aslant, from farther away."""
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))

    def place(x: float, y: float) -> tuple[float, float]:
        return 0.7 * (x * cosine - y * sine) + 180, 0.7 * (x * sine + y * cosine) + 130

    return [SeenWord(word.text, place(*word.left), place(*word.right), 0.7 * word.height, word.sure) for word in words]


def facts(invoice) -> tuple[object, ...]:
    sums = (invoice.amount, invoice.tax, invoice.total)
    return invoice.number, invoice.issued_on, invoice.buyer, invoice.seller, *sums, len(invoice.lines)


def codes_of_doubts(invoice) -> set[str]:
    return {warning.code for warning in invoice.warnings}


@pytest.mark.parametrize("degrees", [0, 3, -4])
def test_that_seen_words_are_read_as_a_print_is(tmp_path, picture, words, degrees):
    [printed] = read_invoice_bytes(pdf_of(tmp_path, a_specimen()), "a.pdf")
    [seen] = seen_reader.read(picture, Fake(turned(words, degrees)))
    assert facts(seen) == facts(printed)
    assert seen.read_from == ("qr", "ocr")
    assert [line.item for line in seen.lines] == [line.item for line in printed.lines]


def test_that_names_and_lines_are_never_silent_and_confirmed_values_never_doubted(picture, words):
    [seen] = seen_reader.read(picture, Fake(words))
    [doubt] = seen.warnings
    assert doubt.code == "ocr.unconfirmed"
    assert doubt.message.startswith("识别自图片，请核对：购买方名称、销售方名称、明细")
    assert "价税合计" not in doubt.message
    assert "发票号码" not in doubt.message
    assert "税号" not in doubt.message


def test_that_the_code_outvotes_a_misread_number(picture, words):
    number = a_specimen().number
    [seen] = seen_reader.read(picture, Fake(misread(words, number, number[:-1] + "8")))
    assert seen.number == number
    assert "number.differs" in codes_of_doubts(seen)


def test_that_a_misread_total_is_named(picture, words):
    total = str(a_specimen().total)
    [seen] = seen_reader.read(picture, Fake(misread(words, f"¥{total}", "¥1.00")))
    assert str(seen.total) == total
    assert "total.differs" in codes_of_doubts(seen)


def test_that_a_misread_tax_id_is_doubted(picture, words):
    good = a_specimen().seller.tax_id
    other = good[:10] + ("1" if good[10] != "1" else "7") + good[11:]
    [seen] = seen_reader.read(picture, Fake(misread(words, good, other)))
    assert seen.seller.tax_id == other
    assert "销售方税号" in next(doubt.message for doubt in seen.warnings if doubt.code == "ocr.unconfirmed")


def test_that_without_a_code_the_number_and_the_date_are_doubted(words):
    [seen] = seen_reader.read(without_code(), Fake(words))
    assert seen.number == a_specimen().number
    doubt = next(doubt.message for doubt in seen.warnings if doubt.code == "ocr.unconfirmed")
    assert "发票号码" in doubt
    assert "开票日期" in doubt


def test_that_a_figure_torn_apart_is_one_figure(picture, words):
    total = str(a_specimen().total)
    torn = misread(words, f"¥{total}", f"¥{total.replace('.', '. ')}")
    [seen] = seen_reader.read(picture, Fake(torn))
    assert "total.differs" not in codes_of_doubts(seen)


def test_that_a_sum_in_capitals_is_no_name(picture, words):
    name = a_specimen().seller.name
    [seen] = seen_reader.read(picture, Fake(misread(words, name, "贰拾叁万壹仟圆整")))
    assert seen.seller.name == ""
    assert "value.missing" in codes_of_doubts(seen)


def test_that_words_nobody_is_sure_of_are_not_read(picture, words):
    [seen] = seen_reader.read(picture, Fake([replace(word, sure=0.4) for word in words]))
    assert seen.read_from == ("qr",)
    assert seen.seller.name == ""


def test_that_a_picture_without_words_and_code_is_refused():
    with pytest.raises(RefusedError, match="可能不是发票"):
        seen_reader.read(without_code(), Fake([]))


def readers(tmp_path, words: list[SeenWord] | None, *, installed: bool = True) -> Readers:
    told = tmp_path / "words.json"
    told.write_text(json.dumps(None if words is None else [astuple(word) for word in words]), encoding="utf-8")
    return Readers(seeing_command=[*CHILD, str(told)], sees=lambda: installed)


def test_that_the_pool_gives_a_picture_to_the_recogniser(tmp_path, picture, words):
    both = readers(tmp_path, words)
    [seen] = both.read(picture, "a.png")
    assert seen.seller == a_specimen().seller
    [printed] = both.read(pdf_of(tmp_path, a_specimen()), "a.pdf")
    assert "ocr" not in printed.read_from
    both.close()


def test_that_without_the_extra_a_picture_tells_its_code_alone(tmp_path, picture, words):
    plain = readers(tmp_path, words, installed=False)
    [seen] = plain.read(picture, "a.png")
    assert seen.read_from == ("qr",)
    with pytest.raises(UnreadableInvoiceError, match="没有找到发票二维码"):
        plain.read(without_code(), "a.png")
    plain.close()


def test_that_a_broken_recogniser_takes_nothing_away(tmp_path, picture):
    broken = readers(tmp_path, None)
    [seen] = broken.read(picture, "a.png")
    assert seen.number == a_specimen().number
    with pytest.raises(UnreadableInvoiceError, match="出错"):
        broken.read(without_code(), "a.png")
    broken.close()
