"""Invoices of every layout that is known, drawn by the tests themselves with everything made up.

``a_print(seed)`` gives the bytes of a PDF and the truth of what it shows. The same seed gives the same print.
``python -m tests.invoice_prints 1000`` reads a thousand of them back and counts what was read wrong.
"""

from tests.invoice_prints.boxes import misplaced
from tests.invoice_prints.ink import drawn
from tests.invoice_prints.measure import Answer, read_back
from tests.invoice_prints.prints import FAMILIES, Print, a_print, attached, retouched

__all__ = ["FAMILIES", "Answer", "Print", "a_print", "attached", "drawn", "misplaced", "read_back", "retouched"]
