"""The columns of the list of vouchers, and those that give way to the panel beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from studio_ledger.model.voucher import State, VoucherKind
from ui.widgets.row_table import Column

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio_ledger.queries.rows import VoucherListRow

KEYS = ("number", "date", "purpose", "category", "payee", "amount", "attachments", "state", "rest", "host", "legal")
SPARE = ("payee", "attachments", "rest", "host", "legal")
"""Columns that give way while the panel stands beside the list, which shows the same."""
_KIND_CHIPS = {VoucherKind.REVERSAL: "reversal", VoucherKind.REFUND: "refund", VoucherKind.RETURN: "return"}


def voucher_columns(category: Callable[[str], str], titles: tuple[str, str]) -> tuple[Column, ...]:
    """The columns in the order of KEYS; `category` words a category's id, `titles` are of the two who sign."""
    return (
        Column(_tr("凭证号"), lambda row: row.number or _tr("—"), width=76),
        Column(_tr("日期"), lambda row: row.date, width=96),
        Column(_tr("摘要"), lambda row: row.purpose),
        Column(_tr("类别"), lambda row: category(row.category), width=124),
        Column(_tr("收款方"), lambda row: row.payee, width=150),
        Column(_tr("金额"), lambda row: row.amount, numeric=True, width=108),
        Column(_tr("附件"), lambda row: row.attachments, numeric=True, width=52),
        Column(_tr("状态"), _chip, width=146, chip=True),
        Column(_tr("未收付"), lambda row: row.rest or None, numeric=True, width=96),
        Column(_tr("{0}签").format(titles[0]), lambda row: row.host_signed_by, width=84),
        Column(_tr("{0}签").format(titles[1]), lambda row: row.legal_signed_by, width=104),
    )


def _chip(row: VoucherListRow) -> State | str:
    return _KIND_CHIPS.get(row.kind, row.state) if row.state is State.POSTED else row.state


def _tr(text: str) -> str:
    return QCoreApplication.translate("vouchers", text)
