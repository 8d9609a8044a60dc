"""Words for refusals: a code and its parameters become a sentence that says what was refused and what to do."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Protocol


class Refusal(Protocol):
    """What a refusal has: a stable code and its parameters as text."""

    @property
    def code(self) -> str:
        """The stable code."""

    @property
    def parameters(self) -> dict[str, str]:
        """What the sentence names."""


def sentence(refusal: Refusal, language: str = "zh") -> str:
    """Return the refusal in words; a `reason` parameter may pick a sentence of its own."""
    words = _sentences(language)
    template = words.get(f"{refusal.code}.{refusal.parameters.get('reason', '')}") or words.get(refusal.code)
    if template is None:
        template = words["refused"]
    return template.format_map(_Blank(refusal.parameters | {"code": refusal.code}))


class _Blank(dict[str, str]):
    """A parameter that a sentence names and the refusal lacks reads as nothing."""

    def __missing__(self, key: str) -> str:
        return ""


@cache
def _sentences(language: str) -> dict[str, str]:
    source = files("resources").joinpath("i18n", f"refusals.{language}.toml").read_text(encoding="utf-8")
    return {str(code): str(words) for code, words in tomllib.loads(source).items()}
