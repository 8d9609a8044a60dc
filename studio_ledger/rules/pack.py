"""What a rule pack is: categories, codes, dated standards and words, as frozen values.

Whatever a rule says or compares comes from here, so that a change of the rules is a change of data
that can be read, compared and signed (会计信息化工作规范第十七条).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from decimal import Decimal

    from studio_ledger.model.finding import Severity
    from studio_ledger.model.funds import Source
    from studio_ledger.model.money import Money
    from studio_ledger.rules.standard_kinds import StandardKind
    from studio_ledger.rules.tables import GoodsTables
    from studio_ledger.rules.terms import Terms


@dataclass(frozen=True, slots=True)
class Category:
    """One of the eleven permitted categories (Art. 3) and the evidence it needs.

    `required_evidence` are alternatives: one of the tuples must be there whole.
    """

    id: str
    number: str
    name: str
    short_name: str
    initials: str
    required_evidence: tuple[tuple[str, ...], ...]
    expected_evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeText:
    """What a finding code means: how grave, on which article, its title and the sentence to fill in."""

    code: str
    severity: Severity
    article: str
    title: str
    message: str


@dataclass(frozen=True, slots=True)
class Standard:
    """A dated figure (yuan, hours or days) out of a paper; `valid_to` is inclusive, None is open.

    `months` restricts it to a season; `status` is seed, law, published or unverified.
    """

    id: str
    key: str
    value: Decimal
    valid_from: dt.date
    valid_to: dt.date | None
    paper: str
    status: str
    jurisdiction: str
    months: frozenset[int] = frozenset()

    def covers(self, day: dt.date) -> bool:
        """Whether it is in force on this day."""
        in_force = self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
        return in_force and (not self.months or day.month in self.months)


@dataclass(frozen=True, slots=True)
class TaxTable:
    """Withholding on pay for labour; each bracket is (up to, rate, quick deduction), the last one open."""

    article: str
    free_up_to: Decimal
    fixed_deduction: Decimal
    fixed_deduction_up_to: Decimal
    rate_deduction: Decimal
    tolerance: Money
    brackets: tuple[tuple[Decimal | None, Decimal, Decimal], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """A whole rule pack; `digest` is the SHA-256 (hex) over its files in the order of their names."""

    id: str
    title: str
    version: str
    digest: str
    jurisdiction: str
    valid_from: dt.date
    categories: tuple[Category, ...]
    evidence_kinds: Mapping[str, str]
    lecture_titles: Mapping[str, str]
    articles: Mapping[str, str]
    grants: Mapping[str, Mapping[Source, Money]]
    match_ratio: Decimal
    codes: Mapping[str, CodeText]
    words: Mapping[str, str]
    terms: Terms
    standard_kinds: Mapping[str, StandardKind]
    standards: tuple[Standard, ...]
    tax: TaxTable
    allowed_classes: tuple[str, ...]
    refused_classes: tuple[str, ...]
    high_meal_places: tuple[str, ...]
    goods: GoodsTables

    def category(self, category_id: str) -> Category | None:
        """Return the category of this id, or None where the measures permit none such (Art. 3)."""
        return next((category for category in self.categories if category.id == category_id), None)

    def category_name(self, category_id: str) -> str:
        """Return the measures' own name of a category; an unknown id stays as it is."""
        category = self.category(category_id)
        return category.name if category else category_id

    def evidence_name(self, kind: str) -> str:
        """Return the Chinese name of a kind of evidence; an unknown kind stays as it is."""
        return self.evidence_kinds.get(kind, kind)

    def expected_grants(self, affiliation: str) -> Mapping[Source, Money]:
        """Return what a studio is to get a year in yuan by source (Art. 2); empty for an unknown affiliation."""
        return self.grants.get(str(affiliation), {})

    def article_text(self, article: str) -> str:
        """Return the quoted words of an article or paper; empty where the pack quotes none."""
        return self.articles.get(article, "")

    def standard(self, name: str, on: dt.date, key: str = "") -> Standard | None:
        """Return the figure in force on a day: the latest, a season's before the year's; None where there is none."""
        found = [s for s in self.standards if s.id == name and s.key == key and s.covers(on)]
        return max(found, key=lambda s: (s.valid_from, bool(s.months)), default=None)

    def evidence_alternatives(self, category: Category) -> str:
        """Return the names of the papers of which one is needed, for a sentence."""
        kinds = [kind for alternative in category.required_evidence for kind in alternative]
        return self.words["invoice_or"].join(self.evidence_name(kind) for kind in kinds)
