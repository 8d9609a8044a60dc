"""The rule pack: every rule knows its article, standards are dated, and a broken pack is refused by name."""

import datetime as dt
import shutil
import time
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.rules import RULES, PolicyError, load_policy

PACK = Path(__file__).parents[2] / "resources" / "policy" / "default"
ORDER = [
    "research", "seminar", "books", "equipment", "lecture", "conference",
    "network", "field_visit", "publication", "mentor", "collective",
]  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.codes[0])
def test_that_every_rule_rests_on_a_quoted_article(rule):
    policy = load_policy()
    for code in rule.codes:
        assert policy.article_text(policy.codes[code].article)
        assert policy.codes[code].title
    assert rule.judge.__doc__ or rule.codes[0].startswith("ban.")


def test_that_every_code_of_the_pack_has_exactly_one_rule():
    codes = [code for rule in RULES for code in rule.codes]
    assert sorted(codes) == sorted(load_policy().codes)


def test_that_the_categories_stand_in_the_numbering_order():
    policy = load_policy()
    assert [category.id for category in policy.categories] == ORDER
    assert [category.number for category in policy.categories] == [f"{n:02d}" for n in range(1, 12)]
    assert policy.category("salary") is None


def test_that_the_grants_are_those_of_article_two():
    policy = load_policy()
    assert policy.expected_grants("city") == {Source.CITY: Money.yuan(80000)}
    assert policy.expected_grants("district") == {Source.CITY: Money.yuan(40000), Source.DISTRICT: Money.yuan(40000)}
    assert policy.match_ratio == 1


def test_that_a_season_goes_before_the_year():
    policy = load_policy()
    assert policy.standard("lodging", dt.date(2020, 6, 30), "青岛").value == Decimal(380)
    assert policy.standard("lodging", dt.date(2020, 7, 1), "青岛").value == Decimal(450)
    assert policy.standard("lodging", dt.date(2015, 7, 1), "青岛") is None


def test_that_the_digest_follows_the_content(tmp_path):
    folder = shutil.copytree(PACK, tmp_path / "pack")
    same = load_policy(folder).digest
    assert same == load_policy().digest
    with (folder / "codes.toml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert load_policy(folder).digest != same


@pytest.mark.parametrize(
    ("file", "old", "new", "key"),
    [
        ("pack.toml", "valid_from = 2019-01-01", 'valid_from = "soon"', "pack.valid_from"),
        ("pack.toml", 'expected = ["book_list"]', 'expected = ["book"]', "expected"),
        ("codes.toml", 'severity = "warn"', 'severity = "maybe"', "severity"),
        ("standards.toml", 'value = "1000"', 'value = "-1"', "value"),
        ("standards.toml", 'status = "law"', 'status = "rumour"', "status"),
        ("places.toml", "places = [", "place = [", "places"),
        ("bans.toml", "汽油 柴油", "汽油 汽油", "family[0].words"),
        ("bans.toml", "汽油 柴油", "酒精 柴油", "words"),
        ("bans.toml", 'tag = "ban.vehicle"', "tag = 3", "family[0].tag"),
        ("bans.toml", "patterns = [", 'patterns = ["(",', "patterns"),
        ("goods.toml", "[heads.never]", "[heads.ever]", "heads.never"),
        ("neutral.toml", "simplified = ", "simple = ", "simplified"),
        ("neutral.toml", 'traditional = """', 'traditional = """車', "simplified"),
        ("sellers.toml", 'tag = "ban.vehicle"', 'tag = ""', "seller[0].tag"),
        ("short_names.toml", '"1030302" = ', '"10x" = ', "codes.10x"),
        ("short_names.toml", '"烟草", ', '"酒", ', "hard.ban.personal"),
        ("short_names.toml", 'groups = ["rubber"]', 'groups = ["wheels"]', "under[0].groups"),
        ("short_names.toml", '"R1[2-9]', '"(R1[2-9]', "under[0].patterns"),
        ("codes.toml", "[words]", "[words", ""),
    ],
)
def test_that_a_broken_pack_is_refused_naming_file_and_key(tmp_path, file, old, new, key):
    folder = shutil.copytree(PACK, tmp_path / "pack")
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PolicyError) as refused:
        load_policy(folder)
    assert refused.value.parameters["reason"]
    assert key in refused.value.parameters["key"]


def test_that_no_word_is_both_harmless_and_banned_nor_said_twice():
    owners = {}
    for file in ("bans.toml", "kinds.toml"):
        for family in tomllib.loads((PACK / file).read_text(encoding="utf-8"))["family"]:
            for word in f"{family.get('words', '')} {family.get('strong', '')}".split():
                owners.setdefault(word, []).append(family["tag"])
    for word, tags in owners.items():
        assert len(set(tags)) == len(tags), word
        assert "safe" not in tags or not any(tag.startswith("ban.") for tag in tags), word


def test_that_every_kind_of_goods_has_a_home_and_every_place_is_a_category():
    goods, ids = load_policy().goods, {category.id for category in load_policy().categories}
    assert set(goods.better) == set(goods.allowed)
    assert set(goods.better.values()) <= ids
    assert all(places <= ids for places in goods.allowed.values())


def test_that_the_pack_is_read_in_a_second():
    start = time.process_time()
    load_policy(PACK)
    assert time.process_time() - start < 1


def test_that_a_missing_file_is_refused(tmp_path):
    folder = shutil.copytree(PACK, tmp_path / "pack")
    (folder / "goods.toml").unlink()
    with pytest.raises(PolicyError) as refused:
        load_policy(folder)
    assert refused.value.parameters["file"] == "goods.toml"
