"""The settings say whether text on pictures is recognised here."""

from __future__ import annotations

import pytest

from studio_ledger.invoices import seen_engine
from ui.widgets.seeing_card import SeeingCard


@pytest.mark.parametrize(("installed", "words"), [(True, "已安装"), (False, "python3 run.py ocr")])
def test_that_the_card_says_what_is_there_and_how_to_get_it(qtbot, monkeypatch, installed, words):
    monkeypatch.setattr(seen_engine, "is_installed", lambda: installed)
    card = SeeingCard()
    qtbot.addWidget(card)
    assert words in card.state.text()
