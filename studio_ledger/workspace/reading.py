"""Reads for pages, paper and commands. No read keeps a transaction open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from studio_ledger.model.people import Role
from studio_ledger.queries import figures, read, voucher_list
from studio_ledger.statements.annual import annual_statement
from studio_ledger.statements.enrolment import log_head
from studio_ledger.statements.sheet import voucher_sheet
from studio_ledger.storage import tables as t
from studio_ledger.workspace.spending import SpendingDesk

if TYPE_CHECKING:
    from studio_ledger.model.studio import Studio
    from studio_ledger.queries.rows import SignRow, Todo, VoucherDetail, VoucherFilter, VoucherList, YearFigures
    from studio_ledger.statements.figures import AnnualStatement, LogHead, VoucherSheet
    from studio_ledger.workspace.base import Session


class ReadingDesk(SpendingDesk):
    """What the ledger shows."""

    def studios(self, session: Session | None = None) -> tuple[Studio, ...]:
        """Return the studios in which the person holds a term today; all of them without a session."""
        with self._read() as connection:
            found = read.studios(connection)
        if session is None:
            return found
        day, person = self.today(), session.person
        return tuple(one for one in found if any(person.holds(role, day, one.id) for role in Role))

    def studio(self, studio_id: str) -> Studio:
        """Return one studio.

        Raises: UnknownStudioError.
        """
        with self._read() as connection:
            return read.studio(connection, studio_id)

    def years(self, studio_id: str) -> tuple[int, ...]:
        """Return a studio's years, newest first."""
        with self._read() as connection:
            return figures.years(connection, read.studio(connection, studio_id), self.today())

    def year_figures(self, studio_id: str, year: int) -> YearFigures:
        """Return a studio's year in figures."""
        known = tuple(category.id for category in self.policy.categories)
        with self._read() as connection:
            studio = read.studio(connection, studio_id)
            expected = self.policy.expected_grants(studio.affiliation)
            return figures.year_figures(connection, studio, year, known, expected)

    def todos(self, session: Session, studio_id: str, year: int) -> tuple[Todo, ...]:
        """Return what waits for the person."""
        with self._read() as connection:
            return figures.todos(connection, session.person, studio_id, year, self.today())

    def to_sign(self, session: Session) -> tuple[SignRow, ...]:
        """Return the documents that wait for the person's signature, oldest first."""
        with self._read() as connection:
            return figures.to_sign(connection, session.person, self.today())

    def vouchers(self, wanted: VoucherFilter) -> VoucherList:
        """Return the vouchers of a filter, newest first."""
        with self._read() as connection:
            return voucher_list.vouchers(connection, wanted)

    def voucher(self, voucher_id: str) -> VoucherDetail:
        """Return everything about one voucher.

        Raises: UnknownDocumentError.
        """
        with self._read() as connection:
            return read.voucher(connection, voucher_id)

    def head(self) -> LogHead:
        """Return the newest act."""
        with self._read() as connection:
            return log_head(connection, self.ledger_id)

    def annual_statement(self, studio_id: str, year: int) -> AnnualStatement:
        """Return the annual expenditure report's figures."""
        with self._read() as connection:
            return annual_statement(
                connection,
                read.studio(connection, studio_id),
                year,
                self.policy,
                self.now(),
                log_head(connection, self.ledger_id),
            )

    def voucher_sheet(self, voucher_id: str) -> VoucherSheet:
        """Return a voucher for paper.

        Raises: UnknownDocumentError.
        """
        with self._read() as connection:
            return voucher_sheet(connection, voucher_id, self.policy, self.now(), log_head(connection, self.ledger_id))

    def settings(self) -> dict[str, str]:
        """Return the ledger's settings; they lie outside the log."""
        with self._read() as connection:
            return dict(connection.execute(select(t.setting.c.key, t.setting.c.value)).all())

    def set_setting(self, key: str, value: str) -> None:
        """Keep a setting; an empty value removes it."""
        with self._write() as connection:
            if value:
                statement = upsert(t.setting).values(key=key, value=value)
                connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_={"value": value}))
            else:
                connection.execute(delete(t.setting).where(t.setting.c.key == key))
