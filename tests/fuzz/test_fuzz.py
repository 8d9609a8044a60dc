"""No spoilt file makes a reader do anything but read it or refuse it, and that soon."""

from __future__ import annotations

import time

import pytest

from tests.fuzz.feeding import feed, side_by_side
from tests.fuzz.targets import TARGETS, Target


@pytest.fixture(scope="module")
def fed(request, fuzz_seconds, tmp_path_factory):
    """What came of the targets that are asked for in this run: they are fed all together, in two processes."""
    asked = [getattr(item, "callspec", None) for item in request.session.items if item.path == request.path]
    names = [call.params["target"] for call in asked if call and "target" in call.params]
    return side_by_side(names, fuzz_seconds, tmp_path_factory.mktemp("spoilt"))


@pytest.mark.parametrize("target", TARGETS)
def test_that_spoilt_files_are_read_or_refused(target, fed):
    found = fed[target]
    assert not found.fault, f"{target}, file {found.count}: {found.fault}; it lies in {found.file}"
    assert found.count > 10


def raising(_: bytes) -> None:
    raise ZeroDivisionError


def slow(_: bytes) -> None:
    started = time.process_time()
    while time.process_time() - started < 2.1:
        pass


@pytest.mark.parametrize(("run", "said"), [(raising, "ZeroDivisionError: "), (slow, "it took 2.1 s")])
def test_that_a_fault_is_found(run, said):
    assert Target(run, list).fault(b"") == said


def picky(data: bytes) -> None:
    if data[:1] != b"<":
        raise ZeroDivisionError


def test_that_a_fault_is_the_same_file_each_time(tmp_path):
    found = []
    for run in ("first", "second"):
        (tmp_path / run).mkdir()
        fed = feed("picky", Target(picky, lambda: [b"<a>" * 9]), 60, tmp_path / run)
        found.append((fed.count, fed.fault, (tmp_path / run / "picky").read_bytes()))
    assert found[0] == found[1]
    assert found[0][0] > 0
    assert found[0][1:] != ("", b"<a>" * 9)


def test_that_a_process_that_ends_is_a_fault(tmp_path):
    fed = side_by_side(["no-such-target"], 1, tmp_path)
    assert "KeyError: 'no-such-target'" in fed["no-such-target"].fault
