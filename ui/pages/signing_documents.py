"""Everything a signer looks at before signing one document, read from the ledger in one go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from studio_ledger.ledger import leftovers
from studio_ledger.model.money import Money
from studio_ledger.model.spending import Level
from studio_ledger.model.voucher import Attachment, VoucherContent
from ui.pages.entry.files import evidence_of as evidence_files
from ui.pages.signing_around import around_notes, read_around
from ui.pages.signing_papers import Names, budget_paper, close_paper, grant_paper, signers, voucher_paper
from ui.pages.signing_standards import standards_paper
from ui.widgets.evidence_viewer import Evidence
from ui.widgets.signature_strip import moment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio_ledger.model.finding import Finding
    from studio_ledger.model.funds import Budget
    from studio_ledger.queries.rows import BudgetRow, CheckRow, SignatureRow, SignRow, VoucherDetail
    from studio_ledger.workspace import Workspace
    from ui.widgets.voucher_paper import Paper

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Document:
    """A document as the signing page shows it; `made` is when it was submitted, in words.

    `number` stands in the place of the sum where no money moves: that of a city's paper.
    `host_alone`: the host's signature suffices, as for a request below the school's limit.
    """

    row: SignRow
    paper: Paper
    evidence: tuple[Evidence, ...] = ()
    checks: tuple[CheckRow, ...] = ()
    findings: tuple[Finding, ...] = ()
    reason: str = ""
    signatures: tuple[SignatureRow, ...] = ()
    maker: str = ""
    made: str = ""
    late: tuple[str, ...] = ()
    subtitle: str = ""
    number: str = ""
    host_alone: bool = False


def category_names(workspace: Workspace) -> Mapping[str, str]:
    """The eleven permitted categories by code."""
    return {category.id: category.name for category in workspace.policy.categories}


def names_of(workspace: Workspace) -> Names:
    """Words for the codes on a sheet."""
    terms = workspace.policy.terms
    studios = {studio.id: studio for studio in workspace.studios()}
    return Names(studios, category_names(workspace), (terms.host, terms.second_signer))


def load_document(workspace: Workspace, row: SignRow) -> Document:
    """Read one document; for a worker thread."""
    return _LOADERS[row.kind](workspace, row, names_of(workspace))


def evidence_of(detail: VoucherDetail) -> tuple[Evidence, ...]:
    """All files of a voucher, those added later included; files of invoices come first."""
    late = tuple(Attachment(kind, sha256, name) for kind, sha256, name in detail.late_evidence)
    return evidence_files(detail.content.invoices, (*detail.content.attachments, *late), {})


def checks_of(workspace: Workspace, content: VoucherContent, voucher: str) -> tuple[CheckRow, ...]:
    """The checks as they fall out today, for the strip."""
    return workspace.judge(content, voucher).checks


def submitted_at(detail: VoucherDetail) -> str:
    """When the voucher was submitted last, in words."""
    first = min(detail.timeline, key=lambda act: act.seq, default=None)
    return moment(first.at) if first else ""


def _voucher(workspace: Workspace, row: SignRow, names: Names) -> Document:
    detail = workspace.voucher(row.id)
    return Document(
        row=row,
        paper=voucher_paper(detail, names, around_notes(workspace, detail.content, row.id)),
        evidence=evidence_of(detail),
        checks=checks_of(workspace, detail.content, row.id),
        findings=detail.findings,
        reason=detail.reason,
        signatures=detail.signatures,
        maker=detail.row.submitted_by,
        made=submitted_at(detail),
        late=tuple(name for _, _, name in detail.late_evidence),
        subtitle=f"{names.category(detail.content.category)} · {detail.content.payee.name}",
    )


def _grant(workspace: Workspace, row: SignRow, names: Names) -> Document:
    found = next(grant for grant in workspace.grants(row.studio, row.year) if grant.grant.id == row.id)
    receipt = found.grant.receipt
    evidence = (Evidence(receipt, workspace.evidence_name(receipt)),) if receipt else ()
    title = translate("signing", "经费到账 · {0} 年度").format(row.year)
    return Document(row, grant_paper(found, names), evidence, signatures=found.signatures, subtitle=title)


def _budget(workspace: Workspace, row: SignRow, names: Names) -> Document:
    versions = workspace.budgets(row.studio, row.year)
    found = next(version for version in versions if version.budget.id == row.id)
    title = translate("signing", "{0} 年度预算 · 第 {1} 版").format(row.year, found.version)
    return Document(
        row,
        budget_paper(found, _in_force(versions, found), names),
        reason=found.budget.reason,
        signatures=found.signatures,
        subtitle=title,
    )


def _in_force(versions: tuple[BudgetRow, ...], new: BudgetRow) -> Budget | None:
    return next((row.budget for row in versions if row.in_force and row.version < new.version), None)


def _close(workspace: Workspace, row: SignRow, names: Names) -> Document:
    found = workspace.proposal(row.id)
    carried = Money.total(leftovers.moved(found.fields).values())
    figures = workspace.year_figures(row.studio, row.year)
    paper = close_paper(row.studio, figures, workspace.close_checklist(row.studio, row.year), names, carried)
    title = translate("signing", "{0} 年度结账").format(row.year)
    if carried:
        title += translate("signing", " · 结转 {0} 元到下年").format(carried.grouped)
    return Document(
        row, paper, signatures=found.signatures, maker=found.maker, made=moment(found.made_at), subtitle=title
    )


def _paper(workspace: Workspace, row: SignRow, names: Names) -> Document:
    paper = workspace.paper(row.id)
    evidence = tuple(Evidence(item.sha256, item.name) for item in paper.attachments)
    title = translate("signing", "{0} · {1} 起").format(paper.title, paper.valid_from.isoformat())
    sheet = standards_paper(paper, workspace.policy, signers(names))
    return Document(row, sheet, evidence, subtitle=title, number=paper.number)


def _around(workspace: Workspace, row: SignRow, names: Names) -> Document:
    seen = read_around(workspace, row.id, names)
    found = seen.found
    return Document(
        row,
        seen.paper,
        seen.evidence,
        signatures=found.signatures,
        maker=found.maker,
        made=moment(found.made_at),
        subtitle=seen.subtitle,
        host_alone=found.fields.get("level") == Level.HOST.value,
    )


_LOADERS = {
    "voucher": _voucher, "grant": _grant, "budget": _budget, "close": _close, "paper": _paper,
    "request": _around, "advance": _around, "request_rules": _around, "opening": _around,
}  # fmt: skip
