"""Balance, report, verify and backup: equal to the fen with what the log's bare acts add up to."""

import json
import re
import shutil
import sqlite3
import unicodedata
from collections import Counter
from contextlib import closing

import openpyxl
import pypdfium2
import pytest

from studio_ledger.commands import main
from studio_ledger.commands.demo import make_demo

SEED = 11


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    path = tmp_path_factory.mktemp("demo") / "demo.studio"
    make_demo(path, 70, 2, SEED)
    return path


@pytest.fixture
def ledger(made, tmp_path):
    """A copy, which a test may spoil."""
    shutil.copy(made, tmp_path / "demo.studio")
    return tmp_path / "demo.studio"


def _json(capsys, *words, code=0):
    assert main([*map(str, words), "--json"]) == code
    return json.loads(capsys.readouterr().out)


class Recomputed:
    """What the acts' bodies add up to, by sqlite3 and json alone: (studio, year) → counters of fen."""

    def __init__(self, path):
        self.books, self.documents, self.signed, self.budgets = {}, {}, Counter(), {}
        with closing(sqlite3.connect(path)) as connection:
            for (body,) in connection.execute("SELECT body FROM act ORDER BY seq").fetchall():
                act = json.loads(body)
                getattr(self, f"_{act['kind'].replace('return', 'back')}", lambda data: None)(act["data"])
        for place, lines in self.budgets.items():
            for line in lines:
                self._add(place, f"category {line['category']} budget", line["fen"])

    def _add(self, place, what, fen):
        self.books.setdefault(place, Counter())[what] += fen

    def _move(self, data, what, sign):
        _, content, year = self.documents[data["document"]]
        if what == "committed" and content["kind"] != "expense":
            return
        for line in content["lines"]:
            for part in ("", f"category {content['category']} ", f"source {line['source']} "):
                self._add((content["studio"], year), f"{part}{what}", sign * line["fen"])

    def _grant(self, data):
        self.documents[data["document"]] = ("grant", data["content"], data["content"]["year"])

    def _budget(self, data):
        self.documents[data["document"]] = ("budget", data["content"], data["content"]["year"])

    def _submit(self, data):
        self.documents[data["document"]] = ("voucher", data["content"], data["year"])
        self._move(data, "committed", 1)

    def _sign(self, data):
        self.signed[data["document"]] += 1
        kind, content, year = self.documents.get(data["document"], ("close", {}, 0))
        if self.signed[data["document"]] == 2 and kind == "grant":
            for part in ("", f"source {content['source']} "):
                self._add((content["studio"], year), f"{part}granted", content["fen"])
        elif self.signed[data["document"]] == 2 and kind == "budget":
            self.budgets[content["studio"], year] = content["lines"]
        elif self.signed[data["document"]] == 2 and kind == "close":
            for source, fen in content["carried"].items():
                self._carry(content["studio"], year, source, -fen)
                self._carry(content["studio"], year + 1, "carried_over", fen)

    def _carry(self, studio, year, source, fen):
        for part in ("", f"source {source} "):
            self._add((studio, year), f"{part}granted", fen)

    def _close(self, data):
        self.documents[data["document"]] = ("close", data["content"], data["content"]["year"])

    def _back(self, data):
        self.signed[data["document"]] = 0
        self._move(data, "committed", -1)

    _withdraw = _back

    def _post(self, data):
        self._move(data, "committed", -1)
        self._move(data, "spent", 1)


def recompute(path):
    return Recomputed(path).books


def _flat(year):
    """A year of `balance --json` as the same counter."""
    fen = {what: year[what] for what in ("granted", "spent", "committed")}
    fen |= {f"source {row['source']} {what}": row[what] for row in year["sources"] for what in ("granted", "spent")}
    for row in year["categories"]:
        fen |= {f"category {row['category']} {what}": row[what] for what in ("budget", "spent", "committed")}
    return Counter({what: _fen(text) for what, text in fen.items()})


def _fen(text):
    assert re.fullmatch(r"-?\d+\.\d\d", text)
    return int(text.replace(".", ""))


