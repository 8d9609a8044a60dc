"""A recognising child without a recogniser: it sees what a test wrote down, and breaks where there is nothing."""

import json
import sys
from pathlib import Path

from studio_ledger.invoices.seen_words import SeenWord
from studio_ledger.invoices.seen_worker import main


class Scripted:
    def __init__(self, path: Path) -> None:
        self.told = json.loads(path.read_text(encoding="utf-8"))

    def words(self, picture):
        if picture.width > 64 and self.told is None:
            raise ZeroDivisionError
        return [SeenWord(text, tuple(left), tuple(right), *more) for text, left, right, *more in self.told or ()]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[2:], lambda: Scripted(Path(sys.argv[1]))))
