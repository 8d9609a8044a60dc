"""Invoices that the tests make themselves are read back whole, and every doubt becomes a warning."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from reports.specimen_invoice import Specimen, write_pdf, write_xml
from reports.specimen_ofd import write_ofd
from studio_ledger.invoices import as_json, page_pictures, read_invoice, read_invoice_bytes
from studio_ledger.model.invoice import Invoice, InvoiceLine, Party
from studio_ledger.model.money import Money

BUYER = Party("示例职业技术学校", "91440300MA5DBYX94A")
SELLER = Party("示例图书（深圳）有限公司", "91110302562134916R")
BOOK = InvoiceLine(
    "*印刷品*工业机器人编程与调试实训教程（第二版）",
    "16开",
    "本",
    Decimal(10),
    Decimal("45.2"),
    Money.yuan("452.00"),
    "9%",
    Money.yuan("40.68"),
)
KEYBOARD = InvoiceLine(
    "*计算机外部设备*键盘", "K1", "个", Decimal(2), Decimal(100), Money.yuan(200), "13%", Money.yuan(26)
)


def a_specimen(**changes) -> Specimen:
    plain = Specimen("26442000000127444519", dt.date(2026, 3, 7), BUYER, SELLER, (BOOK, KEYBOARD), "项目：名师工作室")
    return replace(plain, **changes)


def read_back(folder: Path, specimen: Specimen, kind: str) -> Invoice:
    path = folder / f"发票.{kind}"
    {"xml": write_xml, "pdf": write_pdf, "ofd": write_ofd}[kind](path, specimen)
    [invoice] = read_invoice(path)
    return invoice


def xml_of(folder: Path, specimen: Specimen) -> str:
    write_xml(folder / "made.xml", specimen)
    return (folder / "made.xml").read_text(encoding="utf-8")


def codes_of(invoice: Invoice) -> set[str]:
    return {warning.code for warning in invoice.warnings}


@pytest.mark.parametrize("kind", ["xml", "pdf", "ofd"])
def test_that_a_specimen_is_read_back_whole(tmp_path, kind):
    specimen = a_specimen()
    invoice = read_back(tmp_path, specimen, kind)
    assert (invoice.kind, invoice.number, invoice.issued_on) == ("digital", specimen.number, specimen.issued_on)
    assert (invoice.buyer, invoice.seller) == (BUYER, SELLER)
    assert (invoice.amount, invoice.tax, invoice.total) == (specimen.amount, specimen.tax, specimen.total)
    assert invoice.lines == specimen.lines
    assert invoice.remark == specimen.remark
    assert invoice.warnings == ()


def test_that_a_pdf_is_checked_against_its_qr_code_and_shows_where_fields_stand(tmp_path):
    invoice = read_back(tmp_path, a_specimen(), "pdf")
    assert invoice.read_from == ("pdf-text", "qr")
    assert {box.field for box in invoice.boxes} >= {"number", "issued_on", "buyer", "seller", "total", "line-1"}
    assert all(0 <= box.left < box.right <= 1 and 0 <= box.top < box.bottom <= 1 for box in invoice.boxes)


@pytest.mark.parametrize("kind", ["xml", "pdf", "ofd"])
def test_that_a_red_invoice_is_negative_and_names_the_one_it_takes_back(tmp_path, kind):
    red = replace(KEYBOARD, quantity=-KEYBOARD.quantity, amount=-KEYBOARD.amount, tax=-KEYBOARD.tax)
    remark = "被红冲蓝字数电票号码：26442000000127444518 红字发票信息确认单编号：1"
    invoice = read_back(tmp_path, a_specimen(lines=(red,), remark=remark), kind)
    assert invoice.total == Money.yuan("-226.00")
    assert invoice.is_red
    assert invoice.red_of == "26442000000127444518"
    assert invoice.warnings == ()


@pytest.mark.parametrize("kind", ["xml", "pdf", "ofd"])
def test_that_a_discount_is_taken_off_its_line(tmp_path, kind):
    discount = InvoiceLine(BOOK.item, amount=Money.yuan(-52), rate="9%", tax=Money.yuan("-4.68"))
    invoice = read_back(tmp_path, a_specimen(lines=(BOOK, discount)), kind)
    [line] = invoice.lines
    assert (line.amount, line.tax) == (Money.yuan(400), Money.yuan(36))
    assert invoice.warnings == ()


@pytest.mark.parametrize("kind", ["xml", "pdf", "ofd"])
def test_that_an_exempt_invoice_has_no_tax_and_says_so(tmp_path, kind):
    exempt = replace(KEYBOARD, rate="免税", tax=Money())
    invoice = read_back(tmp_path, a_specimen(lines=(exempt,)), kind)
    assert invoice.tax == Money()
    assert as_json("f", invoice)["tax"] == "***"


def test_that_a_long_buyer_and_many_lines_are_read(tmp_path):
    buyer = Party("示例市示例区示例街道中等职业技术教育中心学校（示例校区）", BUYER.tax_id)
    lines = tuple(replace(KEYBOARD, item=f"*计算机外部设备*键盘{n}号") for n in range(1, 9))
    invoice = read_back(tmp_path, a_specimen(buyer=buyer, lines=lines), "pdf")
    assert invoice.buyer == buyer
    assert invoice.lines == lines
    assert invoice.warnings == ()


def test_that_a_sample_ofd_is_told_by_its_head_its_tags_its_print_and_its_code(tmp_path):
    invoice = read_back(tmp_path, a_specimen(), "ofd")
    assert invoice.read_from == ("ofd-custom-data", "ofd-tags", "ofd-text", "qr")
    first = (tmp_path / "发票.ofd").read_bytes()
    write_ofd(tmp_path / "again.ofd", a_specimen())
    assert (tmp_path / "again.ofd").read_bytes() == first


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("UTF-8", "utf-8"),
        ("UTF-8", "utf-8-sig"),
        ("GBK", "gbk"),
        ("UTF-8", "gbk"),
        ("GBK", "utf-8"),
        ("UTF-16", "utf-16"),
    ],
)
def test_that_any_encoding_is_read_even_where_the_declaration_lies(tmp_path, declared, encoding):
    text = xml_of(tmp_path, a_specimen()).replace("encoding='UTF-8'", f"encoding='{declared}'")
    [invoice] = read_invoice_bytes(text.encode(encoding), "a.xml")
    assert invoice.seller == SELLER
    assert invoice.warnings == ()


def test_that_head_and_request_time_stand_in_for_missing_supervision_info(tmp_path):
    text = xml_of(tmp_path, a_specimen())
    start, end = text.index("<TaxSupervisionInfo>"), text.index("</TaxSupervisionInfo>")
    [invoice] = read_invoice_bytes((text[:start] + text[end + 21 :]).encode(), "a.xml")
    assert (invoice.number, invoice.issued_on) == ("26442000000127444519", dt.date(2026, 3, 7))


def test_that_a_toll_gives_its_invoice_number_and_no_day_as_a_quantity(tmp_path):
    toll = "<SpecificInformation><Toll><PlateNumber>粤B12345</PlateNumber></Toll></SpecificInformation>"
    text = xml_of(tmp_path, a_specimen(lines=(KEYBOARD,)))
    text = text.replace("<EInvoiceData>", f"<EInvoiceData>{toll}").replace(
        "<Quantity>2</Quantity>", "<Quantity>20260301</Quantity>"
    )
    [invoice] = read_invoice_bytes(text.encode(), "a.xml")
    assert invoice.number == "26442000000127444519"
    assert invoice.lines[0].quantity is None


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<TotalTax-includedAmount>718.68", "<TotalTax-includedAmount>918.68", "total.differs"),
        ("<TotalAmWithoutTax>652.00", "<TotalAmWithoutTax>652.01", "lines.differ"),
        ("<TotalTaxAm>66.68", "<TotalTaxAm>66.6", "lines.tax-differs"),
        ("<TotalTaxAm>66.68", "<TotalTaxAm>六十六", "sum.form"),
        ("<InvoiceNumber>26", "<InvoiceNumber>25", "number.differs"),
        ("<IssueTime>2026", "<IssueTime>2024", "issued_on.year"),
        ("<BuyerIdNum>91", "<BuyerIdNum>92", "tax-id.check"),
        (BUYER.name, "", "value.missing"),
    ],
)
def test_that_no_disagreement_is_silent(tmp_path, old, new, code):
    text = xml_of(tmp_path, a_specimen())
    assert old in text
    [invoice] = read_invoice_bytes(text.replace(old, new).encode(), "a.xml")
    assert code in codes_of(invoice)


def test_that_a_disagreement_names_both_values(tmp_path):
    text = xml_of(tmp_path, a_specimen()).replace("includedAmount>718.68", "includedAmount>918.68")
    [invoice] = read_invoice_bytes(text.encode(), "a.xml")
    [warning] = [w for w in invoice.warnings if w.code == "total.differs"]
    assert "718.68" in warning.message
    assert "918.68" in warning.message
    assert invoice.total == Money.yuan("718.68"), "capitals and amount + tax outvote one figure"


def test_that_a_qr_code_of_another_invoice_is_noticed(tmp_path, monkeypatch):
    other = a_specimen(number="26442000000199999999", lines=(KEYBOARD,)).qr_payload
    monkeypatch.setattr(Specimen, "qr_payload", property(lambda self: other))
    invoice = read_back(tmp_path, a_specimen(), "pdf")
    assert invoice.number == "26442000000127444519"
    assert {"number.differs", "total.differs"} <= codes_of(invoice)


def test_that_json_has_the_form_of_the_contract(tmp_path):
    answer = as_json("a.xml", read_back(tmp_path, a_specimen(), "xml"))
    assert list(answer) == [
        "file", "kind", "number", "code", "date", "check_code", "buyer", "seller",
        "amount", "tax", "total", "lines", "remark", "red_of", "trip", "seals", "sources", "read_from", "warnings",
    ]  # fmt: skip
    assert answer["date"] == "2026-03-07"
    assert answer["total"] == "718.68"
    told = {name: answer["lines"][0][name] for name in ("item", "quantity", "amount", "tax")}
    assert told == {"item": BOOK.item, "quantity": "10", "amount": "452.00", "tax": "40.68"}


def test_that_a_name_that_lies_is_read_by_content_and_said(tmp_path):
    write_pdf(tmp_path / "a.ofd", a_specimen())
    [invoice] = read_invoice(tmp_path / "a.ofd")
    assert invoice.total == a_specimen().total
    assert codes_of(invoice) == {"name.differs"}


def test_that_pages_become_pictures_and_other_files_none(tmp_path):
    write_pdf(tmp_path / "a.pdf", a_specimen())
    [picture] = page_pictures((tmp_path / "a.pdf").read_bytes(), "a.pdf", 72)
    assert (picture.width, picture.height) == (596, 397)
    assert len(picture.rgba) == 596 * 397 * 4
    assert picture.rgba[:4] == b"\xff\xff\xff\xff"
    assert page_pictures(xml_of(tmp_path, a_specimen()).encode(), "a.xml", 72) == []
