"""Buyer and seller of a printed form: by their labels, or by place where a font hides the labels."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from studio_ledger.invoices import values
from studio_ledger.invoices.words import Row, Run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from studio_ledger.invoices.reading import Reading
    from studio_ledger.invoices.sheet import Form

    _Finder = Callable[[Sequence[Row], int, int, Run], Iterator[tuple[str, list[Run]]]]

_MIDDLE = 0.45
_BLOCK_END = 0.565
"""Where the buyer's block of an old form ends and the cipher begins."""
_NAME = re.compile(r"^(?:[购销买售方信息]\s*)?名\s*称\s*[:：]\s*(.*)$")
_TAX_ID = re.compile(r"(?:纳税人识别号|统一社会信用代码)\s*[:：]?\s*([0-9A-Z]{15,20})?")
_ID_FORM = re.compile(r"[0-9A-Z]{15,20}")
_CJK = re.compile(r"[\u3400-\u9fff]")
_SPACE = 0.025
_FLUSH = 0.012
_PERSON = re.compile(r"[\u3400-\u9fff·]{2,6}(?:[(（]个人[)）])?")
_PLACES = (("buyer", 0.20, 0.34), ("seller", 0.74, 0.86))
"""Between which heights each side's name and id stand on an old form."""


def read_parties(form: Form, reading: Reading) -> None:
    """Fill in the names and ids of both sides."""
    names = list(_labelled(form, _names))
    ids = list(_labelled(form, _tax_ids))
    swapped = any(run.text.startswith("销") and run.left < 0.1 for row in form.rows if row.y < 0.4 for run in row.runs)
    side_by_side = [runs for _, runs in names if runs[0].left > _MIDDLE]
    sides = ("seller", "buyer") if swapped and side_by_side else ("buyer", "seller")
    for what, told in (("name", names), ("id", ids)):
        if side_by_side:
            halves = [next((t for t in told if (t[1][0].left > _MIDDLE) == right), None) for right in (False, True)]
        else:
            told.sort(key=lambda pair: pair[1][0].bottom)
            halves = [told[0] if told else None, told[1] if len(told) > 1 else None]
        for side, half in zip(sides, halves, strict=True):
            if half and half[0]:
                setattr(reading, f"{side}_{what}", half[0])
                reading.boxes.append(form.box(side if what == "name" else f"{side}_id", half[1]))
    if not names:
        _parties_by_place(form, reading)


def _labelled(form: Form, find: _Finder) -> Iterator[tuple[str, list[Run]]]:
    for index, row in enumerate(form.rows):
        for at, run in enumerate(row.runs):
            yield from find(form.rows, index, at, run)


def _names(rows: Sequence[Row], index: int, at: int, run: Run) -> Iterator[tuple[str, list[Run]]]:
    runs = rows[index].runs
    following = runs[at + 1] if at + 1 < len(runs) else None
    label = run
    if run.text in ("名", "购名", "销名") and following and re.match(r"称\s*[:：]", following.text):
        glyphs = run.glyphs + following.glyphs
        label = Run("名" + following.text, run.left, following.right, run.top, run.bottom, glyphs)
        following = runs[at + 2] if at + 2 < len(runs) else None
    match = _NAME.match(label.text)
    if not match:
        return
    value, told = match.group(1).strip(), [label]
    limit = 0.5 if label.left < _MIDDLE else 1.0
    if not value and following and following.left < limit and following.left - label.right < 0.12:
        value, told = following.text, [label, following]
    if value:
        more = list(_continued(runs, told[-1], limit))
        value, told = " ".join([value, *(r.text for r in more)]), told + more
    above = list(_begun_above(rows, index, told, limit)) if value else []
    wrapped = list(_wrapped(rows, index, label, limit, bool(value)))
    yield "".join([*(r.text for r in above), value, *(r.text for r in wrapped)]), above + told + wrapped


def _continued(runs: Sequence[Run], last: Run, limit: float) -> Iterator[Run]:
    """A wide space inside a name parts it into runs."""
    for run in runs:
        if last.right <= run.left < min(limit, last.right + _SPACE) and not _other_label(run.text):
            yield run
            last = run


