"""Use cases of the school's general ledger: which accounts it chose, and a posted voucher's entries for reference."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from importlib import resources
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from studio_ledger.ledger import apply_accounts, holds
from studio_ledger.ledger.apply_documents import find
from studio_ledger.ledger.content import read_voucher
from studio_ledger.log import canonical
from studio_ledger.model.fee_parts import paid_by
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import VoucherKind
from studio_ledger.statements.entries import DEFAULT, entries_of
from studio_ledger.storage.accounts import account_choice
from studio_ledger.workspace.reading import ReadingDesk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio_ledger.model.accounts import AccountChoice, Entry
    from studio_ledger.workspace.base import Session


class AccountDesk(ReadingDesk):
    """The general ledger beside ours."""

    def choose_accounts(self, session: Session, choice: AccountChoice) -> None:
        """Attach the school's accounts to categories and sources.

        Raises: BadAccountError, NotPermittedError.
        """
        apply_accounts.demand_sound(choice)
        with self._write() as connection:
            self._demand_studio(connection, choice.studio)
            self._own_act(connection, session, "accounts", {"choice": apply_accounts.choice_fields(choice)})

    def account_choice(self, studio: str) -> AccountChoice:
        """Return the accounts a school chose, or those it starts from."""
        with self._read() as connection:
            return self._choice(connection, studio)

    def _choice(self, connection: Connection, studio: str) -> AccountChoice:
        content = connection.execute(
            select(account_choice.c.content).where(account_choice.c.studio == studio)
        ).scalar_one_or_none()
        chosen = apply_accounts.read_choice(canonical.decode(content)) if content else DEFAULT
        return replace(chosen, studio=studio)

    def account_names(self) -> Mapping[str, str]:
        """Return the four-digit accounts of the government accounting system by code."""
        text = resources.files("resources").joinpath("policy", "accounts.toml").read_text(encoding="utf-8")
        return {str(code): str(name) for code, name in tomllib.loads(text)["names"].items()}

    def entries(self, voucher_id: str) -> tuple[Entry, ...]:
        """Return a voucher's entries in the general ledger, for reference.

        Raises: UnknownDocumentError.
        """
        with self._read() as connection:
            content = read_voucher(canonical.decode(find(connection, voucher_id).content))
            earlier = False
            if content.kind is VoucherKind.REFUND:
                earlier = int(find(connection, content.refunds).year) < content.date.year
            advanced = holds.drawn_by(connection, voucher_id).get(content.advance, Money())
            tax = Money.total(tax for _, _, _, tax in paid_by(content))
            return entries_of(
                content,
                self._choice(connection, content.studio),
                tax=tax,
                by_advance=min(advanced, content.amount - tax),
                is_asset=any(item.kind == "asset_acceptance" for item in content.attachments),
                earlier_year=earlier,
            )
