"""Hostile files meet walls: whatever a file makes its reader do, the program answers in time and reads on."""

from __future__ import annotations

import gc
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image

from studio_ledger import WORKER_OPTION
from studio_ledger.invoices import UnreadableInvoiceError, child_pool, page_pictures, read_invoice_bytes
from studio_ledger.invoices.child_pool import Pool
from studio_ledger.invoices.limits import Limits
from studio_ledger.invoices.pool import POOL
from tests.core.test_invoices import a_specimen, xml_of
from tests.core.test_invoices_forms import pdf_of

CHILD = [sys.executable, "-P", str(Path(__file__).with_name("hostile_child.py"))]
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="these walls are Linux's")
SOON = 2.0


@pytest.fixture(scope="module", autouse=True)
def nobody_else_reads():
    """Children that other tests left warm are none of these tests' own."""
    POOL.close()


@pytest.fixture(scope="module")
def hostile():
    made = Pool(CHILD, Limits(seconds=0.6, long_seconds=1.2))
    yield made
    made.close()


@pytest.fixture(scope="module")
def xml(tmp_path_factory) -> bytes:
    return xml_of(tmp_path_factory.mktemp("xml"), a_specimen()).encode()


def reason(of: Pool, order: str) -> str:
    with pytest.raises(UnreadableInvoiceError) as refusal:
        of.read(order.encode(), "a.xml")
    return refusal.value.reason


def living_children() -> set[int]:
    """Every child of this process, zombies too."""
    found = set()
    for task in Path("/proc/self/task").iterdir():
        # A thread may end between being listed and being asked: its children are then another thread's.
        with suppress(FileNotFoundError, ProcessLookupError):
            found.update(map(int, (task / "children").read_text().split()))
    return found


def own_files(*pools: Pool) -> int:
    """How many files are open beside the two pipes of each child."""
    return len(list(Path("/proc/self/fd").iterdir())) - 2 * sum(len(each.pids()) for each in pools)


def comes_to_rest(files: int, *pools: Pool) -> bool:
    """Whether soon no process lives but the pools' own, and no more files are open than before."""
    until = time.monotonic() + SOON
    while time.monotonic() < until:
        if living_children() == {pid for each in pools for pid in each.pids()} and own_files(*pools) <= files:
            return True
        time.sleep(0.01)
    return False


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ("loop", child_pool.TOO_LONG),
        ("loop_in_c", child_pool.TOO_LONG),
        ("sleep", child_pool.TOO_LONG),
        ("allocate", child_pool.TOO_MUCH_MEMORY),
        ("allocate_slowly", child_pool.TOO_MUCH_MEMORY),
        ("crash", child_pool.READER_FAULT),
        ("abort", child_pool.READER_FAULT),
        ("bug", child_pool.READER_FAULT),
        ("leave", child_pool.READER_FAULT),
        ("garbage", child_pool.READER_FAULT),
        ("flood", child_pool.READER_FAULT),
    ],
    ids=lambda word: word if word.isascii() else "",
)
@LINUX
def test_that_a_fault_is_answered_in_time_and_the_next_file_is_read(hostile, xml, order, words):
    hostile.read(xml, "a.xml")
    files, started = own_files(hostile), time.monotonic()
    assert reason(hostile, order) == words
    assert time.monotonic() - started < SOON
    [invoice] = hostile.read(xml, "a.xml")
    assert invoice.number == a_specimen().number
    assert comes_to_rest(files, hostile)


def test_that_what_a_library_prints_is_no_answer(hostile):
    assert reason(hostile, "chatter") == "nothing"


@LINUX
def test_that_a_reader_has_no_network_no_process_and_no_pen(hostile):
    refused = json.loads(reason(hostile, "tries"))
    assert len(refused) == 12
    assert [what for what, was_refused in refused.items() if not was_refused] == []
    assert not Path("/tmp/studio-ledger-was-here").exists()


@LINUX
def test_that_the_walls_that_stand_are_told(hostile):
    walls = set(hostile.protections())
    assert {"data", "no-file", "open-files", "no-process", "no-core", "audit"} <= walls


@LINUX
def test_that_a_fault_does_not_touch_the_file_of_another_thread(xml):
    shared = Pool(CHILD, Limits(seconds=0.8))
    shared.read(xml, "a.xml")
    read: list[int] = []
    over = threading.Event()

    def good() -> None:
        while not over.is_set():
            read.append(len(shared.read(xml, "a.xml")))

    other = threading.Thread(target=good)
    other.start()
    for order in ("loop", "crash", "garbage", "allocate"):
        assert reason(shared, order)
    over.set()
    other.join(SOON)
    shared.close()
    assert len(read) > 20
    assert set(read) == {1}


@LINUX
def test_that_a_good_file_is_read_though_the_one_before_it_left_the_child_broken(xml):
    one = Pool(CHILD, Limits(seconds=0.8), most_children=1)
    one.read(xml, "a.xml")
    [pid] = one.pids()
    os.kill(pid, signal.SIGSEGV)
    assert len(one.read(xml, "a.xml")) == 1
    assert one.pids() != (pid,)
    one.close()


