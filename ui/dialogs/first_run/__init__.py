"""The first-run wizard: four pages from nothing to a ledger, in three minutes."""

from __future__ import annotations

from ui.dialogs.first_run.dialog import FirstRunDialog

__all__ = ["FirstRunDialog"]
