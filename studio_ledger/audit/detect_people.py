"""Detectors that look at persons: who is paid, how often, where, and who travels."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from studio_ledger.audit.look import FEES, Hint, first_of, goods_text, group, names_of, numbers, same, total, words_of
from studio_ledger.model.money import Money
from studio_ledger.rules.tax import labour_tax

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studio_ledger.audit.look import Look
    from studio_ledger.model.school_books import BookVoucher


def paid_own_people(look: Look) -> Iterator[Hint]:
    """V07: leaders and staff take lecture or labour pay. Payee names against all rosters, the ledger's people, payees.

    The check of a voucher knows its own studio only; here every studio of the school counts. A mentor is no staff.
    Those whom the payments went to count as well as those whom the vouchers name.
    """
    own: dict[str, str] = {}
    for studio in look.books.studios:
        for name in (studio.host, *(member.name for member in studio.members)):
            own.setdefault(same(name), f"{studio.name}的主持人或成员")
        own.setdefault(same(studio.legal_representative), f"{studio.school}法定代表人")
    for person in look.books.people:
        own.setdefault(same(person.name), "本账套的登记人员")
    for payee in look.books.payees:
        if payee.own_staff:
            own.setdefault(same(payee.name), "收款人登记为本校人员")
    own.pop("", None)
    for voucher in look.fees:
        paid = next((who for who in (voucher.payee, *voucher.paid_to) if set(names_of(who)) & set(own)), "")
        if paid:
            as_what = next(own[name] for name in names_of(paid) if name in own)
            why = f"{voucher.label} 支付“{paid}”{voucher.amount.grouped} 元劳务报酬，此名与{as_what}相同。"
            yield Hint(why, (voucher,), {"收款人": paid, "身份": as_what, "金额": voucher.amount.grouped})


def own_people_by_digest(look: Look) -> Iterator[Hint]:
    """V07: the same by ID number or bank account: a payee under another name shares it with one of the staff."""
    staff = [payee for payee in look.books.payees if payee.own_staff]
    ids = {payee.id_mac: payee.name for payee in staff if payee.id_mac}
    accounts = {payee.account_mac: payee.name for payee in staff if payee.account_mac}
    for payee in look.books.payees:
        if payee.own_staff:
            continue
        what, known = ("证件号码", ids.get(payee.id_mac, "")) if payee.id_mac in ids else ("银行账号", "")
        known = known or accounts.get(payee.account_mac, "")
        paid = tuple(v for v in look.fees if known and same(payee.name) in names_of(v.payee))
        if paid:
            why = f"收款人“{payee.name}”的{what}与本校人员“{known}”相同，已付劳务报酬 {total(paid).grouped} 元。"
            yield Hint(why, paid, {"收款人": payee.name, "本校人员": known, "相同": what})


def shared_account(look: Look) -> Iterator[Hint]:
    """V09: one bank account for several payees. By keyed digest; no account number is seen here."""
    known = [payee for payee in look.books.payees if payee.account_mac]
    for payees in group(known, lambda payee: payee.account_mac).values():
        people = sorted({same(payee.name): payee.name for payee in payees}.values())
        paid = tuple(v for v in look.fees if {same(name) for name in people} & set(names_of(v.payee)))
        if len(people) > 1 and paid:
            why = f"{'、'.join(people)} {len(people)} 人登记的是同一个银行账号，已付劳务报酬 {total(paid).grouped} 元。"
            yield Hint(why, paid, {"人数": str(len(people)), "金额": total(paid).grouped})


def two_places_at_once(look: Look) -> Iterator[Hint]:
    """V08: the same lecturer in two places in a half day; at most four hours count in one.

    Lectures of one person on one day: more half days or hours than a day has, or in two studios.
    """
    halves, hours = look.limits.count("half_days_a_day"), look.limits.number("hours_a_day")
    lectures = [v for v in look.fees if v.category == "lecture" or v.details.lecture]
    named = [(name, voucher) for voucher in lectures for name in names_of(voucher.payee)]
    for (_, day), pairs in group(named, lambda pair: (pair[0], pair[1].date)).items():
        vouchers = tuple(voucher for _, voucher in pairs)
        if len(vouchers) < 2:
            continue
        spent = [v.details.lecture for v in vouchers if v.details.lecture]
        half_days = sum(part.half_days or 0 for part in spent)
        taught = sum((part.hours or Decimal() for part in spent), Decimal())
        studios = {voucher.studio for voucher in vouchers}
        if half_days > halves or taught > hours or len(studios) > 1:
            where = "、".join(sorted(look.studio_name(studio) for studio in studios))
            why = f"{vouchers[0].payee} {day} 一天内在{where}讲课 {len(vouchers)} 次，共 {taught.normalize():f} 学时。"
            yield Hint(why, vouchers, {"日期": str(day), "学时": f"{taught.normalize():f}", "半天数": str(half_days)})


def tax_of_the_month(look: Look) -> Iterator[Hint]:
    """V06: labour pay without (enough) tax, 91.89万. Several payments in a month to one person are one 次."""
    for (_, month), vouchers in group(look.fees, lambda v: (same(v.payee), f"{v.date:%Y-%m}")).items():
        taxes = [_tax_of(voucher) for voucher in vouchers]
        if len(vouchers) < 2 or any(tax is None for tax in taxes):
            continue
        withheld = Money.total(tax for tax in taxes if tax is not None)
        gross = total(vouchers)
        due = labour_tax(gross)
        if (due - withheld).fen > 100:
            why = (
                f"{vouchers[0].payee} {month} 收到 {len(vouchers)} 笔共 {gross.grouped} 元，"
                f"合并应扣个税 {due.grouped} 元，实扣 {withheld.grouped} 元，少扣 {(due - withheld).grouped} 元。"
            )
            figures = {"税前合计": gross.grouped, "应扣": due.grouped, "实扣": withheld.grouped}
            yield Hint(why, tuple(vouchers), figures, amount=due - withheld)


def _tax_of(voucher: BookVoucher) -> Money | None:
    part = voucher.details.lecture or voucher.details.labour
    return part.tax if part else None


def cash_fees(look: Look) -> Iterator[Hint]:
    """V10, V11: labour pay in cash, whatever the sum; auditors want transfers to the person's own account."""
    for voucher in look.fees:
        if voucher.payment == "cash":
            why = f"{voucher.label} 以现金支付 {voucher.payee} 劳务报酬 {voucher.amount.grouped} 元，应转账到本人账户。"
            yield Hint(why, (voucher,), {"收款人": voucher.payee, "金额": voucher.amount.grouped})


