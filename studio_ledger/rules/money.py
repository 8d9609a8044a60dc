"""Money, time and people: amounts, budget, what is left, the cycle, how it is paid and to whom, who signs."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from studio_ledger.model.money import Money
from studio_ledger.rules.sight import Complaint, Rule, Sight
from studio_ledger.rules.texts import same

if TYPE_CHECKING:
    from collections.abc import Iterator

_OWN_KINDS = frozenset({"own_staff", "studio_member", "host"})
_FEE_CATEGORIES = frozenset({"lecture", "mentor"})


def amount_valid(sight: Sight) -> Iterator[Complaint]:
    """The sum is a positive number in whole fen and the lines add up to it (Art. 4)."""
    expense, words = sight.case.expense, sight.policy.words
    for number, line in enumerate(expense.lines, start=1):
        if line.amount is None:
            yield _invalid(sight, number, words["amount_unreadable"])
            return
    if expense.amount is None:
        yield _invalid(sight, None, words["amount_unreadable"])
        return
    if expense.amount <= Money():
        yield _invalid(sight, None, words["amount_not_positive"].format(amount=expense.amount))
    total = Money.total(line.amount or Money() for line in expense.lines)
    if total != expense.amount:
        yield _invalid(sight, None, words["amount_sum"].format(sum=total, amount=expense.amount))


def _invalid(sight: Sight, line: int | None, problem: str) -> Complaint:
    where = {} if line else {"where": sight.policy.words["voucher"]}
    return Complaint("amount.invalid", line, where | {"problem": problem})


def budget_approved(sight: Sight) -> Iterator[Complaint]:
    """The year has an approved budget (Art. 1)."""
    if not sight.case.books.budget:
        yield Complaint("budget.missing", None, {"year": sight.case.expense.date.year})


def budget_enough(sight: Sight) -> Iterator[Complaint]:
    """The sum is within what is left of the category's budget, to the fen; an unnamed category has nothing (Art. 4)."""
    budget = sight.case.books.budget
    left = budget.get(sight.category, Money())
    if budget and sight.policy.category(sight.category) and sight.amount > left:
        values = {"category": sight.policy.category_name(sight.category), "actual": sight.amount, "limit": left}
        yield Complaint("budget.exceeded", None, values)


def fund_enough(sight: Sight) -> Iterator[Complaint]:
    """The sum is within what is left of the money received (Art. 1)."""
    left = sight.case.books.available
    if sight.amount > left:
        yield Complaint("fund.insufficient", None, {"actual": sight.amount, "limit": left})


def within_cycle(sight: Sight) -> Iterator[Complaint]:
    """The day lies in the construction cycle (Art. 2) and not before the measures' first day (Art. 6); ends count."""
    studio, day = sight.case.studio, sight.case.expense.date
    start = max(studio.cycle_start, sight.policy.valid_from)
    if not start <= day <= studio.cycle_end:
        cycle = sight.policy.words["cycle"].format(start=start, end=studio.cycle_end)
        yield Complaint("period.outside_cycle", None, {"actual": day, "limit": cycle})


def year_open(sight: Sight) -> Iterator[Complaint]:
    """The year has not been closed (Art. 4)."""
    day = sight.case.expense.date
    if day.year in sight.case.books.closed_years:
        yield Complaint("period.closed", None, {"actual": day, "limit": day.year})


def cash_small(sight: Sight) -> Iterator[Complaint]:
    """Cash up to the settlement threshold, itself included (现金管理暂行条例第五条)."""
    standard = sight.standard("cash")
    if standard and sight.case.expense.payment == "cash" and sight.amount > Money.yuan(standard.value):
        yield Complaint("payment.cash", None, {"actual": sight.amount, "limit": f"{standard.value:.2f}"})


def no_advance(sight: Sight) -> Iterator[Complaint]:
    """Nobody pays out of his own pocket without a reason (Art. 4)."""
    if sight.case.expense.payment == "personal_advance":
        yield Complaint("payment.personal_advance", None, {"actual": sight.amount})


def fee_to_outsider(sight: Sight) -> Iterator[Complaint]:
    """Lecture and mentor fees go to outsiders: not to host, members or own staff, by kind or by name (Art. 3)."""
    payee = sight.case.expense.payee
    if _is_fee(sight) and (payee.kind in _OWN_KINDS or same(payee.name) in _own_names(sight)):
        yield Complaint("payee.own_staff", None, {"actual": payee.name})


