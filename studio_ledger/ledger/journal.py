"""Writing to the log: an act is composed over the head, signed, applied and stored, or nothing happened."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, func, insert, select

from studio_ledger.ledger.apply import UNSIGNED, apply
from studio_ledger.ledger.refusals import NotPermittedError, SameIdOtherContentError
from studio_ledger.log import act as acts
from studio_ledger.log.act import Act, Head
from studio_ledger.storage import tables as t

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PAGE = 2_000
_INDEX = (t.act.c.kind, t.act.c.id, t.act.c.document, t.act.c.by_person, t.act.c.at)


class StoredAct(NamedTuple):
    """A row of the log; `repeated` is the body says of kind, id, document, person and time."""

    seq: int
    body: bytes
    signatures: bytes
    hash: bytes
    repeated: tuple[str, ...]


def head(connection: Connection) -> Head:
    """Return the newest act's number and hash; number 0 of an empty log."""
    row = connection.execute(select(t.act.c.seq, t.act.c.hash).order_by(t.act.c.seq.desc()).limit(1)).first()
    return Head(row.seq, row.hash) if row else Head()


def append(
    connection: Connection,
    *,
    kind: str,
    act_id: str,
    ledger: str,
    at: dt.datetime,
    by: str,
    key: Ed25519PrivateKey | None,
    data: Mapping[str, Any],
) -> Act:
    """Write one act and its effect inside the caller's transaction.

    The same id with the same content is the same act: it is returned and nothing is written.

    Raises: SameIdOtherContentError; LedgerError where the act is not permitted.
    """
    earlier = find(connection, act_id)
    if earlier is not None:
        if earlier.kind == kind and earlier.by == by and dict(earlier.data) == dict(data):
            return earlier
        raise SameIdOtherContentError(id=act_id)
    seen = head(connection)
    body = acts.compose(kind=kind, act_id=act_id, ledger=ledger, at=at, by=by, seen=seen, data=data)
    written = acts.follow(seen, body, acts.sign(body, key))
    _demand_valid_key(connection, written, key)
    apply(connection, written)
    connection.execute(
        insert(t.act).values(
            seq=written.seq,
            id=act_id,
            kind=kind,
            document=written.document,
            by_person=by,
            at=written.fields["at"],
            body=written.body,
            signatures=written.signatures,
            hash=written.hash,
        )
    )
    return written


def _demand_valid_key(connection: Connection, act: Act, key: Ed25519PrivateKey | None) -> None:
    """Refuse a key that is not the person's own present one: a revoked key may still lie in an open session."""
    if act.kind in UNSIGNED or act.kind == "enrol":
        return
    valid = connection.execute(
        select(t.person.c.public_key).where(t.person.c.id == act.by, t.person.c.revoked_seq == 0)
    ).scalar_one_or_none()
    if key is None or key.public_key().public_bytes_raw().hex() != valid:
        raise NotPermittedError(step="签名", person=act.by)


def ledger_of(body: bytes) -> str:
    """Return the ledger's id from the body of any of its acts."""
    return str(json.loads(body)["ledger"])


def find(connection: Connection, act_id: str) -> Act | None:
    """Return the act with this id, or None."""
    row = connection.execute(
        select(t.act.c.seq, t.act.c.body, t.act.c.signatures, t.act.c.hash).where(t.act.c.id == act_id)
    ).one_or_none()
    return _read(*row) if row else None


def of_document(connection: Connection, document: str) -> list[Act]:
    """Return all acts about a document, oldest first."""
    rows = connection.execute(
        select(t.act.c.seq, t.act.c.body, t.act.c.signatures, t.act.c.hash)
        .where(t.act.c.document == document)
        .order_by(t.act.c.seq)
    )
    return [_read(*row) for row in rows]


def count(connection: Connection) -> int:
    """Return how many acts the log holds."""
    return int(connection.execute(select(func.count()).select_from(t.act)).scalar_one())


def pages(connection: Connection, *, after: int = 0) -> Iterator[list[StoredAct]]:
    """Yield the log in pages, as it stands in the file."""
    while True:
        rows = connection.execute(
            select(t.act.c.seq, t.act.c.body, t.act.c.signatures, t.act.c.hash, *_INDEX)
            .where(t.act.c.seq > after)
            .order_by(t.act.c.seq)
            .limit(PAGE)
        ).all()
        if not rows:
            return
        yield [StoredAct(*row[:4], tuple(row[4:])) for row in rows]
        after = rows[-1].seq


def _read(seq: int, body: bytes, signatures: bytes, chain: bytes) -> Act:
    return Act(seq, body, signatures, chain, json.loads(body))
