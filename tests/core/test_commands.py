"""The command line: its words, its exit codes, and the shapes of its JSON that need no ledger of their own."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook

from reports.specimen_invoice import write_pdf, write_xml
from studio_ledger.commands import main
from studio_ledger.commands.tour import specimen_books

ROOT = Path(__file__).resolve().parents[2]


def _run(capsys, *words):
    code = main(list(words))
    told = capsys.readouterr()
    return code, told.out, told.err


def test_that_a_command_without_a_ledger_says_how_to_name_one(capsys):
    code, out, err = _run(capsys, "balance")
    assert (code, out) == (2, "")
    assert "--ledger" in err


def test_that_a_server_is_refused_in_one_sentence(capsys):
    code, out, err = _run(capsys, "--ledger", "postgresql://localhost/books", "balance")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "PostgreSQL" in err


def test_that_a_missing_ledger_is_refused_in_one_sentence(capsys, tmp_path):
    code, out, err = _run(capsys, "--ledger", str(tmp_path / "none.studio"), "verify", "--json")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "找不到账套文件" in err


def test_that_wrong_words_are_refused_in_chinese(capsys):
    code, out, err = _run(capsys, "balance", "--year", "soon")
    assert (code, out) == (2, "")
    assert "须是整数" in err


def test_that_an_unknown_command_is_refused(capsys):
    code, _, err = _run(capsys, "audit")
    assert code == 2
    assert "audit" in err


def test_that_an_unexpected_error_is_one_sentence_with_a_hint(capsys, monkeypatch):
    monkeypatch.setattr("studio_ledger.commands._run", lambda arguments: 1 // 0)
    monkeypatch.delenv("STUDIO_LEDGER_DEBUG", raising=False)
    code, out, err = _run(capsys, "balance")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "STUDIO_LEDGER_DEBUG" in err


def test_that_help_names_every_command(capsys):
    code, out, _ = _run(capsys, "--help")
    assert code == 0
    for name in ("tour", "demo", "check", "invoice", "draft", "submit", "sign", "post", "reverse", "vouchers"):
        assert f"    {name} " in out


def test_that_output_is_utf8_in_a_c_locale(tmp_path):
    environment = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONPATH": "."}
    command = [sys.executable, "-m", "studio_ledger", "--ledger", str(tmp_path / "无.studio"), "balance"]
    run = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert run.returncode == 2
    assert "找不到账套文件“无.studio”" in run.stderr.decode("utf-8")


def _a_case(**changes):
    expense = {
        "date": "2020-05-12",
        "category": "books",
        "purpose": "购买班主任专业书籍",
        "payee": {"name": "深圳书城", "kind": "organisation"},
        "payment": "transfer",
        "amount": "290.00",
        "lines": [{"item": "*印刷品*正面管教", "quantity": "5", "amount": "290.00"}],
        "evidence": ["invoice", "book_list"],
        "details": {},
        "invoices": [],
    }
    studio = {
        "affiliation": "district",
        "school": "某校",
        "tax_id": "1",
        "cycle": ["2019-01-01", "2021-12-31"],
        "host": "陈静",
        "legal_representative": "李卫东",
        "mentor": "周敏",
        "members": [],
    }
    books = {"budget": {"books": "1000.00"}, "available": "1000.00", "closed_years": []}
    return {"id": "one", "studio": studio, "expense": expense | changes, "books": books}


def _cases(tmp_path, *cases):
    file = tmp_path / "cases.jsonl"
    file.write_text("\n".join(case if isinstance(case, str) else json.dumps(case) for case in cases), encoding="utf-8")
    return str(file)


def test_that_check_answers_one_line_a_case_and_goes_on_after_a_bad_one(capsys, tmp_path):
    file = _cases(tmp_path, _a_case(), "{not json", _a_case(category="gifts"))
    code, out, _ = _run(capsys, "check", file, "--json")
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert answers[0] == {"id": "one", "verdict": "pass", "findings": []}
    assert set(answers[1]) == {"id", "error"}
    assert set(answers[2]["findings"][0]) == {"code", "severity", "article", "line", "message", "limit", "actual"}
    assert answers[2]["findings"][0]["code"] == "category.not_permitted"


def test_that_check_of_clean_cases_ends_with_nought(capsys, tmp_path):
    code, out, err = _run(capsys, "check", _cases(tmp_path, _a_case()))
    assert (code, err) == (0, "")
    assert "通过" in out


def test_that_check_refuses_a_workbook_without_headings_in_words(capsys, tmp_path):
    file = tmp_path / "a.xlsx"
    Workbook().save(file)
    code, out, err = _run(capsys, "check", str(file))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "表头" in err or "列" in err


def test_that_invoice_prints_one_line_a_file_in_the_agreed_form(capsys, tmp_path):
    specimen = specimen_books()
    write_xml(tmp_path / "a.xml", specimen)
    write_pdf(tmp_path / "b.pdf", specimen)
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.7 broken")
    files = [str(tmp_path / name) for name in ("a.xml", "b.pdf", "c.pdf", "absent.xml")]
    code, out, _ = _run(capsys, "invoice", *files, "--json")
    first, second, broken, absent = (json.loads(line) for line in out.splitlines())
    assert code == 1
    keys = "file kind number code date check_code buyer seller amount tax total lines remark red_of trip seals"
    keys += " sources read_from warnings"
    for read in (first, second):
        assert set(read) == set(keys.split())
        assert (read["number"], read["total"], read["date"]) == (specimen.number, "676.00", "2020-05-12")
        line = {"item", "specification", "unit", "quantity", "unit_price", "rate", "amount", "tax"}
        assert set(read["lines"][0]) == line
    for refused, file in ((broken, files[2]), (absent, files[3])):
        assert set(refused) == {"file", "error"}
        assert refused["file"] == file
        assert refused["error"]


def test_that_invoice_reads_for_people_too(capsys, tmp_path):
    write_xml(tmp_path / "a.xml", specimen_books())
    code, out, _ = _run(capsys, "invoice", str(tmp_path / "a.xml"))
    assert code == 0
    assert "676.00" in out
    assert "深圳书城" in out


@pytest.mark.parametrize("words", [["draft"], ["sign", "x"], ["demo"], ["tour"]])
def test_that_missing_words_are_named(capsys, words):
    code, _, err = _run(capsys, *words)
    assert code == 2
    assert "缺少" in err


def test_that_bench_times_every_path_beside_its_bare_engine(capsys):
    code, out, err = _run(capsys, "bench", "--vouchers", "30", "--json")
    measures = json.loads(out)["measures"]
    assert (code, err) == (0, "")
    names = [measure["name"] for measure in measures]
    paths = ["start", "home", "list_filter", "annual_statement", "post"]
    assert names == [*paths, "read_xml", "read_ofd", "draw_ofd", "read_pdf", "draw_pdf"]
    assert all(set(measure) - {"p95_ms"} == {"name", "ms", "bare_ms", "ratio", "engine"} for measure in measures)
    assert all(measure["p95_ms"] >= measure["ms"] for measure in measures[len(paths) :])
    assert all(measure["ms"] > 0 for measure in measures)


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_that_the_readme_names_only_commands_that_exist(capsys, page):
    """A page that promises what is not there is worse than none."""
    text = (ROOT / page).read_text(encoding="utf-8")
    words = re.findall(r"^python3 run\.py (?:--ledger \S+ )?([a-z]+)\b", text, re.MULTILINE)
    assert words
    _, out, _ = _run(capsys, "--help")
    for word in set(words) - {"test", "sample", "ocr"}:
        assert f"    {word} " in out, word
    for path in re.findall(r"`((?:studio_ledger|reports|ui|resources)/[\w/.-]+)`", text):
        assert (ROOT / path).exists(), path
