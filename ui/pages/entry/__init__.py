"""报销录入: one expense from its evidence to its submission."""

from ui.pages.entry.page import EntryPage

__all__ = ["EntryPage"]
