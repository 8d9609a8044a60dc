"""Whether the boxes of an answer really lie on the values that were printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studio_ledger.model.invoice import FieldBox, Invoice
    from tests.invoice_prints.ink import Page, Placed, Word
    from tests.invoice_prints.prints import Print
    from tests.invoice_prints.truth import Truth

_EDGE = 0.012


def misplaced(made: Print, invoices: tuple[Invoice, ...]) -> Iterator[str]:
    """Yield what has no box, and whose box does not lie on the printed value, for prints of one form a page."""
    for number, (page, invoice, truth) in enumerate(zip(made.pages, invoices, made.truths, strict=True)):
        [placed] = page.placed
        boxes = [box for box in invoice.boxes if box.page == number]
        for word in placed.sheet.words:
            if word.role in ("", "trip") or (word.role == "tax" and invoice.kind == "air"):
                continue
            own = [box for box in boxes if box.field == _field(word.role, truth)]
            if not any(_holds(box, *_middle(word, placed, page, made.fonts.value)) for box in own):
                yield f"{word.role} {word.text!r}: {own}"


def _field(role: str, truth: Truth) -> str:
    """The box of a discount belongs to the line that it was taken off."""
    if not role.startswith("line-") or truth.charges:
        return role
    return f"line-{truth.places[int(role[5:]) - 1]}"


def _middle(word: Word, placed: Placed, page: Page, face: str) -> tuple[float, float]:
    sheet = placed.sheet
    wide = sheet.width_of(word, face)
    x = word.x - wide / 2 if word.right else word.x + wide / 2
    y = word.y - 0.3 * word.size / 397
    across = (placed.left + x * sheet.width * placed.scale) / page.width
    down = (placed.top + y * sheet.height * placed.scale) / page.height
    return across, down


def _holds(box: FieldBox, x: float, y: float) -> bool:
    return box.left - _EDGE <= x <= box.right + _EDGE and box.top - _EDGE <= y <= box.bottom + _EDGE