def _begun_above(rows: Sequence[Row], index: int, told: Sequence[Run], limit: float) -> Iterator[Run]:
    """A name of two lines, the second of which stands nearly on the label's row, begins flush above that line."""
    start = _value_start(told)
    for row in rows[:index]:
        if row.y - rows[index].y > -0.024:
            yield from (
                r
                for r in row.runs
                if abs(r.left - start) < _FLUSH
                and r.left < limit
                and told[-1].right <= r.right
                and not _other_label(r.text)
            )


def _value_start(told: Sequence[Run]) -> float:
    """Where a name begins: behind the label's colon, or with the run that follows the label."""
    behind = next((b.left for a, b in pairwise(told[0].glyphs) if a.char in ":："), None)
    return behind if behind is not None else told[min(1, len(told) - 1)].left


def _wrapped(rows: Sequence[Row], index: int, label: Run, limit: float, started: bool) -> Iterator[Run]:
    """A long name runs over two lines: below the label's row, or one above and one below it."""
    start = label.left + 0.02
    for row in rows:
        gap = row.y - rows[index].y
        if gap and (-0.001 < gap < 0.034 if started else abs(gap) < 0.024):
            yield from (r for r in row.runs if start < r.left < limit - 0.02 and not _other_label(r.text))


def _other_label(text: str) -> bool:
    return bool(re.search(r"[:：]|识别号|信用代码|^[-+*/<>\d]{6,}|^[购销买售方信息密码区]$", text)) or not _CJK.search(
        text
    )


def _tax_ids(rows: Sequence[Row], index: int, at: int, run: Run) -> Iterator[tuple[str, list[Run]]]:
    match = _TAX_ID.search(run.text)
    if not match or (run.text.startswith("统一社会信用代码") and "识别号" not in run.text and not match.group(1)):
        return
    tail = run.text[run.text.rfind("号") + 1 :] if "识别号" in run.text else match.group(1) or ""
    value = "".join(re.findall(r"[0-9A-Z]", tail.upper()))
    following = rows[index].runs[at + 1] if at + 1 < len(rows[index].runs) else None
    told = [run]
    if not value and following and _ID_FORM.fullmatch(following.text) and following.left - run.right < 0.12:
        value, told = following.text, [run, following]
    yield (value if _ID_FORM.fullmatch(value) else ""), told


def _parties_by_place(form: Form, reading: Reading) -> None:
    """Find each side's name in its block, and an id of right form on the line below it.

    An id whose check digit holds proves the block it stands in, and where names and ids of both blocks begin.
    """
    blocks = [(side, *_block(form, top, bottom)) for side, top, bottom in _PLACES]
    proven = [runs for _, names, number in blocks if (runs := _proven(names, number))]
    for side, names, number in blocks:
        if names:
            setattr(reading, f"{side}_name", "".join(run.text for run in names))
            reading.boxes.append(form.box(side, names))
            alike = any(abs(names[0].left - name.left) < _FLUSH for name, _ in proven)
            if not (alike and (number or (side == "buyer" and _PERSON.fullmatch(names[0].text)))):
                reading.weak.add(f"{side}_name")
        if number:
            setattr(reading, f"{side}_id", number.text)
            reading.boxes.append(form.box(f"{side}_id", [number]))
            if not any(abs(number.left - known.left) < _FLUSH for _, known in proven):
                reading.weak.add(f"{side}_id")


def _block(form: Form, top: float, bottom: float) -> tuple[list[Run], Run | None]:
    """Return the rows of the name, which may be two, and the id that stands below them."""
    runs = [run for row in form.rows if top < row.y < bottom for run in row.between(0.09, _BLOCK_END)]
    number = next((run for run in runs if _ID_FORM.fullmatch(run.text)), None)
    foot = number.bottom - 0.012 if number else top + 0.07
    named = [run for run in runs if run.bottom < foot and _CJK.search(run.text)]
    return [run for run in named if run.bottom - named[0].bottom < 0.03], number


def _proven(names: Sequence[Run], number: Run | None) -> tuple[Run, Run] | None:
    if not names or number is None or len(number.text) != 18 or not values.tax_id_holds(number.text):
        return None
    return (names[0], number) if 0.012 < number.bottom - names[-1].bottom < 0.06 else None
