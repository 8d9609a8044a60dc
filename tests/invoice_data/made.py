"""From a seed to a structured file and its truth: which form, which issuer's ways."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from studio_ledger.model.invoice import InvoiceLine, Party, Trip
from studio_ledger.model.money import Money
from tests.invoice_data import xml_forms as forms
from tests.invoice_data import xml_receipts as receipts
from tests.invoice_data.ofd_forms import Ways, ofd, packed, some_ways
from tests.invoice_prints import vat_form
from tests.invoice_prints.digital_form import digital
from tests.invoice_prints.further import long_invoice, with_list
from tests.invoice_prints.ink import Sheet
from tests.invoice_prints.tickets import air, rail
from tests.invoice_prints.truth import Maker, Truth
from tests.invoice_prints.vat_form import vat


@dataclass(frozen=True)
class Made:
    """A file, and what it says: one truth an invoice."""

    family: str
    name: str
    data: bytes
    truths: tuple[Truth, ...]


_Change = Callable[[dict[str, bytes]], None] | None


def a_file(seed: int, family: str = "", change: _Change = None) -> Made:
    """Return the file of this seed; without a family the seed chooses one. `change` alters an OFD's inner files."""
    maker = Maker(seed)
    family = family or maker.chance.choice(list(FAMILIES))
    suffix, make = FAMILIES[family]
    data, truths = make(maker, change)
    return Made(family, f"made.{suffix}", data, truths)


def _digital_xml(maker: Maker, _: _Change) -> tuple[bytes, tuple[Truth, ...]]:
    truth, _sheet = digital(maker, "digital")
    return forms.digital_xml(truth, maker), (truth,)


def _journey_xml(maker: Maker, _: _Change) -> tuple[bytes, tuple[Truth, ...]]:
    truth, _sheet = digital(maker, "journey")
    return forms.digital_xml(truth, maker, forms.journey(truth)), (truth,)


def _toll_xml(maker: Maker, _: _Change) -> tuple[bytes, tuple[Truth, ...]]:
    truth, _sheet = digital(maker, "toll")
    passed = truth.issued_on - dt.timedelta(1)
    truth = replace(truth, trip=Trip(carriage="粤B12345", travelled_on=passed))
    data = forms.digital_xml(truth, maker, forms.toll(truth))
    return data, (truth,)


def _toll_days_xml(maker: Maker, _: _Change) -> tuple[bytes, tuple[Truth, ...]]:
    """The days of passage stand where quantity and price should."""
    truth, _sheet = digital(maker, "toll")
    truth = replace(truth, trip=Trip(carriage="津AAP3278", travelled_on=dt.date(2026, 3, 27)))
    days = tuple(replace(line, quantity=20260327, unit_price=20260327) for line in truth.printed)
    data = forms.digital_xml(replace(truth, printed=days), maker, forms.toll(truth))
    return data, (truth,)


def _einv(maker: Maker, _: _Change) -> tuple[bytes, tuple[Truth, ...]]:
    truth, _sheet = digital(maker, "digital")
    return forms.einv(truth, maker), (truth,)


def _vat_truth(maker: Maker) -> tuple[Truth, object]:
    family = maker.chance.choice(("aisino", "taxi", "foxit"))
    truth, _sheet = vat(maker, family)
    # A code is handed out in the year that it names, or later.
    truth = replace(truth, code=f"{truth.code[:5]}{truth.issued_on:%y}{truth.code[7:]}")
    return truth, vat_form.sheet_of(truth, maker, family)


def _vat_xml(maker: Maker, _: _Change) -> tuple[bytes, tuple[Truth, ...]]:
    truth, _sheet = _vat_truth(maker)
    return forms.vat_xml(truth, maker, _graph(truth)), (truth,)


def _inv_xml(maker: Maker, _: _Change) -> tuple[bytes, tuple[Truth, ...]]:
    truth, _sheet = _vat_truth(maker)
    return forms.inv(truth, maker), (truth,)


def _graph(truth: Truth) -> str:
    kind = "20" if truth.kind == "vat-special" else "10"
    return f"01,{kind},{truth.code},{truth.number},{truth.amount},{truth.issued_on:%Y%m%d},{truth.check_code},0941,"