def _is_fee(sight: Sight) -> bool:
    if sight.lines("lecture", "mentor"):
        return True
    if sight.lines("labour") and sight.case.expense.payment != "personal_advance":
        return True
    return sight.category in _FEE_CATEGORIES and not sight.only_goods


def _own_names(sight: Sight) -> set[str]:
    studio = sight.case.studio
    return {same(name) for name in (studio.host, studio.legal_representative, *studio.members) if name}


def mentor_registered(sight: Sight) -> Iterator[Complaint]:
    """A mentor fee goes to the registered mentor (Art. 3)."""
    payee, mentor = sight.case.expense.payee.name, sight.case.studio.mentor
    fee = sight.lines("mentor") or (sight.category == "mentor" and not sight.only_goods)
    if fee and (not mentor or same(payee) != same(mentor)):
        yield Complaint("payee.not_mentor", None, {"actual": payee, "limit": mentor})


def cash_not_split(sight: Sight) -> Iterator[Complaint]:
    """Cash to one payee on one day does not pass the threshold only when added up (现金管理暂行条例第五条)."""
    expense, standard = sight.case.expense, sight.standard("cash")
    if standard is None or expense.payment != "cash":
        return
    limit = Money.yuan(standard.value)
    parts = [
        past.amount
        for past in sight.case.books.recent
        if past.payment == "cash" and past.date == expense.date and same(past.payee) == same(expense.payee.name)
    ]
    total = Money.total(parts) + sight.amount
    if parts and sight.amount <= limit and total > limit:
        yield Complaint("split.suspected", None, {"payee": expense.payee.name, "actual": total, "limit": limit})


def not_paid_before(sight: Sight) -> Iterator[Complaint]:
    """The same payee got the same amount within 7 days, the 7th included (Art. 4)."""
    expense, standard = sight.case.expense, sight.standard("duplicate_days")
    if standard is None:
        return
    span = dt.timedelta(days=int(standard.value))
    for past in sight.case.books.recent:
        alike = past.amount == expense.amount and same(past.payee) == same(expense.payee.name)
        if alike and abs(past.date - expense.date) <= span:
            values = {"date": past.date, "payee": past.payee, "actual": past.amount, "limit": span.days}
            yield Complaint("duplicate.suspected", None, values)
            return


def two_signers(sight: Sight) -> Iterator[Complaint]:
    """Host and legal representative are two persons (Art. 4)."""
    studio = sight.case.studio
    if same(studio.host) == same(studio.legal_representative):
        yield Complaint("signoff.same_person", None, {"actual": studio.host})


def studio_active(sight: Sight) -> Iterator[Complaint]:
    """A studio whose qualification was cancelled spends nothing more (construction plan, 五（一）)."""
    if sight.case.studio.suspended:
        yield Complaint("studio.suspended")


def signer_authorised(sight: Sight) -> Iterator[Complaint]:
    """The legal representative holds a term and the bureau's authorisation on that day (Art. 4)."""
    if not sight.case.studio.authorised:
        yield Complaint("signoff.unauthorised")


RULES = (
    Rule(("amount.invalid",), amount_valid),
    Rule(("budget.missing",), budget_approved),
    Rule(("budget.exceeded",), budget_enough, lambda sight: bool(sight.case.books.budget)),
    Rule(("fund.insufficient",), fund_enough),
    Rule(("period.outside_cycle",), within_cycle),
    Rule(("period.closed",), year_open),
    Rule(("payment.cash",), cash_small, lambda sight: sight.case.expense.payment == "cash"),
    Rule(("split.suspected",), cash_not_split, lambda sight: sight.case.expense.payment == "cash"),
    Rule(("payment.personal_advance",), no_advance),
    Rule(("payee.own_staff",), fee_to_outsider, _is_fee),
    Rule(("payee.not_mentor",), mentor_registered, lambda sight: sight.category == "mentor"),
    Rule(("duplicate.suspected",), not_paid_before),
    Rule(("signoff.same_person",), two_signers),
    Rule(("studio.suspended",), studio_active),
    Rule(("signoff.unauthorised",), signer_authorised),
)
