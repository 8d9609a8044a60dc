"""Drawing with a watch: pdfium asks between two objects whether to go on, so that no page can take for ever."""

from __future__ import annotations

import math
import time
from typing import Any

import pypdfium2
from pypdfium2 import raw

from studio_ledger.invoices.pictures import Picture

SECONDS_A_PAGE = 2.0
_BGRA = 4
_WHITE = (255, 255, 255, 255)


def drawn(page: Any, scale: float, seconds: float = SECONDS_A_PAGE) -> Picture:
    """Return a page of pdfium in colour; what is not drawn after so many seconds is left out."""
    width, height = (max(1, math.ceil(side * scale)) for side in page.get_size())
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, _BGRA)
    try:
        bitmap.fill_rect(_WHITE, 0, 0, width, height)
        pause = _pause_after(seconds)
        flags = raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER
        raw.FPDF_RenderPageBitmap_Start(bitmap, page, 0, 0, width, height, 0, flags, pause)
        raw.FPDF_RenderPage_Close(page)
        stride, rows = bitmap.stride, bytes(bitmap.buffer)
    finally:
        bitmap.close()
    if stride == width * 4:
        return Picture(width, height, rows)
    return Picture(width, height, b"".join(rows[y * stride : y * stride + width * 4] for y in range(height)))


def _pause_after(seconds: float) -> Any:
    end = time.monotonic() + seconds
    pause = raw.IFSDK_PAUSE(version=1)
    pause.NeedToPauseNow = type(pause.NeedToPauseNow)(lambda _: time.monotonic() > end)
    return pause
