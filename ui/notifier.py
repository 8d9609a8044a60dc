"""Tells every open page that something in the ledger changed, so that none shows yesterday's figures."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Notifier(QObject):
    """One signal for each kind of thing that may have changed.

    Signals:
        vouchers_changed(): a voucher was submitted, signed, posted, returned, reversed or got evidence.
        inbox_changed(): a file came in, was used or removed.
        drafts_changed(): a draft was saved or thrown away.
        funds_changed(): a grant, a budget or a closing was recorded or signed.
        people_changed(): a person, term or key changed.
        studios_changed(): a studio was added or edited.
        watch_changed(): another folder is watched, or none.
        standards_changed(): a city's paper was entered.
        payments_changed(): a payment was recorded or undone, or the bank's word was taken in or ticked.
        payees_changed(): somebody was taken into the register of payees, or his file was written anew.
        audit_changed(): a suspicion was answered, or the register of violations changed.
    """

    vouchers_changed = Signal()
    inbox_changed = Signal()
    drafts_changed = Signal()
    funds_changed = Signal()
    people_changed = Signal()
    studios_changed = Signal()
    watch_changed = Signal()
    payments_changed = Signal()
    payees_changed = Signal()
    audit_changed = Signal()
    standards_changed = Signal()
