"""ZIP files. OFD and bundles are not read yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio_ledger.invoices.refusal import RefusedError

if TYPE_CHECKING:
    from studio_ledger.model.invoice import Invoice


def read(_data: bytes) -> tuple[Invoice, ...]:
    """Refuse.

    Raises: RefusedError.
    """
    raise RefusedError("暂不支持 OFD 和 ZIP 文件，请改用同一张发票的 PDF 或 XML")
