"""What the kinds of standards are called, in which unit they count, and which of the city's papers they come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from studio_ledger.rules.policy_reading import Section

STATUS_NAMES = {"seed": "办法", "law": "法律法规", "published": "公开文件", "unverified": "未核实"}
"""How sure the source of a figure is, in words."""
GROUPS = {"travel": "差旅", "training": "培训、会议", "fee": "讲课费", "other": "其他"}
"""The papers of a city by subject; the first three are asked for in a new ledger."""


@dataclass(frozen=True, slots=True)
class StandardKind:
    """A kind of standard: its name, the unit of its figures, its group (a key of GROUPS), and its keys by name.

    `free` kinds take any text as key (a city); others only what `keys` names, the empty key included where there
    are none. `codes` are the findings that rest on it.
    """

    id: str
    name: str
    unit: str
    group: str
    keys: Mapping[str, str]
    free: bool
    codes: tuple[str, ...]

    @property
    def takes_figures(self) -> bool:
        """Whether a paper can set it by a figure; classes of transport are words."""
        return self.unit != "等级"

    def key_name(self, key: str) -> str:
        """Return the name of a key, a free one as it is."""
        return self.keys.get(key, key)


def read_kinds(section: Section) -> dict[str, StandardKind]:
    """Return the kinds of a pack by id. Raises: PolicyError naming the key."""
    found = {}
    for name in section.table:
        entry = section.section(name)
        group = entry.text("group")
        if group not in GROUPS:
            raise entry.refuse("group", "one of " + ", ".join(GROUPS) + " is needed")
        found[name] = StandardKind(
            id=name,
            name=entry.text("name"),
            unit=entry.text("unit"),
            group=group,
            keys=entry.mapping("keys") if "keys" in entry.table else {"": ""},
            free=entry.table.get("free") is True,
            codes=entry.texts("codes"),
        )
    return found


def check_kinds(section: Section, kinds: Mapping[str, StandardKind], standards: Mapping[str, set[str]]) -> None:
    """Refuse figures (kind -> keys) of a kind without a name, or under a key that it does not have.

    Raises: PolicyError.
    """
    for name, keys in standards.items():
        kind = kinds.get(name)
        if kind is None:
            raise section.refuse(f"kinds.{name}", "a figure of this kind is given, but the kind has no name")
        for key in sorted(keys):
            if not kind.free and key not in kind.keys:
                raise section.refuse(f"kinds.{name}.keys", f"a figure stands under {key or 'no key'}, but has no name")


def season_words(months: Iterable[int]) -> str:
    """Return a season in words (``1-2、7-9 月``), empty for the whole year."""
    spans: list[list[int]] = []
    for month in sorted(months):
        if spans and month == spans[-1][-1] + 1:
            spans[-1].append(month)
        else:
            spans.append([month])
    told = "、".join(f"{span[0]}-{span[-1]}" if len(span) > 1 else str(span[0]) for span in spans)
    return f"{told} 月" if told else ""
