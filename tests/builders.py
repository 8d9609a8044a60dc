"""Builders that fill in what a test does not care about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from studio_ledger.model.clock import SHANGHAI
from studio_ledger.model.funds import Budget, BudgetLine, Grant, Source
from studio_ledger.model.money import Money
from studio_ledger.model.people import Role
from studio_ledger.model.studio import Affiliation, Member, Studio
from studio_ledger.model.voucher import Attachment, InvoiceClaim, Payee, VoucherContent, VoucherLine
from studio_ledger.workspace import LedgerSetup, PersonSetup, Session, TermSetup, Workspace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SCHOOL = "深圳市南山区海岸实验学校"
TAX_ID = "12440305MB2D12345K"
AUTHORISATION = "深教〔2019〕1号"
PASSWORDS = {"wangmin": "wang-min-2020-ok", "chenjing": "chen-jing-2020-ok", "liweidong": "li-weidong-2020"}
START, END = dt.date(2019, 1, 1), dt.date(2021, 12, 31)


def a_studio(**changes: object) -> Studio:
    """A district school's studio with a full roster."""
    studio = Studio(
        id="s1",
        name="海岸名班主任工作室",
        school=SCHOOL,
        tax_id=TAX_ID,
        affiliation=Affiliation.DISTRICT,
        host="陈静",
        legal_representative="李卫东",
        mentor="周敏",
        members=tuple(Member(name, "邻校") for name in ("王芳", "刘洋", "赵倩", "孙磊", "黄珊", "林涛")),
    )
    return replace(studio, **changes)


def a_setup(*studios: Studio, authorisation: str = AUTHORISATION) -> LedgerSetup:
    """Three people for every studio: finance (also administrator), host, legal representative."""

    def term(role: Role, document: str = "") -> TermSetup:
        return TermSetup(role, START, END, "", document)

    return LedgerSetup(
        studios or (a_studio(),),
        (
            PersonSetup("王敏", "wangmin", (term(Role.FINANCE), term(Role.ADMINISTRATOR))),
            PersonSetup("陈静", "chenjing", (term(Role.HOST),)),
            PersonSetup("李卫东", "liweidong", (term(Role.LEGAL_REPRESENTATIVE, authorisation),)),
        ),
    )


@dataclass
class Clock:
    """A clock that tests move."""

    at: dt.datetime = field(default_factory=lambda: dt.datetime(2020, 6, 1, 9, 0, tzinfo=SHANGHAI))

    def __call__(self) -> dt.datetime:
        return self.at


class School:
    """A school at work: the ledger and its three people, already logged in."""

    def __init__(self, folder: Path, setup: LedgerSetup | None = None, *, year: int = 2020) -> None:
        self.clock = Clock(dt.datetime(year, 6, 1, 9, 0, tzinfo=SHANGHAI))
        self.year = year
        self.path = folder / "school.studio"
        self.keys = folder / "keys"
        self.ledger = Workspace.create(self.path, setup or a_setup(), self.keys, self.clock)
        for login, password in PASSWORDS.items():
            # A given key is locked with the quick derivation: 0.2 s less a person, and nothing else differs.
            self.ledger.set_first_password(login, password, key=Ed25519PrivateKey.generate())
        self.finance, self.host, self.legal = (self.ledger.login(*pair) for pair in PASSWORDS.items())

    def reopen(self) -> Workspace:
        """Close the ledger and open it again."""
        self.ledger.close()
        self.ledger = Workspace.open(self.path, self.keys, self.clock)
        return self.ledger

    def sign_both(self, *documents: str) -> None:
        """Host and legal representative approve; a refusal fails the test."""
        for session in (self.host, self.legal):
            for outcome in self.sign(session, *documents):
                assert outcome.ok, outcome.error

    def sign(self, session: Session, *documents: str):
        """One person approves with the right password."""
        return self.ledger.sign(session, documents, PASSWORDS[session.person.login])

    def fund(self, *, city: str = "40000", district: str = "40000", studio: str = "s1") -> None:
        """Money of both sources and a budget over all categories, signed."""
        made = []
        for source, yuan in ((Source.CITY, city), (Source.DISTRICT, district)):
            if Decimal(yuan):
                grant = a_grant(studio=studio, year=self.year, source=source, amount=Money.yuan(yuan))
                made.append(self.ledger.record_grant(self.finance, grant, f"grant-{studio}-{self.year}-{source.value}"))
        budget = a_budget([(c.id, "7000") for c in self.ledger.policy.categories], studio=studio, year=self.year)
        made.append(self.ledger.propose_budget(self.finance, budget, f"budget-{studio}-{self.year}"))
        self.sign_both(*made)

    def submit(self, content: VoucherContent | None = None, reason: str = "") -> str:
        """Draft and submit a voucher."""
        draft = self.ledger.save_draft(self.finance, content or a_voucher())
        return self.ledger.submit(self.finance, draft, reason)

    def post(self, content: VoucherContent | None = None, reason: str = "") -> str:
        """Take a voucher all the way into the books."""
        voucher = self.submit(content, reason)
        self.sign_both(voucher)
        self.ledger.post(self.finance, [voucher])
        return voucher


def a_grant(**changes: object) -> Grant:
    """City money that arrived in March 2020."""
    year = int(changes.get("year", 2020))  # type: ignore[call-overload]
    grant = Grant(
        "", "s1", year, Source.CITY, Money.yuan(40_000), f"深财〔{year}〕8号", dt.date(year, 3, 1), dt.date(year, 3, 5)
    )
    return replace(grant, **changes)


def a_budget(lines: Sequence[tuple[str, str]], **changes: object) -> Budget:
    """A budget of (category, yuan) on the city's money."""
    budget = Budget("", "s1", 2020, tuple(BudgetLine(c, Source.CITY, Money.yuan(yuan), "测算") for c, yuan in lines))
    return replace(budget, **changes)


def a_voucher(
    amount: str = "290.00", *, number: str = "82219188", item: str = "*印刷品*正面管教", **changes: object
) -> VoucherContent:
    """Books with invoice and list: nothing to find fault with."""
    date = changes.get("date", dt.date(2020, 5, 12))
    sum_ = Money.yuan(amount)
    content = VoucherContent(
        studio="s1",
        date=dt.date(2020, 5, 12),
        category="books",
        purpose="购买班主任专业书籍",
        payee=Payee("深圳书城"),
        payment="transfer",
        lines=(VoucherLine(item, sum_, Source.CITY, Decimal(5)),),
        invoices=(InvoiceClaim(number, sum_, sum_, "", date, SCHOOL, TAX_ID, "深圳书城"),),  # type: ignore[arg-type]
        attachments=(Attachment("book_list", "", "书目"),),
    )
    return replace(content, **changes)
