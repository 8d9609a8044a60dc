"""Colours, type sizes and icons: the only place that knows what anything looks like.

Tokens are data (resources/themes), the style sheet is one template, and icons are tinted outlines, so that
light and dark, and every type size, are the same window in another dress.
"""

from __future__ import annotations

import string
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

from PySide6.QtCore import QByteArray, QDir, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

BASE_PX = 13
SCHEMES = ("system", "light", "dark")
_SYSTEM_FAMILIES = (
    "Microsoft YaHei UI", "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC",
    "WenQuanYi Micro Hei",
)  # fmt: skip
_ICON_SIZES = (16, 20)


@dataclass(frozen=True, slots=True)
class Chip:
    """How a status is drawn: `style` is outline, outline2 (2 px), tint, solid or strike."""

    fg: str
    bg: str
    border: str
    style: str
    icon: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """All colours of one scheme by name."""

    scheme: str
    colors: dict[str, str]
    chips: dict[str, Chip]

    @classmethod
    def load(cls, scheme: str) -> Tokens:
        """Read ``light`` or ``dark`` from resources/themes."""
        text = resources.files("resources").joinpath("themes", f"{scheme}.toml").read_text("utf-8")
        data = tomllib.loads(text)
        return cls(scheme, data["colors"], {name: Chip(**chip) for name, chip in data["chips"].items()})


@dataclass(slots=True)
class _Dress:
    tokens: Tokens
    base_px: int = BASE_PX
    families: list[str] = field(default_factory=list)


_now = _Dress(Tokens.load("light"))


def tokens() -> Tokens:
    """Return the tokens in force."""
    return _now.tokens


def scheme() -> str:
    """Return ``light`` or ``dark``, whichever is in force."""
    return _now.tokens.scheme


def color(name: str) -> QColor:
    """Return the colour of a token by its name in resources/themes/light.toml."""
    return QColor(_now.tokens.colors[name])


def chip(state: str) -> Chip:
    """Return how a status is drawn; an unknown one looks like a draft."""
    return _now.tokens.chips.get(state) or _now.tokens.chips["draft"]


def px(step: str) -> int:
    """Return a type size in pixels: caption, body, section, title or figure."""
    return _sizes(_now.base_px)[step]


def apply(app: QApplication, scheme: str = "light", base_px: int = BASE_PX) -> None:
    """Dress the application: ``light``, ``dark`` or ``system``; every open window follows at once."""
    dark = scheme == "dark" or (scheme == "system" and app.styleHints().colorScheme() is Qt.ColorScheme.Dark)
    _now.tokens = Tokens.load("dark" if dark else "light")
    _now.base_px = base_px
    if app.style().objectName().lower() != "fusion":
        app.setStyle("Fusion")
    QDir.setSearchPaths("icons", [str(resources.files("resources").joinpath("icons"))])
    app.setFont(_font(base_px))
    app.setPalette(_palette())
    app.setStyleSheet(_style_sheet())
    for widget in app.allWidgets():
        _tint_again(widget)


def icon(name: str, color: str | None = None) -> QIcon:
    """Return an icon tinted with a token's colour (default text2); disabled looks are drawn too."""
    result = QIcon()
    for size in _ICON_SIZES:
        for ratio in (1, 2):
            result.addPixmap(_pixmap(name, _value(color), size, ratio))
            result.addPixmap(_pixmap(name, _value("disabled"), size, ratio), QIcon.Mode.Disabled)
    return result


def pixmap(name: str, color: str | None = None, size: int = 16, ratio: float = 1) -> QPixmap:
    """Return an icon's picture in a token's (or ``#``) colour, `size` logical pixels square."""
    return _pixmap(name, _value(color), size, ratio)


def set_icon(widget: QAbstractButton | QLabel, name: str, color: str | None = None, size: int = 16) -> None:
    """Give a button or label an icon that is tinted anew when the theme changes."""
    widget.setProperty("themeIcon", f"{name}|{color or ''}|{size}")
    _tint_again(widget)


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet reads, and let the sheet see it."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast ratio of two colours."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _sizes(base: int) -> dict[str, int]:
    return {"caption": base - 1, "body": base, "section": base + 2, "title": base + 7, "figure": base + 11}


def _value(name: str | None) -> str:
    return name if name and name.startswith("#") else _now.tokens.colors[name or "text2"]


def _style_sheet() -> str:
    template = resources.files("resources").joinpath("themes", "app.qss").read_text("utf-8")
    values = dict(_now.tokens.colors) | {name: str(size) for name, size in _sizes(_now.base_px).items()}
    scrim = QColor(values["scrim"])
    values["scrim"] = f"rgba({scrim.red()},{scrim.green()},{scrim.blue()},{scrim.alpha()})"
    return string.Template(template).substitute(values)


def _font(base_px: int) -> QFont:
    if not _now.families:
        installed = set(QFontDatabase.families())
        _now.families = [name for name in _SYSTEM_FAMILIES if name in installed][:1] or _bundled_families()
    font = QFont(_now.families)
    font.setPixelSize(base_px)
    return font


def _bundled_families() -> list[str]:
    """Load our own fonts: only on machines without a Chinese one, for they cost 20 MB."""
    families: list[str] = []
    for name in ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"):
        data = resources.files("resources").joinpath("fonts", name).read_bytes()
        number = QFontDatabase.addApplicationFontFromData(QByteArray(data))
        families += [family for family in QFontDatabase.applicationFontFamilies(number) if family not in families]
    return families


def _palette() -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    table = {
        role.Window: "window", role.WindowText: "text", role.Base: "surface", role.AlternateBase: "window",
        role.Text: "text", role.Button: "surface", role.ButtonText: "text", role.BrightText: "red",
        role.Highlight: "primary", role.HighlightedText: "on_primary", role.PlaceholderText: "muted",
        role.ToolTipBase: "surface", role.ToolTipText: "text", role.Link: "link", role.Mid: "border",
        role.Light: "surface", role.Dark: "input_border", role.Midlight: "sunken", role.Shadow: "input_border",
    }  # fmt: skip
    for target, name in table.items():
        palette.setColor(target, color(name))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, color("disabled"))
    return palette


@lru_cache(maxsize=2048)
def _pixmap(name: str, value: str, size: int, ratio: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_svg(name).replace("currentColor", value).encode()))
    result = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    renderer.render(painter, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    result.setDevicePixelRatio(ratio)
    return result


@lru_cache(maxsize=128)
def _svg(name: str) -> str:
    return resources.files("resources").joinpath("icons", f"{name}.svg").read_text("utf-8")


def _tint_again(widget: QWidget) -> None:
    wanted = widget.property("themeIcon")
    if not isinstance(wanted, str):
        return
    name, tint, size = wanted.split("|")
    if isinstance(widget, QLabel):
        widget.setPixmap(pixmap(name, tint or None, int(size), widget.devicePixelRatioF()))
    elif isinstance(widget, QAbstractButton):
        widget.setIcon(icon(name, tint or None))
        widget.setIconSize(QSize(int(size), int(size)))


def _luminance(value: str) -> float:
    parts = (QColor(value).redF(), QColor(value).greenF(), QColor(value).blueF())
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