def _rail_truth(maker: Maker) -> tuple[Truth, object]:
    """A ticket with what only its data tell: amount and tax."""
    truth, sheet = rail(maker)
    amount = Money(round(truth.total.fen / 1.09))
    trip, tax = truth.trip, truth.total - amount
    item = f"{trip.carriage} {trip.origin}-{trip.destination} {trip.travelled_on} {trip.seat}"
    return replace(truth, charges=(InvoiceLine(item, amount=amount, rate="9%", tax=tax),), duty=tax), sheet


def _rail_xml(maker: Maker, _: _Change) -> tuple[bytes, tuple[Truth, ...]]:
    truth, _sheet = _rail_truth(maker)
    business = maker.chance.choice(("售", "退", "换开", "改签"))
    former = "；原发票号码：22119130671000000048" if business in ("换开", "改签") else ""
    return receipts.rai(truth, maker, business), (replace(truth, remark=f"业务类型：{business}{former}"),)


def _air_truth(maker: Maker) -> tuple[Truth, object]:
    truth, sheet = air(maker)
    taxed = ("票价", "燃油附加费")
    charges = tuple(replace(line, rate="9%" if line.item in taxed else "") for line in truth.charges)
    return replace(truth, charges=charges, check_code="7890"), sheet


def _air_xml(maker: Maker, _: _Change) -> tuple[bytes, tuple[Truth, ...]]:
    truth, _sheet = _air_truth(maker)
    return receipts.atr(truth, maker), (truth,)


def _fiscal_truth(maker: Maker) -> Truth:
    lines = tuple(
        replace(line, specification="", rate="", tax=None, item=line.item.rpartition("*")[2])
        for line in maker.lines(3)
        if line.amount > Money()
    )
    buyer = maker.buyer()
    return Truth(
        kind="fiscal",
        number=f"{maker.chance.randrange(10**10):010}",
        issued_on=maker.day(2019, 2026),
        buyer=buyer if len(buyer.tax_id) in (0, 18) else Party(buyer.name, ""),
        seller=Party(maker.chance.choice(("示例市教育考试院", "示例大学", "示例人民医院")), maker.tax_id("12")),
        charges=lines,
        fare=Money.total(line.amount for line in lines),
        duty=Money(),
        code=maker.digits(8),
        check_code="".join(maker.chance.choice("0123456789abcdef") for _ in range(6)),
        remark=maker.chance.choice(("", "学号 2024001", "第二学期")),
    )


def _fiscal_xml(maker: Maker, _: _Change) -> tuple[bytes, tuple[Truth, ...]]:
    truth = _fiscal_truth(maker)
    return receipts.fiscal_xml(truth, maker), (truth,)


def _efi(maker: Maker, _: _Change) -> tuple[bytes, tuple[Truth, ...]]:
    truth = _fiscal_truth(maker)
    return receipts.efi(truth, maker), (truth,)


def _digital_ofd(tags: str) -> Callable[[Maker, _Change], tuple[bytes, tuple[Truth, ...]]]:
    def make(maker: Maker, change: _Change) -> tuple[bytes, tuple[Truth, ...]]:
        truth, sheet = digital(maker, "digital")
        ways = replace(some_ways(maker), tags=tags, custom=bool(tags) or maker.often(0.5))
        return ofd(truth, sheet, maker, ways, change=change), (truth,)

    return make


def _vat_ofd(with_xbrl: bool) -> Callable[[Maker, _Change], tuple[bytes, tuple[Truth, ...]]]:
    def make(maker: Maker, change: _Change) -> tuple[bytes, tuple[Truth, ...]]:
        truth, sheet = _vat_truth(maker)
        sheet.payload = _graph(truth)
        data = forms.inv(truth, maker) if with_xbrl else forms.vat_xml(truth, maker, _graph(truth))
        name = "inv_ord_issuer_20220901_1.xml" if with_xbrl else "original_invoice.xml"
        ways = replace(some_ways(maker), tags=maker.chance.choice(("", "heads", "A")), custom=maker.often(0.8))
        return ofd(truth, sheet, maker, ways, {name: data}, change), (truth,)

    return make


def _vat_text_ofd(maker: Maker, change: _Change) -> tuple[bytes, tuple[Truth, ...]]:
    truth, sheet = _vat_truth(maker)
    sheet.payload = _graph(truth)
    ways = replace(some_ways(maker), tags="", custom=maker.often(0.5))
    return ofd(truth, sheet, maker, ways, change=change), (truth,)


