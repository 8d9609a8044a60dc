"""Proposes logins from names: 王敏 becomes wangmin."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

_SURNAMES = {
    "单": "shan", "仇": "qiu", "曾": "zeng", "解": "xie", "任": "ren", "区": "ou", "查": "zha", "朴": "piao",
    "翟": "zhai", "盖": "ge", "尉迟": "yuchi", "万俟": "moqi", "缪": "miao", "覃": "qin", "乐": "yue",
}  # fmt: skip
"""Surnames that are read otherwise than the sign alone."""


def propose_login(name: str, taken: Container[str] = ()) -> str:
    """Return the name in pinyin, with a number where that login is taken; empty of no name."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - its tables take a while to load

    text = "".join(name.split())
    surname = next((sign for sign in (text[:2], text[:1]) if sign in _SURNAMES), "")
    rest = "".join(lazy_pinyin(text[len(surname) :]))
    plain = re.sub(r"[^a-z0-9]", "", (_SURNAMES.get(surname, "") + rest).lower())
    login, number = plain, 1
    while plain and login in taken:
        number += 1
        login = f"{plain}{number}"
    return login
