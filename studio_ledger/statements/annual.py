"""The annual expenditure report: every figure from the balances and posted vouchers of one year."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, func, select

from studio_ledger.ledger import balances
from studio_ledger.log import canonical
from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.studio import Affiliation, Studio
from studio_ledger.model.voucher import State, VoucherKind
from studio_ledger.statements import annual_money
from studio_ledger.statements.figures import (
    AnnualStatement,
    CategoryRow,
    ExceptionRow,
    LogHead,
    MonthRow,
    StatementHeader,
    VoucherRow,
)
from studio_ledger.storage import tables as t
from studio_ledger.storage.opening import historic

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio_ledger.rules.policy import Policy
    from studio_ledger.rules.terms import Terms

CLEAN_USE = "本年度经费专款专用，未用于“三公”经费、个人消费及学校公用经费（经费使用管理办法第三条、第五条）。"

HISTORIC = "历史导入"
"""Stands where the signatures would: these were signed on paper before the opening."""


def header(
    studio: Studio, year: int, made_at: dt.datetime, head: LogHead, terms: Terms, *, final: bool
) -> StatementHeader:
    """Return the head of a statement."""
    return StatementHeader(
        studio=studio.name,
        school=studio.school,
        tax_id=studio.tax_id,
        affiliation="市直属学校" if studio.affiliation is Affiliation.CITY else "区属学校",
        host=studio.host,
        legal_representative=studio.legal_representative,
        project_code=studio.project_code,
        cycle=f"{studio.cycle_start.year}—{studio.cycle_end.year}",
        year=year,
        made_at=made_at,
        head=head,
        final=final,
        titles=(terms.host, terms.second_signer),
    )


def annual_statement(
    connection: Connection, studio: Studio, year: int, policy: Policy, made_at: dt.datetime, head: LogHead
) -> AnnualStatement:
    """Return the year's statement; it costs what it prints, not what was ever posted."""
    closed = connection.execute(
        select(t.closed_year.c.year).where(t.closed_year.c.studio == studio.id, t.closed_year.c.year == year)
    ).first()
    people: Mapping[str, str] = dict(connection.execute(select(t.person.c.id, t.person.c.name)).all())
    posted = _posted(connection, studio.id, year)
    signed_on = _signed_on(connection, studio.id, year)
    expected = policy.expected_grants(studio.affiliation)
    by_source = balances.by_source(connection, studio.id, year)
    categories = {category.id: category.name for category in policy.categories}
    exceptions = _exceptions(posted, people)
    moved = annual_money.moved_out(connection, studio.id, year)
    return AnnualStatement(
        header=header(studio, year, made_at, head, policy.terms, final=closed is not None),
        income=annual_money.income(connection, studio.id, year, expected),
        categories=_categories(connection, studio.id, year, posted, policy),
        months=tuple(MonthRow(n, spent) for n, spent in enumerate(balances.by_month(connection, studio.id, year), 1)),
        vouchers=(
            *_historic(connection, studio.id, year, categories),
            *(_voucher_row(row, categories, people, signed_on) for row in posted),
        ),
        exceptions=exceptions,
        carried_in=by_source.get(Source.CARRIED_OVER, (Money(),))[0],
        committed=Money.total(committed for _, _, committed in by_source.values()),
        refused=_refused(connection, studio.id, year),
        declaration="" if exceptions else CLEAN_USE,
        match_note=match_sentence(by_source, expected),
        returned=moved.get("voucher", Money()),
        carried_out=moved.get("close", Money()),
        unpaid=Money.total(annual_money.unpaid(connection, studio.id, year)),
    )


def match_sentence(by_source: Mapping[Source, tuple[Money, Money, Money]], expected: Mapping[Source, Money]) -> str:
    """Say how the district's match stands against the city's money (Art. 2)."""
    city = by_source.get(Source.CITY, (Money(),))[0]
    if Source.DISTRICT not in expected:
        return "市直属学校工作室由市教育局资助（第二条），不要求区级配套。"
    district = by_source.get(Source.DISTRICT, (Money(),))[0]
    if district >= city and city:
        return f"区级配套 {district.grouped} 元，不低于市级资助 {city.grouped} 元，符合第二条 1:1 的要求。"
    return f"市级资助 {city.grouped} 元，区级配套 {district.grouped} 元，未达第二条不低于 1:1 的要求。"


def _posted(connection: Connection, studio: str, year: int) -> list[Row[Any]]:
    document = t.document.c
    return list(
        connection.execute(
            select(
                document.id,
                document.number,
                document.date,
                document.title,
                document.category,
                document.payee,
                document.amount_fen,
                document.invoices,
                document.attachments,
                document.reason,
                document.findings,
                document.verdict,
                document.host_signed_by,
                document.legal_signed_by,
            )
            .where(document.kind == "voucher", document.studio == studio, document.year == year)
            .where(document.state == State.POSTED.value)
            # Leftovers that were given back are no spending: the report names their sum by itself.
            .where(document.voucher_kind != VoucherKind.RETURN.value)
            .order_by(document.number)
        )
    )


