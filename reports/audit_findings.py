"""Suspicions with the school's answers, the register of violations, and what a person must check: one workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports import workbook
from reports.files import write_atomically
from reports.workbook import Field, Value
from studio_ledger.model.money import Money

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from studio_ledger.statements.audit_figures import AuditStatement

_REMARK = "疑点不是结论：由账簿数据自动比对得出，须由学校说明或补证。"


def write_xlsx(statement: AuditStatement, path: Path) -> None:
    """Write three sheets; the same figures give the same bytes, and no text of a user becomes a formula.

    Raises: OSError.
    """
    book = workbook.new_book(statement.header, "疑点与整改清单")
    _suspicions(book.create_sheet("疑点"), statement)
    _violations(book.create_sheet("违规与追回登记"), statement)
    _unseen(book.create_sheet("需人工核对"), statement)
    write_atomically(path, workbook.to_bytes(book))


def _suspicions(sheet: Worksheet, statement: AuditStatement) -> None:
    titles = [
        "轻重",
        "编号",
        "疑点",
        "工作室",
        "年度",
        "说明",
        "数据",
        "凭证",
        "金额（元）",
        "可消除疑点的材料",
        "学校答复",
        "答复人及时间",
        "依据",
    ]
    rows: list[list[Value]] = [
        [
            line.weight,
            line.kind,
            line.title,
            line.studio,
            str(line.year),
            line.why,
            line.figures,
            line.vouchers,
            line.amount,
            line.clears,
            line.answer or "（未答复）",
            line.answered_by,
            line.source,
        ]
        for line in statement.suspicions
    ]
    _sheet(sheet, statement, f"疑点清单（{statement.scope}）", [Field(title) for title in titles], rows, _REMARK)


def _violations(sheet: Worksheet, statement: AuditStatement) -> None:
    lines = statement.violations
    sums = {
        "违规金额（元）": Money.total(line.amount for line in lines),
        "应追回（元）": Money.total(line.claw_back for line in lines),
        "已追回（元）": Money.total(line.returned for line in lines),
    }
    titles = [
        "状态",
        "工作室",
        "违规事实",
        "依据条款",
        "凭证",
        "违规金额（元）",
        "应追回（元）",
        "已追回（元）",
        "发现方",
        "发现日期",
        "整改期限",
        "整改措施",
        "整改日期",
        "到账证明",
        "销号日期",
        "销号人",
    ]
    rows: list[list[Value]] = [
        [
            line.state,
            line.studio,
            line.what,
            line.rule,
            line.vouchers,
            line.amount,
            line.claw_back,
            line.returned,
            line.found_by,
            line.found_on,
            line.due_on,
            line.measures,
            line.mended_on,
            line.proof,
            line.closed_on,
            line.closed_by,
        ]
        for line in lines
    ]
    fields = [Field(title, sums.get(title)) for title in titles]
    remark = "经费使用管理办法第五条；财政违法行为处罚处分条例。"
    _sheet(sheet, statement, f"违规与追回登记簿（{statement.scope}）", fields, rows, remark)


def _unseen(sheet: Worksheet, statement: AuditStatement) -> None:
    rows: list[list[Value]] = [[line.kind, line.title, line.checked, line.why] for line in statement.unseen]
    fields = [Field(title) for title in ("编号", "审计常见问题", "由谁把关", "说明")]
    _sheet(sheet, statement, "账内看不到、需人工核对的事项", fields, rows, "")


def _sheet(
    sheet: Worksheet,
    statement: AuditStatement,
    title: str,
    fields: list[Field],
    rows: list[list[Value]],
    remark: str,
) -> None:
    """Put heading, remark and table."""
    columns = len(fields)
    workbook.heading(sheet, 1, title, columns)
    workbook.put(sheet, 2, 1, f"{statement.header.school}　{remark}", boxed=False)
    sheet.merge_cells(start_row=2, start_column=1, end_row=2, end_column=columns)
    workbook.table(sheet, 3, fields, rows)
    workbook.finish(sheet, statement.header, columns, title_row=3, landscape=True)
