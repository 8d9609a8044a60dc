"""The vocabulary of the ledger: frozen values that every layer shares."""
