"""Numeric standards (Art. 3 "严格执行我市相关规定"): pay, tax, travel and meetings against the papers in force."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from studio_ledger.model.money import Money
from studio_ledger.rules.bans import MEETING_CATEGORIES, in_meeting, is_banned
from studio_ledger.rules.sight import Complaint, Rule, Sight, cited
from studio_ledger.rules.tax import labour_tax, month_tax
from studio_ledger.rules.texts import plain, same
from studio_ledger.rules.trips import allowance, lodging_parts

_PAY_CATEGORIES = frozenset({"lecture", "mentor"})

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studio_ledger.model.case import Gathering, Travel


def lecture_fee(sight: Sight) -> Iterator[Complaint]:
    """After-tax fee up to cap x hours (财行〔2016〕540号).

    At most 4 hours count a half-day; an unknown title has the lowest cap.
    """
    lecture = sight.case.expense.details.lecture
    half_day = sight.standard("lecture_half_day")
    if lecture is None or not lecture.title or lecture.hours is None or half_day is None:
        return
    title = lecture.title if lecture.title in sight.policy.lecture_titles else "other"
    standard = sight.standard("lecture", title)
    if standard is None:
        return
    # A half-day that was not written down is one: the milder reading would pay hours that nobody can check.
    hours = min(lecture.hours, half_day.value * max(lecture.half_days or 1, 1))
    limit = Money.yuan(standard.value).times(max(hours, Decimal(0)))
    actual = _net_lecture_fee(sight)
    if actual > limit:
        values = {"actual": actual, "limit": limit, "rate": standard.value, "hours": f"{hours.normalize():f}"}
        values |= {"title": sight.policy.lecture_titles[title]} | cited(sight, standard)
        yield Complaint("standard.lecture_fee", None, values, standard.paper)


def _net_lecture_fee(sight: Sight) -> Money:
    """What the lecturer gets: as stated, and not less than the fee claimed minus the tax."""
    lecture = sight.case.expense.details.lecture
    gross, withheld = _pay(sight)
    stated = lecture.after_tax if lecture and lecture.after_tax is not None else Money()
    if gross is None:
        return stated or sight.amount - (withheld or Money())
    return max(stated, gross - (withheld if withheld is not None else labour_tax(gross, sight.policy.tax)))


def _pay(sight: Sight) -> tuple[Money | None, Money | None]:
    """Return pay before tax and the tax withheld, as far as they are stated."""
    details = sight.case.expense.details
    labour, lecture = details.labour, details.lecture
    if labour and labour.pre_tax is not None:
        withheld = labour.tax
        if labour.after_tax is not None:
            # What was kept back is what counts, whatever is written as tax.
            kept = labour.pre_tax - labour.after_tax
            withheld = kept if withheld is None or kept != withheld else withheld
        return labour.pre_tax, withheld
    tax = labour.tax if labour else None
    net = labour.after_tax if labour else None
    if lecture:
        tax = lecture.tax if lecture.tax is not None else tax
        net = lecture.after_tax if lecture.after_tax is not None else net
    if net is not None and tax is not None:
        return net + tax, tax
    if net is not None and sight.amount >= net and sight.case.expense.payee.kind != "organisation":
        return sight.amount, sight.amount - net
    return (sight.amount, tax) if tax is not None else (None, None)


def labour_tax_withheld(sight: Sight) -> Iterator[Complaint]:
    """Tax withheld on pay for labour is the statutory figure, to 0.01 (国家税务总局公告2018年第61号)."""
    gross, withheld = _pay(sight)
    if gross is None or withheld is None:
        return
    before = _earlier_pay(sight)
    due = month_tax(gross, *before, sight.policy.tax)
    if abs((due - withheld).fen) > sight.policy.tax.tolerance.fen:
        values = {"gross": before[0] + gross, "limit": due, "actual": withheld, "paper": sight.policy.tax.article}
        yield Complaint("standard.tax", None, values)


def _earlier_pay(sight: Sight) -> tuple[Money, Money]:
    """Pay and tax of this month before this payment: as stated, else the fees the books show for the same person."""
    labour, expense = sight.case.expense.details.labour, sight.case.expense
    if labour and (labour.earlier_gross or labour.earlier_tax):
        return labour.earlier_gross, labour.earlier_tax
    month = (expense.date.year, expense.date.month)
    earlier = Money.total(
        past.amount
        for past in sight.case.books.recent
        if past.category in _PAY_CATEGORIES
        and (past.date.year, past.date.month) == month
        and same(past.payee) == same(expense.payee.name)
    )
    return earlier, labour_tax(earlier, sight.policy.tax)


def lodging(sight: Sight) -> Iterator[Complaint]:
    """Lodging up to the city's figure of the season x nights x persons (财行〔2015〕497号)."""
    travel = sight.case.expense.details.travel
    if travel is None or travel.nights is None or travel.persons is None:
        return
    first, each = travel.first or sight.case.expense.date, travel.first is not None
    parts = lodging_parts(sight.policy, travel.city, first, travel.nights, travel.persons, each_night=each)
    if not parts:
        return
    limit = Money.total(part.limit for part in parts)
    actual = max(travel.lodging or Money(), sight.sum_of([x for x in sight.lines("lodging") if not x.has("catering")]))
    if actual > limit:
        rates = [f"{part.standard.value}（{part.count}晚）" for part in parts]
        rate = "、".join(rates) if len(parts) > 1 else parts[0].standard.value
        values = {"actual": actual, "limit": limit, "city": travel.city, "rate": rate}
        values |= {"nights": travel.nights, "persons": travel.persons} | cited(sight, parts[0].standard)
        yield Complaint("standard.lodging", None, values, parts[0].standard.paper)


