"""Documents as fields of an act and back: voucher, grant, budget, studio, person, term.

The spelling here is signed: a key is never renamed, only added.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from studio_ledger.log import canonical
from studio_ledger.model.fees import FeeLine
from studio_ledger.model.funds import Budget, BudgetLine, Grant, Source
from studio_ledger.model.money import Money
from studio_ledger.model.people import Role, Term
from studio_ledger.model.studio import Affiliation, Member, Studio
from studio_ledger.model.voucher import Attachment, InvoiceClaim, Payee, VoucherContent, VoucherKind, VoucherLine

if TYPE_CHECKING:
    from collections.abc import Mapping

Fields = dict[str, Any]


def content_hash(fields: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical content: what a signature names."""
    return hashlib.sha256(canonical.encode(fields)).hexdigest()


def voucher_fields(content: VoucherContent) -> Fields:
    """Spell a voucher's whole content."""
    return {
        "kind": content.kind.value,
        "studio": content.studio,
        "date": content.date.isoformat(),
        "category": content.category,
        "purpose": canonical.clean_text(content.purpose),
        "payee": {"name": canonical.clean_text(content.payee.name), "kind": content.payee.kind},
        "payment": content.payment,
        "lines": [_line_fields(line) for line in content.lines],
        "invoices": [_claim_fields(claim) for claim in content.invoices],
        "attachments": [
            {"kind": item.kind, "sha256": item.sha256, "name": canonical.clean_text(item.name)}
            for item in content.attachments
        ],
        "details": {part: dict(values) for part, values in content.details.items()},
        "reverses": content.reverses,
        "reason": canonical.clean_text(content.reason),
        **_later_fields(content),
    }


_LATER = ("request", "advance", "refunds", "refund_kind", "corrects")


def _later_fields(content: VoucherContent) -> Fields:
    """Keys that came after the first ledgers: they stand only where they say something, so old hashes stay."""
    fields: Fields = {name: value for name in _LATER if (value := getattr(content, name))}
    if content.fees:
        fields["fees"] = [_fee_fields(fee) for fee in content.fees]
    return fields


def _fee_fields(fee: FeeLine) -> Fields:
    return {
        "payee": fee.payee,
        "name": canonical.clean_text(fee.name),
        "net_fen": fee.net.fen,
        "tax_fen": fee.tax.fen,
        "title": fee.title,
        "hours": fee.hours,
        "half_days": fee.half_days,
        "work": canonical.clean_text(fee.work),
    }


def _read_fee(fee: Mapping[str, Any]) -> FeeLine:
    return FeeLine(
        payee=fee["payee"],
        name=fee["name"],
        net=Money(fee["net_fen"]),
        tax=Money(fee["tax_fen"]),
        title=fee["title"],
        hours=fee["hours"],
        half_days=fee["half_days"],
        work=fee["work"],
    )


def _line_fields(line: VoucherLine) -> Fields:
    return {
        "item": canonical.clean_text(line.item),
        "fen": line.amount.fen,
        "source": line.source.value,
        "quantity": "" if line.quantity is None else str(line.quantity),
    }


def _claim_fields(claim: InvoiceClaim) -> Fields:
    return {
        "number": claim.number,
        "code": claim.code,
        "total_fen": claim.total.fen,
        "claimed_fen": claim.claimed.fen,
        "issued_on": claim.issued_on.isoformat() if claim.issued_on else "",
        "buyer_name": canonical.clean_text(claim.buyer_name),
        "buyer_tax_id": claim.buyer_tax_id,
        "seller_name": canonical.clean_text(claim.seller_name),
        "seller_tax_id": claim.seller_tax_id,
        "file": claim.file,
        "kind": claim.kind,
        # It came after the first ledgers: it stands only where it says something, so old hashes stay.
        **({"red_of": claim.red_of} if claim.red_of else {}),
    }


def read_voucher(fields: Mapping[str, Any]) -> VoucherContent:
    """Read a voucher's content back from its fields."""
    return VoucherContent(
        kind=VoucherKind(fields["kind"]),
        studio=fields["studio"],
        date=dt.date.fromisoformat(fields["date"]),
        category=fields["category"],
        purpose=fields["purpose"],
        payee=Payee(fields["payee"]["name"], fields["payee"]["kind"]),
        payment=fields["payment"],
        lines=tuple(_read_line(line) for line in fields["lines"]),
        invoices=tuple(_read_claim(claim) for claim in fields["invoices"]),
        attachments=tuple(Attachment(a["kind"], a["sha256"], a["name"]) for a in fields["attachments"]),
        details=fields["details"],
        reverses=fields["reverses"],
        reason=fields["reason"],
        fees=tuple(_read_fee(fee) for fee in fields.get("fees", ())),
        **{name: fields.get(name, "") for name in _LATER},
    )


