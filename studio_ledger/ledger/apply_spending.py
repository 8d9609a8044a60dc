"""Reducers for what stands around a voucher: when to ask first, requests, advances, and payments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from studio_ledger.ledger import balances, holds
from studio_ledger.ledger import spending_content as spelled
from studio_ledger.ledger.apply_cards import demand_after_swipe
from studio_ledger.ledger.apply_documents import EFFECTS, find, propose, record_approval
from studio_ledger.ledger.content import read_voucher
from studio_ledger.ledger.permits import demand_role, roles_held
from studio_ledger.ledger.refusals import BadActError, BadHoldError, BadPaymentError
from studio_ledger.log import canonical
from studio_ledger.model.fee_parts import withheld
from studio_ledger.model.money import Money
from studio_ledger.model.people import Role
from studio_ledger.model.spending import METHODS, Level, Part
from studio_ledger.model.voucher import State
from studio_ledger.storage import spending as s
from studio_ledger.storage import tables as t

if TYPE_CHECKING:
    import datetime as dt

    from studio_ledger.log.act import Act

_RULES: Final = select(s.request_rule).where(s.request_rule.c.studio == bindparam("studio"))
_PAID: Final = select(func.coalesce(func.sum(s.payment.c.paid_fen), 0)).where(
    s.payment.c.document == bindparam("document"), s.payment.c.undone_seq == 0
)
_PAID_FOR: Final = _PAID.where(s.payment.c.part == bindparam("part"))
_DRAWN: Final = (
    select(func.coalesce(func.sum(s.draw.c.drawn_fen), 0))
    .select_from(s.draw.join(s.hold, s.hold.c.document == s.draw.c.hold))
    .where(s.draw.c.voucher == bindparam("voucher"), s.hold.c.kind == holds.ADVANCE)
)
_PAYMENT: Final = insert(s.payment)


def request_rules(connection: Connection, act: Act) -> None:
    """When a studio asks before it spends; both sign, because it decides what each of them must sign later."""
    rules = spelled.read_rules(act.document, act.data["content"])
    if rules.legal_above < Money() or rules.minutes_above < Money():
        raise BadActError(seq=act.seq, reason="a limit is at zero or above")
    propose(connection, act, rules.valid_from.year, "用款申请办法", rules.valid_from.isoformat(), Money())


def request(connection: Connection, act: Act) -> None:
    """A request to spend, waiting for the host, and above the studio's limit for the legal representative too.

    A host who asks for himself has signed it by asking.
    """
    what = spelled.read_request(act.document, act.data["content"])
    _demand_fitting(connection, act, what.level, what.amount, what.studio, kinds={a.kind for a in what.attachments})
    title = f"用款申请：{what.purpose}"
    propose(connection, act, what.date.year, title, what.date.isoformat(), what.amount)
    connection.execute(update(t.document).where(t.document.c.id == act.document).values(category=what.category))
    if Role.HOST in roles_held(connection, act.by, what.studio, act.at.date()):
        record_approval(connection, act, find(connection, act.document), "sign_host")


def _demand_fitting(
    connection: Connection, act: Act, level: Level, amount: Money, studio: str, *, kinds: set[str]
) -> None:
    if amount <= Money():
        raise BadActError(seq=act.seq, reason="a request is above zero")
    rules = rules_of(connection, studio)
    wanted = Level.LEGAL if rules is None or amount.fen > rules.legal_above_fen else Level.HOST
    if level is not wanted:
        raise BadActError(seq=act.seq, reason="a request names who must sign it by the studio's limits")
    if rules is not None and amount.fen > rules.minutes_above_fen and "minutes" not in kinds:
        raise BadHoldError(hold=act.document, reason="minutes", limit=Money(rules.minutes_above_fen))


def rules_of(connection: Connection, studio: str) -> Row[Any] | None:
    """Return when this studio asks before it spends, or None where both have not agreed on it."""
    return connection.execute(_RULES, {"studio": studio}).one_or_none()


def needs_request(connection: Connection, studio: str, category: str, day: dt.date) -> bool:
    """Whether a voucher of this category and day must name a request."""
    rules = rules_of(connection, studio)
    return rules is not None and category in rules.categories.split(" ") and day.isoformat() >= rules.valid_from


def advance(connection: Connection, act: Act) -> None:
    """Money for a person to take along, waiting for both signatures."""
    what = spelled.read_advance(act.document, act.data["content"])
    if what.amount <= Money() or what.due_on < what.date or not what.person.strip():
        raise BadActError(seq=act.seq, reason="an advance is above zero, for somebody, and settled after it is given")
    if what.request:
        asked = holds.find(connection, what.request)
        if asked.studio != what.studio or asked.kind != holds.REQUEST or asked.closed_seq:
            raise BadHoldError(hold=what.request, rest=holds.rest(asked))
    _demand_free(connection, act, what.studio, what.date.year, what.source.value, what.amount)
    title = f"借款：{what.person} {what.purpose}"
    propose(connection, act, what.date.year, title, what.date.isoformat(), what.amount)
    connection.execute(update(t.document).where(t.document.c.id == act.document).values(payee=what.person))


def _demand_free(connection: Connection, act: Act, studio: str, year: int, source: str, amount: Money) -> None:
    held = {str(key.value): value for key, value in balances.by_source(connection, studio, year).items()}
    granted, spent, committed = held.get(source, (Money(), Money(), Money()))
    if amount > granted - spent - committed:
        raise BadActError(seq=act.seq, reason="more than has arrived from a source")


def _rules_effect(connection: Connection, _act: Act, row: Row[Any]) -> None:
    rules = spelled.read_rules(row.id, canonical.decode(row.content))
    values = {
        "document": row.id,
        "categories": " ".join(sorted(rules.categories)),
        "legal_above_fen": rules.legal_above.fen,
        "minutes_above_fen": rules.minutes_above.fen,
        "valid_from": rules.valid_from.isoformat(),
    }
    statement = upsert(s.request_rule).values(studio=row.studio, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["studio"], set_=values))


def _request_effect(connection: Connection, act: Act, row: Row[Any]) -> None:
    what = spelled.read_request(row.id, canonical.decode(row.content))
    budget = balances.budget_by_category(connection, row.studio, row.year).get(what.category, Money())
    spent, committed = balances.by_category(connection, row.studio, row.year).get(what.category, (Money(), Money()))
    if what.amount > budget - spent - committed:
        raise BadActError(seq=act.seq, reason="more than the category's budget")
    holds.open_hold(connection, row, held_fen=what.amount.fen, category=what.category)


def _advance_effect(connection: Connection, act: Act, row: Row[Any]) -> None:
    what = spelled.read_advance(row.id, canonical.decode(row.content))
    _demand_free(connection, act, what.studio, row.year, what.source.value, what.amount)
    due = what.due_on.isoformat()
    holds.open_hold(connection, row, held_fen=what.amount.fen, source=what.source.value, person=what.person, due_on=due)


EFFECTS.update({"request_rules": _rules_effect, "request": _request_effect, "advance": _advance_effect})


def close_hold(connection: Connection, act: Act) -> None:
    """Free what is left of a request, or of an advance that has been settled and given back to the fen."""
    row = find(connection, act.document)
    demand_role(connection, act.by, "close_hold", row.studio, act.at.date())
    hold = holds.find(connection, act.document)
    if hold.closed_seq:
        raise BadHoldError(hold=act.document, rest=Money())
    waiting = connection.execute(
        select(func.count())
        .select_from(s.draw.join(t.document, t.document.c.id == s.draw.c.voucher))
        .where(s.draw.c.hold == act.document, t.document.c.state != State.POSTED.value)
    ).scalar_one()
    if waiting:
        raise BadHoldError(hold=act.document, reason="under_way", count=waiting)
    if hold.kind == holds.ADVANCE and paid(connection, act.document) != Money(hold.drawn_fen):
        outstanding = paid(connection, act.document) - Money(hold.drawn_fen)
        raise BadHoldError(hold=act.document, reason="outstanding", rest=outstanding)
    holds.close(connection, hold, act.seq)


def paid(connection: Connection, document: str, *, part: Part | None = None) -> Money:
    """Return what has gone out for a document less what has come back."""
    if part is None:
        return Money(connection.execute(_PAID, {"document": document}).scalar_one())
    return Money(connection.execute(_PAID_FOR, {"document": document, "part": part.value}).scalar_one())


def pay(connection: Connection, act: Act) -> None:
    """Money that moved for a posted voucher or a signed advance; never more than is due, either way."""
    row = find(connection, act.document)
    demand_role(connection, act.by, "pay", row.studio, act.at.date())
    what = spelled.read_payment(str(act.data["payment"]), act.document, act.data["content"])
    if what.method not in METHODS or not what.amount or what.paid_on > act.at.date():
        raise BadPaymentError(reason="form", amount=what.amount)
    if row.kind == "advance":
        _demand_advance_payment(connection, row, what.part, what.amount)
    else:
        _demand_voucher_payment(connection, row, what.part, what.amount)
        if what.amount > Money():
            demand_after_swipe(connection, row.id, what.paid_on)
    connection.execute(
        _PAYMENT,
        {
            "id": what.id,
            "document": what.document,
            "part": what.part.value,
            "paid_fen": what.amount.fen,
            "paid_on": what.paid_on.isoformat(),
            "method": what.method,
            "payee": what.payee,
            "account": what.account,
            "slip": what.slip,
            "note": what.note,
            "by_person": act.by,
            "seq": act.seq,
        },
    )


def _demand_advance_payment(connection: Connection, row: Row[Any], part: Part, amount: Money) -> None:
    if row.state != State.SIGNED.value or part is not Part.ADVANCE:
        raise BadPaymentError(reason="not_signed", document=row.id)
    hold = holds.find(connection, row.id)
    after = paid(connection, row.id) + amount
    # A closed one pays nothing out; where a payment of it was undone, the person still has to give it back.
    ended = bool(hold.closed_seq) and amount > Money()
    # What vouchers have settled cannot come back as money as well.
    if ended or not Money(hold.drawn_fen) <= after <= Money(hold.held_fen):
        raise BadPaymentError(reason="above_due", document=row.id, amount=amount)


def _demand_voucher_payment(connection: Connection, row: Row[Any], part: Part, amount: Money) -> None:
    if row.kind != "voucher" or row.state != State.POSTED.value or part is Part.ADVANCE:
        raise BadPaymentError(reason="not_posted", document=row.id)
    whole = due(connection, row)
    after = paid(connection, row.id) + amount
    low, high = min(whole, Money()), max(whole, Money())
    if not low <= after <= high:
        raise BadPaymentError(reason="above_due", document=row.id, amount=amount, due=whole)
    if amount > Money():
        _demand_part(connection, row, part, amount)


def _demand_part(connection: Connection, row: Row[Any], part: Part, more: Money) -> None:
    """What is withheld goes to the bureau and to nobody else, and no more than it."""
    tax = withheld(read_voucher(canonical.decode(row.content)))
    most = {Part.NET: due(connection, row) - tax, Part.TAX: tax}.get(part)
    if most is not None and paid(connection, row.id, part=part) + more > max(most, Money()):
        raise BadPaymentError(reason="above_part", document=row.id, amount=more)


def tax_left(connection: Connection, row: Row[Any]) -> Money:
    """Return the tax that a posted voucher withholds and no payment has remitted (个人所得税法 art. 14).

    Never more than is still due for the voucher: one that was paid whole, or reversed, leaves nothing.
    """
    tax = withheld(read_voucher(canonical.decode(row.content))) - paid(connection, row.id, part=Part.TAX)
    return max(Money(), min(tax, due(connection, row) - paid(connection, row.id)))


def due(connection: Connection, row: Row[Any]) -> Money:
    """Return what a posted voucher costs in money of its own: less what an advance paid before; negative if it brings.

    A voucher that has been reversed, and its reversal, owe nothing: what was paid already has to come back.
    """
    return Money() if row.reversed_by or row.voucher_kind == "reversal" else _cost(connection, row)


def _cost(connection: Connection, row: Row[Any]) -> Money:
    return Money(row.amount_fen - connection.execute(_DRAWN, {"voucher": row.id}).scalar_one())


def unpay(connection: Connection, act: Act) -> None:
    """A payment that was recorded by mistake no longer counts; both acts stay in the log."""
    row = find(connection, act.document)
    demand_role(connection, act.by, "pay", row.studio, act.at.date())
    found = connection.execute(
        select(s.payment).where(s.payment.c.id == str(act.data["payment"]), s.payment.c.document == act.document)
    ).one_or_none()
    if found is None or found.undone_seq or not str(act.data["reason"]).strip():
        raise BadPaymentError(reason="unknown", document=act.document)
    if found.paid_fen < 0 and row.kind == "voucher" and not row.reversed_by:
        _demand_part(connection, row, Part(found.part), Money(-found.paid_fen))
    connection.execute(update(s.payment).where(s.payment.c.id == found.id).values(undone_seq=act.seq))
    if row.kind == "advance":
        hold = holds.find(connection, row.id)
        low, high = Money(hold.drawn_fen), Money(hold.held_fen)
    else:
        # Of a reversed voucher what was paid has to come back: what it cost bounds it still.
        low, high = sorted((Money(), _cost(connection, row)))
    if not low <= paid(connection, row.id) <= high:
        raise BadPaymentError(reason="above_due", document=row.id, amount=Money(-found.paid_fen))
