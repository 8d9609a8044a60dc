"""Why a file was not read, worded for people: a refusal is an answer, a traceback is not."""

from __future__ import annotations

from studio_ledger.errors import LedgerError

EMPTY = "文件是空的"
TOO_LARGE = "文件超过 50 MB"
DAMAGED = "文件不完整或已损坏"
ENCRYPTED = "文件有打开密码，请先解除密码"
WEB_PAGE = "这是一个网页，不是发票文件，请重新下载"
HOSTILE = "文件含有不安全的内容，已拒绝读取"
TOO_MANY_PAGES = "页数超过 100 页"
NOT_AN_INVOICE = "没有找到发票号码和金额，可能不是发票"
BANK_SLIP = "这是银行电子回单或对账单，不是发票"
TREASURY_SLIP = "这是国库集中支付凭证，不是发票"
UNKNOWN_KIND = "不是支持的发票格式（支持 XML、PDF、OFD、ZIP）"


class UnreadableInvoiceError(LedgerError):
    """The file is damaged, encrypted, hostile, unsupported, or no invoice at all."""

    code = "invoice.unreadable"

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(file=file, reason=reason)
        self.reason = reason


class RefusedError(Exception):
    """Raised inside the readers, which know the reason but not the file's name."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
