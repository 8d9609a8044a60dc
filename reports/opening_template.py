"""期初导入: the empty workbook, with lists to pick from, bounds for days and sums, notes and examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from reports import workbook
from reports.files import write_atomically
from reports.opening_sheet import CHOICES, GUIDE, SHEETS
from studio_ledger.model.funds import SOURCE_NAMES
from studio_ledger.model.voucher import PAYEE_KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from studio_ledger.rules.policy import Policy

_LAST_ROW = 2001
"""As far as cells are set up; rows below are read all the same."""
_WIDE = {"用途摘要": 34, "收款方": 24, "测算依据": 34, "身份证号": 24, "银行账号": 26, "职称档次": 30, "支出类别": 24,
         "资产名称": 26, "发票号码": 24, "指标文号": 22, "开户银行": 24, "工作单位": 24, "所在学校": 24}  # fmt: skip
_NOTES = (
    "一、从第2行起填写，一行一笔；没有的表留空，不要改表名和表头，不要合并单元格。",
    "二、到账、支出只填截止日以前（含当日）的；同一年度同一来源的支出不能超过到账。",
    "三、支出按原凭证一张一行；跨来源的分两行填写，凭证号后加 -1、-2。发票号码填上，以免重复报销。",
    "四、带下拉箭头的格子请从列表里选；日期写成 2019-05-06；金额填数字，最多两位小数。",
    "五、身份证号、银行账号、发票号码的格子是文本格式，请勿改成数值，否则末几位会被 Excel 改成 0。",
    "六、身份证号、银行账号导入后加密保存；导入完成请删除本文件。",
    "七、导入先试算，逐行列出问题；全部改正后一次导入，由主持人和法定代表人双签后生效，列为“历史导入”。",
)
_EXAMPLES: Mapping[str, Sequence[str]] = {
    "到账": ("2019", "市级资助", "40000.00", "2019-03-05", "深教〔2019〕8号"),
    "支出": ("2019-05-06", "0001", "图书资料购置", "市级资助", "购书", "深圳书城", "1200.50", "11112222", ""),
    "收款人": ("周敏", "校外个人", "正高级", "华南师范大学", "工商银行广州分行", "（18位）", "（8至30位）"),
    "成员": ("王芳", "邻校"),
    "资产": ("笔记本电脑", "TY2019-001", "4999.00", "2019-06-01", "陈静", "工作室"),
    "预算": ("2020", "图书资料购置", "市级资助", "7000.00", "每人一套，共 20 人"),
}
_FORMATS = {"金额": workbook.MONEY_FORMAT, "年度": "0"}
_DAYS = ("日期", "到账日期", "取得日期")


def write_template(path: Path, policy: Policy) -> None:
    """Write an empty workbook with its headings and what may stand under them.

    Raises: OSError.
    """
    book = Workbook()
    choices = {
        "支出类别": [category.name for category in policy.categories],
        "资金来源": list(SOURCE_NAMES.values()),
        "类型": list(PAYEE_KINDS.values()),
        "职称档次": list(policy.lecture_titles.values()),
    }
    _guide(book.worksheets[0], choices)
    for name, titles in SHEETS.items():
        _sheet(book.create_sheet(name), titles, choices)
    listed = book.create_sheet(CHOICES)
    for column, (name, words) in enumerate(choices.items(), 1):
        for row, word in enumerate((name, *words), 1):
            workbook.put(listed, row, column, word)
    listed.sheet_state = "hidden"
    write_atomically(path, workbook.to_bytes(book))


def _sheet(sheet: Any, titles: Sequence[str], choices: Mapping[str, Sequence[str]]) -> None:
    workbook.head_row(sheet, 1, titles)
    sheet.freeze_panes = "A2"
    workbook.print_across(sheet)
    for place, title in enumerate(titles, 1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = _WIDE.get(title, 16)
        # Numbers of cards, invoices and accounts are text: Excel would round them.
        column = sheet.column_dimensions[letter]
        column.number_format = workbook.DATE_FORMAT if title in _DAYS else _FORMATS.get(title, "@")
        rule = _rule(title, choices)
        if rule is not None:
            sheet.add_data_validation(rule)
            rule.add(f"{letter}2:{letter}{_LAST_ROW}")


def _rule(title: str, choices: Mapping[str, Sequence[str]]) -> DataValidation | None:
    if title in choices:
        letter = get_column_letter(list(choices).index(title) + 1)
        rule = DataValidation("list", formula1=f"={CHOICES}!${letter}$2:${letter}${len(choices[title]) + 1}")
        rule.error = "请从下拉列表里选。"
    elif title == "年度":
        rule = DataValidation("whole", operator="between", formula1="2000", formula2="2099")
        rule.error = "请填四位数的年份，如 2019。"
    elif title == "金额":
        rule = DataValidation("decimal", operator="greaterThanOrEqual", formula1="0")
        rule.error = "请填数字，最多两位小数。"
    elif title in _DAYS:
        rule = DataValidation("date", operator="greaterThan", formula1="36526")
        rule.error = "请填日期，如 2019-05-06。"
    else:
        return None
    rule.errorTitle, rule.allow_blank, rule.showErrorMessage = title, True, True
    return rule


def _guide(guide: Any, choices: Mapping[str, Sequence[str]]) -> None:
    guide.title = GUIDE
    wide = max(len(titles) for titles in SHEETS.values()) + 1
    workbook.heading(guide, 1, "期初导入模板", wide, 16)
    row = 2
    for words in _NOTES:
        workbook.put(guide, row, 1, words, boxed=False)
        guide.merge_cells(start_row=row, start_column=1, end_row=row, end_column=wide)
        guide.row_dimensions[row].height = 18
        row += 1
    row += 1
    workbook.put(guide, row, 1, "可选内容", bold=True, boxed=False)
    for name, offered in choices.items():
        row += 1
        workbook.pair(guide, row, name, "、".join(offered), wide)
        guide.row_dimensions[row].height = 18 * (1 + len("、".join(offered)) // 60)
    row += 2
    workbook.put(guide, row, 1, "填写示例（只供参照，不会导入）", bold=True, boxed=False)
    guide.merge_cells(start_row=row, start_column=1, end_row=row, end_column=wide)
    for name, titles in SHEETS.items():
        row += 1
        workbook.head_row(guide, row, (name, *titles))
        row += 1
        for column, value in enumerate(("例", *_EXAMPLES[name]), 1):
            workbook.put(guide, row, column, value)
    workbook.print_across(guide, 0)
    for column in range(1, wide + 1):
        guide.column_dimensions[get_column_letter(column)].width = 18
