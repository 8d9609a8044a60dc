"""财政电子票据 XML: a receipt for fees, without tax. Same root name as a 数电票, other content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio_ledger.invoices import values
from studio_ledger.invoices.reading import Reading
from studio_ledger.invoices.xml_tree import all_named, text
from studio_ledger.model.invoice import InvoiceLine
from studio_ledger.model.money import Money

if TYPE_CHECKING:
    from lxml import etree


def read(root: etree._Element, source: str) -> Reading:
    """Return what a fiscal receipt says."""
    total = values.money(text(root, "Main/TotalAmount"))
    items = [
        InvoiceLine(
            item=text(element, "ItemName"),
            unit=text(element, "ItemUnit"),
            quantity=values.number(text(element, "ItemQuantity")),
            amount=values.money(text(element, "ItemAmount")),
        )
        for element in all_named(root, "Item")
        if text(element, "ItemName")
    ]
    return Reading(
        source=source,
        kind="fiscal",
        number=text(root, "Main/EInvoiceNumber"),
        code=text(root, "Main/EInvoiceCode"),
        issued_on=values.date(text(root, "Main/IssueDate")),
        check_code=text(root, "Main/RandomNumber"),
        buyer_name=text(root, "PayerParty/PayerPartyName"),
        buyer_id=text(root, "PayerParty/PayerPartyCode"),
        seller_name=text(root, "InvoicingParty/InvoicingPartyName"),
        seller_id=text(root, "InvoicingParty/InvoicingPartyCode"),
        amount=total,
        tax=None if total is None else Money(),
        total=total,
        lines=items,
        remark=text(root, "Main/Remark"),
    )
