"""A door for sample ledgers only: a voucher's whole way as real acts, without judging each one.

The acts, signatures and reducers are those of every ledger, so `verify` holds. What is left out is the gathering of
facts and the judgement at submission, signing and posting: a sample's contents are clean by construction, and its
maker judges a part of them through `Workspace.judge`. No page, import or command may use this for live money.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio_ledger.ledger import journal
from studio_ledger.ledger.content import content_hash, voucher_fields
from studio_ledger.log.canonical import clean_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from studio_ledger.model.voucher import VoucherContent
    from studio_ledger.workspace.base import LedgerBase


@dataclass(frozen=True, slots=True)
class Hand:
    """A person's id and the key that signs for him."""

    person: str
    key: Ed25519PrivateKey


def append_voucher(
    ledger: LedgerBase,
    hands: tuple[Hand, Hand, Hand],
    content: VoucherContent,
    document: str,
    number: int,
    at: Sequence[dt.datetime],
) -> None:
    """Submit, sign twice and post one clean voucher: one transaction, or a part of the batch under way.

    `hands` are finance, host and legal representative; `at` the instants of the four acts; `number` the next one of
    the studio and year, which the reducer checks.
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
        "rules": ledger.policy.digest,
    }
    posted = {"document": document, "number": number, "year": content.date.year, "content_hash": digest}
    steps: tuple[tuple[str, str, Hand, Mapping[str, Any]], ...] = (
        ("submit", document, finance, submitted),
        ("sign", f"sign-{document}-1-host", host, _approval(document, digest, "host")),
        (
            "sign",
            f"sign-{document}-1-legal_representative",
            legal,
            _approval(document, digest, "legal_representative"),
        ),
        ("post", f"post-{document}", finance, posted),
    )
    with ledger._write() as connection:  # noqa: SLF001 - a desk of the workspace in all but its name
        for (kind, act_id, hand, data), instant in zip(steps, at, strict=True):
            journal.append(
                connection,
                kind=kind,
                act_id=act_id,
                ledger=ledger.ledger_id,
                at=instant,
                by=hand.person,
                key=hand.key,
                data=data,
            )


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
