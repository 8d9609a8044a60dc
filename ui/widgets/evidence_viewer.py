"""The evidence beside the form: the same picture in entry, inbox, signing and audit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.evidence_canvas import ZOOM_STEP, EvidenceCanvas
from ui.widgets.evidence_pictures import pictures_of
from ui.widgets.invoice_paper import invoice_sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QImage, QResizeEvent

    from studio_ledger.errors import LedgerError
    from studio_ledger.model.invoice import FieldBox, Invoice
    from ui.desk import Desk

_KEPT = 12
"""Files whose pictures stay in memory."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file to look at: where it lies, what it is called, and the invoices read from it."""

    sha256: str
    name: str
    invoices: tuple[Invoice, ...] = ()


class EvidenceViewer(QWidget):
    """Pages through files of evidence and boxes the fields that were read.

    Signals:
        field_clicked(str): a boxed field was clicked (number, issued_on, seller, buyer, total, line-1 …).
        place_changed(int): this file of the list is shown now.
    """

    field_clicked = Signal(str)
    place_changed = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, empty_text: str = "") -> None:
        super().__init__(parent)
        self._desk = desk
        self._files: tuple[Evidence, ...] = ()
        self._place = self._page = 0
        self._field = ""
        self._kept: dict[str, tuple[QImage, ...]] = {}
        self.setObjectName("evidenceViewer")
        self._title = _Title()
        self._title.setObjectName("evidenceTitle")
        self._title.setProperty("role", "caption")
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.canvas = EvidenceCanvas(self)
        self._message = _DropTarget(empty_text)
        self._message.setObjectName("evidenceMessage")
        self._message.setProperty("role", "caption")
        self._message.setWordWrap(True)
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message.setMargin(24)
        self._empty_text = empty_text
        self._buttons = self._make_buttons()
        self._build()
        self.canvas.field_clicked.connect(self.field_clicked)
        self._show_place()

    def _make_buttons(self) -> dict[str, QToolButton]:
        looks = (
            ("previous", "chevron-left", self.tr("上一张 (PgUp)"), self.previous_page),
            ("next", "chevron-right", self.tr("下一张 (PgDn)"), self.next_page),
            ("smaller", "zoom-out", self.tr("缩小 (Ctrl+滚轮)"), lambda: self.canvas.zoom(1 / ZOOM_STEP)),
            ("larger", "zoom-in", self.tr("放大 (Ctrl+滚轮)"), lambda: self.canvas.zoom(ZOOM_STEP)),
            ("fit", "arrows-maximize", self.tr("适合宽度"), self.canvas.fit_width),
        )
        buttons = {}
        for name, icon, words, action in looks:
            button = QToolButton(self)
            theme.set_icon(button, icon)
            button.setToolTip(words)
            button.setAccessibleName(words)
            button.setObjectName(f"evidence_{name}")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(action)
            buttons[name] = button
        return buttons

    def _build(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(0)
        bar.addStrut(32)
        bar.addWidget(self._title, 1)
        for button in self._buttons.values():
            bar.addWidget(button)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._message)
        self._stack.addWidget(self.canvas)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(bar)
        column.addWidget(self._stack, 1)

    # ---- what is shown -------------------------------------------------------------------

    def set_evidence(self, files: Sequence[Evidence]) -> None:
        """Show these files, the first one first; the one that is shown stays where it is still among them."""
        shown = self._files[self._place].sha256 if self._place < len(self._files) else ""
        if tuple(files) == self._files:
            return
        self._files = tuple(files)
        places = [place for place, file in enumerate(self._files) if file.sha256 == shown]
        self._place, self._page = (places[0], self._page) if places else (0, 0)
        self._show_place()

    def evidence(self) -> tuple[Evidence, ...]:
        """The files that can be paged through."""
        return self._files

    def show_file(self, sha256: str) -> None:
        """Turn to this file."""
        for place, file in enumerate(self._files):
            if file.sha256 == sha256 and place != self._place:
                self._place, self._page = place, 0
                self._show_place()

    def highlight(self, field: str) -> None:
        """Box this field strongly wherever it stands; an empty text boxes none."""
        self._field = field
        self.canvas.highlight(field)

    def next_page(self) -> None:
        """Go to the next page, or the next file."""
        self._turn(1)

    def previous_page(self) -> None:
        """Go to the page before, or the file before."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        pages = len(self._pictures())
        if 0 <= self._page + by < pages:
            self._page += by
        elif 0 <= self._place + by < len(self._files):
            self._place, self._page = self._place + by, 0
        else:
            return
        self._show_place()

    # ---- drawing it ----------------------------------------------------------------------

    def _file(self) -> Evidence | None:
        return self._files[self._place] if self._place < len(self._files) else None

    def _pictures(self) -> tuple[QImage, ...]:
        file = self._file()
        return self._kept.get(file.sha256, ()) if file is not None else ()

    def _show_place(self) -> None:
        file = self._file()
        for name, button in self._buttons.items():
            button.setVisible(file is not None and (len(self._files) > 1 or name not in ("previous", "next")))
        if file is None:
            self._title.say(self.tr("票据"))
            self._say(self._empty_text)
            return
        self._title.setToolTip(file.name)
        if file.sha256 and file.sha256 not in self._kept:
            self._say(self.tr("正在读取画面…"))
            self._load(file)
        else:
            self._draw(file)
        self.place_changed.emit(self._place)

    def _load(self, file: Evidence) -> None:
        workspace = self._desk.workspace
        self._desk.run(
            lambda: pictures_of(workspace.evidence(file.sha256), file.name),
            lambda pictures: self._loaded(file, pictures),
            lambda error: self._failed(file, error),
        )

    def _loaded(self, file: Evidence, pictures: tuple[QImage, ...]) -> None:
        while len(self._kept) >= _KEPT:
            self._kept.pop(next(iter(self._kept)))
        self._kept[file.sha256] = pictures
        if file == self._file():
            self._draw(file)

    def _failed(self, file: Evidence, error: LedgerError) -> None:
        del error
        self._loaded(file, ())

    def _draw(self, file: Evidence) -> None:
        pictures = self._kept.get(file.sha256, ())
        boxes: tuple[FieldBox, ...] = tuple(box for invoice in file.invoices for box in invoice.boxes)
        if not pictures and file.invoices:
            image, boxes = invoice_sheet(file.invoices[0])
            pictures = (image,)
        self._name_page(file, len(pictures))
        if not pictures:
            self._say(self.tr("“{0}”没有可以显示的画面。").format(file.name))
            return
        page = min(self._page, len(pictures) - 1)
        self.canvas.show_page(pictures[page], [box for box in boxes if box.page == page])
        self.canvas.highlight(self._field)
        self._stack.setCurrentWidget(self.canvas)

    def _name_page(self, file: Evidence, pages: int) -> None:
        place = self.tr("票据 {0}/{1}").format(self._place + 1, len(self._files))
        if pages > 1:
            place += self.tr(" · 第 {0}/{1} 页").format(self._page + 1, pages)
        self._title.say(f"{place}  {file.name}")

    def _say(self, text: str) -> None:
        self._message.setText(text)
        self._message.dashed = bool(text) and self._file() is None
        self._stack.setCurrentWidget(self._message)


class _Title(QLabel):
    """One line that leaves out its middle where it has no room: a name's end tells what kind of file it is."""

    _whole = ""

    def say(self, text: str) -> None:
        """Show this as far as there is room."""
        self._whole = text
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room, more text."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideMiddle, self.width()))


class _DropTarget(QLabel):
    """Words in the middle of a dashed frame, as long as there is nothing to look at."""

    dashed = False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame, then the words."""
        if self.dashed:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("input_border"), 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 8, 8)
            painter.end()
        super().paintEvent(event)