def trips_overlap(look: Look) -> Iterator[Hint]:
    """V18: the same trip or day claimed twice. Trips of one person (or of a whole studio) that share a day.

    A trip ends on its voucher's date, the latest of its tickets, and lasts the days that were claimed.
    """
    for person, trips in sorted(_trips_of(look).items()):
        for place, (start, end, one) in enumerate(trips):
            for later, last, other in trips[place + 1 :]:
                if later > end or start > last or one.id == other.id:
                    continue
                why = (
                    f"{person[1]}的两次外出有重叠：{one.label}（{start} 至 {end}）与 "
                    f"{other.label}（{later} 至 {last}），同一天可能报销两次。"
                )
                figures = {"重叠起": str(max(start, later)), "重叠止": str(min(end, last))}
                yield Hint(why, (one, other), figures, subject=person[1])


_Span = tuple[dt.date, dt.date, "BookVoucher"]


def _trips_of(look: Look) -> dict[tuple[str, str], list[_Span]]:
    """Return the trips with days by traveller: the payee where it is a person, names in the purpose, or the group."""
    found: dict[tuple[str, str], list[_Span]] = {}
    for voucher in look.trips:
        travel = voucher.details.travel
        if travel is None or not travel.days:
            continue
        span = (voucher.date - dt.timedelta(days=travel.days - 1), voucher.date, voucher)
        roster = look.rosters.get(voucher.studio, frozenset())
        people = {name for name in roster if name in same(voucher.purpose)}
        people |= set(names_of(voucher.payee)) if voucher.payee_kind != "organisation" else set()
        for name in people:
            found.setdefault(("", name), []).append(span)
        if roster and (travel.persons or 0) >= len(roster):
            found.setdefault((voucher.studio, look.studio_name(voucher.studio) + "全体成员"), []).append(span)
    return {person: sorted(trips, key=lambda trip: (trip[0], trip[2].id)) for person, trips in found.items()}


