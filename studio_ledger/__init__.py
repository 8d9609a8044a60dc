"""Studio Ledger: the accounts of a skilled-master studio, kept as one signed log."""

__version__ = "0.1.0"
