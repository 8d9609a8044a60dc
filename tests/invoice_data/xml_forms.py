"""The schemas of invoices with lines: 数电票 XML and einv, the old VAT attachment and inv."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from studio_ledger.model.money import Money
from tests.invoice_data.xml_writer import ENCODINGS, Tree, document, figure, written, xbrl
from tests.invoice_prints.truth import words

if TYPE_CHECKING:
    from studio_ledger.model.invoice import InvoiceLine
    from tests.invoice_prints.truth import Maker, Truth

_EXEMPT = ("免税", "不征税")


def digital_xml(truth: Truth, maker: Maker, more: Tree | None = None) -> bytes:
    """Return a 数电票 as the tax bureau hands it out; `more` stands in SpecificInformation."""
    pick, red = maker.chance.choice, truth.total < Money()
    basic: Tree = [
        ("TotalAmWithoutTax", str(truth.amount)),
        ("TotalTaxAm", "***" if truth.exempt and maker.often(0.5) else str(truth.tax)),
        ("TotalTax-includedAmount", str(truth.total)),
        ("TotalTax-includedAmountInChinese", words(truth.total)),
        ("Drawer", maker.person()),
        ("RequestTime", f"{truth.issued_on} 09:52:29"),
    ]
    header: Tree = [
        ("EIid", truth.number),
        ("EInvoiceTag", "SWEI3200"),
        ("Version", pick(("0.32", "0.36", "0.37"))),
        (
            "InherentLabel",
            [
                ("InIssuType", [("LabelCode", "N" if red else "Y"), ("LabelName", "是否蓝字发票标志")]),
                ("EInvoiceType", [("LabelCode", "01"), ("LabelName", "电子发票")]),
                ("GeneralOrSpecialVAT", [("LabelCode", pick(("01", "02"))), ("LabelName", "普通发票")]),
            ],
        ),
    ]
    specific = list(more or [])
    if truth.red_of:
        specific.append(("RedEInvoice", [("OriginalInvoiceCode", truth.red_of), ("CreditNoteNumber", "1101082409")]))
    data: Tree = [
        (
            "SellerInformation",
            [("SellerIdNum", truth.seller.tax_id), ("SellerName", truth.seller.name), ("SellerAddr", "")],
        ),
        (
            "BuyerInformation",
            [("BuyerIdNum", truth.buyer.tax_id), ("BuyerName", truth.buyer.name), ("BuyerBankName", "")],
        ),
        ("BasicInformation", basic),
        *(("IssuItemInformation", _digital_line(line, maker)) for line in truth.printed),
        ("SpecificInformation", specific),
        ("AdditionalInformation", [("Remark", truth.remark)]),
    ]
    parts: Tree = [("Header", header), ("EInvoiceData", data)]
    if not maker.often(0.1):
        parts.append(
            (
                "TaxSupervisionInfo",
                [("InvoiceNumber", truth.number), ("IssueTime", f"{truth.issued_on}"), ("TaxBureauCode", "1")],
            )
        )
    prefix, attributes = pick((("", ""), ("", ""), ("", 'xmlns="urn:einvoice"'), ("e:", 'xmlns:e="urn:einvoice"')))
    return document(f"{prefix}EInvoice", written(parts, prefix), attributes, pick(ENCODINGS))


def _digital_line(line: InvoiceLine, maker: Maker) -> Tree:
    rate = line.rate
    if rate.endswith("%"):
        share = Decimal(rate[:-1]) / 100
        rate = maker.chance.choice((f"{share:.6f}", f"{share:.2f}", rate))
    return [
        ("ItemName", line.item),
        ("SpecMod", line.specification),
        ("MeaUnits", line.unit),
        ("Quantity", figure(line.quantity)),
        ("UnPrice", figure(line.unit_price)),
        ("Amount", str(line.amount)),
        ("TaxRate", rate),
        ("ComTaxAm", _tax(line)),
        ("TotaltaxIncludedAmount", str(line.amount + line.tax)),
        ("TaxClassificationCode", "3040502020301000000"),
    ]


def journey(truth: Truth) -> Tree:
    """Return what a passenger transport invoice adds; the id number is there and must not come out again."""
    trip = truth.trip
    return [
        (
            "PassengerTransportation",
            [
                ("Traveler", trip.passenger),
                ("TypeOfPassengerDocument", "居民身份证"),
                ("ValidIDNumber", "440301199001010000"),
                ("TravelDate", f"{trip.travelled_on}"),
                ("Departure", trip.origin),
                ("Destination", trip.destination),
                ("Grade", trip.seat),
                ("Vehicletype", "火车"),
            ],
        )
    ]


def toll(truth: Truth) -> Tree:
    """Return what a toll adds: the plate, and when the car passed."""
    passed = f"{truth.trip.travelled_on:%Y%m%d}172851000"
    return [
        (
            "Toll",
            [
                ("PlateNumber", truth.trip.carriage),
                ("VehicleType", "客车"),
                ("StartDatesOfPassage", passed),
                ("EndDatesOfPassage", passed),
            ],
        )
    ]


def einv(truth: Truth, maker: Maker) -> bytes:
    """Return the XBRL twin of a 数电票: the same names, without their containers."""
    facts: Tree = [
        ("InvoiceNumber", truth.number),
        ("SellerName", truth.seller.name),
        ("SellerIdNum", truth.seller.tax_id),
        ("BuyerName", truth.buyer.name),
        ("BuyerIdNum", truth.buyer.tax_id),
        ("RequestTime", f"{truth.issued_on} 08:30:00"),
        ("TotalAmWithoutTax", str(truth.amount)),
        ("TotalTaxAm", str(truth.tax)),
        ("TotalTax-includedAmount", str(truth.total)),
        ("TotalTax-includedAmountInChinese", words(truth.total)),
        ("WhetherEinvoiceIsRedEinvoice", str(truth.total < Money()).lower()),
        ("Remark", truth.remark),
    ]
    if truth.red_of:
        facts.append(("OriginalInvoiceCode", truth.red_of))
    facts += [("IssuItemInformationTuple", _digital_line(line, maker)) for line in truth.printed]
    return xbrl("einv", facts, truth, maker)


def vat_xml(truth: Truth, maker: Maker, graph: str = "") -> bytes:
    """Return original_invoice.xml of an old VAT invoice."""
    day = truth.issued_on
    blank = maker.chance.choice(("", "\n   "))
    heads: Tree = [
        ("DocID", "01"),
        ("InvoiceCode", truth.code),
        ("InvoiceNo", truth.number),
        ("IssueDate", f"{day:%Y}年{day:%m}月{day:%d}日"),
        ("InvoiceCheckCode", truth.check_code),
        ("TaxControlCode", "0062477>548-1109>61*9-52160+"),
        ("Buyer", [("BuyerName", truth.buyer.name), ("BuyerTaxID", truth.buyer.tax_id), ("BuyerAddrTel", blank)]),
        ("Seller", [("SellerName", truth.seller.name), ("SellerTaxID", truth.seller.tax_id), ("SellerAddrTel", blank)]),
        ("TaxInclusiveTotalAmount", str(truth.total)),
        ("Note", truth.remark or blank),
        ("TaxTotalAmount", "***" if truth.exempt else str(truth.tax)),
        ("TaxExclusiveTotalAmount", str(truth.amount)),
        ("GraphCode", graph),
    ]
    if maker.often(0.5):
        heads.append(("TaxInclusiveTotalAmountWithWords", words(truth.total)))
    lines: Tree = [("GoodsInfo", _vat_line(line)) for line in truth.printed]
    space = 'xmlns:fp="http://www.edrm.org.cn/schema/e-invoice/2019" Version="1.0"'
    encoding = maker.chance.choice((ENCODINGS[0], ENCODINGS[1]))
    return document("eInvoice", written([*heads, ("GoodsInfos", lines)], "fp:"), space, encoding)


def _vat_line(line: InvoiceLine) -> Tree:
    return [
        ("Item", line.item),
        ("Specification", line.specification),
        ("MeasurementDimension", line.unit),
        ("Price", figure(line.unit_price)),
        ("Quantity", figure(line.quantity)),
        ("Amount", str(line.amount)),
        ("TaxScheme", line.rate),
        ("TaxAmount", _tax(line)),
    ]


def inv(truth: Truth, maker: Maker) -> bytes:
    """Return the XBRL of an old VAT invoice."""
    facts: Tree = [
        ("UniqueCodeOfInvoice", truth.code + truth.number),
        ("CodeOfInvoice", truth.code),
        ("NumberOfInvoice", truth.number),
        ("DateOfIssue", f"{truth.issued_on}"),
        ("IdentifyingCode", truth.check_code),
        ("NameOfPurchaser", truth.buyer.name),
        ("TaxpayerIdentificationNumberUnifiedSocialCreditCodeOfPurchaser", truth.buyer.tax_id),
        ("TotalAmountExcludingTax", str(truth.amount)),
        ("TotalTaxAmount", str(truth.tax)),
        ("TaxIncludedAmountInWords", words(truth.total)),
        ("TaxIncludedAmountInFigures", str(truth.total)),
        *(("InformationOfTaxableGoodsOrServicesDetailItemsTuple", _inv_line(line)) for line in truth.printed),
        ("NameOfSeller", truth.seller.name),
        ("TaxpayerIdentificationNumberUnifiedSocialCreditCodeOfSeller", truth.seller.tax_id),
        ("Remarks", truth.remark),
    ]
    return xbrl("inv", facts, truth, maker)


def _inv_line(line: InvoiceLine) -> Tree:
    return [
        ("NameOfTaxableGoodsOrServices", line.item),
        ("Specification", line.specification),
        ("UnitOfGoodsOrServices", line.unit),
        ("QuantityOfGoodsOrServices", figure(line.quantity)),
        ("UnitPriceOfGoodsOrServices", figure(line.unit_price)),
        ("AmountExcludingTax", str(line.amount)),
        ("TaxRate", line.rate.replace("%", ".00%")),
        ("TaxAmount", _tax(line)),
    ]


def _tax(line: InvoiceLine) -> str:
    return "***" if line.rate in _EXEMPT else str(line.tax)
