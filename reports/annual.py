"""The annual expenditure report (年度经费使用情况报告): PDF to sign and hand in, workbook to reckon with."""

from __future__ import annotations

from reports.annual_pdf import write_pdf
from reports.annual_xlsx import write_xlsx

__all__ = ["write_pdf", "write_xlsx"]
