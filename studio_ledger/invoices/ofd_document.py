"""The inside of an OFD (GB/T 33190): documents, pages and text objects, found by reference, never by fixed name."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from posixpath import dirname, join
from typing import TYPE_CHECKING

from studio_ledger.invoices.refusal import DAMAGED, RefusedError
from studio_ledger.invoices.values import clean
from studio_ledger.invoices.words import Glyph
from studio_ledger.invoices.xml_file import parsed
from studio_ledger.invoices.xml_tree import all_named, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from studio_ledger.invoices.archive import Archive

_USUAL_PAGE = (0.0, 0.0, 210.0, 140.0)
_MOST_PAGES = 100
_MOST_GLYPHS = 60_000


@dataclass
class Document:
    """One document of an OFD: `texts` are its text objects by their id, `custom` the named values of its head."""

    folder: str
    custom: dict[str, str]
    tags: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    pages: list[tuple[list[Glyph], tuple[float, float]]] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)


def documents(archive: Archive) -> Iterator[Document]:
    """Yield the documents; a page that cannot be read is named in `damaged`.

    Raises: RefusedError where the head itself is unreadable.
    """
    root = parsed(archive.read("OFD.xml"))
    for body in all_named(root, "DocBody"):
        custom = {
            clean(str(e.get("Name", ""))): clean("".join(str(t) for t in e.itertext()))
            for e in all_named(body, "CustomData")
        }
        location = text(body, "DocRoot")
        document = Document(dirname(location.lstrip("/").replace("\\", "/")), custom)
        if not location:
            continue
        try:
            _read(archive, document, parsed(archive.read(location)))
        except RefusedError:
            document.damaged.append(location)
        yield document


def _read(archive: Archive, document: Document, root: etree._Element) -> None:
    document.tags = [_placed(document.folder, text(root, "CustomTags"))] if text(root, "CustomTags") else []
    templates = {e.get("ID"): str(e.get("BaseLoc", "")) for e in all_named(root, "TemplatePage")}
    area = _box(text(root, "PageArea/PhysicalBox")) or _USUAL_PAGE
    pages = [e for e in all_named(root, "Page") if e.get("BaseLoc")]
    if len(pages) > _MOST_PAGES:
        raise RefusedError(DAMAGED)
    for page in pages:
        location = _placed(document.folder, str(page.get("BaseLoc")))
        try:
            content = parsed(archive.read(location))
        except RefusedError:
            document.damaged.append(location)
            continue
        layers = [content]
        for template in all_named(content, "Template"):
            placed = _placed(document.folder, templates.get(template.get("TemplateID"), ""))
            if archive.holds(placed):
                layers.append(parsed(archive.read(placed)))
        box = _box(text(content, "PhysicalBox")) or area
        glyphs = [glyph for layer in layers for glyph in _glyphs(document, layer, box)]
        document.pages.append((glyphs[:_MOST_GLYPHS], (box[2], box[3])))


def _placed(folder: str, location: str) -> str:
    """Return the path of a reference: relative to the document, or from the root where it begins with a slash."""
    bare = location.replace("\\", "/")
    return bare if bare.startswith("/") else join(folder, bare)


def _box(told: str | None) -> tuple[float, float, float, float] | None:
    numbers = _numbers(told)
    if len(numbers) != 4 or numbers[2] <= 0 or numbers[3] <= 0:
        return None
    return numbers[0], numbers[1], numbers[2], numbers[3]


def _numbers(told: str | None) -> list[float]:
    try:
        return [float(part) for part in (told or "").split()]
    except ValueError:
        return []


def _glyphs(document: Document, layer: etree._Element, page: tuple[float, float, float, float]) -> Iterator[Glyph]:
    for element in all_named(layer, "TextObject"):
        place = _box(element.get("Boundary"))
        codes = [(code, "".join(str(t) for t in code.itertext()).strip()) for code in all_named(element, "TextCode")]
        document.texts[str(element.get("ID"))] = clean("".join(words for _, words in codes))
        size = (_numbers(element.get("Size")) or [3.0])[0]
        turn = _numbers(element.get("CTM"))
        if place is None:
            continue
        x, y = 0.0, size
        for code, words in codes:
            x, y = (_numbers(code.get("X")) or [x])[0], (_numbers(code.get("Y")) or [y])[0]
            for character, across, wide in _spread(words, x, size, _deltas(code.get("DeltaX"))):
                left, base = _turned(turn, across, y)
                right, _ = _turned(turn, across + wide, y)
                yield Glyph(
                    character,
                    (place[0] + left - page[0]) / page[2],
                    (place[0] + right - page[0]) / page[2],
                    (place[1] + base - size - page[1]) / page[3],
                    (place[1] + base - page[1]) / page[3],
                )


def _spread(words: str, x: float, size: float, deltas: list[float]) -> Iterator[tuple[str, float, float]]:
    for i, character in enumerate(words):
        natural = size if unicodedata.east_asian_width(character) in "WF" else size / 2
        step = deltas[i] if i < len(deltas) else natural
        yield character, x, min(natural, step) if step > 0 else natural
        x += step


def _deltas(told: str | None) -> list[float]:
    """Return the advances; ``g 3 4.2`` stands for three times 4.2."""
    parts, steps = (told or "").split(), list[float]()
    try:
        while parts:
            part = parts.pop(0)
            if part == "g":
                count, step = int(parts.pop(0)), float(parts.pop(0))
                steps += [step] * min(count, 2_000)
            else:
                steps.append(float(part))
    except (ValueError, IndexError):
        return []
    return steps


def _turned(matrix: list[float], x: float, y: float) -> tuple[float, float]:
    if len(matrix) != 6:
        return x, y
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
