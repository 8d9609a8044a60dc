"""Red-letter 数电票 as XML: what a seller sends when money goes back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from studio_ledger.model.invoice import InvoiceLine, Party
from studio_ledger.model.money import Money
from tests.builders import SCHOOL, TAX_ID
from tests.invoice_data.xml_forms import digital_xml
from tests.invoice_prints.truth import Maker, Truth

if TYPE_CHECKING:
    from pathlib import Path

SELLER = Party("深圳书城", "91440300192180171H")
BUYER = Party(SCHOOL, TAX_ID)


def a_red_letter(
    folder: Path,
    yuan: str = "90",
    *,
    number: str = "20442000000055550001",
    red_of: str = "",
    seller: Party = SELLER,
    buyer: Party = BUYER,
) -> Path:
    """Write a red-letter invoice of `yuan` (above zero) that names `red_of`, where that is given."""
    amount = -Money.yuan(yuan)
    line = InvoiceLine("*印刷品*正面管教", "", "本", Decimal(-1), -amount.decimal, amount, "0%", Money())
    remark = f"被红冲蓝字数电票号码：{red_of} 红字发票信息确认单编号：{'4' * 20}" if red_of else ""
    truth = Truth("digital", number, dt.date(2020, 5, 20), buyer, seller, (line,), remark=remark, red_of=red_of)
    path = folder / f"红字{number[-4:]}.xml"
    path.write_bytes(digital_xml(truth, Maker(int(number[-4:]))))
    return path
