"""What the ledger's rule pack fixed when the ledger was made, as the first act says it."""

from __future__ import annotations

from studio_ledger.storage.columns import table, text

pack_term = table("pack_term", text("name", default=None, primary_key=True), text("value", default=None))

TERMS = (pack_term,)
