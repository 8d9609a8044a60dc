"""Invoice files for the inbox's tests: made here, nobody's."""

import datetime as dt
from decimal import Decimal

from builders import SCHOOL, TAX_ID

from reports.specimen_invoice import Specimen, write_pdf, write_xml
from studio_ledger.model.invoice import InvoiceLine, Party
from studio_ledger.model.money import Money

SELLER = Party("示例图书（深圳）有限公司", "91110302562134916R")
DAY = dt.date(2020, 5, 11)


def a_number(last=1):
    """A number of 20 digits."""
    return f"2044200000012744{last:04}"


def an_invoice_file(folder, name="发票.xml", *, last=1, yuan="1000", day=DAY, seller=SELLER, item="*印刷品*教育的艺术"):
    """An invoice file of `yuan` without tax; a PDF where the name says so."""
    amount = Money.yuan(yuan)
    line = InvoiceLine(item, "", "本", Decimal(10), amount.decimal / 10, amount, "0%", Money())
    folder.mkdir(exist_ok=True)
    write = write_pdf if name.endswith(".pdf") else write_xml
    write(folder / name, Specimen(a_number(last), day, Party(SCHOOL, TAX_ID), seller, (line,)))
    return folder / name
