"""The short name between the stars, alone: what the official code table says of it where the text says nothing."""

import tomllib
from pathlib import Path

import pytest
from cases import whole

from studio_ledger.rules import check, read_case

TABLE = tomllib.loads((Path(__file__).parents[1] / "data" / "short_names.toml").read_text(encoding="utf-8"))


def bans_of(item):
    """Return the bans on a line of the studio's activities."""
    expense = {"category": "collective", "purpose": "工作室活动", "amount": "300.00"}
    expense["evidence"] = ["invoice", "activity_record"]
    expense["payee"] = {"name": "深圳市宏达商贸有限公司", "kind": "organisation"}
    expense["lines"] = [{"item": item, "quantity": "1", "amount": "300.00"}]
    codes = {finding.code for finding in check(read_case(whole({"expense": expense})))}
    return {code for code in codes if code.startswith("ban.")}


@pytest.mark.parametrize("text", ["一批", ""])
def test_that_a_short_name_of_banned_goods_blocks_a_text_that_says_nothing(text):
    assert [name for name in TABLE["banned"].split() if not bans_of(f"*{name}*{text or name}")] == []


@pytest.mark.parametrize("text", ["一批", ""])
def test_that_a_short_name_of_permitted_goods_blocks_nothing(text):
    assert [name for name in TABLE["permitted"].split() if bans_of(f"*{name}*{text or name}")] == []
