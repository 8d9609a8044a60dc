"""Tables of what auditors and the school say to each other: answers to suspicions, and the register of violations."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text

from studio_ledger.storage.columns import fen, integer, table, text

suspicion_answer = table(
    "suspicion_answer",
    Column("seq", Integer, primary_key=True, autoincrement=False),
    text("suspicion", default=None),
    text("kind", default=None),
    text("studio"),
    text("why"),
    text("answer", default=None),
    text("person", default=None),
    text("at", default=None),
)
Index("suspicion_answered", suspicion_answer.c.suspicion, suspicion_answer.c.seq)

violation = table(
    "violation",
    text("id", default=None, primary_key=True),
    Column("studio", Text, ForeignKey("studio.id"), nullable=False),
    text("what", default=None),
    text("rule", default=None),
    fen("amount_fen"),
    fen("claw_back_fen"),
    text("vouchers"),
    text("found_by", default=None),
    text("found_on", default=None),
    text("due_on", default=None),
    text("recorded_by", default=None),
    text("measures"),
    text("mended_on"),
    text("mended_by"),
    integer("returned_fen"),
    text("proof"),
    text("proof_name"),
    text("closed_on"),
    text("closed_by"),
    CheckConstraint("amount_fen >= 0 AND claw_back_fen >= 0 AND returned_fen >= 0", name="violation_sums"),
    CheckConstraint("due_on >= found_on", name="violation_due"),
    CheckConstraint("closed_on = '' OR mended_on <> ''", name="violation_mended_before_closing"),
    CheckConstraint(
        "closed_on = '' OR claw_back_fen = 0 OR (proof <> '' AND returned_fen >= claw_back_fen)",
        name="violation_closed_with_proof",
    ),
)

AUDIT = (suspicion_answer, violation)
"""Rebuilt from the log."""
