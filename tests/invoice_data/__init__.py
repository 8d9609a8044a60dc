"""Structured e-invoices of the suite's own making: XML, OFD, XBRL, fiscal receipts and bundles.

What an invoice says comes from `tests.invoice_prints` (`Truth`); here it is written in every form that carries data,
in the ways that issuers differ. ``python -m tests.invoice_data 2000`` reads two thousand of them back.
"""
