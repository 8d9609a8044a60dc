"""Reads a rule pack from its TOML files and refuses one that is not whole, naming file, key and reason."""

from __future__ import annotations

import datetime as dt
import hashlib
import tomllib
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from studio_ledger.errors import InexactMoneyError
from studio_ledger.model.finding import Severity
from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.rules.errors import PolicyError
from studio_ledger.rules.pack import Category, CodeText, Policy, Standard, TaxTable
from studio_ledger.rules.standard_kinds import check_kinds, read_kinds
from studio_ledger.rules.tables import WORD_FILES, read_goods
from studio_ledger.rules.terms import read_terms

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILES = ("pack.toml", "codes.toml", "standards.toml", *WORD_FILES)
_STATUSES = {"seed", "law", "published", "unverified"}
_SHARED = ("evidence_kinds", "lecture_titles", "papers")
"""What a pack's head takes over from the pack it is based on; all else in pack.toml is a city's own."""


class Section:
    """A table of one file that knows where it stands, so that every refusal can name the place."""

    def __init__(self, file: str, table: Mapping[str, Any], path: str = "") -> None:
        self.file, self.table, self.path = file, table, path

    def refuse(self, key: str, reason: str) -> PolicyError:
        """Return the refusal of a key."""
        return PolicyError(self.file, f"{self.path}.{key}".strip("."), reason)

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text that is not empty (an empty default may be given)."""
        value = self.table.get(key, default)
        if not isinstance(value, str) or (not value and default is None):
            raise self.refuse(key, "a text is needed")
        return value

    def date(self, key: str) -> dt.date:
        """Return a date."""
        value = self.table.get(key)
        if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
            raise self.refuse(key, "a date is needed")
        return value

    def number(self, key: str) -> Decimal:
        """Return a finite number of at least zero, written as text so that it is exact."""
        try:
            value = Decimal(self.text(key))
        except InvalidOperation as error:
            raise self.refuse(key, "a number is needed") from error
        if not value.is_finite() or value < 0:
            raise self.refuse(key, "a number of at least zero is needed")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; an absent one is empty."""
        value = self.table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise self.refuse(key, "a list of texts is needed")
        return tuple(value)

    def mapping(self, key: str) -> dict[str, str]:
        """Return a table of texts."""
        section = self.section(key)
        return {name: section.text(name) for name in section.table}

    def section(self, key: str) -> Section:
        """Return a table inside this one."""
        value = self.table.get(key)
        if not isinstance(value, dict):
            raise self.refuse(key, "a table is needed")
        return Section(self.file, value, f"{self.path}.{key}".strip("."))

    def sections(self, key: str) -> list[Section]:
        """Return a list of tables, at least one."""
        value = self.table.get(key)
        if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
            raise self.refuse(key, "a list of tables is needed")
        return [Section(self.file, item, f"{key}[{place}]") for place, item in enumerate(value)]


def read_policy(files: Mapping[str, bytes], base: Mapping[str, bytes] | None = None) -> Policy:
    """Return the policy of these files (name -> content), laid over those of a base where there is one.

    Raises: PolicyError.
    """
    parts = {name: _section(name, files, base) for name in _FILES}
    pack, standards = parts["pack.toml"], parts["standards.toml"]
    head = pack.section("pack")
    kinds = pack.mapping("evidence_kinds")
    codes = _codes(parts["codes.toml"])
    classes = standards.section("transport_classes")
    policy = Policy(
        id=head.text("id"),
        title=head.text("title"),
        version=head.text("version"),
        digest=_digest(dict(files) | {f"base/{name}": content for name, content in (base or {}).items()}),
        jurisdiction=head.text("jurisdiction"),
        valid_from=head.date("valid_from"),
        categories=_categories(pack, kinds),
        evidence_kinds=kinds,
        lecture_titles=pack.mapping("lecture_titles"),
        articles=pack.mapping("articles") | pack.mapping("papers"),
        grants=_grants(pack),
        match_ratio=head.number("match_ratio"),
        codes=codes,
        words=parts["codes.toml"].mapping("words"),
        terms=read_terms(pack.section("terms")),
        standard_kinds=read_kinds(standards.section("kinds")),
        standards=tuple(_standard(entry, standards.text("jurisdiction")) for entry in standards.sections("standard")),
        tax=_tax(standards.section("tax")),
        allowed_classes=classes.texts("allowed"),
        refused_classes=classes.texts("refused"),
        high_meal_places=standards.section("high_meal_places").texts("places"),
        goods=read_goods({name: parts[name].table for name in WORD_FILES}),
    )
    _check_articles(policy)
    _check_places(policy)
    keys: dict[str, set[str]] = {}
    for standard in policy.standards:
        keys.setdefault(standard.id, set()).add(standard.key)
    check_kinds(standards, policy.standard_kinds, keys)
    return policy


def _section(name: str, files: Mapping[str, bytes], base: Mapping[str, bytes] | None) -> Section:
    if base is None or name not in base:
        return Section(name, read_table(name, files))
    below = read_table(name, base)
    if name == "pack.toml":
        below = {key: below[key] for key in _SHARED}
    return Section(name, _laid_over(below, read_table(name, files)) if name in files else below)


