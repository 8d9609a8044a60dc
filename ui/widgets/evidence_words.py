"""What is said of evidence: its seals, as far as they can be judged offline, and the fields that were read from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from studio_ledger.model.invoice import Seal, SealState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio_ledger.model.invoice import Invoice

_METHODS = {
    "sm3": "SM3 摘要", "sm2": "SM2 签名", "sha1": "SHA-1 摘要", "sha256": "SHA-256 摘要", "sha384": "SHA-384 摘要",
    "sha512": "SHA-512 摘要", "md5": "MD5 摘要", "rsa": "RSA 签名", "ecdsa": "ECDSA 签名",
}  # fmt: skip
_ORDER = (SealState.CHANGED, SealState.UNREAD, SealState.UNCHANGED)
_LOOKS = {
    SealState.CHANGED: ("alert-triangle", "error"),
    SealState.UNREAD: ("help-circle", "muted"),
    SealState.UNCHANGED: ("rubber-stamp", "caption"),
}
_CHANGES = ("seal.differs", "seal.damaged", "seal.added")


@dataclass(frozen=True, slots=True)
class SealWords:
    """A line about the seals: an icon, a role of the theme, the words, and more of them for who asks."""

    icon: str = ""
    role: str = "caption"
    text: str = ""
    more: str = ""


def seal_words(invoices: Sequence[Invoice]) -> SealWords:
    """Return what can be said of the seals of a file; nothing where it has none. "Genuine" is never said."""
    if not invoices:
        return SealWords()
    seals = tuple(dict.fromkeys(seal for invoice in invoices for seal in invoice.seals))
    changes = [warning.message for i in invoices for warning in i.warnings if warning.code in _CHANGES]
    if not seals:
        return SealWords()
    worst = min(seals, key=lambda seal: _ORDER.index(seal.state))
    icon, role = ("alert-triangle", "warn") if changes else _LOOKS[worst.state]
    icon, role = _LOOKS[SealState.CHANGED] if worst.state is SealState.CHANGED else (icon, role)
    text = _tr("盖章后有改动：{0}").format(changes[0].rstrip("。")) if _is_changed(worst, changes) else _sentence(worst)
    if len(seals) > 1:
        text += _tr("（共 {0} 个签章）").format(len(seals))
    return SealWords(icon, role, text, _more(seals, changes))


def _is_changed(worst: Seal, changes: Sequence[str]) -> bool:
    return worst.state is SealState.CHANGED and bool(changes)


def _sentence(seal: Seal) -> str:
    if seal.state is SealState.UNREAD:
        return _tr("签章未能读出，无法核对盖章后是否改动")
    signer = seal.signer or _tr("未署名")
    if seal.state is SealState.CHANGED:
        return _tr("“{0}”盖章后有改动").format(signer)
    words = _tr("自“{0}”盖章后未改动").format(signer)
    return words if seal.whole else words + _tr("，有内容不在签章之内")


def _more(seals: Sequence[Seal], changes: Sequence[str]) -> str:
    lines = []
    for seal in seals:
        methods = "、".join(_METHODS.get(method, method) for method in seal.proof)
        told = [_sentence(seal)]
        told += [_tr("盖章时间（签章自述）{0}").format(seal.signed_at)] if seal.signed_at else []
        told += [_tr("核对了{0}").format(methods)] if methods else []
        lines.append("，".join(told) + "。")
    lines += changes
    lines.append(_tr("离线核对只说明盖章后有没有改动，不说明发票真伪；真伪以税务机关查验结果为准。"))
    return "\n".join(lines)


def field_name(field: str) -> str:
    """Return what people call a boxed field."""
    if field.startswith("line-"):
        return _tr("第 {0} 行").format(field.partition("-")[2])
    return {
        "number": _tr("发票号码"), "code": _tr("发票代码"), "check_code": _tr("校验码"), "issued_on": _tr("开票日期"),
        "buyer": _tr("购买方"), "buyer_id": _tr("购买方税号"), "seller": _tr("销售方"), "seller_id": _tr("销售方税号"),
        "amount": _tr("金额"), "tax": _tr("税额"), "total": _tr("价税合计"), "words": _tr("大写金额"),
        "remark": _tr("备注"), "trip": _tr("行程"),
    }.get(field, _tr("票面内容"))  # fmt: skip


def field_value(invoice: Invoice, field: str) -> str:
    """Return what was read of a boxed field, as people type it elsewhere."""
    if field.startswith("line-"):
        place = field.partition("-")[2]
        known = place.isdigit() and 0 < int(place) <= len(invoice.lines)
        return invoice.lines[int(place) - 1].item if known else ""
    total = invoice.total
    return {
        "number": invoice.number, "code": invoice.code, "check_code": invoice.check_code,
        "issued_on": f"{invoice.issued_on:%Y%m%d}" if invoice.issued_on else "",
        "buyer": invoice.buyer.name, "buyer_id": invoice.buyer.tax_id,
        "seller": invoice.seller.name, "seller_id": invoice.seller.tax_id,
        "amount": str(invoice.amount or ""), "tax": str(invoice.tax or ""), "total": str(total or ""),
        "words": total.capitals if total is not None else "", "remark": invoice.remark,
    }.get(field, "")  # fmt: skip


def _tr(text: str) -> str:
    return QCoreApplication.translate("Evidence", text)