def meal_allowance(sight: Sight) -> Iterator[Complaint]:
    """Meal allowance up to the daily figure x calendar days x persons (财行〔2013〕531号)."""
    travel = sight.case.expense.details.travel
    yield from _allowance(sight, "meals", _paid(sight, travel.meals if travel else None, "meal_allowance"))


def local_transport(sight: Sight) -> Iterator[Complaint]:
    """City transport up to the daily figure x calendar days x persons (财行〔2013〕531号)."""
    travel = sight.case.expense.details.travel
    stated = travel.local_transport if travel else None
    yield from _allowance(sight, "local_transport", _paid(sight, stated, "city_allowance"))


def _paid(sight: Sight, stated: Money | None, tag: str) -> Money:
    """What is paid as this allowance: as stated, and not less than its own lines say."""
    lines = [line for line in sight.lines(tag) if not (line.has("meal_allowance") and line.has("city_allowance"))]
    return max(stated or Money(), sight.sum_of(lines))


def _allowance(sight: Sight, name: str, actual: Money) -> Iterator[Complaint]:
    travel = sight.case.expense.details.travel
    if travel is None or travel.days is None or travel.persons is None:
        return
    standard = allowance(sight.policy, name, travel.city, travel.first or sight.case.expense.date)
    if standard is None:
        return
    limit = Money.yuan(standard.value).times(travel.days * travel.persons)
    if actual > limit:
        values = {"actual": actual, "limit": limit, "rate": standard.value, "days": travel.days}
        values |= {"persons": travel.persons} | cited(sight, standard)
        code = "standard.meal_allowance" if name == "meals" else "standard.local_transport"
        yield Complaint(code, None, values, standard.paper)


def transport_class(sight: Sight) -> Iterator[Complaint]:
    """Fares of the classes for ordinary staff only: second class, hard berth, economy (财行〔2013〕531号)."""
    standard, travel = sight.standard("transport_class"), sight.case.expense.details.travel
    if standard is None:
        return
    limit = "、".join(sight.policy.allowed_classes)
    for line in sight.lines("fare"):
        refused = _refused(sight, line.text)
        if refused:
            values = {"actual": refused, "limit": limit} | cited(sight, standard)
            yield Complaint("standard.transport_class", line.number, values, standard.paper)
            return
    refused = _refused(sight, plain(travel.transport_class)) if travel else ""
    if refused:
        values = {"actual": refused, "limit": limit} | cited(sight, standard)
        line_number = 1 if len(sight.reading.lines) == 1 else None
        yield Complaint("standard.transport_class", line_number, values, standard.paper)


def _refused(sight: Sight, text: str) -> str:
    for allowed in sight.policy.allowed_classes:
        text = text.replace(allowed, "")
    return next((word for word in sight.policy.refused_classes if word in text), "")


def meeting(sight: Sight) -> Iterator[Complaint]:
    """A meeting's total up to the figure x persons x days; parts may be shifted (财行〔2016〕214号)."""
    yield from _gathering(sight, "meeting", sight.case.expense.details.conference)


def training(sight: Sight) -> Iterator[Complaint]:
    """A training's total without lecture fees up to the figure x persons x days (财行〔2016〕540号)."""
    yield from _gathering(sight, "training", sight.case.expense.details.training)


def _gathering(sight: Sight, name: str, gathering: Gathering | None) -> Iterator[Complaint]:
    standard = sight.standard(name)
    if standard is None or not _complete(gathering) or gathering is None:
        return
    persons, days = gathering.persons or 0, gathering.days or Decimal(0)
    limit = Money.yuan(standard.value).times(persons * days)
    apart = sight.lines("lecture", "mentor") + (sight.lines("attendance") if attends(sight) else [])
    actual = sight.amount - sight.sum_of(apart)
    if actual > limit:
        values = {"actual": actual, "limit": limit, "rate": standard.value, "persons": persons}
        values |= {"days": f"{days.normalize():f}"} | cited(sight, standard)
        yield Complaint(f"standard.{name}", None, values, standard.paper)


