"""The inbox: files come in and become expenses."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from studio_ledger.model.original import STOP_NAMES, STOP_STATE_NAMES
from tests.window_driver.hands import CONTROL, ENTER, PATIENCE_MS, Hands
from ui.dialogs.bureau_check import CheckDialog
from ui.dialogs.hold_original import HoldDialog
from ui.dialogs.intake_outcomes import OutcomesDialog
from ui.dialogs.mend_original import MendDialog
from ui.dialogs.paper_invoice import PaperDialog
from ui.dialogs.reverse import ReasonDialog
from ui.widgets.field import Field

SHIFT = Qt.KeyboardModifier.ShiftModifier


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
        page = self.choose(names)
        self.press(ENTER, to=page.table)
        self.wait(lambda: self.page().name == "entry" and self.page().form.invoices.claims())
        self._settle()

    def choose(self, names):
        """Select these files in the inbox, the last one current."""
        page = self.go("inbox")
        self.wait(lambda: {row.item.name for row in page.table.rows()} >= set(names))
        self._settle()
        flags = QItemSelectionModel.SelectionFlag
        page.table.clearSelection()
        for place, row in enumerate(page.table.rows()):
            if row.item.name in names:
                index = page.table.rows_model.index(place, 0)
                page.table.selectionModel().setCurrentIndex(index, flags.Select | flags.Rows)
        self._settle()
        return page

    def show_originals(self, which: str) -> None:
        """Choose which originals are shown: open, doubled, unchecked, unread, used, all or register."""
        self.go("inbox").view.shown.set_value(which)
        self._settle()

    def find_original(self, text: str) -> list[str]:
        """Ctrl+F, type, and read the names that are left."""
        page = self.go("inbox")
        self.press(Qt.Key.Key_F, CONTROL, page.table)
        self.wait(page.view.search.hasFocus)
        with self.qtbot.waitSignal(page.view.searched, timeout=PATIENCE_MS):
            self.type(page.view.search, text)
        return self.inbox()

    def states(self) -> dict[str, tuple[str, str]]:
        """What the list says of each file: its state, and the bureau's check."""
        page = self.go("inbox")
        return {row.item.name: (row.state, row.check) for row in page.table.rows()}

    def facts(self, name: str) -> list[str]:
        """What stands beside a file, line by line."""
        return self.choose([name]).inspector.facts()

    def follow(self, place: int = 0) -> None:
        """Press the link of a sentence beside the file, the first one or a later one."""
        links = [one for one in self.page().inspector.findChildren(QWidget, "openTwin") if one.isVisible()]
        self.click(links[place])
        self._settle()

    def sources(self) -> list[str]:
        """Ask where the values of the current file were read."""
        inspector = self.page().inspector
        self.click(inspector.sources_button)
        return [one.text() for one in inspector._sources.findChildren(QLabel) if not one.isHidden()]

    def refuse(self, name: str, reason: str, *, by_mistake: bool = False) -> None:
        """Ctrl+Shift+R: refuse a file, reported to whom the dialog proposes; or turn away with Esc."""
        self._hold(name, reason, Qt.Key.Key_R, by_mistake=by_mistake)

    def send_back_original(self, name: str, what: str) -> None:
        """Ctrl+Shift+B: send a file back to be mended."""
        self._hold(name, what, Qt.Key.Key_B)

    def _hold(self, name: str, reason: str, key, *, by_mistake: bool = False) -> None:
        def answer(dialog: HoldDialog) -> None:
            self.type(dialog.reason, reason)
            self.click(dialog.reject_button if by_mistake else dialog.accept_button)

        page = self.choose([name])
        with self.answering((HoldDialog, answer)):
            self.press(key, CONTROL | SHIFT, page.table)
        self._settle()

    def check_originals(self, names, result) -> None:
        """Ctrl+J: record one answer of the bureau's page for these files."""

        def answer(dialog: CheckDialog) -> None:
            dialog.found.set_value(result)
            self.click(dialog.accept_button)

        page = self.choose(names)
        with self.answering((CheckDialog, answer)):
            self.press(Qt.Key.Key_J, CONTROL, page.table)
        self._settle()

    def register_paper(self, **fields: str) -> list[str]:
        """Ctrl+T: type an invoice from paper; the remarks that stood under the fields when it was taken."""
        remarks: list[str] = []

        def answer(dialog: PaperDialog) -> None:
            for name, text in fields.items():
                self.type(dialog.findChild(QWidget, f"paper_{name}"), text)
            notes = [field.note for field in dialog.findChildren(Field)]
            remarks.extend(note.text() for note in notes if note.isVisible())
            self.click(dialog.accept_button)

        page = self.go("inbox")
        with self.answering((PaperDialog, answer)):
            self.press(Qt.Key.Key_T, CONTROL, page)
        self._settle()
        return remarks

    def register(self) -> list[tuple[str, str]]:
        """The register of refused and returned originals: what each is, and how it ended."""
        self.show_originals("register")
        rows = self.page().register.table.rows()
        return [(STOP_NAMES[row.kind], STOP_STATE_NAMES[row.state]) for row in rows]

    def mend_first(self) -> None:
        """In the register, name the first proposal as the mended original of the first entry."""
        register = self.page().register
        register.table.selectRow(0)
        with self.answering((MendDialog, lambda dialog: self.click(dialog.accept_button))):
            self.click(register.mend_button)
        self._settle()

    def lift_first(self, reason: str) -> None:
        """In the register, take the first entry away."""

        def answer(dialog: ReasonDialog) -> None:
            self.type(dialog.reason, reason)
            self.click(dialog.accept_button)

        register = self.page().register
        register.table.selectRow(0)
        with self.answering((ReasonDialog, answer)):
            self.click(register.lift_button)
        self._settle()

    def outcomes(self) -> list[tuple[str, str]]:
        """Open the outcomes of the last batch: name and result of each file, those to look at first."""
        read: list[tuple[str, str]] = []

        def answer(dialog: OutcomesDialog) -> None:
            read.extend((row.name, row.result) for row in dialog.table.rows())
            self.click(dialog.accept_button)

        with self.answering((OutcomesDialog, answer)):
            self.click(self.page().view.outcomes_button)
        return read

    def notice(self) -> str:
        """The notice over the inbox, empty where there is none."""
        alert = self.page().notice
        return alert.text.text() if alert.isVisible() else ""

    def _taker(self) -> QWidget:
        page = self.page()
        widget = self.window.childAt(page.mapTo(self.window, page.rect().center()))
        while widget is not self.window and not widget.acceptDrops():
            widget = widget.parentWidget()
        return widget
