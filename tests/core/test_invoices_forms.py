"""The same invoice on other paper and in other files: A4, two on a sheet, several pages, turned, OFD, photo, bundle."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import replace
from xml.sax.saxutils import escape

import pypdfium2
import pytest

from reports.specimen_invoice import Specimen, write_pdf, write_xml
from studio_ledger.invoices import UnreadableInvoiceError, page_pictures, read_invoice_bytes
from studio_ledger.invoices.pdf_file import opened
from studio_ledger.invoices.words import rows_of
from tests.core.test_invoices import KEYBOARD, a_specimen, codes_of

OTHER = a_specimen(number="26442000000127444520", lines=(KEYBOARD,))


def pdf_of(folder, specimen: Specimen) -> bytes:
    write_pdf(folder / "made.pdf", specimen)
    return (folder / "made.pdf").read_bytes()


def on_paper(forms: list[bytes], lower_edges: list[float], size=(595, 842), turn=0) -> bytes:
    paper = pypdfium2.PdfDocument.new()
    page = paper.new_page(*size)
    for form, lower in zip(forms, lower_edges, strict=True):
        source = pypdfium2.PdfDocument(form)
        placed = source.page_as_xobject(0, paper).as_pageobject()
        placed.set_matrix(pypdfium2.PdfMatrix().translate(0, lower))
        page.insert_obj(placed)
    page.gen_content()
    page.set_rotation(turn)
    made = io.BytesIO()
    paper.save(made)
    return made.getvalue()


def merged(pdfs: list[bytes]) -> bytes:
    whole = pypdfium2.PdfDocument.new()
    for pdf in pdfs:
        whole.import_pages(pypdfium2.PdfDocument(pdf))
    made = io.BytesIO()
    whole.save(made)
    return made.getvalue()


def ofd_of(folder, specimen: Specimen, **files: bytes) -> bytes:
    """The specimen's print as an OFD of 210 x 140 mm: a text object a run, and the numbers in the head."""
    with opened(pdf_of(folder, specimen)) as pdf:
        rows = rows_of(pdf.glyphs(0))
    objects = "".join(
        f'<o:TextObject ID="{n}" Boundary="{run.left * 210} {run.top * 140} 90 9" Size="3">'
        f'<o:TextCode X="0" Y="{(run.bottom - run.top) * 140}" DeltaX="g {len(run.text) - 1} '
        f'{(run.right - run.left) * 210 / len(run.text)}">{escape(run.text)}</o:TextCode></o:TextObject>'
        for n, run in enumerate(run for row in rows for run in row.runs)
    )
    space = 'xmlns:o="http://www.ofdspec.org/2016"'
    custom = f'<o:CustomData Name="发票号码">{specimen.number}</o:CustomData>'
    inside = {
        "OFD.xml": f"<o:OFD {space}><o:DocBody><o:DocInfo><o:CustomDatas>{custom}</o:CustomDatas></o:DocInfo>"
        "<o:DocRoot>/Doc_0/Document.xml</o:DocRoot></o:DocBody></o:OFD>",
        "Doc_0/Document.xml": f'<o:Document {space}><o:Pages><o:Page ID="1" BaseLoc="P0/Content.xml"/></o:Pages>'
        "</o:Document>",
        "Doc_0/P0/Content.xml": f"<o:Page {space}><o:Content><o:Layer>{objects}</o:Layer></o:Content></o:Page>",
    }
    return zipped({name: text.encode() for name, text in inside.items()} | files)


def zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def png_of(folder, specimen: Specimen, *, alpha: bool) -> bytes:
    [picture] = page_pictures(pdf_of(folder, specimen), "made.pdf", 110)
    step = picture.width * 4
    rows = [picture.rgba[at : at + step] for at in range(0, len(picture.rgba), step)]
    if not alpha:
        rows = [bytes(b for i, b in enumerate(row) if i % 4 < 3) for row in rows]
    head = struct.pack(">IIBBBBB", picture.width, picture.height, 8, 6 if alpha else 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows))), (b"IEND", b""))
    body = b"".join(struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + body


def assert_whole(invoice, specimen: Specimen) -> None:
    assert (invoice.number, invoice.issued_on) == (specimen.number, specimen.issued_on)
    assert (invoice.buyer, invoice.seller) == (specimen.buyer, specimen.seller)
    assert (invoice.amount, invoice.tax, invoice.total) == (specimen.amount, specimen.tax, specimen.total)
    assert invoice.lines == specimen.lines
    assert invoice.warnings == ()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_that_a_turned_page_is_read(tmp_path, turn):
    page = on_paper([pdf_of(tmp_path, a_specimen())], [0], size=(596, 397), turn=turn)
    [invoice] = read_invoice_bytes(page, "a.pdf")
    assert_whole(invoice, a_specimen())


def test_that_a_form_on_top_of_an_a4_sheet_is_read(tmp_path):
    [invoice] = read_invoice_bytes(on_paper([pdf_of(tmp_path, a_specimen())], [445]), "a.pdf")
    assert_whole(invoice, a_specimen())
    assert all(box.bottom < 0.5 for box in invoice.boxes)


@pytest.mark.parametrize("lower", [0, 24])
def test_that_two_invoices_on_one_sheet_are_two(tmp_path, lower):
    forms = [pdf_of(tmp_path, a_specimen()), pdf_of(tmp_path, OTHER)]
    first, second = read_invoice_bytes(on_paper(forms, [445, lower]), "a.pdf")
    assert_whole(first, a_specimen())
    assert_whole(second, OTHER)
    assert (first.part, second.part) == (1, 2)


def test_that_each_page_may_be_an_invoice(tmp_path):
    both = merged([pdf_of(tmp_path, a_specimen()), pdf_of(tmp_path, OTHER)])
    assert [invoice.number for invoice in read_invoice_bytes(both, "a.pdf")] == [a_specimen().number, OTHER.number]


def test_that_a_picture_tells_what_its_code_tells_and_asks_for_the_rest(tmp_path):
    for alpha in (False, True):
        [invoice] = read_invoice_bytes(png_of(tmp_path, a_specimen(), alpha=alpha), "a.png")
        assert (invoice.number, invoice.total) == (a_specimen().number, a_specimen().total)
        assert (invoice.seller.name, invoice.tax) == ("", None)
        assert {"picture.qr-only", "value.missing"} <= codes_of(invoice)


def test_that_a_picture_without_a_code_is_refused(tmp_path):
    whole = png_of(tmp_path, a_specimen(), alpha=False)
    for part in (whole[:1000], whole[:40]):
        with pytest.raises(UnreadableInvoiceError):
            read_invoice_bytes(part, "a.png")


def test_that_an_ofd_of_text_and_named_values_is_read(tmp_path):
    [invoice] = read_invoice_bytes(ofd_of(tmp_path, a_specimen()), "a.ofd")
    assert_whole(invoice, a_specimen())
    assert invoice.read_from == ("ofd-custom-data", "ofd-text")


def test_that_an_ofd_whose_print_differs_from_its_head_is_doubted(tmp_path):
    made = ofd_of(tmp_path, a_specimen())
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["OFD.xml"] = files["OFD.xml"].replace(b"26442000000127444519", b"26442000000127444000")
    [invoice] = read_invoice_bytes(zipped(files), "a.ofd")
    assert "number.differs" in codes_of(invoice)


def test_that_an_ofd_with_a_broken_page_says_what_it_could_not_read(tmp_path):
    made = ofd_of(tmp_path, a_specimen())
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["Doc_0/P0/Content.xml"] = files["Doc_0/P0/Content.xml"][:500]
    [invoice] = read_invoice_bytes(zipped(files), "a.ofd")
    assert invoice.number == a_specimen().number
    assert {"page.damaged", "value.missing"} <= codes_of(invoice)


def test_that_a_bundle_gives_each_invoice_once_and_from_its_best_file(tmp_path):
    write_xml(tmp_path / "a.xml", a_specimen())
    files = {
        "发票/a.pdf": pdf_of(tmp_path, a_specimen()),
        "发票/a.xml": (tmp_path / "a.xml").read_bytes(),
        "发票/a.ofd": ofd_of(tmp_path, a_specimen()),
        "b.pdf": pdf_of(tmp_path, OTHER),
        "说明.txt": b"read me",
    }
    first, second = read_invoice_bytes(zipped(files), "发票.zip")
    assert_whole(first, a_specimen())
    assert first.read_from[0] == "xml"
    assert_whole(second, OTHER)


def test_that_each_invoice_of_a_bundle_is_boxed_on_the_file_that_is_shown(tmp_path):
    files = {
        "说明.txt": b"read me",
        "b.pdf": pdf_of(tmp_path, OTHER),
        "a.pdf": pdf_of(tmp_path, a_specimen()),
        "a.ofd": ofd_of(tmp_path, a_specimen()),
    }
    bundle = zipped(files)
    read = {invoice.number: {box.member for box in invoice.boxes} for invoice in read_invoice_bytes(bundle, "a.zip")}
    assert read == {OTHER.number: {1}, a_specimen().number: {3}}
    assert [(picture.member, picture.page) for picture in page_pictures(bundle, "a.zip", 30)] == [(1, 0), (3, 0)]


def test_that_a_bundle_whose_files_differ_is_doubted(tmp_path):
    write_xml(tmp_path / "a.xml", a_specimen())
    cheaper = replace(a_specimen(), lines=(KEYBOARD,))
    files = {"a.pdf": pdf_of(tmp_path, cheaper), "a.xml": (tmp_path / "a.xml").read_bytes()}
    [invoice] = read_invoice_bytes(zipped(files), "a.zip")
    assert "files.differ" in codes_of(invoice)


def test_that_a_bundle_names_the_file_that_was_not_read(tmp_path):
    files = {"a.pdf": pdf_of(tmp_path, a_specimen()), "b.pdf": b"%PDF-1.7 broken"}
    [invoice] = read_invoice_bytes(zipped(files), "a.zip")
    [warning] = invoice.warnings
    assert "b.pdf" in warning.message
