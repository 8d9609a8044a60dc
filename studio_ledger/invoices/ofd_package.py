"""The pages of an OFD as they are to be drawn: content, templates, annotations and stamps, in their order."""

from __future__ import annotations

from dataclasses import dataclass, field
from posixpath import basename, dirname
from typing import TYPE_CHECKING

from studio_ledger.invoices.ofd_numbers import box
from studio_ledger.invoices.ofd_resources import Resources, placed
from studio_ledger.invoices.refusal import DAMAGED, RefusedError
from studio_ledger.invoices.xml_file import local, parsed
from studio_ledger.invoices.xml_tree import all_named, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from studio_ledger.invoices.archive import Archive

Area = tuple[float, float, float, float]
USUAL_PAGE: Area = (0.0, 0.0, 210.0, 140.0)
_MOST_PAGES = 100
_LARGEST_SIDE = 4_000.0
_MOST_STAMPS = 50


@dataclass(frozen=True, slots=True)
class Stamp:
    """A seal's place on a page, in millimetres; `shown` is the part of it that is seen, relative to its corner."""

    area: Area
    shown: Area | None
    value: str


@dataclass
class OfdPage:
    """A page: `layers` from the lowest to the highest, then annotations, then stamps."""

    area: Area
    layers: list[etree._Element]
    resources: Resources
    annotations: list[etree._Element] = field(default_factory=list)
    stamps: list[Stamp] = field(default_factory=list)


def pages_of(archive: Archive) -> Iterator[OfdPage]:
    """Yield the pages of every document that can be read.

    Raises: RefusedError where there is none.
    """
    root = parsed(archive.read("OFD.xml"))
    stamps = _stamps(archive)
    count = 0
    for body in all_named(root, "DocBody"):
        location = placed("", text(body, "DocRoot"))
        if not archive.holds(location):
            continue
        for page in _document(archive, location, stamps):
            yield page
            count += 1
            if count >= _MOST_PAGES:
                return
    if not count:
        raise RefusedError(DAMAGED)


def _document(archive: Archive, location: str, stamps: dict[str, list[Stamp]]) -> Iterator[OfdPage]:
    folder = dirname(location)
    try:
        root = parsed(archive.read(location))
    except RefusedError:
        return
    resources = Resources()
    for name in ("PublicRes", "DocumentRes"):
        for element in all_named(root, name):
            resources.take(archive, placed(folder, str(element.text or "")), folder)
    templates = {str(e.get("ID")): e for e in all_named(root, "TemplatePage")}
    notes = _annotations(archive, folder, root)
    usual = _area(root) or USUAL_PAGE
    for element in all_named(root, "Page"):
        place = placed(folder, str(element.get("BaseLoc", "")))
        content = _content(archive, place)
        if content is None:
            continue
        for own in all_named(content, "PageRes"):
            resources.take(archive, placed(dirname(place), str(own.text or "")), folder)
        number = str(element.get("ID", ""))
        layers = list(_layers(archive, folder, content, templates))
        yield OfdPage(_area(content) or usual, layers, resources, notes.get(number, []), stamps.get(number, []))


def _layers(
    archive: Archive, folder: str, content: etree._Element, templates: dict[str, etree._Element]
) -> Iterator[etree._Element]:
    below: list[etree._Element] = []
    above: list[etree._Element] = []
    for used in all_named(content, "Template"):
        template = templates.get(str(used.get("TemplateID")))
        if template is None:
            continue
        sheet = _content(archive, placed(folder, str(template.get("BaseLoc", ""))))
        if sheet is not None:
            order = used.get("ZOrder") or template.get("ZOrder") or "Background"
            (above if order == "Foreground" else below).append(sheet)
    ranks = {"Background": 0, "Body": 1, "Foreground": 2}
    for sheet in (*below, content, *above):
        yield from sorted(all_named(sheet, "Layer"), key=lambda layer: ranks.get(str(layer.get("Type", "Body")), 1))


def _annotations(archive: Archive, folder: str, root: etree._Element) -> dict[str, list[etree._Element]]:
    """Return the visible appearances by page."""
    found: dict[str, list[etree._Element]] = {}
    for element in all_named(root, "Annotations"):
        place = placed(folder, str(element.text or ""))
        listed = _content(archive, place)
        for page in all_named(listed, "Page") if listed is not None else ():
            file = next((str(e.text or "") for e in all_named(page, "FileLoc")), "")
            notes = _content(archive, placed(dirname(place), file))
            if notes is None:
                notes = _content(archive, placed(folder, file))
            for note in all_named(notes, "Annot") if notes is not None else ():
                if str(note.get("Visible", "true")).lower() != "false":
                    found.setdefault(str(page.get("PageID", "")), []).extend(all_named(note, "Appearance"))
    return found


def _stamps(archive: Archive) -> dict[str, list[Stamp]]:
    """Return the stamps by page; found by the signatures' files, for a list of them may be missing."""
    found: dict[str, list[Stamp]] = {}
    for name in archive.names:
        if basename(name.replace("\\", "/")).lower() != "signature.xml" or len(found) >= _MOST_STAMPS:
            continue
        root = _content(archive, name)
        if root is None:
            continue
        value = placed(dirname(name.replace("\\", "/")), text(root, "SignedValue"))
        for stamp in all_named(root, "StampAnnot")[:_MOST_STAMPS]:
            area = box(stamp.get("Boundary"))
            if area is not None:
                shown = box(stamp.get("Clip"))
                found.setdefault(str(stamp.get("PageRef", "")), []).append(Stamp(area, shown, value))
    return found


def _content(archive: Archive, place: str) -> etree._Element | None:
    if not archive.holds(place):
        return None
    try:
        return parsed(archive.read(place))
    except RefusedError:
        return None


def _area(element: etree._Element) -> Area | None:
    for found in element.iter():
        if local(found) == "PhysicalBox":
            area = box(str(found.text or ""))
            if area is not None and 0 < area[2] <= _LARGEST_SIDE and 0 < area[3] <= _LARGEST_SIDE:
                return area
    return None
