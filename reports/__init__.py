"""What can be put on paper: the names of the reports and, on use, the functions that write them.

Importing this costs nothing: the libraries that draw are loaded when a report is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class ReportKind:
    """A report: its name in code, its Chinese title, the suffixes it can be written as, and where.

    `listed` are those that the command writes from a ledger alone; the others need what a person at the window has.
    """

    name: str
    title: str
    formats: tuple[str, ...]
    module: str
    listed: bool = True


REPORTS: tuple[ReportKind, ...] = (
    ReportKind("annual", "年度经费使用情况报告", ("pdf", "xlsx"), "reports.annual"),
    ReportKind("voucher_sheet", "记账凭证", ("pdf", "xlsx"), "reports.voucher_sheet"),
    ReportKind("enrolment", "电子签名密钥登记表", ("pdf",), "reports.enrolment"),
    ReportKind("recovery_sheet", "个人信息密钥恢复单", ("pdf",), "reports.recovery_sheet", listed=False),
    ReportKind("fee_sheet", "外聘专家费发放签收单", ("pdf",), "reports.fee_sheet", listed=False),
    ReportKind("tax_declaration", "个税扣缴申报表", ("xlsx",), "reports.tax_declaration", listed=False),
    ReportKind("lecture_receipt", "讲课费签收单", ("pdf",), "reports.lecture_receipt", listed=False),
    ReportKind("opening", "期初建账单", ("pdf",), "reports.opening_pdf", listed=False),
    ReportKind("historic", "历史导入凭证", ("pdf",), "reports.historic_sheet", listed=False),
    ReportKind("suspicions", "疑点与整改清单", ("xlsx",), "reports.audit_findings"),
)


LISTED = tuple(kind for kind in REPORTS if kind.listed)
"""What ``report --list`` names."""


def writer(name: str, suffix: str) -> Callable[[Any, Path], None]:
    """Return ``write(statement, path)`` of a report; the suffix with or without its dot, in any case.

    Raises: KeyError where there is no such report or it has no such format.
    """
    plain = suffix.lower().removeprefix(".")
    for kind in REPORTS:
        if kind.name == name and plain in kind.formats:
            return cast("Callable[[Any, Path], None]", getattr(import_module(kind.module), f"write_{plain}"))
    raise KeyError(f"{name}.{plain}")
