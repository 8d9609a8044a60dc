"""The way of every document that two people sign: states, steps, and who may take them, as two tables."""

from __future__ import annotations

from typing import Final

from studio_ledger.errors import LedgerError
from studio_ledger.model.people import Role
from studio_ledger.model.voucher import STATE_NAMES, State

S: Final = State

STEPS: Final[dict[tuple[str, State], State]] = {
    ("submit", S.DRAFT): S.SUBMITTED,
    ("submit", S.RETURNED): S.SUBMITTED,
    ("submit", S.WITHDRAWN): S.SUBMITTED,
    ("sign_host", S.SUBMITTED): S.HOST_SIGNED,
    ("sign_legal", S.HOST_SIGNED): S.SIGNED,
    ("unsign_host", S.HOST_SIGNED): S.SUBMITTED,
    ("unsign_legal", S.SIGNED): S.HOST_SIGNED,
    ("return", S.SUBMITTED): S.RETURNED,
    ("return", S.HOST_SIGNED): S.RETURNED,
    ("return", S.SIGNED): S.RETURNED,
    ("withdraw", S.SUBMITTED): S.WITHDRAWN,
    ("withdraw", S.HOST_SIGNED): S.WITHDRAWN,
    ("withdraw", S.SIGNED): S.WITHDRAWN,
    ("void", S.RETURNED): S.VOID,
    ("void", S.WITHDRAWN): S.VOID,
    ("post", S.SIGNED): S.POSTED,
}
"""Which step leads from which state to which. What is not here is not permitted."""

STEP_ROLES: Final[dict[str, tuple[Role, ...]]] = {
    "submit": (Role.FINANCE,),
    "sign_host": (Role.HOST,),
    "sign_legal": (Role.LEGAL_REPRESENTATIVE,),
    "unsign_host": (Role.HOST,),
    "unsign_legal": (Role.LEGAL_REPRESENTATIVE,),
    "return": (Role.HOST, Role.LEGAL_REPRESENTATIVE, Role.FINANCE),
    "withdraw": (Role.FINANCE,),
    "void": (Role.FINANCE,),
    "post": (Role.FINANCE,),
    "attach": (Role.FINANCE,),
    "grant": (Role.FINANCE,),
    "budget": (Role.FINANCE,),
    "close": (Role.FINANCE,),
    "request_rules": (Role.FINANCE,),
    "request": (Role.FINANCE, Role.HOST),
    "advance": (Role.FINANCE,),
    "opening": (Role.FINANCE,),
    "paper": (Role.FINANCE,),
    "accounts": (Role.FINANCE,),
    "close_hold": (Role.FINANCE,),
    "pay": (Role.FINANCE,),
    "payee": (Role.FINANCE,),
    "read_payees": (Role.FINANCE, Role.HOST, Role.LEGAL_REPRESENTATIVE),
    "originals": (Role.FINANCE,),
    "suspicion_answer": (Role.FINANCE, Role.HOST),
    "violation": (Role.FINANCE,),
    "violation_mended": (Role.FINANCE,),
    "violation_closed": (Role.LEGAL_REPRESENTATIVE,),
    "people": (Role.ADMINISTRATOR,),
    "read": tuple(Role),
}
"""The one role table: who may take a step. Administrators touch accounts and no money."""

SIGN_ROLE: Final = {"sign_host": Role.HOST, "sign_legal": Role.LEGAL_REPRESENTATIVE}
STEP_NAMES: Final = {
    "submit": "提交",
    "sign_host": "主持人签字",
    "sign_legal": "法定代表人签字",
    "unsign_host": "撤回主持人签字",
    "unsign_legal": "撤回法定代表人签字",
    "return": "退回",
    "withdraw": "撤回",
    "void": "作废",
    "post": "入账",
    "originals": "登记拒收、退回或查验",
    "request": "用款申请",
    "advance": "借款",
    "close_hold": "结清",
    "pay": "登记付款",
    "suspicion_answer": "答复疑点",
    "violation": "登记违规",
    "violation_mended": "登记整改",
    "violation_closed": "违规销号",
}


class WrongStateError(LedgerError):
    """The document is not in a state that allows this step (Art. 4: both sign before posting)."""

    code = "workflow.wrong_state"

    def __init__(self, step: str, state: State) -> None:
        super().__init__(step=STEP_NAMES.get(step, step), state=STATE_NAMES[state])


def next_state(step: str, state: State) -> State:
    """Return where a step leads.

    Raises: WrongStateError where the table does not permit the step.
    """
    try:
        return STEPS[step, state]
    except KeyError:
        raise WrongStateError(step, state) from None
