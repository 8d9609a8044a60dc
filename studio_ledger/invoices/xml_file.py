"""XML invoices: opened with every door of XML shut, then read by the schema that the root shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from studio_ledger.invoices import xml_digital, xml_fiscal, xml_tickets, xml_vat, xml_xbrl
from studio_ledger.invoices.refusal import (
    BANK_SLIP,
    DAMAGED,
    HOSTILE,
    NOT_AN_INVOICE,
    TREASURY_SLIP,
    WEB_PAGE,
    RefusedError,
)
from studio_ledger.invoices.xml_tree import Facts

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio_ledger.invoices.reading import Reading

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_DTD = re.compile(r"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_INCLUSION = "http://www.w3.org/2001/XInclude"
_TAXONOMY = re.compile(r"//xbrl\.mof\.gov\.cn/taxonomy/[^/]*/([a-z]+)")
_NO_INVOICE = {"bker": BANK_SLIP, "bkrs": BANK_SLIP, "ctp": TREASURY_SLIP}
_GUESSED = ("efi", "ntrev")
_DEEPEST = 60
_LONGEST = 4_000_000
_MOST_MARKS = 200_000
"""Signs of a tag's beginning; a list of 3,000 lines has 60,000."""

_PREFIXES = re.compile(r"(</?)[\w.-]*:(?=[\w-])")
_SPACES = re.compile(r"\s(?:xmlns(?::[\w.-]*)?|[\w.-]+:[\w.-]+)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_LOST = "\ufffd"


def read(data: bytes, source: str = "xml") -> Reading:
    """Return what an XML invoice says.

    Raises: RefusedError for a damaged, hostile or foreign document.
    """
    return readings(data, source)[0]


def readings(data: bytes, source: str = "xml") -> list[Reading]:
    """Return what an XML invoice says, and what the QR code in it says.

    Raises: RefusedError for a damaged, hostile or foreign document.
    """
    words = _decoded(data)
    root = _parsed(words)
    facts = Facts(root)
    reading = _reader(root, facts)(facts, _source(root, source))
    if local(root) == "xbrl":
        xml_xbrl.compare_context(reading, facts)
    if _LOST in words:
        reading.warn("text.damaged", "文件里有损坏的文字，显示为“\ufffd”，请核对原件。")
    return [reading, *xml_vat.graph_codes(facts)]


def _source(root: etree._Element, source: str) -> str:
    return "xbrl" if local(root) == "xbrl" and source in ("xml", "ofd-attachment") else source


def _reader(root: etree._Element, facts: Facts) -> Callable[[Facts, str], Reading]:
    """Return the reader for what this document tells; roots and namespaces are not to be trusted.

    Raises: RefusedError for what is no invoice.
    """
    name = local(root).lower()
    if name == "html":
        raise RefusedError(WEB_PAGE)
    taxonomies = {match.group(1) for space in _spaces(root) if (match := _TAXONOMY.search(space))}
    refused = next((reason for prefix, reason in _NO_INVOICE.items() if prefix in taxonomies), "")
    if refused:
        raise RefusedError(refused)
    tests: tuple[tuple[bool, Callable[[Facts, str], Reading]], ...] = (
        (facts.has("ElectronicInvoiceRailwayETicketNumber", "TrainNumber"), xml_tickets.read_rail),
        (facts.has("ElectronicInvoiceAirTransportReceiptNumber"), xml_tickets.read_air),
        (facts.has("InvoiceNo") and facts.has("TaxInclusiveTotalAmount", "InvoiceCode"), xml_vat.read),
        (facts.has("EInvoiceNumber") and facts.has("InvoicingPartyName", "EInvoiceCode"), xml_fiscal.read),
        (facts.has("TotalAmWithoutTax", "TotalTax-includedAmount"), xml_digital.read),
        (facts.has("NumberOfInvoice", "TaxIncludedAmountInFigures"), xml_xbrl.read),
        (not taxonomies.isdisjoint(_GUESSED), xml_fiscal.read_guessed),
        (name == "einvoice", xml_vat.read_unknown),
    )
    reader = next((reader for fits, reader in tests if fits), None)
    if reader is None:
        raise RefusedError(NOT_AN_INVOICE)
    return reader


def _spaces(root: etree._Element) -> set[str]:
    spaces = {str(space) for space in root.nsmap.values()}
    return spaces | {str(etree.QName(child).namespace or "") for child in root if isinstance(child.tag, str)}


def parsed(data: bytes) -> etree._Element:
    """Parse bytes whose declared encoding may be a lie.

    Raises: RefusedError; a DTD, an inclusion or an absurd size is refused before anything is parsed.
    """
    return _parsed(_decoded(data))


def parsed_loosely(data: bytes) -> etree._Element:
    """Parse what uses prefixes that it never declares: some makers' tags are no XML otherwise.

    Raises: RefusedError.
    """
    words = _decoded(data)
    try:
        return _parsed(words)
    except RefusedError:
        return _parsed(_SPACES.sub("", _PREFIXES.sub(r"\1", words)))


def _parsed(words: str) -> etree._Element:
    if _DTD.search(words) or _INCLUSION in words or len(words) > _LONGEST or words.count("<") > _MOST_MARKS:
        raise RefusedError(HOSTILE)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(_DECLARATION.sub("", words).encode(), parser)
    except (etree.XMLSyntaxError, UnicodeEncodeError) as error:
        raise RefusedError(WEB_PAGE if "<html" in words[:2000].lower() else DAMAGED) from error
    if _too_deep(root):
        raise RefusedError(HOSTILE)
    return root


def local(element: etree._Element) -> str:
    """Return the element's name without its namespace; issuers do not agree on prefixes."""
    return etree.QName(element).localname


def _decoded(data: bytes) -> str:
    """Decode by what the bytes are, not by what the declaration says; GB18030 holds GBK and GB2312."""
    if len(data) > 3 * _LONGEST:
        raise RefusedError(HOSTILE)
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _strictly(data, (encoding,))
    for start, encoding in ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")):
        if data.startswith(start):
            return _strictly(data, (encoding,))
    # A few broken characters make damaged UTF-8, not Chinese of another encoding: that breaks in every word.
    mended = data.decode("utf-8", errors="replace")
    if 0 < mended.count(_LOST) * 10 < sum(character > "\x7f" for character in mended):
        return mended
    return _strictly(data, ("utf-8", "gb18030"))


def _strictly(data: bytes, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RefusedError(DAMAGED)


def _too_deep(root: etree._Element) -> bool:
    level = [root]
    for _ in range(_DEEPEST):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True
