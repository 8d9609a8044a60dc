"""Use cases of self-audit: suspicions with the school's answers, and the register of violations (Art. 5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from studio_ledger.audit.suspicions import WEIGHT_NAMES, Suspicion, find_suspicions
from studio_ledger.audit.thresholds import Thresholds, Unseen, load_thresholds
from studio_ledger.ledger import journal
from studio_ledger.log.canonical import clean_text
from studio_ledger.model.clock import SHANGHAI
from studio_ledger.model.school_books import FOUND_BY, VIOLATION_STATES
from studio_ledger.queries import audit, audit_books
from studio_ledger.statements.annual import header
from studio_ledger.statements.audit_figures import AuditStatement, SuspicionLine, UnseenLine, ViolationLine
from studio_ledger.statements.enrolment import log_head
from studio_ledger.workspace.base import Session, new_id
from studio_ledger.workspace.reading import ReadingDesk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from studio_ledger.model.school_books import BookVoucher, Violation
    from studio_ledger.queries.audit import Answer

OWN_FIGURE = "suspicions."
"""Prefix of the settings that hold the school's own figures."""


@dataclass(frozen=True, slots=True)
class AskedSuspicion:
    """A suspicion and what the school said to it, newest first."""

    suspicion: Suspicion
    answers: tuple[Answer, ...] = ()

    @property
    def id(self) -> str:
        """The suspicion's id."""
        return self.suspicion.id

    @property
    def answer(self) -> str:
        """The answer that counts; empty while nobody has answered."""
        return self.answers[0].text if self.answers else ""


