"""A fee is paid in two parts: the net to the person, and to the bureau the tax that the school withholds."""

from __future__ import annotations

from studio_ledger.model.case import Details
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import VoucherContent, VoucherKind


def paid_by(content: VoucherContent) -> tuple[tuple[str, str, Money, Money], ...]:
    """Return (payee, name, net, tax) of everybody whom a voucher pays for labour."""
    if content.fees:
        return tuple((fee.payee, fee.name, fee.net, fee.tax) for fee in content.fees)
    details = Details.read(content.details)
    labour, lecture = details.labour, details.lecture
    tax = labour.tax if labour and labour.tax is not None else lecture.tax if lecture else None
    if tax is None or content.payee.kind == "organisation":
        return ()
    gross = labour.pre_tax if labour and labour.pre_tax is not None else content.amount
    return (("", content.payee.name, gross - tax, tax),)


def withheld(content: VoucherContent) -> Money:
    """Return the tax that an expense withholds from those whom it pays (个人所得税法 art. 9)."""
    if content.kind is not VoucherKind.EXPENSE:
        return Money()
    return Money.total(tax for _, _, _, tax in paid_by(content))
