"""Use cases of the standards: the city's papers over the pack's figures, and which of them judged what."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from studio_ledger.ledger import apply_papers
from studio_ledger.ledger.refusals import BadPaperError
from studio_ledger.log import canonical
from studio_ledger.model.voucher import OPEN_STATES, State
from studio_ledger.storage import tables as t
from studio_ledger.storage.papers import city_figure
from studio_ledger.workspace.base import LedgerBase
from studio_ledger.workspace.funds import refuse_gone_back

if TYPE_CHECKING:
    from studio_ledger.model.finding import Finding
    from studio_ledger.model.paper import CityPaper
    from studio_ledger.rules.library import Question
    from studio_ledger.rules.pack import Standard
    from studio_ledger.rules.policy import Policy
    from studio_ledger.workspace.base import Session


ASKED_GROUPS = ("travel", "training", "fee")
"""Subjects on which a school is asked for its city's paper (Art. 3 严格执行我市相关规定)."""


class StandardsDesk(LedgerBase):
    """The rule pack with the school's own papers in it."""

    @property
    def policy(self) -> Policy:
        """The rule pack in force, with the figures of every paper that both have signed."""
        if self._policy is None:
            from studio_ledger.rules.policy import load_pack  # noqa: PLC0415 - a window that only logs in needs no rules

            with self._read() as connection:
                self._policy = with_papers(load_pack(_chosen_pack(connection)), _figures(connection))
        return self._policy

    def propose_paper(self, session: Session, paper: CityPaper, form_id: str) -> str:
        """Enter a city's paper with the document attached; its figures hold once both have signed.

        Raises: BadPaperError naming the row, BadFundsError for a form that went back, NotPermittedError,
            UnknownEvidenceError.
        """
        apply_papers.demand_sound(paper)
        kinds = self.policy.standard_kinds
        for row, figure in enumerate(paper.figures, 1):
            kind = kinds.get(figure.standard)
            if kind is None or not (kind.free or figure.key in kind.keys):
                raise BadPaperError(reason="unknown", row=row)
        with self._write() as connection:
            refuse_gone_back(connection, form_id)
            for item in paper.attachments:
                self._demand_stored(connection, item.sha256)
            data = {"document": form_id, "content": apply_papers.paper_fields(paper)}
            self._own_act(connection, session, "paper", data, act_id=form_id)
        return form_id

    def paper(self, document: str) -> CityPaper:
        """Return a city's paper by its id."""
        query = select(t.document.c.content).where(t.document.c.id == document, t.document.c.kind == "paper")
        with self._read() as connection:
            content = connection.execute(query).scalar_one()
        return apply_papers.read_paper(document, canonical.decode(content))

    def missing_papers(self) -> tuple[str, ...]:
        """Return the subjects (travel, training, fee) on which no city's paper is in force or on its way."""
        kinds = self.policy.standard_kinds
        live = [paper for paper, state in self.papers() if state in (*OPEN_STATES, State.POSTED)]
        told = {kinds[figure.standard].group for paper in live for figure in paper.figures if figure.standard in kinds}
        return tuple(group for group in ASKED_GROUPS if group not in told)

    def try_rules(self, question: Question) -> tuple[Finding, ...]:
        """Return what the rules in force say of a sentence; nothing is kept."""
        from studio_ledger.rules.library import try_out  # noqa: PLC0415 - a window that only logs in needs no rules

        return try_out(self.policy, question)

    def _demand_stored(self, connection: Connection, sha256: str) -> None:
        if connection.execute(select(t.evidence.c.sha256).where(t.evidence.c.sha256 == sha256)).first() is None:
            raise BadPaperError(reason="no_document", row="")

    def papers(self) -> tuple[tuple[CityPaper, State], ...]:
        """Return the city's papers with where each stands, the newest first."""
        query = select(t.document).where(t.document.c.kind == "paper").order_by(t.document.c.submit_seq.desc())
        with self._read() as connection:
            rows = connection.execute(query).all()
        return tuple(
            (apply_papers.read_paper(row.id, canonical.decode(row.content)), State(row.state)) for row in rows
        )


def _chosen_pack(connection: Connection) -> str:
    """The pack that the ledger was made with, which it keeps; empty for the default one."""
    body = connection.execute(select(t.act.c.body).where(t.act.c.seq == 1)).scalar_one()
    return str(json.loads(body)["data"].get("policy", ""))


def _figures(connection: Connection) -> tuple[Standard, ...]:
    from studio_ledger.rules.pack import Standard  # noqa: PLC0415 - a window that only logs in needs no rules

    rows = connection.execute(select(city_figure).order_by(city_figure.c.seq, city_figure.c.line)).all()
    return tuple(
        Standard(
            id=row.standard,
            key=row.key,
            value=Decimal(row.value),
            valid_from=dt.date.fromisoformat(row.valid_from),
            valid_to=dt.date.fromisoformat(row.valid_to) if row.valid_to else None,
            paper=row.number,
            status="published",
            jurisdiction=row.jurisdiction,
            months=frozenset(int(month) for month in row.months.split()),
        )
        for row in rows
    )


def with_papers(pack: Policy, figures: tuple[Standard, ...]) -> Policy:
    """Return the pack with these figures over its own: they hold from their day on, and the digest names them.

    A later paper wins over an earlier one of the same day.
    """
    if not figures:
        return pack
    digest = hashlib.sha256(pack.digest.encode())
    for one in figures:
        told = (one.id, one.key, str(one.value), one.valid_from, one.valid_to, one.paper, sorted(one.months))
        digest.update(repr(told).encode())
    return replace(pack, standards=(*figures[::-1], *pack.standards), digest=digest.hexdigest())
