"""Tables of the people who are paid: their register, who holds the data key, and the locked values outside the log."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Text

from studio_ledger.storage.columns import integer, table, text

vault = table(
    "vault",
    text("check_mac", default=None, primary_key=True),
    text("recovery", default=None),
    integer("seq", default=None),
)
vault_member = table(
    "vault_member",
    Column("person", Text, ForeignKey("person.id"), primary_key=True),
    text("recipient", default=None),
    text("wrapped"),
)
payee = table(
    "payee",
    text("id", default=None, primary_key=True),
    text("name", default=None),
    text("kind", default=None),
    text("title"),
    text("employer"),
    text("bank"),
    text("id_number_hash"),
    text("id_number_mac"),
    text("id_number_cipher"),
    text("account_hash"),
    text("account_mac"),
    text("account_cipher"),
    integer("seq", default=None),
)
Index("payee_name", payee.c.name)
Index("payee_id_number_mac", payee.c.id_number_mac)
Index("payee_account_mac", payee.c.account_mac)
secret = table(
    "secret",
    text("place", default=None, primary_key=True),
    Column("blob", LargeBinary, nullable=False),
)

PAYEES = (vault, vault_member, payee)