def meals_and_allowance(look: Look) -> Iterator[Hint]:
    """V17: meal allowance although meals are provided: the same voucher pays for meals in its lines."""
    meals, shield = look.limits.list_of("meals"), look.limits.list_of("not_meals")
    for voucher in look.trips:
        travel = voucher.details.travel
        if travel is None or not travel.meals:
            continue
        provided = [v for v in _with(look, voucher) if _has_meal(v, meals, shield)]
        if provided:
            why = f"{voucher.label} 领取伙食补助 {travel.meals.grouped} 元，行程中又由 {numbers(provided)} 报销用餐。"
            both = tuple({v.id: v for v in (voucher, *provided)}.values())
            yield Hint(why, both, {"伙食补助": travel.meals.grouped, "用餐单据": str(len(provided))})


def _with(look: Look, voucher: BookVoucher) -> list[BookVoucher]:
    """Return what the studio spent on trips and meetings during a trip, itself included."""
    days = voucher.details.travel.days if voucher.details.travel else 0
    start = voucher.date - dt.timedelta(days=max((days or 1) - 1, 0))
    same_time = [v for v in look.by_year[voucher.studio, voucher.year] if start <= v.date <= voucher.date]
    return [v for v in same_time if v.category in {"field_visit", "seminar", "conference"} or v.id == voucher.id]


def _has_meal(voucher: BookVoucher, meals: tuple[str, ...], shield: tuple[str, ...]) -> bool:
    texts = [goods_text(line.item) for line in voucher.lines]
    return any(first_of(text, meals) and not first_of(text, shield) for text in texts)


def rides_and_allowance(look: Look) -> Iterator[Hint]:
    """V18: ride-hailing and the daily 80 yuan of city transport both claimed."""
    rides = look.limits.list_of("rides")
    for voucher in look.trips:
        travel, word = voucher.details.travel, first_of(words_of(voucher), rides)
        if travel is not None and travel.local_transport and word:
            sum_ = travel.local_transport.grouped
            why = f"{voucher.label} 既领取市内交通费 {sum_} 元，又报销“{word}”，同一行程重复负担市内交通。"
            yield Hint(why, (voucher,), {"市内交通费": sum_, "单据": word})


def hotel_outside_trip(look: Look) -> Iterator[Hint]:
    """V17: the hotel's bill against the trip: invoices earlier than the first day by more than `hotel_slack_days`."""
    slack, lodging = look.limits.count("hotel_slack_days"), look.limits.list_of("lodging")
    for voucher in look.trips:
        travel = voucher.details.travel
        dates = [claim.issued_on for claim in voucher.claims if claim.issued_on]
        if travel is None or not travel.days or not dates or not first_of(words_of(voucher), lodging):
            continue
        start = voucher.date - dt.timedelta(days=travel.days - 1)
        early = (start - min(dates)).days
        if early > slack:
            span = f"{travel.days} 天（{start} 至 {voucher.date}）"
            why = f"{voucher.label} 行程 {span}，有票据开于 {min(dates)}，早于行程 {early} 天。"
            yield Hint(why, (voucher,), {"最早票据": str(min(dates)), "行程起": str(start)})


def more_travellers_than_people(look: Look) -> Iterator[Hint]:
    """V20: travel of people who do not belong to it. More travellers than host, members, mentor and one guest."""
    for voucher in look.trips:
        people, travel = len(look.rosters.get(voucher.studio, ())) + 2, voucher.details.travel
        if travel is not None and (travel.persons or 0) > people:
            why = f"{voucher.label} 外出 {travel.persons} 人，工作室主持人、成员、导师加一名随行共 {people} 人。"
            yield Hint(why, (voucher,), {"外出人数": str(travel.persons), "名册人数": str(people)})


def strangers_travel(look: Look) -> Iterator[Hint]:
    """V20: the travel of somebody outside the studio is paid: a private payee of a trip who is not on the roster."""
    for voucher in look.trips:
        if voucher.payee_kind == "organisation" or voucher.category in FEES or voucher.details.lecture:
            continue
        studio = look.studios.get(voucher.studio)
        known = look.rosters.get(voucher.studio, frozenset()) | {same(studio.mentor) if studio else ""}
        strangers = [name for name in names_of(voucher.payee) if name not in known]
        if strangers:
            why = f"{voucher.label} 报销“{voucher.payee}”外出费用 {voucher.amount.grouped} 元，此人不在工作室名册中。"
            yield Hint(why, (voucher,), {"收款人": voucher.payee, "金额": voucher.amount.grouped})
