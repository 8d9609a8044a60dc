"""A scripted year with everything a clerk meets, in two studios, against an independent model, to the fen."""

from __future__ import annotations

import ast
import datetime as dt
from pathlib import Path

from core.year_script import CITY, DISTRICT, Script

from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.spending import METHODS, Part, RequestRules
from studio_ledger.model.voucher import RefundKind, VoucherKind

IMPORTS = (ast.Import, ast.ImportFrom)


def first_half(run: Script) -> dict[str, str]:
    """From the opening to the summer; returns the vouchers that the second half comes back to."""
    run.open("s1", (CITY, "40000", "12345.67"), (DISTRICT, "20000", "999.99"))
    run.close("s1", 2019, carry=True)
    for studio in ("s1", "s2"):
        run.grant(studio, CITY, "40000")
        run.grant(studio, DISTRICT, "40000.50")
        run.budget(studio, books="9000", equipment="9000", lecture="20000", conference="9000", publication="12000")
    run.on(2, 10)
    kept = {"first": run.spend("s1", "books", (Source.CARRIED_OVER, "1200.10"), (CITY, "99.90"))}
    kept["wrong"] = run.spend("s2", "books", (DISTRICT, "310.05"))
    run.spend("s1", "equipment", (CITY, "120.40"), payment="cash")
    run.spend("s2", "equipment", (DISTRICT, "2345.60"), payment="direct")
    run.back(run.submit(run.voucher("s1", "equipment", (CITY, "455.00"))))
    run.on(3, 2)
    rules = RequestRules("", "s1", ("conference", "publication"), Money.yuan("3000"), Money.yuan("8000"), run.day)
    run.ledger.propose_request_rules(run.school.finance, rules, "rules-s1")
    run.school.sign_both("rules-s1")
    run.told()
    asked = run.request("r-conference", "s1", "conference", "2500")
    run.spend("s1", "conference", (CITY, "800.00"), request=asked)
    run.back(run.submit(run.voucher("s1", "conference", (DISTRICT, "700.25"), request=asked)))
    run.spend("s1", "conference", (DISTRICT, "700.25"), request=asked)
    run.settle(asked)
    run.on(4, 8)
    taken = run.advance("a-trip", "s2", CITY, "3000")
    run.spend("s2", "books", (CITY, "1100.30"), advance=taken)
    kept["advanced"] = run.spend("s2", "equipment", (CITY, "640.00"), advance=taken)
    assert run.model.due(kept["advanced"]) == 0
    run.pay(taken, -(300_000 - 110_030 - 64_000), Part.ADVANCE)
    run.settle(taken)
    fees(run)
    return kept


def fees(run: Script) -> None:
    """Two and three vouchers a month for one person, over both studios; the tax goes to the bureau in the next."""
    run.on(5, 6)
    run.fees("s1", ("周敏", "500"), ("刘洁", "1500"))
    run.on(5, 20)
    run.fees("s1", ("周敏", "500"))
    run.reverse(run.fees("s1", ("周敏", "900"), pay=False))
    run.fees("s2", ("刘洁", "2000"), ("何平", "800"))
    assert run.model.months()["2020-05", "周敏"][1] > 0, "taxed only because two payments in a month are one"
    run.on(6, 12)
    assert run.model.owed_to_bureau("s1", "2020-06")[0] == 2
    run.remit()
    assert run.model.owed_to_bureau("s1", "2020-06") == (0, 0)


def bank(run: Script, name: str, start: dt.date) -> list[tuple[str, ...]]:
    """All but the last two items stand on the statement, two of them together, and two lines beside them.

    Returns the items of each line.
    """
    items = sorted(run.bank.open_items(), key=lambda item: run.bank.in_books()[item])
    out = [item for item in items if run.bank.open_items()[item] < 0]
    rows = [(out[0], out[1]), *((item,) for item in items[:-2] if item not in out[:2])]
    run.statement(name, start, rows, -1_500, -33_300)
    for number, row in enumerate(rows, 1):
        run.tick(name, number, *row)
    run.tick(name, len(rows) + 1, note="账户管理费由学校承担")
    assert len(run.bank.open_items(run.day)) == 2
    assert (name, len(rows) + 2) in run.bank.unbooked(run.day)
    return rows


