"""Use cases of judging originals: refuse, send back, take the mended one, release, record the bureau's check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studio_ledger.ledger.apply_invoices import original_fields
from studio_ledger.log.canonical import clean_text
from studio_ledger.model.invoice import Invoice, Party
from studio_ledger.queries import originals
from studio_ledger.queries.standing import Seen
from studio_ledger.workspace.base import Session, new_id
from studio_ledger.workspace.reading import ReadingDesk

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from studio_ledger.model.original import BureauCheck, CheckResult, Original, Stop
    from studio_ledger.model.voucher import InvoiceClaim
    from studio_ledger.queries.standing import Standing


class InvoiceDesk(ReadingDesk):
    """What the office decides about originals (会计法 art. 14), each decision an act of its own."""

    def refuse_original(
        self, session: Session, original: Original, reason: str, reported_to: str, reported_on: dt.date
    ) -> str:
        """Refuse an untrue or illegal original and record who was told (the unit's head) and when; returns the entry.

        The file stays as proof. Raises: BadOriginalError, HeldOriginalError, ClaimedOriginalError, NotPermittedError.
        """
        return self._hold(session, "invoice_refused", original, reason, reported_to, reported_on)

    def return_original(
        self, session: Session, original: Original, mend: str, returned_to: str, returned_on: dt.date
    ) -> str:
        """Send an inaccurate original back and record what must be mended, by whom, since when; returns the entry.

        Raises: BadOriginalError, HeldOriginalError, ClaimedOriginalError, NotPermittedError.
        """
        return self._hold(session, "invoice_returned", original, mend, returned_to, returned_on)

    def _hold(self, session: Session, kind: str, original: Original, reason: str, told: str, told_on: dt.date) -> str:
        stop = new_id()
        data = {
            "stop": stop,
            "original": self._spelled(original),
            "reason": clean_text(reason).strip(),
            "told": clean_text(told).strip(),
            "told_on": told_on.isoformat(),
        }
        with self._write() as connection:
            if original.file:
                self._demand_evidence(connection, original.file)
            self._own_act(connection, session, kind, data)
        return stop

    def mend_original(self, session: Session, stop_id: str, mended: Original) -> None:
        """Record the original that came in the place of one that was sent back; the old one stays held.

        Raises: UnknownStopError, BadOriginalError, NotPermittedError.
        """
        data = {"stop": stop_id, "original": self._spelled(mended)}
        with self._write() as connection:
            if mended.file:
                self._demand_evidence(connection, mended.file)
            self._own_act(connection, session, "invoice_mended", data)

    def lift_stop(self, session: Session, stop_id: str, reason: str) -> None:
        """Take away a refusal or return that was a mistake.

        Raises: UnknownStopError, BadOriginalError, NotPermittedError.
        """
        data = {"stop": stop_id, "reason": clean_text(reason).strip()}
        with self._write() as connection:
            self._own_act(connection, session, "invoice_stop_lifted", data)

    def record_checks(
        self,
        session: Session,
        invoices: Sequence[Original],
        result: CheckResult,
        checked_on: dt.date,
        checker: str,
        note: str = "",
    ) -> None:
        """Record what the tax bureau's page said of these invoices, all or none. The newest check counts.

        Raises: BadOriginalError, NotPermittedError.
        """
        with self._write() as connection:
            for invoice in invoices:
                data = {
                    "number": clean_text(invoice.number).strip(),
                    "code": clean_text(invoice.code).strip(),
                    "result": result.value,
                    "checked_on": checked_on.isoformat(),
                    "checker": clean_text(checker).strip(),
                    "note": clean_text(note).strip(),
                }
                self._own_act(connection, session, "invoice_check", data)

    def stops(self) -> tuple[Stop, ...]:
        """Return the register of refused and returned originals, the newest first."""
        with self._read() as connection:
            return originals.stops(connection)

    def checks_of(self, number: str, code: str = "") -> tuple[BureauCheck, ...]:
        """Return all recorded checks of an invoice, the newest first."""
        with self._read() as connection:
            return originals.checks(connection, number, code)

    def standings_of(self, claims: Sequence[InvoiceClaim], voucher: str = "") -> tuple[Standing, ...]:
        """Return for invoices on an expense where each stands, apart from what `voucher` itself claims."""
        seen = [Seen("", claim.file, "", _as_invoice(claim)) for claim in claims]
        with self._read() as connection:
            return tuple(originals.standings(connection, seen, apart_from=voucher))

    def _spelled(self, original: Original) -> dict[str, Any]:
        fields = original_fields(original)
        return {key: clean_text(value).strip() if isinstance(value, str) else value for key, value in fields.items()}


def _as_invoice(claim: InvoiceClaim) -> Invoice:
    return Invoice(
        claim.kind,
        number=claim.number,
        code=claim.code,
        issued_on=claim.issued_on,
        buyer=Party(claim.buyer_name, claim.buyer_tax_id),
        seller=Party(claim.seller_name, claim.seller_tax_id),
        total=claim.total,
    )
