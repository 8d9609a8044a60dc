"""Bounds of the originals on a voucher: none held back, none failed at the bureau, none claimed above its total.

Refused in every act, live and in replay, whatever the findings in it say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Row, bindparam, or_, select

from studio_ledger.ledger.bounds import number_key
from studio_ledger.ledger.invoice_refusals import FailedCheckError, HeldOriginalError, OverClaimError
from studio_ledger.model.money import Money
from studio_ledger.model.original import CHECK_NAMES, STOP_NAMES, CheckResult, StopKind, StopState
from studio_ledger.model.voucher import OPEN_STATES, State
from studio_ledger.storage import tables as t
from studio_ledger.storage.invoices import invoice_check, invoice_stop

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from studio_ledger.model.voucher import InvoiceClaim, VoucherContent

LIVE: tuple[str, ...] = tuple(state.value for state in (*OPEN_STATES, State.POSTED))
"""States of a voucher whose claims count."""
_ANYTHING: Final = select(or_(select(invoice_stop.c.id).exists(), select(invoice_check.c.seq).exists()))
"""Most ledgers hold no original back: one short question answers for all of a voucher's invoices."""

_LIVE_CLAIMS: Final = (
    select(t.invoice_claim)
    .join(t.document, t.document.c.id == t.invoice_claim.c.document)
    .where(t.invoice_claim.c.number_key == bindparam("key"), t.invoice_claim.c.live == 1, t.document.c.state.in_(LIVE))
)


def same_code(one: str, other: str) -> bool:
    """Whether two codes may be of one invoice: an unknown code fits any."""
    return not one or not other or one == other


def demand_accepted(connection: Connection, content: VoucherContent) -> None:
    """Refuse a voucher with an original that is held back or that the bureau's page did not confirm.

    Raises: HeldOriginalError, FailedCheckError. Source: 会计法 art. 14.
    """
    if not connection.execute(_ANYTHING).scalar_one():
        return
    shown = {item.sha256 for item in content.attachments if item.kind == "invoice"}
    originals = [(claim.number, claim.code, claim.file) for claim in content.invoices]
    originals += [("", "", file) for file in shown - {claim.file for claim in content.invoices}]
    stops = holding(connection, originals)
    for number, code, file in originals:
        stop = next((row for row in stops if stands_in_the_way(row, number, code, file)), None)
        if stop is not None:
            raise HeldOriginalError(number=stop.number or stop.name, act=STOP_NAMES[StopKind(stop.kind)])
    latest = latest_checks(connection, {number_key(claim.number) for claim in content.invoices})
    for claim in content.invoices:
        check = newest(latest, claim.number, claim.code)
        if check is not None and check.result != CheckResult.SAME.value:
            raise FailedCheckError(number=claim.number, result=CHECK_NAMES[CheckResult(check.result)])


def holding(connection: Connection, originals: Collection[tuple[str, str, str]]) -> Sequence[Row[Any]]:
    """Return the register's entries that are not lifted and name one of these (number, code, file)."""
    keys = {number_key(number) for number, _, _ in originals} - {""}
    files = {file for _, _, file in originals} - {""}
    return connection.execute(
        select(invoice_stop).where(
            invoice_stop.c.state != StopState.LIFTED.value,
            or_(invoice_stop.c.number_key.in_(keys), invoice_stop.c.file.in_(files)),
        )
    ).all()


def stands_in_the_way(stop: Row[Any], number: str, code: str, file: str) -> bool:
    """Whether an entry holds this original back; what came in the place of a mended one is free."""
    key = number_key(number)
    if stop.state == StopState.MENDED.value and (key or stop.mended_key, file) == (stop.mended_key, stop.mended_file):
        return False
    if file and file == stop.file:
        # A file may hold several invoices: the entry is about one of them.
        return not key or not stop.number_key or key == stop.number_key
    return bool(key) and key == stop.number_key and same_code(stop.code, code)


def latest_checks(connection: Connection, keys: Collection[str]) -> Sequence[Row[Any]]:
    """Return the checks of these numbers, the newest first."""
    return connection.execute(
        select(invoice_check)
        .where(invoice_check.c.number_key.in_(set(keys) - {""}))
        .order_by(invoice_check.c.seq.desc())
    ).all()


def newest(checks: Sequence[Row[Any]], number: str, code: str) -> Row[Any] | None:
    """Return the check that counts for an invoice, of rows with the newest first."""
    key = number_key(number)
    return next((row for row in checks if key and row.number_key == key and same_code(row.code, code)), None)


def demand_rest(connection: Connection, content: VoucherContent, document: str) -> None:
    """Refuse claims that, with all live claims of other vouchers and studios, pass an invoice's total.

    Raises: OverClaimError.
    """
    for claim in content.invoices:
        key, code = number_key(claim.number), claim.code
        if not key:
            continue
        own = [other for other in content.invoices if number_key(other.number) == key and same_code(other.code, code)]
        rows = [row for row in live_claims(connection, key) if row.document != document and same_code(row.code, code)]
        claimed = Money.total(other.claimed for other in own) + Money(sum(row.claimed_fen for row in rows))
        total = Money(min([other.total.fen for other in own] + [row.total_fen for row in rows]))
        if claimed > total:
            rest = max(total - (claimed - claim.claimed), Money())
            raise OverClaimError(number=claim.number, rest=rest.grouped)


def live_claims(connection: Connection, key: str) -> Sequence[Row[Any]]:
    """Return the claims of an invoice number by vouchers under way or posted and not reversed."""
    return connection.execute(_LIVE_CLAIMS, {"key": key}).all()


def claim_of(connection: Connection, claim: InvoiceClaim) -> str:
    """Return a voucher under way or posted that claims this invoice or file, or an empty text."""
    same = [row for row in live_claims(connection, number_key(claim.number)) if same_code(row.code, claim.code)]
    if same or not claim.file or number_key(claim.number):
        return str(same[0].document) if same else ""
    row = connection.execute(
        select(t.invoice_claim.c.document)
        .join(t.document, t.document.c.id == t.invoice_claim.c.document)
        .where(t.invoice_claim.c.file == claim.file, t.invoice_claim.c.live == 1, t.document.c.state.in_(LIVE))
    ).first()
    return str(row.document) if row else ""
