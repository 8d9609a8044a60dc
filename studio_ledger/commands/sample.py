"""The school of the tour and of the sample ledger: invented people, keys and passwords that everybody may know."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from studio_ledger.model.clock import SHANGHAI
from studio_ledger.model.people import ROLE_NAMES, Role
from studio_ledger.model.studio import Affiliation, Member, Studio
from studio_ledger.workspace import LedgerSetup, PersonSetup, TermSetup, Workspace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from studio_ledger.workspace import Session

SCHOOL = "深圳市南山区海岸实验学校"
TAX_ID = "12440305MB2D12345K"
AUTHORISATION = "深教〔2019〕1号授权书"
TERM_START = dt.date(2019, 1, 1)
TERM_END = dt.date(2099, 12, 31)
"""The people of a sample hold their offices for good, so that it can be tried out on any day."""

_STUDIOS = (
    ("海岸名班主任工作室", "陈静", "chenjing", "周敏"),
    ("启明名班主任工作室", "郑雅文", "zhengyawen", "钱立群"),
    ("春雨名班主任工作室", "吴思远", "wusiyuan", "冯秋华"),
    ("远帆名班主任工作室", "何佳怡", "hejiayi", "沈伯钧"),
    ("青禾名班主任工作室", "罗晓峰", "luoxiaofeng", "梁月清"),
    ("同行名班主任工作室", "高文静", "gaowenjing", "唐志刚"),
)
_MEMBERS = (
    ("王芳", "深圳市南山区云海小学"),
    ("刘洋", "深圳市南山区前湾学校"),
    ("赵倩", "深圳市宝安区海韵学校"),
    ("孙磊", "深圳市福田区梅岭中学"),
    ("黄珊", "深圳市龙华区观澜小学"),
    ("林涛", "深圳市南山区云海小学"),
)


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """Somebody who can log in to a sample, with the password that is printed."""

    name: str
    login: str
    role: str
    password: str


class SampleClock:
    """A clock that stands until its owner moves it; it never goes back."""

    def __init__(self, day: dt.date) -> None:
        self.at = dt.datetime.combine(day, dt.time(9), SHANGHAI)

    def __call__(self) -> dt.datetime:
        """Return the instant at which it stands."""
        return self.at

    def move_to(self, day: dt.date) -> None:
        """Go to nine o'clock of a day, or a minute on where that is past."""
        wanted = dt.datetime.combine(day, dt.time(9), SHANGHAI)
        self.at = wanted if wanted > self.at else self.tick()

    def tick(self) -> dt.datetime:
        """Go on by a minute."""
        self.at += dt.timedelta(minutes=1)
        return self.at


class SampleRefusedError(RuntimeError):
    """A document of the sample was refused: a bug in the sample or in the rules, not a mistake of the user's."""


def sample_studios(count: int) -> tuple[Studio, ...]:
    """Return so many studios of the one school, each with a host of its own."""
    studios = []
    for place in range(count):
        name, host, _, mentor = _STUDIOS[place % len(_STUDIOS)]
        again = place // len(_STUDIOS)
        studios.append(
            Studio(
                id=f"s{place + 1}",
                name=name if not again else f"{name}（{again + 1}）",
                school=SCHOOL,
                tax_id=TAX_ID,
                affiliation=Affiliation.DISTRICT,
                host=host,
                legal_representative="李卫东",
                stage="初中",
                mentor=mentor,
                members=tuple(Member(*member) for member in _MEMBERS),
                project_code=f"SZ-MBZR-2-{place + 1:02d}",
            )
        )
    return tuple(studios)


def sample_setup(studios: Sequence[Studio]) -> LedgerSetup:
    """Return the set-up: finance (who also administers), the hosts, the legal representative and an auditor."""

    def term(role: Role, studio: str = "", document: str = "") -> TermSetup:
        return TermSetup(role, TERM_START, TERM_END, studio, document)

    hosts = []
    for name, login in dict.fromkeys((host, login) for _, host, login, _ in _STUDIOS[: len(studios)]):
        terms = tuple(term(Role.HOST, studio.id) for studio in studios if studio.host == name)
        hosts.append(PersonSetup(name, login, terms))
    return LedgerSetup(
        tuple(studios),
        (
            PersonSetup("王敏", "wangmin", (term(Role.FINANCE), term(Role.ADMINISTRATOR))),
            *hosts,
            PersonSetup("李卫东", "liweidong", (term(Role.LEGAL_REPRESENTATIVE, "", AUTHORISATION),)),
            PersonSetup("何明", "heming", (term(Role.AUDITOR),)),
        ),
    )


def sample_key(seed: int, login: str) -> Ed25519PrivateKey:
    """Return a person's key of a sample: anybody can make it, so it signs nothing of worth."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"{seed}/{login}".encode()).digest())


def sample_password(login: str) -> str:
    """Return the password of a person of a sample, which is printed and no secret."""
    return f"{login}-shili-2019"


class SampleSchool:
    """A new sample ledger with everybody enrolled and at work."""

    def __init__(self, path: Path, studios: int, seed: int, clock: SampleClock) -> None:
        setup = sample_setup(sample_studios(studios))
        ledger_id = hashlib.sha256(f"sample/{seed}".encode()).hexdigest()[:32]
        keys = path.with_name(path.name + ".keys")
        self.clock, self.seed = clock, seed
        self.ledger = Workspace.create(path, setup, keys, clock, ledger_id=ledger_id)
        self.people = tuple(
            SamplePerson(person.name, person.login, _roles(person), sample_password(person.login))
            for person in setup.people
        )
        with self.ledger.batch():
            for person in self.people:
                self.ledger.set_first_password(person.login, person.password, key=sample_key(seed, person.login))
        self._passwords = {person.login: person.password for person in self.people}
        self.sessions = {person.login: self.ledger.login(person.login, person.password) for person in self.people}
        hosts = {person.name: person.login for person in setup.people}
        self.host_of = {studio.id: hosts[studio.host] for studio in setup.studios}
        self.finance = self.sessions["wangmin"]

    def signers(self, studio: str) -> tuple[Session, Session]:
        """Return host and legal representative of a studio."""
        return self.sessions[self.host_of[studio]], self.sessions["liweidong"]

    def sign(self, session: Session, *documents: str) -> None:
        """Let one person sign.

        Raises: SampleRefusedError.
        """
        self.clock.tick()
        for outcome in self.ledger.sign(session, documents, self._passwords[session.person.login]):
            if not outcome.ok:
                raise SampleRefusedError(f"{outcome.id}: {outcome.error}")

    def sign_both(self, studio: str, *documents: str) -> None:
        """Let host and legal representative sign."""
        for session in self.signers(studio):
            self.sign(session, *documents)

    def send_back(self, session: Session, document: str, reason: str) -> None:
        """Let a signer send a document back."""
        self.clock.tick()
        self.ledger.send_back(session, document, reason, self._passwords[session.person.login])


def _roles(person: PersonSetup) -> str:
    return "、".join(dict.fromkeys(ROLE_NAMES[term.role] for term in person.terms))
