"""People, roles and terms: who may do what in which studio, and from when to when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is trusted with; the one table of roles is ROLE_STEPS in signing.workflow."""

    FINANCE = "finance"
    HOST = "host"
    LEGAL_REPRESENTATIVE = "legal_representative"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


ROLE_NAMES = {
    Role.FINANCE: "财务",
    Role.HOST: "主持人",
    Role.LEGAL_REPRESENTATIVE: "法定代表人",
    Role.AUDITOR: "审计（只读）",
    Role.ADMINISTRATOR: "管理员",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A role held from a day to a day, both inclusive; `studio` empty means every studio.

    `authorisation` is the bureau's written authorisation of the legal representative, or of a
    substitute signer (Art. 4); a legal representative's term without one carries no signature.
    """

    id: str
    person: str
    role: Role
    studio: str
    start: dt.date
    end: dt.date
    authorisation: str = ""

    def covers(self, day: dt.date, studio: str) -> bool:
        """Whether the role is held on this day in this studio."""
        return self.start <= day <= self.end and self.studio in {"", studio}


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the ledger; without a public key he has not set his password yet."""

    id: str
    name: str
    login: str
    public_key: str = ""
    revoked: bool = False
    terms: tuple[Term, ...] = ()

    @property
    def enrolled(self) -> bool:
        """Whether the person has a key that signs."""
        return bool(self.public_key) and not self.revoked

    def holds(self, role: Role, day: dt.date, studio: str) -> bool:
        """Whether the person holds this role on this day in this studio."""
        return any(term.role is role and term.covers(day, studio) for term in self.terms)

    def roles(self, day: dt.date) -> tuple[Role, ...]:
        """The roles held on this day anywhere, in the order of Role."""
        return tuple(role for role in Role if any(t.role is role and t.start <= day <= t.end for t in self.terms))
