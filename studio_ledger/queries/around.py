"""Reading what two people sign besides vouchers, and which vouchers belong together (refund, reversal, correction)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, func, or_, select

from studio_ledger.ledger.apply_documents import find
from studio_ledger.ledger.content import read_voucher
from studio_ledger.log import canonical
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import State, VoucherContent, VoucherKind
from studio_ledger.queries import read
from studio_ledger.storage import tables as t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio_ledger.queries.rows import SignatureRow


@dataclass(frozen=True, slots=True)
class Proposal:
    """A document that two people sign, with its content as it stands in the log: who proposed it, and when."""

    id: str
    kind: str
    studio: str
    year: int
    title: str
    state: State
    amount: Money
    fields: Mapping[str, Any]
    maker: str
    made_at: dt.datetime
    signatures: tuple[SignatureRow, ...]


@dataclass(frozen=True, slots=True)
class VoucherLink:
    """A voucher beside another one; `word` says what it is to it: 退款, 冲销, 订正, or 原凭证 of one of them."""

    word: str
    voucher: str
    number: str
    date: dt.date
    state: State
    amount: Money

    @property
    def text(self) -> str:
        """The link in words: what, number (or state before posting) and sum."""
        return f"{self.word} {self.number or self.date.isoformat()} ¥{self.amount.grouped}"


def proposal(connection: Connection, document: str) -> Proposal:
    """Return a document that two people sign, whatever its kind.

    Raises: UnknownDocumentError.
    """
    row, known = find(connection, document), read.names(connection)
    return _proposal(connection, row, known)


def proposals(connection: Connection, studio: str, kind: str) -> tuple[Proposal, ...]:
    """Return a studio's documents of a kind, oldest first."""
    known = read.names(connection)
    rows = connection.execute(
        select(t.document)
        .where(t.document.c.kind == kind, t.document.c.studio == studio)
        .order_by(t.document.c.submit_seq)
    ).all()
    return tuple(_proposal(connection, row, known) for row in rows)


def _proposal(connection: Connection, row: Row[Any], known: dict[str, str]) -> Proposal:
    return Proposal(
        id=row.id,
        kind=row.kind,
        studio=row.studio,
        year=row.year,
        title=row.title,
        state=State(row.state),
        amount=Money(row.amount_fen),
        fields=canonical.decode(row.content),
        maker=known.get(row.submitted_by, ""),
        made_at=dt.datetime.fromisoformat(row.submitted_at),
        signatures=read.signatures(connection, row.id, known),
    )


def links(connection: Connection, voucher: str) -> tuple[VoucherLink, ...]:
    """Return the vouchers that stand beside this one: first those it refers to, then those that refer to it.

    Raises: UnknownDocumentError.
    """
    content = read_voucher(canonical.decode(find(connection, voucher).content))
    named = (("退款的原凭证", content.refunds), ("冲销的原凭证", content.reverses), ("订正的原凭证", content.corrects))
    found = [_link(word, find(connection, one)) for word, one in named if one]
    document = t.document.c
    rows = connection.execute(
        select(t.document)
        .where(
            document.kind == "voucher",
            document.id != voucher,
            document.state != State.VOID.value,
            or_(
                document.refunds == voucher,
                document.reverses == voucher,
                # A correction is named in the signed content only.
                func.instr(document.content, voucher.encode()) > 0,
            ),
        )
        .order_by(document.submit_seq)
    ).all()
    for row in rows:
        other = read_voucher(canonical.decode(row.content))
        if voucher in {other.refunds, other.reverses, other.corrects}:
            found.append(_link(_word(other), row))
    return tuple(found)


def _word(other: VoucherContent) -> str:
    return {VoucherKind.REFUND: "退款", VoucherKind.REVERSAL: "冲销"}.get(other.kind, "订正")


def _link(word: str, row: Row[Any]) -> VoucherLink:
    return VoucherLink(
        word, row.id, read.number_text(row.number), dt.date.fromisoformat(row.date), State(row.state),
        Money(row.amount_fen),
    )  # fmt: skip
