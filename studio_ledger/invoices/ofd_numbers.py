"""Numbers, matrices and paths as an OFD writes them; whatever is not finite and sane is left out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Matrix = tuple[float, float, float, float, float, float]
"""a b c d e f, as in PDF: x' = ax + cy + e, y' = bx + dy + f."""

SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_FARTHEST = 20_000.0
_MOST_STEPS = 30_000
_TAKES = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_LETTERS = {"S": "m", "M": "m", "L": "l", "B": "c", "C": "h"}


def numbers(told: str | None) -> list[float]:
    """Return the numbers of a list; none at all where one of them is no number."""
    try:
        found = [float(part) for part in (told or "").replace(",", " ").split()]
    except ValueError:
        return []
    return found if all(abs(number) <= _FARTHEST for number in found) else []


def number(told: str | None, otherwise: float) -> float:
    """Return one number."""
    return next(iter(numbers(told)), otherwise)


def box(told: str | None) -> tuple[float, float, float, float] | None:
    """Return left, top, width, height; None where that is no area."""
    found = numbers(told)
    return (found[0], found[1], found[2], found[3]) if len(found) == 4 and min(found[2:]) >= 0 else None


def matrix(told: str | None) -> Matrix:
    """Return a transformation; none told, none done."""
    found = numbers(told)
    return (found[0], found[1], found[2], found[3], found[4], found[5]) if len(found) == 6 else SAME


def moved(first: Matrix, left: float, top: float) -> Matrix:
    """Return `first` followed by a move."""
    return (*first[:4], first[4] + left, first[5] + top)


def joined(first: Matrix, second: Matrix) -> Matrix:
    """Return `first` followed by `second`."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def steps(told: str | None, most: int) -> list[float]:
    """Return the advances; ``g 3 4.2`` stands for three times 4.2."""
    parts = iter((told or "").replace(",", " ").split())
    found: list[float] = []
    try:
        for part in parts:
            if part == "g":
                count = int(next(parts))
                found += [float(next(parts))] * max(0, min(count, most - len(found)))
            else:
                found.append(float(part))
    except (ValueError, StopIteration):
        return []
    return found if all(abs(step) <= _FARTHEST for step in found) else []


def written(*values: float) -> str:
    """Write numbers for a PDF."""
    return " ".join(f"{value:.4f}".rstrip("0").rstrip(".") for value in values)


def path(told: str, turned: Matrix = SAME) -> Iterator[str]:
    """Yield the operators of PDF for an abbreviated path; it ends where it stops making sense."""
    a, b, c, d, e, f = turned
    for letter, values in _pieces(told):
        if turned != SAME:
            pairs = zip(values[::2], values[1::2], strict=True)
            values = [way for x, y in pairs for way in (a * x + c * y + e, b * x + d * y + f)]  # noqa: PLW2901
        yield f"{written(*values)} {letter}" if values else letter


def length(told: str) -> float:
    """Return how long a path is about, its curves measured along their handles."""
    whole, x, y = 0.0, 0.0, 0.0
    for letter, values in _pieces(told):
        for px, py in zip(values[::2], values[1::2], strict=True):
            whole += math.hypot(px - x, py - y) if letter != "m" else 0.0
            x, y = px, py
    return whole


def _pieces(told: str) -> Iterator[tuple[str, list[float]]]:
    """Yield moves, lines and cubic curves with their points, and closings."""
    parts = told.replace(",", " ").split()
    at = taken = 0
    x = y = 0.0
    while at < len(parts) and taken < _MOST_STEPS:
        letter, taken = parts[at], taken + 1
        count = _TAKES.get(letter)
        if count is None:
            return
        values = numbers(" ".join(parts[at + 1 : at + 1 + count]))
        at += 1 + count
        if len(values) != count:
            return
        if letter == "Q":
            yield "c", _quadratic(x, y, values)
        elif letter == "A":
            yield from _arc(x, y, values)
        else:
            yield _LETTERS[letter], values
        x, y = (values[-2], values[-1]) if values else (x, y)


def _quadratic(x: float, y: float, values: list[float]) -> list[float]:
    mx, my, ex, ey = values
    first = x + (mx - x) * 2 / 3, y + (my - y) * 2 / 3
    second = ex + (mx - ex) * 2 / 3, ey + (my - ey) * 2 / 3
    return [*first, *second, ex, ey]


def _arc(x: float, y: float, values: list[float]) -> Iterator[tuple[str, list[float]]]:
    """An arc as SVG knows it (rx ry turn large sweep x y), in pieces of at most a quarter."""
    rx, ry, turn, large, sweep, ex, ey = values
    rx, ry = abs(rx), abs(ry)
    if not rx or not ry or (x, y) == (ex, ey):
        yield "l", [ex, ey]
        return
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    half_x, half_y = (x - ex) / 2, (y - ey) / 2
    px, py = cos * half_x + sin * half_y, -sin * half_x + cos * half_y
    short = math.sqrt(max(1.0, (px / rx) ** 2 + (py / ry) ** 2))
    rx, ry = rx * short, ry * short
    below = (rx * py) ** 2 + (ry * px) ** 2
    root = math.sqrt(max(0.0, (rx * ry) ** 2 / below - 1)) if below else 0.0
    root = -root if bool(large) == bool(sweep) else root
    cx, cy = root * rx * py / ry, -root * ry * px / rx
    begin = math.atan2((py - cy) / ry, (px - cx) / rx)
    wide = math.atan2((-py - cy) / ry, (-px - cx) / rx) - begin
    wide += 2 * math.pi if sweep and wide < 0 else -2 * math.pi if not sweep and wide > 0 else 0
    middle = cos * cx - sin * cy + (x + ex) / 2, sin * cx + cos * cy + (y + ey) / 2
    pieces = max(1, math.ceil(abs(wide) / (math.pi / 2) - 1e-9))
    for piece in range(pieces):
        yield "c", _piece(middle, (rx, ry), (cos, sin), begin + wide * piece / pieces, wide / pieces)


def _piece(
    middle: tuple[float, float], radii: tuple[float, float], turn: tuple[float, float], begin: float, wide: float
) -> list[float]:
    pull = 4 / 3 * math.tan(wide / 4)
    (rx, ry), (cos, sin), end = radii, turn, begin + wide
    raw = (
        (math.cos(begin) - pull * math.sin(begin), math.sin(begin) + pull * math.cos(begin)),
        (math.cos(end) + pull * math.sin(end), math.sin(end) - pull * math.cos(end)),
        (math.cos(end), math.sin(end)),
    )
    placed: list[float] = []
    for a, b in raw:
        placed += [middle[0] + cos * rx * a - sin * ry * b, middle[1] + sin * rx * a + cos * ry * b]
    return placed
