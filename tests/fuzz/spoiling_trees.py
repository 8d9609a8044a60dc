"""Spoils what stands in an XML or a JSON without breaking its form: so readers are reached behind the parser."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Sequence
from typing import Any

from lxml import etree

from tests.fuzz.spoiling import spoilt

_TEXTS = (
    *("", " ", "0", "-1", "1e999", "NaN", "Infinity", "-0.00", "1,000.00", "1.005", "9" * 40, "١٢٣", "１００", "²"),
    *("2024-02-30", "0000-00-00", "99991231", "2024年13月1日", "T", "null", "true", "***", "免税", "13%", "0.13"),
    *("壹佰圆整", "亿亿元", "负", "\u202e反", "\u200b", "𠮷" * 50, "a" * 30_000, "01,32,,1,2,3", "../../x"),
)
_VALUES: tuple[Any, ...] = (
    *(None, True, 0, -1, 10**20, 1.5, "", "x" * 30_000, "2024-02-30", [], {}, [[[[]]]], [None], {"a": 1}, [0] * 100),
)


def spoilt_xml(chance: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Return the XML with other texts, and with elements that are missing, doubled or elsewhere."""
    try:
        root = etree.fromstring(data)
    except (etree.XMLSyntaxError, ValueError):
        return spoilt(chance, data, others)
    if chance.random() < 0.2:
        return spoilt(chance, data, others)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        elements = [each for each in root.iter() if isinstance(each.tag, str)]
        chance.choice((_text, _text, _text, _attribute, _remove, _double, _move, _rename))(chance, elements)
    return etree.tostring(root)


def _text(chance: random.Random, elements: list[Any]) -> None:
    chance.choice(elements).text = chance.choice([*_XML_TEXTS, chance.choice(elements).text])


def _attribute(chance: random.Random, elements: list[Any]) -> None:
    bearing = [each for each in elements if each.attrib]
    if bearing:
        element = chance.choice(bearing)
        element.set(chance.choice(list(element.attrib)), chance.choice(_XML_TEXTS))


def _remove(chance: random.Random, elements: list[Any]) -> None:
    element = chance.choice(elements)
    if element.getparent() is not None:
        element.getparent().remove(element)


def _double(chance: random.Random, elements: list[Any]) -> None:
    element = chance.choice(elements)
    parent = element.getparent()
    if parent is not None and len(elements) < 3_000:
        for _ in range(chance.choice((1, 1, 30))):
            parent.append(copy.deepcopy(element))


def _move(chance: random.Random, elements: list[Any]) -> None:
    chance.choice(elements).append(copy.deepcopy(chance.choice(elements[-20:])))


def _rename(chance: random.Random, elements: list[Any]) -> None:
    chance.choice(elements).tag = chance.choice(elements).tag


def spoilt_json(chance: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Return the JSON with other values, in the spelling of the log."""
    start = data.find(b"{")
    try:
        tree = json.loads(data[start:])
    except ValueError:
        return spoilt(chance, data, others)
    if chance.random() < 0.3:
        return spoilt(chance, data, others)
    for _ in range(chance.choice((1, 1, 3))):
        _replace(chance, tree)
    spelled = json.dumps(tree, ensure_ascii=start > 0, sort_keys=True, separators=(",", ":")).encode()
    # An answer has the lengths of its head and body before it.
    return len(spelled).to_bytes(4, "big") + data[4:start] + spelled if start else spelled


def _replace(chance: random.Random, tree: Any) -> None:
    places = list(_places(tree))
    inside, key = chance.choice(places)
    if chance.random() < 0.1:
        del inside[key]
    else:
        inside[key] = copy.deepcopy(chance.choice((*_VALUES, chance.choice(_TEXTS))))
    if not tree:
        tree["a"] = 1


def _places(tree: Any) -> Any:
    for key in list(tree) if isinstance(tree, dict) else range(len(tree)):
        yield tree, key
        if isinstance(tree[key], (dict, list)):
            yield from _places(tree[key])


_XML_TEXTS = tuple(text for text in _TEXTS if text.isprintable() or text.isspace())
