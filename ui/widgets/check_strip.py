"""The strip of checks above a signature: what was judged, on which article, and whether it held."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLabel, QLayout, QLayoutItem, QSizePolicy, QWidget

from studio_ledger.queries.rows import CheckRow


class FlowLayout(QLayout):
    """Lays widgets out like words: in rows that wrap where the width ends."""

    def __init__(self, parent: QWidget | None = None, gap: int = 12, row_gap: int = 4) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap, self._row_gap = gap, row_gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item at the end."""
        self._items.append(item)

    def count(self) -> int:
        """How many items it holds."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        """The item at a place, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        """Give an item away."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It asks for no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Narrower means higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all rows at this width."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """One row, where there is room for it."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """The widest single item."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, move: bool) -> int:
        x, y, row = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if x > rect.x() and x + size.width() > rect.right() + 1:
                x, y, row = rect.x(), y + row + self._row_gap, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self._gap
            row = max(row, size.height())
        return y + row - rect.y()


class CheckStrip(QWidget):
    """Shows each check as ✓ 预算内（第三条） or ! in the colour of a warning; checks that do not apply stay away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("checkStrip")
        self._flow = FlowLayout(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_checks(self, checks: tuple[CheckRow, ...]) -> None:
        """Show these checks, the failed ones first."""
        while item := self._flow.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        told = [check for check in checks if check.passed is not None]
        for check in sorted(told, key=lambda check: bool(check.passed)):
            self._flow.addWidget(self._label(check))
        self.setVisible(bool(told))
        self.updateGeometry()

    def failed(self) -> int:
        """How many of the shown checks did not hold."""
        return sum(label.property("failed") is True for label in self.findChildren(QLabel))

    def _label(self, check: CheckRow) -> QLabel:
        article = self.tr("（{0}）").format(check.article) if check.article else ""
        mark = "✓" if check.passed else "!"
        label = QLabel(f"{mark} {check.title}{article}", self)
        label.setProperty("failed", not check.passed)
        label.setProperty("role", "check" if check.passed else "checkFailed")
        said = self.tr("通过") if check.passed else self.tr("有问题")
        label.setAccessibleName(self.tr("{0}：{1}").format(check.title, said))
        return label
