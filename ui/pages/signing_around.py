"""What a signer sees of the documents around vouchers: requests, advances, rules, an opening; and their effect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from studio_ledger.model.voucher import REFUND_NAMES, RefundKind, VoucherContent
from studio_ledger.workspace.around import advance_of, request_of
from ui.pages.around_papers import (
    advance_paper,
    budget_effect,
    opening_paper,
    request_paper,
    rules_paper,
    source_effect,
)
from ui.widgets.evidence_viewer import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studio_ledger.model.voucher import Attachment
    from studio_ledger.queries.around import Proposal
    from studio_ledger.workspace import Workspace
    from ui.pages.signing_papers import Names
    from ui.widgets.voucher_paper import Paper

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Around:
    """A document beside the vouchers: its sheet, its files, and a line under its title."""

    found: Proposal
    paper: Paper
    evidence: tuple[Evidence, ...] = ()
    subtitle: str = ""


def read_around(workspace: Workspace, document: str, names: Names) -> Around:
    """Read a request, an advance, rules or an opening with what it would do; for a worker thread."""
    found = workspace.proposal(document)
    return _READERS[found.kind](workspace, found, names)


def _request(workspace: Workspace, found: Proposal, names: Names) -> Around:
    request = request_of(found)
    figures = workspace.year_figures(found.studio, found.year)
    effect = budget_effect(figures, request.category, request.amount, held=False)
    paper = request_paper(found, names, effect)
    return Around(found, paper, _files(request.attachments), names.category(request.category))


def _advance(workspace: Workspace, found: Proposal, names: Names) -> Around:
    advance = advance_of(found)
    figures = workspace.year_figures(found.studio, found.year)
    effect = source_effect(figures, advance.source, advance.amount, held=False)
    return Around(found, advance_paper(found, names, effect), _files(advance.attachments), advance.person)


def _rules(_: Workspace, found: Proposal, names: Names) -> Around:
    return Around(found, rules_paper(found, names), subtitle=translate("signing", "何时须先申请、谁来审批"))


def _opening(_: Workspace, found: Proposal, names: Names) -> Around:
    return Around(found, opening_paper(found, names), subtitle=translate("signing", "期初建账"))


_READERS = {"request": _request, "advance": _advance, "request_rules": _rules, "opening": _opening}


def _files(attachments: Iterable[Attachment]) -> tuple[Evidence, ...]:
    return tuple(Evidence(item.sha256, item.name) for item in attachments if item.sha256)


def around_notes(workspace: Workspace, content: VoucherContent, voucher: str = "") -> tuple[str, ...]:
    """What a voucher draws on, and what it refunds, undoes or corrects, in words; for a worker thread."""
    notes = [
        translate("papers", "{0}：第 {1} 号（{2}）¥{3}").format(
            link.word, link.number or translate("papers", "未入账"), link.date.isoformat(), link.amount.grouped
        )
        for link in (workspace.voucher_links(voucher) if voucher else ())
    ]
    if content.refund_kind:
        reason = REFUND_NAMES[RefundKind(content.refund_kind)]
        notes.append(translate("papers", "退款原因：{0}").format(reason))
    notes += _drawn(workspace, content)
    return tuple(notes)


def _drawn(workspace: Workspace, content: VoucherContent) -> list[str]:
    told = []
    requests = workspace.requests(content.studio) if content.request else ()
    advances = workspace.advances(content.studio) if content.advance else ()
    for row in requests:
        if row.request.id == content.request:
            words = translate("papers", "动用申请“{0}”：批准 {1} 元，已动用 {2} 元，余 {3} 元")
            sums = (row.request.amount.grouped, row.drawn.grouped, row.rest.grouped)
            told.append(words.format(row.request.purpose, *sums))
    for debt in advances:
        if debt.advance.id == content.advance:
            words = translate("papers", "核销借款 {0}“{1}”：已付 {2} 元，未还清 {3} 元")
            given, open_ = debt.given.grouped, debt.outstanding.grouped
            told.append(words.format(debt.advance.person, debt.advance.purpose, given, open_))
    return told
