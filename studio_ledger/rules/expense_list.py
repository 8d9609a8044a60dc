"""A school's existing list of expenses, judged row by row without a ledger.

A list rarely has every column. What a missing column would have told is not judged, and the answer says which checks
that were; the verdict rests on the rest. Rows with one voucher number are one expense. Earlier rows are the books that
later ones meet: the same invoice twice in three years is found here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from studio_ledger.model.case import money_or_none
from studio_ledger.model.finding import Finding, Severity, verdict
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import PAYEE_KINDS, PAYMENTS
from studio_ledger.rules.engine import check
from studio_ledger.rules.errors import CaseFormError
from studio_ledger.rules.expense_books import ListBooks
from studio_ledger.rules.expense_columns import COLUMNS
from studio_ledger.rules.policy import Policy, load_policy
from studio_ledger.rules.reading import read_case

Row = Mapping[str, str]
"""A row of the list: column key → text as it stands in the cell; dates as 2020-05-12."""

_NOBODY: Final = {
    "affiliation": "city",
    "school": "（未填）",
    "tax_id": "（未填）",
    "cycle": ["2019-01-01", "9999-12-31"],
    "host": "（未填主持人）",
    "legal_representative": "（未填法定代表人）",
    "members": [],
}
"""A studio about which nothing is known; SCHOOL_CODES are not judged then."""


SCHOOL_CODES: Final = (
    "invoice.buyer",
    "payee.own_staff",
    "payee.not_mentor",
    "period.outside_cycle",
    "signoff.same_person",
)
"""Not judged where nobody says which school and studio it is."""
_CLASS_WORDS = {"academician": "院士", "senior": "正高", "associate_senior": "副高", "other": "其他"}


@dataclass(frozen=True, slots=True)
class ListFacts:
    """What holds for the whole list: the studio as in a case's `studio`, budgets by year and category, money by year.

    Empty parts are not judged.
    """

    studio: Mapping[str, Any] = field(default_factory=dict)
    budgets: Mapping[int, Mapping[str, Money]] = field(default_factory=dict)
    received: Mapping[int, Money] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """What came of one expense: its rows (numbers as in the sheet), verdict and findings, or why it cannot be read."""

    name: str
    rows: tuple[int, ...]
    verdict: str
    findings: tuple[Finding, ...] = ()
    error: str = ""


def not_judged(columns: Sequence[str], facts: ListFacts) -> tuple[str, ...]:
    """Return the codes that cannot be judged for want of a column, of the school, of budgets or of receipts."""
    absent = {code for column in COLUMNS if column.key not in columns for code in column.codes}
    if "evidence" in columns or "invoice" in columns:
        absent.discard("evidence.missing")
    if "buyer" in columns or "buyer_id" in columns:
        absent.discard("invoice.buyer")
    if not facts.studio:
        absent.update(SCHOOL_CODES)
    if not facts.budgets:
        absent.update(("budget.missing", "budget.exceeded"))
    if not facts.received:
        absent.add("fund.insufficient")
    return tuple(sorted(absent | {"period.closed"}))


def judge_list(
    rows: Sequence[tuple[int, Row]], columns: Sequence[str], facts: ListFacts, policy: Policy | None = None
) -> Iterator[RowAnswer]:
    """Yield an answer for each expense in the order of the list; a row that cannot be read does not stop the others."""
    policy = policy or load_policy()
    silent = set(not_judged(columns, facts))
    books = ListBooks(facts.budgets, facts.received)
    for name, parts in _expenses(rows):
        numbers = tuple(number for number, _ in parts)
        texts = [row for _, row in parts]
        try:
            expense = _expense(texts, set(columns), policy)
            studio = dict(facts.studio) or _NOBODY
            case = read_case({"studio": studio, "expense": expense, "books": books.for_(expense)})
        except CaseFormError as error:
            yield RowAnswer(name, numbers, "", error=_unreadable(error, policy))
            continue
        found = (finding for finding in check(case, policy) if finding.code not in silent)
        findings = tuple(_at_row(finding, numbers) for finding in found)
        yield RowAnswer(name, numbers, verdict(findings).word, findings)
        if not any(finding.severity is Severity.BLOCK for finding in findings):
            books.take(expense)


def _at_row(finding: Finding, numbers: Sequence[int]) -> Finding:
    """Let a finding name the sheet's row instead of the expense's line."""
    if not finding.line:
        return finding
    row = numbers[finding.line - 1]
    return replace(finding, line=row, message=finding.message.replace(f"第{finding.line}行", f"第{row}行", 1))


def _unreadable(error: CaseFormError, policy: Policy) -> str:
    headings = {"expense.date": "日期", "expense.payment": "支付方式", "expense.payee.kind": "收款人类型"}
    key = str(error.parameters["key"])
    if key in headings:
        return f"“{headings[key]}”读不懂，请对照模板填写。"
    return policy.words["not_form"].format(reason=key)


def _expenses(rows: Sequence[tuple[int, Row]]) -> Iterator[tuple[str, list[tuple[int, Row]]]]:
    """Gather rows of one voucher number that follow each other; without a number each row is an expense."""
    group: list[tuple[int, Row]] = []
    for number, row in rows:
        name = row.get("voucher", "").strip()
        if group and (not name or name != group[0][1].get("voucher", "").strip()):
            yield _name(group), group
            group = []
        group.append((number, row))
    if group:
        yield _name(group), group


def _name(group: Sequence[tuple[int, Row]]) -> str:
    return group[0][1].get("voucher", "").strip() or f"第{group[0][0]}行"


def _first(rows: Sequence[Row], key: str) -> str:
    return next((row[key].strip() for row in rows if row.get(key, "").strip()), "")


def _expense(rows: Sequence[Row], columns: set[str], policy: Policy) -> dict[str, Any]:
    lines = [
        {"item": row.get("item", ""), "quantity": row.get("quantity", ""), "amount": plain_sum(row.get("amount", ""))}
        for row in rows
    ]
    sums = [money_or_none(line["amount"]) for line in lines]
    whole = None if any(one is None for one in sums) else Money.total(one for one in sums if one is not None)
    evidence = _evidence(_first(rows, "evidence"), policy)
    invoices = _invoices(rows, columns)
    if invoices and "invoice" not in evidence:
        evidence.append("invoice")
    return {
        "date": plain_date(_first(rows, "date")),
        "category": _category(_first(rows, "category"), policy),
        "purpose": _first(rows, "purpose"),
        "payee": {
            "name": _first(rows, "payee") or _first(rows, "seller") or "（未列）",
            "kind": _key_of(_first(rows, "payee_kind"), PAYEE_KINDS, "organisation"),
        },
        "payment": _key_of(_first(rows, "payment"), PAYMENTS, "transfer"),
        "amount": str(whole) if whole is not None else "",
        "lines": lines,
        "evidence": evidence,
        "details": _details(rows, policy),
        "invoices": invoices,
    }


def _key_of(text: str, names: Mapping[str, str], default: str) -> str:
    if not text:
        return default
    return next((key for key, name in names.items() if text in (key, name) or name in text), text)


def _category(text: str, policy: Policy) -> str:
    """Return the category's id by name, short name, number or id; what is none of them stays, and is not permitted."""
    plain = re.sub(r"^\d+[.、\s]*", "", text).strip() or text
    for category in policy.categories:
        if plain in (category.id, category.name, category.short_name) or text == category.number:
            return category.id
    return text or "（空）"


