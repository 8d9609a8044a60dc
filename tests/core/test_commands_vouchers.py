"""A voucher's way on the command line, from draft to reversal, on the tour's own ledger."""

import json

import pytest

from studio_ledger.commands import main

SCHOOL = {"buyer_name": "深圳市南山区海岸实验学校", "buyer_tax_id": "12440305MB2D12345K"}
EXPENSE = {
    "date": "2020-06-02",
    "payee": {"name": "深圳书城", "kind": "organisation"},
    "lines": [{"item": "*印刷品*学校心理辅导实务", "quantity": "3", "amount": "150.30"}],
    "evidence": ["invoice", "book_list"],
    "invoices": [{"number": "20440300000000000099", "date": "2020-06-01", "total": "150.30", **SCHOOL}],
}


@pytest.fixture
def ledger(tmp_path, capsys):
    assert main(["tour", str(tmp_path / "out")]) == 0
    capsys.readouterr()
    return str(tmp_path / "out" / "tour.studio")


@pytest.fixture
def run(ledger, capsys, monkeypatch):
    def run(*words, user="wangmin", password=None):
        monkeypatch.setenv("STUDIO_LEDGER_PASSWORD", password or f"{user}-shili-2019")
        acting = ["--as", user] if words[0] in {"draft", "submit", "sign", "post", "reverse"} else []
        code = main(["--ledger", ledger, *words, *acting])
        told = capsys.readouterr()
        return code, told.out.strip(), told.err.strip()

    return run


def _draft(run, **changes):
    words = ["--studio", "s1", "--category", changes.pop("category", "books"), "--purpose", "购买心理辅导图书"]
    if "id" in changes:
        words += ["--id", changes.pop("id")]
    return run("draft", *words, "--details", json.dumps(EXPENSE | changes))


def test_that_a_voucher_goes_from_draft_to_reversal(run):
    code, out, _ = _draft(run)
    drafted = json.loads(out)
    assert (code, set(drafted), drafted["verdict"]) == (0, {"voucher", "verdict", "findings"}, "pass")
    voucher = drafted["voucher"]
    assert run("submit", voucher[:9]) == (0, voucher, "")
    assert run("sign", voucher[:9], user="chenjing")[0] == 0
    assert run("sign", voucher, user="liweidong")[0] == 0
    assert run("post", voucher) == (0, f"{voucher} 0003/2020", "")
    code, reversal, _ = run("reverse", "0003/2020", "--reason", "书目有误")
    assert code == 0
    assert run("sign", reversal, user="chenjing")[0] == run("sign", reversal, user="liweidong")[0] == 0
    assert run("post", reversal)[1].endswith("0004/2020")
    figures = json.loads(run("balance", "--year", "2020", "--json")[1])["studios"][0]["years"][0]
    assert (figures["spent"], figures["committed"]) == ("1015.00", "0.00")


def test_that_posting_before_both_signed_is_refused_with_the_state(run):
    voucher = json.loads(_draft(run)[1])["voucher"]
    run("submit", voucher)
    code, out, err = run("post", voucher)
    assert (code, out) == (2, "")
    assert "待主持人签" in err


def test_that_a_wrong_password_signs_nothing(run):
    code, out, err = run("sign", "0001/2020", user="chenjing", password="wrong wrong wrong")
    assert (code, out) == (2, "")
    assert "密码不对" in err


def test_that_a_signer_sends_back_with_a_reason(run):
    voucher = json.loads(_draft(run)[1])["voucher"]
    run("submit", voucher)
    assert run("sign", voucher, "--return", "请补书目", user="chenjing")[0] == 0
    [row] = json.loads(run("vouchers", "--state", "returned", "--json")[1])
    assert row["id"] == voucher
    assert run("submit", voucher) == (0, voucher, "")


def test_that_a_blocked_draft_says_so_and_cannot_be_submitted(run):
    lines = [{"item": "*餐饮服务*餐费", "quantity": "1", "amount": "150.30"}]
    code, out, _ = _draft(run, category="collective", lines=lines)
    drafted = json.loads(out)
    assert (code, drafted["verdict"]) == (1, "block")
    code, out, err = run("submit", drafted["voucher"])
    assert (code, out) == (2, "")
    assert "不符合规定" in err


def test_that_a_warning_needs_a_reason(run):
    voucher = json.loads(_draft(run, evidence=["invoice"])[1])["voucher"]
    code, _, err = run("submit", voucher)
    assert code == 2
    assert "说明" in err
    assert run("submit", voucher, "--reason", "书目后补")[0] == 0


def test_that_the_same_id_is_one_voucher_and_other_content_is_refused(run):
    first = _draft(run, id="form-1")
    run("submit", "form-1")
    assert _draft(run, id="form-1")[1] == first[1]
    assert run("submit", "form-1") == (0, "form-1", "")
    code, _, err = _draft(run, id="form-1", payment="cash")
    assert code == 2
    assert "不同内容" in err


def test_that_an_invoice_file_fills_the_draft(run, ledger, tmp_path):
    listed = tmp_path / "书目.txt"
    listed.write_text("正面管教", encoding="utf-8")
    invoice = tmp_path / "out" / "inputs" / "文具.pdf"
    words = ("draft", "--studio", "s1", "--category", "equipment", "--purpose", "文具", "--source", "district")
    code, out, _ = run(*words, "--invoice", str(invoice), "--evidence", f"acceptance={listed}")
    drafted = json.loads(out)
    assert code == 1
    assert "invoice.duplicate" in [finding["code"] for finding in drafted["findings"]]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--details", "{"], "JSON"),
        (["--details", '{"payee": {"name": "x", "kind": "friend"}}'], "payee.kind"),
        (["--details", '{"amount": "1.005"}'], "1.005"),
        (["--details", '{"evidence": ["poem"]}'], "poem"),
        (["--evidence", "book_list"], "KIND=FILE"),
        (["--evidence", "book_list=/nowhere/at/all"], "/nowhere/at/all"),
    ],
)
def test_that_a_draft_that_cannot_be_read_is_refused_in_one_sentence(run, words, told):
    code, out, err = run("draft", "--studio", "s1", "--category", "books", "--purpose", "书", *words)
    assert (code, out, err.count("\n")) == (2, "", 0)
    assert told in err


def test_that_an_unknown_voucher_or_user_is_refused(run):
    assert run("post", "9999/2020")[0] == 2
    assert "nobody" in run("post", "0001/2020", user="nobody")[2]


def test_that_vouchers_are_listed_searched_and_filtered(run):
    code, out, _ = run("vouchers", "--json")
    rows = json.loads(out)
    assert code == 0
    assert {"id", "studio", "state", "date", "year", "number", "category", "purpose", "payee", "amount"} <= set(rows[0])
    assert sorted(row["number"] for row in rows) == ["0001", "0002"]
    assert [row["payee"] for row in json.loads(run("vouchers", "--search", "书城", "--json")[1])] == ["深圳书城"]
    assert json.loads(run("vouchers", "--year", "2019", "--json")[1]) == []
    assert "共 2 张，合计 1,015.00 元" in run("vouchers")[1]
