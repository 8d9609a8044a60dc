"""The remark of a printed form: what stands right of 备注 and above the clerks' names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studio_ledger.invoices.xml_vat import red_of

if TYPE_CHECKING:
    from studio_ledger.invoices.reading import Reading
    from studio_ledger.invoices.sheet import Form
    from studio_ledger.invoices.words import Run

_RED_DIGITAL = re.compile(r"被红冲蓝字(?:数电)?(?:发)?票号码[:：]?\s*(\d{20})")
_CLERKS = re.compile(r"开\s*票\s*人|收\s*款\s*人|复\s*核\s*[:：]|销售方\s*[:：]?\s*[（(]章")
_SEAL = re.compile(r"发票专用章")
_BESIDE = 0.004
_LABELS = ("备", "注", "备注")
_OLD_FORM = 0.5
"""The label 备注 stands right of this on an old form, at the left edge of a 数电票."""


def read_remark(form: Form, reading: Reading, top: float) -> None:
    """Fill in the remark, and the invoice that a red one takes back.

    `top`: the height of the total.
    """
    below = [run for row in form.rows if row.y > top + 0.02 for run in row.runs]
    below = [part for run in below for part in _parted(run)]
    labels = [run for run in below if run.text in _LABELS]
    left = max((r.right for r in labels), default=0.045 if len(reading.number) == 20 else 0.585)
    if not labels and len(reading.number) != 20:
        left = 0.585
    clerks = next((row.y for row in form.rows if row.y > top + 0.1 and _CLERKS.search(row.text)), None)
    usual = 0.90 if left > _OLD_FORM else 0.93
    bottom = clerks - 0.012 if clerks is not None else usual
    runs = [run for run in below if top + 0.024 < run.bottom < bottom and run.left >= left - 0.002]
    seals = {reading.seller_id, reading.seller_name, ""}
    kept = [run for run in runs if len(run.text) > 1 and not _SEAL.search(run.text) and run.text not in seals]
    reading.remark = "\n".join(run.text for run in kept)
    if kept:
        reading.boxes.append(form.box("remark", kept))
    text = reading.remark.replace("\n", "")
    found = _RED_DIGITAL.search(text)
    reading.red_of = found.group(1) if found else red_of(text)


def _parted(run: Run) -> tuple[Run, ...]:
    """Part a label from the remark that begins right beside it."""
    if len(run.glyphs) < 2:
        return (run,)
    first, *rest = run.glyphs
    # A label that only white space follows has no remark to part from.
    inked = first.char.strip() and any(glyph.char.strip() for glyph in rest)
    glued = inked and run.text[:1] in _LABELS and rest[0].left - first.right > _BESIDE
    return run.cut(1) if glued else (run,)
