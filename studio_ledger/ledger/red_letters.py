"""Red-letter invoices on a refund: of one of the voucher's blue invoices or its seller, for the school, used once.

Refused in every act, live and in replay. A red invoice names the blue one that it takes back (被红冲蓝字发票号码);
where the number was not read, the seller must be the voucher's.
"""

from __future__ import annotations

import json
from itertools import combinations
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, and_, or_, select

from studio_ledger.ledger.apply_documents import find
from studio_ledger.ledger.bounds import number_key
from studio_ledger.ledger.content import read_studio, read_voucher
from studio_ledger.ledger.invoice_bounds import LIVE, same_code
from studio_ledger.ledger.moneyback import PROOFS
from studio_ledger.ledger.refusals import BadRefundError
from studio_ledger.log import canonical
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import VoucherKind
from studio_ledger.storage import tables as t

if TYPE_CHECKING:
    from studio_ledger.log.act import Act
    from studio_ledger.model.studio import Studio
    from studio_ledger.model.voucher import InvoiceClaim, VoucherContent


def blue_of(original: VoucherContent, red: InvoiceClaim) -> InvoiceClaim | None:
    """Return the voucher's invoice that a red one names, or None."""
    key = number_key(red.red_of)
    for blue in original.invoices:
        number = number_key(blue.number)
        if key and number and key in {number, number_key(blue.code) + number}:
            return blue
    return None


def fault(original: VoucherContent, studio: Studio, red: InvoiceClaim) -> str:
    """Return why a red invoice cannot prove a refund of this voucher, or an empty text.

    One of `other_blue` (it names an invoice that is not the voucher's), `other_seller` and `other_buyer`.
    """
    blue = blue_of(original, red)
    if red.red_of and blue is None:
        return "other_blue"
    same_seller = _of_seller(original, red) if blue is None else _same_seller(red, blue) or not _seller_read(red)
    if not same_seller:
        return "other_seller"
    return "" if _for_school(original, studio, red) else "other_buyer"


def _seller_read(red: InvoiceClaim) -> bool:
    return bool(red.seller_tax_id or red.seller_name)


def _of_seller(original: VoucherContent, red: InvoiceClaim) -> bool:
    """A voucher without invoices knows its seller as the payee only."""
    if not original.invoices:
        return bool(red.seller_name) and number_key(red.seller_name) == number_key(original.payee.name)
    return any(_same_seller(red, blue) for blue in original.invoices)


def _same_seller(red: InvoiceClaim, blue: InvoiceClaim) -> bool:
    """By tax number where both have one, else by name."""
    if red.seller_tax_id and blue.seller_tax_id:
        return number_key(red.seller_tax_id) == number_key(blue.seller_tax_id)
    return bool(red.seller_name) and number_key(red.seller_name) == number_key(blue.seller_name)


def _for_school(original: VoucherContent, studio: Studio, red: InvoiceClaim) -> bool:
    """The school by name and tax number; a ticket without a tax number is whose the blue one was."""
    if red.buyer_tax_id and number_key(red.buyer_tax_id) != number_key(studio.tax_id):
        return False
    names = {studio.school} if red.buyer_tax_id else {studio.school, *(one.buyer_name for one in original.invoices)}
    return not red.buyer_name or number_key(red.buyer_name) in {number_key(name) for name in names}


def used_in(connection: Connection, red: InvoiceClaim, *, besides: str = "") -> str:
    """Return a voucher under way or posted that has this red invoice already, or an empty text."""
    claim, key = t.invoice_claim.c, number_key(red.number)
    named = and_(claim.number_key == key, claim.number_key != "")
    same_file = and_(claim.file == red.file, claim.file != "", claim.claimed_fen < 0)
    rows = connection.execute(
        select(t.invoice_claim)
        .join(t.document, t.document.c.id == claim.document)
        .where(claim.live == 1, claim.document != besides, t.document.c.state.in_(LIVE))
        .where(or_(named, same_file))
    ).all()
    same = next((str(row.document) for row in rows if _same_red(row, red)), "")
    return same or next((document for document, read in _shown_in(connection, red.file, besides) if not read), "")


def _shown_in(connection: Connection, file: str, besides: str) -> list[tuple[str, bool]]:
    """Return the other refunds under way or posted that bring this file, and whether they claim an invoice of it."""
    shown, claim, document = t.attachment.c, t.invoice_claim.c, t.document.c
    read = select(claim.document).where(claim.document == shown.document, claim.file == shown.sha256).exists()
    rows = connection.execute(
        select(shown.document, read)
        .join(t.document, document.id == shown.document)
        .where(shown.sha256 == file, shown.sha256 != "", shown.kind == "red_invoice", shown.document != besides)
        .where(document.voucher_kind == VoucherKind.REFUND.value, document.state.in_(LIVE), document.reversed_by == "")
    ).all()
    return [(str(row[0]), bool(row[1])) for row in rows]


def _same_red(one: InvoiceClaim | Row[Any], other: InvoiceClaim) -> bool:
    """By number where both have one, else by file: a number that was not read at first may be typed later."""
    keys = number_key(one.number), number_key(other.number)
    if all(keys):
        return keys[0] == keys[1] and same_code(one.code, other.code)
    return bool(one.file) and one.file == other.file


def demand_red_letters(connection: Connection, act: Act, content: VoucherContent) -> None:
    """Refuse a refund whose red invoices are not the voucher's, were used before, or do not carry its sum.

    They may be for more than came back where the act gives a reason, never for less.

    Raises: BadRefundError.
    """
    _demand_new_files(connection, act, content)
    if not content.invoices:
        return
    original = read_voucher(canonical.decode(find(connection, content.refunds).content))
    row = connection.execute(select(t.studio.c.content).where(t.studio.c.id == content.studio)).scalar_one()
    studio = read_studio(json.loads(row))
    for red in content.invoices:
        if reason := fault(original, studio, red):
            raise BadRefundError(reason=f"red_{reason}", number=red.number, blue=red.red_of)
        if used_in(connection, red, besides=act.document):
            raise BadRefundError(reason="red_used", number=red.number)
    for one, other in combinations(content.invoices, 2):
        if _same_red(one, other):
            raise BadRefundError(reason="red_used", number=one.number or other.number)
    _demand_original(content)
    _demand_sum(act, content)


def _demand_new_files(connection: Connection, act: Act, content: VoucherContent) -> None:
    """A red invoice that nobody read is known by its file: it proves one refund, like one that was read."""
    claimed = {red.file for red in content.invoices}
    for item in content.attachments:
        unread = item.kind == "red_invoice" and item.sha256 not in claimed
        if unread and _shown_in(connection, item.sha256, act.document):
            raise BadRefundError(reason="red_used", number=item.name)


def _demand_original(content: VoucherContent) -> None:
    """What was read from a file has the file with it; one on paper has its scan."""
    shown = {item.sha256 for item in content.attachments}
    proven = bool(PROOFS & {item.kind for item in content.attachments})
    if any(red.file not in shown if red.file else not proven for red in content.invoices):
        raise BadRefundError(reason="no_proof")


def _demand_sum(act: Act, content: VoucherContent) -> None:
    red = -Money.total(claim.total for claim in content.invoices)
    back = -content.amount
    if back > red or Money.total(claim.claimed for claim in content.invoices) != content.amount:
        raise BadRefundError(reason="red_short", back=back.grouped, red=red.grouped, over=(back - red).grouped)
    if back < red and not str(act.data["reason"]).strip():
        raise BadRefundError(reason="red_more", back=back.grouped, red=red.grouped, rest=(red - back).grouped)