def attends(sight: Sight) -> bool:
    """Whether the expense is a fee for attending somebody else's meeting."""
    return any(word in sight.reading.text for word in sight.policy.goods.meeting["attending"])


def details_missing(sight: Sight) -> Iterator[Complaint]:
    """What a standard needs must be filled in: lecture, trip, or persons and days of a meeting."""
    yield from _lecture_missing(sight)
    yield from _trip_missing(sight)
    yield from _gathering_missing(sight)


def _lecture_missing(sight: Sight) -> Iterator[Complaint]:
    details, words = sight.case.expense.details, sight.policy.words
    fee = sight.category == "lecture" or bool(sight.lines("lecture"))
    lecture = details.lecture
    fee = fee and not sight.only_goods
    if fee and (lecture is None or not lecture.title or lecture.hours is None or lecture.hours <= 0):
        yield Complaint("details.missing", None, {"needed": words["lecture"]})
        return
    person = sight.case.expense.payee.kind == "external_person" and "payment_list" in sight.evidence
    paid = (fee or sight.category == "mentor") and person and sight.amount.decimal > sight.policy.tax.free_up_to
    if paid and _pay(sight)[1] is None:
        yield Complaint("details.missing", None, {"needed": words["labour"]})


def _trip_missing(sight: Sight) -> Iterator[Complaint]:
    travel = sight.case.expense.details.travel
    gathering = sight.category in MEETING_CATEGORIES and _has_gathering(sight)
    for line in sight.lines("lodging", "allowance", "fare"):
        hired = line.has("coach") and not line.has("lodging")
        if is_banned(line, sight) or hired or (gathering and line.has("lodging")):
            continue
        if line.has("lodging") and sight.category in MEETING_CATEGORIES and travel is None:
            continue  # Asked for as persons and days of the meeting.
        if travel is None or not _trip_complete(travel, line.has("lodging"), line.has("allowance")):
            yield Complaint("details.missing", line.number, {"needed": sight.policy.words["trip"]})
            return
    if travel is not None and not sight.lines("lodging", "allowance", "fare"):
        incomplete = not _trip_complete(travel, bool(travel.lodging), bool(travel.meals or travel.local_transport))
        if incomplete:
            yield Complaint("details.missing", None, {"needed": sight.policy.words["trip"]})


def _trip_complete(travel: Travel, lodging: bool, allowance: bool) -> bool:
    if lodging and (not travel.city or not travel.nights or not travel.persons):
        return False
    return not allowance or bool(travel.days and travel.persons)


def _gathering_missing(sight: Sight) -> Iterator[Complaint]:
    if _has_gathering(sight) or sight.category not in MEETING_CATEGORIES | {"collective", "lecture", "research"}:
        return
    wanted = ("catering", "food", "lodging") if sight.category in MEETING_CATEGORIES else ("catering", "food")
    lines = [line for line in sight.lines(*wanted) if not is_banned(line, sight)]
    if sight.case.expense.details.travel is not None:
        lines = [line for line in lines if not line.has("lodging")]
    if lines and in_meeting(sight):
        yield Complaint("details.missing", lines[0].number, {"needed": sight.policy.words["gathering"]})


def _has_gathering(sight: Sight) -> bool:
    details = sight.case.expense.details
    return _complete(details.conference) or _complete(details.training)


def _complete(gathering: Gathering | None) -> bool:
    return gathering is not None and bool(gathering.persons) and gathering.days is not None and gathering.days > 0


def _travels(sight: Sight) -> bool:
    return sight.case.expense.details.travel is not None


RULES = (
    Rule(("standard.lecture_fee",), lecture_fee, lambda sight: sight.case.expense.details.lecture is not None),
    Rule(("standard.tax",), labour_tax_withheld, lambda sight: _pay(sight)[1] is not None),
    Rule(("standard.lodging",), lodging, _travels),
    Rule(("standard.meal_allowance",), meal_allowance, _travels),
    Rule(("standard.local_transport",), local_transport, _travels),
    Rule(("standard.transport_class",), transport_class, lambda sight: _travels(sight) or bool(sight.lines("fare"))),
    Rule(("standard.meeting",), meeting, lambda sight: _complete(sight.case.expense.details.conference)),
    Rule(("standard.training",), training, lambda sight: _complete(sight.case.expense.details.training)),
    Rule(("details.missing",), details_missing),
)
