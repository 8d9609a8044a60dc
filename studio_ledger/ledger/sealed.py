"""What is shown to a signer and signed comes from the signed log, never from a table that a browser can edit."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from studio_ledger.ledger import journal
from studio_ledger.ledger.apply_documents import find
from studio_ledger.ledger.content import content_hash
from studio_ledger.ledger.refusals import TamperedError
from studio_ledger.log import canonical
from studio_ledger.log.act import signed_by
from studio_ledger.storage import tables as t

if TYPE_CHECKING:
    from studio_ledger.log.act import Act

_FIRST_ACTS = frozenset(
    {"submit", "grant", "budget", "close", "request_rules", "request", "advance", "opening", "paper"}
)


def sealed_act(connection: Connection, document: str) -> Act:
    """Return the act that holds a document's present content, after comparing it with the tables.

    Raises: UnknownDocumentError; TamperedError where act, signature and table do not agree.
    """
    row = find(connection, document)
    acts = [act for act in journal.of_document(connection, document) if act.kind in _FIRST_ACTS]
    if not acts:
        raise TamperedError(document=document)
    act = acts[-1]
    fields: dict[str, Any] = act.data["content"]
    spelled = canonical.encode(fields)
    same = (bytes(row.content), row.content_hash, row.submitted_by) == (spelled, content_hash(fields), act.by)
    key = connection.execute(
        select(t.person_key.c.public_key)
        .where(t.person_key.c.person == act.by, t.person_key.c.enrolled_seq < act.seq)
        .order_by(t.person_key.c.enrolled_seq.desc())
        .limit(1)
    ).scalar_one_or_none()
    if not same or not key or not signed_by(act.body, json.loads(act.signatures), key):
        raise TamperedError(document=document)
    return act
