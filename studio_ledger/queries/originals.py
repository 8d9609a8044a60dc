"""Where originals stand: what is claimed of each, what looks like it, what holds it back. Read for many at once."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, or_, select

from studio_ledger.ledger import invoice_bounds as bounds
from studio_ledger.ledger.bounds import number_key
from studio_ledger.ledger.content import read_voucher
from studio_ledger.log import canonical
from studio_ledger.model.money import Money
from studio_ledger.model.original import BureauCheck, CheckResult, Original, Stop, StopKind, StopState
from studio_ledger.queries import read
from studio_ledger.queries.standing import Likeness, Seen, Standing, Twin
from studio_ledger.storage import tables as t
from studio_ledger.storage.invoices import invoice_check, invoice_stop

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from studio_ledger.model.invoice import Invoice, Party

NEAR = dt.timedelta(days=7)
"""Two invoices of one seller and one total are thought the same within so many days, the last one included."""
_BRACKETS = str.maketrans("（）【】〔〕［］", "()[][][]")
_BLANK = re.compile(r"\s+")
_MOST_HINTS = 3
"""Look-alikes that are named; a weekly delivery of one seller would fill the page."""


def standings(connection: Connection, seen: Sequence[Seen], *, apart_from: str = "") -> list[Standing]:
    """Return for each invoice, oldest first, where it stands; claims of the voucher `apart_from` do not count."""
    claims = _claims(connection, seen, apart_from)
    stops = bounds.holding(connection, {(one.invoice.number, one.invoice.code, one.file) for one in seen})
    checks = defaultdict(list)
    for row in bounds.latest_checks(connection, {number_key(one.invoice.number) for one in seen}):
        checks[row.number_key].append(row)
    people = read.names(connection) if stops else {}
    peers = _Peers()
    found = []
    for one in seen:
        invoice = one.invoice
        stop = next(
            (row for row in stops if bounds.stands_in_the_way(row, invoice.number, invoice.code, one.file)), None
        )
        check = bounds.newest(checks[number_key(invoice.number)], invoice.number, invoice.code)
        claimed, rest, twins = claims.about(one)
        found.append(
            Standing(
                claimed=claimed,
                rest=rest,
                twins=_told_once([*twins, *peers.like(one)]),
                check=_check(check) if check is not None else None,
                stop=read_stop(stop, people) if stop is not None else None,
            )
        )
        peers.add(one)
    return found


def _told_once(twins: Sequence[Twin]) -> tuple[Twin, ...]:
    """Two forms of one look-alike, or a look-alike and the voucher that claims it, are one hint."""
    kept: list[Twin] = []
    hinted: set[str] = set()
    for twin in twins:
        key = number_key(twin.number)
        if twin.why is not Likeness.LOOKS or key not in hinted or not key:
            kept.append(twin)
        hinted.add(key)
    return tuple(kept)


def seller_key(name: str) -> str:
    """Return a seller's name as it is compared: width, brackets, case and white space do not count."""
    folded = unicodedata.normalize("NFKC", name.translate(_BRACKETS))
    return _BLANK.sub("", folded).casefold()


def _near(one: dt.date | None, other: dt.date | None) -> bool:
    return one is not None and other is not None and abs(one - other) <= NEAR


def _claims(connection: Connection, seen: Sequence[Seen], apart_from: str) -> _Claims:
    """Read every live claim that any of these could meet, in one query."""
    claim, document = t.invoice_claim.c, t.document.c
    keys = {number_key(one.invoice.number) for one in seen} - {""}
    files = {one.file for one in seen} - {""}
    totals = {one.invoice.total.fen for one in seen if one.invoice.total}
    rows = connection.execute(
        select(t.invoice_claim, document.number.label("voucher_number"), document.studio)
        .join(t.document, document.id == claim.document)
        .where(document.state.in_(bounds.LIVE), claim.live == 1, claim.document != apart_from)
        .where(or_(claim.number_key.in_(keys), claim.file.in_(files), claim.total_fen.in_(totals)))
        .order_by(document.submit_seq, claim.line)
    ).all()
    return _Claims(connection, rows)


