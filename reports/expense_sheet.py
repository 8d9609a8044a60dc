"""The expense list as a workbook: the template that a school fills in, and the list read back by its headings."""

from __future__ import annotations

import datetime as dt
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation

from reports import workbook
from reports.files import write_atomically
from studio_ledger.errors import LedgerError
from studio_ledger.model.case import money_or_none
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import PAYEE_KINDS, PAYMENTS
from studio_ledger.rules.expense_columns import COLUMNS, column_of
from studio_ledger.rules.expense_list import ListFacts, plain_date, plain_sum

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from studio_ledger.rules.policy import Policy

LIST, SCHOOL, BUDGET, RECEIPTS = "支出", "学校", "年度预算", "到账"
MOST_ROWS = 20_000
_DEEPEST_HEADING = 10
_AFFILIATIONS = {"市直属": "city", "区属": "district"}
_SCHOOL_ROWS = (
    ("学校名称", "school", "与发票抬头一致"),
    ("学校税号", "tax_id", "统一社会信用代码"),
    ("学校类型", "affiliation", "市直属 或 区属"),
    ("周期开始", "start", "如 2019-01-01"),
    ("周期结束", "end", "如 2021-12-31"),
    ("主持人", "host", ""),
    ("法定代表人", "legal_representative", ""),
    ("导师", "mentor", ""),
    ("成员", "members", "用、分隔"),
)
_EXAMPLE = {
    "voucher": "2020-001",
    "date": "2020-05-12",
    "category": "图书资料购置",
    "purpose": "购买班主任专业书籍",
    "payee": "深圳书城",
    "payee_kind": "单位",
    "payment": "转账",
    "item": "*印刷品*正面管教",
    "quantity": "5",
    "amount": "290.00",
    "invoice": "82219188",
    "invoice_date": "2020-05-12",
    "seller": "深圳书城",
    "invoice_total": "290.00",
    "evidence": "发票、图书清单",
}


class BadListError(LedgerError):
    """A workbook that is no expense list; `reason` picks the sentence."""

    code = "expense_list.unreadable"


def write_template(path: Path, policy: Policy) -> None:
    """Write the workbook that a school fills in; the first row is an example to be overwritten.

    Raises: OSError.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = LIST
    workbook.head_row(sheet, 1, [column.heading + ("*" if column.needed else "") for column in COLUMNS])
    for place, column in enumerate(COLUMNS, 1):
        workbook.put(sheet, 2, place, _EXAMPLE.get(column.key, ""))
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = max(len(column.heading) * 2 + 4, 12)
        for row in range(2, 202):
            sheet.cell(row, place).number_format = "@"
        if column.hint:
            sheet.cell(1, place).comment = Comment(column.hint, "studio-ledger")
    _choices(sheet, "category", [category.name for category in policy.categories])
    _choices(sheet, "payee_kind", list(PAYEE_KINDS.values()))
    _choices(sheet, "payment", list(PAYMENTS.values()))
    sheet.freeze_panes = "A2"
    workbook.print_across(sheet)
    _school_sheet(book.create_sheet(SCHOOL))
    for title, heads in ((BUDGET, ("年度", "类别", "金额")), (RECEIPTS, ("年度", "来源", "金额"))):
        other = book.create_sheet(title)
        workbook.head_row(other, 1, heads)
        for place, width in enumerate((10, 32, 16), 1):
            other.column_dimensions[get_column_letter(place)].width = width
    write_atomically(path, workbook.to_bytes(book))


def _choices(sheet: Worksheet, key: str, names: list[str]) -> None:
    letter = get_column_letter(next(place for place, column in enumerate(COLUMNS, 1) if column.key == key))
    rule = DataValidation(type="list", formula1='"' + ",".join(names) + '"', allow_blank=True, showErrorMessage=False)
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}2000")


def _school_sheet(sheet: Worksheet) -> None:
    workbook.head_row(sheet, 1, ("项目", "内容", "说明"))
    for row, (label, _, hint) in enumerate(_SCHOOL_ROWS, 2):
        for place, words in enumerate((label, "", hint), 1):
            workbook.put(sheet, row, place, words)
        sheet.cell(row, 2).number_format = "@"
    for place, width in enumerate((14, 40, 24), 1):
        sheet.column_dimensions[get_column_letter(place)].width = width


def read_list(path: Path, policy: Policy) -> tuple[list[tuple[int, dict[str, str]]], tuple[str, ...], ListFacts]:
    """Return the rows with their numbers in the sheet, the columns that are there, and what holds for the whole list.

    Raises: BadListError.
    """
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise BadListError(reason="file", file=path.name) from error
    try:
        sheet = book[LIST] if LIST in book.sheetnames else book.worksheets[0]
        rows, columns = _rows(sheet, path.name)
        return rows, columns, _facts(book, policy)
    finally:
        book.close()


def _cells(sheet: Any) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        if number > MOST_ROWS:
            raise BadListError(reason="too_long", most=MOST_ROWS)
        yield number, tuple(cell_text(value) for value in row)


def cell_text(value: object) -> str:
    """Return a cell as a person reads it: dates without time, whole numbers without .0."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float):
        # A sum that Excel reckoned may stand as 0.30000000000000004.
        return f"{Decimal(repr(round(value, 6))).normalize():f}"
    return str(value).strip()


