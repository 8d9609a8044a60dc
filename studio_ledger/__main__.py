"""Lets `python -m studio_ledger` stand for the installed command, and the frozen program for its reading child."""

import sys

from studio_ledger import WORKER_OPTION

if __name__ == "__main__":
    if sys.argv[1:2] == [WORKER_OPTION]:
        from studio_ledger.invoices.worker import main as read_files

        raise SystemExit(read_files(sys.argv[2:]))
    from studio_ledger.commands import main

    raise SystemExit(main())
