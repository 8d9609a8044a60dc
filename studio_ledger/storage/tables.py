"""Every table of a ledger file: the log, its shadow, and what lies outside the log.

The log (`act`) is the only truth. PROJECTIONS are rebuilt from it by replay and compared by
`verify`. UNLOGGED tables carry no weight; `verify` names them.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text, text

metadata = MetaData()
FEN = "BETWEEN -10000000000000 AND 10000000000000"


def _table(name: str, *columns: Column[object] | CheckConstraint | Index) -> Table:
    return Table(name, metadata, *columns, sqlite_strict=True)


def _text(name: str, *, default: str | None = "", primary_key: bool = False) -> Column[object]:
    return Column(name, Text, nullable=False, server_default=default, primary_key=primary_key)


def _integer(name: str, *, default: str | None = "0", primary_key: bool = False) -> Column[object]:
    return Column(name, Integer, nullable=False, server_default=default, primary_key=primary_key)


def _fen(name: str) -> Column[object]:
    return Column(name, Integer, CheckConstraint(f"{name} {FEN}"), nullable=False)


act = _table(
    "act",
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    _text("kind", default=None),
    _text("document"),
    _text("by_person", default=None),
    _text("at", default=None),
    Column("body", LargeBinary, nullable=False),
    Column("signatures", LargeBinary, nullable=False),
    Column("hash", LargeBinary, CheckConstraint("length(hash) = 32"), nullable=False),
)
Index("act_document", act.c.document, act.c.seq)

person = _table(
    "person",
    _text("id", default=None, primary_key=True),
    _text("name", default=None),
    Column("login", Text, nullable=False, unique=True),
    _text("public_key"),
    _integer("enrolled_seq"),
    _integer("revoked_seq"),
)
person_key = _table(
    "person_key",
    _text("public_key", default=None, primary_key=True),
    Column("person", Text, ForeignKey("person.id"), nullable=False),
    _integer("enrolled_seq", default=None),
)
term = _table(
    "term",
    _text("id", default=None, primary_key=True),
    Column("person", Text, ForeignKey("person.id"), nullable=False),
    _text("role", default=None),
    _text("studio"),
    _text("start", default=None),
    _text("until", default=None),
    _text("authorisation"),
)
studio = _table(
    "studio",
    _text("id", default=None, primary_key=True),
    _text("name", default=None),
    Column("content", LargeBinary, nullable=False),
)
document = _table(
    "document",
    _text("id", default=None, primary_key=True),
    _text("kind", default=None),
    Column("studio", Text, ForeignKey("studio.id"), nullable=False),
    _integer("year", default=None),
    Column(
        "state",
        Text,
        CheckConstraint("state IN ('submitted','host_signed','signed','posted','returned','withdrawn','void')"),
        nullable=False,
    ),
    Column("revision", Integer, CheckConstraint("revision > 0"), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("content_hash", Text, CheckConstraint("length(content_hash) = 64"), nullable=False),
    _text("title"),
    _text("date", default=None),
    _fen("amount_fen"),
    _text("submitted_by", default=None),
    _text("submitted_at", default=None),
    _integer("submit_seq", default=None),
    _text("reason"),
    _text("host_signed_by"),
    _text("legal_signed_by"),
    _text("voucher_kind"),
    _text("category"),
    _text("payee"),
    _text("payment"),
    _integer("number"),
    _integer("attachments"),
    _text("verdict"),
    Column("findings", LargeBinary, nullable=False, server_default=text("X''")),
    _text("invoices"),
    _text("reverses"),
    _text("reversed_by"),
    _text("posted_at"),
    _text("search"),
    CheckConstraint("(state = 'posted') = (number > 0)", name="posted_is_numbered"),
    CheckConstraint(
        "state <> 'posted' OR (host_signed_by <> '' AND legal_signed_by <> '' AND host_signed_by <> legal_signed_by "
        "AND submitted_by <> host_signed_by AND submitted_by <> legal_signed_by)",
        name="two_signatures_before_posting",
    ),
)
Index("document_list", document.c.kind, document.c.studio, document.c.year, document.c.date, document.c.id)
Index("document_state", document.c.kind, document.c.state)
Index(
    "document_number",
    document.c.studio,
    document.c.year,
    document.c.number,
    unique=True,
    sqlite_where=document.c.number > 0,
)
Index("document_payee", document.c.payee, document.c.date)

voucher_line = _table(
    "voucher_line",
    Column("document", Text, ForeignKey("document.id"), primary_key=True),
    _integer("line", default=None, primary_key=True),
    _text("item"),
    _text("quantity"),
    _text("source", default=None),
    _fen("amount_fen"),
)
invoice_claim = _table(
    "invoice_claim",
    Column("document", Text, ForeignKey("document.id"), primary_key=True),
    _integer("line", default=None, primary_key=True),
    _text("number", default=None),
    _text("number_key", default=None),
    _text("code"),
    _fen("total_fen"),
    _fen("claimed_fen"),
    _text("seller"),
    _text("issued_on"),
    _text("file"),
    _integer("live", default="1"),
)
Index("invoice_number", invoice_claim.c.number_key)
Index("invoice_file", invoice_claim.c.file)
attachment = _table(
    "attachment",
    Column("document", Text, ForeignKey("document.id"), primary_key=True),
    _integer("position", default=None, primary_key=True),
    _text("kind", default=None),
    _text("sha256"),
    _text("name"),
    _integer("late_seq"),
)
signature = _table(
    "signature",
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("document", Text, ForeignKey("document.id"), nullable=False, index=True),
    _text("role", default=None),
    _text("person", default=None),
    _text("decision", default=None),
    _text("reason"),
    _text("at", default=None),
    _text("content_hash", default=None),
    _integer("current", default="1"),
)
income = _table(
    "income",
    Column("document", Text, ForeignKey("document.id"), primary_key=True),
    _text("studio", default=None),
    _integer("year", default=None),
    _text("source", default=None),
    _text("received_on", default=None),
    _fen("amount_fen"),
)
budget_line = _table(
    "budget_line",
    Column("document", Text, ForeignKey("document.id"), primary_key=True),
    _text("category", default=None, primary_key=True),
    _text("source", default=None, primary_key=True),
    _fen("amount_fen"),
    _text("basis"),
)
budget_in_force = _table(
    "budget_in_force",
    _text("studio", default=None, primary_key=True),
    _integer("year", default=None, primary_key=True),
    Column("document", Text, ForeignKey("document.id"), nullable=False),
    _integer("version", default=None),
)
balance = _table(
    "balance",
    _text("studio", default=None, primary_key=True),
    _integer("year", default=None, primary_key=True),
    _integer("month", default=None, primary_key=True),
    _text("source", default=None, primary_key=True),
    _text("category", default=None, primary_key=True),
    _integer("spent_fen"),
    _integer("committed_fen"),
)
closed_year = _table(
    "closed_year",
    _text("studio", default=None, primary_key=True),
    _integer("year", default=None, primary_key=True),
    Column("document", Text, ForeignKey("document.id"), nullable=False),
)

evidence = _table(
    "evidence",
    Column("sha256", Text, CheckConstraint("length(sha256) = 64"), primary_key=True),
    _text("name"),
    Column("data", LargeBinary, nullable=False),
)
draft = _table(
    "draft",
    _text("id", default=None, primary_key=True),
    _text("person", default=None),
    _text("studio"),
    _text("title"),
    Column("content", LargeBinary, nullable=False),
    _text("reason"),
    _text("voucher"),
    _text("saved_at", default=None),
)
inbox = _table(
    "inbox",
    _text("id", default=None, primary_key=True),
    _text("name", default=None),
    _text("sha256"),
    _text("added_at", default=None),
    _text("invoices", default="[]"),
    _text("error"),
    _text("used_by"),
)
setting = _table("setting", _text("key", default=None, primary_key=True), _text("value"))
lockout = _table("lockout", _text("login", default=None, primary_key=True), _integer("failures"), _text("until"))

PROJECTIONS = (
    person,
    person_key,
    term,
    studio,
    document,
    voucher_line,
    invoice_claim,
    attachment,
    signature,
    income,
    budget_line,
    budget_in_force,
    balance,
    closed_year,
)
"""Rebuilt from the log; `verify` compares every row."""

UNLOGGED = (evidence, draft, inbox, setting, lockout)
"""Outside the log. Evidence is bound by the hashes in signed acts; the rest carries no weight."""
