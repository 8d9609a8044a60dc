"""XML as text: elements by name, with or without a prefix; names never nest by accident."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from decimal import Decimal

    from tests.invoice_prints.truth import Maker, Truth

Tree = list[tuple[str, "str | Tree"]]
_XBRL = 'xmlns="http://www.xbrl.org/2003/instance" xmlns:{0}="http://xbrl.mof.gov.cn/taxonomy/{1}/{0}"'
_DATES = ("2021-09-30", "2021-11-30", "2022-12-31", "2023-05-15", "2023-12-31")
ENCODINGS = (
    ("UTF-8", "utf-8"),
    ("UTF-8", "utf-8-sig"),
    ("GBK", "gb18030"),
    ("UTF-8", "gb18030"),
    ("GB2312", "gb18030"),
    ("UTF-16", "utf-16"),
)
"""What the declaration says and what the bytes are: issuers do not always agree with themselves."""


def written(tree: Tree, prefix: str = "") -> str:
    """Return the elements one after the other."""
    return "".join(
        f"<{prefix}{name}>{escape(inside) if isinstance(inside, str) else written(inside, prefix)}</{prefix}{name}>"
        for name, inside in tree
    )


def document(root: str, inside: str, attributes: str = "", encoding: tuple[str, str] = ENCODINGS[0]) -> bytes:
    """Return a whole file."""
    declared, really = encoding
    head = f'<?xml version="1.0" encoding="{declared}"?>\n'
    return f"{head}<{root}{attributes and ' ' + attributes}>{inside}</{root}>".encode(really)


def xbrl(prefix: str, facts: Tree, truth: Truth, maker: Maker) -> bytes:
    """Return an instance of one of the taxonomies, of one of their dates; its context names the invoice."""
    identifier = truth.number if len(truth.number) == 20 else truth.seller.tax_id
    context = f'<context id="c1"><entity><identifier scheme="http://xbrl.mof.gov.cn">{identifier}</identifier></entity>'
    context += f"<period><instant>{truth.issued_on}</instant></period></context>"
    space = _XBRL.format(prefix, maker.chance.choice(_DATES))
    root = maker.chance.choice(("xbrl", "xbrli:xbrl"))
    spaces = space if root == "xbrl" else space.replace("xmlns=", "xmlns:xbrli=")
    if root != "xbrl":
        context = re.sub(r"(</?)", r"\1xbrli:", context)
    return document(root, context + written(facts, f"{prefix}:"), spaces)


def figure(value: Decimal | None) -> str:
    """Spell a quantity or a price."""
    return "" if value is None else f"{value:f}"
