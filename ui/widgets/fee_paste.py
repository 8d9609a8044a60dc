"""Rows of a list of fees as they come from Excel: by their headings, or from the cell on which they are pasted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEADS = {
    "姓名": "name", "职称档次": "title", "职称": "title", "学时": "hours", "半天": "half_days", "半天数": "half_days",
    "税后实发": "net", "实发": "net", "税后": "net", "代扣个税": "tax", "个税": "tax",
    "税前应发": "gross", "应发": "gross", "税前": "gross",
}  # fmt: skip
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Pasted:
    """What goes where: for each row the texts by field."""

    rows: tuple[dict[str, str], ...]


def pasted(text: str, fields: Sequence[str], start: str) -> Pasted | None:
    """Read a block of cells for `fields` from `start` on; None for a single value, which a cell takes by itself."""
    lines = [line.split("\t") for line in text.replace("\r\n", "\n").rstrip("\n").split("\n")]
    if len(lines) == 1 and len(lines[0]) == 1:
        return None
    named = [_HEADS.get(cell.strip(), "") for cell in lines[0]]
    if "name" in named:
        columns, lines = named, lines[1:]
    else:
        columns = list(fields[fields.index(start) :])
    rows = [
        {column: cell.strip() for column, cell in zip(columns, line, strict=False) if column and cell.strip()}
        for line in lines[:MOST_ROWS]
    ]
    return Pasted(tuple(row for row in rows if row))
