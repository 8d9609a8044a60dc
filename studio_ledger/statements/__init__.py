"""Figures for paper and screen as frozen data, computed from the ledger and drawn elsewhere."""