def second_half(run: Script, kept: dict[str, str]) -> None:
    """The bank, refunds, corrections, cards, and the year's end."""
    run.on(6, 30)
    run.statement("wrong", dt.date(2020, 1, 1), [("grant-2",)])
    run.tick("wrong", 1, "grant-2")
    run.withdraw_statement("wrong")
    rows = bank(run, "half", dt.date(2020, 1, 1))
    run.untick("half", 3)
    run.on(9, 3)
    run.refund(kept["first"], RefundKind.SELLER, "100.05", red=True)
    run.refund(kept["first"], RefundKind.PERSON, "0.95")
    wrong = run.spend("s1", "equipment", (CITY, "560.00"), pay=False)
    run.undo(run.pay(wrong, 56_000))
    run.reverse(wrong, "550.00")
    cards(run)
    run.on(10, 12)
    big = run.request("r-book", "s1", "publication", "9000", minutes=True)
    run.spend("s1", "publication", (DISTRICT, "8800.80"), request=big)
    run.settle(big)
    run.budget("s2", reason="按进度调整", books="15000", equipment="5000", lecture="20000", conference="9000")
    run.tick("half", 3, *rows[2])
    run.on(11, 9)
    run.spend("s2", "conference", (DISTRICT, "1234.56"), (CITY, "65.44"))
    run.fees("s2", ("何平", "3360"))
    over = run.advance("a-late", "s1", DISTRICT, "500")
    more = run.spend("s1", "books", (DISTRICT, "620.00"), advance=over, pay=False)
    assert run.model.due(more) == 12_000
    run.pay(more, 12_000)
    run.settle(over)
    run.on(12, 11)
    run.remit()
    run.on(12, 15)
    run.return_leftovers("s2", 2020)
    run.close("s2", 2020, carry=False)
    run.close("s1", 2020, carry=True)


def cards(run: Script) -> None:
    """Repaid in time, partly late, undone, reversed before it is repaid, taken back in part, and open at year's end."""
    run.on(9, 5)
    slow = run.spend("s1", "books", (CITY, "88.08"), pay=False, payment="official_card")
    run.swipe(slow, dt.date(2020, 9, 24))
    run.swipe(slow, dt.date(2020, 9, 25))
    other = run.spend("s2", "books", (CITY, "77.70"), pay=False, payment="official_card")
    run.swipe(other, dt.date(2020, 10, 5), holder="刘洋")
    undone = run.spend("s2", "books", (DISTRICT, "66.60"), pay=False, payment="official_card")
    run.swipe(undone, dt.date(2020, 9, 20), day=dt.date(2020, 9, 1), holder="刘洋", tail="0001")
    run.reverse(undone)
    run.on(9, 20)
    run.pay(slow, 5_000)
    run.on(9, 28)
    late = run.pay(slow, 3_808)
    assert run.cards.late(late) == 3
    run.undo(late)
    run.pay(slow, 3_808)
    run.on(10, 5)
    run.pay(other, 7_770)
    run.refund(other, RefundKind.SELLER, "7.70")
    run.on(10, 8)
    kept = run.spend("s1", "equipment", (DISTRICT, "199.99"), pay=False, payment="official_card")
    run.swipe(kept, dt.date(2020, 10, 12))
    run.spend("s1", "books", (DISTRICT, "45.45"), pay=False, payment="official_card")
    assert run.cards.told("s1", run.day) == (24_544, 0, 1, 1, 2)


def after_the_close(run: Script, kept: dict[str, str]) -> None:
    """The open year takes what the closed one got wrong, and pays what it left owing."""
    run.on(1, 11, 2021)
    assert run.cards.told("s1", run.day) == (24_544, 1, 0, 1, 2)
    run.grant("s1", CITY, "40000", 2021)
    for studio in ("s1", "s2"):
        run.budget(studio, 2021, books="9000", equipment="9000")
    run.grant("s2", CITY, "40000", 2021)
    run.refund(kept["first"], RefundKind.AUDIT, "200.00")
    run.reverse(kept["advanced"])
    assert run.model.outstanding("a-trip") == 64_000, "what a settled advance paid for is accounted for no longer"
    run.pay("a-trip", -64_000, Part.ADVANCE)
    corrected = run.reverse(kept["wrong"], "301.05")
    run.pay(kept["wrong"], -31_005)
    run.pay(corrected, 30_105)
    run.spend("s1", "books", (Source.CARRIED_OVER, "333.33"))
    for studio in ("s1", "s2"):
        for name, (fen, last) in run.cards.debts(studio).items():
            if last is None:
                run.swipe(name, dt.date(2020, 11, 2), day=dt.date(2020, 10, 8))
            run.pay(name, fen)
    bank(run, "rest", dt.date(2020, 7, 1))


def a_year(folder) -> Script:
    """The whole year, compared at every step."""
    run = Script(folder)
    kept = first_half(run)
    second_half(run, kept)
    after_the_close(run, kept)
    return run


def test_that_the_model_knows_nothing_of_the_program():
    for path in sorted(Path(__file__).parent.glob("year_model*.py")):
        imported = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, IMPORTS)]
        named = {alias.name for node in imported for alias in node.names}
        named |= {node.module for node in imported if isinstance(node, ast.ImportFrom)}
        assert named <= {"__future__", "annotations", "collections", "defaultdict"}, path.name
        assert len(path.read_text("utf-8").splitlines()) <= 210, path.name


def test_that_a_scripted_year_agrees_with_an_independent_model_at_every_step(tmp_path):
    run = a_year(tmp_path)
    assert run.events >= 60, run.events
    assert {one["kind"] for one in run.model.vouchers.values()} == {kind.value for kind in VoucherKind}
    assert {one["method"] for one in run.model.moves.values()} == set(METHODS)
    outcome = run.ledger.verify()
    assert outcome.ok, outcome.defects
    run.ledger.close()
