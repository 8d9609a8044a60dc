"""The one time zone of the ledger."""

from __future__ import annotations

import datetime as dt

SHANGHAI = dt.timezone(dt.timedelta(hours=8), "Asia/Shanghai")
"""China keeps one zone without summer time, so no time zone table is needed."""


def now() -> dt.datetime:
    """Return the PC's clock in Shanghai time, to the second."""
    return dt.datetime.now(SHANGHAI).replace(microsecond=0)
