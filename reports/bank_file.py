"""A bank's statement file, xlsx or csv, matched by its headings: every bank names and orders its columns otherwise.

What is matched is shown before anything is taken; a column that was matched by hand is remembered for the same
headings. Money out is negative.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from reports.expense_sheet import cell_text
from studio_ledger.errors import LedgerError
from studio_ledger.model.case import money_or_none
from studio_ledger.model.money import Money
from studio_ledger.model.spending import BankLine, BankStatement
from studio_ledger.rules.expense_list import plain_date, plain_sum

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_ROWS = 20_000
_DEEPEST_HEADING = 30
_ENCODINGS = ("utf-8-sig", "gb18030")

ROLES: Final = {
    "date": ("交易日期", "记账日期", "入账日期", "交易时间", "日期", "记帐日期", "发生日期"),
    "out": ("借方发生额", "借方金额", "支出金额", "支出", "借方", "付款金额", "转出金额", "借方发生额(支取)"),
    "in": ("贷方发生额", "贷方金额", "收入金额", "收入", "贷方", "收款金额", "转入金额", "贷方发生额(收入)"),
    "amount": ("交易金额", "发生额", "金额"),
    "side": ("借贷标志", "借贷", "借/贷", "收支标志", "收付标志", "交易方向"),
    "balance": ("余额", "账户余额", "本次余额", "联机余额", "交易后余额"),
    "counterparty": ("对方户名", "对方名称", "对方账户名称", "对方单位名称", "收(付)方名称", "对手方名称", "交易对方"),
    "text": ("摘要", "用途", "附言", "备注", "交易摘要", "摘要说明"),
    "serial": ("流水号", "交易流水号", "凭证号", "交易序号", "日志号", "企业流水号"),
}
"""What a column may be, with the headings that banks give it."""
ROLE_NAMES: Final = {
    "date": "交易日期",
    "out": "支出（借方）",
    "in": "收入（贷方）",
    "amount": "金额",
    "side": "借贷标志",
    "balance": "余额",
    "counterparty": "对方户名",
    "text": "摘要",
    "serial": "流水号",
}
_OUT_WORDS = ("借", "支", "付", "出", "D", "DR")
_ACCOUNT = re.compile(r"(?:账号|帐号|账户|账户号码|查询账号)\s*[:：]?\s*([\d*\- ]{8,40})")


class BadBankFileError(LedgerError):
    """A file that is no bank statement; `reason` picks the sentence, `row` the row of the file."""

    code = "bank_file.unreadable"


@dataclass(frozen=True, slots=True)
class BankFile:
    """A file as it was read: its headings, the rows below with their numbers, what each column is taken for.

    `matched` is heading → role; `account` what stands above the table, where it does.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    matched: Mapping[str, str]
    account: str = ""

    @property
    def signature(self) -> str:
        """By which the same bank's next file is known."""
        return "|".join(self.headings)

    @property
    def complete(self) -> bool:
        """Whether dates and sums are matched."""
        roles = set(self.matched.values())
        return "date" in roles and ({"out", "in"} <= roles or "amount" in roles)


def read_bank_file(data: bytes, name: str, remembered: Mapping[str, Mapping[str, str]] | None = None) -> BankFile:
    """Read a file as far as its headings tell; `remembered` is signature → what was matched by hand before.

    Raises: BadBankFileError.
    """
    table = _workbook(data, name) if data[:4] == b"PK\x03\x04" else _text(data, name)
    place = max(range(min(len(table), _DEEPEST_HEADING)), key=lambda row: _likeness(table[row]), default=0)
    if not table or _likeness(table[place]) < 2:
        raise BadBankFileError(reason="headings", file=name)
    headings = tuple(cell.strip() for cell in table[place])
    rows = tuple((number, row) for number, row in enumerate(table[place + 1 :], place + 2) if any(row))
    above = " ".join(" ".join(row) for row in table[:place])
    found = _ACCOUNT.search(above)
    account = found[1].strip() if found else ""
    file = BankFile(headings, rows, {}, account)
    matched = dict((remembered or {}).get(file.signature) or _matched(headings))
    return BankFile(headings, rows, matched, account)


def _workbook(data: bytes, name: str) -> list[tuple[str, ...]]:
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise BadBankFileError(reason="file", file=name) from error
    try:
        sheet = book.worksheets[0]
        found: list[tuple[str, ...]] = []
        for row in sheet.iter_rows(values_only=True):
            if len(found) > MOST_ROWS:
                raise BadBankFileError(reason="too_long", most=MOST_ROWS)
            found.append(tuple(cell_text(value) for value in row))
        return found
    finally:
        book.close()


