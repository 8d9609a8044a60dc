"""Use cases of the bank: statements taken in, lines ticked, and what stays open between bank and books."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from studio_ledger.ledger import apply_bank
from studio_ledger.ledger.bounds import number_key
from studio_ledger.log.canonical import clean_text
from studio_ledger.model.money import Money
from studio_ledger.model.spending import BankStatement
from studio_ledger.queries import bank as queries
from studio_ledger.statements.annual import header
from studio_ledger.statements.enrolment import log_head
from studio_ledger.storage import bank as b
from studio_ledger.workspace.reading import ReadingDesk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio_ledger.queries.bank import LineRow, OpenItem, Reconciliation
    from studio_ledger.statements.figures import StatementHeader
    from studio_ledger.workspace.base import Session


class BankDesk(ReadingDesk):
    """The bank's word against ours."""

    def take_statement(self, session: Session, statement: BankStatement) -> str:
        """Take a bank's statement in, whole or not at all.

        Raises: BadStatementError naming the line, NotPermittedError.
        """
        apply_bank.demand_sound(statement)
        with self._write() as connection:
            if statement.file:
                self._demand_evidence(connection, statement.file)
            known = replace(statement, account=_known_account(connection, statement.account))
            data = {"statement": statement.id, "content": apply_bank.statement_fields(known)}
            self._own_act(connection, session, "bank_statement", data, act_id=f"bank-{statement.id}")
        return statement.id

    def withdraw_statement(self, session: Session, statement_id: str, reason: str) -> None:
        """Take a statement out again that was taken in by mistake."""
        with self._write() as connection:
            data = {"statement": statement_id, "reason": clean_text(reason)}
            self._own_act(connection, session, "bank_statement_withdrawn", data, act_id=f"bank-out-{statement_id}")

    def tick(
        self, session: Session, statement_id: str, line: int, items: Sequence[OpenItem], *, note: str = ""
    ) -> None:
        """Say what a line stands for; without items it is money that is not the fund's, and the note says which.

        Raises: BadStatementError, NotPermittedError.
        """
        with self._write() as connection:
            here = (b.bank_line.c.statement == statement_id, b.bank_line.c.line == line)
            whole = connection.execute(select(b.bank_line.c.moved_fen).where(*here)).scalar_one_or_none()
            parts = [{"kind": item.kind, "id": item.id, "fen": item.amount.fen} for item in items]
            data = {
                "statement": statement_id,
                "line": line,
                "to": parts or [{"kind": apply_bank.OTHER, "id": "", "fen": whole or 0}],
                "note": clean_text(note),
            }
            self._own_act(connection, session, "bank_match", data)

    def untick(self, session: Session, statement_id: str, line: int) -> None:
        """Take the ticks of a line away.

        Raises: BadStatementError, NotPermittedError.
        """
        with self._write() as connection:
            self._own_act(connection, session, "bank_unmatch", {"statement": statement_id, "line": line})

    def statements(self) -> tuple[BankStatement, ...]:
        """Return the statements that count, without their lines, oldest first."""
        query = select(b.bank_statement).where(b.bank_statement.c.withdrawn_seq == 0)
        with self._read() as connection:
            rows = connection.execute(query.order_by(b.bank_statement.c.account, b.bank_statement.c.start)).all()
        return tuple(
            BankStatement(
                id=row.id,
                account=row.account,
                start=dt.date.fromisoformat(row.start),
                end=dt.date.fromisoformat(row.end),
                opening=Money(row.opening_fen),
                closing=Money(row.closing_fen),
                file=row.file,
            )
            for row in rows
        )

    def bank_lines(self, account: str, until: dt.date | None = None) -> tuple[LineRow, ...]:
        """Return the lines of an account, oldest first, with ticks and proposals."""
        with self._read() as connection:
            return queries.lines(connection, account, until or dt.date.max, queries.open_items(connection))

    def open_items(self) -> tuple[OpenItem, ...]:
        """Return the payments and grants that no statement confirms wholly, oldest first."""
        with self._read() as connection:
            return queries.open_items(connection)

    def reconciliation(self, account: str, until: dt.date) -> Reconciliation:
        """Return an account against the books on a day; the last statement must reach that day.

        Raises: BadStatementError where no statement reaches it.
        """
        with self._read() as connection:
            return queries.reconciliation(connection, account, until)

    def reconciliation_paper(
        self, studio_id: str, account: str, until: dt.date
    ) -> tuple[StatementHeader, Reconciliation]:
        """Return the reconciliation of an account with the head that every paper bears.

        Raises: BadStatementError where no statement reaches the day, UnknownStudioError.
        """
        studio = self.studio(studio_id)
        with self._read() as connection:
            head = log_head(connection, self.ledger_id)
            top = header(studio, until.year, self.now(), head, self.policy.terms, final=True)
            return top, queries.reconciliation(connection, account, until)


def _known_account(connection: Connection, account: str) -> str:
    """Return the account as the first statement spelled it: one bank writes it with spaces, another file without."""
    spelled = connection.execute(select(b.bank_statement.c.account).order_by(b.bank_statement.c.seq)).scalars()
    return next((known for known in spelled if number_key(known) == number_key(account)), account)
