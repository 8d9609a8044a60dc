"""The recogniser that is installed on demand (RapidOCR on ONNX Runtime): its models lie in the package, offline."""

from __future__ import annotations

import math
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from studio_ledger.invoices.seen_words import SeenWord

if TYPE_CHECKING:
    from studio_ledger.invoices.pictures import Picture

_PACKAGE = "rapidocr_onnxruntime"
_READABLE = 1300.0
"""A picture whose longer side has fewer points is enlarged: on a screenshot figures get lost."""


def is_installed() -> bool:
    """Whether text recognition is there; looked up, not loaded."""
    return find_spec(_PACKAGE) is not None


class RapidOcr:
    """RapidOCR, loaded once."""

    def __init__(self) -> None:
        import cv2  # noqa: PLC0415 - an extra
        import rapidocr_onnxruntime  # noqa: PLC0415 - an extra

        cv2.setNumThreads(1)
        self._resize: Any = cv2.resize
        self._engine: Any = rapidocr_onnxruntime.RapidOCR()

    def words(self, picture: Picture) -> list[SeenWord]:
        """Return the runs of text in no order."""
        import numpy as np  # noqa: PLC0415 - an extra

        pixels = np.frombuffer(picture.rgba, np.uint8).reshape(picture.height, picture.width, 4)
        larger = max(1.0, _READABLE / max(picture.width, picture.height))
        image = self._resize(np.ascontiguousarray(pixels[:, :, 2::-1]), None, fx=larger, fy=larger)
        found, _ = self._engine(image)
        return [
            _word([[x / larger, y / larger] for x, y in corners], text, float(sure))
            for corners, text, sure in found or ()
        ]


def _word(corners: list[list[float]], text: str, sure: float) -> SeenWord:
    top_left, top_right, bottom_right, bottom_left = corners
    return SeenWord(
        text,
        _between(top_left, bottom_left),
        _between(top_right, bottom_right),
        (math.dist(top_left, bottom_left) + math.dist(top_right, bottom_right)) / 2,
        sure,
    )


def _between(one: list[float], other: list[float]) -> tuple[float, float]:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
