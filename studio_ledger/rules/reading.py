"""Reads a case from its JSON form and words the answer; what is not of the form is refused by key."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from studio_ledger.model.case import (
    Books,
    Case,
    CaseInvoice,
    Details,
    Expense,
    ExpenseLine,
    PastPayment,
    StudioFacts,
    decimal_or_none,
    money_or_none,
    text_or_empty,
)
from studio_ledger.model.finding import verdict
from studio_ledger.model.voucher import PAYEE_KINDS, PAYMENTS, Payee
from studio_ledger.rules.engine import check
from studio_ledger.rules.errors import CaseFormError
from studio_ledger.rules.policy import Policy, load_policy

if TYPE_CHECKING:
    from studio_ledger.model.money import Money

_AFFILIATIONS = frozenset({"city", "district"})


def read_case(mapping: Mapping[str, Any]) -> Case:
    """Return the case of a mapping in the agreed form; an unreadable sum stays in it as None.

    Raises: CaseFormError naming the key.
    """
    return Case(
        studio=_studio(_table(mapping, "studio")),
        expense=_expense(_table(mapping, "expense")),
        books=_books(_table(mapping, "books")),
    )


def answer(mapping: Any, policy: Policy | None = None) -> dict[str, Any]:
    """Return the answer of the contract for one case: verdict and findings, or the reason why it is none."""
    name = mapping.get("id") if isinstance(mapping, Mapping) else None
    policy = policy or load_policy()
    try:
        if not isinstance(mapping, Mapping):
            raise CaseFormError("", "an object is needed")
        case = read_case(mapping)
    except CaseFormError as error:
        reason = ": ".join(part for part in (error.parameters["key"], error.parameters["reason"]) if part)
        return {"id": name, "error": policy.words["not_form"].format(reason=reason)}
    findings = check(case, policy)
    return {"id": name, "verdict": verdict(findings).word, "findings": [finding.as_json() for finding in findings]}


def answer_lines(lines: Iterable[str], policy: Policy | None = None) -> Iterator[str]:
    """Yield one line of JSON for every line that is not blank, in the same order."""
    for line in lines:
        if not line.strip("\ufeff \t\r\n"):
            continue
        try:
            mapping = json.loads(line.lstrip("\ufeff"), parse_float=str)
        except (ValueError, RecursionError):
            mapping = None
        yield json.dumps(answer(mapping, policy), ensure_ascii=False)


def _studio(table: Mapping[str, Any]) -> StudioFacts:
    cycle = table.get("cycle")
    if not isinstance(cycle, list) or len(cycle) != 2:
        raise CaseFormError("studio.cycle", "two dates are needed")
    affiliation = _text(table, "affiliation", "studio")
    if affiliation not in _AFFILIATIONS:
        raise CaseFormError("studio.affiliation", "city or district is needed")
    members = table.get("members", [])
    if not isinstance(members, list) or not all(isinstance(member, str) for member in members):
        raise CaseFormError("studio.members", "a list of names is needed")
    return StudioFacts(
        affiliation=affiliation,
        school=_text(table, "school", "studio"),
        tax_id=_text(table, "tax_id", "studio"),
        cycle_start=_date(cycle[0], "studio.cycle"),
        cycle_end=_date(cycle[1], "studio.cycle"),
        host=_text(table, "host", "studio"),
        legal_representative=_text(table, "legal_representative", "studio"),
        mentor=text_or_empty(table.get("mentor")),
        members=tuple(members),
        suspended=table.get("suspended") is True,
        authorised=table.get("authorised") is not False,
    )


def _expense(table: Mapping[str, Any]) -> Expense:
    payee = _table(table, "payee", "expense.")
    kind, payment = _text(payee, "kind", "expense.payee"), _text(table, "payment", "expense")
    if kind not in PAYEE_KINDS:
        raise CaseFormError("expense.payee.kind", "one of " + ", ".join(PAYEE_KINDS) + " is needed")
    if payment not in PAYMENTS:
        raise CaseFormError("expense.payment", "one of " + ", ".join(PAYMENTS) + " is needed")
    details = table.get("details") or {}
    if not isinstance(details, Mapping):
        raise CaseFormError("expense.details", "an object is needed")
    return Expense(
        date=_date(table.get("date"), "expense.date"),
        category=_text(table, "category", "expense"),
        purpose=text_or_empty(table.get("purpose")),
        payee=Payee(text_or_empty(payee.get("name")), kind),
        payment=payment,
        amount=money_or_none(table.get("amount")),
        lines=tuple(_line(line) for line in _rows(table, "lines", "expense")),
        evidence=_names(table.get("evidence", [])),
        details=Details.read(details),
        invoices=tuple(_invoice(invoice) for invoice in _rows(table, "invoices", "expense")),
    )


def _line(table: Mapping[str, Any]) -> ExpenseLine:
    return ExpenseLine(
        item=text_or_empty(table.get("item")),
        quantity=decimal_or_none(table.get("quantity")),
        amount=money_or_none(table.get("amount")),
    )


def _invoice(table: Mapping[str, Any]) -> CaseInvoice:
    date = table.get("date")
    return CaseInvoice(
        number=text_or_empty(table.get("number")),
        code=text_or_empty(table.get("code")),
        date=_date(date, "expense.invoices.date") if date else None,
        buyer_name=text_or_empty(table.get("buyer_name")),
        buyer_tax_id=text_or_empty(table.get("buyer_tax_id")),
        seller_name=text_or_empty(table.get("seller_name")),
        total=money_or_none(table.get("total")),
        kind=text_or_empty(table.get("kind")),
    )


def _books(table: Mapping[str, Any]) -> Books:
    budget, years = table.get("budget") or {}, table.get("closed_years") or []
    if not isinstance(budget, Mapping):
        raise CaseFormError("books.budget", "an object is needed")
    if not isinstance(years, list) or not all(str(year).isdigit() for year in years):
        raise CaseFormError("books.closed_years", "a list of years is needed")
    return Books(
        budget={str(name): _money(sum_, f"books.budget.{name}") for name, sum_ in budget.items()},
        available=_money(table.get("available"), "books.available"),
        closed_years=frozenset(int(year) for year in years),
        invoice_numbers=frozenset(_names(table.get("invoice_numbers") or [])),
        recent=tuple(_past(row) for row in _rows(table, "recent", "books")),
    )


def _past(table: Mapping[str, Any]) -> PastPayment:
    return PastPayment(
        date=_date(table.get("date"), "books.recent.date"),
        payee=text_or_empty(table.get("payee")),
        category=text_or_empty(table.get("category")),
        amount=_money(table.get("amount"), "books.recent.amount"),
        payment=text_or_empty(table.get("payment")),
    )


def _table(mapping: Mapping[str, Any], key: str, path: str = "") -> Mapping[str, Any]:
    value = mapping.get(key)
    if not isinstance(value, Mapping):
        raise CaseFormError(path + key, "an object is needed")
    return value


def _rows(table: Mapping[str, Any], key: str, path: str) -> list[Mapping[str, Any]]:
    value = table.get(key) or []
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        raise CaseFormError(f"{path}.{key}", "a list of objects is needed")
    return value


def _names(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise CaseFormError("evidence", "a list of texts is needed")
    return tuple(str(item) for item in value)


def _text(table: Mapping[str, Any], key: str, path: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise CaseFormError(f"{path}.{key}", "a text is needed")
    return value.strip()


def _date(value: Any, path: str) -> dt.date:
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError as error:
        raise CaseFormError(path, "a date like 2020-05-12 is needed") from error


def _money(value: Any, path: str) -> Money:
    money = money_or_none(value)
    if money is None:
        raise CaseFormError(path, "a sum in yuan is needed")
    return money
