"""Composing a sample's vouchers: which goods, on which day, for how much, so that no rule finds fault with any."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from studio_ledger.commands.demo_goods import GOODS, SHARES, SPEAKERS, TOPICS, Goods
from studio_ledger.commands.sample import SCHOOL, TAX_ID
from studio_ledger.model.invoice import InvoiceLine, Party
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import Attachment, InvoiceClaim, Payee, VoucherContent, VoucherLine
from studio_ledger.rules.tax import month_tax

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from reports.specimen_invoice import Specimen
    from studio_ledger.model.funds import Source
    from studio_ledger.model.studio import Studio

_TAX_ID_OF_ALL = "91440300MA5YANGZ1X"
STEP = Money.yuan("1.30")
"""By so much a sum is moved where the same payee got the same within a week."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A voucher before its money and papers are settled."""

    day: dt.date
    goods: Goods | None
    category: str
    amount: Money
    quantity: int
    payee: str


def categories_of(random_: random.Random, count: int) -> list[str]:
    """Return the categories of a year's vouchers: dear ones only as often as a year carries them, each once."""
    each = [share.category for share in SHARES] if count >= 2 * len(SHARES) else []
    drawn = Counter(each)
    drawn.update(random_.choices([s.category for s in SHARES], [s.weight for s in SHARES], k=count - len(each)))
    spare = 0
    for share in SHARES:
        over = max(0, drawn[share.category] - share.most)
        drawn[share.category] -= over
        spare += over
    everyday = [share.category for share in SHARES if share.most >= 100_000]
    drawn.update(random_.choices(everyday, k=spare))
    return [share.category for share in SHARES for _ in range(drawn[share.category])]


def plan_year(random_: random.Random, count: int, first: dt.date, last: dt.date, mentor: str) -> list[Plan]:
    """Return a year's purchases by day."""
    days = (last - first).days
    plans = [
        _plan(random_, category, first + dt.timedelta(days=random_.randint(0, days)), mentor)
        for category in categories_of(random_, count)
    ]
    return sorted(plans, key=lambda plan: (plan.day, plan.category, plan.payee, plan.amount))


