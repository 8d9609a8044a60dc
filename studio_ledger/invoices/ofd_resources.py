"""What the pages of an OFD share: fonts, pictures, colours and pens, found by their number."""

from __future__ import annotations

from dataclasses import dataclass, field
from posixpath import dirname, join
from typing import TYPE_CHECKING

from studio_ledger.invoices.refusal import RefusedError
from studio_ledger.invoices.truetype import Face
from studio_ledger.invoices.xml_file import local, parsed
from studio_ledger.invoices.xml_tree import all_named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

    from studio_ledger.invoices.archive import Archive

_LARGEST_FONT = 20_000_000
_MOST_FONTS = 100


@dataclass(frozen=True, slots=True)
class Typeface:
    """A font of the OFD: its name, and its own outlines where the file brings any."""

    name: str = ""
    bold: bool = False
    italic: bool = False
    face: Face | None = None


@dataclass
class Resources:
    """What the resource files of one document tell."""

    fonts: dict[str, Typeface] = field(default_factory=dict)
    media: dict[str, str] = field(default_factory=dict)
    spaces: dict[str, str] = field(default_factory=dict)
    pens: dict[str, etree._Element] = field(default_factory=dict)
    units: dict[str, etree._Element] = field(default_factory=dict)

    def take(self, archive: Archive, location: str, folder: str) -> None:
        """Add what a resource file tells; a damaged one tells nothing."""
        try:
            root = parsed(archive.read(location))
        except RefusedError:
            return
        here = dirname(location)
        folders = (join(here, _slashed(root.get("BaseLoc", ""))), here, folder, "")
        for element in root.iter():
            number = str(element.get("ID", ""))
            name = local(element)
            if name == "Font" and len(self.fonts) < _MOST_FONTS:
                self.fonts[number] = _typeface(archive, element, folders)
            elif name == "MultiMedia":
                self.media[number] = _found(archive, _file_of(element, "MediaFile"), folders)
            elif name == "ColorSpace":
                self.spaces[number] = str(element.get("Type", "RGB")).upper()
            elif name == "DrawParam":
                self.pens[number] = element
            elif name in ("CompositeGraphicUnit", "CompositeGraphicUnits") and number:
                self.units[number] = element


def placed(folder: str, location: str) -> str:
    """Return the path of a reference: relative to a folder, or from the root where it begins with a slash."""
    bare = _slashed(location).strip()
    return bare if bare.startswith("/") else join(folder, bare)


def _slashed(location: str | None) -> str:
    return (location or "").replace("\\", "/")


def _found(archive: Archive, file: str, folders: Iterable[str]) -> str:
    """Makers do not agree on what a reference is relative to."""
    if not file:
        return ""
    return next((place for folder in folders if archive.holds(place := placed(folder, file))), "")


def _file_of(element: etree._Element, name: str) -> str:
    return next((str(child.text or "").strip() for child in all_named(element, name)), "")


def _typeface(archive: Archive, element: etree._Element, folders: Iterable[str]) -> Typeface:
    name = f"{element.get('FontName', '')} {element.get('FamilyName', '')}".strip()
    bold = str(element.get("Bold", "")).lower() == "true" or "bold" in name.lower()
    italic = str(element.get("Italic", "")).lower() == "true"
    file, face = _found(archive, _file_of(element, "FontFile"), folders), None
    if file:
        try:
            data = archive.read(file)
            face = Face(data) if len(data) <= _LARGEST_FONT else None
        except (RefusedError, ValueError):
            face = None
    return Typeface(name, bold, italic, face)
