"""The inbox: files come in and become expenses."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.window_driver.hands import ENTER, Hands


class Inbox(Hands):
    """A clerk with invoices in his hand."""

    def drop(self, paths) -> None:
        """Drag files over the page in front and let go; the one under the pointer that takes them gets them."""
        target = self._taker()
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        copy, button, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        place = target.rect().center()
        QApplication.sendEvent(target, QDragEnterEvent(place, copy, data, button, none))
        QApplication.sendEvent(target, QDropEvent(QPointF(place), copy, data, button, none))
        self._settle()

    def inbox(self) -> list[str]:
        """The names of the files in the inbox that are not used yet."""
        page = self.go("inbox")
        return [row.item.name for row in page.table.rows()]

    def claim(self, names) -> None:
        """Select these files in the inbox and make one expense of them with Enter."""
        page = self.go("inbox")
        self.wait(lambda: {row.item.name for row in page.table.rows()} >= set(names))
        self._settle()
        flags = QItemSelectionModel.SelectionFlag
        page.table.clearSelection()
        for place, row in enumerate(page.table.rows()):
            if row.item.name in names:
                index = page.table.rows_model.index(place, 0)
                page.table.selectionModel().setCurrentIndex(index, flags.Select | flags.Rows)
        self.press(ENTER, to=page.table)
        self.wait(lambda: self.page().name == "entry" and self.page().form.invoices.claims())
        self._settle()

    def _taker(self) -> QWidget:
        page = self.page()
        widget = self.window.childAt(page.mapTo(self.window, page.rect().center()))
        while widget is not self.window and not widget.acceptDrops():
            widget = widget.parentWidget()
        return widget
