"""What lies at the left of the form: its files, and the field on them that the cursor is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.pages.entry.files import evidence_of, read_by_file

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.pages.entry.form import EntryForm
    from ui.widgets.evidence_viewer import Evidence, EvidenceViewer


class EvidenceBoard(QObject):
    """Keeps the viewer at what the form holds."""

    def __init__(self, desk: Desk, form: EntryForm, viewer: EvidenceViewer, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._form = form
        self._viewer = viewer
        self._read: dict[str, Evidence] = {}

    def show(self) -> None:
        """Show the files of the form as it stands."""
        claims, attachments = self._form.invoices.claims(), self._form.papers.attachments()
        self._viewer.set_evidence(evidence_of(claims, attachments, self._read))

    def read(self) -> None:
        """Fetch what the inbox read of the files, for the boxes on their pictures."""
        workspace = self._desk.workspace
        self._desk.run(lambda: read_by_file(workspace), self._know)

    def highlight(self, field: str) -> None:
        """Box a field; a line of the form is looked for in the invoices in their order."""
        if not field.startswith("line-"):
            self._viewer.highlight(field)
            return
        row = int(field.removeprefix("line-"))
        for file in self._viewer.evidence():
            lines = sum(len(invoice.lines) for invoice in file.invoices)
            if row <= lines:
                self._viewer.show_file(file.sha256)
                self._viewer.highlight(f"line-{row}")
                return
            row -= lines
        self._viewer.highlight("")

    def _know(self, read: dict[str, Evidence]) -> None:
        self._read = read
        self.show()
