"""Timing the readers: files of its own making, through a warm reading child and beside the same reader at home."""

from __future__ import annotations

import statistics
import time
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from studio_ledger.commands.bench import Measure

BLOCKS, ROUNDS = 4, 12
DPI = 144
_KINDS = {"xml": "XML", "ofd": "OFD", "pdf": "PDF"}
_AT_HOME = "本进程内识读"


def reading(folder: Path) -> Iterable[Measure]:
    """Time the reading of each kind of file, and the drawing of those that have pages."""
    from studio_ledger.invoices import page_pictures, read_invoice_bytes  # noqa: PLC0415 - heavy
    from studio_ledger.invoices.pool import POOL  # noqa: PLC0415

    for kind, files in _files(folder).items():
        title = _KINDS[kind]
        through = [partial(POOL.read, data, f"a.{kind}") for data in files]
        home = [partial(read_invoice_bytes, data, f"a.{kind}") for data in files]
        yield _measure(f"read_{kind}", f"识读 {title}（已热的读取进程）", through, home, _AT_HOME)
        if kind != "xml":
            drawn = [partial(POOL.pictures, data, f"a.{kind}", DPI) for data in files]
            at_home = [partial(page_pictures, data, f"a.{kind}", DPI) for data in files]
            yield _measure(f"draw_{kind}", f"绘制 {title} 一页（{DPI} 点）", drawn, at_home, "本进程内绘制")


def _files(folder: Path) -> dict[str, list[bytes]]:
    """Return invoices of three sizes in each form."""
    from dataclasses import replace  # noqa: PLC0415

    from reports.specimen_invoice import write_pdf, write_xml  # noqa: PLC0415
    from reports.specimen_ofd import write_ofd  # noqa: PLC0415
    from studio_ledger.commands.tour import specimen_books  # noqa: PLC0415

    made: dict[str, list[bytes]] = {kind: [] for kind in _KINDS}
    books = specimen_books()
    for times in (1, 2, 4):
        specimen = replace(books, lines=books.lines * times)
        for kind, write in (("xml", write_xml), ("ofd", write_ofd), ("pdf", write_pdf)):
            path = folder / f"read-{times}.{kind}"
            write(path, specimen)
            made[kind].append(path.read_bytes())
    return made


def _measure(
    name: str,
    title: str,
    work: Sequence[Callable[[], object]],
    bare: Sequence[Callable[[], object]],
    engine: str,
) -> Measure:
    from studio_ledger.commands.bench import Measure  # noqa: PLC0415

    times, bare_times = list[float](), list[float]()
    for _ in range(BLOCKS):  # by turns, so that both meet the same minutes of the machine
        times += _in_a_row(work)
        bare_times += _in_a_row(bare)
    slow = sorted(times)[int(0.95 * len(times))]
    return Measure(name, title, statistics.median(times), statistics.median(bare_times), engine, slow)


def _in_a_row(work: Sequence[Callable[[], object]]) -> list[float]:
    """Return how long each took, one after another as a dropped folder is read, after each was read once to warm up."""
    for each in work:
        each()
    return [_took(work[round_ % len(work)]) for round_ in range(ROUNDS)]


def _took(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
