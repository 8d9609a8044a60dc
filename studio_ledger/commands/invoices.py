"""``invoice``: reads e-invoices and tells what stands in them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio_ledger.commands.console import DONE, FOUND_WRONG, add_json, say, say_json
from studio_ledger.errors import LedgerError

if TYPE_CHECKING:
    import argparse

_AT_ONCE = 2


def add_commands(families: argparse._SubParsersAction[Any]) -> None:
    """Add ``invoice``."""
    invoice = families.add_parser(
        "invoice", help="识读电子发票", description="识读电子发票文件，每张一行；有读不出的即退出码 1。"
    )
    invoice.add_argument("files", nargs="+", metavar="FILE")
    add_json(invoice)
    invoice.set_defaults(run=_invoice)


def _invoice(options: argparse.Namespace) -> int:
    unread = False
    with ThreadPoolExecutor(_AT_ONCE) as readers:
        # In the order of the command line, though two files are read at a time.
        for found in readers.map(answers, options.files):
            for answer in found:
                unread = unread or "error" in answer
                if options.json:
                    say_json(answer)
                else:
                    say(_in_words(answer))
    return FOUND_WRONG if unread else DONE


def answers(file: str) -> list[dict[str, Any]]:
    """Return what is said of a file: one answer an invoice, or one that says why it cannot be read."""
    from studio_ledger.invoices import as_json, bytes_of  # noqa: PLC0415 - no other command needs the readers
    from studio_ledger.invoices.pool import POOL  # noqa: PLC0415
    from studio_ledger.text import sentence  # noqa: PLC0415

    path = Path(file)
    try:
        return [as_json(file, invoice) for invoice in POOL.read(bytes_of(path), path.name)]
    except LedgerError as error:
        return [{"file": file, "error": sentence(error)}]


def _in_words(answer: dict[str, Any]) -> str:
    if "error" in answer:
        return str(answer["error"])
    number = "-".join(part for part in (answer["code"], answer["number"]) if part)
    lines = [
        f"{answer['file']}：发票 {number}，{answer['date']}，价税合计 {answer['total'] or '未读出'} 元",
        f"    购方 {answer['buyer']['name']} {answer['buyer']['tax_id']}".rstrip(),
        f"    销方 {answer['seller']['name']} {answer['seller']['tax_id']}".rstrip(),
    ]
    lines += [
        f"    · {line['item']}  {line['quantity']}  {line['amount']}  税 {line['tax']}" for line in answer["lines"]
    ]
    lines += [f"    ！{warning['message']}" for warning in answer["warnings"]]
    return "\n".join(lines)