def _text(data: bytes, name: str) -> list[tuple[str, ...]]:
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise BadBankFileError(reason="file", file=name)
    if "\0" in text:
        raise BadBankFileError(reason="file", file=name)
    lines = text.splitlines()
    if len(lines) > MOST_ROWS:
        raise BadBankFileError(reason="too_long", most=MOST_ROWS)
    delimiter = max(",\t;|", key=text.count)
    # Banks put a tab or an = before long numbers to keep Excel from rounding them.
    return [tuple(cell.strip().strip('=\t"') for cell in row) for row in csv.reader(lines, delimiter=delimiter)]


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _role(heading: str) -> str:
    plain = re.sub(r"\((元|人民币|RMB|CNY)\)$", "", _plain(heading))
    return next((role for role, names in ROLES.items() if plain in map(_plain, names)), "")


def _likeness(row: Sequence[str]) -> int:
    return sum(1 for cell in row if _role(cell))


def _matched(headings: Sequence[str]) -> dict[str, str]:
    """Give each role to the first heading that bears it."""
    found: dict[str, str] = {}
    for heading in headings:
        role = _role(heading)
        if role and role not in found.values():
            found[heading] = role
    return found


def statement_of(file: BankFile, statement_id: str, account: str, sha256: str = "") -> BankStatement:
    """Return the statement that a matched file tells; opening and closing come from the balances, or are reckoned.

    Raises: BadBankFileError naming the row that cannot be read.
    """
    if not file.complete:
        raise BadBankFileError(reason="columns")
    places = {role: file.headings.index(heading) for heading, role in file.matched.items()}
    lines: list[BankLine] = []
    balances: list[Money | None] = []
    for number, row in file.rows:
        cells = {role: row[place] if place < len(row) else "" for role, place in places.items()}
        if _is_total(row, cells):
            continue
        line = _line(len(lines) + 1, number, cells)
        if line is not None:
            lines.append(line)
            balances.append(money_or_none(plain_sum(cells.get("balance", ""))) if cells.get("balance") else None)
    if not lines:
        raise BadBankFileError(reason="empty")
    lines, balances = _in_order(lines, balances)
    opening = balances[0] - lines[0].amount if balances[0] is not None else Money()
    return BankStatement(
        id=statement_id,
        account=account or file.account,
        start=lines[0].date,
        end=lines[-1].date,
        opening=opening,
        closing=balances[-1] or opening + Money.total(line.amount for line in lines),
        lines=tuple(lines),
        file=sha256,
    )


def _is_total(row: Sequence[str], cells: Mapping[str, str]) -> bool:
    """Whether a row is a foot (合计, 本页小计) and not a movement."""
    undated = plain_date_of(cells.get("date", "")) is None
    return undated and any(word in cell for cell in row for word in ("合计", "小计", "总计"))


def plain_date_of(text: str) -> dt.date | None:
    """Return the day of a date that may carry a time; None where there is none."""
    found = re.match(r"\s*(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{8})", text)
    try:
        return dt.date.fromisoformat(plain_date(found[1])) if found else None
    except ValueError:
        return None


def _line(count: int, number: int, cells: Mapping[str, str]) -> BankLine | None:
    day = plain_date_of(cells.get("date", ""))
    if day is None:
        raise BadBankFileError(reason="date", row=number, value=cells.get("date", ""))
    amount = _amount(number, cells)
    if not amount:
        return None
    return BankLine(count, day, amount, cells.get("counterparty", ""), cells.get("text", ""), cells.get("serial", ""))


def _amount(number: int, cells: Mapping[str, str]) -> Money:
    def read(role: str) -> Money:
        text = plain_sum(cells.get(role, ""))
        money = money_or_none(text) if text and text not in "-—" else Money()
        if money is None:
            raise BadBankFileError(reason="amount", row=number, value=cells.get(role, ""))
        return money

    if "amount" not in cells or "out" in cells:
        came, went = read("in"), read("out")
        if came and went:
            raise BadBankFileError(reason="both_sides", row=number)
        # Some banks print money out as a negative figure in its own column.
        return came - (went if went > Money() else -went)
    whole = read("amount")
    side = _plain(cells.get("side", "")).upper()
    if side and whole > Money() and any(side.startswith(word) for word in _OUT_WORDS):
        return -whole
    return whole


def _in_order(lines: list[BankLine], balances: list[Money | None]) -> tuple[list[BankLine], list[Money | None]]:
    """Put the oldest first; banks list either way, and within a day only their own order tells."""
    if lines[0].date <= lines[-1].date and not _runs_backwards(lines, balances):
        return lines, balances
    turned = [
        BankLine(place, line.date, line.amount, line.counterparty, line.text, line.serial)
        for place, line in enumerate(reversed(lines), 1)
    ]
    return turned, balances[::-1]


def _runs_backwards(lines: Sequence[BankLine], balances: Sequence[Money | None]) -> bool:
    """Whether the balances of one day only make sense read from below."""
    if len(lines) < 2 or lines[0].date != lines[-1].date or balances[0] is None or balances[1] is None:
        return False
    return balances[0] + lines[1].amount != balances[1] and balances[1] + lines[0].amount == balances[0]
