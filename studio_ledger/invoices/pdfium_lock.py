"""The one lock around pdfium, which must not be entered by two threads at once, wherever a page is read or drawn."""

import threading

PDFIUM = threading.RLock()
"""Hold it from opening a document to closing it."""
