"""Fuzz longer than the suite does, and tell how fast it goes; with atheris where it is installed and asked for."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.fuzz.targets import TARGETS, Target

SECONDS = 5.0


def main(words: list[str]) -> int:
    """``[TARGET [atheris' options]]``."""
    if words:
        return with_atheris(TARGETS[words[0]], words[1:])
    faults = 0
    for name, target in TARGETS.items():
        count, found = spoil(target, name)
        faults += len(found)
        print(f"{name:9} {count / SECONDS:8.0f} files/s, {len(found)} faults", *sorted(found), sep="\n   ")
    return 1 if faults else 0


def spoil(target: Target, name: str) -> tuple[int, dict[str, bytes]]:
    """Return how many files were read in SECONDS, and the first file of each fault."""
    seeds, chance = target.seeds(), Random(name)
    found: dict[str, bytes] = {}
    count, until = 0, time.monotonic() + SECONDS
    while time.monotonic() < until:
        data = target.spoil(chance, chance.choice(seeds), seeds)
        count += 1
        if fault := target.fault(data):
            found.setdefault(fault, data)
    return count, found


def with_atheris(target: Target, words: list[str]) -> int:
    import atheris

    def one(data: bytes) -> None:
        if fault := target.fault(data):
            raise AssertionError(fault)

    with TemporaryDirectory() as folder:
        for number, seed in enumerate(target.seeds()):
            (Path(folder) / str(number)).write_bytes(seed)
        atheris.instrument_all()
        atheris.Setup([sys.argv[0], *words, folder], one)
        atheris.Fuzz()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
