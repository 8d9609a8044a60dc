"""Detectors that look at dates: holidays, weekends, approval after the fact, late claims, hasty signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio_ledger.audit.look import ACTIVITIES, Hint, numbers, percent, total

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studio_ledger.audit.look import Look
    from studio_ledger.model.school_books import BookVoucher


def trip_on_holiday(look: Look) -> Iterator[Hint]:
    """V16: trips in statutory holidays are public-money tourism until shown otherwise.

    By the State Council's calendar in the pack; a year that is not in it has no holidays, only weekends.
    """
    return _on_holiday(look, frozenset({"field_visit"}))


def on_holiday(look: Look) -> Iterator[Hint]:
    """V21: meetings, seminars and lectures in statutory holidays."""
    return _on_holiday(look, ACTIVITIES - {"field_visit"})


def _on_holiday(look: Look, categories: frozenset[str]) -> Iterator[Hint]:
    for voucher in look.live:
        holiday = look.limits.holidays.get(voucher.date)
        if holiday and voucher.category in categories:
            why = f"{voucher.label}“{voucher.purpose}”发生在{holiday}假期（{voucher.date}），请说明为何在假期举行。"
            yield Hint(why, (voucher,), {"日期": str(voucher.date), "假期": holiday})


def weekends(look: Look) -> Iterator[Hint]:
    """V21: most activities of a studio's year on free days. Some are natural for teachers, so a share counts."""
    count, share = look.limits.count("weekend_count"), look.limits.count("weekend_percent")
    for (studio, year), vouchers in look.by_year.items():
        activities = [v for v in vouchers if v.category in ACTIVITIES]
        free = [v for v in activities if look.limits.is_free(v.date)]
        if len(free) >= count and len(free) * 100 > len(activities) * share:
            words = percent(len(free), len(activities))
            why = f"{year} 年 {len(activities)} 次活动支出中有 {len(free)} 次在周末或假日（{words}）。"
            yield Hint(why, tuple(free), {"次数": str(len(free)), "占比": words}, studio, year)


def approved_afterwards(look: Look) -> Iterator[Hint]:
    """V37: approval after the fact. The notice, order or approval of an activity came after the claim was submitted."""
    kinds = set(look.limits.list_of("paper_of_meeting"))
    for voucher in look.live:
        late = [(kind, day) for kind, day in voucher.late_papers if kind in kinds and day > voucher.date]
        if late and voucher.category in ACTIVITIES:
            days = (late[0][1] - voucher.date).days
            why = f"{voucher.label}“{voucher.purpose}”的通知或审批件在活动 {days} 天后才补入（{late[0][1]}）。"
            yield Hint(why, (voucher,), {"活动日期": str(voucher.date), "补入日期": str(late[0][1])})


def asked_afterwards(look: Look) -> Iterator[Hint]:
    """V37: spent first and asked later. A request (用款申请) signed after the day of a voucher that draws on it."""
    known = {voucher.id: voucher for voucher in look.live}
    for request in look.books.requests:
        early = tuple(known[v] for v in request.vouchers if v in known and known[v].date < request.signed_on)
        if early:
            why = (
                f"用款申请“{request.purpose}”{request.signed_on} 才批准，"
                f"{numbers(early)} 已在此前发生，属先支出后申请。"
            )
            yield Hint(why, early, {"批准日期": str(request.signed_on), "支出日期": str(early[0].date)})


def signed_in_one_breath(look: Look) -> Iterator[Hint]:
    """V37: one hand holds both accounts. Both signatures within `signing_seconds`, `signing_count` times in a year."""
    most, count = look.limits.count("signing_seconds"), look.limits.count("signing_count")
    for (studio, year), vouchers in look.by_year.items():
        hasty = [v for v in vouchers if _gap(v) < most]
        if len(hasty) >= count:
            why = (
                f"{year} 年有 {len(hasty)} 张凭证主持人与法定代表人签字相隔不到 {most} 秒（{numbers(hasty)}），"
                "请核对两人是否各自签字。"
            )
            figures = {"张数": str(len(hasty)), "最短间隔": f"{min(map(_gap, hasty)):.0f} 秒"}
            yield Hint(why, tuple(hasty), figures, studio, year)


def _gap(voucher: BookVoucher) -> float:
    """Return the seconds between both signatures; endless where one is missing."""
    if voucher.host_at is None or voucher.legal_at is None:
        return float("inf")
    return (voucher.legal_at - voucher.host_at).total_seconds()


def claimed_late(look: Look) -> Iterator[Hint]:
    """V39: late reimbursement. Submitted more than `late_days` after the newest invoice; one hint a studio's year."""
    days = look.limits.count("late_days")
    for (studio, year), vouchers in look.by_year.items():
        late = [v for v in vouchers if _delay(v) > days]
        if late:
            worst = max(late, key=_delay)
            why = (
                f"{year} 年有 {len(late)} 张凭证在开票 {days} 天以后才报销（{numbers(late)}），"
                f"最长 {_delay(worst)} 天。"
            )
            yield Hint(why, tuple(late), {"张数": str(len(late)), "最长天数": str(_delay(worst))}, studio, year)


def _delay(voucher: BookVoucher) -> int:
    dates = [claim.issued_on for claim in voucher.claims if claim.issued_on]
    return (voucher.submitted_at.date() - max(dates)).days if dates and voucher.submitted_at else 0


def another_year(look: Look) -> Iterator[Hint]:
    """V39: invoices of another fiscal year in this year's books."""
    for (studio, year), vouchers in look.by_year.items():
        foreign = [v for v in vouchers if any(c.issued_on and c.issued_on.year != year for c in v.claims)]
        if foreign:
            sum_ = total(foreign).grouped
            why = f"{year} 年入账的 {len(foreign)} 张凭证（{numbers(foreign)}）附有其他年度的发票，共 {sum_} 元。"
            yield Hint(why, tuple(foreign), {"张数": str(len(foreign)), "金额": sum_}, studio, year)
