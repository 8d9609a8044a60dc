"""What may be done with a voucher, by its state and by the roles of who looks: one table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP

from studio_ledger.model.voucher import OPEN_STATES, State, VoucherKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studio_ledger.queries.rows import VoucherListRow


@dataclass(frozen=True, slots=True)
class VoucherAction:
    """A button: the step of the role table it needs, the states it fits, and whether it takes many vouchers."""

    name: str
    text: str
    step: str
    states: tuple[State, ...]
    many: bool = False
    icon: str = ""
    writes: bool = True

PERSONAL = ("lecture", "mentor")
"""Categories in which persons are paid."""

ACTIONS = (
    VoucherAction("post", str(QT_TRANSLATE_NOOP("vouchers", "入账 F9")), "post", (State.SIGNED,), many=True),
    VoucherAction("edit", str(QT_TRANSLATE_NOOP("vouchers", "修改重报")), "submit", (State.RETURNED, State.WITHDRAWN)),
    VoucherAction("withdraw", str(QT_TRANSLATE_NOOP("vouchers", "撤回")), "withdraw", OPEN_STATES),
    VoucherAction("void", str(QT_TRANSLATE_NOOP("vouchers", "作废")), "void", (State.RETURNED, State.WITHDRAWN)),
    VoucherAction("refund", str(QT_TRANSLATE_NOOP("vouchers", "登记退款")), "submit", (State.POSTED,)),
    VoucherAction("correct", str(QT_TRANSLATE_NOOP("vouchers", "更正")), "submit", (State.POSTED,)),
    VoucherAction("reverse", str(QT_TRANSLATE_NOOP("vouchers", "红字冲销")), "submit", (State.POSTED,)),
    VoucherAction("attach", str(QT_TRANSLATE_NOOP("vouchers", "补充附件")), "attach", (*OPEN_STATES, State.POSTED)),
    VoucherAction("entries", str(QT_TRANSLATE_NOOP("vouchers", "记账参考")), "read", (State.POSTED,), writes=False),
    VoucherAction("fee_sheet", str(QT_TRANSLATE_NOOP("vouchers", "发放签收单")), "read", tuple(State), writes=False),
    VoucherAction(
        "print", str(QT_TRANSLATE_NOOP("vouchers", "打印凭证")), "read", tuple(State), icon="printer", writes=False
    ),
    VoucherAction(
        "print_all", str(QT_TRANSLATE_NOOP("vouchers", "打印凭证及附件")), "read", tuple(State), many=True, writes=False
    ),
)


def permitted(
    action: VoucherAction, rows: Sequence[VoucherListRow], may: Mapping[str, bool], *, read_only: bool
) -> tuple[VoucherListRow, ...]:
    """Return those of the rows with which this person may do it; none where it takes one and several are chosen."""
    if not may.get(action.step, False) or (read_only and action.writes) or (len(rows) > 1 and not action.many):
        return ()
    return tuple(row for row in rows if _fits(action, row))


def _fits(action: VoucherAction, row: VoucherListRow) -> bool:
    if row.state not in action.states:
        return False
    if action.name == "reverse":
        return not row.reversed_by and row.kind is not VoucherKind.REVERSAL
    if action.name in {"refund", "correct"}:
        return not row.reversed_by and row.kind is VoucherKind.EXPENSE
    if action.name == "fee_sheet":
        return row.kind is VoucherKind.EXPENSE and row.category in PERSONAL
    # Only an expense is typed anew: the others are withdrawn, voided, or made again from the voucher they refer to.
    return action.name != "edit" or row.kind is VoucherKind.EXPENSE
