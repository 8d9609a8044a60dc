"""The bounds of the books themselves: refused in every act, live and in replay, whatever the findings in it say."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, select

from studio_ledger.ledger import balances, moneyback
from studio_ledger.ledger.apply_documents import find, refuse_beyond
from studio_ledger.ledger.content import read_voucher
from studio_ledger.ledger.refusals import (
    AlreadyReversedError,
    BadActError,
    BadClaimError,
    SameIdOtherContentError,
)
from studio_ledger.log import canonical
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import State, VoucherContent, VoucherKind
from studio_ledger.storage import tables as t

if TYPE_CHECKING:
    from studio_ledger.log.act import Act
    from studio_ledger.model.funds import Source


def demand_sound(act: Act, content: VoucherContent, year: int) -> None:
    """Refuse content that no rule would have let through, whoever wrote the act."""
    worst = act.data["verdict"]
    if worst == "block" or any(finding["severity"] == "block" for finding in act.data["findings"]):
        raise BadActError(seq=act.seq, reason="a blocked voucher was submitted")
    if worst == "warn" and not str(act.data["reason"]).strip():
        raise BadActError(seq=act.seq, reason="a warning was submitted without a reason")
    refuse_beyond(content.amount)
    _demand_form(act, content)
    if content.kind is VoucherKind.REFUND:
        moneyback.demand_red_claims(content)
    else:
        _demand_claims(content)
    demand_fees(act, content)
    if year != content.date.year:
        raise BadActError(seq=act.seq, reason="the accounting year is not the date's")


def _demand_form(act: Act, content: VoucherContent) -> None:
    """Each kind has its own links and signs; a reversal's sums are compared with what it reverses."""
    expense = content.kind is VoucherKind.EXPENSE
    if bool(content.reverses) != (content.kind is VoucherKind.REVERSAL):
        raise BadActError(seq=act.seq, reason="only a reversal reverses")
    if bool(content.refunds) != (content.kind is VoucherKind.REFUND):
        raise BadActError(seq=act.seq, reason="only a refund refunds")
    if not expense and (content.request or content.advance or content.corrects or content.fees):
        raise BadActError(seq=act.seq, reason="only an expense draws on a request or an advance")
    if content.kind is VoucherKind.RETURN and (content.category or content.invoices or content.details):
        raise BadActError(seq=act.seq, reason="what is returned was spent on nothing")
    # Every source an expense names is charged: a negative source would make money out of nothing.
    takes = {total > Money() for total in by_source(content).values()}
    gives = {total < Money() for total in by_source(content).values()}
    fits = {
        VoucherKind.EXPENSE: takes == {True},
        VoucherKind.RETURN: takes == {True},
        VoucherKind.REFUND: gives == {True},
        VoucherKind.REVERSAL: True,
    }
    if not fits[content.kind]:
        raise BadActError(seq=act.seq, reason="the amounts do not fit the kind of voucher")


def demand_fees(act: Act, content: VoucherContent) -> None:
    """A list of fees adds up to the voucher, and nobody on it gets less than nothing or stands there twice."""
    if not content.fees:
        return
    payees = [fee.payee or fee.name for fee in content.fees]
    sound = all(fee.net > Money() and fee.tax >= Money() and fee.name.strip() for fee in content.fees)
    if not sound or len(set(payees)) != len(payees):
        raise BadActError(seq=act.seq, reason="a list of fees names each person once, with what he gets")
    if Money.total(fee.gross for fee in content.fees) != content.amount:
        raise BadActError(seq=act.seq, reason="a list of fees adds up to its voucher")


def by_source(content: VoucherContent) -> dict[Source, Money]:
    """Return what a voucher takes from each source."""
    total: dict[Source, Money] = {}
    for line in content.lines:
        total[line.source] = total.get(line.source, Money()) + line.amount
    return total


def _demand_claims(content: VoucherContent) -> None:
    """An invoice is claimed for something and for no more than its total, and all claims together cover the voucher.

    Raises: BadClaimError.
    """
    if any(not Money() < claim.claimed <= claim.total for claim in content.invoices):
        raise BadClaimError(amount=content.amount)
    other = any(item.kind in {"payment_list", "receipt"} for item in content.attachments)
    covered = Money.total(claim.claimed for claim in content.invoices)
    if content.invoices and not other and covered < content.amount:
        raise BadClaimError(amount=content.amount)


def number_key(number: str) -> str:
    """Return an invoice number as it is compared: width, spaces and punctuation do not make another number."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", number) if sign.isalnum()).upper()


def demand_money(connection: Connection, act: Act, content: VoucherContent, year: int) -> None:
    """The books' own bounds, by source and by category, whatever the findings in the act say (Art. 1)."""
    demand_sources(connection, act, content, year)
    budget = balances.budget_by_category(connection, content.studio, year).get(content.category, Money())
    spent, committed = balances.by_category(connection, content.studio, year).get(content.category, (Money(), Money()))
    if content.amount > budget - spent - committed:
        raise BadActError(seq=act.seq, reason="more than the category's budget")


def demand_sources(connection: Connection, act: Act, content: VoucherContent, year: int) -> None:
    """Refuse to take more out of a source than is free in it."""
    held = balances.by_source(connection, content.studio, year)
    for source, wanted in by_source(content).items():
        granted, spent, committed = held.get(source, (Money(), Money(), Money()))
        if wanted > granted - spent - committed:
            raise BadActError(seq=act.seq, reason="more than has arrived from a source")


def demand_same_document(old: Row[Any], content: VoucherContent) -> None:
    """Refuse another studio's, another kind's or another thing's id for a voucher."""
    if (old.kind, old.studio, old.voucher_kind) != ("voucher", content.studio, content.kind.value):
        raise SameIdOtherContentError(id=old.id)


def check_reversal(connection: Connection, act: Act, content: VoucherContent) -> None:
    """Refuse a reversal that is not the whole of a posted voucher, line by line, on its own day."""
    original = find(connection, content.reverses)
    reversible = original.voucher_kind in {VoucherKind.EXPENSE.value, VoucherKind.REFUND.value}
    if original.state != State.POSTED.value or original.reversed_by or not reversible:
        raise AlreadyReversedError(document=content.reverses)
    moneyback.demand_unrefunded(connection, content.reverses)
    before = read_voucher(canonical.decode(original.content))
    same_place = (content.studio, content.category) == (before.studio, before.category)
    lines = [(line.item, -line.amount, line.source) for line in content.lines]
    same_place = same_place and (content.payee, content.payment) == (before.payee, before.payment)
    if not same_place or lines != [(line.item, line.amount, line.source) for line in before.lines]:
        raise BadActError(seq=act.seq, reason="a reversal takes back the whole voucher, line by line")
    if original.voucher_kind == VoucherKind.REFUND.value:
        demand_sources(connection, act, content, content.date.year)
    if content.invoices or content.date != reversal_date(connection, before):
        raise BadActError(seq=act.seq, reason="a reversal brings no invoices and stands in the first open year")


def reversal_date(connection: Connection, original: VoucherContent) -> dt.date:
    """Return the date of what takes a voucher back: its own, or the first day of the first open year after a close."""
    query = select(t.closed_year.c.year).where(t.closed_year.c.studio == original.studio)
    closed = set(connection.execute(query).scalars())
    year = original.date.year
    while year in closed:
        year += 1
    return original.date if year == original.date.year else dt.date(year, 1, 1)
