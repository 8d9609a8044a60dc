"""Posts small vouchers until it is killed, and says each one's id after it is in the books."""

import datetime as dt
import sys
from dataclasses import replace
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

from builders import PASSWORDS, Clock, a_voucher  # noqa: E402 - a program of its own, started by the test

from studio_ledger.model.clock import SHANGHAI  # noqa: E402
from studio_ledger.workspace import Workspace  # noqa: E402


def main(path: str, keys: str, run: str) -> None:
    ledger = Workspace.open(Path(path), Path(keys), Clock(dt.datetime(2020, 6, 1, 9, tzinfo=SHANGHAI)))
    finance, host, legal = (ledger.login(*pair) for pair in PASSWORDS.items())
    print("ready", flush=True)
    for number in range(1000):
        content = a_voucher("1.00", number=f"{run}{number:05d}")
        payee = replace(content.payee, name=f"书店{run}-{number}")
        content = replace(content, purpose=f"购书 {run}-{number}", payee=payee)
        voucher = ledger.submit(finance, ledger.save_draft(finance, content))
        for session in (host, legal):
            ledger.sign(session, [voucher], PASSWORDS[session.person.login])
        ledger.post(finance, [voucher])
        print(voucher, flush=True)


main(*sys.argv[1:])
