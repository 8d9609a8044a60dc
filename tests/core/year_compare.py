"""All figures of the program against the independent model, to the fen, after one event."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from studio_ledger.queries import cards
from studio_ledger.queries.fees import months, tax_owed

if TYPE_CHECKING:
    from core.year_script import Script

STUDIOS, YEARS = ("s1", "s2"), (2019, 2020, 2021)
ACCOUNT = "4000 0212 3456"
SPAN = dt.date(2019, 1, 1), dt.date(2021, 12, 31)


def compare(run: Script) -> None:
    """Both sides are whole: what only one of them knows is a difference too."""
    for studio in STUDIOS:
        for year in YEARS:
            _funds(run, studio, year)
        _open(run, studio)
        _moved(run, studio)
        _cards(run, studio)
    _tax(run)
    _bank(run)


def _filled(rows: dict) -> dict:
    """A row of zeros stands for nothing."""
    return {key: row for key, row in rows.items() if any(row)}


def _funds(run: Script, studio: str, year: int) -> None:
    figures, model = run.ledger.year_figures(studio, year), run.model
    sources = {one.source.value: (one.granted.fen, one.spent.fen, one.committed.fen) for one in figures.sources}
    names = {place[2] for place in (*model.came, *model.spent, *model.bound) if place[:2] == (studio, year)}
    mine = {name: model.of_source(studio, year, name) for name in names}
    assert _filled(sources) == _filled(mine), (studio, year)
    categories = {one.category: (one.budget.fen, one.spent.fen, one.committed.fen) for one in figures.categories}
    names = {place[3] for place in (*model.spent, *model.bound) if place[:2] == (studio, year)}
    names |= set(model.planned.get((studio, year), ())) | {one["category"] for one in model.holds.values()}
    mine = {name: model.of_category(studio, year, name) for name in names - {""}}
    assert _filled(categories) == _filled(mine), (studio, year)


def _open(run: Script, studio: str) -> None:
    """What has still to be paid, accounted for, or may still be drawn."""
    ledger, model = run.ledger, run.model
    mine = {name: model.due(name) for name, one in model.vouchers.items() if one["studio"] == studio}
    assert {row.voucher: row.rest.fen for row in ledger.unpaid(studio)} == {k: fen for k, fen in mine.items() if fen}
    holds = {name: one for name, one in model.holds.items() if one["studio"] == studio}
    assert {row.advance.id: row.outstanding.fen for row in ledger.advances(studio)} == {
        name: model.outstanding(name) for name, one in holds.items() if one["kind"] == "advance"
    }
    assert {row.request.id: (row.drawn.fen, row.rest.fen) for row in ledger.requests(studio)} == {
        name: (one["drawn"], model.rest_of(name)) for name, one in holds.items() if one["kind"] == "request"
    }


def _moved(run: Script, studio: str) -> None:
    """Every payment, those that were undone too, and how late it repaid a card."""
    rows = {
        row.payment.id: (row.payment.amount.fen, row.payment.paid_on, row.payment.method, row.undone, row.late_days)
        for row in run.ledger.payments(studio=studio)
    }
    model = run.model
    assert rows == {
        name: (one["fen"], one["day"], one["method"], one["undone"], run.cards.late(name))
        for name, one in model.moves.items()
        if (model.vouchers.get(one["of"]) or model.holds[one["of"]])["studio"] == studio
    }


def _cards(run: Script, studio: str) -> None:
    rows = run.ledger.unpaid(studio)
    owed = [row for row in rows if row.payment == "official_card" and row.rest.fen > 0]
    told = {row.voucher: (row.rest.fen, row.card.repay_by if row.card else None) for row in owed}
    assert told == run.cards.debts(studio)
    sums = cards.debts(rows, run.day)
    assert (sums.rest.fen, sums.late, sums.soon, sums.unknown, sums.open) == run.cards.told(studio, run.day)
    known = {(one.holder, one.tail): (one.swiped_on, one.repay_by) for one in run.ledger.known_cards(studio)}
    assert known == run.cards.known(studio)


def _tax(run: Script) -> None:
    paid = {(row.month, row.name): (row.gross.fen, row.tax.fen) for row in months(run.ledger.fees_paid(*SPAN))}
    assert paid == run.model.months()
    for name, voucher in run.model.vouchers.items():
        if voucher["fees"] and not voucher["reversed"]:
            assert run.ledger.tax_to_remit(name).fen == run.model.to_remit(name)
    with run.ledger._read() as connection:
        for studio in STUDIOS:
            count, owed, _ = tax_owed(connection, studio, run.day)
            assert (count, owed.fen) == run.model.owed_to_bureau(studio, f"{run.day:%Y-%m}")


def _bank(run: Script) -> None:
    """What no line stands for, and the account against the books on the last day that a statement reaches."""
    ledger, bank = run.ledger, run.bank
    assert {item.id: item.amount.fen for item in ledger.open_items()} == bank.open_items()
    until = max((statement.end for statement in ledger.statements()), default=None)
    if until is None:
        assert not bank.lines
        return
    found = ledger.reconciliation(ACCOUNT, until)
    assert {item.id: item.amount.fen for item in found.unbanked} == bank.open_items(until)
    assert {(row.statement, row.line.number): row.line.amount.fen for row in found.unbooked} == bank.unbooked(until)
    assert (found.bank.fen, found.foreign.fen, found.books.fen) == bank.balances(until)
    assert found.difference.fen == 0
