"""Pages: size, margins, and the foot that ties every page to the log."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportlab.pdfgen.canvas import Canvas

from reports import fonts, plain, style
from reports.style import MM

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from studio_ledger.statements.figures import LogHead

DRAFT = "未定稿"
_HASH_SHOWN = 16
_FOOT = 22 * MM
_QR = 19 * MM

# A font's parser keeps its place in the file: two papers saved at once by two threads would mix their subsets.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Frame:
    """A page size with its margins, in points; the left one is wide enough to bind."""

    wide: float
    high: float
    left: float
    right: float
    top: float
    bottom: float

    @property
    def room(self) -> float:
        """Return the width between the margins."""
        return self.wide - self.left - self.right


A4 = Frame(210 * MM, 297 * MM, 25 * MM, 13 * MM, 18 * MM, 10 * MM)


@dataclass(frozen=True, slots=True)
class Origin:
    """What the foot says of where the paper comes from."""

    made_at: dt.datetime
    head: LogHead
    final: bool


class Paper:
    """Pages filled from the top; whoever draws asks for room and moves `y` down."""

    def __init__(self, canvas: Any, frame: Frame, origin: Origin, pages: int) -> None:
        self.canvas = canvas
        self.frame = frame
        self.page = 0
        self._origin = origin
        self._pages = pages
        self.y = 0.0
        self.turn()

    @property
    def floor(self) -> float:
        """Return the lowest y that the foot leaves free."""
        return self.frame.bottom + _FOOT + 2 * MM

    def turn(self) -> None:
        """Begin the next page."""
        if self.page:
            self.canvas.showPage()
        self.page += 1
        self.y = self.frame.high - self.frame.top
        if not self._origin.final:
            style.watermark(self.canvas, self.frame.wide, self.frame.high, DRAFT, 96)
        self._foot()

    def need(self, height: float) -> bool:
        """Make sure that `height` points are free below `y`; say whether that took a new page."""
        if self.y - height >= self.floor:
            return False
        self.turn()
        return True

    def heading(self, words: str, follows: float = 20 * MM) -> None:
        """Draw a section's heading, together with at least `follows` points of what it heads."""
        self.need(9 * MM + follows)
        self.y -= 7.5 * MM
        key = f"p{self.page}y{self.y:.0f}"
        self.canvas.bookmarkPage(key, fit="XYZ", top=self.y + 5 * MM)
        self.canvas.addOutlineEntry(words, key)
        style.text(self.canvas, self.frame.left, self.y, words, 11, bold=True)
        self.y -= 2.2 * MM

    def paragraph(self, words: str, size: float = 9.5, *, bold: bool = False, indent: float = 0.0) -> None:
        """Draw running text over the whole width."""
        font = fonts.BOLD if bold else fonts.REGULAR
        for line in fonts.wrapped(words, self.frame.room - indent, size, font):
            self.need(size * 1.6)
            self.y -= size * 1.55
            style.text(self.canvas, self.frame.left + indent, self.y, line, size, bold=bold)
        self.y -= 1 * MM

    def _foot(self) -> None:
        left, right = self.frame.left, self.frame.wide - self.frame.right
        base = self.frame.bottom
        self.canvas.setStrokeColorRGB(*style.GRID)
        self.canvas.setLineWidth(0.4)
        self.canvas.line(left, base + _FOOT - 1 * MM, right, base + _FOOT - 1 * MM)
        lines = foot_lines(self._origin)
        for place, line in enumerate(lines):
            style.text(self.canvas, left, base + _FOOT - (5.4 + 4.2 * place) * MM, line, 7.5, colour=style.FAINT)
        style.text(
            self.canvas,
            right - _QR - 6 * MM,
            base + _FOOT - 5.4 * MM,
            f"第 {self.page} 页 / 共 {self._pages} 页",
            8.5,
            align="right",
        )
        style.qr(self.canvas, right - _QR, base, _QR, self._origin.head.checkpoint)


def foot_lines(origin: Origin) -> list[str]:
    """Return the foot's text: when it was made, the log's head, and whether the year is still open."""
    lines = [
        f"制表时间 {plain.minute(origin.made_at)}（北京时间）",
        f"日志链头 第 {origin.head.seq} 条 {origin.head.hash[:_HASH_SHOWN]}　台账 {origin.head.ledger}",
        "右侧二维码为日志检查点，可与台账日志核对；签字以系统签核记录及纸面签章为准。",
    ]
    if not origin.final:
        lines.append(f"{DRAFT}：本年度尚未结账，数字可能变动。")
    return lines


def pages_pdf(frame: Frame, origin: Origin, title: str, author: str, draw: Callable[[Paper], None]) -> bytes:
    """Return a PDF of pages that flow; drawn twice, since the foot tells the number of pages."""
    counted = Paper(_canvas(io.BytesIO(), frame, title, author), frame, origin, 0)
    draw(counted)

    def fill(canvas: Any) -> None:
        draw(Paper(canvas, frame, origin, counted.page))
        canvas.showPage()

    return plain_pdf(frame, title, author, fill)


def plain_pdf(frame: Frame, title: str, author: str, fill: Callable[[Any], None]) -> bytes:
    """Return a PDF that `fill` draws; the same figures give the same bytes."""
    with _one_at_a_time:
        buffer = io.BytesIO()
        canvas = _canvas(buffer, frame, title, author)
        fill(canvas)
        canvas.save()
    return buffer.getvalue()


def _canvas(buffer: io.BytesIO, frame: Frame, title: str, author: str) -> Any:
    # Invariant: no clock and no chance in the bytes, so that a paper can be made again and compared.
    fonts.registered()
    # The first font is named, or reportlab puts its Helvetica, not embedded, into every file.
    canvas = Canvas(buffer, pagesize=(frame.wide, frame.high), invariant=1, lang="zh-CN", initialFontName=fonts.REGULAR)
    canvas.setTitle(plain.printable(title))
    canvas.setAuthor(plain.printable(author))
    canvas.setCreator("studio-ledger")
    return canvas
