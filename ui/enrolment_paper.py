"""Offers the form on which a signer certifies the fingerprint of his key, right after the key was made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from ui.tasks import Tasks
from ui.widgets.caption_dialog import CaptionDialog
from ui.widgets.text import label

if TYPE_CHECKING:
    from studio_ledger.statements.figures import EnrolmentForm
    from ui.settings import UiSettings


class FingerprintDialog(CaptionDialog):
    """Shows the fingerprint and offers the form as a PDF."""

    def __init__(self, form: EnrolmentForm, parent: QWidget | None = None) -> None:
        super().__init__("", "", "", parent)
        self.setObjectName("fingerprintDialog")
        self.setWindowTitle(self.tr("电子签名密钥登记表"))
        self.heading.setText(self.tr("{0} 的签名密钥已生成").format(form.name))
        self.words.setText(
            self.tr(
                "请把电子签名密钥登记表存为 PDF，打印后由本人签字、学校盖章，交财务归档。"
                "审计时凭它确认签名出自您本人。以后也可在“设置”里再打印。"
            )
        )
        self.words.show()
        fingerprint = label(form.fingerprint, "section", wrap=True, name="fingerprint")
        self.body.addWidget(label(self.tr("指纹"), "caption"))
        self.body.addWidget(fingerprint)
        self.accept_button.setText(self.tr("存为 PDF 并打开(&S)"))
        self.reject_button.setText(self.tr("以后再打印"))


class EnrolmentPaper(QObject):
    """Asks where, writes the PDF on a worker, opens it in the system's reader.

    Signals:
        failed(str): the file could not be written; what to do.
    """

    failed = Signal(str)

    def __init__(self, settings: UiSettings, window: QWidget) -> None:
        super().__init__(window)
        self._settings = settings
        self._window = window
        self._tasks = Tasks(self)

    def offer(self, form: EnrolmentForm) -> None:
        """Show the fingerprint; save the form where the person wants it."""
        if FingerprintDialog(form, self._window).exec() != QDialog.DialogCode.Accepted:
            return
        name = self.tr("电子签名密钥登记表_{0}.pdf").format(form.name)
        proposal = str(self._settings.folder("paper") / name)
        chosen, _ = QFileDialog.getSaveFileName(self._window, self.tr("存为 PDF"), proposal, "PDF (*.pdf)")
        if chosen:
            path = Path(chosen)
            self._settings.remember_folder("paper", path)
            self._tasks.run(lambda: _write(form, path), self._written)

    def _written(self, path: Path | None) -> None:
        if path is None:
            self.failed.emit(self.tr("没能存下登记表：文件写不进去。请换一个文件夹，在“设置”里再打印一次。"))
        else:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _write(form: EnrolmentForm, path: Path) -> Path | None:
    from reports.enrolment import write_pdf  # noqa: PLC0415 - the PDF engine is large

    try:
        write_pdf(form, path)
    except OSError:
        return None
    return path
