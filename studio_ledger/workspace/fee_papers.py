"""Use cases of the papers about fees; numbers leave the vault only as far as somebody asks, and that is logged."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select

from studio_ledger.ledger.apply_documents import find
from studio_ledger.model.case import Details
from studio_ledger.model.fee_parts import paid_by
from studio_ledger.model.fees import FeeLine
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import State
from studio_ledger.queries import fees, read
from studio_ledger.queries.fees import months
from studio_ledger.rules.reckoning import lecture_cap
from studio_ledger.statements.annual import header
from studio_ledger.statements.enrolment import log_head
from studio_ledger.statements.fee_papers import DeclarationRow, FeeSheet, FeeSheetRow, TaxDeclaration
from studio_ledger.storage import payees as p
from studio_ledger.workspace.payees import FIELDS, PayeeDesk

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from studio_ledger.model.voucher import VoucherContent
    from studio_ledger.queries.fees import FeePaid, PersonMonth
    from studio_ledger.workspace.base import Session

_LAST = 4


class Numbers(StrEnum):
    """How much of ID numbers and accounts a paper shows."""

    NONE = "none"
    LAST = "last"
    WHOLE = "whole"


class FeePaperDesk(PayeeDesk):
    """The sheet to be signed, and the list for the tax bureau."""

    def fee_sheet(
        self,
        session: Session,
        content: VoucherContent,
        numbers: Numbers = Numbers.NONE,
        password: str = "",
        voucher: str = "",
    ) -> FeeSheet:
        """Return the sheet of a voucher's fees, typed or (`voucher`) in the ledger.

        Raises: VaultError, NotPermittedError, WrongPasswordError where numbers are asked for.
        """
        listed = content.fees or self._single(content)
        shown = self._numbers(session, (fee.payee for fee in listed), numbers, password)
        with self._read() as connection:
            studio = read.studio(connection, content.studio)
            document = find(connection, voucher) if voucher else None
            files = {row.id: row for row in connection.execute(select(p.payee)).all()}
            head = log_head(connection, self.ledger_id)
        terms = self.policy.terms
        rows = tuple(
            self._row(
                fee,
                content,
                employer=files[fee.payee].employer if fee.payee in files else "",
                bank=files[fee.payee].bank if fee.payee in files else "",
                numbers=shown.get(fee.payee, ("", "")),
            )
            for fee in listed
        )
        return FeeSheet(
            school=studio.school,
            studio=studio.name,
            number=f"{document.number:04d}" if document is not None and document.number else "",
            date=content.date,
            purpose=content.purpose,
            rows=rows,
            titles=(terms.host, terms.second_signer),
            made_at=self.now(),
            head=head,
            final=document is not None and document.state == State.POSTED.value,
        )

    def _single(self, content: VoucherContent) -> tuple[FeeLine, ...]:
        """Return the one person whom the voucher pays without a list; in the register where one bears his name."""
        lecture = Details.read(content.details).lecture
        listed = []
        for _, name, net, tax in paid_by(content):
            known = [one.id for one in self.registered_payees(name) if one.name == name]
            listed.append(
                FeeLine(
                    payee=known[0] if len(known) == 1 else "",
                    name=name,
                    net=net,
                    tax=tax,
                    title=lecture.title if lecture else "",
                    hours=f"{lecture.hours:f}" if lecture and lecture.hours is not None else "",
                    half_days=(lecture.half_days or 0) if lecture else 0,
                )
            )
        return tuple(listed)

    def _row(
        self, fee: FeeLine, content: VoucherContent, *, employer: str, bank: str, numbers: tuple[str, str]
    ) -> FeeSheetRow:
        standard = ""
        if fee.title:
            hours = Decimal(fee.hours) if fee.hours else Decimal(0)
            cap = lecture_cap(self.policy, fee.title, hours, fee.half_days, content.date)
            standard = f"{cap.rate:f}" if cap else ""
        return FeeSheetRow(
            name=fee.name,
            employer=employer,
            title=self.policy.lecture_titles.get(fee.title, ""),
            work=fee.work or content.purpose,
            hours=fee.hours,
            standard=standard,
            net=fee.net,
            tax=fee.tax,
            id_number=numbers[0],
            bank=bank,
            account=numbers[1],
        )

    def tax_declaration(
        self, session: Session, studio_id: str, month: dt.date, numbers: Numbers = Numbers.NONE, password: str = ""
    ) -> TaxDeclaration:
        """Return the posted fees of a month, person by person, over all studios of the school.

        `studio_id` names the school on the paper. Raises: VaultError, NotPermittedError, WrongPasswordError.
        """
        first, last = fees.month_of(month)
        year = self.fees_paid(dt.date(month.year, 1, 1), last)
        posted = [one for one in year if one.posted]
        wanted = months(one for one in posted if one.date >= first)
        waiting = {one.person for one in year if one.date >= first and not one.posted}
        shown = self._numbers(session, (row.payee for row in wanted), numbers, password)
        names = {one.voucher: one.number for one in posted}
        with self._read() as connection:
            studio = read.studio(connection, studio_id)
            head = log_head(connection, self.ledger_id)
        rows = []
        for row in wanted:
            own = [one for one in posted if one.person == row.person]
            rows.append(_declared(row, own, shown, names))
        whole = header(studio, month.year, self.now(), head, self.policy.terms, final=not waiting)
        return TaxDeclaration(whole, first, tuple(rows), len(waiting))

    def _numbers(
        self, session: Session, payees: Iterable[str], numbers: Numbers, password: str
    ) -> dict[str, tuple[str, str]]:
        """Return ID number and account of each payee as they are to be shown; each look stands in the log."""
        if numbers is Numbers.NONE:
            return {}
        found: dict[str, tuple[str, str]] = {}
        for payee in dict.fromkeys(filter(None, payees)):
            number, account = (self.reveal(session, payee, field, password) for field in FIELDS)
            whole = numbers is Numbers.WHOLE
            found[payee] = (number, account) if whole else (_ending(number), _ending(account))
        return found


def _ending(number: str) -> str:
    return f"****{number[-_LAST:]}" if number else ""


def _declared(
    row: PersonMonth, own: Sequence[FeePaid], shown: Mapping[str, tuple[str, str]], names: Mapping[str, str]
) -> DeclarationRow:
    return DeclarationRow(
        name=row.name,
        id_number=shown.get(row.payee, ("", ""))[0],
        gross=row.gross,
        tax=row.tax,
        vouchers=tuple(names.get(voucher, "") for voucher in row.vouchers),
        year_gross=Money.total(one.gross for one in own),
        year_tax=Money.total(one.tax for one in own),
    )
