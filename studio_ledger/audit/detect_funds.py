"""Detectors that look at the money as a whole: pace, match, leftovers, budget, advances, posts, corrections."""

from __future__ import annotations

import datetime as dt
from itertools import combinations
from typing import TYPE_CHECKING

from studio_ledger.audit.look import Hint, group, numbers, percent, total
from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.people import ROLE_NAMES, Role, Term
from studio_ledger.model.studio import Affiliation
from studio_ledger.model.voucher import State, VoucherKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studio_ledger.audit.look import Look
    from studio_ledger.model.school_books import BookGrant


def budget_deviation(look: Look) -> Iterator[Hint]:
    """V22: an item off its budget by more than 10 % and 50,000 yuan without approval.

    A year that is over: what a category cost against the first signed budget, where no later version was signed.
    """
    share, floor = look.limits.count("deviation_percent"), look.limits.money("deviation_from")
    for (studio, year), versions in group(look.books.budgets, lambda b: (b.studio, b.year)).items():
        if len(versions) > 1 or not look.over(studio, year):
            continue
        spent = group(look.by_year.get((studio, year), []), lambda v: v.category)
        for category, planned in versions[0].lines.items():
            actual = total(spent.get(category, []))
            off = abs(actual.fen - planned.fen)
            if off > floor.fen and off * 100 > planned.fen * share:
                why = (
                    f"{year} 年“{category}”预算 {planned.grouped} 元，实际 {actual.grouped} 元，"
                    f"相差 {Money(off).grouped} 元，没有办理预算调整。"
                )
                figures = {"预算": planned.grouped, "实际": actual.grouped}
                yield Hint(why, (), figures, studio, year, category, Money(off))


def slow_execution(look: Look) -> Iterator[Hint]:
    """V23: low execution, money asleep. At the end of September and at the year's end, in percent of what arrived."""
    for (studio, year), grants in _grants(look).items():
        arrived = Money.total(grant.amount for grant in grants)
        spent = total(look.by_year.get((studio, year), []))
        over = look.over(studio, year)
        if not over and look.today < dt.date(year, 10, 1):
            continue
        least = look.limits.count("execution_percent" if over else "execution_september_percent")
        if spent.fen * 100 < arrived.fen * least:
            words = percent(spent.fen, arrived.fen)
            when = "全年" if over else "到九月底"
            sums = f"到账 {arrived.grouped} 元，支出 {spent.grouped} 元"
            why = f"{year} 年{when}{sums}，执行率 {words}，低于 {least}%，资金闲置。"
            yield Hint(why, (), {"到账": arrived.grouped, "支出": spent.grouped, "执行率": words}, studio, year)


def idle_money(look: Look) -> Iterator[Hint]:
    """V23: nothing was spent for `idle_days` after money arrived."""
    days = look.limits.count("idle_days")
    for (studio, year), grants in _grants(look).items():
        first = min(grant.received_on for grant in grants)
        spent = [v.date for v in look.by_year.get((studio, year), []) if v.date >= first]
        end = min(spent) if spent else min(look.today, dt.date(year, 12, 31))
        if (end - first).days > days:
            what = f"{end} 才有第一笔支出" if spent else f"至 {end} 没有支出"
            why = f"{year} 年经费 {first} 到账后 {(end - first).days} 天无支出（{what}）。"
            yield Hint(why, (), {"到账日期": str(first), "闲置天数": str((end - first).days)}, studio, year)


def year_end_rush(look: Look) -> Iterator[Hint]:
    """V24: money spent in a rush at the year's end. The share of December, or of the last quarter."""
    floor = look.limits.money("rush_from")
    for (studio, year), vouchers in look.by_year.items():
        whole = total(vouchers)
        if whole < floor or (not look.over(studio, year) and look.today < dt.date(year, 12, 1)):
            continue
        for name, months, limit in (
            ("十二月", (12,), look.limits.count("december_percent")),
            ("第四季度", (10, 11, 12), look.limits.count("quarter_percent")),
        ):
            late = [v for v in vouchers if v.date.month in months]
            part = total(late)
            if part.fen * 100 > whole.fen * limit:
                words = percent(part.fen, whole.fen)
                why = f"{year} 年{name}支出 {part.grouped} 元，占全年 {words}（{len(late)} 张），疑似年底突击花钱。"
                yield Hint(why, tuple(late), {f"{name}支出": part.grouped, "占全年": words}, studio, year)
                break


