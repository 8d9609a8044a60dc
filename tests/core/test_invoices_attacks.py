"""Files made to hurt: each is refused or doubted in words, quickly, and never ends in a traceback."""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib

import pytest

from studio_ledger.invoices import UnreadableInvoiceError, as_json, read_invoice_bytes
from tests.invoice_data.made import a_file
from tests.invoice_data.ofd_forms import packed

SECONDS = 2
SPACE = 'xmlns:o="http://www.ofdspec.org/2016"'
NUMBER = "26442000000127444519"
PAGES = '<o:Pages><o:Page ID="1" BaseLoc="P.xml"/></o:Pages>'


def answer_to(data: bytes) -> str:
    """The refusal, or the codes of the warnings, of a file that was answered in time."""
    began = time.monotonic()
    try:
        invoices = read_invoice_bytes(data, "a")
    except UnreadableInvoiceError as refusal:
        said = refusal.reason
    else:
        said = " ".join(warning.code for invoice in invoices for warning in invoice.warnings)
        assert [as_json("a", invoice) for invoice in invoices]
        assert all(invoice.warnings for invoice in invoices)
    assert time.monotonic() - began < SECONDS
    return said


def digital(inside: str = "", amount: str = "1.00", words: str = "") -> bytes:
    sums = f"<TotalAmWithoutTax>{amount}</TotalAmWithoutTax><TotalTaxAm>0</TotalTaxAm>"
    sums += "<TotalTax-includedAmount>1.00</TotalTax-includedAmount>"
    sums += f"<TotalTax-includedAmountInChinese>{words}</TotalTax-includedAmountInChinese>"
    head = f"<Header><EIid>{NUMBER}</EIid></Header>"
    body = f"<BasicInformation>{sums}</BasicInformation>{inside}"
    return f"<EInvoice>{head}<EInvoiceData>{body}</EInvoiceData></EInvoice>".encode()


def line(item: str = "x", quantity: str = "1", price: str = "1", amount: str = "1.00") -> str:
    parts = (
        f"<ItemName>{item}</ItemName><Quantity>{quantity}</Quantity><UnPrice>{price}</UnPrice><Amount>{amount}</Amount>"
    )
    return f"<IssuItemInformation>{parts}</IssuItemInformation>"


def ofd(page: str = "", document: str = PAGES, **files: str) -> bytes:
    custom = f'<o:CustomData Name="发票号码">{NUMBER}</o:CustomData>'
    body = f"<o:DocInfo><o:CustomDatas>{custom}</o:CustomDatas></o:DocInfo><o:DocRoot>D/Document.xml</o:DocRoot>"
    inside = {
        "OFD.xml": f"<o:OFD {SPACE}><o:DocBody>{body}</o:DocBody></o:OFD>",
        "D/Document.xml": f"<o:Document {SPACE}>{document}</o:Document>",
        "D/P.xml": f"<o:Page {SPACE}>{page}</o:Page>",
    }
    inside |= {f"D/{name}.xml": text for name, text in files.items()}
    return packed({name: text.encode() for name, text in inside.items()})


def tagged(tags: str, page: str = "") -> bytes:
    document = f"{PAGES}<o:CustomTags>I.xml</o:CustomTags>"
    index = f"<o:CustomTags {SPACE}><o:CustomTag><o:FileLoc>T.xml</o:FileLoc></o:CustomTag></o:CustomTags>"
    return ofd(page, document, I=index, T=tags)


def printed(text: str, number: int = 1, more: str = "", place: str = "10 10 50 5") -> str:
    code = f'<o:TextCode X="0" Y="3" {more}>{text}</o:TextCode>'
    return f'<o:TextObject ID="{number}" Boundary="{place}" Size="3">{code}</o:TextObject>'


def archive(*names: str, data: bytes | None = None) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packing:
        for name in names:
            packing.writestr(name, digital() if data is None else data)
    return made.getvalue()


