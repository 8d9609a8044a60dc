"""The rule packs that come with the program: a folder each, by id, and the text of the measures they rest on."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from studio_ledger.rules.errors import PolicyError
from studio_ledger.rules.policy_reading import Section, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

DEFAULT = "default"
"""The folder of the pack that is made from the measures of the second Shenzhen round."""
_MEASURES = "measures.zh.txt"


@dataclass(frozen=True, slots=True)
class PackName:
    """What is told of a pack before it is chosen; `status` says how sure its text is."""

    id: str
    title: str
    jurisdiction: str
    status: str
    folder: str


def shipped() -> Traversable:
    """Return the folder that holds the packs."""
    return resources.files("resources").joinpath("policy")


@functools.cache
def pack_names() -> tuple[PackName, ...]:
    """Return the packs that can be chosen, the default first. Raises: PolicyError."""
    folders = sorted((entry.name for entry in shipped().iterdir() if entry.is_dir()), key=lambda name: name != DEFAULT)
    names = []
    for folder in folders:
        files = pack_files(shipped().joinpath(folder))
        if "pack.toml" in files:
            head = _head(files)
            told = (head.text("id"), head.text("title"), head.text("jurisdiction"), head.text("status"))
            names.append(PackName(*told, folder))
    return tuple(names)


def default_id() -> str:
    """Return the id of the default pack."""
    return pack_names()[0].id


def pack_folder(pack_id: str) -> Traversable:
    """Return where the pack of this id lies. Raises: PolicyError where there is none."""
    for name in pack_names():
        if name.id == pack_id:
            return shipped().joinpath(name.folder)
    raise PolicyError("pack.toml", "pack.id", f"no rule pack is called {pack_id}")


def pack_files(folder: Traversable) -> dict[str, bytes]:
    """Return the TOML files of a folder by name. Raises: PolicyError."""
    try:
        return {entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.name.endswith(".toml")}
    except OSError as error:
        raise PolicyError(str(folder), "", str(error.strerror or error)) from error


def based_on(files: Mapping[str, bytes]) -> str:
    """Return the folder of the pack that this one is laid over, empty for one that stands by itself."""
    return _head(files).text("based_on", "")


def measures_text(pack_id: str) -> str:
    """Return the measures' own text, a paragraph a line, headings after ``# ``; empty where the pack brings none."""
    file = pack_folder(pack_id).joinpath(_MEASURES)
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _head(files: Mapping[str, bytes]) -> Section:
    return Section("pack.toml", read_table("pack.toml", files)).section("pack")
