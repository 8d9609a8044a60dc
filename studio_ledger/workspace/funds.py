"""Use cases of money in and the plan for it: grants, budgets, closings. Each waits for two signatures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select

from studio_ledger.errors import LedgerError
from studio_ledger.ledger import holds, leftovers
from studio_ledger.ledger.content import budget_fields, grant_fields
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import OPEN_STATES, State
from studio_ledger.queries import read, year_end
from studio_ledger.queries.rows import BudgetRow, CheckItem, GrantRow
from studio_ledger.storage import tables as t
from studio_ledger.workspace.signing import SigningDesk

if TYPE_CHECKING:
    from studio_ledger.model.funds import Budget, Grant
    from studio_ledger.workspace.base import Session


class BadFundsError(LedgerError):
    """A grant or budget that cannot be proposed; `reason` picks the sentence."""

    code = "funds.invalid"


def refuse_gone_back(connection: Connection, form_id: str) -> None:
    """A form that went back is done with: saying "recorded" to it again would be a lie.

    Raises: BadFundsError.
    """
    state = connection.execute(select(t.document.c.state).where(t.document.c.id == form_id)).scalar_one_or_none()
    if state in {State.RETURNED.value, State.WITHDRAWN.value, State.VOID.value}:
        raise BadFundsError(reason="went_back")


def report_setting(studio: str, year: int) -> str:
    """Return the setting that holds the day on which the year's report last went on paper."""
    return f"report.printed.{studio}.{year}"


class FundsDesk(SigningDesk):
    """Grants by source, budgets with versions, and the closing of a year."""

    def record_grant(self, session: Session, grant: Grant, form_id: str) -> str:
        """Record money received; it may be spent once host and legal representative have signed it.

        Raises: BadFundsError, NotPermittedError, ClosedYearError.
        """
        if grant.amount <= Money():
            raise BadFundsError(reason="grant_amount")
        if grant.received_on > self.today():
            raise BadFundsError(reason="grant_future")
        with self._write() as connection:
            self._demand_studio(connection, grant.studio)
            refuse_gone_back(connection, form_id)
            if grant.receipt:
                self._demand_evidence(connection, grant.receipt)
            standing = (State.SUBMITTED, State.HOST_SIGNED, State.SIGNED)
            twins = [row.grant for row in read.grants(connection, grant.studio, grant.year) if row.state in standing]
            same = replace(grant, id="", note="", receipt="")
            if grant.document_number and any(
                replace(twin, id="", note="", receipt="") == same and twin.id != form_id for twin in twins
            ):
                raise BadFundsError(reason="grant_twice", number=grant.document_number)
            self._own_act(
                connection, session, "grant", {"document": form_id, "content": grant_fields(grant)}, act_id=form_id
            )
        return form_id

    def _demand_studio(self, connection: Connection, studio: str) -> None:
        if connection.execute(select(t.studio.c.id).where(t.studio.c.id == studio)).first() is None:
            raise BadFundsError(reason="studio")

    def propose_budget(self, session: Session, budget: Budget, form_id: str) -> str:
        """Propose a year's budget, or its adjustment with a reason.

        Raises: BadFundsError, NotPermittedError, ClosedYearError.
        """
        budget = replace(budget, lines=tuple(line for line in budget.lines if line.amount))
        if not budget.lines:
            raise BadFundsError(reason="budget_empty")
        known = {category.id for category in self.policy.categories}
        if any(line.category not in known or line.amount < Money() for line in budget.lines):
            raise BadFundsError(reason="budget_line")
        with self._write() as connection:
            self._demand_studio(connection, budget.studio)
            refuse_gone_back(connection, form_id)
            earlier = [row for row in read.budgets(connection, budget.studio, budget.year) if row.budget.id != form_id]
            if any(row.in_force for row in earlier) and not budget.reason.strip():
                raise BadFundsError(reason="adjustment_reason")
            if any(row.state in {State.SUBMITTED, State.HOST_SIGNED} for row in earlier):
                raise BadFundsError(reason="budget_under_way")
            self._own_act(
                connection, session, "budget", {"document": form_id, "content": budget_fields(budget)}, act_id=form_id
            )
        return form_id

    def propose_close(self, session: Session, studio: str, year: int, form_id: str, *, carry: bool = False) -> str:
        """Propose the closing of a year; there is no un-close. With `carry` what is left goes into the next year.

        Raises: ClosedYearError while vouchers are under way, BadFundsError for a year to come, NotPermittedError.
        """
        if year > self.today().year:
            raise BadFundsError(reason="close_early", year=year)
        with self._write() as connection:
            self._demand_studio(connection, studio)
            refuse_gone_back(connection, form_id)
            content: dict[str, object] = {"studio": studio, "year": year}
            if carry:
                left = leftovers.free(connection, studio, year)
                content["carried"] = {source.value: rest.fen for source, rest in left.items()}
            self._own_act(connection, session, "close", {"document": form_id, "content": content}, act_id=form_id)
        return form_id

    def close_checklist(self, studio: str, year: int) -> tuple[CheckItem, ...]:
        """Return what should be done before a year is closed."""
        document = t.document.c
        with self._read() as connection:
            open_count = connection.execute(
                select(func.count()).where(
                    document.kind == "voucher",
                    document.studio == studio,
                    document.year == year,
                    document.state.in_([state.value for state in OPEN_STATES]),
                )
            ).scalar_one()
            back_count = connection.execute(
                select(func.count()).where(
                    document.kind == "voucher",
                    document.studio == studio,
                    document.year == year,
                    document.state.in_([State.RETURNED.value, State.WITHDRAWN.value]),
                )
            ).scalar_one()
            waiting = connection.execute(
                select(func.count()).where(
                    document.kind.in_(["grant", "budget"]),
                    document.studio == studio,
                    document.year == year,
                    document.state.in_([State.SUBMITTED.value, State.HOST_SIGNED.value]),
                )
            ).scalar_one()
            held = holds.open_in(connection, studio, year)
            advised = year_end.advised(connection, studio, year, self.today())
            setting = select(t.setting.c.value).where(t.setting.c.key == report_setting(studio, year))
            printed = connection.execute(setting).scalar_one_or_none() or ""
        drafts = self._draft_count(studio, year)
        return (
            CheckItem("凭证全部入账或作废" + (f"（签字中 {open_count} 张）" if open_count else ""), not open_count),
            CheckItem("退回、撤回的凭证已处理" + (f"（{back_count} 张）" if back_count else ""), not back_count),
            CheckItem("到账与预算均已双签" + (f"（待签 {waiting} 件）" if waiting else ""), not waiting),
            CheckItem("用款申请与借款均已结清" + (f"（{held} 件未结）" if held else ""), not held),
            CheckItem("本年没有未提交的草稿" + (f"（{drafts} 张）" if drafts else ""), not drafts),
            *advised,
            year_end.printed(year, printed),
        )

    def _draft_count(self, studio: str, year: int) -> int:
        with self._read() as connection:
            ids = connection.execute(select(t.draft.c.id).where(t.draft.c.studio == studio)).scalars().all()
            return sum(self._draft(connection, draft).content.date.year == year for draft in ids)

    def grants(self, studio: str, year: int) -> tuple[GrantRow, ...]:
        """Return the grants of a year, oldest first."""
        with self._read() as connection:
            return read.grants(connection, studio, year)

    def budgets(self, studio: str, year: int) -> tuple[BudgetRow, ...]:
        """Return the versions of a year's budget, newest first."""
        with self._read() as connection:
            return read.budgets(connection, studio, year)
