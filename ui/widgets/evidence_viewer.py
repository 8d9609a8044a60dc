"""The evidence beside the form: the same picture in entry, inbox, signing and audit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from ui.widgets.evidence_boxes import boxes_of, is_of
from ui.widgets.evidence_canvas import ZOOM_STEP, EvidenceCanvas
from ui.widgets.evidence_caption import DropTarget, SealLine, picture_button
from ui.widgets.evidence_pictures import PAGE_DPI, page_of, pictures_of
from ui.widgets.evidence_readings import EvidenceReadings
from ui.widgets.evidence_sharper import Sharper
from ui.widgets.evidence_words import field_value, seal_words
from ui.widgets.invoice_paper import invoice_sheets
from ui.widgets.short_label import ShortLabel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QImage

    from studio_ledger.errors import LedgerError
    from studio_ledger.model.invoice import FieldBox, Invoice
    from ui.desk import Desk

_KEPT = 12
"""Files whose pictures stay in memory."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file to look at: where it lies, what it is called, the invoices read from it, and the bureau's word on them.

    `check` is worded for people (未查验 where nobody looked); empty where that is not to be said here. `claims_only`:
    the invoices are no more than a voucher keeps of them, and the viewer reads the file itself again.
    """

    sha256: str
    name: str
    invoices: tuple[Invoice, ...] = ()
    check: str = ""
    claims_only: bool = False


class EvidenceViewer(QWidget):
    """Pages through files of evidence and boxes the fields that were read.

    Signals:
        field_clicked(str): a boxed field was clicked (number, issued_on, seller, buyer, total, line-1 …).
        place_changed(int): this file of the list is shown now.
    """

    field_clicked = Signal(str)
    place_changed = Signal(int)

    def __init__(
        self, desk: Desk, parent: QWidget | None = None, *, empty_text: str = "", copies: bool = False
    ) -> None:
        """`copies`: large photos are shown by their smaller copy; who signs looks at the original."""
        super().__init__(parent)
        self._desk = desk
        self._copies = copies
        self._files: tuple[Evidence, ...] = ()
        self._place = self._page = 0
        self._field = ""
        self._kept: dict[str, tuple[QImage, ...]] = {}
        self._sheet_boxes: dict[str, tuple[FieldBox, ...]] = {}
        self._readings = EvidenceReadings(desk, self)
        self._readings.came.connect(self._read_again)
        self.setObjectName("evidenceViewer")
        self._title = ShortLabel("evidenceTitle", middle=True)
        self.seals = SealLine()
        self.canvas = EvidenceCanvas(self)
        self._sharper = Sharper(desk, self.canvas, self._page_on_file, self._page_at)
        self._message = DropTarget(empty_text)
        self._empty_text = empty_text
        self._buttons = self._make_buttons()
        self._build()
        self.canvas.field_clicked.connect(self._clicked)
        self._show_place()

    def _make_buttons(self) -> dict[str, QToolButton]:
        looks = (
            ("previous", "chevron-left", self.tr("上一张 (PgUp)"), self.previous_page),
            ("next", "chevron-right", self.tr("下一张 (PgDn)"), self.next_page),
            ("smaller", "zoom-out", self.tr("缩小 (Ctrl+滚轮)"), lambda: self.canvas.zoom(1 / ZOOM_STEP)),
            ("larger", "zoom-in", self.tr("放大 (Ctrl+滚轮)"), lambda: self.canvas.zoom(ZOOM_STEP)),
            ("whole", "search", self.tr("原大 100%"), self.show_full_size),
            ("fit", "arrows-maximize", self.tr("适合宽度"), self.canvas.fit_width),
        )
        return {name: picture_button(self, name, icon, words, act) for name, icon, words, act in looks}

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
        column.addWidget(self.seals)
        column.addWidget(self._stack, 1)

    # ---- what is shown -------------------------------------------------------------------

    def set_evidence(self, files: Sequence[Evidence]) -> None:
        """Show these files, the first one first; the one that is shown stays where it is still among them."""
        shown = self._files[self._place].sha256 if self._place < len(self._files) else ""
        if tuple(files) == self._files:
            return
        self._files = tuple(files)
        for sheet in self._sheet_boxes:
            self._kept[sheet] = ()  # more may have been read of it since it was drawn
        self._sheet_boxes = {}
        places = [place for place, file in enumerate(self._files) if file.sha256 == shown]
        self._place, self._page = (places[0], self._page) if places else (0, 0)
        if not places:
            self.canvas.fit_width()
        self._show_place()

    def evidence(self) -> tuple[Evidence, ...]:
        """The files that can be paged through."""
        return self._files

    def show_file(self, sha256: str) -> None:
        """Turn to this file."""
        for place, file in enumerate(self._files):
            if file.sha256 == sha256 and place != self._place:
                self._place, self._page = place, 0
                self.canvas.fit_width()
                self._show_place()

    def highlight(self, field: str) -> None:
        """Box this field strongly wherever it stands, on another page too; an empty text boxes none."""
        self._field = field
        if self.canvas.highlight(field) or not field:
            return
        page = next((box.page for box in self._boxes() if is_of(box, field)), self._page)
        if page != self._page and page < len(self._pictures()):
            self._page = page
            self._show_place()

    def show_full_size(self) -> None:
        """Show the page as large as it is on paper."""
        self.canvas.zoom_to(self.logicalDpiX() / PAGE_DPI)

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

    def _clicked(self, field: str) -> None:
        self._field = field
        self.canvas.highlight(field)
        self.field_clicked.emit(field)

    # ---- drawing it ----------------------------------------------------------------------

    def _file(self) -> Evidence | None:
        return self._files[self._place] if self._place < len(self._files) else None

    def _pictures(self) -> tuple[QImage, ...]:
        file = self._file()
        return self._kept.get(file.sha256, ()) if file is not None else ()

    def _show_place(self) -> None:
        file = self._file()
        self._show_buttons()
        self.seals.say(seal_words(self._invoices(file)), file.check if file else "")
        if file is None:
            self._title.say(self.tr("票据"))
            self._say(self._empty_text)
            return
        self._title.setToolTip(file.name)
        self._readings.ask(file, self._reader())
        if file.sha256 and file.sha256 not in self._kept:
            self._say(self.tr("正在读取画面…"))
            self._load(file)
        else:
            self._draw(file)
        self.place_changed.emit(self._place)

    def _invoices(self, file: Evidence | None) -> tuple[Invoice, ...]:
        return self._readings.of(file) if file is not None else ()

    def _read_again(self, sha256: str) -> None:
        """Show the boxes and the seals that are known now; a sheet drawn from less is drawn anew."""
        if sha256 in self._sheet_boxes:
            del self._sheet_boxes[sha256]
            self._kept[sha256] = ()
        file = self._file()
        if file is None or file.sha256 != sha256:
            return
        self.seals.say(seal_words(self._invoices(file)), file.check)
        if sha256 in self._kept:
            self._draw(file)

    def _reader(self) -> Callable[[str], bytes]:
        workspace = self._desk.workspace
        return workspace.evidence_to_look_at if self._copies else workspace.evidence

    def _load(self, file: Evidence) -> None:
        read = self._reader()
        self._desk.run(
            lambda: pictures_of(read(file.sha256), file.name),
            lambda pictures: self._loaded(file, pictures),
            lambda error: self._failed(file, error),
        )

    def _loaded(self, file: Evidence, pictures: tuple[QImage, ...]) -> None:
        while len(self._kept) >= _KEPT:
            gone = next(iter(self._kept))
            self._kept.pop(gone)
            self._sheet_boxes.pop(gone, None)
        self._kept[file.sha256] = pictures
        if file == self._file():
            self._draw(file)

    def _failed(self, file: Evidence, error: LedgerError) -> None:
        del error
        self._loaded(file, ())

    def _show_buttons(self) -> None:
        several = len(self._files) > 1 or len(self._pictures()) > 1
        for name, button in self._buttons.items():
            button.setVisible(self._file() is not None and (several or name not in ("previous", "next")))

    def _boxes(self) -> tuple[FieldBox, ...]:
        file = self._file()
        if file is None:
            return ()
        drawn = self._sheet_boxes.get(file.sha256)
        return drawn or boxes_of(file.name, self._invoices(file), self._pictures())

    def _draw(self, file: Evidence) -> None:
        pictures, invoices = self._pictures(), self._invoices(file)
        if not pictures and invoices:
            pictures, self._sheet_boxes[file.sha256] = invoice_sheets(invoices)
            self._kept[file.sha256] = pictures
        self._show_buttons()
        self._name_page(file, len(pictures))
        if not pictures:
            self._say(self.tr("“{0}”没有可以显示的画面。").format(file.name))
            return
        page = min(self._page, len(pictures) - 1)
        boxes = [box for box in self._boxes() if box.page == page]
        read = {box.field: field_value(invoices[0], box.field) for box in boxes if len(invoices) == 1}
        self.canvas.show_page(pictures[page], boxes, read)
        self.canvas.highlight(self._field)
        self._stack.setCurrentWidget(self.canvas)
        self._sharper.begin()

    def _page_on_file(self) -> tuple[Evidence, int] | None:
        """The file and page in sight; None where the sheet was drawn by the window itself."""
        file = self._file()
        drawn = file is None or file.sha256 in self._sheet_boxes or not self._pictures()
        return None if file is None or drawn else (file, self._page)

    def _page_at(self, dpi: int) -> Callable[[], QImage]:
        file, page, read = self._files[self._place], self._page, self._reader()
        return lambda: page_of(read(file.sha256), file.name, page, dpi)

    def _name_page(self, file: Evidence, pages: int) -> None:
        place = self.tr("票据 {0}/{1}").format(self._place + 1, len(self._files))
        if pages > 1:
            place += self.tr(" · 第 {0}/{1} 页").format(self._page + 1, pages)
        self._title.say(f"{place}  {file.name}")

    def _say(self, text: str) -> None:
        self._message.setText(text)
        self._message.dashed = bool(text) and self._file() is None
        self._stack.setCurrentWidget(self._message)