class _Claims:
    """Live claims by what they are found by."""

    def __init__(self, connection: Connection, rows: Iterable[Row[Any]]) -> None:
        self._connection = connection
        self._tax_ids: dict[tuple[str, int], str] = {}
        self._by_key: dict[str, list[Row[Any]]] = defaultdict(list)
        self._by_file: dict[str, list[Row[Any]]] = defaultdict(list)
        self._by_total: dict[int, list[Row[Any]]] = defaultdict(list)
        for row in rows:
            self._by_key[row.number_key].append(row)
            self._by_file[row.file].append(row)
            self._by_total[row.total_fen].append(row)

    def about(self, one: Seen) -> tuple[Money, Money | None, list[Twin]]:
        """Return what is claimed of an invoice, what is left, and the vouchers that are like it."""
        invoice = one.invoice
        key, total = number_key(invoice.number), invoice.total
        same = [row for row in self._by_key[key] if bounds.same_code(row.code, invoice.code)] if key else []
        # A number that was not read cannot tell one invoice of a file from another.
        filed = self._by_file[one.file] if one.file and not key else []
        known = {(row.document, row.line) for row in (*same, *filed)}
        alike = [row for row in self._by_total[total.fen] if (row.document, row.line) not in known] if total else []
        looks = [row for row in alike if self._looks(row, invoice)][:_MOST_HINTS]
        twins = [_of_voucher(row, Likeness.IDENTITY) for row in same]
        twins += [_of_voucher(row, Likeness.FILE) for row in filed]
        twins += [_of_voucher(row, Likeness.LOOKS) for row in looks]
        claimed = Money(sum(row.claimed_fen for row in (*same, *filed)))
        rest = None
        if total is not None:
            least = min([total.fen, *(row.total_fen for row in (*same, *filed))])
            rest = max(Money(least) - claimed, Money())
        return claimed, rest, twins

    def _looks(self, row: Row[Any], invoice: Invoice) -> bool:
        issued = dt.date.fromisoformat(row.issued_on) if row.issued_on else None
        if not _near(issued, invoice.issued_on):
            return False
        if row.seller and seller_key(row.seller) == seller_key(invoice.seller.name):
            return True
        return bool(invoice.seller.tax_id) and self._tax_id(row) == invoice.seller.tax_id.upper()

    def _tax_id(self, row: Row[Any]) -> str:
        """The seller's tax id stands in the voucher's content only; few rows ever get so far."""
        place = (row.document, row.line)
        if place not in self._tax_ids:
            content = self._connection.execute(
                select(t.document.c.content).where(t.document.c.id == row.document)
            ).scalar_one()
            for line, claim in enumerate(read_voucher(canonical.decode(content)).invoices, 1):
                self._tax_ids[row.document, line] = claim.seller_tax_id.upper()
        return self._tax_ids[place]


def _of_voucher(row: Row[Any], why: Likeness) -> Twin:
    return Twin(
        why=why,
        voucher=row.document,
        name=read.number_text(row.voucher_number),
        studio=row.studio,
        number=row.number,
        seller=row.seller,
        total=Money(row.total_fen),
        issued_on=dt.date.fromisoformat(row.issued_on) if row.issued_on else None,
    )


class _Peers:
    """Invoices of the inbox that were seen before, by what they are found by."""

    def __init__(self) -> None:
        self._by_key: dict[str, list[Seen]] = defaultdict(list)
        self._by_total: dict[Money, list[Seen]] = defaultdict(list)

    def add(self, one: Seen) -> None:
        """Know this one from now on."""
        if not one.item:
            return
        self._by_key[number_key(one.invoice.number)].append(one)
        if one.invoice.total:
            self._by_total[one.invoice.total].append(one)

    def like(self, one: Seen) -> list[Twin]:
        """Return the earlier files with the same invoice, then those that look like it."""
        invoice, key = one.invoice, number_key(one.invoice.number)
        same = self._by_key[key] if key else []
        same = [
            other for other in same if bounds.same_code(other.invoice.code, invoice.code) and other.item != one.item
        ]
        known = {one.item, *(other.item for other in same)}
        alike = [other for other in self._by_total[invoice.total] if other.item not in known] if invoice.total else []
        looks = [other for other in alike if _alike(other.invoice, invoice)][:_MOST_HINTS]
        return [_of_item(other, Likeness.IDENTITY) for other in same] + [_of_item(o, Likeness.LOOKS) for o in looks]


def _alike(one: Invoice, other: Invoice) -> bool:
    return _near(one.issued_on, other.issued_on) and _same_seller(one.seller, other.seller)


def _same_seller(one: Party, other: Party) -> bool:
    if one.tax_id and one.tax_id.upper() == other.tax_id.upper():
        return True
    return bool(one.name) and seller_key(one.name) == seller_key(other.name)


def _of_item(one: Seen, why: Likeness) -> Twin:
    invoice = one.invoice
    return Twin(
        why=why,
        item=one.item,
        name=one.name,
        number=invoice.number,
        seller=invoice.seller.name,
        total=invoice.total or Money(),
        issued_on=invoice.issued_on,
    )


def stops(connection: Connection) -> tuple[Stop, ...]:
    """Return the register of refused and returned originals, the newest first."""
    people = read.names(connection)
    rows = connection.execute(select(invoice_stop).order_by(invoice_stop.c.seq.desc()))
    return tuple(read_stop(row, people) for row in rows)


def checks(connection: Connection, number: str, code: str) -> tuple[BureauCheck, ...]:
    """Return all checks of an invoice, the newest first: the first one counts."""
    rows = connection.execute(
        select(invoice_check)
        .where(invoice_check.c.number_key == number_key(number))
        .order_by(invoice_check.c.seq.desc())
    )
    return tuple(_check(row) for row in rows if bounds.same_code(row.code, code))


def read_stop(row: Row[Any], people: dict[str, str]) -> Stop:
    """Turn a row of the register into what pages show."""
    mended = None
    if row.state == StopState.MENDED.value:
        mended = Original(row.mended_number, row.mended_code, row.mended_file, row.mended_name)
    return Stop(
        id=row.id,
        kind=StopKind(row.kind),
        state=StopState(row.state),
        original=Original(row.number, row.code, row.file, row.name, row.seller, Money(row.total_fen)),
        reason=row.reason,
        told=row.told,
        told_on=dt.date.fromisoformat(row.told_on),
        by=people.get(row.by_person, ""),
        mended=mended,
        lifted_because=row.lifted_because,
    )


def _check(row: Row[Any]) -> BureauCheck:
    return BureauCheck(
        row.number, row.code, CheckResult(row.result), dt.date.fromisoformat(row.checked_on), row.checker, row.note
    )
