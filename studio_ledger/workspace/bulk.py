"""A door for sample ledgers only: a voucher's whole way as real acts, without judging each one.

The acts, signatures and reducers are those of every ledger, so `verify` holds. What is left out is the gathering of
facts and the judgement at submission, signing and posting: a sample's contents are clean by construction, and its
maker judges a part of them through `Workspace.judge`. The acts of a batch are inserted together. No page, import or
command may use this for live money.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from studio_ledger.ledger import journal
from studio_ledger.ledger.apply import apply
from studio_ledger.ledger.content import content_hash, voucher_fields
from studio_ledger.ledger.spending_content import payment_fields
from studio_ledger.log import act as acts
from studio_ledger.log.act import Head
from studio_ledger.log.canonical import clean_text
from studio_ledger.storage import tables as t

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from sqlalchemy import Connection

    from studio_ledger.model.spending import Payment
    from studio_ledger.model.voucher import VoucherContent
    from studio_ledger.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Hand:
    """A person's id and the key that signs for him."""

    person: str
    key: Ed25519PrivateKey


@contextmanager
def bulk(ledger: Workspace) -> Iterator[BulkDoor]:
    """Open the door for one large transaction. Inside, the ledger is only read and given evidence otherwise."""
    with ledger.batch(), ledger._write() as connection:  # noqa: SLF001 - a desk of the workspace in all but its name
        door = BulkDoor(ledger, connection)
        yield door
        door.flush()


class BulkDoor:
    """Takes vouchers to the books within one transaction."""

    def __init__(self, ledger: Workspace, connection: Connection) -> None:
        self._ledger, self._connection = ledger, connection
        self._head = journal.head(connection)
        self._rows: list[dict[str, Any]] = []

    def append_voucher(
        self,
        hands: tuple[Hand, Hand, Hand],
        content: VoucherContent,
        document: str,
        number: int,
        at: Sequence[dt.datetime],
    ) -> None:
        """Submit, sign twice and post one clean voucher.

        `hands` are finance, host and legal representative; `at` the instants of the four acts; `number` the next one
        of the studio and year, which the reducer checks.
        """
        finance, host, legal = hands
        fields = voucher_fields(content)
        digest = content_hash(fields)
        submitted = {
            "document": document,
            "revision": 1,
            "year": content.date.year,
            "content": fields,
            "findings": [],
            "verdict": "pass",
            "reason": clean_text(content.reason),
            "rules": self._ledger.policy.digest,
        }
        posted = {"document": document, "number": number, "year": content.date.year, "content_hash": digest}
        self._append("submit", document, finance, submitted, at[0])
        for role, hand, instant in (("host", host, at[1]), ("legal_representative", legal, at[2])):
            self._append("sign", f"sign-{document}-1-{role}", hand, _approval(document, digest, role), instant)
        self._append("post", f"post-{document}", finance, posted, at[3])

    def append_payment(self, hand: Hand, payment: Payment, at: dt.datetime) -> None:
        """Record that a posted voucher's money moved."""
        data = {"document": payment.document, "payment": payment.id, "content": payment_fields(payment)}
        self._append("pay", f"pay-{payment.id}", hand, data, at)

    def _append(self, kind: str, act_id: str, hand: Hand, data: Mapping[str, Any], at: dt.datetime) -> None:
        """Compose, sign and apply as journal.append does; the id is new, so no earlier act is looked for."""
        body = acts.compose(
            kind=kind, act_id=act_id, ledger=self._ledger.ledger_id, at=at, by=hand.person, seen=self._head, data=data
        )
        act = acts.follow(self._head, body, acts.sign(body, hand.key))
        apply(self._connection, act)
        self._head = Head(act.seq, act.hash)
        self._rows.append(
            {
                "seq": act.seq,
                "id": act_id,
                "kind": kind,
                "document": act.document,
                "by_person": hand.person,
                "at": act.fields["at"],
                "body": act.body,
                "signatures": act.signatures,
                "hash": act.hash,
            }
        )

    def flush(self) -> None:
        """Insert the acts taken so far; the log is whole again."""
        if self._rows:
            self._connection.execute(insert(t.act), self._rows)
            self._rows = []


def _approval(document: str, digest: str, role: str) -> dict[str, Any]:
    return {
        "document": document,
        "revision": 1,
        "content_hash": digest,
        "role": role,
        "decision": "approve",
        "answers": ["genuine", "compliant"],
        "verdict": "pass",
    }
