"""Use cases around a voucher: asking first, advances, payments, money back, corrections, leftovers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from studio_ledger.ledger import apply_bank, leftovers, moneyback
from studio_ledger.ledger import spending_content as spelled
from studio_ledger.ledger.apply_documents import find
from studio_ledger.ledger.apply_spending import rules_of, tax_left
from studio_ledger.ledger.bounds import reversal_date
from studio_ledger.ledger.refusals import BadPaymentError, BadRefundError
from studio_ledger.log.canonical import clean_text
from studio_ledger.model.money import Money
from studio_ledger.model.people import Role
from studio_ledger.model.spending import Level, Part
from studio_ledger.model.voucher import Payee, RefundKind, VoucherContent, VoucherKind, VoucherLine
from studio_ledger.queries import read
from studio_ledger.queries import spending as queries
from studio_ledger.storage import spending as s
from studio_ledger.workspace.base import Session
from studio_ledger.workspace.funds import BadFundsError, FundsDesk, refuse_gone_back

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from studio_ledger.model.funds import Source
    from studio_ledger.model.spending import Advance, Payment, Request, RequestRules
    from studio_ledger.model.voucher import Attachment
    from studio_ledger.queries.spending import AdvanceRow, DueRow, PaymentRow, RequestRow


class SpendingDesk(FundsDesk):
    """What a clerk's year has before and after the voucher."""

    def propose_request_rules(self, session: Session, rules: RequestRules, form_id: str) -> str:
        """Propose when the studio asks before it spends; it holds once both have signed.

        Raises: BadFundsError, NotPermittedError.
        """
        known = {category.id for category in self.policy.categories}
        if not set(rules.categories) <= known or min(rules.legal_above, rules.minutes_above) < Money():
            raise BadFundsError(reason="request_rules")
        with self._write() as connection:
            self._demand_studio(connection, rules.studio)
            refuse_gone_back(connection, form_id)
            data = {"document": form_id, "content": spelled.rules_fields(rules)}
            self._own_act(connection, session, "request_rules", data, act_id=form_id)
        return form_id

    def request_rules(self, studio: str) -> RequestRules | None:
        """Return when a studio asks before it spends, or None where nothing is agreed."""
        with self._read() as connection:
            return queries.request_rules(connection, studio)

    def request(self, session: Session, request: Request, form_id: str, password: str = "") -> str:
        """Ask to spend (用款申请). A host asks with his password, which signs it; from finance it waits for the host.

        Raises: BadFundsError, BadHoldError without the minutes that its sum needs, NotPermittedError.
        """
        if request.amount <= Money() or not request.purpose.strip():
            raise BadFundsError(reason="request")
        if self.policy.category(request.category) is None:
            raise BadFundsError(reason="budget_line")
        key = self._open_key(session.person, password) if Role.HOST in session.person.roles(self.today()) else None
        with self._write() as connection:
            self._demand_studio(connection, request.studio)
            refuse_gone_back(connection, form_id)
            self._demand_files(connection, request.attachments)
            rules = rules_of(connection, request.studio)
            above = rules is None or request.amount.fen > rules.legal_above_fen
            asked = replace(request, level=Level.LEGAL if above else Level.HOST)
            data = {"document": form_id, "content": spelled.request_fields(asked)}
            person = Session(session.person, key) if key else session
            self._own_act(connection, person, "request", data, act_id=form_id)
        return form_id

    def requests(self, studio: str, year: int | None = None) -> tuple[RequestRow, ...]:
        """Return the requests of a studio with what is left of each, oldest first."""
        with self._read() as connection:
            return queries.requests(connection, studio, year)

    def advance(self, session: Session, advance: Advance, form_id: str) -> str:
        """Ask for money to take along (借款); it may be paid out once both have signed.

        Raises: BadFundsError, BadHoldError, NotPermittedError.
        """
        sound = advance.amount > Money() and advance.person.strip() and advance.due_on >= advance.date
        if not sound:
            raise BadFundsError(reason="advance")
        with self._write() as connection:
            self._demand_studio(connection, advance.studio)
            refuse_gone_back(connection, form_id)
            self._demand_files(connection, advance.attachments)
            free = leftovers.free(connection, advance.studio, advance.date.year)
            if advance.amount > free.get(advance.source, Money()):
                raise BadFundsError(reason="source_short", free=free.get(advance.source, Money()).grouped)
            data = {"document": form_id, "content": spelled.advance_fields(advance)}
            self._own_act(connection, session, "advance", data, act_id=form_id)
        return form_id

    def advances(self, studio: str, year: int | None = None) -> tuple[AdvanceRow, ...]:
        """Return the advances of a studio with what is outstanding and how old it is, oldest first."""
        with self._read() as connection:
            return queries.advances(connection, studio, self.today(), year)

    def close_hold(self, session: Session, document: str) -> None:
        """Free the rest of a request, or end an advance that has been settled to the fen.

        Raises: BadHoldError, NotPermittedError.
        """
        with self._write() as connection:
            self._own_act(connection, session, "close_hold", {"document": document}, act_id=f"close_hold-{document}")

    def record_payment(self, session: Session, payment: Payment) -> str:
        """Record that money moved for a posted voucher or a signed advance; the same id twice is one payment.

        Raises: BadPaymentError, NotPermittedError, UnknownEvidenceError.
        """
        with self._write() as connection:
            if payment.slip:
                self._demand_evidence(connection, payment.slip)
            # Ledgers that were kept before the parts were told apart may hold such payments: the log takes them.
            if payment.part is Part.WHOLE and payment.amount > Money():
                row = find(connection, payment.document)
                if row.kind == "voucher" and tax_left(connection, row):
                    raise BadPaymentError(reason="parts")
            data = {
                "document": payment.document,
                "payment": payment.id,
                "content": spelled.payment_fields(payment),
            }
            self._own_act(connection, session, "pay", data, act_id=f"pay-{payment.id}")
        return payment.id

    def undo_payment(self, session: Session, payment_id: str, reason: str) -> None:
        """Take a payment out that was recorded by mistake; the reason stays in the log.

        Raises: BadPaymentError where others stand on it or a line of the bank is ticked with it, NotPermittedError.
        """
        with self._write() as connection:
            if apply_bank.ticked(connection, apply_bank.PAYMENT, payment_id):
                raise BadPaymentError(reason="ticked")
            row = connection.execute(
                select(s.payment.c.document).where(s.payment.c.id == payment_id)
            ).scalar_one_or_none()
            data = {"document": row or "", "payment": payment_id, "reason": clean_text(reason)}
            self._own_act(connection, session, "unpay", data, act_id=f"unpay-{payment_id}")

    def payments(self, *, document: str = "", studio: str = "", year: int = 0) -> tuple[PaymentRow, ...]:
        """Return the payments of a document, or of a studio's year, oldest first."""
        with self._read() as connection:
            return queries.payments(connection, document=document, studio=studio, year=year)

    def unpaid(self, studio: str, year: int | None = None) -> tuple[DueRow, ...]:
        """Return posted vouchers whose money has not wholly moved, oldest first."""
        with self._read() as connection:
            return queries.unpaid(connection, studio, year)

    def refundable(self, voucher_id: str) -> Mapping[Source, Money]:
        """Return what may still come back of a posted voucher by source.

        Raises: BadRefundError.
        """
        with self._read() as connection:
            return moneyback.refundable(connection, voucher_id)

    def refund_content(self, voucher_id: str, kind: RefundKind, amount: Money, date: dt.date) -> VoucherContent:
        """Return a refund voucher to be looked over, given its proof and submitted: its sources in the order paid.

        It stands in the year of `date`, or in the first open year after it.

        Raises: BadRefundError.
        """
        with self._read() as connection:
            detail = read.voucher(connection, voucher_id)
            left = moneyback.refundable(connection, voucher_id)
            if moneyback.is_reversing(connection, voucher_id):
                raise BadRefundError(reason="reversing")
            if not Money() < amount <= Money.total(left.values()):
                raise BadRefundError(reason="above_paid", over=amount - Money.total(left.values()))
            open_date = reversal_date(connection, replace(detail.content, date=date))
        rest, lines = amount, []
        for source, most in left.items():
            take = min(rest, most)
            if take:
                lines.append(VoucherLine("退款", -take, source))
                rest = rest - take
        day = detail.content.date
        return VoucherContent(
            studio=detail.content.studio,
            date=open_date,
            category=detail.content.category,
            purpose=f"退回{day.year}年{day.month}月{day.day}日第{detail.row.number}号凭证款项：{detail.content.purpose}",
            payee=detail.content.payee,
            payment="transfer",
            lines=tuple(lines),
            kind=VoucherKind.REFUND,
            refunds=voucher_id,
            refund_kind=kind.value,
        )

    def return_content(self, studio: str, year: int, payee: str, date: dt.date) -> VoucherContent:
        """Return a voucher that gives all leftovers of a year back, to be looked over and submitted.

        Raises: BadFundsError where nothing is left.
        """
        with self._read() as connection:
            free = {source: rest for source, rest in leftovers.free(connection, studio, year).items() if rest > Money()}
        if not free:
            raise BadFundsError(reason="nothing_left")
        return VoucherContent(
            studio=studio,
            date=date,
            category="",
            purpose=f"上缴{year}年度结余",
            payee=Payee(payee),
            payment="transfer",
            lines=tuple(VoucherLine("上缴结余", rest, source) for source, rest in free.items()),
            kind=VoucherKind.RETURN,
        )

    def leftovers(self, studio: str, year: int) -> Mapping[Source, Money]:
        """Return what is free of a year by source."""
        with self._read() as connection:
            return leftovers.free(connection, studio, year)

    def correct(self, session: Session, voucher_id: str, reason: str) -> tuple[str, str]:
        """Reverse a posted voucher and open a corrected draft beside it, with the prescribed words.

        Source: 会计基础工作规范 art. 51(五): 注销某月某日某号凭证, 订正某月某日某号凭证. An error of a closed year is
        corrected in the first open one. Returns the reversal's id and the draft's.

        Raises: AlreadyReversedError, NotPermittedError.
        """
        with self.batch():
            reversal = self.reverse(session, voucher_id, reason)
            with self._read() as connection:
                detail = read.voucher(connection, voucher_id)
                open_date = reversal_date(connection, detail.content)
            day = detail.content.date
            content = replace(
                detail.content,
                date=open_date,
                purpose=f"订正{day.year}年{day.month}月{day.day}日第{detail.row.number}号凭证：{detail.content.purpose}",
                corrects=voucher_id,
                request="",
                advance="",
            )
            return reversal, self.save_draft(session, content, reason=reason)

    def _demand_files(self, connection: Connection, attachments: Iterable[Attachment]) -> None:
        for item in attachments:
            if item.sha256:
                self._demand_evidence(connection, item.sha256)
