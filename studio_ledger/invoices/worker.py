"""The reading child: it loads the readers, locks itself in, and then reads one file after the other for the program.

Nothing is caught here but what is an answer: a fault of a reader ends the child, and the program starts another.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from studio_ledger.invoices import frames
from studio_ledger.invoices.child import OUT_OF_MEMORY
from studio_ledger.invoices.contents import LARGEST_FILE
from studio_ledger.invoices.limits import Limits, allow_seconds, die_with, lock_down

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Frame = tuple[dict[str, Any], bytes]
    Desk = Callable[[dict[str, Any], bytes], Iterable[Frame]]


def main(words: Sequence[str]) -> int:
    """Read files until the program says no more; the words are the limits and the program's process number."""
    from studio_ledger.invoices.read_desk import answers, prepare  # noqa: PLC0415 - heavy

    return serve(words, prepare, answers)


def serve(words: Sequence[str], prepare: Callable[[], None], desk: Desk) -> int:
    """Answer the program's questions by `desk`; `prepare` loads what must be loaded before the doors close."""
    limits, parent = Limits(**json.loads(words[0])), int(words[1])
    die_with(parent)
    to_program, from_program = _own_pipes()
    prepare()
    gc.freeze()  # What is loaded stays for good: no collection need look at it again.
    held = lock_down(limits)
    frames.send(to_program, {"ready": held})
    try:
        for head, data in _questions(from_program):
            allow_seconds(limits.long_seconds)
            for answer, body in desk(head, data):
                frames.send(to_program, answer, body)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # what is half done needs memory to be undone
    except BrokenPipeError:
        return 0
    return 0


def _questions(pipe: int) -> Iterator[Frame]:
    with suppress(frames.BrokenFrameError):
        while True:
            yield frames.receive(pipe, LARGEST_FILE)


def _own_pipes() -> tuple[int, int]:
    """Take the two pipes away from every library: what one prints goes nowhere, and no answer of ours is mixed."""
    to_program, from_program = os.dup(1), os.dup(0)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415

        for pipe in (to_program, from_program):
            msvcrt.setmode(pipe, os.O_BINARY)
    return to_program, from_program


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
