"""Colours, pens and opacities of an object in an OFD: its own word first, then its pen's, then the layer's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio_ledger.invoices.ofd_numbers import number, numbers, written
from studio_ledger.invoices.xml_file import local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from studio_ledger.invoices.ofd_resources import Resources

Colour = tuple[float, float, float]
"""Red, green and blue, 0 to 1."""

_BLACK: Colour = (0.0, 0.0, 0.0)
_LONGEST_CHAIN = 8
_WIDTH = 0.353
_MOST_DASHES = 5_000
_FINEST = 0.1
_CAPS = {"Butt": 0, "Round": 1, "Square": 2}
_JOINS = {"Miter": 0, "Round": 1, "Bevel": 2}
_BLENDS = {
    "Normal", "Multiply", "Screen", "Overlay", "Darken", "Lighten", "ColorDodge", "ColorBurn", "HardLight",
    "SoftLight", "Difference", "Exclusion", "Hue", "Saturation", "Color", "Luminosity",
}  # fmt: skip
_LINE = ("LineWidth", "Cap", "Join", "MiterLimit", "DashPattern", "DashOffset")


@dataclass(frozen=True, slots=True)
class Pen:
    """What an object is drawn with; no colour where it is transparent."""

    fill: Colour | None
    stroke: Colour | None
    fill_opacity: float
    stroke_opacity: float
    blend: str
    line: str
    dashes: tuple[float, ...]
    dash_offset: float

    def operators(self, length: float) -> str:
        """Colours and line as PDF writes them, for a path of this length."""
        parts = [f"{written(*self.fill)} rg"] if self.fill else []
        parts += [f"{written(*self.stroke)} RG"] if self.stroke else []
        # Finer than any printer draws it, a line is drawn whole: a hostile file could ask for millions of dashes.
        fine = sum(self.dashes) * _MOST_DASHES <= length or sum(self.dashes) < _FINEST
        parts.append("[] 0 d" if fine else f"[{written(*self.dashes)}] {written(self.dash_offset)} d")
        return " ".join((*parts, self.line))

    @property
    def is_plain(self) -> bool:
        """Whether it needs no state of its own."""
        return self.fill_opacity >= 1 and self.stroke_opacity >= 1 and self.blend == "Normal"


def pen_of(element: etree._Element, resources: Resources, above: str) -> Pen:
    """Return the pen of an object; `above` is the number of its layer's pen, empty where there is none."""
    sources = [element, *_chain(resources, str(element.get("DrawParam", "")) or above)]
    # A path that is to be filled and names no colour is filled with nothing; letters are black.
    unnamed = None if local(element) == "PathObject" else _BLACK
    fill, fill_alpha = _colour(sources, "FillColor", resources, unnamed)
    stroke, stroke_alpha = _colour(sources, "StrokeColor", resources, _BLACK)
    alpha = _alpha(element)
    blend = str(element.get("BlendMode", "Normal"))
    line = {name: value for source in reversed(sources) for name in _LINE if (value := source.get(name)) is not None}
    return Pen(
        fill,
        stroke,
        alpha * fill_alpha,
        alpha * stroke_alpha,
        blend if blend in _BLENDS else "Normal",
        _line(line),
        tuple(abs(value) for value in numbers(line.get("DashPattern"))[:16]),
        number(line.get("DashOffset"), 0.0),
    )


def _chain(resources: Resources, name: str) -> Iterator[etree._Element]:
    for _ in range(_LONGEST_CHAIN):
        pen = resources.pens.get(name)
        if pen is None:
            return
        yield pen
        name = str(pen.get("Relative", ""))


def _colour(
    sources: list[etree._Element], name: str, resources: Resources, unnamed: Colour | None
) -> tuple[Colour | None, float]:
    for source in sources:
        for child in source:
            if local(child) == name:
                return _shade(child, resources), _alpha(child)
    return unnamed, 1.0


def _shade(element: etree._Element, resources: Resources) -> Colour | None:
    told = str(element.get("Value", ""))
    parts = [int(part[1:], 16) if part.startswith("#") else part for part in told.split()] if _is_sane(told) else []
    values = numbers(" ".join(map(str, parts)))
    if not values:
        # A shading is drawn in the first colour it names; a colour without any value is black.
        inside = next((e for e in element.iter() if e is not element and e.get("Value")), None)
        return _shade(inside, resources) if inside is not None else _BLACK
    kind = resources.spaces.get(str(element.get("ColorSpace", "")), "")
    level = [min(max(value / 255, 0.0), 1.0) for value in values]
    if len(level) == 1 or kind == "GRAY":
        return level[0], level[0], level[0]
    if len(level) == 4 or kind == "CMYK":
        cyan, magenta, yellow, black = (*level, 0.0, 0.0, 0.0)[:4]
        return (1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black)
    return (level[0], level[1], level[2]) if len(level) >= 3 else _BLACK


def _is_sane(told: str) -> bool:
    return all(
        not part.startswith("#") or (all(c in "0123456789abcdefABCDEF" for c in part[1:]) and 1 < len(part) <= 3)
        for part in told.split()
    )


def _alpha(element: etree._Element) -> float:
    return min(max(number(element.get("Alpha"), 255.0) / 255, 0.0), 1.0)


def _line(told: dict[str, str]) -> str:
    width = max(number(told.get("LineWidth"), _WIDTH), 0.0)
    limit = max(number(told.get("MiterLimit"), 3.528), 1.0)
    cap, join = _CAPS.get(told.get("Cap", ""), 0), _JOINS.get(told.get("Join", ""), 0)
    return f"{written(width)} w {cap} J {join} j {written(limit)} M"
