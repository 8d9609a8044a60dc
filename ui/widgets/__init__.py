"""Inputs and displays that take and give the ledger's own values."""
