"""Slips of taxis, metros and fixed sums: no table, nobody's name, a label and a value on each line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studio_ledger.invoices import values
from studio_ledger.invoices.reading import Reading

if TYPE_CHECKING:
    from studio_ledger.invoices.sheet import Form

_SIGNS = re.compile(r"出租|轨道交通|地铁|客运|定额|通用.{0,4}发票|公共汽车|停车")
_CODE = re.compile(r"代\s*码\s*[:：]?\s*(\d{12}|\d{10})(?!\d)")
_NUMBER = re.compile(r"号\s*码\s*[:：]?\s*(\d{8}|\d{20})(?!\d)")
_DAY = re.compile(r"日\s*期\s*[:：]?\s*((?:19|20)\d\d\D{1,3}\d\d?\D{1,3}\d\d?|(?:19|20)\d{6}(?!\d))")
_SUM = re.compile(r"(?:金\s*额|票\s*价|合\s*计|总\s*计)\s*[:：]?\s*[¥￥]?\s*(\d[\d,]*\.\d{1,2})\s*元?(?![\d/])")


def is_slip(form: Form) -> bool:
    """Whether these rows are a slip: a title of one, a code and a number."""
    told = [row.text.replace(" ", "") for row in form.rows]
    return any(_SIGNS.search(text) for text in told[:6]) and bool(form.search(_NUMBER)) and bool(form.search(_CODE))


def read_slip(form: Form, source: str) -> Reading:
    """Return what a slip says."""
    reading = Reading(source=source, kind="other")
    for name, pattern in (("code", _CODE), ("number", _NUMBER), ("issued_on", _DAY), ("total", _SUM)):
        if not (found := form.search(pattern)):
            continue
        text = found[0].group(1)
        value: object = text
        if name == "issued_on":
            value = values.date(text)
        elif name == "total":
            value = values.money(text)
        setattr(reading, name, value)
        runs = [run for run in found[1].runs if text in run.text]
        reading.boxes.append(form.box(name, runs or found[1].runs))
    return reading
