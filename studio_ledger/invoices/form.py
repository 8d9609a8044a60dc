"""A printed form as a reading: heads, parties, lines, sums and remark, each read by its own labels and places.

All heights are fractions of the form (596 x 397 points), which may be a whole page or a part of a sheet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio_ledger.invoices import form_slips, form_tickets
from studio_ledger.invoices.columns import columns_of, is_title_row
from studio_ledger.invoices.form_heads import read_heads
from studio_ledger.invoices.form_lines import lines_between
from studio_ledger.invoices.form_parties import read_parties
from studio_ledger.invoices.form_remark import read_remark
from studio_ledger.invoices.form_sums import sums_of
from studio_ledger.invoices.kinds import kind_of_title, kind_of_vat
from studio_ledger.invoices.reading import Reading

if TYPE_CHECKING:
    from studio_ledger.invoices.sheet import Form

_USUAL_TITLES = 0.39
_BY_TITLE = ("shenzhen", "rail", "air", "digital")


def read(form: Form, source: str) -> Reading:
    """Return what a printed form says."""
    kind = next((kind for row in form.rows[:16] if (kind := kind_of_title(row.text))), "")
    if kind == "rail":
        return form_tickets.read_rail(form, source)
    if kind == "air":
        return form_tickets.read_air(form, source)
    titles = next((row for row in form.rows if is_title_row(row)), None)
    if titles is None and form_slips.is_slip(form):
        return form_slips.read_slip(form, source)
    reading = Reading(source=source)
    header_y = titles.y if titles else _USUAL_TITLES
    read_heads(form, reading, header_y)
    sums = sums_of(form.rows, header_y)
    reading.amount, reading.tax, reading.total = sums.amount, sums.tax, sums.total
    reading.words, reading.exempt = sums.words, sums.exempt
    if sums.total is not None:
        reading.weak.add("total")
    reading.boxes += [form.box(name, runs) for name, runs in sums.runs.items() if runs]
    read_parties(form, reading)
    columns = columns_of(titles)
    for line, runs in lines_between(form.rows, header_y, sums.y, columns):
        reading.lines.append(line)
        reading.boxes.append(form.box(f"line-{len(reading.lines)}", runs))
    reading.trip = form_tickets.journey_of(form.rows)
    reading.kind = kind if kind in _BY_TITLE else ""
    if not reading.kind and reading.number:
        reading.kind = kind_of_vat(reading.code, [line.item for line in reading.lines])
    read_remark(form, reading, sums.total_y)
    return reading
