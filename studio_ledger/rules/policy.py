"""The rule pack in force, read from its folder once and checked as a whole."""

from __future__ import annotations

import functools
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from studio_ledger.rules.errors import PolicyError
from studio_ledger.rules.pack import Category, CodeText, Policy, Standard, TaxTable
from studio_ledger.rules.policy_reading import read_policy

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["Category", "CodeText", "Policy", "PolicyError", "Standard", "TaxTable", "load_policy"]


def load_policy(folder: Path | str | None = None) -> Policy:
    """Return the rule pack of a folder of TOML files, or the default one, read once.

    Raises: PolicyError naming the file, the key and the reason.
    """
    return _load_default() if folder is None else _load(Path(folder))


@functools.cache
def _load_default() -> Policy:
    return _load(resources.files("resources").joinpath("policy", "default"))


def _load(folder: Traversable) -> Policy:
    try:
        files = {entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.name.endswith(".toml")}
    except OSError as error:
        raise PolicyError(str(folder), "", str(error.strerror or error)) from error
    return read_policy(files)
