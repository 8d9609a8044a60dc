"""The sheet that a lecturer signs: figures, capitals, and room for what is written by hand."""

from __future__ import annotations

from reports import writer
from studio_ledger.model.money import Money
from tests.reports.builders import a_receipt
from tests.reports.reading import page_texts


def text(tmp_path, **changes):
    path = tmp_path / "签收单.pdf"
    writer("lecture_receipt", "pdf")(a_receipt(**changes), path)
    return "".join(page_texts(path))


def test_that_the_sheet_carries_net_tax_and_gross(tmp_path):
    told = text(tmp_path)
    for words in ("讲课费签收单", "¥4,761.90", "¥761.90", "¥4,000.00", "人民币肆仟元整", "领款人", "法定代表人"):
        assert words in told


def test_that_the_titles_of_the_signers_are_the_packs(tmp_path):
    told = text(tmp_path, titles=("主持人", "教研室主任"))
    assert "教研室主任" in told
    assert "法定代表人" not in told


def test_that_an_empty_name_leaves_room_for_the_hand(tmp_path):
    assert "¥0.00" in text(tmp_path, name="", net=Money(), tax=Money())
