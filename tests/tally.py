"""Read many made files back and print what was wrong; the generators of prints and of data files share it."""

from __future__ import annotations

import sys
import time
from collections import Counter
from statistics import median
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from tests.invoice_prints.measure import Answer

_SHOWN_OF_A_KIND = 2


class Made(Protocol):
    """A made file: its family names the way it was made."""

    @property
    def family(self) -> str: ...


File = TypeVar("File", bound=Made)


def tally(make: Callable[[int, str], File], read_back: Callable[[File], Answer], seeds: range, family: str) -> None:
    """Make a file of every seed, read it back and print the misses, the shares of each field, and the times."""
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    silent = whole = warned = 0
    took: list[float] = []

    def show(seed: int, key: str, *words: object) -> None:
        shown[key] += 1
        if shown[key] <= _SHOWN_OF_A_KIND:
            print(seed, key, *words)

    for seed in seeds:
        made = make(seed, family)
        start = time.perf_counter()
        answer = read_back(made)
        took.append(time.perf_counter() - start)
        for field in answer.fields:
            asked[field.name] += 1
            right[field.name] += field.right
            if not field.right:
                key = f"{made.family} {field.name}{' SILENT' if field.silent else ''}"
                show(seed, key, f"want {field.want!r} got {field.got!r}", answer.refused)
        silent += bool(answer.silent)
        whole += all(field.right for field in answer.fields)
        if answer.false_warnings:
            warned += 1
            show(seed, f"{made.family} warning {answer.false_warnings[0].split(':')[0]}", answer.false_warnings)
    print("\n".join(f"{n:5} {key}" for key, n in shown.most_common(40)))
    print(", ".join(f"{name} {100 * right[name] / asked[name]:.1f}%" for name in asked))
    print(
        f"{len(seeds)} files, {sum(right.values())}/{sum(asked.values())} fields right, {whole} files wholly right, "
        f"{silent} with a silent wrong value, {warned} of the right ones warned"
    )
    print(f"ms a file: median {median(took) * 1000:.1f}, most {max(took) * 1000:.1f}")


def asked_for(families: Collection[str]) -> tuple[range, str]:
    """Return the seeds and the family of a command line ``COUNT [FAMILY] [FIRST-SEED]``; without a count, 300."""
    arguments = sys.argv[1:]
    family = next((argument for argument in arguments if argument in families), "")
    numbers = [int(argument) for argument in arguments if argument.isdigit()]
    first = numbers[1] if len(numbers) > 1 else 0
    return range(first, first + (numbers[0] if numbers else 300)), family
