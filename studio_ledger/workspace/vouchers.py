"""Use cases of a voucher's way: judge, submit, sign, send back, post, reverse, add evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, select

from studio_ledger.errors import LedgerError
from studio_ledger.ledger import journal
from studio_ledger.ledger.apply_documents import find
from studio_ledger.ledger.apply_vouchers import next_number
from studio_ledger.ledger.bounds import reversal_date
from studio_ledger.ledger.content import read_voucher, voucher_fields
from studio_ledger.ledger.refusals import AlreadyReversedError, SameIdOtherContentError
from studio_ledger.ledger.sealed import sealed_act
from studio_ledger.log import canonical
from studio_ledger.log.canonical import clean_text
from studio_ledger.model.finding import Finding, Severity, verdict
from studio_ledger.model.voucher import State, VoucherContent, VoucherKind, VoucherLine
from studio_ledger.queries import figures, read
from studio_ledger.queries.rows import CategoryFigures, CheckRow, Judgement
from studio_ledger.storage import tables as t
from studio_ledger.workspace import facts
from studio_ledger.workspace.drafts import DraftDesk
from studio_ledger.workspace.evidence import UnknownEvidenceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from studio_ledger.log.act import Act
    from studio_ledger.workspace.base import Session


class BlockedError(LedgerError):
    """The rules block the voucher; `findings` say why and what to do. There is no override."""

    code = "voucher.blocked"

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        worst = [finding.message for finding in self.findings if finding.severity is Severity.BLOCK]
        super().__init__(count=len(worst), first=worst[0] if worst else "")


class ReasonNeededError(LedgerError):
    """Warnings may be submitted only with a written reason, which both signers and the report show."""

    code = "voucher.reason_needed"

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(count=len(self.findings))


class FindingsChangedError(LedgerError):
    """The facts have changed since submission: a new finding sends the voucher back."""

    code = "voucher.findings_changed"


class VoucherDesk(DraftDesk):
    """A voucher from its first judgement to the books, and its reversal."""

    def judge(self, content: VoucherContent, voucher: str = "") -> Judgement:
        """Return what the rules say of a voucher as it is typed, with the budget of its category."""
        with self._read() as connection:
            findings, checks = self._judged(connection, content, voucher)
            known = tuple(category.id for category in self.policy.categories)
            studio = read.studio(connection, content.studio)
            year = figures.year_figures(connection, studio, content.date.year, known, {})
        category = next((row for row in year.categories if row.category == content.category), None)
        return Judgement(findings, checks, verdict(findings).word, category, year.available)

    def _findings(self, connection: Connection, content: VoucherContent, voucher: str) -> tuple[Finding, ...]:
        return self._judged(connection, content, voucher)[0]

    def _judged(
        self, connection: Connection, content: VoucherContent, voucher: str
    ) -> tuple[tuple[Finding, ...], tuple[CheckRow, ...]]:
        if content.kind is not VoucherKind.EXPENSE:
            return (), ()
        from studio_ledger.rules import judged  # noqa: PLC0415 - the rules load with the first judgement, not the login page

        case, origins = facts.build_case(connection, content, self.today(), voucher=voucher)
        found, made = judged(case, self.policy)
        checks = tuple(CheckRow(one.title_zh, one.article, one.passed) for one in made)
        if content.fees:
            from studio_ledger.workspace import fee_cases  # noqa: PLC0415

            return fee_cases.findings(connection, case, found, content, self.policy, voucher), checks
        return tuple(
            replace(finding, line=origins[finding.line - 1]) if finding.line else finding for finding in found
        ), checks

    def submit(self, session: Session, draft_id: str, reason: str = "") -> str:
        """Submit a draft: its money is reserved, and it waits for the host's signature.

        The same draft twice is one voucher. Returns the voucher's id.

        Raises: BlockedError, ReasonNeededError, NotPermittedError.
        """
        with self._write() as connection:
            earlier = journal.find(connection, draft_id)
            if earlier is not None:
                self._refuse_other_content(connection, draft_id, earlier)
                return earlier.document
            draft = self._draft(connection, draft_id)
            document = draft.voucher or draft_id
            reason = clean_text(reason or draft.reason).strip()
            self._submit(connection, session, document, draft.content, reason, act_id=draft_id)
            connection.execute(delete(t.draft).where(t.draft.c.id == draft_id))
            self._mark_used(connection, draft.content, document)
        return document

    def _refuse_other_content(self, connection: Connection, draft_id: str, earlier: Act) -> None:
        """A form's id names one content: the same form again is fine, another content under its id is not."""
        kept = connection.execute(select(t.draft.c.id).where(t.draft.c.id == draft_id)).first()
        if earlier.kind != "submit":
            raise SameIdOtherContentError(id=draft_id)
        if kept and voucher_fields(self._draft(connection, draft_id).content) != earlier.data["content"]:
            raise SameIdOtherContentError(id=draft_id)

    def _submit(
        self,
        connection: Connection,
        session: Session,
        document: str,
        content: VoucherContent,
        reason: str,
        *,
        act_id: str,
    ) -> None:
        files = {claim.file for claim in content.invoices} | {item.sha256 for item in content.attachments}
        for sha256 in files - {""}:
            self._demand_evidence(connection, sha256)
        findings = self._findings(connection, content, document)
        if verdict(findings) is Severity.BLOCK:
            raise BlockedError(findings)
        if findings and not reason:
            raise ReasonNeededError(findings)
        revision = connection.execute(
            select(t.document.c.revision).where(t.document.c.id == document)
        ).scalar_one_or_none()
        data = {
            "document": document,
            "revision": (revision or 0) + 1,
            "year": content.date.year,
            "content": voucher_fields(content),
            "findings": [read.finding_fields(finding) for finding in findings],
            "verdict": verdict(findings).word,
            "reason": reason,
            "rules": self.policy.digest,
        }
        self._own_act(connection, session, "submit", data, act_id=act_id)

    def _new_findings(self, connection: Connection, document: str) -> tuple[Finding, ...]:
        """Findings that were not there at submission: the facts have changed since."""
        detail = read.voucher(connection, document)
        known = {(finding.code, finding.line) for finding in detail.findings}
        now = self._findings(connection, detail.content, document)
        return tuple(finding for finding in now if (finding.code, finding.line) not in known)

    def edit(self, session: Session, voucher_id: str) -> str:
        """Return a returned or withdrawn voucher as a draft again."""
        with self._read() as connection:
            detail = read.voucher(connection, voucher_id)
        if detail.content.reverses:
            raise AlreadyReversedError(document=voucher_id)
        return self.save_draft(session, detail.content, reason=detail.reason, voucher=voucher_id)

    def post(self, session: Session, ids: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """Enter fully signed vouchers into the books; returns id and number of each (Art. 4).

        All or none. A new finding refuses the posting.

        Raises: FindingsChangedError, WrongStateError, NotPermittedError.
        """
        posted = []
        with self._write() as connection:
            for document in ids:
                row = find(connection, document)
                if row.state == State.POSTED.value:
                    posted.append((document, read.number_text(row.number)))
                    continue
                sealed_act(connection, document)
                changed = self._new_findings(connection, document)
                if changed:
                    raise FindingsChangedError(first=changed[0].message)
                number = next_number(connection, row.studio, row.year)
                data = {"document": document, "number": number, "year": row.year, "content_hash": row.content_hash}
                self._own_act(connection, session, "post", data, act_id=f"post-{document}")
                posted.append((document, read.number_text(number)))
        return tuple(posted)

    def reverse(self, session: Session, voucher_id: str, reason: str) -> str:
        """Submit the reversal of a posted voucher with the prescribed wording; it is signed twice like any other.

        Source: 会计基础工作规范 art. 51(五). Returns the reversal's id.

        Raises: AlreadyReversedError, NotPermittedError.
        """
        with self._write() as connection:
            detail = read.voucher(connection, voucher_id)
            if detail.row.state is not State.POSTED or detail.row.reversed_by or detail.content.reverses:
                raise AlreadyReversedError(document=voucher_id)
            content = self._reversal(connection, detail.content, detail.row.number, voucher_id, reason)
            reversal, revision = _next_reversal(connection, voucher_id)
            act_id = f"{reversal}-{revision}"
            self._submit(connection, session, reversal, content, clean_text(reason), act_id=act_id)
        return reversal

    def _reversal(
        self, connection: Connection, original: VoucherContent, number: str, voucher_id: str, reason: str
    ) -> VoucherContent:
        date = reversal_date(connection, original)
        return VoucherContent(
            studio=original.studio,
            date=date,
            category=original.category,
            purpose=f"注销{original.date.year}年{original.date.month}月{original.date.day}日第{number}号凭证：{original.purpose}",
            payee=original.payee,
            payment=original.payment,
            lines=tuple(VoucherLine(line.item, -line.amount, line.source, line.quantity) for line in original.lines),
            kind=VoucherKind.REVERSAL,
            reverses=voucher_id,
            reason=reason,
        )

    def attach(self, session: Session, voucher_id: str, kind: str, sha256: str, name: str) -> None:
        """Add evidence to a submitted or posted voucher; the next signer sees that it came later."""
        data = {"document": voucher_id, "evidence": kind, "sha256": sha256, "name": clean_text(name)}
        with self._write() as connection:
            self._demand_evidence(connection, sha256)
            self._own_act(connection, session, "attach", data, act_id=f"attach-{voucher_id}-{sha256[:32]}-{kind}")

    def _demand_evidence(self, connection: Connection, sha256: str) -> None:
        """Refuse to sign for a file that is not in the store: no replay could ever find it."""
        if connection.execute(select(t.evidence.c.sha256).where(t.evidence.c.sha256 == sha256)).first() is None:
            raise UnknownEvidenceError(sha256=sha256[:16])

    def content_of(self, voucher_id: str) -> VoucherContent:
        """Return a voucher's signed content."""
        with self._read() as connection:
            return read_voucher(canonical.decode(find(connection, voucher_id).content))

    def category_figures(self, studio_id: str, year: int, category: str) -> CategoryFigures | None:
        """Return one category's figures of a year, or None where neither budget nor spending names it."""
        with self._read() as connection:
            studio = read.studio(connection, studio_id)
            year_figures = figures.year_figures(connection, studio, year, (category,), {})
        return year_figures.categories[0] if year_figures.categories else None


def _next_reversal(connection: Connection, voucher_id: str) -> tuple[str, int]:
    """Return the id and revision of a voucher's next reversal: the same document again, unless it was given up."""
    name, times = f"reverse-{voucher_id}", 1
    while True:
        row = connection.execute(
            select(t.document.c.revision, t.document.c.state).where(t.document.c.id == name)
        ).one_or_none()
        if row is None:
            return name, 1
        if row.state != State.VOID.value:
            return name, row.revision + 1
        times += 1
        name = f"reverse-{voucher_id}.{times}"
