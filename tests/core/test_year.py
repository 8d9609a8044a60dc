"""A scripted year with everything a clerk meets, in two studios, against an independent model, to the fen."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from core.year_model import Model, tax_on

from studio_ledger.model.cards import CardSwipe
from studio_ledger.model.fees import FeeLine
from studio_ledger.model.funds import Budget, BudgetLine, Source
from studio_ledger.model.money import Money
from studio_ledger.model.opening import HistoricIncome, HistoricVoucher, Opening
from studio_ledger.model.spending import Advance, Part, Payment, Request, RequestRules
from studio_ledger.model.voucher import Attachment, InvoiceClaim, Payee, RefundKind, VoucherKind, VoucherLine
from studio_ledger.queries.fees import months
from tests.builders import SCHOOL, TAX_ID, School, a_grant, a_setup, a_studio, a_voucher

GOODS = {
    "books": ("*印刷品*正面管教", "购买班主任专业书籍", ("book_list",)),
    "equipment": ("*纸制品*复印纸", "工作室资料打印", ("acceptance",)),
    "conference": ("*会展服务*会场租赁", "班主任研讨会会场", ("meeting_notice", "sign_in_sheet")),
    "publication": ("*印刷品*成果集印刷", "工作室成果集印制", ("contract",)),
}
CITY, DISTRICT = Source.CITY, Source.DISTRICT


class Script:
    """Does each thing in the program and in the model, and compares all figures after it."""

    def __init__(self, folder) -> None:
        second = a_studio(id="s2", name="梧桐名班主任工作室")
        self.school = School(folder, a_setup(a_studio(), second))
        self.ledger, self.model = self.school.ledger, Model()
        self.events = 0
        self.invoices = 10_000_000
        self.day = dt.date(2020, 1, 6)

    def on(self, month, day, year=2020):
        self.day = dt.date(year, month, day)
        self.school.clock.at = dt.datetime(year, month, day, 10, 0, tzinfo=self.school.clock.at.tzinfo)

    def told(self):
        """One event is over: everything must agree."""
        self.events += 1
        for studio in ("s1", "s2"):
            for year in (2019, 2020, 2021):
                self._compare(studio, year)
            due = {row.voucher: row.rest.fen for row in self.ledger.unpaid(studio)}
            mine = {name: self.model.due(name) for name, one in self.model.vouchers.items() if one["studio"] == studio}
            assert due == {name: fen for name, fen in mine.items() if fen}
            for row in self.ledger.advances(studio):
                assert row.outstanding.fen == self.model.outstanding(row.advance.id)
        for row in months(self.ledger.fees_paid(dt.date(2020, 1, 1), dt.date(2021, 12, 31))):
            assert (row.gross.fen, row.tax.fen) == self.model.months()[row.month, row.name]

    def _compare(self, studio, year):
        figures = self.ledger.year_figures(studio, year)
        for source in figures.sources:
            rest = source.granted - source.spent - source.committed
            assert rest.fen == self.model.free(studio, year, source.source.value), (studio, year, source)
        for row in figures.categories:
            left = row.budget - row.spent - row.committed
            assert left.fen == self.model.left_of_budget(studio, year, row.category), (studio, year, row)

    # ---- events ----------------------------------------------------------------------------------

    def grant(self, studio, source, yuan, year=2020):
        made = a_grant(
            studio=studio, year=year, source=source, amount=Money.yuan(yuan), received_on=self.day,
            issued_on=self.day, document_number=f"{studio}-{source.value}-{self.events}",
        )  # fmt: skip
        self.school.sign_both(self.ledger.record_grant(self.school.finance, made, f"grant-{self.events}"))
        self.model.grant(studio, year, source.value, Money.yuan(yuan).fen)
        self.told()

    def budget(self, studio, year=2020, reason="", **yuan):
        lines = tuple(BudgetLine(category, CITY, Money.yuan(sum_), "测算") for category, sum_ in yuan.items())
        form = f"budget-{self.events}"
        self.ledger.propose_budget(self.school.finance, Budget("", studio, year, lines, reason), form)
        self.school.sign_both(form)
        self.model.budget(studio, year, {line.category: line.amount.fen for line in lines})
        self.told()

    def voucher(self, studio, category, *parts, invoice=True, **changes):
        item, purpose, papers = GOODS[category]
        self.invoices += 7
        whole = Money.total(Money.yuan(yuan) for _, yuan in parts)
        seller = f"供应商{self.invoices}"
        claims = (InvoiceClaim(str(self.invoices), whole, whole, "", self.day, SCHOOL, TAX_ID, seller),)
        content = a_voucher(
            studio=studio, date=self.day, category=category, purpose=purpose, payee=Payee(f"供应商{self.invoices}"),
            lines=tuple(VoucherLine(item, Money.yuan(yuan), source, Decimal(1)) for source, yuan in parts),
            invoices=claims, attachments=tuple(Attachment(kind, "", kind) for kind in papers),
        )  # fmt: skip
        return replace(content, **changes)

    def submit(self, content, *, fees=()):
        name = self.school.submit(content, "工作需要，附说明")
        parts = {}
        for line in content.lines:
            parts[line.source.value] = parts.get(line.source.value, 0) + line.amount.fen
        self.model.submit(
            name, content.studio, content.date.year, content.category, parts, kind=content.kind.value,
            of=content.reverses, holds=[hold for hold in (content.request, content.advance) if hold], fees=fees,
        )  # fmt: skip
        self.told()
        return name

    def back(self, name):
        self.ledger.withdraw(self.school.finance, name)
        self.model.go_back(name)
        self.told()

    def post(self, name):
        self.school.sign_both(name)
        self.ledger.post(self.school.finance, [name])
        self.model.post(name)
        self.told()
        return name

    def spend(self, studio, category, *parts, pay=True, **changes):
        name = self.post(self.submit(self.voucher(studio, category, *parts, **changes)))
        if pay and self.model.due(name):
            self.pay(name, self.model.due(name))
        return name

    def pay(self, name, fen, part=Part.WHOLE):
        payment = Payment(f"p{self.events}", name, part, Money(fen), self.day, "transfer", "收款人")
        self.ledger.record_payment(self.school.finance, payment)
        self.model.pay(name, fen)
        self.told()
        return payment.id

    def swipe(self, name, last):
        self.ledger.record_swipe(self.school.finance, CardSwipe(name, "王芳", "6217", self.day, last))
        self.told()

    def undo(self, payment, name, fen):
        self.ledger.undo_payment(self.school.finance, payment, "登记重复")
        self.model.pay(name, -fen)
        self.told()

    def request(self, name, studio, category, yuan):
        asked = Request("", studio, category, "事前申请", "计划", Money.yuan(yuan), self.day)
        self.ledger.request(self.school.finance, asked, name)
        self.school.sign(self.school.host, name)
        if self.ledger.requests(studio)[-1].state.value == "host_signed":
            self.school.sign(self.school.legal, name)
        self.model.hold(name, "request", studio, self.day.year, Money.yuan(yuan).fen, category=category)
        self.told()
        return name

    def advance(self, name, studio, source, yuan, request=""):
        due = self.day + dt.timedelta(days=30)
        taken = Advance("", studio, "王芳", "外出学习", source, Money.yuan(yuan), self.day, due, request)
        self.ledger.advance(self.school.finance, taken, name)
        self.school.sign_both(name)
        self.model.hold(name, "advance", studio, self.day.year, Money.yuan(yuan).fen, source=source.value)
        self.told()
        self.pay(name, Money.yuan(yuan).fen, Part.ADVANCE)
        return name

    def settle(self, name):
        self.ledger.close_hold(self.school.finance, name)
        self.model.close_hold(name)
        self.told()

    def refund(self, voucher, kind, yuan):
        slip = self.ledger.store_evidence(f"slip {self.events}".encode(), "回单.pdf")
        content = self.ledger.refund_content(voucher, kind, Money.yuan(yuan), self.day)
        content = replace(content, attachments=(Attachment("bank_slip", slip, "回单.pdf"),))
        name = self.post(self.submit(content))
        self.pay(name, -Money.yuan(yuan).fen)
        return name

    def reverse(self, voucher, *, draft=False):
        reversal, corrected = self.ledger.correct(self.school.finance, voucher, "录入有误")
        self._reversed(reversal)
        if not draft:
            self.ledger.delete_draft(corrected)
        return corrected

    def _reversed(self, reversal):
        content = self.ledger.content_of(reversal)
        parts = {}
        for line in content.lines:
            parts[line.source.value] = parts.get(line.source.value, 0) + line.amount.fen
        self.model.submit(
            reversal, content.studio, content.date.year, content.category, parts, kind="reversal", of=content.reverses
        )
        self.told()
        self.post(reversal)

    def fees(self, studio, *people):
        """Each is (name, net yuan): the list is taxed by the month, reckoned by the model alone."""
        lines, told = [], []
        month = f"{self.day:%Y-%m}"
        for name, yuan in people:
            gross0, tax0 = self.model.months().get((month, name), (0, 0))
            net = Money.yuan(yuan).fen
            gross = next(g for g in range(net, net * 2) if g - (tax_on(gross0 + g) - tax0) == net)
            tax = gross - net
            lines.append(FeeLine("", name, Money(net), Money(tax), "senior", "4", 1, "班级管理讲座"))
            told.append((month, name, gross, tax))
        whole = sum(fee.gross.fen for fee in lines)
        content = a_voucher(
            studio=studio, date=self.day, category="lecture", purpose=f"专家讲座{self.events}", invoices=(),
            payee=Payee(f"外聘专家{self.events}", "external_person"),
            lines=(VoucherLine("讲课费", Money(whole), CITY),),
            attachments=tuple(Attachment(k, "", k) for k in ("payment_list", "expert_profile", "sign_in_sheet")),
            fees=tuple(lines),
        )  # fmt: skip
        name = self.post(self.submit(content, fees=told))
        self.pay(name, whole - sum(fee.tax.fen for fee in lines), Part.NET)
        if tax := sum(fee.tax.fen for fee in lines):
            self.pay(name, tax, Part.TAX)
        return name

    def return_leftovers(self, studio, year):
        content = self.ledger.return_content(studio, year, "市教育局", self.day)
        assert content.kind is VoucherKind.RETURN
        name = self.post(self.submit(content))
        self.pay(name, self.model.due(name))

    def close(self, studio, year, *, carry):
        form = f"close-{studio}-{year}"
        self.ledger.propose_close(self.school.finance, studio, year, form, carry=carry)
        self.school.sign_both(form)
        self.model.close(studio, year, carry=carry)
        self.told()

    def open(self, studio, income, spent):
        """The old books of 2019."""
        old = HistoricVoucher(
            dt.date(2019, 10, 9), "0001", "books", CITY, "购书", "书店", Money.yuan(spent), "90000001"
        )  # fmt: skip
        came = HistoricIncome(2019, CITY, Money.yuan(income), dt.date(2019, 3, 5))
        opening = Opening("", studio, dt.date(2019, 12, 31), (came,), (old,))
        self.ledger.propose_opening(self.school.finance, opening, "opening")
        self.school.sign_both("opening")
        self.model.grant(studio, 2019, "city", Money.yuan(income).fen)
        self.model.spent[studio, 2019, "city", "books"] += Money.yuan(spent).fen
        self.told()


def first_half(run: Script) -> tuple[str, str]:
    """From the opening to the summer."""
    run.open("s1", "40000", "12345.67")
    run.close("s1", 2019, carry=True)
    for studio in ("s1", "s2"):
        run.grant(studio, CITY, "40000")
        run.grant(studio, DISTRICT, "40000.50")
        run.budget(studio, books="9000", equipment="9000", lecture="20000", conference="9000", publication="12000")
    run.on(2, 10)
    first = run.spend("s1", "books", (Source.CARRIED_OVER, "1200.10"), (CITY, "99.90"))
    run.spend("s2", "books", (DISTRICT, "310.05"))
    gone = run.submit(run.voucher("s1", "equipment", (CITY, "455.00")))
    run.back(gone)
    run.on(3, 2)
    rules = RequestRules("", "s1", ("conference", "publication"), Money.yuan("3000"), Money.yuan("50000"), run.day)
    run.ledger.propose_request_rules(run.school.finance, rules, "rules-s1")
    run.school.sign_both("rules-s1")
    run.told()
    asked = run.request("r-conference", "s1", "conference", "2500")
    run.spend("s1", "conference", (CITY, "800.00"), request=asked)
    under_way = run.submit(run.voucher("s1", "conference", (DISTRICT, "700.25"), request=asked))
    run.back(under_way)
    run.spend("s1", "conference", (DISTRICT, "700.25"), request=asked)
    run.settle(asked)
    run.on(4, 8)
    taken = run.advance("a-trip", "s2", CITY, "3000")
    run.spend("s2", "books", (CITY, "1100.30"), advance=taken)
    topped = run.spend("s2", "equipment", (CITY, "640.00"), advance=taken)
    assert run.model.due(topped) == 0
    run.pay(taken, -(300_000 - 110_030 - 64_000), Part.ADVANCE)
    run.settle(taken)
    run.on(5, 6)
    run.fees("s1", ("周敏", "500"), ("刘洁", "1500"))
    run.on(5, 20)
    run.fees("s1", ("周敏", "500"))
    run.fees("s2", ("刘洁", "2000"), ("何平", "800"))
    return first, topped


def second_half(run: Script, first: str) -> None:
    """Refunds, corrections, and the year's end."""
    run.on(9, 3)
    run.refund(first, RefundKind.SELLER, "100.05")
    run.refund(first, RefundKind.PERSON, "0.95")
    wrong = run.spend("s1", "equipment", (CITY, "560.00"), pay=False)
    twice = run.pay(wrong, 56_000)
    run.undo(twice, wrong, 56_000)
    corrected = run.reverse(wrong, draft=True)
    draft = run.ledger.draft(corrected)
    content = replace(draft.content, lines=(replace(draft.content.lines[0], amount=Money.yuan("550.00")),))
    claim = replace(content.invoices[0], claimed=Money.yuan("550.00"))
    run.ledger.delete_draft(corrected)
    run.post(run.submit(replace(content, invoices=(claim,))))
    by_card = run.spend("s1", "books", (CITY, "88.08"), pay=False, payment="official_card")
    run.swipe(by_card, dt.date(2020, 9, 25))
    run.on(9, 20)
    run.pay(by_card, 5_000)
    run.on(9, 28)
    run.pay(by_card, 3_808)
    assert [row.late_days for row in run.ledger.payments(document=by_card)] == [0, 3]
    run.on(10, 12)
    big = run.request("r-book", "s1", "publication", "9000")
    run.spend("s1", "publication", (DISTRICT, "8800.80"), request=big)
    run.settle(big)
    run.budget("s2", reason="按进度调整", books="15000", equipment="5000", lecture="20000", conference="9000")
    run.on(11, 9)
    run.spend("s2", "conference", (DISTRICT, "1234.56"), (CITY, "65.44"))
    run.fees("s2", ("何平", "3360"))
    over = run.advance("a-late", "s1", DISTRICT, "500")
    more = run.spend("s1", "books", (DISTRICT, "620.00"), advance=over, pay=False)
    assert run.model.due(more) == 12_000
    run.pay(more, 12_000)
    run.settle(over)
    run.on(12, 15)
    run.return_leftovers("s2", 2020)
    run.close("s2", 2020, carry=False)
    run.close("s1", 2020, carry=True)


def after_the_close(run: Script, first: str, topped: str) -> None:
    """The open year takes what the closed one got wrong."""
    run.on(1, 11, 2021)
    run.grant("s1", CITY, "40000", 2021)
    run.budget("s1", 2021, books="9000", equipment="9000")
    run.grant("s2", CITY, "40000", 2021)
    run.refund(first, RefundKind.AUDIT, "200.00")
    run.reverse(topped)
    run.spend("s1", "books", (Source.CARRIED_OVER, "333.33"))


def test_that_a_scripted_year_agrees_with_an_independent_model_at_every_step(tmp_path):
    run = Script(tmp_path)
    first, topped = first_half(run)
    second_half(run, first)
    after_the_close(run, first, topped)
    assert run.events >= 60
    kinds = {one["kind"] for one in run.model.vouchers.values()}
    assert kinds == {kind.value for kind in VoucherKind}
    outcome = run.ledger.verify()
    assert outcome.ok, outcome.defects
    run.ledger.close()
