"""Colours hold their contrast in both themes, and every icon that is named is there."""

import re
from importlib import resources

import pytest

from ui import theme

GROUNDS = {
    "text": ("window", "surface", "sunken", "hover", "selection"),
    "text2": ("window", "surface", "sunken", "hover"),
    "muted": ("window", "surface", "sunken"),
    "link": ("window", "surface"),
    "red": ("window", "surface", "selection"),
    "on_primary": ("primary", "primary_hover"),
    "nav_text": ("nav_rail", "nav_hover"),
    "nav_active_text": ("nav_active", "nav_rail"),
    "warn_text": ("warn_panel", "surface", "window"),
    "error_text": ("error_panel", "surface", "window"),
    "ok_text": ("ok_panel", "surface", "window"),
    "info_text": ("info_panel", "surface", "window"),
}
PAIRS = [(text, ground) for text, grounds in GROUNDS.items() for ground in grounds]


@pytest.fixture(params=["light", "dark"])
def tokens(request):
    return theme.Tokens.load(request.param)


@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_that_text_can_be_read_on_its_ground(tokens, text, ground):
    assert theme.contrast(tokens.colors[text], tokens.colors[ground]) >= 4.5


@pytest.mark.parametrize(("line", "ground"), [("input_border", "surface"), ("focus", "surface"), ("focus", "window")])
def test_that_borders_and_focus_can_be_seen(tokens, line, ground):
    assert theme.contrast(tokens.colors[line], tokens.colors[ground]) >= 3


def test_that_every_chip_can_be_read(tokens):
    weak = {name: chip for name, chip in tokens.chips.items() if theme.contrast(chip.fg, chip.bg) < 4.5}
    assert weak == {}


def test_that_both_themes_have_the_same_names():
    light, dark = theme.Tokens.load("light"), theme.Tokens.load("dark")
    assert light.colors.keys() == dark.colors.keys()
    assert light.chips.keys() == dark.chips.keys()


def test_that_every_icon_of_a_chip_is_there(tokens):
    icons = resources.files("resources").joinpath("icons")
    assert [chip.icon for chip in tokens.chips.values() if not icons.joinpath(f"{chip.icon}.svg").is_file()] == []


def test_that_icons_draw_in_the_colour_of_the_text():
    icons = resources.files("resources").joinpath("icons")
    drawn = [entry for entry in icons.iterdir() if entry.name.endswith(".svg")]
    assert drawn
    assert [entry.name for entry in drawn if "currentColor" not in entry.read_text("utf-8")] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_that_the_style_sheet_leaves_no_name_open(qapp, scheme):
    theme.apply(qapp, scheme, 16)
    assert theme.scheme() == scheme
    assert not re.search(r"\$\w", qapp.styleSheet())
    assert theme.px("body") == 16
    theme.apply(qapp, "light")
