"""Hands and eyes: click, type, press and wait as a person does, and answer the questions that come up on the way."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QDesktopServices, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget

from ui import theme
from ui.main_window import MainWindow
from ui.settings import UiSettings

PATIENCE_MS = 20_000
CONTROL = Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return
_PAGE_KEYS = {
    "home": Qt.Key.Key_1, "inbox": Qt.Key.Key_2, "entry": Qt.Key.Key_3, "signing": Qt.Key.Key_4,
    "vouchers": Qt.Key.Key_5, "grants": Qt.Key.Key_6, "budget": Qt.Key.Key_7, "report": Qt.Key.Key_8,
    "settings": Qt.Key.Key_9, "audit": Qt.Key.Key_0,
}  # fmt: skip
_SHIFTED = {"rules": Qt.Key.Key_L, "payments": Qt.Key.Key_K, "requests": Qt.Key.Key_A}


class Hands:
    """A person at a window of his own."""

    def __init__(self, qtbot, qapp, monkeypatch, folder: Path) -> None:
        self.qtbot, self.monkeypatch, self.folder = qtbot, monkeypatch, folder
        self.file_to_choose: Path | None = None
        self.shown_outside: list[Path] = []
        self._answer_dialogs_for_files()
        theme.apply(qapp, "light")
        store = QSettings(str(folder / f"window-{id(self)}.ini"), QSettings.Format.IniFormat)
        self.settings = UiSettings(store)
        self.window = MainWindow(self.settings)
        qtbot.addWidget(self.window, before_close_func=lambda _: self._settle())
        with qtbot.waitExposed(self.window):
            self.window.show()
        self._to_front()

    def dress(self, scheme: str, size: tuple[int, int]) -> None:
        """Light or dark, and as large as a screen."""
        self.window.set_scheme(scheme)
        self.window.resize(*size)

    def rest(self) -> None:
        """Wait until all that was begun is done."""
        self._settle()

    def go(self, name: str):
        """Show a page by its key."""
        if self.page() is None or self.page().name != name:
            if name in _SHIFTED:
                self.press(_SHIFTED[name], CONTROL | Qt.KeyboardModifier.ShiftModifier)
            else:
                self.press(_PAGE_KEYS[name], CONTROL)
            self.wait(lambda: self.page().name == name)
        self._settle()
        return self.page()

    def page(self):
        """The page in front."""
        return self.window.bench.page() if self.window.bench is not None else None

    def said(self) -> list[str]:
        """The bars above the page that stay until they are closed."""
        bars = self.window.bench.bars
        return [bars.itemAt(at).widget().text.text() for at in range(bars.count())]

    def workspace(self):
        """The ledger that the window has open."""
        return self.window.workspace

    @contextmanager
    def answering(self, *answers):
        """Answer the modal dialogs that come up inside the block: pairs of a class and what to do, in this order."""
        waiting, problems = list(answers), []
        timer = QTimer(interval=15)

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if not waiting or dialog is None or not dialog.isVisible() or not isinstance(dialog, waiting[0][0]):
                return
            if not dialog.isActiveWindow():
                dialog.activateWindow()
                return  # without the focus no field would be left, and none would settle
            _, answer = waiting.pop(0)
            try:
                answer(dialog)
            except BaseException as problem:  # noqa: BLE001 - told below: a dialog that stays open would hang the test
                problems.append(problem)
            if problems or dialog.isVisible():
                problems.append(AssertionError(f"{type(dialog).__name__} did not take the answer: {_words(dialog)}"))
                waiting.clear()
                dialog.reject()

        timer.timeout.connect(look)
        timer.start()
        try:
            yield
            self.wait(lambda: not waiting)
        finally:
            timer.stop()
        if problems:
            raise problems[0]

    def wait(self, condition) -> None:
        """Wait until something is so."""
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE_MS)

    def type(self, widget: QWidget, text: str) -> None:
        """Replace what stands in a field; Chinese comes as an input method commits it."""
        widget.setFocus()
        if hasattr(widget, "selectAll"):
            widget.selectAll()
        if text.isascii():
            QTest.keyClicks(widget, text)
            return
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(widget, event)

    def click(self, button: QWidget) -> None:
        """Click, where a person could."""
        assert button.isVisible(), button.objectName()
        assert button.isEnabled(), button.objectName()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier, to: QWidget | None = None) -> None:
        """Press a key, in a widget or where the focus is."""
        self._to_front()
        if to is not None:
            to.setFocus()
        QTest.keyClick(to or QApplication.focusWidget() or self.window, key, modifiers)

    def _to_front(self) -> None:
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)

    def _settle(self) -> None:
        """Wait until nothing runs beside the window, and the rules have spoken of what is typed."""
        self.wait(self._idle)
        QApplication.processEvents()
        self.wait(self._idle)

    def _idle(self) -> bool:
        bench = self.window.bench
        if self.window.entrance.tasks.running or self.window.entrance.paper._tasks.running:
            return False
        if bench is None:
            return True
        page = bench.page()
        if page is not None and page.name == "entry":
            session = page.session
            if session._judge._pause.isActive() or session._judge._asking or session._keeper._saving:
                return False
        return not bench.desk.tasks.running

    def _answer_dialogs_for_files(self) -> None:
        def chosen(*_args, **_kwargs):
            return str(self.file_to_choose or ""), ""

        def several(*_args, **_kwargs):
            return [str(self.file_to_choose)] if self.file_to_choose else [], ""

        self.monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
        self.monkeypatch.setattr(QFileDialog, "getOpenFileName", chosen)
        self.monkeypatch.setattr(QFileDialog, "getOpenFileNames", several)
        self.monkeypatch.setattr(
            QDesktopServices, "openUrl", lambda url: self.shown_outside.append(Path(url.toLocalFile()))
        )


def _words(dialog: QWidget) -> str:
    return " | ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible() and label.text())
