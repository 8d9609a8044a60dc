"""Composing a voucher from what stands on the command line: invoice files, evidence, and an expense in JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio_ledger.commands.console import CannotError
from studio_ledger.ledger.content import voucher_fields
from studio_ledger.model.case import decimal_or_none
from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import (
    PAYEE_KINDS,
    PAYMENTS,
    Attachment,
    InvoiceClaim,
    Payee,
    VoucherContent,
    VoucherLine,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from studio_ledger.workspace import Workspace


def content_of(workspace: Workspace, options: argparse.Namespace) -> VoucherContent:
    """Return the voucher that the options describe; the JSON of ``--details`` outranks what invoices tell.

    Raises: CannotError, LedgerError.
    """
    expense = _expense(options.details)
    content = replace(
        _from_invoices(workspace, options.studio, options.invoice), category=options.category, purpose=options.purpose
    )
    content = _overlaid(content, expense)
    attachments = _attachments(workspace, content, expense, options.evidence)
    content = replace(content, attachments=attachments)
    if options.source:
        source = Source(options.source)
        return replace(content, lines=tuple(replace(line, source=source) for line in content.lines))
    return workspace.with_sources(content)


def is_same(one: VoucherContent, other: VoucherContent) -> bool:
    """Whether two contents would be signed as the same, the choice of sources apart."""
    sums = [voucher_fields(replace(content, lines=())) for content in (one, other)]
    return sums[0] == sums[1] and one.amount == other.amount


def _expense(text: str | None) -> Mapping[str, Any]:
    if not text:
        return {}
    try:
        expense = json.loads(text, parse_float=str)
    except ValueError as error:
        raise CannotError("--details 不是正确的 JSON。") from error
    if not isinstance(expense, Mapping):
        raise CannotError("--details 须是一个 JSON 对象。")
    return expense


def _from_invoices(workspace: Workspace, studio: str, files: Iterable[str]) -> VoucherContent:
    from studio_ledger.invoices.pool import POOL  # noqa: PLC0415 - heavy

    read = []
    for file in files:
        path = Path(file)
        data = path.read_bytes()
        invoices = POOL.read(data, path.name)
        sha256 = workspace.store_evidence(data, path.name)
        read += [(invoice, sha256, path.name) for invoice in invoices]
    if read:
        content = workspace.draft_from_invoices(studio, read)
        # A file that holds several invoices is one piece of evidence.
        return replace(content, attachments=tuple(dict.fromkeys(content.attachments)))
    return VoucherContent(studio, workspace.today(), "", "", Payee(""), "transfer", ())


def _overlaid(content: VoucherContent, expense: Mapping[str, Any]) -> VoucherContent:
    try:
        changes: dict[str, Any] = {}
        if expense.get("date"):
            changes["date"] = dt.date.fromisoformat(str(expense["date"]))
        if "payee" in expense:
            changes["payee"] = _payee(expense["payee"])
        if "payment" in expense:
            changes["payment"] = _known(str(expense["payment"]), PAYMENTS, "payment")
        if expense.get("lines"):
            changes["lines"] = tuple(_line(line) for line in expense["lines"])
        elif "amount" in expense:
            changes["lines"] = (VoucherLine(content.purpose, Money.yuan(str(expense["amount"])), Source.CITY),)
        if expense.get("invoices"):
            changes["invoices"] = tuple(_claim(claim) for claim in expense["invoices"])
        if expense.get("details"):
            changes["details"] = {part: _texts(values) for part, values in expense["details"].items() if values}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CannotError(f"--details 的内容不合格式：{error}。") from error
    return replace(content, **changes)


def _payee(value: Any) -> Payee:
    if isinstance(value, str):
        return Payee(value)
    return Payee(str(value["name"]), _known(str(value.get("kind", "organisation")), PAYEE_KINDS, "payee.kind"))


def _known(value: str, table: Mapping[str, str], key: str) -> str:
    if value not in table:
        raise CannotError(f"--details 的 {key} 不能是“{value}”，可选 {'、'.join(table)}。")
    return value


def _line(fields: Mapping[str, Any]) -> VoucherLine:
    quantity = decimal_or_none(fields.get("quantity"))
    return VoucherLine(str(fields["item"]), Money.yuan(str(fields["amount"])), Source.CITY, quantity)


def _claim(fields: Mapping[str, Any]) -> InvoiceClaim:
    total = Money.yuan(str(fields["total"]))
    return InvoiceClaim(
        number=str(fields["number"]),
        code=str(fields.get("code") or ""),
        total=total,
        claimed=Money.yuan(str(fields["claimed"])) if "claimed" in fields else total,
        issued_on=dt.date.fromisoformat(str(fields["date"])) if fields.get("date") else None,
        buyer_name=str(fields.get("buyer_name") or ""),
        buyer_tax_id=str(fields.get("buyer_tax_id") or ""),
        seller_name=str(fields.get("seller_name") or ""),
    )


def _texts(values: Mapping[str, Any]) -> dict[str, str | int]:
    return {
        key: value if isinstance(value, int) and not isinstance(value, bool) else str(value)
        for key, value in values.items()
        if value is not None
    }


def _attachments(
    workspace: Workspace, content: VoucherContent, expense: Mapping[str, Any], given: Iterable[str]
) -> tuple[Attachment, ...]:
    attachments = list(content.attachments)
    for text in given:
        kind, equals, file = text.partition("=")
        if not equals or not file:
            raise CannotError(f"佐证材料要写成 KIND=FILE，例如 book_list=书目.pdf；“{text}”不是。")
        _known_kind(workspace, kind)
        path = Path(file)
        attachments.append(Attachment(kind, workspace.store_evidence(path.read_bytes(), path.name), path.name))
    kinds = {item.kind for item in attachments}
    named = expense.get("evidence") or []
    if not isinstance(named, list):
        raise CannotError("--details 的 evidence 须是材料种类的列表。")
    for kind in dict.fromkeys(map(str, named)):
        # On paper only: it is named, and there is no file of it.
        if kind not in kinds:
            _known_kind(workspace, kind)
            attachments.append(Attachment(kind, "", workspace.policy.evidence_name(kind)))
    return tuple(attachments)


def _known_kind(workspace: Workspace, kind: str) -> None:
    kinds = workspace.policy.evidence_kinds
    if kind not in kinds:
        raise CannotError(f"没有“{kind}”这种材料，可选 {'、'.join(kinds)}。")