def _evidence(text: str, policy: Policy) -> list[str]:
    names = {name: key for key, name in policy.evidence_kinds.items()}
    found = [part.strip() for part in re.split(r"[、,，;；\s]+", text) if part.strip()]
    return [names.get(part, part if part in policy.evidence_kinds else "other") for part in found]


def _invoices(rows: Sequence[Row], columns: set[str]) -> list[dict[str, str]]:
    """Return the invoices of an expense; the same number on several rows is one."""
    found: dict[str, dict[str, str]] = {}
    claimed: defaultdict[str, Money] = defaultdict(Money)
    for row in rows:
        number = row.get("invoice", "").strip()
        if not number:
            continue
        claimed[number] = claimed[number] + (money_or_none(plain_sum(row.get("amount", ""))) or Money())
        total = plain_sum(row.get("invoice_total", ""))
        found.setdefault(
            number,
            {
                "number": number,
                "code": row.get("invoice_code", "").strip(),
                "date": plain_date(row.get("invoice_date", "")),
                "buyer_name": row.get("buyer", "").strip(),
                "buyer_tax_id": row.get("buyer_id", "").strip(),
                "seller_name": row.get("seller", "").strip() or row.get("payee", "").strip(),
                "total": total,
            },
        )
    for number, invoice in found.items():
        if "invoice_total" not in columns or not invoice["total"]:
            invoice["total"] = str(claimed[number])
    return list(found.values())


def _details(rows: Sequence[Row], policy: Policy) -> dict[str, dict[str, str]]:
    title = _first(rows, "lecture_title")
    titles = {name: key for key, name in policy.lecture_titles.items()} | {w: k for k, w in _CLASS_WORDS.items()}
    key = next((titles[name] for name in titles if name and name in title), title)
    parts = {
        "lecture": {"hours": "lecture_hours", "half_days": "half_days", "after_tax": "after_tax", "tax": "tax"},
        "labour": {"pre_tax": "pre_tax", "tax": "tax", "after_tax": "after_tax"},
        "travel": {
            name: name
            for name in ("city", "days", "nights", "persons", "lodging", "meals", "local_transport", "transport_class")
        },
        "conference": {"persons": "meeting_persons", "days": "meeting_days"},
        "training": {"persons": "training_persons", "days": "training_days"},
    }
    details = {
        part: {name: plain_sum(_first(rows, column)) for name, column in columns.items()}
        for part, columns in parts.items()
    }
    details["lecture"]["title"] = key
    lectured = bool(title or _first(rows, "lecture_hours"))
    if not lectured:
        details.pop("lecture")
    if lectured or not _first(rows, "tax"):
        details.pop("labour")
    return {part: values for part, values in details.items() if any(values.values())}


def plain_sum(text: str) -> str:
    """Return a sum or count as it is reckoned: without currency signs, commas, spaces and 元."""
    return re.sub(r"[¥￥,，\s元]", "", text) if re.search(r"\d", text) else text.strip()


def plain_date(text: str) -> str:
    """Return a date as 2020-05-12 out of 2020/5/12, 2020.5.12, 20200512 and 2020年5月12日; others stay."""
    found = re.fullmatch(r"\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+00:00:00)?\s*", text)
    found = found or re.fullmatch(r"\s*(\d{4})(\d{2})(\d{2})\s*", text)
    return f"{int(found[1]):04d}-{int(found[2]):02d}-{int(found[3]):02d}" if found else text.strip()
