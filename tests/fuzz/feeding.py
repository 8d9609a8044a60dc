"""Feeding targets with spoilt files: one by one here, or in processes side by side, as the suite does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from tests.fuzz.targets import TARGETS, Target

AT_ONCE = 2
"""Processes: the smallest machine that runs the suite has two processors."""
_ROOT = Path(__file__).resolve().parents[2]
_GRACE = 120.0
_TAIL = 800


@dataclass(frozen=True)
class Fed:
    """How many spoilt files a target took, and the first fault: which file it was, and where it lies."""

    count: int
    fault: str = ""
    file: str = ""


def feed(name: str, target: Target, seconds: float, folder: Path) -> Fed:
    """Feed a target until the time is over or it fails; the name alone decides which files it gets, in which order."""
    seeds = target.seeds()
    for number, seed in enumerate(seeds):
        if fault := target.fault(seed):
            return Fed(0, f"seed {number}, which is not spoilt: {fault}", _kept(folder, name, seed))
    chance, count, until = Random(name), 0, time.monotonic() + seconds
    while time.monotonic() < until:
        data = target.spoil(chance, chance.choice(seeds), seeds)
        count += 1
        if fault := target.fault(data):
            return Fed(count, fault, _kept(folder, name, data))
    return Fed(count)


def side_by_side(names: Sequence[str], seconds: float, folder: Path) -> Mapping[str, Fed]:
    """Feed these targets in AT_ONCE processes; one that a process did not get to has its last words for a fault."""
    shares = [share for at in range(AT_ONCE) if (share := names[at::AT_ONCE])]
    running = [_started(share, seconds, folder) for share in shares]
    fed: dict[str, Fed] = {}
    try:
        for share, process in zip(shares, running, strict=True):
            told, words = process.communicate(timeout=seconds * len(share) + _GRACE)
            done = {name: Fed(**fields) for name, fields in map(json.loads, told.splitlines())}
            missing = Fed(0, f"the process ended with {process.returncode}: {words[-_TAIL:].strip()}")
            fed |= {name: done.get(name, missing) for name in share}
    finally:
        for process in running:
            if process.poll() is None:
                process.kill()
                process.communicate()
    return fed


def _started(names: Sequence[str], seconds: float, folder: Path) -> subprocess.Popen[str]:
    path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")]))
    return subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", "tests.fuzz.feeding", str(seconds), str(folder), *names],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        cwd=_ROOT,
        env=os.environ | {"PYTHONPATH": path},
    )


def _kept(folder: Path, name: str, data: bytes) -> str:
    (folder / name).write_bytes(data)
    return str(folder / name)


def main(words: list[str]) -> int:
    """``SECONDS FOLDER TARGET…``: print a line of JSON for each target when it is through."""
    seconds, folder, *names = words
    for name in names:
        print(json.dumps([name, asdict(feed(name, TARGETS[name], float(seconds), Path(folder)))]), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
