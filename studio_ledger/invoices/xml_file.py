"""XML invoices: opened with every door of XML shut, then read by the schema that the root shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from studio_ledger.invoices import xml_digital, xml_fiscal, xml_vat, xml_xbrl
from studio_ledger.invoices.refusal import DAMAGED, HOSTILE, NOT_AN_INVOICE, WEB_PAGE, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studio_ledger.invoices.reading import Reading

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_DTD = re.compile(r"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_DEEPEST = 60


def read(data: bytes, source: str = "xml") -> Reading:
    """Return what an XML invoice says.

    Raises: RefusedError for a damaged, hostile or foreign document.
    """
    root = parsed(data)
    name = local(root)
    if name.lower() == "html":
        raise RefusedError(WEB_PAGE)
    if name == "xbrl":
        return xml_xbrl.read(root, "xbrl" if source in ("xml", "ofd-attachment") else source)
    if name == "eInvoice" and root.find("{*}InvoiceNo") is not None:
        return xml_vat.read(root, source)
    if name.lower() == "einvoice":
        if root.find(".//{*}Main/{*}EInvoiceNumber") is not None:
            return xml_fiscal.read(root, source)
        if root.find(".//{*}BasicInformation") is not None:
            return xml_digital.read(root, source)
        return xml_vat.read_unknown(root, source)
    raise RefusedError(NOT_AN_INVOICE)


def parsed(data: bytes) -> etree._Element:
    """Parse bytes whose declared encoding may be a lie.

    Raises: RefusedError; a DTD is refused before anything is parsed.
    """
    text = _decoded(data)
    if _DTD.search(text):
        raise RefusedError(HOSTILE)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(_DECLARATION.sub("", text).encode(), parser)
    except (etree.XMLSyntaxError, UnicodeEncodeError) as error:
        raise RefusedError(WEB_PAGE if "<html" in text[:2000].lower() else DAMAGED) from error
    if _depth(root) > _DEEPEST:
        raise RefusedError(HOSTILE)
    return root


def local(element: etree._Element) -> str:
    """Return the element's name without its namespace; issuers do not agree on prefixes."""
    return etree.QName(element).localname


def _decoded(data: bytes) -> str:
    """Decode by what the bytes are, not by what the declaration says; GB18030 holds GBK and GB2312."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _strictly(data, (encoding,))
    if data[:4] == b"<\0?\0":
        return _strictly(data, ("utf-16-le",))
    return _strictly(data, ("utf-8", "gb18030"))


def _strictly(data: bytes, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RefusedError(DAMAGED)


def _depth(root: etree._Element) -> int:
    def depths(element: etree._Element, depth: int) -> Iterator[int]:
        yield depth
        if depth <= _DEEPEST:
            for child in element:
                yield from depths(child, depth + 1)

    return max(depths(root, 1))
