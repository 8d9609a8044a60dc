"""Times as signatures write them, as people here read them; they are the signer's own claim."""

from __future__ import annotations

import datetime as dt
import re

_TIME = re.compile(r"^(?:D:)?(\d{14}|\d{12})(?:\.\d+)?\s*(Z|[+-]\d{2}'?\d{2}'?)?")
_BEIJING = dt.timezone(dt.timedelta(hours=8))
_CENTURY = 50


def shown(told: str) -> str:
    """Return ``2020-07-23 21:09`` (Beijing) for 20200723130907Z and its like; anything else as it stands."""
    found = _TIME.match(told.strip())
    if found is None:
        return told.strip()[:40]
    digits, zone = found.groups()
    if len(digits) == 12:
        digits = ("19" if int(digits[:2]) >= _CENTURY else "20") + digits
    try:
        moment = dt.datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=_zone(zone))
    except ValueError:
        return told.strip()[:40]
    return f"{moment.astimezone(_BEIJING):%Y-%m-%d %H:%M}"


def _zone(told: str | None) -> dt.timezone:
    """A time without a zone is meant as Beijing's."""
    if told is None:
        return _BEIJING
    if told == "Z":
        return dt.UTC
    digits = told.replace("'", "")
    ahead = dt.timedelta(hours=int(digits[1:3]), minutes=int(digits[3:5]))
    return dt.timezone(-ahead if digits[0] == "-" else ahead)
