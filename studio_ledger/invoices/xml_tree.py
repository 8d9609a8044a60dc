"""Asking an XML tree for text by local names: half of the issuers use no namespace, the others several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from studio_ledger.invoices import values
from studio_ledger.invoices.refusal import HOSTILE, RefusedError
from studio_ledger.invoices.values import clean
from studio_ledger.model.invoice import InvoiceWarning

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from studio_ledger.model.money import Money

_LONGEST = 5_000
"""Characters of one value; the longest remark has a few hundred."""

_FIRST_YEAR = 2010
"""No e-invoice is older."""


def text(element: etree._Element, *paths: str) -> str:
    """Return the cleaned text at the first path that holds any; a path is names with slashes, at any depth."""
    for path in paths:
        for found in element.iterfind(".//" + "/".join("{*}" + name for name in path.split("/"))):
            if value := told(found):
                return value
    return ""


def all_named(element: etree._Element, name: str) -> list[etree._Element]:
    """Return all elements of that local name, in document order."""
    return list(element.iterdescendants("{*}" + name))


def told(element: etree._Element) -> str:
    """Return the cleaned text of an element.

    Raises: RefusedError where it is longer than any value of an invoice.
    """
    whole = "".join(str(t) for t in element.itertext()) if len(element) else str(element.text or "")
    if len(whole) > _LONGEST:
        raise RefusedError(HOSTILE)
    return clean(whole)


class Facts:
    """The values of a document by local names. What is told twice and differently, or cannot be read, is a doubt."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.doubts: list[InvoiceWarning] = []
        self._named: dict[str, list[etree._Element]] = {}
        for element in root.iter(etree.Element):
            self._named.setdefault(str(element.tag).rpartition("}")[2], []).append(element)

    def has(self, *names: str) -> bool:
        """Whether an element of one of these names holds text."""
        return any(told(element) for name in names for element in self._named.get(name, ()))

    def each(self, name: str) -> list[etree._Element]:
        """Return all elements of that name, in document order."""
        return self._named.get(name, [])

    def named(self, fits: Callable[[str], bool]) -> str:
        """Return the text of the first element whose name fits."""
        fitting = (element for name, elements in self._named.items() if fits(name) for element in elements)
        return next((value for element in fitting if (value := told(element))), "")

    def doubt(self, code: str, message: str) -> None:
        """Note a doubt."""
        self.doubts.append(InvoiceWarning(code, message))

    def text(self, *paths: str) -> str:
        """Return the text at the first path that holds any: ``Name`` at any depth, or ``Parent/Name``."""
        for path in paths:
            *above, name = path.split("/")
            found = [value for e in self._named.get(name, ()) if _stands_in(e, above) and (value := told(e))]
            if found:
                other = next((value for value in found[1:] if value != found[0]), None)
                if other is not None:
                    self.doubt("value.doubled", f"文件里的 {name} 有两个不同的值：{found[0]} 与 {other}，请核对原件。")
                return found[0]
        return ""

    def sum(self, label: str, *paths: str) -> Money | None:
        """Return a sum of money; ``***`` and 免税 are none due."""
        printed = self.text(*paths)
        value = values.exempt_or_money(printed)
        if printed and value is None:
            self.doubt("sum.form", f"{label}“{printed[:40]}”不是金额，没有采用。")
        return value

    def day(self, *paths: str) -> dt.date | None:
        """Return a date."""
        printed = self.text(*paths)
        day = values.date(printed)
        if printed and day is None:
            self.doubt("date.form", f"日期“{printed[:40]}”读不懂，没有采用。")
        if day is not None and day.year < _FIRST_YEAR:
            self.doubt("date.early", f"日期 {day} 早于电子发票的年代，请核对原件。")
        return day

    def code(self, *paths: str) -> str:
        """Return a number, code or tax id: nothing of these has a space."""
        return self.text(*paths).replace(" ", "")


def _stands_in(element: etree._Element, above: list[str]) -> bool:
    for name in reversed(above):
        parent = element.getparent()
        if parent is None or str(parent.tag).rpartition("}")[2] != name:
            return False
        element = parent
    return True
