"""The register of payees: what is private never stands in the file in clear, and the right people can read it."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from studio_ledger.ledger.refusals import NotPermittedError
from studio_ledger.model.payee import BadPayeeError, RegisteredPayee, id_number_holds, masked
from studio_ledger.signing import vault
from studio_ledger.signing.vault import VaultError
from tests.builders import PASSWORDS, School

ID = "11010519491231002X"
ACCOUNT = "6222 0210 0112 2334 455"
EXPERT = RegisteredPayee("", "周敏", "external_person", "senior", "华南师范大学", "工商银行广州分行")


@pytest.fixture
def school(tmp_path):
    school = School(tmp_path)
    yield school
    assert school.ledger.verify().ok
    school.ledger.close()


def kept(school):
    school.ledger.open_vault(school.finance)
    return school.ledger.put_payee(school.finance, EXPERT, id_number=ID, account=ACCOUNT)


def test_that_numbers_are_read_back_by_finance_and_stand_nowhere_in_clear(school):
    payee = kept(school)
    assert school.ledger.reveal(school.finance, payee, "id_number") == ID
    assert school.ledger.reveal(school.finance, payee, "account") == "6222021001122334455"
    for digits in (ID.encode(), b"6222021001122334455", b"6222 0210 0112", b"19491231"):
        assert digits not in school.path.read_bytes()
        assert digits not in school.path.with_name(school.path.name + "-journal").read_bytes()


def test_that_signers_get_the_key_by_logging_in_and_an_auditor_never(school):
    payee = kept(school)
    with pytest.raises(VaultError):
        school.ledger.reveal(school.host, payee, "id_number", PASSWORDS["chenjing"])
    school.ledger.login("chenjing", PASSWORDS["chenjing"])
    school.ledger.login("wangmin", PASSWORDS["wangmin"])
    assert school.ledger.reveal(school.host, payee, "id_number", PASSWORDS["chenjing"]) == ID
    with pytest.raises(NotPermittedError):
        school.ledger.put_payee(school.host, EXPERT)


def test_that_the_same_person_and_account_are_known_again(school):
    first = kept(school)
    second = school.ledger.put_payee(school.finance, EXPERT, id_number=ID.lower(), account="6217000010001234567")
    by_id = {payee.id: payee for payee in school.ledger.registered_payees()}
    assert by_id[first].id_match == by_id[second].id_match != ""
    assert by_id[first].account_match != by_id[second].account_match


def test_that_a_file_written_anew_keeps_its_numbers(school):
    payee = kept(school)
    school.ledger.put_payee(school.finance, RegisteredPayee(payee, "周敏", "external_person", "academician"))
    assert school.ledger.reveal(school.finance, payee, "id_number") == ID
    assert school.ledger.registered_payees("周")[0].title == "academician"


def test_that_numbers_need_the_vault_and_names_do_not(school):
    with pytest.raises(VaultError):
        school.ledger.put_payee(school.finance, EXPERT, id_number=ID)
    assert school.ledger.put_payee(school.finance, EXPERT)


@pytest.mark.parametrize("number", ["110105194912310021", "11010519491331002X", "1101051949123100", "ABC"])
def test_that_a_wrong_id_number_is_refused(school, number):
    assert not id_number_holds(number)
    with pytest.raises(BadPayeeError):
        school.ledger.put_payee(school.finance, EXPERT, id_number=number)


def test_that_a_swapped_secret_is_noticed(school):
    payee = kept(school)
    other = school.ledger.put_payee(school.finance, EXPERT, id_number=ID)
    with sqlite3.connect(school.path) as connection:
        blob = connection.execute("SELECT blob FROM secret WHERE place = ?", (f"{other}/id_number",)).fetchone()[0]
        connection.execute("UPDATE secret SET blob = ? WHERE place = ?", (blob, f"{payee}/id_number"))
    with pytest.raises(VaultError):
        school.ledger.reveal(school.finance, payee, "id_number")
    assert school.ledger.altered_secrets() == (payee,)
    assert [defect.code for defect in school.ledger.verify().defects] == ["secret.differs"]
    school.ledger.put_payee(school.finance, replace(EXPERT, id=payee), id_number=ID)


def test_that_a_look_into_a_file_stands_in_the_log(school):
    payee = kept(school)
    before = school.ledger.head().seq
    school.ledger.reveal(school.finance, payee, "id_number")
    assert school.ledger.head().seq == before + 1


@given(st.text(min_size=1, max_size=40))
def test_that_a_value_opens_at_its_own_place_only(value):
    data_key = vault.new_data_key()
    sealed = vault.seal(data_key, "p1/id", "id", value)
    assert vault.unseal(data_key, "p1/id", sealed.blob, sealed.salted_hash) == value
    for place, key in (("p2/id", data_key), ("p1/id", vault.new_data_key())):
        with pytest.raises(VaultError):
            vault.unseal(key, place, sealed.blob, sealed.salted_hash)


def test_that_a_wrap_opens_for_its_recipient_only():
    mine, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    data_key = vault.new_data_key()
    wrapped = vault.wrap(data_key, vault.recipient_of(mine))
    assert vault.unwrap(wrapped, mine) == data_key
    with pytest.raises(VaultError):
        vault.unwrap(wrapped, other)


def test_that_only_the_last_four_are_shown():
    assert masked(ID) == "•" * 14 + "002X"
