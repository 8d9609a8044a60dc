"""The printed form: heads, parties and sums by label, and by place where a font hides the labels.

All heights are fractions of the form (596 x 397 points), which may be a whole page or the upper part of an A4 sheet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from studio_ledger.invoices import form_tickets, values
from studio_ledger.invoices.form_lines import lines_between
from studio_ledger.invoices.kinds import kind_of_title, kind_of_vat
from studio_ledger.invoices.reading import Reading
from studio_ledger.invoices.sheet import NUMBER, Form
from studio_ledger.invoices.words import Row, Run
from studio_ledger.invoices.xml_vat import red_of
from studio_ledger.model.money import Money

_MIDDLE = 0.45
_CODE = re.compile(r"发\s*票\s*代\s*码\s*[:：]?\s*(\d{12}|\d{10})(?!\d)")
_CHECK = re.compile(r"校\s*验\s*码\s*[:：]?\s*((?:\d{5} *){4}|[0-9a-f]{5}(?![0-9a-f]))")
_DATE = re.compile(r"(?:开票|填开)\s*日\s*期\s*[:：]?\s*(.+)")
_NAME = re.compile(r"^(?:[购销买售方信息]\s*)?名\s*称\s*[:：]\s*(.*)$")
_TAX_ID = re.compile(r"(?:纳税人识别号|统一社会信用代码)\s*[:：]?\s*([0-9A-Z]{15,20})?")
_ID_FORM = re.compile(r"[0-9A-Z]{15,20}")
_YUAN = re.compile(r"[¥￥]\s*([-+]?[\d,]+\.\d{1,2})(?!\d)")
_BARE_SUM = re.compile(r"(?<![\d.])(-?[\d,]+\.\d{2})(?![\d%])")
_RED_DIGITAL = re.compile(r"被红冲蓝字(?:数电)?(?:发)?票号码[:：]?\s*(\d{20})")
_CJK = re.compile(r"[\u3400-\u9fff]")
_Finder = Callable[[Sequence[Row], int, int, Run], Iterator[tuple[str, Run]]]


@dataclass
class _Sums:
    """Where the sums stand."""

    y: float = 0.67
    amount: Money | None = None
    tax: Money | None = None
    exempt: bool = False
    total: Money | None = None
    words: Money | None = None
    total_runs: list[Run] = field(default_factory=list)


def read(form: Form, source: str) -> Reading:
    """Return what a printed form says."""
    reading = _form(form, source)
    if reading.kind == "rail":
        form_tickets.read_rail(form.rows, reading)
    elif reading.kind == "air":
        form_tickets.read_air(form.rows, reading)
    return reading


def _form(form: Form, source: str) -> Reading:
    reading = Reading(source=source)
    header_y = _header(form)
    _heads(form, reading, header_y)
    reading.kind = next((kind for row in form.rows[:12] if (kind := kind_of_title(row.text))), "")
    sums = _sums(form, header_y)
    reading.amount, reading.tax, reading.total = sums.amount, sums.tax, sums.total
    reading.words, reading.exempt = sums.words, sums.exempt
    if sums.total_runs:
        reading.boxes.append(form.box("total", sums.total_runs))
    _parties(form, reading)
    for line, runs in lines_between(form.rows, header_y, sums.y):
        reading.lines.append(line)
        reading.boxes.append(form.box(f"line-{len(reading.lines)}", runs))
    reading.kind = reading.kind if reading.kind in ("shenzhen", "rail", "air", "digital") else ""
    if not reading.kind and reading.number:
        reading.kind = kind_of_vat(reading.code, [line.item for line in reading.lines])
    _remark(form, reading)
    return reading


def _header(form: Form) -> float:
    """Return the height of the row of column titles; 0.4 where no title can be read."""
    for row in form.rows:
        bare = row.text.replace(" ", "")
        if sum(title in bare for title in ("规格型号", "项目名称", "税率", "金额", "服务名称", "车牌号", "税额")) >= 2:
            return row.y
    return 0.403


def _heads(form: Form, reading: Reading, header_y: float) -> None:
    for name, pattern in (("number", NUMBER), ("code", _CODE), ("check_code", _CHECK)):
        if found := form.search(pattern, header_y):
            value = found[0].group(1).replace(" ", "")
            setattr(reading, name, value)
            _box_of(form, reading, name, found[1], value)
    if found := form.search(_DATE, header_y):
        reading.issued_on = values.date(found[0].group(1)[:24])
        reading.boxes.append(form.box("issued_on", [r for r in found[1].runs if r.left > 0.6] or list(found[1].runs)))
    _heads_by_place(form, reading)


def _heads_by_place(form: Form, reading: Reading) -> None:
    """Fill what no label told from the right of the head, where only code, number, date and check code stand."""
    head = [run for row in form.rows if row.y < 0.23 for run in row.runs if run.left > 0.6]
    for run in head:
        bare = run.text.replace(" ", "")
        if not reading.number and re.fullmatch(r"\d{8}|\d{20}", bare) and not (len(bare) == 20 and reading.code):
            reading.number = bare
            reading.weak.add("number")
            reading.boxes.append(form.box("number", [run]))
        elif not reading.code and re.fullmatch(r"\d{12}|\d{10}", bare):
            reading.code = bare
            reading.weak.add("code")
        elif not reading.check_code and reading.code and re.fullmatch(r"\d{20}", bare):
            reading.check_code = bare
            reading.weak.add("check_code")
        elif reading.issued_on is None and re.match(r"(?:19|20)\d\d\D+\d\d?\D+\d\d?", run.text):
            reading.issued_on = values.date(run.text)
            reading.boxes.append(form.box("issued_on", [run]))


def _box_of(form: Form, reading: Reading, name: str, row: Row, value: str) -> None:
    runs = [run for run in row.runs if value in run.text.replace(" ", "")]
    if runs:
        reading.boxes.append(form.box(name, runs[:1]))


def _sums(form: Form, header_y: float) -> _Sums:
    below = [row for row in form.rows if row.y > header_y]
    at = next((i for i, row in enumerate(below) if "小写" in row.text.replace(" ", "")), None)
    if at is None:
        marked = [i for i, row in enumerate(below) if _YUAN.search(row.text) and row.y < 0.80 and not _is_subtotal(row)]
        at = marked[-1] if marked else None
    if at is None:
        # A page that another one continues: its lines end at 小计, and its sums are no invoice's.
        end = next((row.y for row in below if _is_subtotal(row)), 0.67)
        return _Sums(y=end, words=next((w for row in below if (w := values.capitals(row.text))), None))
    sums = _Sums(y=below[at].y)
    near = [row for row in below if abs(row.y - below[at].y) < 0.025]
    for row in sorted(near, key=lambda row: abs(row.y - below[at].y)):
        if sums.total is None and (match := _YUAN.search(row.text)):
            sums.total = values.money(match.group(1))
            sums.total_runs = [run for run in row.runs if match.group(1) in run.text]
        if sums.words is None:
            sums.words = values.capitals(row.text)
    upper = [row for row in below[:at] if row not in near]
    subtotal = next((row for row in reversed(upper) if _YUAN.search(row.text) or _is_subtotal(row)), None)
    if subtotal is not None:
        sums.y = subtotal.y
        _subtotal(subtotal, sums)
    return sums


def _is_subtotal(row: Row) -> bool:
    return row.text.replace(" ", "").startswith(("合计", "小计", "总计"))


def _subtotal(row: Row, sums: _Sums) -> None:
    right = [run for run in row.runs if run.left > 0.5]
    pattern = _YUAN if _YUAN.search(row.text) else _BARE_SUM
    for run in right:
        for match in pattern.finditer(run.text):
            # The column of the tax is the last one: a sum that ends beyond 0.87 stands in it.
            if sums.amount is None and run.right < 0.87:
                sums.amount = values.money(match.group(1))
            elif sums.tax is None:
                sums.tax = values.money(match.group(1))
    if sums.tax is None and any(run.text.replace(" ", "").endswith("***") and run.right > 0.8 for run in right):
        sums.tax, sums.exempt = Money(), True


def _parties(form: Form, reading: Reading) -> None:
    names = list(_labelled(form, _names))
    ids = list(_labelled(form, _tax_ids))
    swapped = any(run.text.startswith("销") and run.left < 0.1 for row in form.rows if row.y < 0.4 for run in row.runs)
    side_by_side = [run for _, run in names if run.left > _MIDDLE]
    sides = ("seller", "buyer") if swapped and side_by_side else ("buyer", "seller")
    for what, told in (("name", names), ("id", ids)):
        if side_by_side:
            halves = [next((t for t in told if (t[1].left > _MIDDLE) == right), None) for right in (False, True)]
        else:
            told.sort(key=lambda pair: pair[1].bottom)
            halves = [told[0] if told else None, told[1] if len(told) > 1 else None]
        for side, half in zip(sides, halves, strict=True):
            if half and half[0]:
                setattr(reading, f"{side}_{what}", half[0])
                if what == "name":
                    reading.boxes.append(form.box(side, [half[1]]))
    if not names:
        _parties_by_place(form, reading)


def _labelled(form: Form, find: _Finder) -> Iterator[tuple[str, Run]]:
    for index, row in enumerate(form.rows):
        for at, run in enumerate(row.runs):
            yield from find(form.rows, index, at, run)


def _names(rows: Sequence[Row], index: int, at: int, run: Run) -> Iterator[tuple[str, Run]]:
    runs = rows[index].runs
    following = runs[at + 1] if at + 1 < len(runs) else None
    if run.text in ("名", "购名", "销名") and following and re.match(r"称\s*[:：]", following.text):
        run = Run("名" + following.text, run.left, following.right, run.top, run.bottom)
        following = runs[at + 2] if at + 2 < len(runs) else None
    match = _NAME.match(run.text)
    if not match:
        return
    value = match.group(1).strip()
    limit = 0.5 if run.left < _MIDDLE else 1.0
    if not value and following and following.left < limit and following.left - run.right < 0.12:
        value = following.text
    yield value + _wrapped(rows, index, run, limit, bool(value)), run


def _wrapped(rows: Sequence[Row], index: int, label: Run, limit: float, started: bool) -> str:
    """A long name runs over two lines: below the label's row, or one above and one below it."""
    parts = []
    start = label.left + 0.02
    for row in rows:
        gap = row.y - rows[index].y
        if gap and (-0.001 < gap < 0.034 if started else abs(gap) < 0.024):
            parts += [r.text for r in row.runs if start < r.left < limit - 0.02 and not _other_label(r.text)]
    return "".join(parts)


