"""Reducers of bank statements: what the bank says, and which payment, grant or other matter each line stands for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from studio_ledger.ledger.bounds import number_key
from studio_ledger.ledger.permits import demand_role
from studio_ledger.ledger.refusals import BadStatementError
from studio_ledger.log.canonical import clean_text
from studio_ledger.model.money import Money
from studio_ledger.model.spending import BankLine, BankStatement
from studio_ledger.storage import bank as b
from studio_ledger.storage import spending as s
from studio_ledger.storage import tables as t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio_ledger.log.act import Act

PAYMENT, GRANT, OTHER = "payment", "grant", "other"
"""What a line may stand for: a recorded payment, a grant that arrived, or money that is not the fund's."""


def statement_fields(statement: BankStatement) -> dict[str, Any]:
    """Spell a statement; its id stands beside it in the act."""
    return {
        "account": clean_text(statement.account),
        "start": statement.start.isoformat(),
        "end": statement.end.isoformat(),
        "opening_fen": statement.opening.fen,
        "closing_fen": statement.closing.fen,
        "file": statement.file,
        "lines": [
            {
                "line": line.number,
                "date": line.date.isoformat(),
                "fen": line.amount.fen,
                "counterparty": clean_text(line.counterparty),
                "words": clean_text(line.text),
                "serial": clean_text(line.serial),
            }
            for line in statement.lines
        ],
    }


def read_statement(statement_id: str, fields: Mapping[str, Any]) -> BankStatement:
    """Read a statement back."""
    return BankStatement(
        id=statement_id,
        account=fields["account"],
        start=dt.date.fromisoformat(fields["start"]),
        end=dt.date.fromisoformat(fields["end"]),
        opening=Money(fields["opening_fen"]),
        closing=Money(fields["closing_fen"]),
        lines=tuple(
            BankLine(
                line["line"],
                dt.date.fromisoformat(line["date"]),
                Money(line["fen"]),
                line["counterparty"],
                line["words"],
                line["serial"],
            )
            for line in fields["lines"]
        ),
        file=fields["file"],
    )


def demand_sound(statement: BankStatement) -> None:
    """Refuse a statement whose lines do not lead from its opening to its closing balance, or lie outside its days.

    Raises: BadStatementError naming the first line that is wrong.
    """
    if not statement.account.strip() or statement.end < statement.start or not statement.lines:
        raise BadStatementError(reason="form")
    for line in statement.lines:
        if not line.amount or not statement.start <= line.date <= statement.end:
            raise BadStatementError(reason="line", line=line.number)
    if len({line.number for line in statement.lines}) != len(statement.lines):
        raise BadStatementError(reason="form")
    reached = statement.opening + Money.total(line.amount for line in statement.lines)
    if reached != statement.closing:
        raise BadStatementError(reason="balance", reached=reached.grouped, closing=statement.closing.grouped)


def statement(connection: Connection, act: Act) -> None:
    """A bank's statement, whole, for days that no other statement of the account covers."""
    demand_role(connection, act.by, "pay", "", act.at.date())
    what = read_statement(str(act.data["statement"]), act.data["content"])
    demand_sound(what)
    overlapping = connection.execute(
        select(b.bank_statement.c.account).where(
            b.bank_statement.c.withdrawn_seq == 0,
            b.bank_statement.c.start <= what.end.isoformat(),
            b.bank_statement.c.end >= what.start.isoformat(),
        )
    ).scalars()
    if number_key(what.account) in {number_key(account) for account in overlapping}:
        raise BadStatementError(reason="overlap", start=what.start, end=what.end)
    connection.execute(
        insert(b.bank_statement).values(
            id=what.id,
            account=what.account,
            start=what.start.isoformat(),
            end=what.end.isoformat(),
            opening_fen=what.opening.fen,
            closing_fen=what.closing.fen,
            file=what.file,
            seq=act.seq,
        )
    )
    connection.execute(
        insert(b.bank_line),
        [
            {
                "statement": what.id,
                "line": line.number,
                "date": line.date.isoformat(),
                "moved_fen": line.amount.fen,
                "counterparty": line.counterparty,
                "words": line.text,
                "serial": line.serial,
            }
            for line in what.lines
        ],
    )


