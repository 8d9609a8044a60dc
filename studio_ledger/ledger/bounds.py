"""The bounds of the books themselves: refused in every act, live and in replay, whatever the findings in it say."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, select

from studio_ledger.ledger import balances
from studio_ledger.ledger.apply_documents import find
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
    if content.kind not in {VoucherKind.EXPENSE, VoucherKind.REVERSAL}:
        raise BadActError(seq=act.seq, reason="this kind of voucher has no rules yet")
    if bool(content.reverses) != (content.kind is VoucherKind.REVERSAL):
        raise BadActError(seq=act.seq, reason="only a reversal reverses")
    # Every source an expense names is charged: a negative source would make money out of nothing.
    takes = {total > Money() for total in by_source(content).values()}
    if takes != {content.kind is VoucherKind.EXPENSE}:
        raise BadActError(seq=act.seq, reason="the amounts do not fit the kind of voucher")
    _demand_claims(content)
    if year != content.date.year:
        raise BadActError(seq=act.seq, reason="the accounting year is not the date's")


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
    held = balances.by_source(connection, content.studio, year)
    for source, wanted in by_source(content).items():
        granted, spent, committed = held.get(source, (Money(), Money(), Money()))
        if wanted > granted - spent - committed:
            raise BadActError(seq=act.seq, reason="more than has arrived from a source")
    budget = balances.budget_by_category(connection, content.studio, year).get(content.category, Money())
    spent, committed = balances.by_category(connection, content.studio, year).get(content.category, (Money(), Money()))
    if content.amount > budget - spent - committed:
        raise BadActError(seq=act.seq, reason="more than the category's budget")


def demand_same_document(old: Row[Any], content: VoucherContent) -> None:
    """Refuse another studio's, another kind's or another thing's id for a voucher."""
    if (old.kind, old.studio, old.voucher_kind) != ("voucher", content.studio, content.kind.value):
        raise SameIdOtherContentError(id=old.id)


def check_reversal(connection: Connection, act: Act, content: VoucherContent) -> None:
    """Refuse a reversal that is not the whole of a posted voucher, line by line, on its own day."""
    original = find(connection, content.reverses)
    if original.state != State.POSTED.value or original.reversed_by or original.voucher_kind == "reversal":
        raise AlreadyReversedError(document=content.reverses)
    before = read_voucher(canonical.decode(original.content))
    same_place = (content.studio, content.category) == (before.studio, before.category)
    lines = [(line.item, -line.amount, line.source) for line in content.lines]
    same_place = same_place and (content.payee, content.payment) == (before.payee, before.payment)
    if not same_place or lines != [(line.item, line.amount, line.source) for line in before.lines]:
        raise BadActError(seq=act.seq, reason="a reversal takes back the whole voucher, line by line")
    if content.invoices or content.date != reversal_date(connection, before):
        raise BadActError(seq=act.seq, reason="a reversal brings no invoices and stands in the first open year")


def reversal_date(connection: Connection, original: VoucherContent) -> dt.date:
    """Return the date of a reversal: the original's, or the first day of the first open year after a close."""
    query = select(t.closed_year.c.year).where(t.closed_year.c.studio == original.studio)
    closed = set(connection.execute(query).scalars())
    year = original.date.year
    while year in closed:
        year += 1
    return original.date if year == original.date.year else dt.date(year, 1, 1)
