"""From a seed to a PDF and its truth: which maker, which paper, which order of drawing."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass, replace

import pypdfium2

from tests.invoice_prints import paper, wear
from tests.invoice_prints.digital_form import digital
from tests.invoice_prints.further import long_invoice, rail_attachment, with_list
from tests.invoice_prints.ink import Fonts, Page, Sheet, Word, drawn
from tests.invoice_prints.tickets import air, rail, slip
from tests.invoice_prints.truth import Maker, Truth
from tests.invoice_prints.vat_form import STYLES, vat

FAMILIES = (
    *STYLES, "digital", "digital-toll", "journey", "building", "freight", "purchase", "rail", "rail-attached", "air",
    "slip", "list", "long", "two-up", "several",
)  # fmt: skip


@dataclass(frozen=True)
class Print:
    """A PDF, what it shows (one truth an invoice) and how it was drawn."""

    family: str
    data: bytes
    truths: tuple[Truth, ...]
    pages: tuple[Page, ...]
    fonts: Fonts
    attachment: bytes = b""


def a_print(seed: int, family: str = "") -> Print:
    """Return the print of this seed; without a family the seed chooses one."""
    maker = Maker(seed)
    family = family or maker.chance.choice(FAMILIES)
    fonts = _fonts(maker, family)
    attachment = b""
    if family in ("two-up", "several"):
        kinds = ("digital", "taxi", "baiwang", "aisino")
        count = 2 if family == "two-up" else maker.chance.randint(2, 4)
        made = [_one(maker, maker.chance.choice(kinds)) for _ in range(count)]
        sheets = [sheet for _, sheet in made]
        pages = paper.two_up(sheets) if family == "two-up" else paper.pages_of(sheets, maker)
        truths = tuple(truth for truth, _ in made)
    elif family in ("list", "long"):
        truth, sheets = (with_list if family == "list" else long_invoice)(maker)
        pages, truths = [page for sheet in sheets for page in paper.plain(sheet)], (truth,)
    else:
        truth, sheet = _one(maker, family)
        if family == "rail-attached":
            truth, attachment = rail_attachment(truth, maker)
        _dirty(sheet, truth, maker, family)
        pages, truths = paper.pages_of([sheet], maker), (truth,)
    data = drawn(pages, fonts, maker.chance)
    data = attached(data, attachment) if attachment else data
    return Print(family, data, truths, tuple(pages), fonts, attachment)


def retouched(made: Print, role: str, chance: random.Random) -> Print:
    """Return the print with one digit changed in the value of this role."""
    pages = []
    for page in made.pages:
        placed = []
        for form in page.placed:
            sheet = Sheet(form.sheet.width, form.sheet.height, list(form.sheet.words), form.sheet.payload)
            sheet.square = form.sheet.square
            sheet.words = [_other_digit(word, chance) if word.role == role else word for word in sheet.words]
            placed.append(replace(form, sheet=sheet))
        pages.append(replace(page, placed=tuple(placed)))
    return replace(made, data=drawn(pages, made.fonts, chance), pages=tuple(pages))


def _other_digit(word: Word, chance: random.Random) -> Word:
    capitals, digits = "壹贰叁肆伍陆柒捌玖", "123456789"
    places = [i for i, c in enumerate(word.text) if c in capitals + digits]
    if not places:
        return word
    at = chance.choice(places)
    row = capitals if word.text[at] in capitals else digits
    other = row[(row.index(word.text[at]) + 1) % 9]
    return replace(word, text=word.text[:at] + other + word.text[at + 1 :])


def _one(maker: Maker, family: str) -> tuple[Truth, Sheet]:
    if family in STYLES:
        return vat(maker, family)
    if family == "air":
        return air(maker)
    if family == "slip":
        return slip(maker)
    if family.startswith("rail"):
        return rail(maker)
    return digital(maker, family.removeprefix("digital-") if family != "digital" else "digital")


def _dirty(sheet: Sheet, truth: Truth, maker: Maker, family: str) -> None:
    if family in STYLES and maker.often(0.15):
        paper.sealed(sheet, truth)
    if family != "slip" and maker.often(0.1):
        paper.marked(sheet, maker)
    if family != "slip" and maker.often(0.5):
        wear.worn(sheet, maker)
        wear.beside(sheet, maker)


def _fonts(maker: Maker, family: str) -> Fonts:
    order = maker.chance.choice(("labels-first", "values-first", "scrambled", "natural"))
    if family == "baiwang":
        return Fonts("hidden", "song" if maker.often(0.5) else "kai", order)
    if family == "taxi":
        order = "values-first"
    face = "kai" if maker.often(0.25) else "song"
    return Fonts(face, face, order, by_character=maker.often(0.1), spaced=maker.often(0.06))


def attached(pdf: bytes, xml: bytes) -> bytes:
    """Return a railway ticket's PDF with its data attached."""
    document = pypdfium2.PdfDocument(pdf)
    document.new_attachment("rai_issuer_1.xml").set_data(xml)
    made = io.BytesIO()
    document.save(made)
    document.close()
    return made.getvalue()
