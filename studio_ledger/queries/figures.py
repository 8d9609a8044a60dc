"""A studio's year in figures, and what waits for whom."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Row, func, or_, select

from studio_ledger.ledger import balances
from studio_ledger.ledger.permits import roles_held
from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.people import Person, Role
from studio_ledger.model.voucher import State
from studio_ledger.queries import fees, year_end
from studio_ledger.queries.audit import overdue_todo
from studio_ledger.queries.rows import CategoryFigures, SignRow, SourceFigures, Todo, YearFigures
from studio_ledger.storage import tables as t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio_ledger.model.studio import Studio


def is_closed(connection: Connection, studio_id: str, year: int) -> bool:
    """Whether the year has been closed."""
    query = select(t.closed_year.c.year).where(t.closed_year.c.studio == studio_id, t.closed_year.c.year == year)
    return connection.execute(query).first() is not None


def closed_years(connection: Connection, studio_id: str) -> frozenset[int]:
    """Return all closed years of a studio."""
    query = select(t.closed_year.c.year).where(t.closed_year.c.studio == studio_id)
    return frozenset(connection.execute(query).scalars())


def year_figures(
    connection: Connection, studio: Studio, year: int, categories: tuple[str, ...], expected: Mapping[Source, Money]
) -> YearFigures:
    """Return the year's figures; `categories` gives the order, `expected` the grants of Art. 2."""
    by_source = balances.by_source(connection, studio.id, year)
    used = balances.by_category(connection, studio.id, year)
    budget = balances.budget_by_category(connection, studio.id, year)
    nothing = (Money(), Money())
    return YearFigures(
        studio=studio.id,
        year=year,
        closed=is_closed(connection, studio.id, year),
        granted=Money.total(granted for granted, _, _ in by_source.values()),
        spent=Money.total(spent for _, spent, _ in by_source.values()),
        committed=Money.total(committed for _, _, committed in by_source.values()),
        sources=tuple(SourceFigures(source, *figures) for source, figures in by_source.items()),
        categories=tuple(
            CategoryFigures(category, budget.get(category, Money()), *used.get(category, nothing))
            for category in categories
            if category in budget or category in used
        ),
        months=balances.by_month(connection, studio.id, year),
        expected=Money.total(expected.values()),
        match_note=match_note(by_source, expected),
    )


def match_note(by_source: Mapping[Source, tuple[Money, Money, Money]], expected: Mapping[Source, Money]) -> str:
    """Say how the money that arrived stands against Art. 2: district at least equal to city."""
    nothing = (Money(), Money(), Money())
    city, district = by_source.get(Source.CITY, nothing)[0], by_source.get(Source.DISTRICT, nothing)[0]
    if Source.DISTRICT not in expected:
        short = expected.get(Source.CITY, Money()) - city
        return f"市级资助少到 {short.grouped} 元（第二条）" if short > Money() else "市级资助已足额到账"
    if not city and not district:
        return "市、区资金均未到账（第二条）"
    if not city:
        return "市级资助未到账（第二条）"
    ratio = f"1 : {district.decimal / city.decimal:.2f}"
    if district >= city:
        return f"市区配套 {ratio}，符合第二条"
    return f"市区配套 {ratio}，区级少 {(city - district).grouped} 元（第二条不低于 1:1）"


def years(connection: Connection, studio: Studio, today: dt.date) -> tuple[int, ...]:
    """Return the years with anything in them, the cycle's, and this one; newest first."""
    found = set(
        connection.execute(select(t.document.c.year).where(t.document.c.studio == studio.id).distinct()).scalars()
    )
    found |= set(range(studio.cycle_start.year, studio.cycle_end.year + 1))
    if studio.cycle_start <= today <= studio.cycle_end:
        found.add(today.year)
    return tuple(sorted(found, reverse=True))


def to_sign(connection: Connection, person: Person, today: dt.date) -> tuple[SignRow, ...]:
    """Return the documents that wait for this person's signature today, oldest first."""
    rows = []
    for row in connection.execute(
        select(t.document)
        .where(t.document.c.state.in_([State.SUBMITTED.value, State.HOST_SIGNED.value]))
        .order_by(t.document.c.submit_seq)
    ):
        role = Role.HOST if row.state == State.SUBMITTED.value else Role.LEGAL_REPRESENTATIVE
        if person.holds(role, today, row.studio) and not _own(row, person):
            rows.append(_sign_row(row, role))
    return tuple(rows)