ELEMENTS = {
    "a value of megabytes": (lambda: digital("<ItemName>" + "x" * 3_900_000 + "</ItemName>" + line()), ""),
    "twelve megabytes": (lambda: digital("<a>" + "x" * 12_000_000 + "</a>"), "不安全"),
    "a huge attribute": (lambda: digital('<a b="' + "x" * 3_900_000 + '"/>'), "value.missing"),
    "a million elements": (lambda: digital("<a/>" * 1_000_000), "不安全"),
    "many elements": (lambda: digital("<a/>" * 190_000), "value.missing"),
    "deep nesting": (lambda: digital("<a>" * 250 + "</a>" * 250), "不安全"),
    "deep and wide": (lambda: digital(("<a>" * 50 + "</a>" * 50) * 1_900), "value.missing"),
    "twenty thousand lines": (lambda: digital(line() * 20_000), "不安全"),
    "as many lines as may be": (lambda: digital(line() * 2_900), "lines.differ"),
    "lines in lines": (
        lambda: digital(
            "<IssuItemInformation>" * 50 + "<ItemName>x</ItemName>" * 40_000 + "</IssuItemInformation>" * 50
        ),
        "",
    ),
    "names of thousands of letters": (lambda: digital(line("（" * 4_900) * 250), "value.missing"),
    "an endless tag": (lambda: b"<" + b"a" * 3_000_000, "损坏"),
    "many namespaces": (
        lambda: b"<EInvoice " + b" ".join(b'xmlns:a%d="u%d"' % (i, i) for i in range(60_000)) + b"/>",
        "不是发票",
    ),
    "an inclusion": (
        lambda: digital('<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="file:///etc/hostname"/>'),
        "不安全",
    ),
    "a document type in UTF-16": (lambda: '<!DOCTYPE a [<!ENTITY b "c">]><EInvoice/>'.encode("utf-16"), "不安全"),
    "a picture of megabytes in base64": (
        lambda: (
            b"<eInvoice><InvoiceNo>12345678</InvoiceNo><InvoiceCode>1</InvoiceCode><GraphCode>"
            + b"A" * 3_000_000
            + b"</GraphCode></eInvoice>"
        ),
        "value.missing",
    ),
}
VALUES = {
    "a quantity of no size": (lambda: digital(line(quantity="NaN", price="Infinity")), "line.form"),
    "a quantity of a thousand digits": (lambda: digital(line(quantity="1e999999")), "line.form"),
    "a sum that is no sum": (lambda: digital(amount="1E5"), "sum.form"),
    "a sum of thousands of digits": (lambda: digital(amount="1" + "0" * 4_900), "sum.form"),
    "capitals of thousands of digits": (lambda: digital(words="壹" + "亿" * 700 + "圆"), "value.missing"),
    "a negative quantity on a positive line": (lambda: digital(line(quantity="-2", price="0.5")), "line.product"),
    "a day that is none": (lambda: digital("<RequestTime>2026-02-31</RequestTime>"), "date.form"),
    "a day before there were such invoices": (lambda: digital("<IssueTime>1999-01-01</IssueTime>"), "date.early"),
    "a number told twice": (
        lambda: digital().replace(
            b"<EInvoiceData>", b"<Header><EIid>26442000000127444510</EIid></Header><EInvoiceData>"
        ),
        "value.doubled",
    ),
    "a sum told twice": (
        lambda: digital("<BasicInformation><TotalAmWithoutTax>9.00</TotalAmWithoutTax></BasicInformation>"),
        "value.doubled",
    ),
}
DOCUMENTS = {
    "many text objects": (
        lambda: ofd("".join(printed("发票号码", n, place=f"{n % 200} 9 9 5") for n in range(45_000))),
        "不安全",
    ),
    "text up to the limit": (
        lambda: ofd("".join(printed("文" * 40, n, place="1 1 9 5") for n in range(1_600))),
        "too-long",
    ),
    "a text of megabytes": (lambda: ofd(printed("文" * 1_000_000)), "不安全"),
    "a thousand million steps": (lambda: ofd(printed("abc", more='DeltaX="g 999999999 1"') * 500), "value.missing"),
    "places that are no numbers": (
        lambda: ofd(printed("发票号码：12345678", more='DeltaX="nan inf"', place="nan inf 1e999 5") * 9),
        "value.missing",
    ),
    "many pages": (
        lambda: ofd(
            "".join(printed("发票号码12345678", n) for n in range(3_000)),
            "<o:Pages>" + "".join(f'<o:Page ID="{n}" BaseLoc="P.xml"/>' for n in range(40_000)) + "</o:Pages>",
        ),
        "too-long",
    ),
    "a template of itself": (
        lambda: ofd(
            f'<o:Template TemplateID="1"/>{printed("x")}',
            f'<o:CommonData><o:TemplatePage ID="1" BaseLoc="P.xml"/></o:CommonData>{PAGES}',
        ),
        "value.missing",
    ),
    "a document that is its own page": (
        lambda: ofd(document='<o:Pages><o:Page ID="1" BaseLoc="Document.xml"/></o:Pages>'),
        "value.missing",
    ),
    "many documents": (
        lambda: packed(
            {
                "OFD.xml": f"<o:OFD {SPACE}>".encode()
                + b"".join(b"<o:DocBody><o:DocRoot>D%d.xml</o:DocRoot></o:DocBody>" % n for n in range(30_000))
                + b"</o:OFD>"
            }
        ),
        "不是发票",
    ),
    "a head that is its own document": (
        lambda: packed(
            {"OFD.xml": f"<o:OFD {SPACE}><o:DocBody><o:DocRoot>OFD.xml</o:DocRoot></o:DocBody></o:OFD>".encode()}
        ),
        "不是发票",
    ),
    "references without end": (
        lambda: tagged(
            "<r><InvoiceNo>" + "<ObjectRef>1</ObjectRef>" * 30_000 + "</InvoiceNo></r>", printed("文" * 4_000)
        ),
        "不安全",
    ),
    "tags in tags": (
        lambda: tagged("<r>" + "<InvoiceNo>" * 50 + "<ObjectRef>1</ObjectRef>" * 40_000 + "</InvoiceNo>" * 50 + "</r>"),
        "不安全",
    ),
    "an index of tags that lists itself": (
        lambda: ofd(
            document=f"{PAGES}<o:CustomTags>I.xml</o:CustomTags>",
            I=f"<o:CustomTags {SPACE}><o:CustomTag><o:FileLoc>I.xml</o:FileLoc></o:CustomTag></o:CustomTags>",
        ),
        "value.missing",
    ),
    "prefixes without end": (lambda: tagged("<a:b " * 60_000), "page.damaged"),
    "a head without a document": (lambda: packed({"OFD.xml": b"<ofd></ofd>"}), "不是发票"),
    "a package without its head": (lambda: packed({"Doc_0/Document.xml": b"<a/>", "x.xml": digital()}), "损坏"),
}
ARCHIVES = {
    "three hundred thousand entries": (lambda: _empty_files(300_000), "不安全"),
    "a bomb in a bomb": (
        lambda: packed({f"{n}.ofd": packed({"OFD.xml": b"<a/>", "b": bytes(40_000_000)}) for n in range(3)}),
        "不安全",
    ),
    "more files than anybody sends": (lambda: archive(*(f"{n}.xml" for n in range(201))), "200"),
    "pictures of forty megapixels": (lambda: packed({f"{n}.png": _blank(6_300, n) for n in range(10)}), "图片太大"),
    "a nested bundle": (lambda: archive("a.zip", data=archive("b.xml")), "先解开"),
    "an office document": (lambda: archive("[Content_Types].xml", "word/document.xml"), "Office"),
} | {
    f"the name {name!r}": (lambda name=name: archive(name, "b.xml"), "不安全")
    for name in (
        "CON.xml", "sub/aux", "nul.txt", "Com1.pdf", "a/../b2.xml", "../x", "/etc/passwd", "C:/x.xml", "c:\\x.xml",
        "\\\\server\\x", "a\u202elmx.fdp", "a\x01.xml", "B.XML",
    )
}  # fmt: skip