def _read_line(line: Mapping[str, Any]) -> VoucherLine:
    quantity = Decimal(line["quantity"]) if line["quantity"] else None
    return VoucherLine(line["item"], Money(line["fen"]), Source(line["source"]), quantity)


def _read_claim(claim: Mapping[str, Any]) -> InvoiceClaim:
    return InvoiceClaim(
        number=claim["number"],
        code=claim["code"],
        total=Money(claim["total_fen"]),
        claimed=Money(claim["claimed_fen"]),
        issued_on=dt.date.fromisoformat(claim["issued_on"]) if claim["issued_on"] else None,
        buyer_name=claim["buyer_name"],
        buyer_tax_id=claim["buyer_tax_id"],
        seller_name=claim["seller_name"],
        seller_tax_id=claim["seller_tax_id"],
        file=claim["file"],
        kind=claim["kind"],
        red_of=claim.get("red_of", ""),
    )


def grant_fields(grant: Grant) -> Fields:
    """Spell a grant."""
    return {
        "studio": grant.studio,
        "year": grant.year,
        "source": grant.source.value,
        "fen": grant.amount.fen,
        "document_number": canonical.clean_text(grant.document_number),
        "issued_on": grant.issued_on.isoformat(),
        "received_on": grant.received_on.isoformat(),
        "receipt": grant.receipt,
        "note": canonical.clean_text(grant.note),
    }


def read_grant(document: str, fields: Mapping[str, Any]) -> Grant:
    """Read a grant back."""
    return Grant(
        id=document,
        studio=fields["studio"],
        year=fields["year"],
        source=Source(fields["source"]),
        amount=Money(fields["fen"]),
        document_number=fields["document_number"],
        issued_on=dt.date.fromisoformat(fields["issued_on"]),
        received_on=dt.date.fromisoformat(fields["received_on"]),
        receipt=fields["receipt"],
        note=fields["note"],
    )


def budget_fields(budget: Budget) -> Fields:
    """Spell one version of a budget."""
    return {
        "studio": budget.studio,
        "year": budget.year,
        "reason": canonical.clean_text(budget.reason),
        "lines": [
            {
                "category": line.category,
                "source": line.source.value,
                "fen": line.amount.fen,
                "basis": canonical.clean_text(line.basis),
            }
            for line in budget.lines
        ],
    }


def read_budget(document: str, fields: Mapping[str, Any]) -> Budget:
    """Read a budget back."""
    return Budget(
        id=document,
        studio=fields["studio"],
        year=fields["year"],
        reason=fields["reason"],
        lines=tuple(
            BudgetLine(line["category"], Source(line["source"]), Money(line["fen"]), line["basis"])
            for line in fields["lines"]
        ),
    )


def studio_fields(studio: Studio) -> Fields:
    """Spell a studio."""
    return {
        "id": studio.id,
        "name": canonical.clean_text(studio.name),
        "school": canonical.clean_text(studio.school),
        "tax_id": studio.tax_id,
        "affiliation": studio.affiliation.value,
        "host": canonical.clean_text(studio.host),
        "legal_representative": canonical.clean_text(studio.legal_representative),
        "cycle_start": studio.cycle_start.isoformat(),
        "cycle_end": studio.cycle_end.isoformat(),
        "level": studio.level,
        "stage": studio.stage,
        "mentor": canonical.clean_text(studio.mentor),
        "members": [
            {"name": canonical.clean_text(member.name), "school": canonical.clean_text(member.school)}
            for member in studio.members
        ],
        "bank": canonical.clean_text(studio.bank),
        "bank_account": studio.bank_account,
        "project_code": studio.project_code,
        "suspended": studio.suspended,
    }


def read_studio(fields: Mapping[str, Any]) -> Studio:
    """Read a studio back."""
    plain = dict(fields)
    plain["affiliation"] = Affiliation(fields["affiliation"])
    plain["cycle_start"] = dt.date.fromisoformat(fields["cycle_start"])
    plain["cycle_end"] = dt.date.fromisoformat(fields["cycle_end"])
    plain["members"] = tuple(Member(member["name"], member["school"]) for member in fields["members"])
    return Studio(**plain)


def term_fields(term: Term) -> Fields:
    """Spell a term."""
    return {
        "id": term.id,
        "person": term.person,
        "role": term.role.value,
        "studio": term.studio,
        "start": term.start.isoformat(),
        "until": term.end.isoformat(),
        "authorisation": canonical.clean_text(term.authorisation),
    }


def read_term(fields: Mapping[str, Any]) -> Term:
    """Read a term back."""
    return Term(
        id=fields["id"],
        person=fields["person"],
        role=Role(fields["role"]),
        studio=fields["studio"],
        start=dt.date.fromisoformat(fields["start"]),
        end=dt.date.fromisoformat(fields["until"]),
        authorisation=fields["authorisation"],
    )