def late_grants(look: Look) -> Iterator[Hint]:
    """V24, V25: money that arrived after 15 December, or `grant_days` after its document."""
    days, last = look.limits.count("grant_days"), look.limits.count("late_grant_day")
    for (studio, year), grants in _grants(look).items():
        for grant in grants:
            waited = (grant.received_on - grant.issued_on).days
            after = grant.received_on.year == year and grant.received_on.month * 100 + grant.received_on.day > last
            if grant.source is not Source.CARRIED_OVER and (waited > days or after):
                why = (
                    f"{year} 年一笔 {grant.amount.grouped} 元经费 {grant.issued_on} 下达、{grant.received_on} 到账，"
                    f"相隔 {waited} 天，到账偏晚。"
                )
                figures = {"下达": str(grant.issued_on), "到账": str(grant.received_on), "天数": str(waited)}
                subject = f"{grant.source.value} {grant.received_on} {grant.amount}"
                yield Hint(why, (), figures, studio, year, subject, grant.amount)


def match_missing(look: Look) -> Iterator[Hint]:
    """F07, V25: the district's match is not paid. A district studio with less district than city money by mid-year."""
    for (studio, year), grants in _grants(look).items():
        place = look.studios.get(studio)
        due = look.over(studio, year) or look.today >= dt.date(year, look.limits.count("match_month"), 1)
        if place is None or place.affiliation is not Affiliation.DISTRICT or not due:
            continue
        city = Money.total(grant.amount for grant in grants if grant.source is Source.CITY)
        district = Money.total(grant.amount for grant in grants if grant.source is Source.DISTRICT)
        if district < city:
            short = city - district
            why = (
                f"{year} 年市级资助到账 {city.grouped} 元，区级配套 {district.grouped} 元，"
                f"少 {short.grouped} 元，未达第二条不低于 1:1 的要求。"
            )
            yield Hint(why, (), {"市级": city.grouped, "区级": district.grouped}, studio, year, amount=short)


def old_advances(look: Look) -> Iterator[Hint]:
    """V26: 往来款长期挂账. An advance that is open `advance_days` after it was taken, or past its due day."""
    days = look.limits.count("advance_days")
    for advance in look.books.advances:
        age = (look.today - advance.taken_on).days
        if advance.open > Money() and (age > days or advance.due_on < look.today):
            owed = f"尚有 {advance.open.grouped} 元未结清，已 {age} 天。"
            why = f"{advance.person} {advance.taken_on} 借款“{advance.purpose}”{owed}"
            figures = {"未结清": advance.open.grouped, "天数": str(age), "应还": str(advance.due_on)}
            yield Hint(why, (), figures, advance.studio, advance.taken_on.year, advance.id, advance.open)


def violations_overdue(look: Look) -> Iterator[Hint]:
    """V43: findings that were not put right. Register entries past their due day, or money that has not come back."""
    known = {voucher.id: voucher for voucher in look.books.vouchers}
    for violation in look.books.violations:
        if violation.overdue(look.today):
            late = (look.today - violation.due_on).days
            owed = violation.claw_back - violation.returned
            why = f"登记的违规“{violation.what}”应于 {violation.due_on} 前整改，已超期 {late} 天未销号"
            why += f"，尚有 {owed.grouped} 元未追回。" if owed > Money() else "。"
            vouchers = tuple(known[v] for v in violation.vouchers if v in known)
            figures = {"超期天数": str(late), "待追回": owed.grouped}
            year = violation.found_on.year
            yield Hint(why, vouchers, figures, violation.studio, year, violation.id, violation.amount)


