"""The trial of a workbook of old books: read, held against the ledger, taken over once and undone; for a worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio_ledger.errors import LedgerError
from studio_ledger.ledger.refusals import BadOpeningError
from ui.desk import words

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from reports.opening_sheet import OpeningBook, RowProblem
    from studio_ledger.ledger.opening_flaws import Flaw
    from studio_ledger.workspace import Session, Workspace

_SHEETS = {"income": "到账", "voucher": "支出", "asset": "资产", "payee": "收款人"}
_COLUMNS = {"not_covered": "金额", "invoice_claimed": "发票号码", "number_twice": "凭证号", "grant_there": "金额",
            "payee_there": "姓名", "category": "支出类别"}  # fmt: skip
_AREAS = {"vault": "收款人", "payee": "收款人", "funds": "预算"}
"""Which sheet a refusal of the trial is about, by the first part of its code."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What was read, and all that keeps it from being taken over."""

    book: OpeningBook
    problems: tuple[RowProblem, ...]


def tried(
    workspace: Workspace, session: Session, path: Path, studio: str, as_of: dt.date, form_id: str
) -> Tried | None:
    """Read the workbook and try it out; None where the file cannot be read at all.

    Raises: BadListError where the file is no workbook of the old books.
    """
    from reports.opening_sheet import RowProblem, in_order, read_opening_book  # noqa: PLC0415 - a large library

    try:
        data = path.read_bytes()
    except OSError:
        return None
    book = read_opening_book(data, path.name, studio, as_of, workspace.policy)
    # Sums are held against each other only where every row of them could be read.
    whole = not any(one.sheet in ("到账", "支出") for one in book.problems)
    flaws = [one for one in workspace.old_books_flaws(book.books) if whole or one.reason != "not_covered"]
    problems = list(book.problems)
    for flaw in flaws:
        sheet, row = _SHEETS.get(flaw.part, ""), book.row_of(_SHEETS.get(flaw.part, ""), flaw.row)
        column = _COLUMNS.get(flaw.reason, "")
        problems.append(RowProblem(sheet, row, words(_at_its_rows(flaw, book, sheet)), column))
    if not problems:
        try:
            workspace.try_old_books(session, book.books, form_id)
        except LedgerError as error:
            sheet = _AREAS.get(error.code.partition(".")[0], "")
            problems.append(RowProblem(sheet, 0, words(error)))
    return Tried(book, in_order(problems))


def _at_its_rows(flaw: Flaw, book: OpeningBook, sheet: str) -> BadOpeningError:
    """Name the worksheet's rows, which differ from the places where empty rows stand between."""
    told = dict(flaw.told)
    other = told.get("other")
    if isinstance(other, int):
        told["other"] = book.row_of(sheet, other)
    if flaw.row:
        told["row"] = book.row_of(sheet, flaw.row)
    return BadOpeningError(reason=flaw.reason, **told)
