"""Read many files back and print what was wrong: ``python -m tests.invoice_data COUNT [FAMILY] [FIRST-SEED]``."""

from __future__ import annotations

import sys
import time
from collections import Counter
from statistics import median

from tests.invoice_data.made import FAMILIES, a_file
from tests.invoice_data.measure import read_back


def main(count: int, family: str, first: int) -> None:
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    silent = whole = warned = 0
    took: list[float] = []
    for seed in range(first, first + count):
        made = a_file(seed, family)
        start = time.perf_counter()
        answer = read_back(made)
        took.append(time.perf_counter() - start)
        for field in answer.fields:
            asked[field.name] += 1
            right[field.name] += field.right
            if not field.right:
                key = f"{made.family} {field.name}{' SILENT' if field.silent else ''}"
                shown[key] += 1
                if shown[key] <= 2:
                    print(f"{seed} {key}: want {field.want!r} got {field.got!r} {answer.refused}")
        silent += bool(answer.silent)
        whole += all(field.right for field in answer.fields)
        if answer.false_warnings:
            warned += 1
            key = f"{made.family} warning {answer.false_warnings[0].split(':')[0]}"
            shown[key] += 1
            if shown[key] <= 2:
                print(seed, made.family, answer.false_warnings)
    print("\n".join(f"{n:5} {key}" for key, n in shown.most_common(40)))
    print(", ".join(f"{name} {100 * right[name] / asked[name]:.1f}%" for name in asked))
    print(
        f"{count} files, {sum(right.values())}/{sum(asked.values())} fields right, {whole} files wholly right, "
        f"{silent} with a silent wrong value, {warned} of the right ones warned"
    )
    print(f"ms a file: median {median(took) * 1000:.1f}, most {max(took) * 1000:.1f}")


if __name__ == "__main__":
    arguments = sys.argv[1:]
    chosen = next((a for a in arguments if a in FAMILIES), "")
    numbers = [int(a) for a in arguments if a.isdigit()]
    main(numbers[0] if numbers else 300, chosen, numbers[1] if len(numbers) > 1 else 0)
