"""Working out the tax of a fee from what the person is to get, as the standards are after tax."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from studio_ledger.model.money import Money
from studio_ledger.rules.tax import gross_from_net, labour_tax

if TYPE_CHECKING:
    from ui.pages.entry.section import Section


def reckon_tax(section: Section) -> Money | None:
    """Fill tax and pay before tax from the pay after tax; return the pay before tax, None without one."""
    net = section.money("after_tax")
    if net is None or net <= Money():
        section.note.setText(QCoreApplication.translate("EntryPage", "请先填税后实发金额。"))
        section.inputs["after_tax"].setFocus()
        return None
    gross = gross_from_net(net)
    section.set_money("tax", labour_tax(gross))
    section.set_money("pre_tax", gross)
    words = QCoreApplication.translate("EntryPage", "税前应发 {0}，代扣个税 {1}，税后实发 {2}")
    section.note.setText(words.format(gross.grouped, labour_tax(gross).grouped, net.grouped))
    return gross