def test_that_balance_equals_what_the_acts_add_up_to(made, capsys):
    answer = _json(capsys, "--ledger", made, "balance")
    wanted = recompute(made)
    assert len(wanted) == 6
    for studio in answer["studios"]:
        assert set(studio) == {"id", "name", "years"}
        for year in studio["years"]:
            acts = Counter(
                {
                    what: fen
                    for what, fen in wanted[studio["id"], year["year"]].items()
                    if not re.match("source .* c", what)
                }
            )
            assert +_flat(year) == +acts
            assert _fen(year["available"]) == acts["granted"] - acts["spent"] - acts["committed"]


def test_that_balance_keeps_to_the_studio_and_year_asked_for(made, capsys):
    answer = _json(capsys, "--ledger", made, "balance", "--studio", "s2", "--year", "2020")
    assert [(s["id"], [y["year"] for y in s["years"]]) for s in answer["studios"]] == [("s2", [2020])]
    assert main(["--ledger", str(made), "balance", "--studio", "nowhere"]) == 2


def test_that_paper_and_workbook_tell_the_balance_to_the_fen(made, tmp_path, capsys):
    pdf, xlsx = tmp_path / "annual.pdf", tmp_path / "annual.xlsx"
    for out in (pdf, xlsx):
        words = ["--ledger", made, "report", "annual", "--studio", "s1", "--year", "2020", "--out", out]
        assert main([*map(str, words)]) == 0
    acts = recompute(made)["s1", 2020]
    with closing(pypdfium2.PdfDocument(pdf)) as pages:
        text = "".join(page.get_textpage().get_text_range() for page in pages)
    text = unicodedata.normalize("NFKC", text)
    for what, fen in acts.items():
        if fen and what.startswith(("granted", "spent", "category")) and "committed" not in what:
            assert f"{fen // 100:,}.{fen % 100:02d}" in text, what
    sheet = openpyxl.load_workbook(xlsx)["支出分类"]
    rows = {row[1]: row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], str) and row[0].isdigit()}
    spent = sorted(fen for what, fen in acts.items() if re.match(r"category .* spent", what) and fen)
    told = [sum(round((cell or 0) * 100) for cell in row[5:8]) for row in rows.values()]
    assert sorted(fen for fen in told if fen) == spent
    budget = sorted(fen for what, fen in acts.items() if what.endswith("budget"))
    assert sorted(round(row[2] * 100) for row in rows.values()) == budget


def test_that_reports_are_listed_and_all_are_written(made, tmp_path, capsys):
    listed = _json(capsys, "report", "--list")
    assert {row["name"] for row in listed} >= {"annual", "voucher_sheet", "enrolment"}
    assert all(set(row) == {"name", "title", "formats"} for row in listed)
    where = ["--studio", "s1", "--year", "2021"]
    more = {"voucher_sheet": [*where, "--voucher", "0001/2021"], "enrolment": ["--person", "chenjing"], "annual": where}
    for row in listed:
        if row["name"] == "voucher_sheet":
            continue  # two studios have a voucher 0001 of the year: told below
        for suffix in row["formats"]:
            out = tmp_path / f"{row['name']}.{suffix}"
            arguments = more.get(row["name"], where)
            assert main(["--ledger", str(made), "report", row["name"], *arguments, "--out", str(out)]) == 0
            assert out.stat().st_size > 1_000
    out = tmp_path / "sheets.pdf"
    assert main(["--ledger", str(made), "report", "voucher_sheet", *where, "--out", str(out)]) == 0
    capsys.readouterr()
    assert main(["--ledger", str(made), "report", "voucher_sheet", *more["voucher_sheet"], "--out", str(out)]) == 2
    assert "不止一张" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["nothing", "--out", "a.pdf"], ["annual", "--out", "a.docx"], ["annual", "--out", "a.pdf"], []]
)
def test_that_a_report_that_cannot_be_made_is_refused(made, capsys, words):
    assert main(["--ledger", str(made), "report", *words]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_that_verify_answers_in_the_agreed_form(made, capsys):
    answer = _json(capsys, "--ledger", made, "verify")
    assert set(answer) == {"ok", "acts", "vouchers", "head", "defects", "pinned", "unlogged"}
    assert (answer["ok"], answer["pinned"], answer["defects"]) == (True, False, [])
    pin = f"{answer['head']['seq']}:{answer['head']['hash']}"
    assert _json(capsys, "--ledger", made, "verify", "--head", pin)["pinned"] is True


def _spoil(path, *statements, triggers_back=True):
    """Change the file as a forger would, with its triggers taken off and put back."""
    with closing(sqlite3.connect(path)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            assert connection.execute(statement).rowcount > 0
        for _, sql in triggers if triggers_back else ():
            connection.execute(sql)
        connection.commit()


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE document SET amount_fen = amount_fen + 100 WHERE number = 3", "table.differs"),
        ("UPDATE voucher_line SET amount_fen = amount_fen + 1 WHERE line = 1", "table.differs"),
        ("UPDATE balance SET spent_fen = spent_fen - 500 WHERE spent_fen > 1000", "table.differs"),
        ("UPDATE act SET body = CAST(replace(body, ':4000000', ':5000000') AS BLOB) WHERE kind = 'grant'", "log.chain"),
        ("UPDATE act SET signatures = CAST('[]' AS BLOB) WHERE kind = 'post' AND seq > 100", "log.signature"),
        ("DELETE FROM act WHERE seq = 60", "log.gap"),
        ("DELETE FROM act WHERE seq = 1", "log.gap"),
        ("UPDATE evidence SET data = x'00' WHERE name LIKE '发票%'", "evidence.missing"),
        ("DELETE FROM evidence WHERE name LIKE '发票%'", "evidence.missing"),
    ],
)
def test_that_verify_finds_what_was_changed_behind_its_back(ledger, capsys, statement, code):
    _spoil(ledger, statement)
    answer = _json(capsys, "--ledger", ledger, "verify", code=1)
    assert not answer["ok"]
    assert code in {defect["code"] for defect in answer["defects"]}


