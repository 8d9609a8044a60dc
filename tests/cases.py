"""Worked expense cases in their short form: a row holds only what differs from base.json."""

import copy
import json
from pathlib import Path

DATA = Path(__file__).parent / "data" / "cases"
BASE = json.loads((DATA / "base.json").read_text(encoding="utf-8"))


def rows_of(*names):
    """Return the rows of these files."""
    lines = [line for name in names for line in (DATA / name).read_text(encoding="utf-8").splitlines()]
    return [json.loads(line) for line in lines]


def unseen_files():
    """Return the batches that somebody else wrote without seeing the code."""
    return sorted(path.name for path in DATA.glob("unseen-*.jsonl"))


def whole(row):
    """Return a row as a whole case; where invoices are wanted and none are written, one that fits."""
    case = copy.deepcopy(BASE)
    for part in ("studio", "expense", "books"):
        case[part].update(row.get(part, {}))
    expense, studio = case["expense"], case["studio"]
    if "invoices" not in expense:
        invoice = {
            "number": "25011122",
            "date": expense["date"],
            "buyer_name": studio["school"],
            "buyer_tax_id": studio["tax_id"],
            "seller_name": expense["payee"]["name"],
            "total": expense["amount"],
        }
        expense["invoices"] = [invoice] if "invoice" in expense["evidence"] else []
    return case


def named(row):
    """Return what a row is called in a test's name."""
    line = (row["expense"].get("lines") or [{"item": ""}])[0]
    return f"{row['id']} {row['expense'].get('purpose', '')} {line['item']}"
