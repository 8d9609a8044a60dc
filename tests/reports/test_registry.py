"""The registry names every report and loads what draws it only on use."""

import subprocess
import sys

import pytest

from reports import REPORTS, writer
from tests.reports.builders import (
    a_declaration,
    a_fee_sheet,
    a_historic_sheet,
    a_receipt,
    a_recovery,
    a_sheet,
    an_annual,
    an_audit,
    an_enrolment,
    an_opening_sheet,
)

STATEMENTS = {
    "annual": an_annual, "voucher_sheet": a_sheet, "enrolment": an_enrolment, "suspicions": an_audit,
    "lecture_receipt": a_receipt, "recovery_sheet": a_recovery, "fee_sheet": a_fee_sheet,
    "tax_declaration": a_declaration, "opening": an_opening_sheet, "historic": a_historic_sheet,
}


@pytest.mark.parametrize(("name", "suffix"), [(kind.name, suffix) for kind in REPORTS for suffix in kind.formats])
def test_that_every_format_of_every_report_is_written(tmp_path, name, suffix):
    path = tmp_path / f"r.{suffix}"
    writer(name, f".{suffix.upper()}")(STATEMENTS[name](), path)
    assert path.read_bytes()[:2] == {"pdf": b"%P", "xlsx": b"PK"}[suffix]


@pytest.mark.parametrize(("name", "suffix"), [("annual", "docx"), ("none", "pdf"), ("enrolment", "xlsx")])
def test_that_an_unknown_report_or_format_is_a_key_error(name, suffix):
    with pytest.raises(KeyError):
        writer(name, suffix)


def test_that_importing_the_registry_loads_no_library_that_draws():
    code = "import reports, sys; print(sorted({'reportlab', 'openpyxl', 'segno'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
