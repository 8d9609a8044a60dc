"""Triggers: the database itself refuses what the code promises never to do."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, text

_FROZEN_COLUMNS: Final = [
    "id",
    "kind",
    "studio",
    "year",
    "state",
    "revision",
    "content",
    "content_hash",
    "title",
    "date",
    "amount_fen",
    "submitted_by",
    "submitted_at",
    "submit_seq",
    "reason",
    "host_signed_by",
    "legal_signed_by",
    "voucher_kind",
    "category",
    "payee",
    "payment",
    "number",
    "verdict",
    "findings",
    "invoices",
    "reverses",
    "refunds",
    "posted_at",
]
_POSTED_LINE: Final = "(SELECT state FROM document WHERE id = {row}.document) = 'posted'"


def _refuse(name: str, event: str, table: str, when: str, message: str) -> tuple[str, str]:
    condition = f" WHEN {when}" if when else ""
    return name, (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table}{condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def _triggers() -> dict[str, str]:
    changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in _FROZEN_COLUMNS)
    rows = [
        _refuse("act_no_update", "UPDATE", "act", "", "the log is append-only"),
        _refuse("act_no_delete", "DELETE", "act", "", "the log is append-only"),
        _refuse(
            "act_in_order",
            "INSERT",
            "act",
            "NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM act)",
            "an act is out of order",
        ),
        _refuse(
            "posted_no_update",
            "UPDATE",
            "document",
            f"OLD.state = 'posted' AND ({changed})",
            "a posted voucher is frozen",
        ),
        _refuse("posted_no_delete", "DELETE", "document", "OLD.state = 'posted'", "a posted voucher is frozen"),
        _refuse("evidence_no_update", "UPDATE", "evidence", "", "evidence is never changed"),
        _refuse("evidence_no_delete", "DELETE", "evidence", "", "evidence is never removed"),
    ]
    for table in ("voucher_line", "invoice_claim", "attachment"):
        rows.append(
            _refuse(f"{table}_no_delete", "DELETE", table, _POSTED_LINE.format(row="OLD"), "a posted voucher is frozen")
        )
        if table != "attachment":
            rows.append(
                _refuse(
                    f"{table}_no_insert", "INSERT", table, _POSTED_LINE.format(row="NEW"), "a posted voucher is frozen"
                )
            )
    rows.append(
        _refuse(
            "voucher_line_no_update",
            "UPDATE",
            "voucher_line",
            _POSTED_LINE.format(row="OLD"),
            "a posted voucher is frozen",
        )
    )
    return dict(rows)


TRIGGERS: Final = _triggers()
"""Trigger name to its DDL, exactly as it must stand in the file."""


def create(connection: Connection) -> None:
    """Put all triggers into a new file."""
    for ddl in TRIGGERS.values():
        connection.execute(text(ddl))


def renew(connection: Connection) -> None:
    """Put this program's triggers in the place of an older one's; what is not ours stays, and `missing` names it."""
    there = set(connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars())
    for name, ddl in TRIGGERS.items():
        if name in there:
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text(ddl))


def missing(connection: Connection) -> list[str]:
    """Return the names of triggers that are absent, read otherwise than they should, or are not ours; of views too."""
    found: dict[str, str] = dict(
        connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')")).all()
    )
    wrong = [name for name, ddl in TRIGGERS.items() if found.get(name) != ddl]
    return wrong + sorted(found.keys() - TRIGGERS.keys())
