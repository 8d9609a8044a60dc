"""The three years of a sample ledger: money in, budgets, vouchers to the books, one year closed, and work left open."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from studio_ledger.commands.demo_goods import GOODS, SHARES
from studio_ledger.commands.demo_vouchers import Composer, Plan, fitted, plan_year, specimen
from studio_ledger.commands.sample import SampleRefusedError, sample_key
from studio_ledger.model.fee_parts import withheld
from studio_ledger.model.funds import Budget, BudgetLine, Grant, Source
from studio_ledger.model.money import Money
from studio_ledger.model.spending import Part, Payment
from studio_ledger.workspace.bulk import Hand, bulk

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

    from studio_ledger.commands.demo_goods import Goods
    from studio_ledger.commands.sample import SampleSchool
    from studio_ledger.model.studio import Studio
    from studio_ledger.model.voucher import VoucherContent
    from studio_ledger.workspace.bulk import BulkDoor

YEARS = (2019, 2020, 2021)
PAID_UNTIL = dt.date(2021, 11, 1)
"""Vouchers of the last weeks are not paid yet."""
BATCH = 1_000
JUDGED_EVERY = 50
USUAL_GRANT = Money.yuan(40_000)
LEAST_SCALE = 0.3
"""Sums are scaled down to what a year's grant carries, but not below this: then the sample's grants are larger."""

ADVANCE_REASON = "展会现场只收个人付款，已附付款截图。"


class SampleYears:
    """Fills a sample school's ledger."""

    def __init__(
        self,
        school: SampleSchool,
        random_: random.Random,
        vouchers: int,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        self.school, self.ledger, self.random = school, school.ledger, random_
        self.total, self.done = vouchers, 0
        self.progress = progress or (lambda _done, _total: None)
        self.studios = {studio.id: studio for studio in self.ledger.studios()}
        self.composer = Composer(random_, self.ledger.store_evidence)
        self.left: dict[tuple[str, Source], Money] = {}
        self.numbers: Counter[tuple[str, int]] = Counter()
        self.hands = {
            person.login: Hand(session.person.id, sample_key(school.seed, person.login))
            for person in school.people
            for session in [school.sessions[person.login]]
        }

    def make(self) -> None:
        """Make all three years, then what waits for somebody."""
        for year, counts in zip(YEARS, self._counts(), strict=True):
            plans = self._fund(year, counts)
            aside = self._post_all(plans, 2 if year > YEARS[0] and self.total >= 20 else 0)
            self._post_by_hand(year, aside)
            if year == YEARS[0]:
                self._close(year)
        self._leave_work_open()

    def _counts(self) -> list[dict[str, int]]:
        """Spread the vouchers over years and studios; two in the later years are kept for what is done by hand."""
        places = [(year, studio) for year in YEARS for studio in sorted(self.studios)]
        share, rest = divmod(self.total, len(places))
        counts = {place: share + (number < rest) for number, place in enumerate(places)}
        return [{studio: counts[year, studio] for studio in self.studios} for year in YEARS]

    def _fund(self, year: int, counts: dict[str, int]) -> list[tuple[Studio, Plan]]:
        """Record and sign each studio's grants and budget; returns the year's purchases of all studios by day."""
        self.left.clear()
        first, last = dt.date(year, 3, 20), dt.date(year, 11 if year == YEARS[-1] else 12, 18)
        self.school.clock.move_to(dt.date(year, 3, 8))
        everything: list[tuple[Studio, Plan]] = []
        for studio in self.studios.values():
            plans = plan_year(self.random, counts[studio.id], first, last, studio.mentor)
            asked = Money.total(plan.amount for plan in plans).fen
            grant = max(USUAL_GRANT, Money(int(asked * LEAST_SCALE / 0.86 / 2 / 1_000_000 + 1) * 1_000_000))
            plans = fitted(plans, Money(grant.fen * 2 * 86 // 100))
            everything += [(studio, plan) for plan in plans]
            with self.ledger.batch():
                documents = self._grants(studio.id, year, grant)
                documents.append(self._budget(studio.id, year, plans, Money(grant.fen * 2)))
                self.school.sign_both(studio.id, *documents)
        return sorted(everything, key=lambda pair: (pair[1].day, pair[0].id))

    def _grants(self, studio: str, year: int, amount: Money) -> list[str]:
        day = dt.date(year, 3, 5)
        sums = {Source.CITY: amount, Source.DISTRICT: amount}
        numbers = {Source.CITY: f"深财教〔{year}〕8号", Source.DISTRICT: f"深南财〔{year}〕19号"}
        if year - 1 == YEARS[0]:
            # The closing of the year before has carried it over.
            self.left[studio, Source.CARRIED_OVER] = self.ledger.leftovers(studio, year)[Source.CARRIED_OVER]
        documents = []
        for source, sum_ in sums.items():
            self.left[studio, source] = sum_
            form = f"grant-{studio}-{year}-{source.value}"
            grant = Grant("", studio, year, source, sum_, numbers[source], day, day)
            documents.append(self.ledger.record_grant(self.school.finance, grant, form))
        return documents

    def _budget(self, studio: str, year: int, plans: list[Plan], total: Money) -> str:
        """Plan each category for what will be spent, and share what is over."""
        asked: Counter[str] = Counter()
        for plan in plans:
            asked[plan.category] += plan.amount.fen
        over = total.fen - sum(asked.values())
        lines = tuple(
            BudgetLine(
                share.category,
                (Source.CITY, Source.DISTRICT)[place % 2],
                Money((asked[share.category] + over * share.percent // 100) // 10_000 * 10_000),
                "按上年支出与本年计划测算",
            )
            for place, share in enumerate(SHARES)
        )
        return self.ledger.propose_budget(
            self.school.finance, Budget("", studio, year, lines), f"budget-{studio}-{year}"
        )

    def _post_all(self, plans: list[tuple[Studio, Plan]], aside: int) -> list[tuple[Studio, Plan]]:
        """Post the plans in large transactions; returns the last ones, which are kept for what is done by hand."""
        cut = max(0, len(plans) - aside)
        for start in range(0, cut, BATCH):
            with bulk(self.ledger) as door:
                for studio, plan in plans[start : min(start + BATCH, cut)]:
                    self.composer.draws_pages = cut <= 40 or self.total - self.done <= 20
                    self._post(door, studio, self.composer.content(studio, plan, self._source(studio.id, plan.amount)))
        return plans[cut:]

    def _post(self, door: BulkDoor, studio: Studio, content: VoucherContent) -> None:
        self._judge_some(content)
        year, clock = content.date.year, self.school.clock
        clock.move_to(content.date + dt.timedelta(days=1))
        self.numbers[studio.id, year] += 1
        hands = (self.hands["wangmin"], self.hands[self.school.host_of[studio.id]], self.hands["liweidong"])
        instants = [clock.at, clock.tick(), clock.tick(), clock.tick()]
        document = self._id()
        door.append_voucher(hands, content, document, self.numbers[studio.id, year], instants)
        if content.date < PAID_UNTIL:
            for payment in _paid(document, content, clock.at.date(), studio):
                door.append_payment(hands[0], payment, clock.tick())
        self._count()

    def _judge_some(self, content: VoucherContent) -> None:
        if self.done % JUDGED_EVERY == 0:
            findings = self.ledger.judge(content).findings
            if findings:
                raise SampleRefusedError(f"{content.purpose}: {findings[0].message}")

    def _count(self) -> None:
        self.done += 1
        if self.done % 10 == 0 or self.done == self.total:
            self.progress(self.done, self.total)

    def _source(self, studio: str, amount: Money) -> Source:
        for source in Source:
            left = self.left.get((studio, source), Money())
            if left >= amount + Money.yuan(100):
                self.left[studio, source] = left - amount
                return source
        raise SampleRefusedError(f"{studio}: no source holds {amount}")

    def _id(self) -> str:
        return f"{self.random.getrandbits(128):032x}"

    def _post_by_hand(self, year: int, aside: list[tuple[Studio, Plan]]) -> None:
        """Through the judged door: one voucher with a warning and its reason, and the reversal of another."""
        if not aside:
            return
        del year
        studio, plan = aside[0]
        small = replace(
            plan, goods=_books(), category="books", amount=Money.yuan("96.50"), quantity=2, payee="南山书城"
        )
        self.composer.draws_pages = True
        content = self.composer.content(studio, small, self._source(studio.id, small.amount))
        content = replace(content, payment="personal_advance")
        self.school.clock.move_to(plan.day + dt.timedelta(days=2))
        voucher = self._submit(content, ADVANCE_REASON)
        self._sign_and_post(studio.id, voucher)
        self.school.clock.move_to(plan.day + dt.timedelta(days=5))
        reversal = self.ledger.reverse(self.school.finance, voucher, "个人垫付改由公务卡支付，原单冲销。")
        self._sign_and_post(studio.id, reversal)

    def _submit(self, content: VoucherContent, reason: str = "") -> str:
        self.school.clock.tick()
        draft = self.ledger.save_draft(self.school.finance, content, self._id())
        return self.ledger.submit(self.school.finance, draft, reason)

    def _sign_and_post(self, studio: str, voucher: str) -> None:
        self.school.sign_both(studio, voucher)
        self.school.clock.tick()
        self.ledger.post(self.school.finance, [voucher])
        self._count()

    def _close(self, year: int) -> None:
        self.school.clock.move_to(dt.date(year + 1, 1, 10))
        for studio in self.studios:
            name = f"close-{studio}-{year}"
            form = self.ledger.propose_close(self.school.finance, studio, year, name, carry=True)
            self.school.sign_both(studio, form)

    def _leave_work_open(self) -> None:
        """Leave vouchers in every state that waits for somebody, drafts, and two files in the inbox."""
        studio = next(iter(self.studios.values()))
        host, legal = self.school.signers(studio.id)
        finance, clock = self.school.finance, self.school.clock
        self.composer.draws_pages = True
        with self.ledger.batch():
            clock.move_to(dt.date(YEARS[-1], 12, 6))
            submitted = [self._submit(self._small(studio, number)) for number in range(10)]
            back, taken, gone = submitted[:3]
            self.school.sign(host, *submitted[3:7])
            self.school.sign(legal, *submitted[3:5])
            self.school.send_back(host, back, "请补充书目中各书的册数。")
            for voucher in (taken, gone):
                clock.tick()
                self.ledger.withdraw(finance, voucher)
            self.ledger.void(finance, gone, "活动取消，不再购买。")
            for number in (10, 11):
                self.ledger.save_draft(finance, self._small(studio, number), self._id())
        self._fill_inbox()

    def _small(self, studio: Studio, number: int) -> VoucherContent:
        day = dt.date(YEARS[-1], 11, 24) + dt.timedelta(days=number)
        plan = Plan(day, _books(), "books", Money.yuan(60 + 3 * number), 2, _books().sellers[number % 5])
        return self.composer.content(studio, plan, self._source(studio.id, plan.amount))

    def _fill_inbox(self) -> None:
        from reports.specimen_invoice import write_pdf, write_xml  # noqa: PLC0415 - the drawing library is heavy

        plan = Plan(dt.date(YEARS[-1], 12, 3), _books(), "books", Money.yuan(128), 3, "深圳书城")
        with TemporaryDirectory() as folder:
            for number, (name, write) in enumerate((("书城发票.xml", write_xml), ("书城发票二.pdf", write_pdf)), 1):
                path = Path(folder) / name
                write(path, specimen(f"20442112{999_999_999_900 + number:012d}", plan, _books()))
                self.ledger.add_to_inbox(self.school.finance, path)


def _books() -> Goods:
    return next(goods for goods in GOODS if goods.category == "books")


def _paid(document: str, content: VoucherContent, day: dt.date, studio: Studio) -> Iterator[Payment]:
    """Yield what moves for a voucher: of a fee the net to the person and the tax to the bureau."""
    method = content.payment if content.payment in {"official_card", "cash"} else "transfer"
    tax = withheld(content)
    parts = ((Part.NET, content.amount - tax), (Part.TAX, tax)) if tax else ((Part.WHOLE, content.amount),)
    for part, amount in parts:
        name = "国家税务总局" if part is Part.TAX else content.payee.name
        number = f"{document}-tax" if part is Part.TAX else document
        yield Payment(number, document, part, amount, day, method, name, studio.bank_account)
