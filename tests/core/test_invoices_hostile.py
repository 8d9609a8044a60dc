"""Damaged, foreign and hostile files get one clear refusal: no traceback, no guessed value, no long wait."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.specimen_invoice import write_pdf, write_xml
from studio_ledger.errors import LedgerError
from studio_ledger.invoices import UnreadableInvoiceError, page_pictures, read_invoice, read_invoice_bytes
from tests.core.test_invoices import a_specimen

BOMB = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<EInvoice><TaxSupervisionInfo><InvoiceNumber>&b;</InvoiceNumber></TaxSupervisionInfo></EInvoice>"""
EXTERNAL = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><EInvoice><EIid>&e;</EIid></EInvoice>'
PAGE = b"<!DOCTYPE html><html><body>404 Not Found</body></html>"


def a_zip(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def reason_for(data: bytes, name: str = "a.pdf") -> str:
    with pytest.raises(UnreadableInvoiceError) as refusal:
        read_invoice_bytes(data, name)
    assert refusal.value.code == "invoice.unreadable"
    assert refusal.value.parameters == {"file": name, "reason": refusal.value.reason}
    return refusal.value.reason


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "空"),
        (b"  \r\n", "空"),
        (b"\xef\xbb\xbf", "空"),
        (PAGE, "网页"),
        (BOMB, "不安全"),
        (EXTERNAL, "不安全"),
        (BOMB.decode().encode("utf-16"), "不安全"),
        (b"%PDF-1.7\n%%EOF", "损坏"),
        (b"PK\x03\x04 and then nothing", "损坏"),
        (b"<EInvoice><Header>", "损坏"),
        (b"<EInvoice/>", "可能不是发票"),
        (b"<a/>", "可能不是发票"),
        (b"<a>" * 250 + b"</a>" * 250, "不安全"),
        (b"hello", "支持"),
        (b"\x89PNG\r\n\x1a\n0000", "图片"),
    ],
)
def test_that_a_bad_file_is_refused_in_words(data, word):
    assert word in reason_for(data)


def test_that_a_missing_file_is_refused_in_words(tmp_path):
    with pytest.raises(UnreadableInvoiceError, match=r"没有\.pdf"):
        read_invoice(tmp_path / "没有.pdf")


def test_that_half_an_invoice_is_refused_or_doubted(tmp_path):
    for kind, write in (("xml", write_xml), ("pdf", write_pdf)):
        write(tmp_path / f"a.{kind}", a_specimen())
        whole = (tmp_path / f"a.{kind}").read_bytes()
        for part in range(1, 20):
            try:
                invoices = read_invoice_bytes(whole[: len(whole) * part // 20], f"a.{kind}")
            except UnreadableInvoiceError:
                continue
            assert all(i.warnings or i.total == a_specimen().total for i in invoices)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (a_zip(**{"OFD.xml": b"<OFD/>", "bomb.bin": bytes(5_000_000)}), "不安全"),
        (a_zip(**{"OFD.xml": b"<OFD/>", "../x": b""}), "不安全"),
        (a_zip(**{"A.xml": b"", "a.xml": b""}), "不安全"),
        (a_zip(**{f"{n}.txt": b"" for n in range(2_100)}), "不安全"),
        (a_zip(**{"OFD.xml": BOMB}), "不安全"),
        (a_zip(**{"OFD.xml": b"<OFD><DocBody/></OFD>"}), "可能不是发票"),
        (a_zip(**{"readme.txt": b"hello"}), "可能不是发票"),
        (a_zip(**{"inner.zip": a_zip(**{"inner.zip": b""})}), "压缩包里还有压缩包"),
    ],
)
def test_that_a_hostile_archive_is_refused(data, word):
    assert word in reason_for(data, "a.zip")


def test_that_a_file_above_the_limit_is_refused_before_it_is_looked_at(tmp_path):
    path = tmp_path / "big.pdf"
    with path.open("wb") as file:
        file.truncate(60_000_000)
    with pytest.raises(UnreadableInvoiceError, match="50 MB"):
        read_invoice(path)


def test_that_no_picture_is_made_of_a_damaged_pdf():
    with pytest.raises(UnreadableInvoiceError):
        page_pictures(b"%PDF-1.7\n%%EOF", "a.pdf", 72)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([b"", b"%PDF-", b"PK\x03\x04", b"<EInvoice>", b"\x89PNG\r\n\x1a\n"]))
def test_that_noise_never_ends_in_a_traceback(noise, start):
    with pytest.raises(LedgerError):
        read_invoice_bytes(start + noise, "a")


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_that_a_changed_byte_in_xml_is_never_a_traceback(data):
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        write_xml(Path(folder) / "a.xml", a_specimen())
        whole = bytearray((Path(folder) / "a.xml").read_bytes())
    for _ in range(3):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_invoice_bytes(bytes(whole), "a.xml")
    except UnreadableInvoiceError:
        return
