"""The reducer of the school's choice of general-ledger accounts; it changes no balance of ours."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects.sqlite import insert as upsert

from studio_ledger.ledger.permits import demand_role
from studio_ledger.ledger.refusals import BadAccountError
from studio_ledger.log import canonical
from studio_ledger.model.accounts import AccountChoice
from studio_ledger.storage.accounts import account_choice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from studio_ledger.log.act import Act

_CODE = re.compile(r"\d{4}(\.\d{2}){0,4}")
_ECONOMIC = re.compile(r"\d{5}")
_MAPS = ("expenses", "economic", "money")


def choice_fields(choice: AccountChoice) -> dict[str, Any]:
    """Spell a choice; maps stand in the order of their keys."""
    fields = asdict(choice)
    for name in _MAPS:
        fields[name] = [[key, code] for key, code in sorted(getattr(choice, name))]
    return fields


def read_choice(fields: Mapping[str, Any]) -> AccountChoice:
    """Read a choice back."""
    plain = dict(fields)
    for name in _MAPS:
        plain[name] = tuple((key, code) for key, code in fields[name])
    return AccountChoice(**plain)


def demand_sound(choice: AccountChoice) -> None:
    """Refuse what is no account: four digits, sub-accounts of two digits behind dots; economic classes have five.

    Raises: BadAccountError naming the code.
    """
    fields = choice_fields(choice)
    for name, value in fields.items():
        if name == "studio":
            continue
        codes = [code for _, code in value] if name in _MAPS else [value]
        form = _ECONOMIC if name == "economic" else _CODE
        wrong = next((code for code in codes if not form.fullmatch(code)), None)
        if wrong is not None:
            raise BadAccountError(account=wrong)


def accounts(connection: Connection, act: Act) -> None:
    """The accounts that stand behind categories and sources, chosen by the school."""
    choice = read_choice(act.data["choice"])
    demand_role(connection, act.by, "accounts", choice.studio, act.at.date())
    demand_sound(choice)
    values = {"content": canonical.encode(choice_fields(choice)), "seq": act.seq}
    statement = upsert(account_choice).values(studio=choice.studio, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["studio"], set_=values))
