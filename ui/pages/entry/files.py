"""Files on an expense: what the viewer shows of it, and how new ones come in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studio_ledger.model.invoice import Invoice, Party
from studio_ledger.model.voucher import Attachment, InvoiceClaim, VoucherContent
from ui.pages.inbox_rows import inbox_rows
from ui.widgets.evidence_viewer import Evidence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from studio_ledger.workspace import Workspace
    from ui.widgets.paper_list import Paper


def evidence_of(
    claims: Sequence[InvoiceClaim], attachments: Sequence[Attachment], read: Mapping[str, Evidence]
) -> tuple[Evidence, ...]:
    """Return the files of an expense, invoices first; `read` holds by SHA-256 what the inbox knows of each."""
    names = {attachment.sha256: attachment.name for attachment in attachments if attachment.sha256}
    by_file: dict[str, list[InvoiceClaim]] = {}
    for claim in claims:
        by_file.setdefault(claim.file, []).append(claim)
    order = [*(claim.file for claim in claims if claim.file), *names]
    return tuple(
        read.get(sha256) or _claimed(sha256, names.get(sha256, ""), by_file.get(sha256, ()))
        for sha256 in dict.fromkeys(order)
    )


def _claimed(sha256: str, name: str, claims: Sequence[InvoiceClaim]) -> Evidence:
    return Evidence(sha256, name, tuple(map(_as_read, claims)), claims_only=bool(claims))


def _as_read(claim: InvoiceClaim) -> Invoice:
    """An invoice as far as the voucher keeps it, for a sheet where the file has no picture."""
    return Invoice(
        "other",
        number=claim.number,
        code=claim.code,
        issued_on=claim.issued_on,
        buyer=Party(claim.buyer_name, claim.buyer_tax_id),
        seller=Party(claim.seller_name, claim.seller_tax_id),
        total=claim.total,
    )


def read_by_file(workspace: Workspace) -> dict[str, Evidence]:
    """Return by SHA-256 what is known of each file of the inbox: what was read of it, what the bureau's page said."""
    rows = inbox_rows(workspace.inbox())
    return {row.item.sha256: replace(row.evidence, check=row.check) for row in rows if row.item.invoices}


def store_file(workspace: Workspace, path: Path, kind: str) -> Attachment:
    """Keep a file as evidence of a kind."""
    return Attachment(kind, workspace.store_evidence(path.read_bytes(), path.name), path.name)


def guess_kind(
    name: str, papers: Sequence[Paper], kinds: Mapping[str, str], there: Sequence[Attachment]
) -> str:
    """Return the kind that a file's name tells, else the first paper that is still missing."""
    for kind, words in kinds.items():
        if words and words in name:
            return kind
    have = {attachment.kind for attachment in there}
    missing = [paper.kinds[0] for paper in papers if not have & set(paper.kinds) and "invoice" not in paper.kinds]
    return missing[0] if missing else "other" if "other" in kinds else next(iter(kinds), "other")


def merged(standing: VoucherContent, added: VoucherContent) -> VoucherContent:
    """Return the expense with another one's lines, invoices and files put after its own; its head stays."""
    known = {(claim.code, claim.number) for claim in standing.invoices}
    fresh = tuple(claim for claim in added.invoices if (claim.code, claim.number) not in known)
    repeated = bool(added.invoices) and not fresh
    files = {attachment.sha256 for attachment in standing.attachments}
    return replace(
        standing,
        category=standing.category or added.category,
        purpose=standing.purpose or added.purpose,
        payee=standing.payee if standing.payee.name else added.payee,
        lines=standing.lines if repeated else standing.lines + added.lines,
        invoices=standing.invoices + fresh,
        attachments=standing.attachments + tuple(a for a in added.attachments if a.sha256 not in files),
    )
