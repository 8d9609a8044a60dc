"""The tour and the sample ledger: quick, the same each time, sound, and never over somebody's files."""

import json
import time

import pytest

from studio_ledger.commands import main
from studio_ledger.commands.demo import make_demo
from studio_ledger.model.voucher import State
from studio_ledger.queries.rows import VoucherFilter
from studio_ledger.workspace import Workspace

SEED = 5
VOUCHERS = 90


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    path = tmp_path_factory.mktemp("demo") / "demo.studio"
    moved = []
    people = make_demo(path, VOUCHERS, 1, SEED, lambda done, total: moved.append((done, total)))
    return path, people, moved


@pytest.fixture
def ledger(made):
    path, _, _ = made
    ledger = Workspace.open(path, path.with_name(path.name + ".keys"), read_only=True)
    yield ledger
    ledger.close()


def test_that_the_tour_writes_everything_within_ten_seconds(tmp_path, capsys):
    started = time.monotonic()
    assert main(["tour", str(tmp_path / "out")]) == 0
    assert time.monotonic() - started < 10
    lines = capsys.readouterr().out.splitlines()
    assert all(line.startswith("✓") for line in lines[:-2])
    for name in ("tour.studio", "annual.pdf", "annual.xlsx", "voucher-0001.pdf", "inputs/图书.xml", "inputs/文具.pdf"):
        assert (tmp_path / "out" / name).stat().st_size > 500
    pin = lines[-2].removeprefix("日志头 ")
    assert main(["--ledger", str(tmp_path / "out" / "tour.studio"), "verify", "--head", pin, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["ok"], answer["pinned"]) == (True, True)


def test_that_the_tour_overwrites_its_own_output_and_nothing_else(tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["tour", str(out)]) == 0
    assert main(["tour", str(out)]) == 0
    (out / "letter.txt").write_text("mine")
    capsys.readouterr()
    assert main(["tour", str(out)]) == 2
    assert (out / "letter.txt").read_text() == "mine"
    assert "不会覆盖" in capsys.readouterr().err


def test_that_a_foreign_folder_is_left_alone(tmp_path, capsys):
    (tmp_path / "annual.pdf").write_text("mine")
    assert main(["tour", str(tmp_path)]) == 2
    assert (tmp_path / "annual.pdf").read_text() == "mine"


def test_that_the_sample_verifies(ledger):
    assert ledger.verify().defects == ()


def test_that_as_many_are_posted_as_were_asked_for(ledger, made):
    assert ledger.vouchers(VoucherFilter(states=(State.POSTED,))).count == VOUCHERS
    assert made[2][-1] == (VOUCHERS, VOUCHERS)


def test_that_every_state_and_category_is_there(ledger):
    states = {row.state for row in ledger.vouchers(VoucherFilter()).rows}
    assert states == set(State) - {State.DRAFT}
    spent = {row.category for row in ledger.year_figures("s1", 2020).categories if row.spent}
    assert spent == {category.id for category in ledger.policy.categories}


def test_that_drafts_and_files_wait_on_the_desk(ledger, made):
    _, people, _ = made
    finance = next(person for person in people.people if person.login == "wangmin")
    assert len(ledger.drafts(ledger.login(finance.login, finance.password))) == 2
    assert [item.error for item in ledger.inbox()] == ["", ""]


def test_that_money_was_never_spent_beyond_what_came_in_or_was_planned(ledger):
    for year in (2019, 2020, 2021):
        figures = ledger.year_figures("s1", year)
        assert figures.available.fen >= 0
        assert all(row.granted >= row.spent for row in figures.sources)
        assert all(row.left.fen >= 0 for row in figures.categories)
    assert ledger.year_figures("s1", 2019).closed


def test_that_no_posted_voucher_would_be_found_fault_with(ledger):
    """The bulk door does not judge: here every voucher of the open years is."""
    for row in ledger.vouchers(VoucherFilter(states=(State.POSTED,))).rows:
        if row.year > 2019 and not row.reversed_by:
            judgement = ledger.judge(ledger.content_of(row.id), row.id)
            codes = {finding.code for finding in judgement.findings} - {"budget.exceeded", "fund.insufficient"}
            assert codes <= {"invoice.duplicate"}, (row.purpose, judgement.findings)


def test_that_the_same_seed_gives_the_same_figures_and_keys(made, tmp_path):
    path, people, _ = made
    again = tmp_path / "again.studio"
    assert make_demo(again, VOUCHERS, 1, SEED) == people
    seen = []
    for file in (path, again):
        ledger = Workspace.open(file, file.with_name(file.name + ".keys"), read_only=True)
        rows = ledger.vouchers(VoucherFilter()).rows
        keys = [person.public_key for person in ledger.people()]
        seen.append((ledger.ledger_id, rows, [ledger.year_figures("s1", year) for year in (2019, 2020, 2021)], keys))
        ledger.close()
    assert seen[0] == seen[1]


def test_that_everybody_of_the_sample_can_log_in_and_is_told(made, ledger):
    _, people, _ = made
    for person in people.people:
        assert len(person.password) >= 12
        assert ledger.login(person.login, person.password).person.name == person.name
        assert person.password in people.notice


def test_that_demo_overwrites_nothing(made, capsys):
    path = made[0]
    before = path.read_bytes()
    assert main(["demo", str(path)]) == 2
    assert path.read_bytes() == before
    assert "不会覆盖" in capsys.readouterr().err


def test_that_a_small_sample_of_several_studios_is_sound(tmp_path, capsys):
    path = str(tmp_path / "small.studio")
    assert main(["demo", path, "--vouchers", "7", "--studios", "3", "--seed", "2"]) == 0
    assert "wangmin" in capsys.readouterr().out
    assert main(["--ledger", path, "verify", "--json"]) == 0
    assert main(["--ledger", path, "vouchers", "--state", "posted", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out.splitlines()[-1])) == 7
