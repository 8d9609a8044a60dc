"""What the first-run wizard hands over: the school's studios and the people, by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio_ledger.errors import LedgerError
from studio_ledger.log.canonical import clean_text
from studio_ledger.model.people import Role

if TYPE_CHECKING:
    import datetime as dt

    from studio_ledger.model.studio import Studio


@dataclass(frozen=True, slots=True)
class TermSetup:
    """A role from a day to a day; `studio` is a Studio's id, empty for all."""

    role: Role
    start: dt.date
    end: dt.date
    studio: str = ""
    authorisation: str = ""


@dataclass(frozen=True, slots=True)
class PersonSetup:
    """A person to be known to the ledger; the password comes from the person alone, at the first login."""

    name: str
    login: str
    terms: tuple[TermSetup, ...] = ()


@dataclass(frozen=True, slots=True)
class LedgerSetup:
    """One school's new ledger; `policy` is the id of its rule pack, empty for the default one.

    `ask_first` are categories for which a request is to come before a voucher: finance proposes it at the first login.
    """

    studios: tuple[Studio, ...]
    people: tuple[PersonSetup, ...]
    policy: str = ""
    ask_first: tuple[str, ...] = ()


class SetupError(LedgerError):
    """The set-up cannot become a ledger; `reason` picks the sentence."""

    code = "setup.invalid"


def check_setup(setup: LedgerSetup) -> None:
    """Refuse a set-up without studios, with two equal logins, or with one person in both signing roles.

    Raises: SetupError.
    """
    logins = [clean_text(person.login).strip() for person in setup.people]
    if not setup.studios:
        raise SetupError(reason="no_studio")
    if len(set(logins)) != len(logins) or not all(logins):
        raise SetupError(reason="same_login")
    for person in setup.people:
        check_terms(person.name, person.terms)


def check_terms(name: str, terms: tuple[TermSetup, ...]) -> None:
    """Refuse one person who would be host and legal representative of a studio at once (Art. 4).

    Raises: SetupError.
    """
    signing = [term for term in terms if term.role in {Role.HOST, Role.LEGAL_REPRESENTATIVE}]
    for one in signing:
        for other in signing:
            meets = one.start <= other.end and other.start <= one.end
            shares = not one.studio or not other.studio or one.studio == other.studio
            if one.role is not other.role and meets and shares:
                raise SetupError(reason="same_person", person=name)
