"""Studio Ledger: the accounts of a skilled-master studio, kept as one signed log."""

__version__ = "0.1.0"

WORKER_OPTION = "--read-foreign-files"
"""What the frozen program is started with to become a reading child instead."""
