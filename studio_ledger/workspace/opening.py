"""Use cases of opening in the middle of a cycle: take the old books over, and show what was taken."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from studio_ledger.ledger import apply_opening
from studio_ledger.ledger.refusals import BadOpeningError, UnknownDocumentError
from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.opening import HistoricVoucher, OpeningAsset
from studio_ledger.model.voucher import State
from studio_ledger.queries import around, read
from studio_ledger.statements.enrolment import log_head
from studio_ledger.statements.historic_sheet import HistoricSheet
from studio_ledger.statements.opening_sheet import OpeningSheet, OpeningSigner
from studio_ledger.storage import opening as o
from studio_ledger.workspace.funds import refuse_gone_back
from studio_ledger.workspace.reading import ReadingDesk

if TYPE_CHECKING:
    from sqlalchemy import Row

    from studio_ledger.model.opening import Opening
    from studio_ledger.workspace.base import Session


_GONE = (State.RETURNED, State.WITHDRAWN, State.VOID)


@dataclass(frozen=True, slots=True)
class HistoricRow:
    """An expense of the old books as it stands in the ledger."""

    opening: str
    line: int
    voucher: HistoricVoucher

    @property
    def id(self) -> str:
        """What tells it from every other."""
        return f"{self.opening}:{self.line}"


class OpeningDesk(ReadingDesk):
    """The old books."""

    def check_opening(self, opening: Opening) -> None:
        """Refuse what could not be proposed: for a dry run.

        Raises: BadOpeningError naming the row.
        """
        apply_opening.demand_sound(opening, self.today())
        for row, voucher in enumerate(opening.vouchers, 1):
            if self.policy.category(voucher.category) is None:
                raise BadOpeningError(reason="category", row=row)

    def propose_opening(self, session: Session, opening: Opening, form_id: str) -> str:
        """Take the old books over once both have signed; whole or not at all.

        Raises: BadOpeningError, BadFundsError for a form that went back, NotPermittedError.
        """
        self.check_opening(opening)
        with self._write() as connection:
            self._demand_studio(connection, opening.studio)
            refuse_gone_back(connection, form_id)
            data = {"document": form_id, "content": apply_opening.opening_fields(opening)}
            self._own_act(connection, session, "opening", data, act_id=form_id)
        return form_id

    def historic(
        self, studio: str, year: int | None = None, *, category: str = "", search: str = ""
    ) -> tuple[HistoricRow, ...]:
        """Return the expenses of the old books, oldest first (历史导入).

        `search` looks at purpose, payee, number and invoice, as the list of vouchers does; empty finds all.
        """
        query = select(o.historic).where(o.historic.c.studio == studio)
        if year is not None:
            query = query.where(o.historic.c.year == year)
        if category:
            query = query.where(o.historic.c.category == category)
        with self._read() as connection:
            rows = connection.execute(query.order_by(o.historic.c.date, o.historic.c.line)).all()
        words = search.lower().split()
        return tuple(row for row in map(_historic_row, rows) if all(_tells(row.voucher, word) for word in words))

    def historic_sheet(self, opening: str, line: int) -> HistoricSheet:
        """Return one expense of the old books for paper.

        Raises: UnknownDocumentError.
        """
        query = select(o.historic).where(o.historic.c.document == opening, o.historic.c.line == line)
        with self._read() as connection:
            row = connection.execute(query).one_or_none()
            if row is None:
                raise UnknownDocumentError(document=opening)
            known, head = read.studio(connection, row.studio), log_head(connection, self.ledger_id)
        found = _historic_row(row).voucher
        category = self.policy.category(found.category)
        return HistoricSheet(
            known.school, known.name, found, category.name if category else found.category, self.now(), head
        )

    def opening_sheet(self, studio: str) -> OpeningSheet | None:
        """Return the studio's newest opening that still counts, for paper; None where there is none."""
        with self._read() as connection:
            known = read.studio(connection, studio)
            found = [one for one in around.proposals(connection, studio, "opening") if one.state not in _GONE]
            head = log_head(connection, self.ledger_id)
        if not found:
            return None
        newest, terms = found[-1], self.policy.terms
        return OpeningSheet(
            school=known.school,
            studio=known.name,
            opening=apply_opening.read_opening(newest.id, newest.fields),
            categories={one.id: one.name for one in self.policy.categories},
            maker=newest.maker,
            signatures=tuple(
                OpeningSigner(one.role, one.person, one.at)
                for one in newest.signatures
                if one.current and one.decision == "approve"
            ),
            titles=(terms.host, terms.second_signer),
            made_at=self.now(),
            head=head,
            final=newest.state is State.SIGNED,
        )

    def opening_assets(self, studio: str) -> tuple[OpeningAsset, ...]:
        """Return the assets that were taken over."""
        with self._read() as connection:
            rows = connection.execute(select(o.opening_asset).where(o.opening_asset.c.studio == studio)).all()
        return tuple(
            OpeningAsset(
                row.name, row.card, Money(row.amount_fen), dt.date.fromisoformat(row.acquired_on), row.keeper, row.place
            )
            for row in rows
        )


def _historic_row(row: Row[Any]) -> HistoricRow:
    voucher = HistoricVoucher(
        dt.date.fromisoformat(row.date),
        row.number,
        row.category,
        Source(row.source),
        row.purpose,
        row.payee,
        Money(row.amount_fen),
        row.invoice,
    )
    return HistoricRow(row.document, row.line, voucher)


def _tells(voucher: HistoricVoucher, word: str) -> bool:
    """Whether one lower-case word of a search is about it; 7 finds number 0007."""
    told = f"{voucher.number} {voucher.purpose} {voucher.payee} {voucher.invoice}".lower()
    return word in told or (word.isdecimal() and word == voucher.number.lstrip("0"))
