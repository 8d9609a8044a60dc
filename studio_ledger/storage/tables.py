"""Every table of a ledger file: the log, its shadow, and what lies outside the log.

The log (`act`) is the only truth. PROJECTIONS are rebuilt from it by replay and compared by
`verify`. UNLOGGED tables carry no weight; `verify` names them.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, Text
from sqlalchemy import text as sql_text

from studio_ledger.storage.accounts import ACCOUNTS
from studio_ledger.storage.audit import AUDIT
from studio_ledger.storage.bank import BANK
from studio_ledger.storage.cards import CARDS
from studio_ledger.storage.columns import fen, integer, table, text
from studio_ledger.storage.fees import FEES
from studio_ledger.storage.invoices import invoice_check, invoice_stop, working_copy
from studio_ledger.storage.opening import OPENING
from studio_ledger.storage.papers import PAPERS
from studio_ledger.storage.payees import PAYEES, secret
from studio_ledger.storage.spending import SPENDING
from studio_ledger.storage.terms import TERMS

act = table(
    "act",
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    text("kind", default=None),
    text("document"),
    text("by_person", default=None),
    text("at", default=None),
    Column("body", LargeBinary, nullable=False),
    Column("signatures", LargeBinary, nullable=False),
    Column("hash", LargeBinary, CheckConstraint("length(hash) = 32"), nullable=False),
)
Index("act_document", act.c.document, act.c.seq)

person = table(
    "person",
    text("id", default=None, primary_key=True),
    text("name", default=None),
    Column("login", Text, nullable=False, unique=True),
    text("public_key"),
    integer("enrolled_seq"),
    integer("revoked_seq"),
)
person_key = table(
    "person_key",
    text("public_key", default=None, primary_key=True),
    Column("person", Text, ForeignKey("person.id"), nullable=False),
    integer("enrolled_seq", default=None),
)
term = table(
    "term",
    text("id", default=None, primary_key=True),
    Column("person", Text, ForeignKey("person.id"), nullable=False),
    text("role", default=None),
    text("studio"),
    text("start", default=None),
    text("until", default=None),
    text("authorisation"),
)
studio = table(
    "studio",
    text("id", default=None, primary_key=True),
    text("name", default=None),
    Column("content", LargeBinary, nullable=False),
)
document = table(
    "document",
    text("id", default=None, primary_key=True),
    text("kind", default=None),
    Column("studio", Text, ForeignKey("studio.id"), nullable=False),
    integer("year", default=None),
    Column(
        "state",
        Text,
        CheckConstraint("state IN ('submitted','host_signed','signed','posted','returned','withdrawn','void')"),
        nullable=False,
    ),
    Column("revision", Integer, CheckConstraint("revision > 0"), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("content_hash", Text, CheckConstraint("length(content_hash) = 64"), nullable=False),
    text("title"),
    text("date", default=None),
    fen("amount_fen"),
    text("submitted_by", default=None),
    text("submitted_at", default=None),
    integer("submit_seq", default=None),
    text("reason"),
    text("host_signed_by"),
    text("legal_signed_by"),
    text("voucher_kind"),
    text("category"),
    text("payee"),
    text("payment"),
    integer("number"),
    integer("attachments"),
    text("verdict"),
    Column("findings", LargeBinary, nullable=False, server_default=sql_text("X''")),
    text("invoices"),
    text("reverses"),
    text("reversed_by"),
    text("refunds"),
    text("posted_at"),
    text("search"),
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

voucher_line = table(
    "voucher_line",
    Column("document", Text, ForeignKey("document.id"), primary_key=True),
    integer("line", default=None, primary_key=True),
    text("item"),
    text("quantity"),
    text("source", default=None),
    fen("amount_fen"),
)
invoice_claim = table(
    "invoice_claim",
    Column("document", Text, ForeignKey("document.id"), primary_key=True),
    integer("line", default=None, primary_key=True),
    text("number", default=None),
    text("number_key", default=None),
    text("code"),
    fen("total_fen"),
    fen("claimed_fen"),
    text("seller"),
    text("issued_on"),
    text("file"),
    integer("live", default="1"),
)
Index("invoice_number", invoice_claim.c.number_key)
Index("invoice_file", invoice_claim.c.file)
attachment = table(
    "attachment",
    Column("document", Text, ForeignKey("document.id"), primary_key=True),
    integer("position", default=None, primary_key=True),
    text("kind", default=None),
    text("sha256"),
    text("name"),
    integer("late_seq"),
)
signature = table(
    "signature",
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("document", Text, ForeignKey("document.id"), nullable=False, index=True),
    text("role", default=None),
    text("person", default=None),
    text("decision", default=None),
    text("reason"),
    text("at", default=None),
    text("content_hash", default=None),
    integer("current", default="1"),
)
income = table(
    "income",
    Column("document", Text, ForeignKey("document.id"), primary_key=True),
    text("studio", default=None),
    integer("year", default=None),
    text("source", default=None),
    text("received_on", default=None),
    fen("amount_fen"),
)
budget_line = table(
    "budget_line",
    Column("document", Text, ForeignKey("document.id"), primary_key=True),
    text("category", default=None, primary_key=True),
    text("source", default=None, primary_key=True),
    fen("amount_fen"),
    text("basis"),
)
budget_in_force = table(
    "budget_in_force",
    text("studio", default=None, primary_key=True),
    integer("year", default=None, primary_key=True),
    Column("document", Text, ForeignKey("document.id"), nullable=False),
    integer("version", default=None),
)
balance = table(
    "balance",
    text("studio", default=None, primary_key=True),
    integer("year", default=None, primary_key=True),
    integer("month", default=None, primary_key=True),
    text("source", default=None, primary_key=True),
    text("category", default=None, primary_key=True),
    integer("spent_fen"),
    integer("committed_fen"),
)
closed_year = table(
    "closed_year",
    text("studio", default=None, primary_key=True),
    integer("year", default=None, primary_key=True),
    Column("document", Text, ForeignKey("document.id"), nullable=False),
)

evidence = table(
    "evidence",
    Column("sha256", Text, CheckConstraint("length(sha256) = 64"), primary_key=True),
    text("name"),
    Column("data", LargeBinary, nullable=False),
)
draft = table(
    "draft",
    text("id", default=None, primary_key=True),
    text("person", default=None),
    text("studio"),
    text("title"),
    Column("content", LargeBinary, nullable=False),
    text("reason"),
    text("voucher"),
    text("saved_at", default=None),
)
inbox = table(
    "inbox",
    text("id", default=None, primary_key=True),
    text("name", default=None),
    text("sha256"),
    text("added_at", default=None),
    text("invoices", default="[]"),
    text("error"),
    text("used_by"),
    text("origin"),
    text("added_by"),
)
setting = table("setting", text("key", default=None, primary_key=True), text("value"))
lockout = table("lockout", text("login", default=None, primary_key=True), integer("failures"), text("until"))

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
    invoice_stop,
    invoice_check,
    *SPENDING,
    *CARDS,
    *PAYEES,
    *FEES,
    *PAPERS,
    *ACCOUNTS,
    *OPENING,
    *BANK,
    *AUDIT,
    *TERMS,
)
"""Rebuilt from the log; `verify` compares every row."""

UNLOGGED = (evidence, draft, inbox, setting, lockout, secret, working_copy)
"""Outside the log. Evidence is bound by the hashes in signed acts; the rest carries no weight."""