def _plan(random_: random.Random, category: str, day: dt.date, mentor: str) -> Plan:
    if category in {"lecture", "mentor"}:
        payee = mentor if category == "mentor" else random_.choice(SPEAKERS)
        low, high = (1000, 1800) if category == "lecture" else (1500, 3000)
        return Plan(day, None, category, Money.yuan(random_.randrange(low, high, 20)), 1, payee)
    goods = random_.choice([goods for goods in GOODS if goods.category == category])
    quantity = random_.randint(max(1, goods.most // 3), goods.most)
    price = Money(random_.randrange(goods.low * 100, goods.high * 100, 50))
    return Plan(day, goods, category, Money(price.fen * quantity), quantity, random_.choice(goods.sellers))


def fitted(plans: list[Plan], room: Money) -> list[Plan]:
    """Return the plans with the sums of goods scaled down to the room; fees stay as they are paid."""
    fees = sum(plan.amount.fen for plan in plans if plan.goods is None)
    goods = sum(plan.amount.fen for plan in plans if plan.goods is not None)
    scale = min(Decimal(1), Decimal(room.fen - fees) / max(goods, 1))
    return [
        replace(plan, amount=Money(max(100, int(plan.amount.fen * scale)))) if plan.goods else plan for plan in plans
    ]


class Composer:
    """Turns plans into vouchers, with numbers that occur once and sums that no two payments share."""

    def __init__(self, random_: random.Random, store: Callable[[bytes, str], str]) -> None:
        self._random, self._store = random_, store
        self.draws_pages = False
        """Whether an invoice is a drawn page; else a few lines of text, which cost nothing."""
        self._number = 0
        self._paid: dict[tuple[str, str, int], dt.date] = {}
        self._month: dict[tuple[str, str], tuple[Money, Money]] = {}
        """What a person got in a month before tax, and the tax withheld: all payments of a month are taxed as one."""
        self._papers: dict[tuple[str, str], Attachment] = {}

    def content(self, studio: Studio, plan: Plan, source: Source) -> VoucherContent:
        """Return the voucher of a plan."""
        plan = replace(plan, amount=self._unlike_the_last_week(studio.id, plan))
        if plan.goods is None:
            return self._fee(studio, plan, source)
        goods = plan.goods
        self._number += 1
        number = f"2044{plan.day:%y%m}{self._number:012d}"
        file = self._invoice(number, plan, goods)
        claim = InvoiceClaim(
            number=number,
            total=plan.amount,
            claimed=plan.amount,
            issued_on=plan.day,
            buyer_name=SCHOOL,
            buyer_tax_id=TAX_ID,
            seller_name=plan.payee,
            file=file.sha256,
        )
        return VoucherContent(
            studio=studio.id,
            date=plan.day,
            category=plan.category,
            purpose=goods.purpose,
            payee=Payee(plan.payee),
            payment=self._random.choice(("transfer", "transfer", "official_card")),
            lines=(VoucherLine(goods.item, plan.amount, source, Decimal(plan.quantity)),),
            invoices=(claim,),
            attachments=(file, *(self._paper(kind, plan) for kind in goods.papers)),
        )

    def _unlike_the_last_week(self, studio: str, plan: Plan) -> Money:
        """Move a sum until the payee got no such one within a week: else it would look like a payment made twice."""
        amount = plan.amount
        while True:
            before = self._paid.get((studio, plan.payee, amount.fen))
            if before is None or abs((plan.day - before).days) > 7:
                self._paid[studio, plan.payee, amount.fen] = plan.day
                return amount
            amount = amount - STEP if amount.fen > 2_000 else amount + STEP

    def _fee(self, studio: Studio, plan: Plan, source: Source) -> VoucherContent:
        tax = self._withheld(plan)
        topic = TOPICS[plan.day.toordinal() % len(TOPICS)]
        lecture = plan.category == "lecture"
        paid = {"tax": str(tax), "after_tax": str(plan.amount - tax)}
        details: dict[str, dict[str, str | int]] = (
            {"lecture": {"title": "associate_senior", "hours": 4, "half_days": 1, **paid}}
            if lecture
            else {"labour": {"pre_tax": str(plan.amount), **paid}}
        )
        kinds = ("payment_list", "expert_profile", "sign_in_sheet") if lecture else ("payment_list", "contract")
        return VoucherContent(
            studio=studio.id,
            date=plan.day,
            category=plan.category,
            purpose=f"外聘专家讲座：{topic}" if lecture else "导师指导费",
            payee=Payee(plan.payee, "external_person"),
            payment="transfer",
            lines=(VoucherLine("讲课费" if lecture else "导师指导费", plan.amount, source, Decimal(1)),),
            attachments=tuple(self._paper(kind, plan) for kind in (*kinds, "tax_withholding")),
            details=details,
        )

    def _withheld(self, plan: Plan) -> Money:
        month = (plan.payee, f"{plan.day:%Y-%m}")
        gross, withheld = self._month.get(month, (Money(), Money()))
        tax = month_tax(plan.amount, gross, withheld)
        self._month[month] = gross + plan.amount, withheld + tax
        return tax

    def _invoice(self, number: str, plan: Plan, goods: Goods) -> Attachment:
        text = (
            f"样张，不作凭证\n发票号码：{number}\n开票日期：{plan.day}\n购买方：{SCHOOL} {TAX_ID}\n"
            f"销售方：{plan.payee}\n{goods.item} ×{plan.quantity}\n价税合计：{plan.amount}\n"
        )
        name, data = f"发票{number}.txt", text.encode()
        if self.draws_pages:
            name, data = f"发票{number}.pdf", _page(number, plan, goods)
        return Attachment("invoice", self._store(data, name), name)

    def _paper(self, kind: str, plan: Plan) -> Attachment:
        """Return a supporting paper; one a month and kind stands for all, as nobody reads a sample's lists."""
        month = f"{plan.day:%Y-%m}"
        if (kind, month) not in self._papers:
            name = f"{kind}-{month}.txt"
            text = f"样张，不作凭证\n材料种类：{kind}\n月份：{month}\n"
            self._papers[kind, month] = Attachment(kind, self._store(text.encode(), name), name)
        return self._papers[kind, month]


def specimen(number: str, plan: Plan, goods: Goods) -> Specimen:
    """Return the sample invoice of a purchase, tax free so that its sum is the plan's."""
    from reports.specimen_invoice import Specimen  # noqa: PLC0415 - the drawing library is heavy

    line = InvoiceLine(
        goods.item, unit="件", quantity=Decimal(plan.quantity), amount=plan.amount, rate="免税", tax=Money()
    )
    return Specimen(number, plan.day, Party(SCHOOL, TAX_ID), Party(plan.payee, _TAX_ID_OF_ALL), (line,), "样张")


def _page(number: str, plan: Plan, goods: Goods) -> bytes:
    from reports.specimen_invoice import write_pdf  # noqa: PLC0415

    with TemporaryDirectory() as folder:
        path = Path(folder) / "page.pdf"
        write_pdf(path, specimen(number, plan, goods))
        return path.read_bytes()
