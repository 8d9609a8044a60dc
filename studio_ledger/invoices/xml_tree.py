"""Asking an XML tree for text by local names: half of the issuers use no namespace, the others several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio_ledger.invoices.values import clean

if TYPE_CHECKING:
    from lxml import etree


def text(element: etree._Element, *paths: str) -> str:
    """Return the cleaned text at the first path that holds any; a path is names with slashes, at any depth."""
    for path in paths:
        for found in element.iterfind(".//" + "/".join("{*}" + name for name in path.split("/"))):
            if value := clean("".join(str(t) for t in found.itertext())):
                return value
    return ""


def all_named(element: etree._Element, name: str) -> list[etree._Element]:
    """Return all elements of that local name, in document order."""
    return list(element.iterfind(".//{*}" + name))