def _empty_files(count: int) -> bytes:
    """A directory of that many entries; zipfile itself would take seconds to list it."""
    one = b"PK\1\2" + bytes(24) + (1).to_bytes(2, "little") + bytes(16) + b"a"
    end = b"PK\5\6" + bytes(4) + (count % 65_536).to_bytes(2, "little") * 2
    return (
        b"PK\3\4" + one * count + end + (len(one) * count).to_bytes(4, "little") + (4).to_bytes(4, "little") + bytes(2)
    )


def _blank(side: int, grey: int) -> bytes:
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress((b"\0" + bytes([grey]) * side) * side)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks
    )


@pytest.mark.parametrize(
    ("made", "word"),
    [pytest.param(*case, id=name) for kind in (ELEMENTS, VALUES, DOCUMENTS, ARCHIVES) for name, case in kind.items()],
)
def test_that_it_is_answered_in_words_and_in_time(made, word):
    assert word in answer_to(made())


def test_that_entries_that_share_bytes_are_refused():
    whole = bytearray(archive("a.xml", "b.xml"))
    second = whole.rfind(b"PK\1\2")
    whole[second + 42 : second + 46] = bytes(4)
    assert "不安全" in answer_to(bytes(whole))


def test_that_an_encrypted_archive_is_refused_for_that():
    whole = bytearray(archive("a.xml"))
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        whole[whole.find(mark) + at] |= 1
    assert "密码" in answer_to(bytes(whole))


def test_that_a_directory_that_lies_about_a_size_is_caught():
    whole = bytearray(archive("a.xml"))
    at = whole.find(b"PK\1\2")
    whole[at + 24 : at + 28] = (20).to_bytes(4, "little")
    assert "损坏" in answer_to(bytes(whole))


def test_that_what_lies_beside_the_invoices_is_no_matter():
    made = a_file(1, "digital-xml")
    inside = {
        "a.xml": made.data,
        "__MACOSX/._a.xml": b"\0\5\x16\7",
        ".DS_Store": b"x",
        "logo.png": _blank(40, 200),
    }
    [invoice] = read_invoice_bytes(packed(inside), "a.zip")
    assert (invoice.number, invoice.warnings) == (made.truths[0].number, ())


def test_that_both_forms_of_an_invoice_are_named_with_their_values_where_they_differ():
    made = a_file(2, "digital-xml")
    seller = f"SellerName>{made.truths[0].seller.name}<".encode()
    other = a_file(2, "einv-xbrl").data.replace(seller, "SellerName>别家<".encode())
    [invoice] = read_invoice_bytes(packed({"a.xml": made.data, "b.xml": other}), "a.zip")
    [doubt] = [w.message for w in invoice.warnings if w.code == "files.differ" and "销售方名称" in w.message]
    assert "a.xml" in doubt
    assert "b.xml" in doubt
    assert "别家" in doubt
