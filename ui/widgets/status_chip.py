"""Where a document stands, as icon, word and fill: never by colour alone."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from studio_ledger.model.voucher import STATE_NAMES, State
from ui import theme

CHIP_NAMES: dict[str, str] = {
    **{state.value: name for state, name in STATE_NAMES.items()},
    "reversal": "红字冲销", "inbox": "票据夹", "grant": "到账", "budget": "预算", "close": "年结", "paper": "标准",
    "historic": "历史导入", "request": "申请", "advance": "借款", "card": "公务卡", "refund": "退款", "return": "上缴",
    "age0": "30 天内", "age30": "满 30 天", "age60": "满 60 天", "age90": "满 90 天", "settled": "已结清",
    "pass": "通过", "warn": "需说明", "block": "不能提交",
    "high": "高", "middle": "中", "low": "低",
    "violation": "整改", "open": "待整改", "mended": "待销号", "closed": "已销号",
}  # fmt: skip
"""What each status is called."""

_HEIGHT = 22
_PAD = 9
_ICON = 14
_GAP = 5


def chip_size(state: State | str, font: QFont) -> QSize:
    """Return how much room a chip takes."""
    width = QFontMetrics(_bold(font)).horizontalAdvance(CHIP_NAMES.get(str(state), str(state)))
    return QSize(width + 2 * _PAD + _ICON + _GAP, max(_HEIGHT, QFontMetrics(font).height() + 4))


def paint_chip(painter: QPainter, rect: QRect, state: State | str, tokens: theme.Tokens | None = None) -> None:
    """Draw a chip at the left of `rect`, centred in its height."""
    key = str(state)
    look = (tokens or theme.tokens()).chips.get(key) or theme.chip(key)
    size = chip_size(key, painter.font())
    box = QRectF(rect.left(), rect.top() + (rect.height() - size.height()) / 2, size.width(), size.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    thick = 2 if look.style == "outline2" else 1
    painter.setPen(QPen(QColor(look.border), thick) if look.border else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.bg))
    inset = thick / 2
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), size.height() / 2, size.height() / 2)
    ratio = painter.device().devicePixelRatio() if painter.device() else 1
    picture = theme.pixmap(look.icon, look.fg, _ICON, ratio)
    painter.drawPixmap(round(box.left()) + _PAD, round(box.center().y() - _ICON / 2), picture)
    font = _bold(painter.font())
    font.setStrikeOut(look.style == "strike")
    painter.setFont(font)
    painter.setPen(QColor(look.fg))
    words = box.adjusted(_PAD + _ICON + _GAP, 0, 0, 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, CHIP_NAMES.get(key, key))
    painter.restore()


def _bold(font: QFont) -> QFont:
    result = QFont(font)
    if font.pixelSize() > 0:
        result.setPixelSize(max(11, font.pixelSize() - 1))
    result.setWeight(QFont.Weight.DemiBold)
    return result


class StatusChip(QWidget):
    """A chip for one status."""

    def __init__(self, state: State | str = State.DRAFT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: State | str = state
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_state(state)

    def state(self) -> State | str:
        """Return the status shown."""
        return self._state

    def set_state(self, state: State | str) -> None:
        """Show another status."""
        self._state = state
        self.setAccessibleName(self.tr("状态：{0}").format(CHIP_NAMES.get(str(state), str(state))))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The room of icon and word."""
        return chip_size(self._state, self.font())

    def minimumSizeHint(self) -> QSize:
        """A chip is never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - drawn whole
        """Draw the chip."""
        painter = QPainter(self)
        painter.setFont(self.font())
        paint_chip(painter, self.rect(), self._state)
        painter.end()


class StateDelegate(QStyledItemDelegate):
    """Draws a cell whose display text is a status value as a chip.

    The status is read from `role`; a cell without one is drawn as usual.
    """

    def __init__(self, role: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role = role

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the ground of the cell, then the chip."""
        state = index.data(self._role)
        if not state:
            super().paint(painter, option, index)
            return
        place = _fields(option)
        blank = _fields(QStyleOptionViewItem(option))
        self.initStyleOption(blank, index)
        blank.text = ""
        style = blank.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, blank, painter, blank.widget)
        painter.save()
        painter.setFont(place.font)
        paint_chip(painter, place.rect.adjusted(8, 0, -4, 0), state)
        painter.restore()

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Keep a cell's own colour (red figures) in a selected row."""
        super().initStyleOption(option, index)
        ink = index.data(int(Qt.ItemDataRole.ForegroundRole))
        if isinstance(ink, QColor):
            _fields(option).palette.setColor(QPalette.ColorRole.HighlightedText, ink)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The room of the chip and the cell's margins."""
        state = index.data(self._role)
        if not state:
            return super().sizeHint(option, index)
        return chip_size(state, _fields(option).font) + QSize(16, 6)


def _fields(option: QStyleOptionViewItem) -> Any:
    """Return the option as Qt has it: its fields are missing in the binding's type stubs."""
    return option
