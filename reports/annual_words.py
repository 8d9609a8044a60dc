"""The words and rows that the annual report's PDF and workbook share, so that the two cannot tell apart stories."""

from __future__ import annotations

from studio_ledger.model.money import Money
from studio_ledger.statements.figures import AnnualStatement, CategoryRow, StatementHeader

FORMULA = "结余＝预算批复数＋调整数－实际支出数；执行率＝实际支出数÷调整后预算数。金额单位：元。"
NO_DECLARATION = "本年度存在下列例外事项，须逐项说明，故不作无例外声明；详见“例外事项”。"
RETURNED = "已上缴结余"
SEAL_NOTE = "以上情况真实、完整，与台账及原始凭证一致。"


def signers(header: StatementHeader) -> tuple[str, ...]:
    """Return who signs the report, by title."""
    host, second = header.titles
    return tuple(f"{one}（签字）" for one in (host, "财务负责人", second))


def title(header: StatementHeader) -> str:
    """Return the report's title."""
    return f"{header.year}年度名班主任工作室专项经费使用情况报告"


def particulars(header: StatementHeader) -> list[tuple[str, str]]:
    """Return what identifies the studio, as label and value."""
    return [
        ("工作室名称", header.studio),
        ("所在学校", header.school),
        ("统一社会信用代码", header.tax_id),
        ("隶属关系", header.affiliation),
        (header.titles[0], header.host),
        (header.titles[1], header.legal_representative),
        ("项目编号", header.project_code),
        ("建设周期", header.cycle),
        ("统计期间", f"{header.year}年1月1日至{header.year}年12月31日"),
        ("报表状态", "定稿（已结账）" if header.final else "未定稿（未结账）"),
    ]


def declaration(statement: AnnualStatement) -> str:
    """Return the sentence on clean use, or why it is not made."""
    return statement.declaration or NO_DECLARATION


def refused(statement: AnnualStatement) -> str:
    """Return the sentence on what the checks and the signers stopped."""
    return f"本年度被规则拦截或被签字人退回的提交共 {statement.refused} 次，均未入账。"


def balances(statement: AnnualStatement) -> list[tuple[str, Money]]:
    """Return the balance summary, as label and amount."""
    return [
        ("本年收入合计", statement.received),
        ("其中：上年结转", statement.carried_in),
        ("调整后预算合计", statement.budget),
        ("本年支出合计", statement.spent),
        ("年末结余（收入－支出）", statement.left),
        ("其中：已提交未入账占用", statement.committed),
        *((label, amount) for label, amount in _further(statement) if amount),
    ]


def _further(statement: AnnualStatement) -> tuple[tuple[str, Money], ...]:
    """What only some years have: leftovers returned or carried on, and money that has not moved yet."""
    return (
        (RETURNED, statement.returned),
        ("结账结转下年", statement.carried_out),
        ("已入账未付款", statement.unpaid),
    )


def total_row(rows: tuple[CategoryRow, ...]) -> CategoryRow:
    """Return the sums of all categories as one row."""
    return CategoryRow(
        number="",
        category="合计",
        budget_first=Money.total(row.budget_first for row in rows),
        budget=Money.total(row.budget for row in rows),
        spent_city=Money.total(row.spent_city for row in rows),
        spent_district=Money.total(row.spent_district for row in rows),
        spent_other=Money.total(row.spent_other for row in rows),
        vouchers=sum(row.vouchers for row in rows),
        attachments=sum(row.attachments for row in rows),
        first_number="",
        last_number="",
    )
