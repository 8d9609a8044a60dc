"""Code, number, date and check code in the head of a printed form: by label, or by the order in which they stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studio_ledger.invoices import values
from studio_ledger.invoices.sheet import NUMBER

if TYPE_CHECKING:
    from studio_ledger.invoices.reading import Reading
    from studio_ledger.invoices.sheet import Form
    from studio_ledger.invoices.words import Row, Run

_CODE = re.compile(r"发\s*票\s*代\s*码\s*[:：]?\s*(\d{12}|\d{10})(?!\d)")
_CHECK = re.compile(r"校\s*验\s*码\s*[:：]?\s*((?:\d{5} *){4}|[0-9a-f]{5}(?![0-9a-f]))")
_DATE = re.compile(r"(?:开票|填开)\s*日\s*期\s*[:：]?\s*(.+)")
_DAY = re.compile(r"(?:19|20)\d\d\D+\d\d?\D+\d\d?")
_GROUPS = re.compile(r"(?:\d{5}\s+){3}\d{5}|\d{20}")
_RIGHT = 0.6
_FOOT = 0.23


def read_heads(form: Form, reading: Reading, header_y: float) -> None:
    """Fill in what the head tells."""
    for name, pattern in (("number", NUMBER), ("code", _CODE), ("check_code", _CHECK)):
        if found := form.search(pattern, header_y):
            value = found[0].group(1).replace(" ", "")
            setattr(reading, name, value)
            _box(form, reading, name, found[1], found[0].group(1))
    if found := form.search(_DATE, header_y):
        reading.issued_on = values.date(found[0].group(1)[:24])
        right = [run for run in found[1].runs if run.left > _RIGHT]
        reading.boxes.append(form.box("issued_on", right or list(found[1].runs)))
    _by_place(form, reading)


def _by_place(form: Form, reading: Reading) -> None:
    """Fill in what no label told from the right of the head, where only code, number, date and check code stand.

    All of them under each other in that order are the head of an old invoice; less than that stays in doubt.
    """
    column: dict[str, Run] = {}
    for row in form.rows:
        if row.y >= _FOOT:
            break
        right = [run for run in row.runs if run.left > _RIGHT]
        for run in right:
            if name := _told_by(run, reading):
                column[name] = run
        groups = _GROUPS.fullmatch(" ".join(run.text for run in right))
        if groups and reading.code and not reading.check_code:
            reading.check_code = groups.group().replace(" ", "")
            column["check_code"] = right[0]
            reading.boxes.append(form.box("check_code", right))
    for name, run in column.items():
        if name != "check_code":
            reading.boxes.append(form.box(name, [run]))
    if not _in_order(column):
        reading.weak |= {name for name in column if name != "issued_on"}


def _told_by(run: Run, reading: Reading) -> str:
    """Put a run into the field that its form allows, and return the field's name."""
    bare = run.text.replace(" ", "")
    if not reading.number and re.fullmatch(r"\d{8}|\d{20}", bare) and not (len(bare) == 20 and reading.code):
        reading.number = bare
        return "number"
    if not reading.code and re.fullmatch(r"\d{12}|\d{10}", bare):
        reading.code = bare
        return "code"
    day = values.date(run.text) if reading.issued_on is None and _DAY.match(run.text) else None
    if day is not None:
        reading.issued_on = day
        return "issued_on"
    return ""


def _in_order(column: dict[str, Run]) -> bool:
    places = [column[name] for name in ("code", "number", "issued_on") if name in column]
    if len(places) < 3:
        return False
    heights = [run.bottom for run in places]
    return heights == sorted(heights) and max(r.left for r in places) - min(r.left for r in places) < 0.04


def _box(form: Form, reading: Reading, name: str, row: Row, value: str) -> None:
    parts = value.split()
    runs = [run for run in row.runs if value in run.text or any(part in run.text for part in parts)]
    if runs:
        reading.boxes.append(form.box(name, runs))