def _own(row: Row[Any], person: Person) -> bool:
    return person.id in {row.host_signed_by, row.submitted_by}


def _sign_row(row: Row[Any], role: Role) -> SignRow:
    return SignRow(
        id=row.id,
        kind=row.kind,
        studio=row.studio,
        year=row.year,
        title=row.title,
        date=dt.date.fromisoformat(row.date),
        amount=Money(row.amount_fen),
        role=role.value,
        verdict=row.verdict or "pass",
        content_hash=row.content_hash,
        revision=row.revision,
        waiting_since=dt.datetime.fromisoformat(row.submitted_at),
    )


_TODO_WORDS = {
    State.RETURNED: ("{n} 张凭证已退回，请修改后重报", "vouchers"),
    State.SUBMITTED: ("{n} 张凭证待主持人签字", "vouchers"),
    State.HOST_SIGNED: ("{n} 张凭证待法定代表人签字", "vouchers"),
    State.SIGNED: ("{n} 张凭证已双签，可以入账", "vouchers"),
}


def todos(connection: Connection, person: Person, studio_id: str, year: int, today: dt.date) -> tuple[Todo, ...]:
    """Return what waits for this person in a studio and year, the most urgent first."""
    held = roles_held(connection, person.id, studio_id, today)
    found = list(_waiting_signatures(connection, person, studio_id, today))
    if Role.FINANCE in held:
        found += [_voucher_todo(connection, studio_id, year, state) for state in _TODO_WORDS]
        found += year_end.todos(connection, studio_id, year, today)
        found.append(_tax_todo(connection, studio_id, today))
        found += _desk_todos(connection, person)
    if held.keys() & {Role.FINANCE, Role.HOST, Role.LEGAL_REPRESENTATIVE}:
        found.append(overdue_todo(connection, studio_id, today))
    return tuple(todo for todo in found if todo is not None and todo.count)


def _waiting_signatures(connection: Connection, person: Person, studio_id: str, today: dt.date) -> list[Todo]:
    mine = [row for row in to_sign(connection, person, today) if row.studio == studio_id]
    if not mine:
        return []
    state = State.SUBMITTED if mine[0].role == Role.HOST.value else State.HOST_SIGNED
    oldest = min(row.waiting_since.date() for row in mine)
    return [
        Todo(state.value, f"{len(mine)} 件等您签字", len(mine), Money.total(r.amount for r in mine), oldest, "signing")
    ]


def _voucher_todo(connection: Connection, studio_id: str, year: int, state: State) -> Todo:
    document = t.document.c
    where: list[ColumnElement[bool]] = [document.kind == "voucher", document.studio == studio_id]
    where += [document.year == year, document.state == state.value]
    count, fen, oldest = connection.execute(
        select(func.count(), func.coalesce(func.sum(document.amount_fen), 0), func.min(document.submitted_at)).where(
            *where
        )
    ).one()
    words, page = _TODO_WORDS[state]
    day = dt.datetime.fromisoformat(oldest).date() if oldest else None
    return Todo(state.value, words.format(n=count), count, Money(fen), day, page)


def _tax_todo(connection: Connection, studio_id: str, today: dt.date) -> Todo:
    count, amount, due = fees.tax_owed(connection, studio_id, today)
    late = due is not None and today > due
    words = "{n} 张凭证代扣的个税已逾期未缴" if late else "{n} 张凭证代扣的个税待缴（次月15日前）"
    return Todo("tax", words.format(n=count), count, amount, due, "payments", "due")


def _desk_todos(connection: Connection, person: Person) -> list[Todo]:
    unused = connection.execute(
        select(func.count(), func.min(t.inbox.c.added_at)).where(t.inbox.c.used_by == "", t.inbox.c.error == "")
    ).one()
    drafts = connection.execute(
        select(func.count(), func.min(t.draft.c.saved_at)).where(
            or_(t.draft.c.person == person.id, t.draft.c.person == "")
        )
    ).one()
    found = []
    for state, words, page, (count, oldest) in (
        ("inbox", "票据夹有 {n} 个文件未报销", "inbox", unused),
        ("draft", "{n} 张草稿未提交", "entry", drafts),
    ):
        day = dt.datetime.fromisoformat(oldest).date() if oldest else None
        found.append(Todo(state, words.format(n=count), count, Money(), day, page))
    return found
