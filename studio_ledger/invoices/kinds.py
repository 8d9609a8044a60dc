"""Which kind of invoice it is, from the code, the title and the items."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_TITLES = (
    ("铁路电子客票", "rail"),
    ("航空运输电子客票", "air"),
    ("深圳电子普通发票", "shenzhen"),
    ("增值税电子专用发票", "vat-special"),
    ("增值税专用发票", "vat-special"),
    ("增值税电子普通发票", "vat-general"),
    ("增值税普通发票", "vat-general"),
)
_DIGITAL = ("电子发票(", "电子发票（")


def kind_of_title(title: str) -> str:
    """Return the kind that a printed title names, or nothing."""
    bare = title.replace(" ", "")
    if any(start in bare for start in _DIGITAL):
        return next((kind for words, kind in _TITLES[:2] if words in bare), "digital")
    return next((kind for words, kind in _TITLES if words in bare), "")


def kind_of_vat(code: str, items: Sequence[str] = ()) -> str:
    """Return the kind that an invoice code and the items show; "digital" where there is no code."""
    if not code:
        return "digital"
    if len(code) == 12 and code.endswith("12") and any("通行费" in item for item in items):
        return "toll"
    return "vat-special" if len(code) == 10 or code.endswith("13") else "vat-general"


def is_slip_code(code: str) -> bool:
    """Whether a code is that of a slip (taxi, metro, fixed sum), which names neither buyer nor seller."""
    return len(code) == 12 and code[0] in "12"
