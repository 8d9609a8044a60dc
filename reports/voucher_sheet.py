"""The voucher on paper, 240 × 140 mm: the size of the covers in which school offices bind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reports import fonts, plain, style
from reports.files import write_atomically
from reports.paper import DRAFT, Frame, plain_pdf
from reports.style import MM
from reports.voucher_sheet_xlsx import write_xlsx

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from studio_ledger.model.money import Money
    from studio_ledger.statements.figures import SheetLine, SignatureLine, VoucherSheet

__all__ = ["FRAME", "LINES_A_PAGE", "draw_sheet", "write_many", "write_pdf", "write_xlsx"]

LINES_A_PAGE = 6
"""A voucher with more lines goes on, numbered 1/2, 2/2."""

FRAME = Frame(240 * MM, 140 * MM, 25 * MM, 10 * MM, 6 * MM, 5 * MM)
_LEFT, _RIGHT = FRAME.left, FRAME.wide - FRAME.right
_COLUMNS = (("摘　　要", 85.0), ("支出类别", 52.0), ("资金来源", 36.0), ("金额（元）", 32.0))
_EDGES = [_LEFT + sum(wide for _, wide in _COLUMNS[:place]) * MM for place in range(len(_COLUMNS) + 1)]
_TABLE_TOP = 106.5 * MM
_HEAD, _ROW, _TOTAL = 6.5 * MM, 6.8 * MM, 8 * MM
_TABLE_FLOOR = _TABLE_TOP - _HEAD - LINES_A_PAGE * _ROW - _TOTAL
_STRIP_TOP, _STRIP_HIGH, _STEPS_A_ROW = 39.5 * MM, 11 * MM, 6
_BOX_TOP, _BOX_HIGH, _BOX_WIDE = 27 * MM, 16 * MM, 58 * MM
_PAD = 1.4 * MM
_LEGIBLE = 7.0
"""What the voucher is for is not made smaller before it takes a second line."""
_NOTE_SIZES = ((7.5, 3), (6.5, 3), (6.0, 4), (5.0, 5))
"""Sizes for the notes with the lines that then fit between the table and the signatures."""


def write_pdf(sheet: VoucherSheet, path: Path) -> None:
    """Write one voucher. Raises: OSError."""
    write_many([sheet], path)


def write_many(sheets: Sequence[VoucherSheet], path: Path) -> None:
    """Write several vouchers into one file, each starting a page of its own.

    Raises: OSError; ValueError where there is no voucher at all.
    """
    if not sheets:
        raise ValueError("No voucher to draw.")
    title = f"记账凭证 {sheets[0].number}".strip() + (f" 等{len(sheets)}张" if len(sheets) > 1 else "")

    def fill(canvas: Any) -> None:
        for sheet in sheets:
            draw_sheet(canvas, sheet)

    write_atomically(path, plain_pdf(FRAME, title, sheets[0].header.school, fill))


def draw_sheet(canvas: Any, sheet: VoucherSheet) -> None:
    """Draw one voucher on pages of its own."""
    parts = [sheet.lines[i : i + LINES_A_PAGE] for i in range(0, len(sheet.lines), LINES_A_PAGE)] or [()]
    for page, lines in enumerate(parts, start=1):
        _Page(canvas, sheet, page, len(parts)).draw(lines)
        canvas.showPage()


class _Page:
    def __init__(self, canvas: Any, sheet: VoucherSheet, page: int, pages: int) -> None:
        self._canvas = canvas
        self._sheet = sheet
        self._page = page
        self._pages = pages

    def draw(self, lines: Sequence[SheetLine]) -> None:
        if not self._sheet.header.final:
            style.watermark(self._canvas, FRAME.wide, FRAME.high, DRAFT, 80)
        self._heading()
        self._grid()
        self._lines(lines)
        self._total()
        self._notes()
        self._steps()
        self._boxes()
        self._foot()

    def _heading(self) -> None:
        sheet, header = self._sheet, self._sheet.header
        style.title(self._canvas, (_LEFT + _RIGHT) / 2, 127.5 * MM, f"工作室专项经费{sheet.title}", 17, room=120 * MM)
        number = f"凭证号 {sheet.number or '（未编号）'}" + (f"　{self._page}/{self._pages}" if self._pages > 1 else "")
        self._line(_LEFT, 119.5, 150, f"核算单位：{header.school}（{header.studio}）", 9)
        style.text(self._canvas, _RIGHT, 119.5 * MM, number, 10, bold=True, align="right")
        self._line(_LEFT, 114.2, 42, f"日期：{plain.long_date(sheet.date)}", 9)
        self._line(_LEFT + 44 * MM, 114.2, 108, f"收款方：{sheet.payee}", 9)
        style.text(self._canvas, _RIGHT, 114.2 * MM, f"附单据 {sheet.attachments} 张", 9, align="right")
        self._purpose()
        state = f"付款方式：{sheet.payment}　状态：{sheet.state}　年度：{header.year}"
        size, [shown] = fonts.fitted(state, 68 * MM, 1, 9)
        style.text(self._canvas, _RIGHT, 108.9 * MM, shown, size, align="right")

    def _grid(self) -> None:
        canvas, rows = self._canvas, [_TABLE_TOP - _HEAD - i * _ROW for i in range(LINES_A_PAGE + 1)]
        canvas.setStrokeColorRGB(*style.INK)
        canvas.setLineWidth(0.5)
        for y in rows:
            canvas.line(_LEFT, y, _RIGHT, y)
        for x in _EDGES[1:-2]:
            canvas.line(x, _TABLE_TOP, x, rows[-1])
        canvas.line(_EDGES[-2], _TABLE_TOP, _EDGES[-2], _TABLE_FLOOR)
        canvas.setLineWidth(1.0)
        canvas.rect(_LEFT, _TABLE_FLOOR, _RIGHT - _LEFT, _TABLE_TOP - _TABLE_FLOOR, stroke=1, fill=0)
        for place, (name, _) in enumerate(_COLUMNS):
            middle = (_EDGES[place] + _EDGES[place + 1]) / 2
            style.text(canvas, middle, _TABLE_TOP - 4.5 * MM, name, 9.5, bold=True, align="centre")

    def _lines(self, lines: Sequence[SheetLine]) -> None:
        for place, line in enumerate(lines):
            top = _TABLE_TOP - _HEAD - place * _ROW
            for column, words in enumerate((line.item, line.category, line.source)):
                self._cell(_EDGES[column] + _PAD, top, _COLUMNS[column][1] * MM - 2 * _PAD, words)
            self._amount(top - 4.7 * MM, line.amount.grouped, line.amount)
        if 0 < len(lines) < LINES_A_PAGE or not lines:
            # Empty rows are struck out, so that nothing can be written in after the signatures.
            top, floor = _TABLE_TOP - _HEAD - len(lines) * _ROW, _TABLE_FLOOR + _TOTAL
            self._canvas.setLineWidth(0.6)
            self._canvas.line(_RIGHT, top, _LEFT, floor)

    def _total(self) -> None:
        y, sheet = _TABLE_FLOOR + 2.8 * MM, self._sheet
        if self._page < self._pages:
            style.text(self._canvas, _LEFT + _PAD, y, "转下页（合计见末页）", 9.5, bold=True)
            return
        colour = style.ink_for(sheet.amount)
        label = "合计"
        style.text(self._canvas, _LEFT + _PAD, y, label, 10, bold=True)
        room = _EDGES[-2] - _LEFT - 14 * MM
        size, [capitals] = fonts.fitted(sheet.amount.capitals, room, 1, 10, font=fonts.BOLD)
        style.text(self._canvas, _LEFT + 12 * MM, y, capitals, size, bold=True, colour=colour)
        self._amount(y, style.with_sign(sheet.amount), sheet.amount, bold=True)

    def _notes(self) -> None:
        sheet = self._sheet
        notes = [f"更正：{sheet.reverses}"] if sheet.reverses else []
        notes.append("票据：" + ("；".join(sheet.invoices) or "无"))
        if sheet.findings or sheet.reason:
            notes.append(f"提示：{'；'.join(sheet.findings) or '无'}　理由：{sheet.reason or '无'}")
        for size, most in _NOTE_SIZES:
            shown, lines = fonts.fitted("\n".join(notes), FRAME.room, most, size, smallest=size)
            if not lines[-1].endswith("…"):
                break
        y = _TABLE_FLOOR - 0.4 * MM
        for line in lines:
            y -= shown * 1.22
            style.text(self._canvas, _LEFT, y, line, shown, bold=bool(sheet.reverses) and line is lines[0])

    def _steps(self) -> None:
        steps = self._sheet.signatures[-2 * _STEPS_A_ROW :]
        rows = 2 if len(steps) > _STEPS_A_ROW else 1
        wide, high = (_RIGHT - _LEFT) / _STEPS_A_ROW, _STRIP_HIGH / rows
        self._canvas.setStrokeColorRGB(*style.GRID)
        self._canvas.setLineWidth(0.4)
        for place in range(rows * _STEPS_A_ROW):
            x, top = _LEFT + place % _STEPS_A_ROW * wide, _STRIP_TOP - place // _STEPS_A_ROW * high
            self._canvas.rect(x, top - high, wide, high, stroke=1, fill=0)
            if place < len(steps):
                self._step(steps[place], x + 1 * MM, top, wide - 2 * MM, tight=rows == 2)

    def _step(self, step: SignatureLine, x: float, top: float, room: float, *, tight: bool) -> None:
        size, [who] = fonts.fitted(f"{step.role} {step.name}", room, 1, 6.5 if tight else 8.5, font=fonts.BOLD)
        style.text(self._canvas, x, top - (2.5 if tight else 3.6) * MM, who, size, bold=True)
        below = [f"{step.at} {step.digest}"] if tight else [step.at, f"签名摘要 {step.digest}"]
        for place, words in enumerate(below):
            size, [shown] = fonts.fitted(words, room, 1, 5.5 if tight else 7, smallest=4)
            y = top - (4.8 if tight else 6.7 + 3 * place) * MM
            style.text(self._canvas, x, y, shown, size, colour=style.FAINT)

    def _boxes(self) -> None:
        self._canvas.setStrokeColorRGB(*style.INK)
        self._canvas.setLineWidth(0.6)
        for place, role in enumerate(self._sheet.header.titles):
            x = _LEFT + place * (_BOX_WIDE + 2 * MM)
            self._canvas.rect(x, _BOX_TOP - _BOX_HIGH, _BOX_WIDE, _BOX_HIGH, stroke=1, fill=0)
            style.text(self._canvas, x + 1.5 * MM, _BOX_TOP - 4 * MM, f"{role}（签字）", 8.5, bold=True)
            date = x + _BOX_WIDE - 1.5 * MM
            style.text(self._canvas, date, _BOX_TOP - _BOX_HIGH + 1.8 * MM, "年　　月　　日", 8, align="right")

    def _foot(self) -> None:
        sheet, header = self._sheet, self._sheet.header
        half = (len(sheet.content_hash) + 1) // 2
        x = _LEFT + 2 * (_BOX_WIDE + 2 * MM) + 1 * MM
        for place, words in enumerate(
            (
                f"制表时间 {plain.minute(header.made_at)}（北京时间）",
                f"日志链头 第 {header.head.seq} 条 {header.head.hash[:16]}",
                f"内容摘要 {sheet.content_hash[:half]}",
                f"　　　　 {sheet.content_hash[half:]}",
            )
        ):
            size, [shown] = fonts.fitted(words, 63 * MM, 1, 7, smallest=4)
            style.text(self._canvas, x, _BOX_TOP - (2.6 + 3.9 * place) * MM, shown, size, colour=style.FAINT)
        style.qr(self._canvas, _RIGHT - 18.5 * MM, _BOX_TOP - 18.5 * MM, 18.5 * MM, header.head.checkpoint)
        note = "本页为电子台账输出，签字以系统签核记录及纸面签章为准。"
        earlier = len(sheet.signatures) - 2 * _STEPS_A_ROW
        note += f"较早的 {earlier} 步见签核记录。" if earlier > 0 else ""
        note += "" if header.final else f"{DRAFT}：本凭证尚未入账。"
        style.text(self._canvas, _LEFT, 6.6 * MM, note, 7, colour=style.FAINT)
        pages = f"第 {self._page} 页 / 共 {self._pages} 页"
        style.text(self._canvas, _RIGHT - 22 * MM, 6.6 * MM, pages, 7.5, align="right")

    def _purpose(self) -> None:
        """In one line where that stays legible, else in two smaller ones."""
        words, room = f"事由：{self._sheet.purpose}".replace("\n", " "), 134 * MM
        size, lines = fonts.fitted(words, room, 1, 9, smallest=_LEGIBLE)
        if lines[-1].endswith("…"):
            size, lines = fonts.fitted(words, room, 2, _LEGIBLE)
        for place, line in enumerate(lines):
            y = 108.9 * MM + (len(lines) - 1) * size * 0.5 - place * size * 1.15
            style.text(self._canvas, _LEFT, y, line, size)

    def _line(self, x: float, y_mm: float, room_mm: float, words: str, size: float) -> None:
        size, [shown] = fonts.fitted(words.replace("\n", " "), room_mm * MM, 1, size)
        style.text(self._canvas, x, y_mm * MM, shown, size)

    def _cell(self, x: float, top: float, room: float, words: str) -> None:
        size, lines = (9.0, [words]) if fonts.width(words, 9) <= room else fonts.fitted(words, room, 2, 7.5)
        for place, line in enumerate(lines):
            y = top - _ROW / 2 + (len(lines) - 1) * size * 0.6 - 0.36 * size - place * size * 1.2
            style.text(self._canvas, x, y, line, size)

    def _amount(self, y: float, shown: str, amount: Money, *, bold: bool = False) -> None:
        room = _COLUMNS[-1][1] * MM - 2 * _PAD
        size = min(10.5, 10.5 * room / fonts.width(shown, 10.5, fonts.BOLD))
        colour = style.ink_for(amount)
        style.text(self._canvas, _RIGHT - _PAD, y, shown, size, bold=bold, align="right", colour=colour)
