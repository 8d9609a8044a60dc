"""What issuers do that no schema foresees: other papers as XBRL, codes as pictures, tags that are no XML."""

from __future__ import annotations

import base64
import io
import random
import zipfile

import pytest
import segno

from studio_ledger.invoices import UnreadableInvoiceError, read_invoice_bytes
from studio_ledger.model.money import Money
from tests.invoice_data.made import a_file
from tests.invoice_data.measure import read_back
from tests.invoice_data.ofd_forms import packed
from tests.invoice_data.xml_forms import vat_xml
from tests.invoice_prints.truth import Maker
from tests.invoice_prints.vat_form import vat


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def xbrl(prefix: str, facts: str) -> bytes:
    space = f'xmlns:{prefix}="http://xbrl.mof.gov.cn/taxonomy/2021-11-30/{prefix}"'
    return f'<xbrl xmlns="http://www.xbrl.org/2003/instance" {space}>{facts}</xbrl>'.encode()


def codes_of(data: bytes) -> list[str]:
    [invoice] = read_invoice_bytes(data, "a")
    return [warning.code for warning in invoice.warnings]


@pytest.mark.parametrize(("prefix", "word"), [("bker", "银行"), ("bkrs", "银行"), ("ctp", "国库")])
def test_that_a_slip_that_is_no_invoice_is_refused_by_its_name(prefix, word):
    slip = xbrl(prefix, f"<{prefix}:TotalAmountOfTransaction>5.00</{prefix}:TotalAmountOfTransaction>")
    for data in (slip, packed({"OFD.xml": b"<OFD/>", "Doc_0/Attachs/a.xml": slip})):
        with pytest.raises(UnreadableInvoiceError, match=word):
            read_invoice_bytes(data, "a")


def test_that_a_fiscal_instance_of_unknown_names_is_read_by_what_names_must_say_and_doubted():
    facts = {
        "NumberOfBill": "0123456789",
        "CodeOfBill": "11010120",
        "DateOfIssue": "2023-05-06",
        "NameOfPayer": "示例学校",
        "NameOfInvoicingUnit": "示例考试院",
        "TotalAmount": "350.00",
    }
    data = xbrl("ntrev", "".join(f"<ntrev:{name}>{value}</ntrev:{name}>" for name, value in facts.items()))
    [invoice] = read_invoice_bytes(data, "a.xml")
    assert (invoice.kind, invoice.code, invoice.number) == ("fiscal", "11010120", "0123456789")
    assert (invoice.buyer.name, invoice.seller.name, invoice.total) == ("示例学校", "示例考试院", Money.yuan(350))
    assert [warning.code for warning in invoice.warnings] == ["schema.unknown"]


@pytest.mark.parametrize("same", [True, False])
def test_that_a_code_kept_as_a_picture_in_base64_is_compared(same):
    maker = Maker(4)
    truth, _ = vat(maker, "aisino")
    amount = truth.amount if same else truth.amount + Money(100)
    payload = f"01,10,{truth.code},{truth.number},{amount},{truth.issued_on:%Y%m%d},{truth.check_code},0941,"
    picture = io.BytesIO()
    segno.make(payload, error="m", micro=False).save(picture, kind="png", scale=4, border=2)
    [invoice] = read_invoice_bytes(vat_xml(truth, maker, base64.b64encode(picture.getvalue()).decode()), "a.xml")
    assert "qr" in invoice.read_from
    assert ("amount.differs" in [warning.code for warning in invoice.warnings]) is not same


def test_that_tags_are_read_though_their_file_is_no_xml():
    made = a_file(3, "digital-ofd-heads")
    files = unpacked(made.data)
    spoiled = files["Doc_0/Tags/CustomTag.xml"].replace(b"<eInvoice ", b'<:eInvoice xmlns:="" ')
    files["Doc_0/Tags/CustomTag.xml"] = spoiled.replace(b"</eInvoice>", b"</:eInvoice>")
    [invoice] = read_invoice_bytes(packed(files), "a.ofd")
    assert "ofd-tags" in invoice.read_from
    assert invoice.warnings == ()


@pytest.mark.parametrize("file", ["original_invoice.xml", "Attachments.xml"])
def test_that_an_attachment_that_cannot_be_read_is_named(file):
    files = unpacked(a_file(5, "vat-ofd").data)
    files[f"Doc_0/Attachs/{file}"] = files[f"Doc_0/Attachs/{file}"][:60]
    [invoice] = read_invoice_bytes(packed(files), "a.ofd")
    assert [file in warning.message for warning in invoice.warnings if warning.code == "page.damaged"] == [True]


def test_that_an_attachment_that_is_listed_and_missing_is_named():
    files = unpacked(a_file(5, "vat-ofd").data)
    del files["Doc_0/Attachs/original_invoice.xml"]
    assert "page.damaged" in codes_of(packed(files))


def test_that_two_documents_in_one_file_are_two_invoices():
    first, second = a_file(6, "digital-ofd-heads"), a_file(7, "digital-ofd-heads")
    one, other = unpacked(first.data), unpacked(second.data)
    files = {name: data for name, data in one.items() if name != "OFD.xml"}
    files |= {name.replace("Doc_0", "Doc_1", 1): data for name, data in other.items() if name != "OFD.xml"}
    files = {
        name: data.replace(b"/Doc_0/", b"/Doc_1/") if name.startswith("Doc_1") else data for name, data in files.items()
    }
    bodies = "".join(f"<DocBody><DocRoot>Doc_{n}/Document.xml</DocRoot></DocBody>" for n in (0, 1))
    files["OFD.xml"] = f"<OFD>{bodies}</OFD>".encode()
    invoices = read_invoice_bytes(packed(files), "a.ofd")
    assert [(i.part, i.number) for i in invoices] == [(1, first.truths[0].number), (2, second.truths[0].number)]


def test_that_a_few_broken_letters_in_utf_8_are_said_and_not_read_as_another_encoding():
    maker = Maker(8)
    truth, _ = vat(maker, "aisino")
    data = bytearray(vat_xml(truth, maker))
    at = data.find(truth.seller.name.encode()) + 4
    data[at] = 0xFF
    [invoice] = read_invoice_bytes(bytes(data), "a.xml")
    assert "text.damaged" in [warning.code for warning in invoice.warnings]
    assert invoice.buyer.name == truth.buyer.name


def test_that_a_red_invoice_whose_places_name_two_blue_ones_is_doubted():
    made = next(m for seed in range(200) if (m := a_file(seed, "einv-xbrl")).truths[0].red_of)
    number = made.truths[0].red_of
    told = f"OriginalInvoiceCode>{number}".encode()
    other = number[:-1] + ("1" if number[-1] != "1" else "2")
    assert "red_of.differs" in codes_of(made.data.replace(told, f"OriginalInvoiceCode>{other}".encode()))


def test_that_a_ticket_is_no_red_letter_for_naming_the_one_before_it():
    for seed in range(40):
        made = a_file(seed, "rail-xbrl")
        [invoice] = read_invoice_bytes(made.data, made.name)
        assert not invoice.is_red


def test_that_any_bytes_in_the_place_of_any_file_of_a_package_are_never_silently_believed():
    chance = random.Random(1)
    made = a_file(9, "vat-ofd")
    files = unpacked(made.data)
    for name in files:
        for noise in (b"", chance.randbytes(300), b"<a>", b"\xff\xfe", files["OFD.xml"]):
            assert read_back(made, packed(files | {name: noise})).silent == [], name
