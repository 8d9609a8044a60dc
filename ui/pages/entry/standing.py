"""Under the invoices of an expense: checked or not, claimed before, held back; under the category: its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.pages.inbox_facts import standing_facts
from ui.pages.run_for import run_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio_ledger.drafting import CategoryProposal
    from studio_ledger.model.voucher import InvoiceClaim
    from studio_ledger.queries.standing import Standing
    from ui.desk import Desk
    from ui.pages.entry.form import EntryForm
    from ui.pages.entry.session import EntrySession

    Answer = tuple[tuple[Standing, ...], CategoryProposal]

_WORST = ("error", "warn", "ok", "caption", "muted")


class StandingBoard(QObject):
    """Asks the ledger whenever the rules have spoken of what is in the form."""

    def __init__(self, desk: Desk, form: EntryForm, session: EntrySession) -> None:
        super().__init__(form)
        self._desk, self._form, self._session = desk, form, session
        session.judged.connect(lambda _: self.ask())
        session.loaded.connect(lambda _: self._form.category_field.set_note(""))

    def ask(self) -> None:
        """Ask where the invoices stand, and what speaks for the category."""
        typed = self._session.typed()
        if typed is None:
            return
        workspace, content, claims = self._desk.workspace, typed.content, self._form.invoices.claims()
        run_for(
            self,
            self._desk,
            lambda: (workspace.standings_of(claims, typed.voucher), workspace.category_proposal(content)),
            lambda answer: self._show(claims, answer),
        )

    def _show(self, claims: Sequence[InvoiceClaim], answer: Answer) -> None:
        standings, proposal = answer
        if claims == self._form.invoices.claims():
            self._form.invoices.say([_said(standing) for standing in standings])
        agreed = bool(proposal.category) and proposal.category == self._form.category.key()
        self._form.category_field.set_note(self._why(proposal) if agreed else "")

    def _why(self, proposal: CategoryProposal) -> str:
        if proposal.why == "seller":
            return self.tr("按以往同一销售方")
        return self.tr("按税收简称“{0}”").format(proposal.word)


def _said(standing: Standing) -> tuple[str, str]:
    facts = list(standing_facts(standing))
    role = min((fact.role for fact in facts), key=_WORST.index)
    return ("caption" if role in {"ok", "muted", "caption"} else role), "".join(fact.text for fact in facts)