def read_table(name: str, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the content of one of these files. Raises: PolicyError."""
    if name not in files:
        raise PolicyError(name, "", "the file is missing")
    try:
        return tomllib.loads(files[name].decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PolicyError(name, "", str(error)) from error


def _laid_over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Join two tables: tables are joined, lists of tables added to, everything else is replaced."""
    joined = dict(below)
    for key, value in above.items():
        old = joined.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            joined[key] = _laid_over(old, value)
        elif isinstance(old, list) and isinstance(value, list) and any(isinstance(item, dict) for item in old):
            joined[key] = [*old, *value]
        else:
            joined[key] = value
    return joined


def _digest(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(files):
        # A checkout may turn line ends: the pack is the same.
        content = files[name].replace(b"\r\n", b"\n")
        digest.update(name.encode() + b"\0" + str(len(content)).encode() + b"\0" + content)
    return digest.hexdigest()


def _categories(pack: Section, kinds: Mapping[str, str]) -> tuple[Category, ...]:
    found = []
    for place, entry in enumerate(pack.sections("category"), start=1):
        required = entry.table.get("required")
        if not isinstance(required, list) or not required or not all(isinstance(item, list) for item in required):
            raise entry.refuse("required", "a list of lists is needed")
        category = Category(
            id=entry.text("id"),
            number=f"{place:02d}",
            name=entry.text("name"),
            short_name=entry.text("short_name"),
            initials=entry.text("initials"),
            required_evidence=tuple(tuple(item) for item in required),
            expected_evidence=entry.texts("expected"),
        )
        for kind in [*category.expected_evidence, *(kind for item in required for kind in item)]:
            if kind not in kinds:
                raise entry.refuse("expected", f"unknown evidence {kind}")
        found.append(category)
    if len({category.id for category in found}) != len(found):
        raise pack.refuse("category", "two categories have one id")
    return tuple(found)


def _grants(pack: Section) -> dict[str, dict[Source, Money]]:
    table: dict[str, dict[Source, Money]] = {}
    section = pack.section("grants")
    for affiliation in section.table:
        inner = section.section(affiliation)
        try:
            table[affiliation] = {Source(source): Money.yuan(inner.text(source)) for source in inner.table}
        except (ValueError, InexactMoneyError) as error:
            raise section.refuse(affiliation, str(error)) from error
    return table


def _codes(file: Section) -> dict[str, CodeText]:
    codes = {}
    for code in file.table:
        if code == "words":
            continue
        entry = file.section(code)
        severity = entry.text("severity")
        if severity not in {"warn", "block"}:
            raise entry.refuse("severity", "warn or block is needed")
        codes[code] = CodeText(
            code=code,
            severity=Severity[severity.upper()],
            article=entry.text("article"),
            title=entry.text("title"),
            message=entry.text("message"),
        )
    return codes


def _standard(entry: Section, jurisdiction: str) -> Standard:
    months = entry.table.get("months", [])
    if not isinstance(months, list) or not all(isinstance(month, int) and 1 <= month <= 12 for month in months):
        raise entry.refuse("months", "months 1 to 12 are needed")
    if entry.text("status") not in _STATUSES:
        raise entry.refuse("status", "one of " + ", ".join(sorted(_STATUSES)) + " is needed")
    valid_to = entry.date("valid_to") if "valid_to" in entry.table else None
    if valid_to and valid_to < entry.date("valid_from"):
        raise entry.refuse("valid_to", "ends before it begins")
    return Standard(
        id=entry.text("id"),
        key=entry.text("key", ""),
        value=entry.number("value"),
        valid_from=entry.date("valid_from"),
        valid_to=valid_to,
        paper=entry.text("paper"),
        status=entry.text("status"),
        jurisdiction=entry.text("jurisdiction", jurisdiction),
        months=frozenset(months),
    )


def _tax(section: Section) -> TaxTable:
    brackets = section.table.get("brackets")
    if not isinstance(brackets, list) or not brackets or brackets[-1][0] != "":
        raise section.refuse("brackets", "rows of three are needed, the last one open")
    try:
        rows = tuple((Decimal(up) if up else None, Decimal(rate), Decimal(quick)) for up, rate, quick in brackets)
    except (InvalidOperation, ValueError, TypeError) as error:
        raise section.refuse("brackets", "rows of three numbers are needed") from error
    return TaxTable(
        article=section.text("article"),
        free_up_to=section.number("free_up_to"),
        fixed_deduction=section.number("fixed_deduction"),
        fixed_deduction_up_to=section.number("fixed_deduction_up_to"),
        rate_deduction=section.number("rate_deduction"),
        tolerance=Money.yuan(section.number("tolerance")),
        brackets=rows,
    )


def _check_articles(policy: Policy) -> None:
    cited = {text.article for text in policy.codes.values()} | {policy.tax.article}
    for article in sorted(cited - set(policy.articles)):
        raise PolicyError("pack.toml", f"articles.{article}", "cited by a code, but not quoted")


def _check_places(policy: Policy) -> None:
    """Goods stand only under categories that the pack has, and what may be sent elsewhere knows where."""
    known = {category.id for category in policy.categories}
    for kind, places in policy.goods.allowed.items():
        for place in sorted(places - known):
            raise PolicyError("goods.toml", f"places.{kind}", f"unknown category {place}")
        if policy.goods.better.get(kind) not in known:
            raise PolicyError("goods.toml", f"better.{kind}", "one of the pack's categories is needed")
