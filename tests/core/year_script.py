"""The hands of a scripted year: each thing is done in the program and in the independent model, then compared."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from core.year_compare import ACCOUNT, compare
from core.year_model import Model, tax_on
from core.year_model_bank import Bank
from core.year_model_cards import Cards

from studio_ledger.model.cards import CardSwipe
from studio_ledger.model.fees import FeeLine
from studio_ledger.model.funds import Budget, BudgetLine, Source
from studio_ledger.model.invoice import Party
from studio_ledger.model.money import Money
from studio_ledger.model.opening import HistoricIncome, HistoricVoucher, Opening, OpeningAsset
from studio_ledger.model.spending import Advance, BankLine, BankStatement, Part, Payment, Request
from studio_ledger.model.voucher import Attachment, InvoiceClaim, Payee, VoucherKind, VoucherLine
from tests.builders import SCHOOL, TAX_ID, School, a_grant, a_setup, a_studio, a_voucher
from tests.invoice_data.red_letters import a_red_letter

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
        self.folder, self.ledger, self.model = folder, self.school.ledger, Model()
        self.cards, self.bank = Cards(self.model), Bank(self.model, 123_456)
        self.events = 0
        self.invoices = 10_000_000
        self.day = dt.date(2020, 1, 6)

    def on(self, month, day, year=2020):
        self.day = dt.date(year, month, day)
        self.school.clock.at = dt.datetime(year, month, day, 10, 0, tzinfo=self.school.clock.at.tzinfo)

    def told(self):
        """One event is over: everything must agree."""
        self.events += 1
        compare(self)

    # ---- events ----------------------------------------------------------------------------------

    def grant(self, studio, source, yuan, year=2020):
        made = a_grant(
            studio=studio, year=year, source=source, amount=Money.yuan(yuan), received_on=self.day,
            issued_on=self.day, document_number=f"{studio}-{source.value}-{self.events}",
        )  # fmt: skip
        name = self.ledger.record_grant(self.school.finance, made, f"grant-{self.events}")
        self.school.sign_both(name)
        self.model.grant(studio, year, source.value, Money.yuan(yuan).fen)
        self.bank.grant(name, self.day, Money.yuan(yuan).fen)
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
        claims = (InvoiceClaim(f"204420{self.invoices:014d}", whole, whole, "", self.day, SCHOOL, TAX_ID, seller),)
        content = a_voucher(
            studio=studio, date=self.day, category=category, purpose=purpose, payee=Payee(f"供应商{self.invoices}"),
            lines=tuple(VoucherLine(item, Money.yuan(yuan), source, Decimal(1)) for source, yuan in parts),
            invoices=claims, attachments=tuple(Attachment(kind, "", kind) for kind in papers),
        )  # fmt: skip
        return replace(content, **changes)

    @staticmethod
    def _parts(content):
        parts = {}
        for line in content.lines:
            parts[line.source.value] = parts.get(line.source.value, 0) + line.amount.fen
        return parts

    def submit(self, content, *, fees=()):
        name = self.school.submit(content, "工作需要，附说明")
        self.model.submit(
            name, content.studio, content.date.year, content.category, self._parts(content), kind=content.kind.value,
            of=content.reverses, holds=[hold for hold in (content.request, content.advance) if hold], fees=fees,
            method=content.payment,
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
        method = self.model.vouchers[name]["method"] if name in self.model.vouchers else "transfer"
        payment = Payment(f"p{self.events}", name, part, Money(fen), self.day, method, "收款人")
        self.ledger.record_payment(self.school.finance, payment)
        self.model.pay(payment.id, name, fen, self.day, method=method, tax=part is Part.TAX)
        self.told()
        return payment.id

    def undo(self, payment):
        self.ledger.undo_payment(self.school.finance, payment, "登记重复")
        self.model.unpay(payment)
        self.told()

    def swipe(self, name, last, *, day=None, holder="王芳", tail="6217"):
        self.ledger.record_swipe(self.school.finance, CardSwipe(name, holder, tail, day or self.day, last))
        self.cards.swipe(name, holder, tail, day or self.day, last)
        self.told()

    def request(self, name, studio, category, yuan, *, minutes=False):
        kept = self.ledger.store_evidence(f"minutes {name}".encode(), "会议纪要.pdf") if minutes else ""
        papers = (Attachment("minutes", kept, "会议纪要.pdf"),) if minutes else ()
        asked = Request("", studio, category, "事前申请", "计划", Money.yuan(yuan), self.day, attachments=papers)
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

    def refund(self, voucher, kind, yuan, *, red=False):
        content = self.ledger.refund_content(voucher, kind, Money.yuan(yuan), self.day)
        if red:
            blue = self.ledger.content_of(voucher).invoices[0]
            number = f"204420{90_000_000 + self.events:014d}"
            seller = Party(blue.seller_name, "91440300192180171H")
            path = a_red_letter(self.folder, yuan, number=number, red_of=blue.number, seller=seller)
            self.ledger.add_to_inbox(self.school.finance, path)
            [letter] = [one for one in self.ledger.red_letters(voucher) if one.claim.number == number]
            assert (letter.fault, letter.blue) == ("", blue.number)
            proof = Attachment("red_invoice", letter.claim.file, letter.name)
            content = replace(content, invoices=(replace(letter.claim, claimed=-Money.yuan(yuan)),))
        else:
            slip = self.ledger.store_evidence(f"slip {self.events}".encode(), "回单.pdf")
            proof = Attachment("bank_slip", slip, "回单.pdf")
        name = self.post(self.submit(replace(content, attachments=(proof,))))
        self.pay(name, -Money.yuan(yuan).fen)
        return name

    def reverse(self, voucher, yuan=""):
        """Undo a voucher; with a sum it is booked anew, corrected."""
        reversal, corrected = self.ledger.correct(self.school.finance, voucher, "录入有误")
        undone, draft = self.ledger.content_of(reversal), self.ledger.draft(corrected).content
        self.ledger.delete_draft(corrected)
        assert undone.purpose.startswith("注销")
        self.model.submit(
            reversal, undone.studio, undone.date.year, undone.category, self._parts(undone), kind="reversal",
            of=undone.reverses, method=undone.payment,
        )  # fmt: skip
        self.told()
        self.post(reversal)
        if not yuan:
            return ""
        assert draft.purpose.startswith("订正")
        assert draft.corrects == voucher
        line, claim = draft.lines[0], draft.invoices[0]
        new = replace(draft, lines=(replace(line, amount=Money.yuan(yuan)),))
        return self.post(self.submit(replace(new, invoices=(replace(claim, claimed=Money.yuan(yuan)),))))

    def fees(self, studio, *people, pay=True):
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
        if pay:
            self.pay(name, whole - sum(fee.tax.fen for fee in lines), Part.NET)
        return name

    def remit(self):
        """What was withheld of all fees that still count goes to the bureau."""
        for name, voucher in list(self.model.vouchers.items()):
            if voucher["fees"] and not voucher["reversed"] and (tax := self.model.to_remit(name)):
                self.pay(name, tax, Part.TAX)

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

    def open(self, studio, *years):
        """The old books: source, what came and what was spent of it, with one asset of the register."""
        came, old = [], []
        for number, (source, income, spent) in enumerate(years, 1):
            came.append(HistoricIncome(2019, source, Money.yuan(income), dt.date(2019, 3, 5)))
            place = (dt.date(2019, 10, 9), f"{number:04d}", "books", source)
            old.append(HistoricVoucher(*place, "购书", "书店", Money.yuan(spent), f"9000000{number}"))
            self.model.grant(studio, 2019, source.value, Money.yuan(income).fen)
            self.model.spent[studio, 2019, source.value, "books"] += Money.yuan(spent).fen
        asset = OpeningAsset("打印机", "T2019-1", Money.yuan("1999"), dt.date(2019, 5, 5), "王芳", "一楼")
        opening = Opening("", studio, dt.date(2019, 12, 31), tuple(came), tuple(old), (asset,))
        self.ledger.propose_opening(self.school.finance, opening, "opening")
        self.school.sign_both("opening")
        self.told()

    # ---- the bank ----------------------------------------------------------------------------------

    def statement(self, name, start, items, *others):
        """Take in what the bank says from `start` to this day: a line for each item or several together, and others.

        What stood on the account before the first statement is none of the fund's.
        """
        known, rest = self.bank.in_books(), self.bank.open_items()
        lines = [(max(start, *(known[one][0] for one in item)), sum(rest[one] for one in item)) for item in items]
        lines += [(self.day, fen) for fen in others]
        made = tuple(BankLine(number, day, Money(fen), "对方") for number, (day, fen) in enumerate(lines, 1))
        first, _, _ = self.bank.balances(self.day)
        closing = first + sum(fen for _, fen in lines)
        statement = BankStatement(name, ACCOUNT, start, self.day, Money(first), Money(closing), made)
        self.ledger.take_statement(self.school.finance, statement)
        self.bank.statement(name, lines)
        self.told()

    def withdraw_statement(self, name):
        self.ledger.withdraw_statement(self.school.finance, name, "导错了账户")
        self.bank.withdraw(name)
        self.told()

    def tick(self, name, number, *items, note=""):
        """Say what a line stands for; without items it is money of others."""
        chosen = [item for item in self.ledger.open_items() if item.id in items]
        self.ledger.tick(self.school.finance, name, number, chosen, note=note)
        rest, whole = self.bank.open_items(), self.bank.lines[name, number][1]
        self.bank.tick((name, number), [(item, rest[item]) for item in items] or [("", whole)])
        self.told()

    def untick(self, name, number):
        self.ledger.untick(self.school.finance, name, number)
        self.bank.untick((name, number))
        self.told()
