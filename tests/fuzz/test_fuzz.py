"""No spoilt file makes a reader do anything but read it or refuse it, and that soon."""

from __future__ import annotations

import time
from random import Random

import pytest

from tests.fuzz.targets import TARGETS, Target


@pytest.mark.parametrize("name", TARGETS)
def test_that_spoilt_files_are_read_or_refused(name, fuzz_seconds, tmp_path):
    target = TARGETS[name]
    seeds = target.seeds()
    assert [target.fault(seed) for seed in seeds] == [""] * len(seeds)
    chance, count, until = Random(name), 0, time.monotonic() + fuzz_seconds
    while time.monotonic() < until:
        data = target.spoil(chance, chance.choice(seeds), seeds)
        count += 1
        if fault := target.fault(data):
            (tmp_path / name).write_bytes(data)
            pytest.fail(f"{name}, file {count}: {fault}; it lies in {tmp_path / name}")
    assert count > 10


def raising(_: bytes) -> None:
    raise ZeroDivisionError


def slow(_: bytes) -> None:
    started = time.process_time()
    while time.process_time() - started < 2.1:
        pass


@pytest.mark.parametrize(("run", "said"), [(raising, "ZeroDivisionError: "), (slow, "it took 2.1 s")])
def test_that_a_fault_is_found(run, said):
    assert Target(run, list).fault(b"") == said