def _pages_ofd(make: Callable[[Maker], tuple[Truth, list[Sheet]]]) -> Callable[..., tuple[bytes, tuple[Truth, ...]]]:
    def made(maker: Maker, change: _Change) -> tuple[bytes, tuple[Truth, ...]]:
        truth, (sheet, *further) = make(maker)
        if truth.code:
            sheet.payload = ""
        ways = replace(some_ways(maker), tags="", custom=True, turn=0)
        return ofd(truth, sheet, maker, ways, change=change, further=tuple(further)), (truth,)

    return made


def _several_ofd(maker: Maker, change: _Change) -> tuple[bytes, tuple[Truth, ...]]:
    """Two invoices on two pages; the head tells the first one's number."""
    (first, sheet), (second, other) = digital(maker, "digital"), _vat_truth(maker)
    ways = replace(some_ways(maker), tags="", custom=maker.often(0.5), turn=0)
    return ofd(first, sheet, maker, ways, change=change, further=(other,)), (first, second)


def _rail_ofd(maker: Maker, change: _Change) -> tuple[bytes, tuple[Truth, ...]]:
    truth, sheet = _rail_truth(maker)
    ways = replace(some_ways(maker), tags="", custom=False)
    data = {"rai_issuer_20220317_1.xml": receipts.rai(truth, maker)}
    return ofd(truth, sheet, maker, ways, data, change), (replace(truth, remark="业务类型：售"),)


def _air_ofd(maker: Maker, change: _Change) -> tuple[bytes, tuple[Truth, ...]]:
    truth, sheet = _air_truth(maker)
    ways = replace(some_ways(maker), tags="", custom=False)
    return ofd(truth, sheet, maker, ways, {"atr_0.xbrl": receipts.atr(truth, maker)}, change), (truth,)


def _bundle(maker: Maker, _: _Change) -> tuple[bytes, tuple[Truth, ...]]:
    """Two invoices, each in several forms, among what else lies in such a ZIP."""
    first, sheet = digital(maker, "digital")
    second, other = _vat_truth(maker)
    plain = Ways()
    files = {
        "发票/a.ofd": ofd(first, sheet, maker, plain),
        "发票/a.xml": forms.digital_xml(first, maker),
        "发票/a (1).xml": forms.digital_xml(first, maker),
        "b.ofd": ofd(second, other, maker, plain, {"original_invoice.xml": forms.vat_xml(second, maker)}),
        "__MACOSX/发票/._a.xml": b"\x00\x05\x16\x07",
        "说明.txt": "请查收".encode(),
    }
    return packed(files), (first, second)


_Maker = Callable[[Maker, _Change], tuple[bytes, tuple[Truth, ...]]]
FAMILIES: dict[str, tuple[str, _Maker]] = {
    "digital-xml": ("xml", _digital_xml),
    "journey-xml": ("xml", _journey_xml),
    "toll-xml": ("xml", _toll_xml),
    "toll-days-xml": ("xml", _toll_days_xml),
    "einv-xbrl": ("xml", _einv),
    "vat-xml": ("xml", _vat_xml),
    "inv-xbrl": ("xml", _inv_xml),
    "rail-xbrl": ("xml", _rail_xml),
    "air-xbrl": ("xml", _air_xml),
    "fiscal-xml": ("xml", _fiscal_xml),
    "fiscal-xbrl": ("xml", _efi),
    "digital-ofd": ("ofd", _digital_ofd("A")),
    "digital-ofd-b": ("ofd", _digital_ofd("B")),
    "digital-ofd-heads": ("ofd", _digital_ofd("heads")),
    "digital-ofd-text": ("ofd", _digital_ofd("")),
    "vat-ofd": ("ofd", _vat_ofd(with_xbrl=False)),
    "vat-ofd-xbrl": ("ofd", _vat_ofd(with_xbrl=True)),
    "vat-ofd-text": ("ofd", _vat_text_ofd),
    "list-ofd": ("ofd", _pages_ofd(with_list)),
    "several-ofd": ("ofd", _several_ofd),
    "long-ofd": ("ofd", _pages_ofd(long_invoice)),
    "rail-ofd": ("ofd", _rail_ofd),
    "air-ofd": ("ofd", _air_ofd),
    "bundle": ("zip", _bundle),
}