def left_after_cycle(look: Look) -> Iterator[Hint]:
    """V44: leftovers kept after the end, project not closed. Money or open years `settle_days` after the cycle."""
    days = dt.timedelta(days=look.limits.count("settle_days"))
    for studio in look.books.studios:
        if studio.cycle_end + days >= look.today:
            continue
        last = studio.cycle_end.year
        grants = [g for g in look.books.grants if g.studio == studio.id]
        arrived = Money.total(g.amount for g in grants if g.source is not Source.CARRIED_OVER)
        spent = Money.total(v.amount for v in look.books.vouchers if v.studio == studio.id and v.state is State.POSTED)
        left = arrived - spent
        years = sorted({g.year for g in grants} - {year for place, year in look.books.closed if place == studio.id})
        if left > Money() or years:
            open_years = "、".join(map(str, years))
            why = f"{studio.name}建设周期于 {studio.cycle_end} 结束，仍有结余 {left.grouped} 元"
            why += f"，{open_years} 年度未结账" if years else ""
            figures = {"结余": left.grouped, "未结账年度": open_years}
            yield Hint(why + "，应清算上缴。", (), figures, studio.id, last, amount=left)


def conflicting_posts(look: Look) -> Iterator[Hint]:
    """V45: posts that one person may not hold together (不相容职务清单), in one studio on one day."""
    pairs = {frozenset(pair) for pair in look.limits.posts}
    for person in look.books.people:
        for one, other in combinations(person.terms, 2):
            if frozenset({one.role.value, other.role.value}) in pairs and _overlap(one, other):
                roles = f"{_role(one.role)}、{_role(other.role)}"
                span = f"{max(one.start, other.start)} 至 {min(one.end, other.end)}"
                why = f"{person.name} 在 {span} 同时任{roles}，两职不得兼任。"
                figures = {"职务": roles}
                year = max(one.start, other.start).year
                yield Hint(why, (), figures, one.studio or other.studio, year, f"{one.id} {other.id}")


def _overlap(one: Term, other: Term) -> bool:
    same_place = not one.studio or not other.studio or one.studio == other.studio
    return same_place and one.start <= other.end and other.start <= one.end


def _role(role: Role) -> str:
    return ROLE_NAMES[role]


def many_reversals(look: Look) -> Iterator[Hint]:
    """A02: too many reversals in a studio's year: vouchers were signed without being read."""
    count, share = look.limits.count("reversal_count"), look.limits.count("reversal_percent")
    posted = [v for v in look.books.vouchers if v.state is State.POSTED]
    for (studio, year), vouchers in group(posted, lambda v: (v.studio, v.year)).items():
        expenses = [v for v in vouchers if v.kind is VoucherKind.EXPENSE]
        undone = [v for v in expenses if v.reversed]
        if len(undone) >= count and len(undone) * 100 > len(expenses) * share:
            words = percent(len(undone), len(expenses))
            why = f"{year} 年 {len(expenses)} 张支出凭证中有 {len(undone)} 张被冲销（{words}）：{numbers(undone)}。"
            yield Hint(why, tuple(undone), {"冲销张数": str(len(undone)), "占比": words}, studio, year)


def many_revisions(look: Look) -> Iterator[Hint]:
    """A03: a voucher that went back and forth `revision_count` times before it was accepted."""
    count = look.limits.count("revision_count")
    for voucher in look.live:
        if voucher.revision >= count:
            why = f"{voucher.label}“{voucher.purpose}”改到第 {voucher.revision} 版才通过，请核对前后内容为何变动。"
            yield Hint(why, (voucher,), {"版次": str(voucher.revision), "金额": voucher.amount.grouped})


def _grants(look: Look) -> dict[tuple[str, int], list[BookGrant]]:
    return group(look.books.grants, lambda grant: (grant.studio, grant.year))
