"""Drawing a page of evidence anew with more points once somebody looks at it closely."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from ui.widgets.evidence_pictures import MOST_DPI, PAGE_DPI

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QImage

    from studio_ledger.errors import LedgerError
    from ui.desk import Desk
    from ui.widgets.evidence_canvas import EvidenceCanvas

_ENOUGH = 1.15
"""A picture is drawn anew when it is shown this much larger than it was drawn."""
_PAUSE_MS = 200


class Sharper(QObject):
    """Waits until nobody zooms any more, and then asks for the page as sharp as it is shown."""

    def __init__(
        self,
        desk: Desk,
        canvas: EvidenceCanvas,
        shown: Callable[[], tuple[object, int] | None],
        draw: Callable[[int], Callable[[], QImage]],
    ) -> None:
        """`shown`: file and page, None where no page can be drawn anew; `draw`: work that draws it at so many DPI."""
        super().__init__(canvas)
        self._desk, self._canvas, self._shown, self._draw = desk, canvas, shown, draw
        self._sharpness = 1.0
        self._patience = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._patience.timeout.connect(self._sharpen)
        canvas.zoomed.connect(lambda _: self._patience.start())

    def begin(self) -> None:
        """Another page is shown, drawn with the usual points."""
        self._sharpness = 1.0
        self._patience.start()

    def _sharpen(self) -> None:
        place = self._shown()
        wanted = min(self._canvas.scale_shown() * self._canvas.devicePixelRatioF(), MOST_DPI / PAGE_DPI)
        if place is None or wanted <= self._sharpness * _ENOUGH:
            return
        self._sharpness = wanted
        self._desk.run(
            self._draw(round(PAGE_DPI * wanted)), lambda image: self._sharpened(place, image), self._not_sharper
        )

    def _sharpened(self, place: tuple[object, int], image: QImage) -> None:
        if place == self._shown():
            self._canvas.sharpen(image)

    def _not_sharper(self, error: LedgerError) -> None:
        """The page that is shown stays."""
        del error
