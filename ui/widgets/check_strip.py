"""The strip of checks above a signature: what was judged, on which article, and whether it held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from studio_ledger.queries.rows import CheckRow


class CheckStrip(QWidget):
    """Says how many checks were made and names each: failed ones first with their article, passed ones short.

    Checks that do not apply stay away; a passed check's article is in its tool tip.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("checkStrip")
        self._flow = FlowLayout(self, spacing=8)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_checks(self, checks: tuple[CheckRow, ...]) -> None:
        """Show these checks, the failed ones first."""
        while item := self._flow.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        told = [check for check in checks if check.passed is not None]
        passed = sum(bool(check.passed) for check in told)
        count = QLabel(self.tr("已核对 {0} 项，通过 {1} 项").format(len(told), passed), self)
        count.setProperty("role", "strong")
        self._flow.addWidget(count)
        for check in sorted(told, key=lambda check: bool(check.passed)):
            self._flow.addWidget(self._label(check))
        for label in self.findChildren(QLabel):
            label.show()  # a label that waits to be shown has no height in the layout yet
        self.setVisible(bool(told))
        self.updateGeometry()

    def failed(self) -> int:
        """How many of the shown checks did not hold."""
        return sum(label.property("failed") is True for label in self.findChildren(QLabel))

    def _label(self, check: CheckRow) -> QLabel:
        article = self.tr("（{0}）").format(check.article) if check.article and not check.passed else ""
        mark = "✓" if check.passed else "!"
        label = QLabel(f"{mark} {check.title}{article}", self)
        label.setToolTip(check.article)
        label.setProperty("failed", not check.passed)
        label.setProperty("role", "ok" if check.passed else "warn")
        said = self.tr("通过") if check.passed else self.tr("有问题")
        label.setAccessibleName(self.tr("{0}：{1}").format(check.title, said))
        return label
