"""The list of detectors as a whole: clean books say nothing, ids stay, the pack is whole, and a bad pack is refused."""

import datetime as dt
import random

import pytest
from school_books import TODAY, bought, days, equipment, found, granted, lecture, look, meeting, trip

from studio_ledger.audit import thresholds
from studio_ledger.audit.suspicions import DETECTORS, Weight, find_suspicions
from studio_ledger.model.funds import Source
from studio_ledger.rules.errors import PolicyError


def clean_year():
    """A plain year: purchases of many kinds from many sellers, a lecture, a meeting, a trip, money from both sides."""
    shops = ("深圳书城", "南山书城", "岭南教育图书", "博雅图书", "新知图书")
    rng = random.Random(3)
    start = dt.date(2020, 3, 16)
    goods = [
        bought(f"{150 + 37 * n}.{n % 10}0", f"*印刷品*书目{n}", seller=shops[n % 5], date=days(7 * n, start))
        for n in range(20)
    ]
    desk = [equipment(f"{120 + 11 * n}.50", f"*文具*品目{n}", quantity=3, date=days(9 * n, start)) for n in range(6)]
    talks = [lecture(name, date=days(30 * n + 1, start)) for n, name in enumerate(("何建国", "苏文彬", "丁慧敏"))]
    rest = [meeting(date=days(10, start)), trip(date=days(36, start)), trip("1410.00", days=2, date=days(60, start))]
    made = [*goods, *desk, *talks, *rest]
    rng.shuffle(made)
    return made, (granted(), granted("40000", Source.DISTRICT))


def test_that_clean_books_say_nothing():
    vouchers, grants = clean_year()
    assert look(*vouchers, grants=grants) == ()
    assert look() == ()


def test_that_what_was_voided_or_reversed_says_nothing():
    from studio_ledger.model.voucher import State

    bare = meeting("5000", papers=frozenset({"invoice"}))
    assert found("hollow_file", bare)
    from dataclasses import replace

    for gone in (replace(bare, reversed=True), replace(bare, state=State.VOID), replace(bare, state=State.RETURNED)):
        assert not look(gone)


def test_that_an_id_stays_as_long_as_detector_and_vouchers_do():
    one, other = bought(), bought(date=days(3))
    before = found("look_alike", one, other)[0]
    vouchers, grants = clean_year()
    again = found("look_alike", other, *vouchers, one, grants=grants, today=days(100))
    assert [suspicion.id for suspicion in again] == [before.id]
    assert found("look_alike", one, bought(date=days(3)))[0].id != before.id


def test_that_questions_without_vouchers_are_told_apart_by_place():
    grants = (granted(), granted(year=2019))
    ids = {one.id for one in found("match_missing", grants=grants)}
    assert len(ids) == 2


def test_that_the_weightiest_stand_first():
    weights = [one.weight for one in look(*(meeting("5000", papers=frozenset({"invoice"}), date=dt.date(2020, 5, 5)),))]
    assert weights == sorted(weights, reverse=True)
    assert {Weight.HIGH, Weight.LOW} <= set(weights)


def test_that_every_detector_has_its_words_and_its_docstring_says_where_it_comes_from():
    limits = thresholds.load_thresholds()
    for detector in DETECTORS:
        source, clears = limits.texts_of(detector.name)
        assert source
        assert clears.endswith("。")
        assert detector.find.__doc__
    names = [detector.name for detector in DETECTORS]
    assert len(set(names)) == len(names)
    assert set(names) == set(limits.texts), "words of a detector that is gone"


def test_that_each_of_the_auditors_forty_five_is_looked_for_or_named_as_unseen():
    seen = {detector.kind for detector in DETECTORS}
    unseen = {one.kind for one in thresholds.load_thresholds().unseen}
    wanted = {f"V{number:02d}" for number in range(1, 46)}
    assert wanted - seen - unseen == set()
    assert not seen & unseen


def test_that_a_school_sets_only_what_it_may():
    limits = thresholds.load_thresholds()
    own = limits.with_own({"minutes_limit": "5000", "asset_line": "9", "nonsense": "1"})
    assert str(own.money("minutes_limit")) == "5000.00"
    assert own.money("asset_line") == limits.money("asset_line")
    assert limits.with_own({"minutes_limit": "many"}).figures == limits.figures


def _pack(*, old, new):
    content = (thresholds.resources.files("resources") / "policy" / "default" / thresholds.FILE).read_text("utf-8")
    assert old in content
    return content.replace(old, new, 1).encode()


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('value = "1000"', 'value = "much"', "figures.hollow_from.value"),
        ('value = "1000"', 'value = "-1"', "figures.hollow_from.value"),
        ('status = "unverified"', 'status = "guessed"', "figures.hollow_from.status"),
        ('gatherings = ["会议"', 'gatherings = [7, "会议"', "words.gatherings"),
        ('"元旦 01-01", "春节 02-04~02-10"', '"元旦 02-30", "春节 02-04~02-10"', "holidays.2019"),
        ('limit = "7000"', 'limit = "dear"', "prices.laptop.limit"),
        ("[posts]", "[posts", ""),
        ('"finance+host"', '"finance"', "posts.never_together"),
        ("[unseen.V04]\ntitle", "[unseen.V04]\nname", "unseen.V04.title"),
    ],
)
def test_that_a_pack_that_is_not_whole_is_refused_with_file_and_key(old, new, key):
    with pytest.raises(PolicyError) as refusal:
        thresholds.read_thresholds(_pack(old=old, new=new))
    assert refusal.value.parameters["file"] == thresholds.FILE
    assert refusal.value.parameters["key"].startswith(key)


def test_that_a_missing_figure_is_named_when_it_is_needed():
    limits = thresholds.read_thresholds(_pack(old="[figures.hollow_from]", new="[figures.other]"))
    with pytest.raises(PolicyError) as refusal:
        limits.money("hollow_from")
    assert refusal.value.parameters["key"] == "figures.hollow_from"


def test_that_the_look_tells_how_far_it_is():
    from school_books import books

    told = []
    find_suspicions(books(today=TODAY), thresholds.load_thresholds(), lambda done, of: told.append((done, of)))
    assert told[-1] == (len(DETECTORS), len(DETECTORS))