def _rows(sheet: Any, name: str) -> tuple[list[tuple[int, dict[str, str]]], tuple[str, ...]]:
    places: dict[int, str] = {}
    found: list[tuple[int, dict[str, str]]] = []
    for number, cells in _cells(sheet):
        if not places:
            named = {place: column for place, cell in enumerate(cells) if (column := column_of(cell)) is not None}
            keys = {column.key for column in named.values()}
            if all(column.key in keys for column in COLUMNS if column.needed):
                places = {place: column.key for place, column in reversed(named.items())}
            elif number >= _DEEPEST_HEADING:
                break
            continue
        row = {key: cells[place] for place, key in places.items() if place < len(cells)}
        if any(row.get(key) for key in ("item", "amount", "date")):
            found.append((number, row))
    if not places:
        needed = "、".join(column.heading for column in COLUMNS if column.needed)
        raise BadListError(reason="headings", file=name, needed=needed)
    if not found:
        raise BadListError(reason="empty", file=name)
    return found, tuple(dict.fromkeys(places.values()))


def _facts(book: Any, policy: Policy) -> ListFacts:
    return ListFacts(
        studio=_studio(book),
        budgets=_by_year(book, BUDGET, {c.name: c.id for c in policy.categories}),
        received={year: Money.total(sums.values()) for year, sums in _by_year(book, RECEIPTS, {}).items()},
    )


def _studio(book: Any) -> dict[str, Any]:
    if SCHOOL not in book.sheetnames:
        return {}
    keys = {label: key for label, key, _ in _SCHOOL_ROWS}
    pairs = [cells[:2] for _, cells in _cells(book[SCHOOL]) if len(cells) > 1]
    told = {keys[label]: value for label, value in pairs if label in keys and value}
    if not {"school", "tax_id", "host", "legal_representative"} <= told.keys():
        return {}
    return {
        "school": told["school"],
        "tax_id": told["tax_id"],
        "affiliation": _AFFILIATIONS.get(told.get("affiliation", ""), "city"),
        "cycle": [plain_date(told.get("start", "2019-01-01")), plain_date(told.get("end", "9999-12-31"))],
        "host": told["host"],
        "legal_representative": told["legal_representative"],
        "mentor": told.get("mentor", ""),
        "members": [name for name in told.get("members", "").replace("，", "、").split("、") if name.strip()],
    }


def _by_year(book: Any, title: str, ids: dict[str, str]) -> dict[int, dict[str, Money]]:
    """Return year → name (a category's id) → sum; a row without year or sum is a heading or empty."""
    found: dict[int, dict[str, Money]] = {}
    if title not in book.sheetnames:
        return found
    for _, cells in _cells(book[title]):
        year, name, amount = (*cells, "", "", "")[:3]
        money = money_or_none(plain_sum(amount))
        if year[:4].isdigit() and money is not None:
            plan = found.setdefault(int(year[:4]), {})
            key = ids.get(name, name)
            plan[key] = plan.get(key, Money()) + money
    return found
