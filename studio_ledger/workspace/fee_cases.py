"""A list of fees as the rules see it: each person on it is one payment of his own."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select

from studio_ledger.model.case import ExpenseLine, Labour, Lecture
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import Payee
from studio_ledger.queries import fees
from studio_ledger.rules import check
from studio_ledger.storage import payees as p

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from studio_ledger.model.case import Case
    from studio_ledger.model.fees import FeeLine
    from studio_ledger.model.finding import Finding
    from studio_ledger.model.voucher import VoucherContent
    from studio_ledger.rules.policy import Policy

PERSONAL = frozenset({"standard.lecture_fee", "standard.tax", "details.missing", "payee.own_staff", "payee.not_mentor"})
"""Codes that are about one person on the list; all others are about the voucher."""


def findings(
    connection: Connection,
    case: Case,
    found: tuple[Finding, ...],
    content: VoucherContent,
    policy: Policy,
    voucher: str,
) -> tuple[Finding, ...]:
    """Return what the rules say of a voucher with a list of fees: `found` of the voucher once, then each person."""
    whole = [finding for finding in found if finding.code not in PERSONAL]
    before = fees.earlier(connection, content, voucher)
    kinds = dict(connection.execute(select(p.payee.c.id, p.payee.c.kind)).all())
    for fee in content.fees:
        kind = kinds.get(fee.payee, content.payee.kind)
        one = _of_person(case, fee, kind, before.get(fee.payee or fee.name, (Money(), Money())))
        whole += _named(check(one, policy), fee)
    return tuple(whole)


def _named(found: tuple[Finding, ...], fee: FeeLine) -> Iterator[Finding]:
    for finding in found:
        if finding.code in PERSONAL:
            yield replace(finding, line=None, message=f"{fee.name}：{finding.message}")


def _of_person(case: Case, fee: FeeLine, kind: str, before: tuple[Money, Money]) -> Case:
    hours = Decimal(fee.hours) if fee.hours else None
    lecture = Lecture(fee.title, hours, fee.half_days or None, fee.net, fee.tax) if fee.title or fee.hours else None
    labour = Labour(fee.gross, fee.tax, fee.net, *before)
    expense = case.expense
    line = ExpenseLine(fee.work or (expense.lines[0].item if expense.lines else ""), None, fee.gross)
    return replace(
        case,
        expense=replace(
            expense,
            payee=Payee(fee.name, kind),
            amount=fee.gross,
            lines=(line,),
            details=replace(expense.details, lecture=lecture, labour=labour),
        ),
    )
