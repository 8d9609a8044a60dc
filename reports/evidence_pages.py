"""A voucher and all its evidence in one file, to be printed and bound: the sheet first, then each page as it looks."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PIL import Image
from reportlab.lib.utils import ImageReader

from reports import fonts, style
from reports.files import write_atomically
from reports.paper import Frame, plain_pdf
from reports.style import MM
from reports.voucher_sheet import FRAME, draw_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from studio_ledger.invoices.pictures import Picture
    from studio_ledger.statements.figures import VoucherSheet

_A4 = Frame(210 * MM, 297 * MM, 25 * MM, 10 * MM, 10 * MM, 5 * MM)
_FOOT = 7 * MM
_HASH_SHOWN = 16
_WIDE = 1.15
"""A page this much wider than high goes on the voucher's own paper, any other on A4."""
_MUCH_SMALLER = 0.6
_QUALITY = 88


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """A file of evidence: its pages as pictures; `note` says why there are none."""

    name: str
    sha256: str
    pages: tuple[Picture, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class PrintedVoucher:
    """A voucher with its evidence in the order of binding."""

    sheet: VoucherSheet
    files: tuple[PrintedFile, ...]


def write_with_evidence(vouchers: Iterable[PrintedVoucher], path: Path, *, title: str, author: str) -> None:
    """Write vouchers and their evidence into one PDF; they are asked for one by one, so that few are in memory.

    Raises: OSError; whatever asking for the next voucher raises.
    """

    def fill(canvas: Any) -> None:
        for voucher in vouchers:
            draw_sheet(canvas, voucher.sheet)
            for file in voucher.files:
                _draw_file(canvas, voucher.sheet, file)

    write_atomically(path, plain_pdf(FRAME, title, author, fill))


def _draw_file(canvas: Any, sheet: VoucherSheet, file: PrintedFile) -> None:
    count = max(len(file.pages), 1)
    for number, picture in enumerate(file.pages, 1):
        frame = FRAME if picture.width > _WIDE * picture.height else _A4
        canvas.setPageSize((frame.wide, frame.high))
        _place(canvas, frame, picture)
        _foot(canvas, frame, sheet, file, f"第 {number} 页 / 共 {count} 页")
        canvas.showPage()
    if not file.pages:
        canvas.setPageSize((FRAME.wide, FRAME.high))
        size, [words] = fonts.fitted(file.note, FRAME.room, 1, 11)
        middle = FRAME.left + FRAME.room / 2
        style.text(canvas, middle, FRAME.high / 2, words, size, align="centre", colour=style.FAINT)
        _foot(canvas, FRAME, sheet, file, "没有画面")
        canvas.showPage()
    canvas.setPageSize((FRAME.wide, FRAME.high))


def _place(canvas: Any, frame: Frame, picture: Picture) -> None:
    """Draw a page as large as fits, in the middle of the room above the foot."""
    floor = frame.bottom + _FOOT
    high = frame.high - frame.top - floor
    scale = min(frame.room / picture.width, high / picture.height)
    wide, tall = picture.width * scale, picture.height * scale
    left, low = frame.left + (frame.room - wide) / 2, floor + (high - tall) / 2
    canvas.drawImage(ImageReader(_packed(picture)), left, low, wide, tall)
    canvas.setStrokeColorRGB(*style.GRID)
    canvas.setLineWidth(0.2)
    canvas.rect(left, low, wide, tall, stroke=1, fill=0)


def _foot(canvas: Any, frame: Frame, sheet: VoucherSheet, file: PrintedFile, page: str) -> None:
    number = sheet.number or "（未编号）"
    base = frame.bottom + 1.5 * MM
    proof = f"SHA-256 {file.sha256[:_HASH_SHOWN]}　{page}"
    right = frame.wide - frame.right
    style.text(canvas, right, base, proof, 7.5, align="right", colour=style.FAINT)
    room = frame.room - fonts.width(proof, 7.5) - 4 * MM
    size, [words] = fonts.fitted(f"凭证号 {number}　附件 {file.name}".replace("\n", " "), room, 1, 7.5, smallest=6.5)
    style.text(canvas, frame.left, base, words, size, colour=style.FAINT)


def _packed(picture: Picture) -> io.BytesIO:
    """Return the picture as a PNG, or as a JPEG where that is much smaller, as with photos."""
    image = Image.frombuffer("RGBA", (picture.width, picture.height), picture.rgba).convert("RGB")
    sharp, soft = io.BytesIO(), io.BytesIO()
    image.save(sharp, "PNG", compress_level=6)
    image.save(soft, "JPEG", quality=_QUALITY, subsampling=0)
    chosen = soft if soft.tell() < _MUCH_SMALLER * sharp.tell() else sharp
    chosen.seek(0)
    return chosen
