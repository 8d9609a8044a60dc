"""The command ``suspicions``: one while somebody has to answer, zero once all is answered; JSON of the contract."""

import datetime as dt
import json
from dataclasses import replace

import pytest
from builders import School, a_voucher

from studio_ledger.commands import main
from studio_ledger.model.voucher import Payee


@pytest.fixture
def school(tmp_path):
    """A funded school with two payments whose invoice another seller wrote."""
    school = School(tmp_path)
    school.fund()
    for number, amount in (("90000001", "120"), ("90000002", "130")):
        school.post(replace(a_voucher(amount, number=number), payee=Payee("深圳市某某贸易有限公司")))
    yield school
    school.ledger.close()


def _command(school, capsys, *arguments):
    school.ledger.close()
    code = main(["--ledger", str(school.path), "suspicions", *arguments])
    return code, capsys.readouterr().out


def test_that_the_command_answers_one_while_somebody_has_to_answer(school, capsys):
    code, out = _command(school, capsys, "--json")
    found = json.loads(out)
    assert code == 1
    assert {"kind", "why", "vouchers", "figures", "answer"} <= found[0].keys()
    assert found[0]["kind"] == "V33"
    assert found[0]["answer"] == ""
    assert len(found[0]["vouchers"]) == 1


def test_that_the_command_answers_zero_once_all_is_answered(school, capsys):
    # The command goes by the wall clock, years after this ledger: it asks about its leftovers as well.
    clock, school.clock.at = school.clock.at, dt.datetime.now(school.clock.at.tzinfo)
    found = school.ledger.suspicions()
    school.clock.at = clock
    for one in found:
        school.ledger.answer_suspicion(school.finance, one.suspicion, "已核对。")
    code, out = _command(school, capsys, "--json")
    assert code == 0
    assert {one["answer"] for one in json.loads(out)} == {"已核对。"}


def test_that_the_command_speaks_to_people_and_filters(school, capsys):
    code, out = _command(school, capsys, "--studio", "s1", "--year", "2020")
    assert code == 1
    assert "【高】V33 收款方不是开票方" in out
    assert "未答复" in out
    assert main(["--ledger", str(school.path), "suspicions", "--year", "2019"]) == 0
    assert "疑点 0 条" in capsys.readouterr().out
    assert main(["--ledger", str(school.path), "suspicions", "--studio", "nowhere"]) == 2


def test_that_a_clean_ledger_raises_no_question(tmp_path, capsys):
    school = School(tmp_path)
    school.fund()
    school.post()
    school.ledger.close()
    assert main(["--ledger", str(school.path), "suspicions", "--json"]) in {0, 1}
    found = json.loads(capsys.readouterr().out)
    # The wall clock is years after this ledger: money and cycle are asked about, its voucher is not.
    assert {one["kind"] for one in found} <= {"V23", "V44"}
    assert all(not one["vouchers"] for one in found)
