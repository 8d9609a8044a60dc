"""Run the score scripts that lie beside the checkout, where they are, and hold their figures against floors.toml."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


def main() -> int:
    """Return 1 where a score has fallen below its floor."""
    floors = tomllib.loads((ROOT / "tests" / "floors.toml").read_text(encoding="utf-8"))
    if not SHARED.is_dir():
        print("no score scripts beside the checkout: nothing to hold")
        return 0
    fallen = []
    cases = _number(r"\(([\d.]+)%\)", _score_cases())
    if cases < floors["cases"]["right_percent"]:
        fallen.append(f"cases: {cases}% right, floor {floors['cases']['right_percent']}%")
    invoices = _score_invoices()
    heads, wrong = _number(r"\(([\d.]+)%\)", invoices), _number(r"silent wrong values (\d+)", invoices)
    if heads < floors["invoices"]["heads_percent"]:
        fallen.append(f"invoices: {heads}% of heads right, floor {floors['invoices']['heads_percent']}%")
    if wrong > floors["invoices"]["silent_wrong_at_most"]:
        fallen.append(f"invoices: {wrong:.0f} silent wrong values")
    print("\n".join(fallen) or "every score is at its floor or above")
    return 1 if fallen else 0


def _score_cases() -> str:
    cases = SHARED / "cases" / "dev.jsonl"
    return _score("score_cases.py", [cases], ["check", str(cases), "--json"], ROOT)


def _score_invoices() -> str:
    folder = SHARED / "invoices"
    files = sorted(str(path.relative_to(folder)) for path in folder.glob("files/*/*") if path.is_file())
    return _score("score_invoices.py", [folder / "MANIFEST.tsv"], ["invoice", *files, "--json"], folder)


def _score(script: str, before: list[Path], command: list[str], folder: Path) -> str:
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as answers:
        environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"}
        asked = [sys.executable, "-m", "studio_ledger", *command]
        subprocess.run(asked, cwd=folder, env=environment, stdout=answers, check=False)
        scored = subprocess.run(
            [sys.executable, str(SHARED / script), *map(str, before), answers.name],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    last = scored.stdout.strip().splitlines()[-1] if scored.stdout.strip() else scored.stderr
    print(f"{script}: {last}")
    return last


def _number(pattern: str, text: str) -> float:
    found = re.search(pattern, text)
    return float(found[1]) if found else -1.0


if __name__ == "__main__":
    sys.exit(main())