class AuditDesk(ReadingDesk):
    """What the school asks itself before the auditor does."""

    _looked: tuple[object, tuple[Suspicion, ...]] | None = None

    def thresholds(self) -> Thresholds:
        """Return the pack's thresholds with the school's own figures in them."""
        own = {
            key.removeprefix(OWN_FIGURE): value for key, value in self.settings().items() if key.startswith(OWN_FIGURE)
        }
        return load_thresholds().with_own(own)

    def set_own_figure(self, name: str, text: str) -> None:
        """Keep the school's own figure of an editable threshold; empty goes back to the pack's."""
        limit = load_thresholds().figures[name]
        own = text if limit.editable and text.isascii() and text.isdigit() and Decimal(text) != limit.value else ""
        self.set_setting(OWN_FIGURE + name, own)

    def unseen(self) -> tuple[Unseen, ...]:
        """Return the auditors' findings that no ledger can show, with the reason."""
        return load_thresholds().unseen

    def suspicions(
        self, studio: str = "", year: int = 0, progress: Callable[[int, int], None] | None = None
    ) -> tuple[AskedSuspicion, ...]:
        """Return what is worth a question, the weightiest first; empty studio and year 0 mean all.

        The look goes across all studios and years whatever is asked for: a bill claimed twice lies in two places.
        """
        found = self._look(progress)
        with self._read() as connection:
            said = audit.answers(connection)
        return tuple(AskedSuspicion(one, said.get(one.id, ())) for one in found if one.touches(studio, year))

    def _look(self, progress: Callable[[int, int], None] | None) -> tuple[Suspicion, ...]:
        """Look once for a state of the log, a day and the school's figures; asking again costs nothing."""
        limits = self.thresholds()
        with self._read() as connection:
            key = (journal.head(connection).hash, self.today(), tuple(limits.figures.values()))
            if self._looked is not None and self._looked[0] == key:
                return self._looked[1]
            books = audit_books.surroundings(connection, self.today())
            asked = audit_books.request_papers(connection)
        found = find_suspicions(replace(books, vouchers=tuple(self._all_vouchers(asked))), limits, progress)
        self._looked = key, found
        return found

    def _all_vouchers(self, asked: Mapping[str, frozenset[str]]) -> Iterator[BookVoucher]:
        """Yield all vouchers, each page out of a short transaction of its own: nobody waits for a long read."""
        after = 0
        while True:
            with self._read() as connection:
                page = audit_books.voucher_page(connection, after)
            if page is None:
                return
            yield from audit_books.vouchers_of(page, asked)
            after = page.last

    def answer_suspicion(
        self, session: Session, suspicion: Suspicion, text: str, *, password: str = "", form_id: str = ""
    ) -> None:
        """Answer a suspicion in writing; finance signs with the open key, a host with the password.

        Raises: BadAuditError without a text, NotPermittedError, WrongPasswordError.
        """
        data = {
            "suspicion": suspicion.id,
            "kind": suspicion.kind,
            "studio": suspicion.studio,
            "why": clean_text(suspicion.why),
            "answer": clean_text(text).strip(),
        }
        self._audit_act(session, "suspicion_answer", data, password, form_id or new_id())

    def audit_statement(self, studio_id: str, year: int = 0, *, whole_school: bool = False) -> AuditStatement:
        """Return what is to be put on paper: of a studio's year, of all its years (year 0), or of the whole school.

        Raises: UnknownStudioError.
        """
        studio = self.studio(studio_id)
        names = {one.id: one.name for one in self.studios()}
        place, when = ("", 0) if whole_school else (studio_id, year)
        found = self.suspicions(place, when)
        with self._read() as connection:
            register = audit.violations(connection, place)
            numbers = audit.numbers(connection, {voucher for entry in register for voucher in entry.vouchers})
            head = log_head(connection, self.ledger_id)
        scope = "全校各工作室" if whole_school else f"{studio.name} " + (f"{year} 年度" if year else "各年度")
        return AuditStatement(
            header=header(studio, year or self.today().year, self.now(), head, self.policy.terms, final=True),
            scope=scope,
            suspicions=tuple(_suspicion_line(one, names) for one in found),
            violations=tuple(_violation_line(entry, names, numbers) for entry in register),
            unseen=tuple(
                UnseenLine(one.kind, one.title, one.why, "录入时拦截" if one.at_entry else "人工核对")
                for one in self.unseen()
            ),
        )

    def violations(self, studio: str = "") -> tuple[Violation, ...]:
        """Return the register of violations; what is due first stands first."""
        with self._read() as connection:
            return audit.violations(connection, studio)

    def voucher_numbers(self, studio: str) -> dict[str, str]:
        """Return the numbers of a studio's posted vouchers (``2020-0012``) with their ids."""
        with self._read() as connection:
            return audit.posted_numbers(connection, studio)

    def record_violation(self, session: Session, violation: Violation, form_id: str = "") -> str:
        """Enter a violation into the register. Raises: BadAuditError, NotPermittedError."""
        document = form_id or new_id()
        data = {
            "document": document,
            "studio": violation.studio,
            "what": clean_text(violation.what).strip(),
            "rule": clean_text(violation.rule).strip(),
            "amount_fen": violation.amount.fen,
            "claw_back_fen": violation.claw_back.fen,
            "vouchers": list(violation.vouchers),
            "found_by": violation.found_by,
            "found_on": violation.found_on.isoformat(),
            "due_on": violation.due_on.isoformat(),
        }
        self._audit_act(session, "violation", data, "", document)
        return document

    def mend_violation(self, session: Session, violation: Violation) -> None:
        """Tell what was done: measures, day, money that came back and its proof, a kept file.

        Raises: BadAuditError, UnknownEvidenceError, NotPermittedError.
        """
        data = {
            "document": violation.id,
            "measures": clean_text(violation.measures).strip(),
            "mended_on": violation.mended_on.isoformat() if violation.mended_on else "",
            "returned_fen": violation.returned.fen,
            "proof": violation.proof,
            "proof_name": clean_text(violation.proof_name)[:120],
        }
        self._audit_act(session, "violation_mended", data, "", new_id())

    def close_violation(self, session: Session, violation_id: str, password: str) -> None:
        """Close an entry as legal representative. Raises: BadAuditError, WrongPasswordError, NotPermittedError."""
        self._audit_act(session, "violation_closed", {"document": violation_id}, password, new_id())

    def _audit_act(self, session: Session, kind: str, data: dict[str, Any], password: str, act_id: str) -> None:
        key = self._open_key(session.person, password) if password else self._session_key(session)
        with self._write() as connection:
            if data.get("proof"):
                self._demand_evidence(connection, data["proof"])
            self._act(connection, session, kind, data, act_id=act_id, key=key)


def _suspicion_line(asked: AskedSuspicion, names: Mapping[str, str]) -> SuspicionLine:
    one = asked.suspicion
    newest = asked.answers[0] if asked.answers else None
    return SuspicionLine(
        weight=WEIGHT_NAMES[one.weight],
        kind=one.kind,
        title=one.title,
        studio=names.get(one.studio, one.studio),
        year=one.year,
        why=one.why,
        figures="；".join(f"{name} {value}" for name, value in one.figures.items()),
        vouchers="、".join(number for _, number in one.vouchers),
        amount=one.amount,
        clears=one.clears,
        answer=asked.answer,
        answered_by=f"{newest.person} {newest.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if newest else "",
        source=one.source,
    )


def _violation_line(entry: Violation, names: Mapping[str, str], numbers: Mapping[str, str]) -> ViolationLine:
    return ViolationLine(
        state=VIOLATION_STATES[entry.state],
        studio=names.get(entry.studio, entry.studio),
        what=entry.what,
        rule=entry.rule,
        vouchers="、".join(numbers.get(voucher, voucher) for voucher in entry.vouchers),
        amount=entry.amount,
        claw_back=entry.claw_back,
        returned=entry.returned,
        found_by=FOUND_BY[entry.found_by],
        found_on=entry.found_on,
        due_on=entry.due_on,
        measures=entry.measures,
        mended_on=entry.mended_on,
        proof=entry.proof_name,
        closed_on=entry.closed_on,
        closed_by=entry.closed_by,
    )