def _signed_on(connection: Connection, studio: str, year: int) -> dict[tuple[str, str], str]:
    rows = connection.execute(
        select(t.signature.c.document, t.signature.c.role, t.signature.c.at)
        .join(t.document, t.document.c.id == t.signature.c.document)
        .where(t.document.c.studio == studio, t.document.c.year == year, t.document.c.number > 0)
        .where(t.signature.c.current == 1)
    ).all()
    return {(document, role): at[5:10] for document, role, at in rows}


def _categories(
    connection: Connection, studio: str, year: int, posted: list[Row[Any]], policy: Policy
) -> tuple[CategoryRow, ...]:
    first = _first_budget(connection, studio, year)
    budget = balances.budget_by_category(connection, studio, year)
    spent = _spent(connection, studio, year)
    rows = []
    for category in policy.categories:
        mine = [row for row in posted if row.category == category.id]
        by_source = spent.get(category.id, {})
        city, district = by_source.get(Source.CITY, Money()), by_source.get(Source.DISTRICT, Money())
        rows.append(
            CategoryRow(
                number=category.number,
                category=category.name,
                budget_first=first.get(category.id, Money()),
                budget=budget.get(category.id, Money()),
                spent_city=city,
                spent_district=district,
                spent_other=Money.total(by_source.values()) - city - district,
                vouchers=len(mine),
                attachments=sum(row.attachments for row in mine),
                first_number=f"{mine[0].number:04d}" if mine else "",
                last_number=f"{mine[-1].number:04d}" if mine else "",
            )
        )
    return tuple(rows)


def _first_budget(connection: Connection, studio: str, year: int) -> dict[str, Money]:
    document = t.document.c
    first = connection.execute(
        select(document.id)
        .where(document.kind == "budget", document.studio == studio, document.year == year)
        .where(document.state == State.SIGNED.value)
        .order_by(document.submit_seq)
        .limit(1)
    ).scalar_one_or_none()
    rows = connection.execute(
        select(t.budget_line.c.category, func.sum(t.budget_line.c.amount_fen))
        .where(t.budget_line.c.document == first)
        .group_by(t.budget_line.c.category)
    ).all()
    return {category: Money(fen) for category, fen in rows}


def _spent(connection: Connection, studio: str, year: int) -> dict[str, dict[Source, Money]]:
    rows = connection.execute(
        select(t.balance.c.category, t.balance.c.source, func.sum(t.balance.c.spent_fen))
        .where(
            t.balance.c.studio == studio,
            t.balance.c.year == year,
            # A request holds a category and no source, an advance a source and no category: nothing is spent yet.
            t.balance.c.source != "",
            t.balance.c.category != "",
        )
        .group_by(t.balance.c.category, t.balance.c.source)
    ).all()
    found: dict[str, dict[Source, Money]] = {}
    for category, source, fen in rows:
        found.setdefault(category, {})[Source(source)] = Money(fen)
    return found


def _voucher_row(
    row: Row[Any], categories: Mapping[str, str], people: Mapping[str, str], signed_on: Mapping[tuple[str, str], str]
) -> VoucherRow:
    def signed(person: str, role: str) -> str:
        return f"{people.get(person, '')} {signed_on.get((row.id, role), '')}".strip()

    return VoucherRow(
        number=f"{row.number:04d}",
        date=dt.date.fromisoformat(row.date),
        purpose=row.title,
        category=categories.get(row.category, row.category),
        payee=row.payee,
        amount=Money(row.amount_fen),
        invoices=row.invoices,
        host_signed=signed(row.host_signed_by, "host"),
        legal_signed=signed(row.legal_signed_by, "legal_representative"),
    )


def _historic(
    connection: Connection, studio: str, year: int, categories: Mapping[str, str]
) -> tuple[VoucherRow, ...]:
    """Expenses of the old books: they count, and are marked as what they are in the place of signatures."""
    query = select(historic).where(historic.c.studio == studio, historic.c.year == year)
    return tuple(
        VoucherRow(
            number=row.number or "—",
            date=dt.date.fromisoformat(row.date),
            purpose=row.purpose,
            category=categories.get(row.category, row.category),
            payee=row.payee,
            amount=Money(row.amount_fen),
            invoices=row.invoice,
            host_signed=HISTORIC,
            legal_signed=HISTORIC,
        )
        for row in connection.execute(query.order_by(historic.c.date, historic.c.line)).all()
    )


def _exceptions(posted: list[Row[Any]], people: Mapping[str, str]) -> tuple[ExceptionRow, ...]:
    rows = []
    for row in posted:
        if row.verdict != "warn":
            continue
        signers = "、".join(people.get(person, "") for person in (row.host_signed_by, row.legal_signed_by))
        rows += [
            ExceptionRow(f"{row.number:04d}", finding["message"], row.reason, signers)
            for finding in canonical.decode(row.findings)["findings"]
        ]
    return tuple(rows)


def _refused(connection: Connection, studio: str, year: int) -> int:
    """How often a signer or a new finding sent a voucher of the year back."""
    return int(
        connection.execute(
            select(func.count())
            .select_from(t.signature)
            .join(t.document, t.document.c.id == t.signature.c.document)
            .where(t.document.c.studio == studio, t.document.c.year == year, t.document.c.kind == "voucher")
            .where(t.signature.c.decision == "return")
        ).scalar_one()
    )
