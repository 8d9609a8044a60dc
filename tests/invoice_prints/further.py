"""What an invoice goes on with: a list of goods, further pages, the railway's XML attachment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from studio_ledger.model.invoice import InvoiceLine
from studio_ledger.model.money import Money
from tests.invoice_prints import digital_form, vat_form
from tests.invoice_prints.ink import Sheet
from tests.invoice_prints.lines import Columns, figure, put_lines, total_tax
from tests.invoice_prints.truth import Truth

if TYPE_CHECKING:
    from tests.invoice_prints.truth import Maker

_LIST = Columns(0.09, 0.33, 0.47, 0.58, 0.69, 0.80, 0.87, 0.975, 0.25, 0.022, 0.22)
_SPACE = "http://xbrl.mof.gov.cn/taxonomy/2021-11-30/rai"


def with_list(maker: Maker) -> tuple[Truth, list[Sheet]]:
    """Return an old invoice whose one line refers to the list on the page behind it."""
    truth = replace(
        vat_form.vat(maker, "aisino")[0], printed=_many(maker, 12), remark="", red_of="", kind="vat-general"
    )
    truth = replace(truth, code=truth.code[:10] + "11")
    rates = {line.rate for line in truth.printed}
    one = InvoiceLine("(详见销货清单)", amount=truth.amount, rate=rates.pop() if len(rates) == 1 else "", tax=truth.tax)
    front = vat_form.sheet_of(replace(truth, printed=(one,)), maker, "aisino")
    pages = maker.chance.choice((1, 1, 2, 3))
    whole = maker.chance.choice((_Paper(595.28, 841.89, 0.45), _Paper(609.44, 394.01, 1.0)))
    cuts = [round(len(truth.printed) * n / pages) for n in range(pages + 1)]
    parts = [truth.printed[first:last] for first, last in pairwise(cuts)]
    starts = [1 + len(truth.printed[: cuts[n]]) for n in range(pages)]
    backs = [
        _list_page(replace(truth, printed=part), truth, whole, start, maker)
        for part, start in zip(parts, starts, strict=True)
        if part
    ]
    return truth, [front, *backs]


@dataclass(frozen=True)
class _Paper:
    """What a list is printed on; `small`: how much smaller letters are, in parts of its height."""

    width: float
    height: float
    small: float


def _list_page(part: Truth, truth: Truth, paper: _Paper, first: int, maker: Maker) -> Sheet:
    back = Sheet(paper.width, paper.height)
    small = paper.small
    back.label(0.28, 0.08, "销售货物或者提供应税劳务、服务清单", size=12 * small)
    for y, text in (
        (0.12, "购买方名称：" + truth.buyer.name),
        (0.14, "销售方名称：" + truth.seller.name),
        (0.16, f"所属增值税电子普通发票代码：{truth.code}  号码：{truth.number}"),
    ):
        back.label(0.05, y, text, size=8 * small)
    for x, text in (
        (0.04, "序号"),
        (0.13, "货物（劳务）名称"),
        (0.33, "规格型号"),
        (0.46, "单位"),
        (0.54, "数量"),
        (0.65, "单价"),
        (0.76, "金额"),
        (0.83, "税率"),
        (0.94, "税额"),
    ):
        back.label(x, 0.22, text, size=8 * small)
    listed = Sheet(back.width, back.height)
    put_lines(listed, part, _LIST, maker, foot=0.9)
    back.words += [replace(word, size=word.size * small) for word in listed.words]
    rows = [word.y for word in listed.words if word.right and word.x == _LIST.tax]
    for n, y in enumerate(rows, first):
        back.put(0.045, y, str(n), size=8 * small)
    back.label(0.05, 0.93, "小计", size=8 * small)
    back.put(_LIST.amount, 0.93, f"¥{figure(part.amount)}", right=True, size=8 * small)
    back.put(_LIST.tax, 0.93, total_tax(part), right=True, size=8 * small)
    return back


def _many(maker: Maker, most: int) -> tuple[InvoiceLine, ...]:
    lines: tuple[InvoiceLine, ...] = ()
    while len(lines) < most:
        lines += maker.lines(4)
    exempt = {line.rate in ("免税", "不征税") for line in lines}
    return lines if len(exempt) == 1 else tuple(line for line in lines if line.rate not in ("免税", "不征税"))


def long_invoice(maker: Maker) -> tuple[Truth, list[Sheet]]:
    """Return a 数电票 over two pages: the first ends with 小计, the last has the sums."""
    truth = replace(digital_form.digital(maker, "digital")[0], printed=_many(maker, 12), red_of="", remark="")
    cut = len(truth.printed) // 2
    while cut < len(truth.printed) - 1 and truth.printed[cut].amount < Money():
        cut += 1
    sheets = []
    for n, part in enumerate((truth.printed[:cut], truth.printed[cut:])):
        sheet = digital_form.sheet_of(replace(truth, printed=part), maker, "digital")
        sheet.payload = ""
        sums = {"amount": truth.amount, "tax": truth.tax, "total": truth.total}
        kept = [word for word in sheet.words if word.role not in (*sums, "words")]
        sheet.words = kept
        part_truth = replace(truth, printed=part)
        if n:
            digital_form.sums(sheet, truth)
        else:
            sheet.words = [word for word in sheet.words if not (0.67 < word.y < 0.73)]
            sheet.label(0.098, 0.676, "小")
            sheet.label(0.174, 0.676, "计")
            sheet.put(0.731, 0.676, f"¥{figure(part_truth.amount)}", right=True)
            sheet.put(0.979, 0.676, total_tax(part_truth), right=True)
        sheet.label(0.9, 0.19, f"共 2 页 第 {n + 1} 页", size=7)
        sheets.append(sheet)
    return truth, sheets


def rail_attachment(truth: Truth, maker: Maker) -> tuple[Truth, bytes]:
    """Return the ticket with what its attachment adds, and the attachment."""
    trip = truth.trip
    amount = Money(round(truth.total.fen / 1.09))
    tax = truth.total - amount
    facts = {
        "ElectronicInvoiceRailwayETicketNumber": truth.number,
        "DateOfIssue": f"{truth.issued_on}",
        "TypeOfBusiness": "售",
        "TrainNumber": trip.carriage,
        "TravelDate": f"{trip.travelled_on}",
        "DepartureStation": trip.origin,
        "DestinationStation": trip.destination,
        "SeatLevel": trip.seat,
        "Fare": str(truth.total),
        "TotalAmountExcludingTax": str(amount),
        "TaxRate": "0.09",
        "TaxAmount": str(tax),
        "Name": trip.passenger,
        "NameOfPurchaser": truth.buyer.name,
        "UnifiedSocialCreditCodeOfPurchaser": truth.buyer.tax_id,
    }
    inner = "".join(f"<rai:{name}>{escape(value)}</rai:{name}>" for name, value in facts.items())
    xml = f'<xbrl xmlns="http://www.xbrl.org/2003/instance" xmlns:rai="{_SPACE}">{inner}</xbrl>'
    return replace(
        truth, charges=(replace(truth.charges[0], amount=amount, rate="9%", tax=tax),), duty=tax, remark="业务类型：售"
    ), xml.encode()
