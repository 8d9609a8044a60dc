"""Lets `python -m studio_ledger` stand for the installed command."""

from studio_ledger.commands import main

if __name__ == "__main__":
    raise SystemExit(main())
