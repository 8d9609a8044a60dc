"""The papers an expense needs, with ticks, and the files that are there for them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from studio_ledger.model.voucher import Attachment
from ui import theme
from ui.widgets.combo import Combo
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.mark import set_mark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from ui.widgets.mark import Mark


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that a category asks for: any of `kinds` will do; without a required one nothing can be submitted."""

    kinds: tuple[str, ...]
    name: str
    required: bool


class PaperList(QWidget):
    """Ticks the papers that are there; a tick by hand says that it lies in the folder on paper.

    Signals:
        changed(): an attachment came, went, or became another kind.
        files_dropped(list): paths of files that were dropped here.
        add_wanted(): the button for adding files was pressed.
        file_opened(str): show this file (SHA-256).
    """

    changed = Signal()
    files_dropped = Signal(list)
    add_wanted = Signal()
    file_opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paperList")
        self.setAcceptDrops(True)
        self._kinds: Mapping[str, str] = {}
        self._papers: tuple[Paper, ...] = ()
        self._attachments: tuple[Attachment, ...] = ()
        self._covered: frozenset[str] = frozenset()
        self._elsewhere: frozenset[str] = frozenset()
        self._read_only = False
        self._marks: Mapping[str, Mark] = {}
        self.boxes: dict[str, QCheckBox] = {}
        """The ticks by the kind of paper that each is called by."""
        self._ticks = QWidget()
        self._flow = FlowLayout(self._ticks, spacing=16)
        self._files = QVBoxLayout()
        self._files.setSpacing(2)
        self.add_button = QPushButton(self.tr("添加附件(&F)…"))
        self.add_button.setObjectName("addAttachment")
        self.add_button.setProperty("kind", "link")
        theme.set_icon(self.add_button, "paperclip", "link")
        self.add_button.clicked.connect(self.add_wanted)
        self._caption = QLabel(self.tr("附件"))
        self._caption.setProperty("role", "strong")
        self._build()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._caption)
        head.addStretch(1)
        head.addWidget(self.add_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self._ticks)
        column.addLayout(self._files)

    def set_kinds(self, kinds: Mapping[str, str]) -> None:
        """Offer these kinds of evidence by their Chinese names."""
        self._kinds = dict(kinds)
        self._show()

    def set_papers(self, papers: Sequence[Paper]) -> None:
        """Ask for these papers."""
        if tuple(papers) != self._papers:
            self._papers = tuple(papers)
            self._show()

    def set_covered(self, kinds: frozenset[str], files: frozenset[str]) -> None:
        """These kinds are there by other means, and these files (SHA-256) are listed elsewhere: the invoices."""
        if (kinds, files) != (self._covered, self._elsewhere):
            self._covered, self._elsewhere = kinds, files
            self._show()

    def attachments(self) -> tuple[Attachment, ...]:
        """What is there: files, and papers ticked by hand (SHA-256 empty)."""
        return self._attachments

    def set_attachments(self, attachments: Sequence[Attachment]) -> None:
        """Show these without telling anyone."""
        self._attachments = tuple(attachments)
        self._show()

    def add(self, attachment: Attachment) -> None:
        """Add one file; the same file as the same kind counts once."""
        if attachment not in self._attachments:
            self._change((*self._attachments, attachment))

    def set_read_only(self, read_only: bool) -> None:
        """Let nobody change anything."""
        self._read_only = read_only
        self.add_button.setVisible(not read_only)
        self._show()

    def lacking(self) -> tuple[Paper, ...]:
        """The papers that are asked for and not there."""
        return tuple(paper for paper in self._papers if not self.boxes[paper.kinds[0]].isChecked())

    def set_marks(self, marks: Mapping[str, Mark]) -> None:
        """Mark the ticks of these kinds, and the button for adding under an empty kind."""
        self._marks = marks
        self._show_marks()

    def _show_marks(self) -> None:
        for kind, box in self.boxes.items():
            set_mark(box, self._marks.get(kind))
        set_mark(self.add_button, self._marks.get(""))

    def _change(self, attachments: tuple[Attachment, ...]) -> None:
        self._attachments = attachments
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self._caption.setText(self.tr("附件 {0} 份").format(len(self._attachments)))
        _clear(self._flow)
        self.boxes = {paper.kinds[0]: self._tick(paper) for paper in self._papers}
        for box in self.boxes.values():
            self._flow.addWidget(box)
        self._show_marks()
        self._ticks.setVisible(bool(self._papers))
        _clear(self._files)
        for place, attachment in enumerate(self._attachments):
            if attachment.sha256 and attachment.sha256 not in self._elsewhere:
                self._files.addWidget(self._file_row(place, attachment))
        self._ticks.updateGeometry()

    def _tick(self, paper: Paper) -> QCheckBox:
        there = [a for a in self._attachments if a.kind in paper.kinds]
        files = sum(1 for attachment in there if attachment.sha256)
        box = QCheckBox(f"{paper.name}{' *' if paper.required else ''}")
        box.setObjectName(f"paper_{paper.kinds[0]}")
        covered = bool(self._covered & set(paper.kinds))
        box.setChecked(bool(there) or covered)
        box.setEnabled(not files and not covered and not self._read_only)
        box.setToolTip(
            self.tr("已附 {0} 个文件").format(files)
            if files
            else self.tr("必须有，缺少不能提交；只有纸质的请打勾") if paper.required
            else self.tr("应当有，缺少要写说明；只有纸质的请打勾")
        )  # fmt: skip
        box.clicked.connect(lambda on: self._ticked(paper, on=on))
        return box

    def _ticked(self, paper: Paper, *, on: bool) -> None:
        rest = tuple(a for a in self._attachments if a.sha256 or a.kind not in paper.kinds)
        name = self.tr("{0}（纸质）").format(self._kinds.get(paper.kinds[0], paper.name))
        self._change((*rest, Attachment(paper.kinds[0], "", name)) if on else rest)

    def _file_row(self, place: int, attachment: Attachment) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        kinds = Combo(self.tr("附件种类：{0}").format(attachment.name))
        kinds.set_choices(self._kinds.items(), attachment.kind)
        kinds.setEnabled(not self._read_only)
        kinds.currentIndexChanged.connect(lambda: self._rekind(place, str(kinds.value())))
        name = QPushButton(attachment.name)
        name.setProperty("kind", "link")
        name.setToolTip(attachment.name)
        name.clicked.connect(lambda: self.file_opened.emit(attachment.sha256))
        line.addWidget(kinds)
        line.addWidget(name, 1)
        line.addWidget(self._remover(place, attachment))
        return row

    def _remover(self, place: int, attachment: Attachment) -> QToolButton:
        button = QToolButton()
        theme.set_icon(button, "x")
        button.setAccessibleName(self.tr("移除附件 {0}").format(attachment.name))
        button.setToolTip(button.accessibleName())
        button.setEnabled(not self._read_only)
        button.clicked.connect(lambda: self._change(self._attachments[:place] + self._attachments[place + 1 :]))
        return button

    def _rekind(self, place: int, kind: str) -> None:
        changed = replace(self._attachments[place], kind=kind)
        self._change((*self._attachments[:place], changed, *self._attachments[place + 1 :]))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped."""
        if event.mimeData().hasUrls() and not self._read_only:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell which files were dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)


def _clear(layout: FlowLayout | QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


