"""kill -9 while vouchers are posted: nothing acknowledged is lost, nothing is half there.

`pytest --crashes 300` runs the long form.
"""

import random
import subprocess
import sys
import time
from pathlib import Path

from builders import School

from studio_ledger.model.voucher import State
from studio_ledger.queries.rows import VoucherFilter
from studio_ledger.workspace import Workspace

POSTER = Path(__file__).with_name("crash_poster.py")


def test_that_a_killed_program_leaves_whole_vouchers(tmp_path, pytestconfig):
    school = School(tmp_path)
    school.fund()
    school.ledger.close()
    rng = random.Random(5)
    acknowledged: set[str] = set()
    for run in range(pytestconfig.getoption("crashes")):
        acknowledged |= _post_until_killed(school, run, rng.uniform(0.05, 0.8))
        ledger = Workspace.open(school.path, school.keys, school.clock)
        rows = ledger.vouchers(VoucherFilter(states=(State.POSTED,))).rows
        assert acknowledged <= {row.id for row in rows}
        assert sorted(row.number for row in rows) == [f"{n:04d}" for n in range(1, len(rows) + 1)]
        ledger.close()
    ledger = Workspace.open(school.path, school.keys, school.clock)
    result = ledger.verify()
    ledger.close()
    assert result.ok, result.defects
    assert acknowledged


def _post_until_killed(school: School, run: int, seconds: float) -> set[str]:
    command = [sys.executable, str(POSTER), str(school.path), str(school.keys), str(run)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(seconds)
        process.kill()
        # The last line may be cut off in the middle: then it was not told to anybody.
        return {line.strip() for line in process.stdout if line.endswith("\n")}