def withdraw(connection: Connection, act: Act) -> None:
    """A statement that was taken in by mistake no longer counts, nor do its ticks."""
    demand_role(connection, act.by, "pay", "", act.at.date())
    name = str(act.data["statement"])
    done = connection.execute(
        update(b.bank_statement)
        .where(b.bank_statement.c.id == name, b.bank_statement.c.withdrawn_seq == 0)
        .values(withdrawn_seq=act.seq)
    )
    if done.rowcount != 1:
        raise BadStatementError(reason="unknown")
    connection.execute(delete(b.bank_match).where(b.bank_match.c.statement == name))


def match(connection: Connection, act: Act) -> None:
    """What a line stands for, wholly: its parts add up to it, and nothing is ticked for more than it is."""
    demand_role(connection, act.by, "pay", "", act.at.date())
    line = _line(connection, act)
    if _matches(connection, line.statement, line.line):
        raise BadStatementError(reason="ticked", line=line.line)
    parts = act.data["to"]
    if not parts or sum(int(part["fen"]) for part in parts) != line.moved_fen:
        raise BadStatementError(reason="sum", line=line.line)
    for part in parts:
        _demand_room(connection, str(part["kind"]), str(part["id"]), int(part["fen"]), line.line)
        connection.execute(
            insert(b.bank_match).values(
                statement=line.statement,
                line=line.line,
                kind=part["kind"],
                target=part["id"],
                matched_fen=part["fen"],
                note=str(act.data["note"]),
                seq=act.seq,
            )
        )


def unmatch(connection: Connection, act: Act) -> None:
    """Take the ticks of a line away."""
    demand_role(connection, act.by, "pay", "", act.at.date())
    line = _line(connection, act)
    where = (b.bank_match.c.statement == line.statement, b.bank_match.c.line == line.line)
    if not connection.execute(delete(b.bank_match).where(*where)).rowcount:
        raise BadStatementError(reason="not_ticked", line=line.line)


def _line(connection: Connection, act: Act) -> Row[Any]:
    row = connection.execute(
        select(b.bank_line)
        .join(b.bank_statement, b.bank_statement.c.id == b.bank_line.c.statement)
        .where(
            b.bank_line.c.statement == str(act.data["statement"]),
            b.bank_line.c.line == int(act.data["line"]),
            b.bank_statement.c.withdrawn_seq == 0,
        )
    ).one_or_none()
    if row is None:
        raise BadStatementError(reason="unknown")
    return row


def _matches(connection: Connection, statement_id: str, line: int) -> int:
    query = select(func.count()).where(b.bank_match.c.statement == statement_id, b.bank_match.c.line == line)
    return int(connection.execute(query).scalar_one())


def ticked(connection: Connection, kind: str, target: str) -> int:
    """Return how much of a payment or grant (fen, the bank's sign) lines stand for already."""
    query = select(func.coalesce(func.sum(b.bank_match.c.matched_fen), 0)).where(
        b.bank_match.c.kind == kind, b.bank_match.c.target == target
    )
    return int(connection.execute(query).scalar_one())


def _demand_room(connection: Connection, kind: str, target: str, fen: int, line: int) -> None:
    """Refuse a tick on what does not exist, goes the other way, or has been ticked already."""
    if kind == OTHER:
        return
    if kind == PAYMENT:
        found = connection.execute(
            select(s.payment.c.paid_fen).where(s.payment.c.id == target, s.payment.c.undone_seq == 0)
        ).scalar_one_or_none()
        whole = -found if found is not None else None
    elif kind == GRANT:
        whole = connection.execute(
            select(t.income.c.amount_fen).where(t.income.c.document == target)
        ).scalar_one_or_none()
    else:
        whole = None
    after = ticked(connection, kind, target) + fen
    if whole is None or not min(whole, 0) <= after <= max(whole, 0) or not fen:
        raise BadStatementError(reason="no_room", line=line)
