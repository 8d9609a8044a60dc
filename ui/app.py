"""Starts the window. The login page is painted first; the ledger's core is imported after that."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from ui import crash, theme
from ui.garbage import GarbageRound
from ui.main_window import MainWindow
from ui.settings import UiSettings

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the window; the first argument that is no option is a ledger's file."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    paths = [Path(argument) for argument in arguments if not argument.startswith("-")]
    return run(paths[0] if paths else None)


def run(ledger: Path | None = None) -> int:
    """Show the window with this ledger, the last one, or the choices; returns the exit code."""
    application = application_of_ours()
    settings = UiSettings()
    theme.apply(application, settings.scheme, settings.base_px)
    application.styleHints().colorSchemeChanged.connect(lambda _: _follow_system(application, settings))
    crash.install()
    GarbageRound(application)
    window = MainWindow(settings)
    window.show()
    QTimer.singleShot(0, lambda: window.start(ledger))
    return application.exec()


def application_of_ours() -> QApplication:
    """Return the application, speaking Chinese in Qt's own buttons too."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("studio-ledger")
    application.setOrganizationName("studio-ledger")
    application.setApplicationDisplayName("工作室经费台账")
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(application)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
    return application


def _follow_system(application: QApplication, settings: UiSettings) -> None:
    if settings.scheme == "system":
        theme.apply(application, "system", settings.base_px)
