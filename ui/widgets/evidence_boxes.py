"""Which boxes belong on which picture of a file; nothing where that is not sure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ui.widgets.evidence_pictures import BUNDLE_PLACE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QImage

    from studio_ledger.model.invoice import FieldBox, Invoice


def boxes_of(name: str, invoices: Sequence[Invoice], pictures: Sequence[QImage]) -> tuple[FieldBox, ...]:
    """Return the boxes with the pages of these pictures.

    A box read from a file of a bundle goes onto the picture of that very file and page, and onto none where another
    form of the invoice is shown. An older reading of a bundle of several tells no file: it is not boxed.
    """
    boxes = tuple(box for one in invoices for box in one.boxes)
    if any(box.member >= 0 for box in boxes):
        shown = {picture.text(BUNDLE_PLACE): page for page, picture in enumerate(pictures)}
        placed = ((box, shown.get(f"{box.member}/{box.page}")) for box in boxes)
        return tuple(replace(box, page=page) for box, page in placed if page is not None)
    several = len(invoices) > 1 or any(one.part is not None for one in invoices)
    return () if several and name.lower().endswith(".zip") else boxes


def is_of(box: FieldBox, field: str) -> bool:
    """Whether a box belongs to a field of the form."""
    return box.field == field or box.field.startswith(f"{field}-")
