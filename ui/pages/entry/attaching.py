"""Papers that come as files: chosen or dropped, kept as evidence, and sorted by kind."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from studio_ledger.model.voucher import Attachment
from ui.pages.entry.files import guess_kind, store_file

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.pages.entry.choices import Choices
    from ui.pages.entry.form import EntryForm


class Attacher(QObject):
    """Adds files to the papers of the form.

    Signals:
        attached(str): the last of the files is kept under this SHA-256.
    """

    attached = Signal(str)

    def __init__(self, desk: Desk, form: EntryForm, choices: Choices, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._form = form
        self._choices = choices
        self._window = parent

    def choose(self) -> None:
        """Ask for files and add them."""
        names, _ = QFileDialog.getOpenFileNames(self._window, self.tr("选择附件"))
        if names:
            self.attach([Path(name) for name in names])

    def attach(self, paths: list[Path]) -> None:
        """Add these files; each takes the kind its name tells, else that of a paper still missing."""
        papers = self._choices.papers.get(self._form.category.key(), ())
        there = list(self._form.papers.attachments())
        wanted: list[tuple[Path, str]] = []
        for path in (path for path in paths if path.is_file()):
            kind = guess_kind(path.name, papers, self._choices.kinds, there)
            wanted.append((path, kind))
            there.append(Attachment(kind, "", ""))
        workspace = self._desk.workspace
        self._desk.run_many(wanted, lambda one: store_file(workspace, *one), self._kept, self.tr("存入附件"))

    def _kept(self, attachments: tuple[Attachment, ...]) -> None:
        for attachment in attachments:
            self._form.papers.add(attachment)
        if attachments:
            self.attached.emit(attachments[-1].sha256)
