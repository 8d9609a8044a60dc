"""Requests, advances, payments and their rules as fields of an act and back; a key is never renamed, only added."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from studio_ledger.log.canonical import clean_text
from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.spending import Advance, Level, Part, Payment, Request, RequestRules
from studio_ledger.model.voucher import Attachment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Fields = dict[str, Any]


def _files(attachments: Iterable[Attachment]) -> list[Fields]:
    return [{"kind": item.kind, "sha256": item.sha256, "name": clean_text(item.name)} for item in attachments]


def _read_files(fields: Iterable[Mapping[str, str]]) -> tuple[Attachment, ...]:
    return tuple(Attachment(item["kind"], item["sha256"], item["name"]) for item in fields)


def rules_fields(rules: RequestRules) -> Fields:
    """Spell when a studio asks before it spends."""
    return {
        "studio": rules.studio,
        "categories": sorted(rules.categories),
        "legal_above_fen": rules.legal_above.fen,
        "minutes_above_fen": rules.minutes_above.fen,
        "valid_from": rules.valid_from.isoformat(),
    }


def read_rules(document: str, fields: Mapping[str, Any]) -> RequestRules:
    """Read the rules back."""
    return RequestRules(
        id=document,
        studio=fields["studio"],
        categories=tuple(fields["categories"]),
        legal_above=Money(fields["legal_above_fen"]),
        minutes_above=Money(fields["minutes_above_fen"]),
        valid_from=dt.date.fromisoformat(fields["valid_from"]),
    )


def request_fields(request: Request) -> Fields:
    """Spell a request."""
    return {
        "studio": request.studio,
        "category": request.category,
        "purpose": clean_text(request.purpose),
        "plan": clean_text(request.plan),
        "fen": request.amount.fen,
        "date": request.date.isoformat(),
        "level": request.level.value,
        "attachments": _files(request.attachments),
    }


def read_request(document: str, fields: Mapping[str, Any]) -> Request:
    """Read a request back."""
    return Request(
        id=document,
        studio=fields["studio"],
        category=fields["category"],
        purpose=fields["purpose"],
        plan=fields["plan"],
        amount=Money(fields["fen"]),
        date=dt.date.fromisoformat(fields["date"]),
        level=Level(fields["level"]),
        attachments=_read_files(fields["attachments"]),
    )


def advance_fields(advance: Advance) -> Fields:
    """Spell an advance."""
    return {
        "studio": advance.studio,
        "person": clean_text(advance.person),
        "purpose": clean_text(advance.purpose),
        "source": advance.source.value,
        "fen": advance.amount.fen,
        "date": advance.date.isoformat(),
        "due_on": advance.due_on.isoformat(),
        "request": advance.request,
        "attachments": _files(advance.attachments),
    }


def read_advance(document: str, fields: Mapping[str, Any]) -> Advance:
    """Read an advance back."""
    return Advance(
        id=document,
        studio=fields["studio"],
        person=fields["person"],
        purpose=fields["purpose"],
        source=Source(fields["source"]),
        amount=Money(fields["fen"]),
        date=dt.date.fromisoformat(fields["date"]),
        due_on=dt.date.fromisoformat(fields["due_on"]),
        request=fields["request"],
        attachments=_read_files(fields["attachments"]),
    )


def payment_fields(payment: Payment) -> Fields:
    """Spell a payment; its id and document stand beside it in the act."""
    return {
        "part": payment.part.value,
        "fen": payment.amount.fen,
        "paid_on": payment.paid_on.isoformat(),
        "method": payment.method,
        "payee": clean_text(payment.payee),
        "account": clean_text(payment.account),
        "slip": payment.slip,
        "note": clean_text(payment.note),
    }


def read_payment(payment_id: str, document: str, fields: Mapping[str, Any]) -> Payment:
    """Read a payment back."""
    return Payment(
        id=payment_id,
        document=document,
        part=Part(fields["part"]),
        amount=Money(fields["fen"]),
        paid_on=dt.date.fromisoformat(fields["paid_on"]),
        method=fields["method"],
        payee=fields["payee"],
        account=fields["account"],
        slip=fields["slip"],
        note=fields["note"],
    )