def test_that_a_child_is_replaced_after_its_last_file(xml):
    one = Pool(CHILD, Limits(files=3), most_children=1)
    seen = []
    for _ in range(7):
        one.read(xml, "a.xml")
        seen.append(one.pids())
    one.close()
    assert len({pids for pids in seen if pids}) == 3


@LINUX
def test_that_closing_ends_the_children_under_a_file_at_once(hostile, xml):
    files = own_files(hostile)
    closing = Pool(CHILD, Limits(seconds=30.0))
    closing.read(xml, "a.xml")
    said: list[str] = []
    waiting = [threading.Thread(target=lambda: said.append(reason(closing, "loop"))) for _ in range(3)]
    for thread in waiting:
        thread.start()
    while len(closing.pids()) < 2:
        time.sleep(0.01)
    started = time.monotonic()
    closing.close()
    for thread in waiting:
        thread.join(SOON)
    assert time.monotonic() - started < SOON
    assert said == [child_pool.STOPPED] * 3
    assert comes_to_rest(files, closing, hostile)
    assert len(closing.read(xml, "a.xml")) == 1
    closing.close()


_PARENT = """
import sys, threading
from studio_ledger.invoices.child_pool import Pool
from studio_ledger.invoices.limits import Limits
from studio_ledger.invoices.pool import POOL
made = Pool(sys.argv[1:], Limits(seconds=60.0))
made.protections()
threading.Thread(target=lambda: made.read(b"loop_in_c", "a")).start()
print(*made.pids(), flush=True)
"""


@LINUX
def test_that_no_child_outlives_a_program_that_was_killed():
    parent = subprocess.Popen([sys.executable, "-c", _PARENT, *CHILD], stdout=subprocess.PIPE, text=True)
    children = [int(word) for word in parent.stdout.readline().split()]
    time.sleep(0.3)
    assert children
    assert all(Path(f"/proc/{pid}").exists() for pid in children)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until = time.monotonic() + SOON
    while any(is_alive(pid) for pid in children) and time.monotonic() < until:
        time.sleep(0.01)
    assert not any(is_alive(pid) for pid in children)


def is_alive(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


@LINUX
def test_that_a_thousand_files_leave_the_program_as_small_as_it_was(hostile, xml):
    many = Pool(CHILD)
    for _ in range(100):
        many.read(xml, "a.xml")
    gc.collect()
    before, files = resident(), own_files(many, hostile)
    for _ in range(1000):
        many.read(xml, "a.xml")
    gc.collect()
    assert resident() - before < 3_000_000
    assert comes_to_rest(files, many, hostile)
    many.close()


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_that_a_program_that_does_not_start_is_told_in_words():
    broken = Pool([sys.executable, "-c", "raise SystemExit(3)"])
    assert reason(broken, "<a/>") == child_pool.CANNOT_START
    broken.close()


def test_that_a_file_above_the_limit_reaches_no_child():
    untouched = Pool(CHILD)
    with pytest.raises(UnreadableInvoiceError, match="50 MB"):
        untouched.read(bytes(50_000_001), "a.xml")
    assert untouched.pids() == ()


@pytest.mark.parametrize("kind", ["xml", "pdf"])
def test_that_a_child_tells_the_same_as_the_reader(tmp_path, xml, kind):
    data = xml if kind == "xml" else pdf_of(tmp_path, a_specimen())
    assert POOL.read(data, "a.pdf") == read_invoice_bytes(data, "a.pdf")


def test_that_a_child_draws_the_same_as_the_reader(tmp_path):
    data = pdf_of(tmp_path, a_specimen())
    assert POOL.pictures(data, "a.pdf", 72) == page_pictures(data, "a.pdf", 72)
    with pytest.raises(UnreadableInvoiceError, match="损坏"):
        POOL.pictures(b"%PDF-1.7\n%%EOF", "a.pdf", 72)


def test_that_a_telephones_photo_fits_into_a_child():
    photo = io.BytesIO()
    Image.effect_noise((6000, 4000), 40).convert("RGB").save(photo, "JPEG")
    [picture] = POOL.pictures(photo.getvalue(), "a.jpg", 72)
    assert (picture.width, picture.height) == (1202, 801)


def test_that_the_frozen_program_can_become_a_child(xml):
    frozen = Pool([sys.executable, "-P", "-m", "studio_ledger", WORKER_OPTION])
    assert len(frozen.read(xml, "a.xml")) == 1
    frozen.close()


def test_that_the_windows_job_is_told_in_windows_own_form():
    import ctypes

    from studio_ledger.invoices.job_object import limits_of

    told = limits_of(300_000_000)
    assert ctypes.sizeof(told) == 144
    assert (told.basic.flags, told.basic.active_processes, told.process_memory) == (0x2508, 1, 300_000_000)
