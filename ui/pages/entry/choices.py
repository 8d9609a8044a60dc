"""What the rule pack offers for choosing: categories, papers, kinds of evidence, titles of lecturers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.widgets.paper_list import Paper
from ui.widgets.picker import Choice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studio_ledger.model.finding import Finding
    from studio_ledger.rules.policy import Category, Policy

SECTIONS: dict[str, tuple[str, ...]] = {
    "lecture": ("lecture",),
    "mentor": ("labour",),
    "field_visit": ("travel",),
    "travel": ("travel",),
    "conference": ("conference",),
    "seminar": (),
}
"""Which details a category asks for at once."""

OFFERED: dict[str, tuple[str, ...]] = {
    "seminar": ("conference", "training", "travel"),
    "conference": ("travel",),
    "field_visit": ("training",),
    "lecture": ("travel",),
    "mentor": ("travel",),
    "research": ("conference", "training", "travel"),
    "collective": ("conference", "training", "travel"),
}
"""Which details may be added."""

_ACCEPTANCE = "asset_acceptance"


@dataclass(frozen=True, slots=True)
class Choices:
    """The rule pack's lists in the form that the fields take."""

    categories: tuple[Choice, ...]
    kinds: dict[str, str]
    titles: dict[str, str]
    papers: dict[str, tuple[Paper, ...]]

    @classmethod
    def of(cls, policy: Policy) -> Choices:
        """Read the pack."""
        kinds = dict(policy.evidence_kinds)
        return cls(
            categories=tuple(Choice(c.id, c.name, number=c.number) for c in policy.categories),
            kinds=kinds,
            titles=dict(policy.lecture_titles),
            papers={category.id: _papers(category, policy) for category in policy.categories},
        )

    def asked_for(self, category: str, findings: Iterable[Finding]) -> tuple[Paper, ...]:
        """Return the papers of a category, and what findings ask for besides: an asset's acceptance form."""
        asset = any(finding.code == "asset.register" for finding in findings)
        more = (Paper((_ACCEPTANCE,), self.kinds.get(_ACCEPTANCE, _ACCEPTANCE), required=False),) if asset else ()
        return (*self.papers.get(category, ()), *more)

    def category_name(self, key: str) -> str:
        """Return the name of a category."""
        return next((choice.name for choice in self.categories if choice.key == key), key)


def _papers(category: Category, policy: Policy) -> tuple[Paper, ...]:
    """Any of the required ones will do; each of the others is expected."""
    kinds = tuple(kind for alternative in category.required_evidence for kind in alternative)
    names = "/".join(policy.evidence_name(kind) for kind in kinds)
    needed = (Paper(kinds, names, required=True),) if kinds else ()
    return (*needed, *(Paper((k,), policy.evidence_name(k), required=False) for k in category.expected_evidence))