def test_that_verify_reports_a_file_without_its_triggers(ledger, capsys):
    _spoil(ledger, "UPDATE document SET amount_fen = amount_fen + 100 WHERE number = 3", triggers_back=False)
    codes = {defect["code"] for defect in _json(capsys, "--ledger", ledger, "verify", code=1)["defects"]}
    assert {"guard.missing", "table.differs"} <= codes
    assert main(["--ledger", str(ledger), "balance"]) == 2


def test_that_what_is_no_database_is_refused_in_one_sentence(tmp_path, capsys):
    (tmp_path / "a.studio").write_bytes(b"SQLite format 3\0" + bytes(4096))
    assert main(["--ledger", str(tmp_path / "a.studio"), "verify", "--json"]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)


def test_that_a_cut_log_is_found_with_the_printed_head(made, ledger, capsys):
    answer = _json(capsys, "--ledger", made, "verify")
    pin = f"{answer['head']['seq']}:{answer['head']['hash']}"
    _spoil(ledger, "DELETE FROM act WHERE seq = (SELECT max(seq) FROM act)")
    codes = {d["code"] for d in _json(capsys, "--ledger", ledger, "verify", "--head", pin, code=1)["defects"]}
    assert "pin.head" in codes


def test_that_a_foreign_key_is_found_with_the_fingerprint_on_paper(made, capsys):
    words = ("--ledger", made, "verify", "--key")
    code = _json(capsys, *words, "chenjing:0000 0000 0000 0000 0000 0000 0000 0000", code=1)["defects"][0]["code"]
    assert code in {"pin.key", "pin.signer"}


@pytest.mark.parametrize("words", [["--head", "12:beef"], ["--head", "x"], ["--key", "chenjing"]])
def test_that_a_pin_of_the_wrong_form_is_refused_rather_than_passed_over(made, capsys, words):
    assert main(["--ledger", str(made), "verify", *words]) == 2


def test_that_a_backup_is_a_ledger_of_its_own_and_overwrites_nothing(made, tmp_path, capsys):
    copy = tmp_path / "copy.studio"
    assert main(["--ledger", str(made), "backup", str(copy)]) == 0
    capsys.readouterr()
    assert _json(capsys, "--ledger", copy, "verify") == _json(capsys, "--ledger", made, "verify")
    assert main(["--ledger", str(made), "backup", str(copy)]) == 2
