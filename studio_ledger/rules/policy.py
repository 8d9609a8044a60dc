"""The rule pack in force, read from its folder once and checked as a whole."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from studio_ledger.rules.errors import PolicyError
from studio_ledger.rules.pack import Category, CodeText, Policy, Standard, TaxTable
from studio_ledger.rules.packs import DEFAULT, based_on, default_id, pack_files, pack_folder, shipped
from studio_ledger.rules.policy_reading import read_policy

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["Category", "CodeText", "Policy", "PolicyError", "Standard", "TaxTable", "load_pack", "load_policy"]


def load_policy(folder: Path | str | None = None) -> Policy:
    """Return the rule pack of a folder of TOML files, or the default one, read once.

    Raises: PolicyError naming the file, the key and the reason.
    """
    return _load_default() if folder is None else _load(Path(folder))


@functools.cache
def _load_default() -> Policy:
    return _load(shipped().joinpath(DEFAULT))


def load_pack(pack_id: str) -> Policy:
    """Return the shipped rule pack of this id, read once; an empty id is the default one.

    Raises: PolicyError where none has it, or it is not whole.
    """
    return _load_default() if pack_id in ("", default_id()) else _load_shipped(pack_id)


@functools.cache
def _load_shipped(pack_id: str) -> Policy:
    return _load(pack_folder(pack_id))


def _load(folder: Traversable) -> Policy:
    files = pack_files(folder)
    base = based_on(files)
    if not base:
        return read_policy(files)
    # A folder of somebody's own may stand on a pack beside it, or on a shipped one.
    beside = folder.parent / base if isinstance(folder, Path) else None
    return read_policy(files, pack_files(beside if beside is not None and beside.is_dir() else shipped() / base))