def _other_label(text: str) -> bool:
    return bool(re.search(r"[:：]|识别号|信用代码|^[-+*/<>\d]{6,}|^[购销买售方信息密码区]$", text)) or not _CJK.search(
        text
    )


def _tax_ids(rows: Sequence[Row], index: int, at: int, run: Run) -> Iterator[tuple[str, Run]]:
    match = _TAX_ID.search(run.text)
    if not match or (run.text.startswith("统一社会信用代码") and "识别号" not in run.text and not match.group(1)):
        return
    tail = run.text[run.text.rfind("号") + 1 :] if "识别号" in run.text else match.group(1) or ""
    value = "".join(re.findall(r"[0-9A-Z]", tail.upper()))
    following = rows[index].runs[at + 1] if at + 1 < len(rows[index].runs) else None
    if not value and following and _ID_FORM.fullmatch(following.text) and following.left - run.right < 0.12:
        value = following.text
    yield (value if _ID_FORM.fullmatch(value) else ""), run


def _parties_by_place(form: Form, reading: Reading) -> None:
    for side, top in (("buyer", 0.22), ("seller", 0.75)):
        name = [run for row in form.rows if top < row.y < top + 0.045 for run in row.between(0.09, 0.57)]
        ids = [run for row in form.rows if top + 0.03 < row.y < top + 0.09 for run in row.between(0.09, 0.57)]
        named = next((run for run in name if len(_CJK.findall(run.text)) >= 2), None)
        numbered = next((run for run in ids if _ID_FORM.fullmatch(run.text)), None)
        if named:
            setattr(reading, f"{side}_name", named.text)
            reading.weak.add(f"{side}_name")
            reading.boxes.append(form.box(side, [named]))
        if numbered:
            setattr(reading, f"{side}_id", numbered.text)
            reading.weak.add(f"{side}_id")


def _remark(form: Form, reading: Reading) -> None:
    digital = len(reading.number) == 20
    left, top, bottom = (0.045, 0.735, 0.925) if digital else (0.595, 0.75, 0.895)
    runs = [run for row in form.rows if top < row.y < bottom for run in row.between(left, 1.0)]
    reading.remark = "\n".join(run.text for run in runs if len(run.text) > 1)
    text = reading.remark.replace("\n", "")
    found = _RED_DIGITAL.search(text)
    reading.red_of = found.group(1) if found else red_of(text)
