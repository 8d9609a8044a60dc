"""The inside of an OFD (GB/T 33190): documents, pages and text objects, found by reference, never by fixed name."""

from __future__ import annotations

from dataclasses import dataclass, field
from posixpath import dirname, join
from typing import TYPE_CHECKING

from studio_ledger.invoices.ofd_text import Area, Ink, box_of, text_objects
from studio_ledger.invoices.refusal import HOSTILE, RefusedError
from studio_ledger.invoices.values import clean
from studio_ledger.invoices.xml_file import parsed
from studio_ledger.invoices.xml_tree import all_named, text, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from studio_ledger.invoices.archive import Archive
    from studio_ledger.invoices.words import Glyph
    from studio_ledger.model.invoice import FieldBox

_USUAL_PAGE: Area = (0.0, 0.0, 210.0, 140.0)
_MOST_DOCUMENTS = 50
_MOST_PAGES = 100
_MOST_TEMPLATES = 10
_MOST_BYTES = 12_000_000
"""Content of all pages together that is looked at."""


@dataclass
class Page:
    """One page: its glyphs upright, its size in millimetres as it is read, and how it was turned for that."""

    number: str
    glyphs: list[Glyph]
    size: tuple[float, float]
    turn: int = 0

    def as_printed(self, box: FieldBox) -> FieldBox:
        """Return the box of an upright reading as it stands on the page that people see."""
        left, top, right, bottom = box.left, box.top, box.right, box.bottom
        for _ in range(self.turn):
            left, top, right, bottom = top, 1 - right, bottom, 1 - left
        return type(box)(box.field, box.page, left, top, right, bottom)


@dataclass
class Document:
    """One document of an OFD: `custom` the named values of its head, `damaged` what could not be read."""

    folder: str
    custom: dict[str, str] = field(default_factory=dict)
    tags: str = ""
    attachments: str = ""
    pages: list[Page] = field(default_factory=list)
    ink: Ink = field(default_factory=Ink)
    damaged: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    is_cut: bool = False


def documents(archive: Archive) -> Iterator[Document]:
    """Yield the documents; a page that cannot be read is named in `damaged`.

    Raises: RefusedError where the head itself is unreadable.
    """
    root = parsed(archive.read("OFD.xml"))
    seen: set[str] = set()
    for body in all_named(root, "DocBody")[:_MOST_DOCUMENTS]:
        location = slashed(text(body, "DocRoot"))
        if not location or location in seen:
            continue
        seen.add(location)
        document = Document(dirname(location.lstrip("/")))
        _take_custom(document, body)
        try:
            _read(archive, document, parsed(archive.read(location)))
        except RefusedError as refused:
            if refused.reason == HOSTILE:
                raise
            document.damaged.append(location)
        yield document
    if not seen:
        # Attachments may still lie there, and are then all there is.
        yield Document("", damaged=["OFD.xml"])


def slashed(location: str) -> str:
    """Return a path with the slashes of ZIP."""
    return location.replace("\\", "/").strip()


def placed(folder: str, location: str) -> str:
    """Return the path of a reference: relative to the document, or from the root where it begins with a slash."""
    bare = slashed(location)
    return bare if bare.startswith("/") else join(folder, bare)


def _take_custom(document: Document, body: etree._Element) -> None:
    for element in all_named(body, "CustomData")[:500]:
        name, value = clean(str(element.get("Name", ""))[:100]), told(element)
        if document.custom.setdefault(name, value) != value and value:
            document.doubled.append(name)


def _read(archive: Archive, document: Document, root: etree._Element) -> None:
    for name in ("tags", "attachments"):
        location = text(root, "CustomTags" if name == "tags" else "Attachments")
        setattr(document, name, placed(document.folder, location) if location else "")
    templates = {str(e.get("ID")): str(e.get("BaseLoc", "")) for e in all_named(root, "TemplatePage")}
    layers = _Layers(archive, document, templates)
    area = _area(root) or _USUAL_PAGE
    locations = dict.fromkeys(
        (placed(document.folder, str(e.get("BaseLoc"))), str(e.get("ID", "")))
        for e in all_named(root, "Page")
        if e.get("BaseLoc")
    )
    document.is_cut = len(locations) > _MOST_PAGES
    for location, number in list(locations)[:_MOST_PAGES]:
        content = layers.read(location)
        if content is None:
            continue
        parts = [content, *layers.templates_of(content)]
        box = _area(content) or area
        index = len(document.pages)
        objects = [found for part in parts for found in text_objects(part, document.ink)]
        glyphs, turn = document.ink.put_on(index, number, objects, box)
        size = (box[2], box[3]) if turn % 2 == 0 else (box[3], box[2])
        document.pages.append(Page(number, glyphs, size, turn))
    document.is_cut = document.is_cut or document.ink.is_full or layers.is_full


class _Layers:
    """The page contents of one document; each file is parsed once, and together they are not endless."""

    def __init__(self, archive: Archive, document: Document, templates: dict[str, str]) -> None:
        self._archive, self._document = archive, document
        self._locations = templates
        self._parsed: dict[str, etree._Element | None] = {}
        self._left = _MOST_BYTES
        self.is_full = False

    def read(self, location: str) -> etree._Element | None:
        """Return a content; None where it is missing or damaged, which is noted."""
        if location not in self._parsed:
            self._parsed[location] = self._first(location)
        return self._parsed[location]

    def _first(self, location: str) -> etree._Element | None:
        if self._left <= 0:
            self.is_full = True
            return None
        try:
            data = self._archive.read(location)
            self._left -= len(data)
            return parsed(data)
        except RefusedError as refused:
            if refused.reason == HOSTILE:
                raise
            self._document.damaged.append(location)
            return None

    def templates_of(self, content: etree._Element) -> Iterator[etree._Element]:
        """Yield what lies under a page; a template has no templates of its own."""
        numbers = dict.fromkeys(str(e.get("TemplateID")) for e in all_named(content, "Template"))
        for number in list(numbers)[:_MOST_TEMPLATES]:
            location = self._locations.get(number, "")
            if location and (found := self.read(placed(self._document.folder, location))) is not None:
                yield found


def _area(element: etree._Element) -> Area | None:
    return box_of(text(element, "Area/PhysicalBox", "PageArea/PhysicalBox", "PhysicalBox"))
