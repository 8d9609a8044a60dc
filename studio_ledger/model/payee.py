"""The register of people who are paid: experts, mentors, and staff who take money along."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from studio_ledger.errors import LedgerError

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_LAST = "10X98765432"
_FORM = re.compile(r"\d{17}[\dX]")


class BadPayeeError(LedgerError):
    """A person's file cannot be kept as it stands; `reason` picks the sentence."""

    code = "payee.invalid"


@dataclass(frozen=True, slots=True)
class RegisteredPayee:
    """A person in the register; ID number and account lie locked, here only whether they are there.

    `kind` is a key of PAYEE_KINDS, `title` a key of the policy's lecture titles, `employer` where he works.
    `id_match` and `account_match` are equal for the same number, whoever bears it.
    """

    id: str
    name: str
    kind: str
    title: str = ""
    employer: str = ""
    bank: str = ""
    id_match: str = ""
    account_match: str = ""


def id_number_holds(number: str) -> bool:
    """Whether an 18-character ID number has the right check digit and a date of birth (GB 11643).

    The region is no test: codes of abolished regions live on in people's numbers.
    """
    if not _FORM.fullmatch(number):
        return False
    try:
        dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return _LAST[sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False)) % 11] == number[17]


def masked(number: str) -> str:
    """Return an ID number or account as it is shown: only its last four characters."""
    return "•" * max(len(number) - 4, 0) + number[-4:]
