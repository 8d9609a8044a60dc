"""The data key of a ledger: who gets it, who loses it, and what a new one leaves of the old; each act replays."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from unittest.mock import patch

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from studio_ledger.ledger import journal
from studio_ledger.ledger.refusals import BadActError
from studio_ledger.signing import vault
from studio_ledger.signing.vault import VaultError
from studio_ledger.workspace import Workspace
from studio_ledger.workspace.vault import VaultDesk
from tests.builders import PASSWORDS, School
from tests.core.test_payees import ACCOUNT, EXPERT, ID, kept


@pytest.fixture
def school(tmp_path):
    school = School(tmp_path)
    yield school
    assert school.ledger.verify().ok
    school.ledger.close()


@pytest.fixture
def payee(school):
    """A payee whose numbers finance and the host may read."""
    made = kept(school)
    shared(school)
    return made


def shared(school):
    """Host, then finance log in: the one asks for the data key, the other gives it."""
    for login in ("chenjing", "wangmin"):
        school.ledger.login(login, PASSWORDS[login])


def read_by_host(school, payee):
    return school.ledger.reveal(school.host, payee, "id_number", PASSWORDS["chenjing"])


def key_of(school, session):
    return school.ledger._open_key(session.person, PASSWORDS[session.person.login])


def wraps(school):
    with sqlite3.connect(school.path) as connection:
        return dict(connection.execute("SELECT person, wrapped FROM vault_member"))


def by_hand(school, session, kind, data):
    """An act with the person's own key that his program would not have written."""
    ledger = school.ledger
    with ledger._write() as connection:
        journal.append(
            connection,
            kind=kind,
            act_id="by-hand",
            ledger=ledger.ledger_id,
            at=ledger.now(),
            by=session.person.id,
            key=key_of(school, session),
            data=data,
        )


def test_that_the_sheet_in_the_safe_opens_what_a_lost_key_closed(school):
    code = school.ledger.open_vault(school.finance)
    payee = school.ledger.put_payee(school.finance, EXPERT, id_number=ID)
    with pytest.raises(VaultError):
        school.ledger.recover_vault(school.finance, vault.new_recovery_code())
    school.ledger.recover_vault(school.finance, code.lower().replace("-", " "))
    assert school.ledger.reveal(school.finance, payee, "id_number") == ID


def test_that_there_is_one_data_key(school):
    school.ledger.open_vault(school.finance)
    with pytest.raises(VaultError):
        school.ledger.open_vault(school.finance)


def test_that_a_new_code_voids_the_old_one_and_what_the_log_still_wraps_for_it(school):
    old = school.ledger.open_vault(school.finance)
    payee = school.ledger.put_payee(school.finance, EXPERT, id_number=ID, account=ACCOUNT)
    twin = school.ledger.put_payee(school.finance, EXPERT, id_number=ID)
    school.ledger.login("chenjing", PASSWORDS["chenjing"])
    school.ledger.login("wangmin", PASSWORDS["wangmin"])
    with sqlite3.connect(school.path) as connection:
        kept_wrap = connection.execute("SELECT recovery FROM vault").fetchone()[0]
        hashes = dict(connection.execute("SELECT id, id_number_hash FROM payee"))
    before = school.ledger.head().seq
    new = school.ledger.renew_vault(school.finance)
    assert school.ledger.head().seq == before + 1
    with pytest.raises(VaultError):
        school.ledger.recover_vault(school.finance, old)
    with sqlite3.connect(school.path) as connection:
        old_key = vault.unwrap_code(kept_wrap, old)
        for place, blob in connection.execute("SELECT place, blob FROM secret"):
            with pytest.raises(VaultError):
                vault.unseal(old_key, place, blob, hashes[place.split("/")[0]])
    school.ledger.recover_vault(school.finance, new)
    assert school.ledger.reveal(school.finance, payee, "id_number") == ID
    assert school.ledger.reveal(school.host, payee, "account", PASSWORDS["chenjing"]) == "6222021001122334455"
    by_id = {one.id: one for one in school.ledger.registered_payees()}
    assert by_id[payee].id_match == by_id[twin].id_match != ""
    assert by_id[twin].account_match == ""
    assert school.ledger.altered_secrets() == ()


def test_that_only_who_opens_the_vault_issues_its_code_again(school):
    with pytest.raises(VaultError):
        school.ledger.renew_vault(school.finance)
    kept(school)
    with pytest.raises(VaultError):
        school.ledger.renew_vault(school.host, PASSWORDS["chenjing"])
    school.ledger.login("chenjing", PASSWORDS["chenjing"])
    school.ledger.login("wangmin", PASSWORDS["wangmin"])
    assert school.ledger.renew_vault(school.host, PASSWORDS["chenjing"])


def test_that_an_altered_number_stops_a_new_code_and_nothing_is_half_locked(school):
    payee = kept(school)
    with sqlite3.connect(school.path) as connection:
        blob = connection.execute("SELECT blob FROM secret WHERE place = ?", (f"{payee}/account",)).fetchone()[0]
        connection.execute("UPDATE secret SET blob = ? WHERE place = ?", (blob[::-1], f"{payee}/account"))
    before = school.ledger.head()
    with pytest.raises(VaultError):
        school.ledger.renew_vault(school.finance)
    assert school.ledger.head() == before
    assert school.ledger.reveal(school.finance, payee, "id_number") == ID
    school.ledger.put_payee(school.finance, replace(EXPERT, id=payee), id_number=ID, account=ACCOUNT)


def a_new_lock(school, **changes):
    """What the program would write of a new data key for host and finance, with changes."""
    data_key = vault.new_data_key()
    holders = (school.finance, school.host)
    halves = {session.person.id: vault.recipient_of(key_of(school, session)) for session in holders}
    with sqlite3.connect(school.path) as connection:
        names = [name for (name,) in connection.execute("SELECT id FROM payee")]
    sealed = {"hash": "a" * 64, "mac": "b" * 64, "cipher": "c" * 64}
    data = {
        "check": vault.check_of(data_key),
        "recovery": vault.wrap_for_code(data_key, vault.new_recovery_code()),
        "members": [
            {"person": person, "recipient": half, "wrapped": vault.wrap(data_key, half)}
            for person, half in halves.items()
        ],
        "payees": [{"id": name, "id_number": sealed, "account": sealed} for name in names],
    }
    return data | {name: change(data[name]) for name, change in changes.items()}


@pytest.mark.parametrize(
    "changes",
    [
        {"members": lambda members: members[1:]},  # finance is locked out
        {"members": lambda members: members[:1]},  # who made it
        {"members": lambda members: [*members, dict(members[0], person="p003")]},  # nobody who asked
        {"members": lambda members: [dict(members[0], recipient="00" * 32), members[1]]},
        {"payees": lambda payees: []},
        {"payees": lambda payees: [*payees, dict(payees[0], id="nobody")]},
        {"payees": lambda payees: [{"id": payees[0]["id"], "id_number": payees[0]["id_number"]}]},
        {"payees": lambda payees: [dict(payees[0], account=dict(payees[0]["account"], mac=""))]},
    ],
)
def test_that_a_new_key_by_hand_takes_nothing_from_anybody(school, payee, changes):
    before = school.ledger.head()
    with pytest.raises(BadActError):
        by_hand(school, school.host, "vault_renew", a_new_lock(school, **changes))
    assert school.ledger.head() == before
    assert school.ledger.reveal(school.finance, payee, "id_number") == ID


def test_that_a_new_key_by_hand_for_all_is_taken_and_what_lies_under_the_old_one_is_noticed(tmp_path):
    school = School(tmp_path)
    kept(school)
    shared(school)
    by_hand(school, school.host, "vault_renew", a_new_lock(school))
    assert {defect.code for defect in school.ledger.verify().defects} == {"secret.differs"}
    school.ledger.close()


def test_that_a_number_that_was_erased_stays_erased_under_a_new_key(school, payee):
    with sqlite3.connect(school.path) as connection:
        connection.execute("DELETE FROM secret WHERE place = ?", (f"{payee}/account",))
    school.ledger.renew_vault(school.finance)
    assert school.ledger.reveal(school.finance, payee, "id_number") == ID
    with pytest.raises(VaultError) as refused:
        school.ledger.reveal(school.finance, payee, "account")
    assert refused.value.parameters["reason"] == "erased"


def test_that_a_lost_signing_key_gets_no_part_of_a_new_data_key(school, payee):
    lost = school.host.person
    school.ledger.revoke_key(school.finance, lost.id, "U盘遗失")
    school.ledger.renew_vault(school.finance)
    assert wraps(school)[lost.id] == ""
    school.ledger.login("wangmin", PASSWORDS["wangmin"])
    assert wraps(school)[lost.id] == "", "nor by the next login of who holds it"


def test_that_who_enrolled_anew_reads_again_after_asking_with_his_new_key(school, payee):
    lost, old_key = school.host.person, key_of(school, school.host)
    school.ledger.revoke_key(school.finance, lost.id, "U盘遗失")
    school.ledger.set_first_password("chenjing", "chen-jing-again-ok", key=Ed25519PrivateKey.generate())
    school.ledger.renew_vault(school.finance)
    assert wraps(school)[lost.id] == "", "his half on file is still the lost key's"
    host = school.ledger.login("chenjing", "chen-jing-again-ok")
    school.ledger.login("wangmin", PASSWORDS["wangmin"])
    assert school.ledger.reveal(host, payee, "id_number", "chen-jing-again-ok") == ID
    with pytest.raises(VaultError):
        vault.unwrap(json.loads(wraps(school)[lost.id]), old_key)


@pytest.mark.parametrize("wrapped", [{"epk": "00" * 32, "ct": "00"}, {"epk": 5}, {"x": "y"}])
def test_that_a_useless_wrap_keeps_nobody_out_and_is_asked_for_anew(school, payee, wrapped):
    mine = {"person": school.finance.person.id, "recipient": vault.recipient_of(school.finance.key), "wrapped": wrapped}
    by_hand(school, school.host, "vault_share", mine)
    with pytest.raises(VaultError):
        school.ledger.reveal(school.finance, payee, "id_number")
    school.ledger.login("wangmin", PASSWORDS["wangmin"])
    school.ledger.login("chenjing", PASSWORDS["chenjing"])
    assert school.ledger.reveal(school.finance, payee, "id_number") == ID


def test_that_the_last_holder_asks_nobody_and_comes_back_by_the_sheet(school):
    code = school.ledger.open_vault(school.finance)
    payee = school.ledger.put_payee(school.finance, EXPERT, id_number=ID)
    by_hand(
        school,
        school.finance,
        "vault_share",
        {
            "person": school.finance.person.id,
            "recipient": vault.recipient_of(school.finance.key),
            "wrapped": {"epk": "00" * 32, "ct": "00"},
        },
    )
    before = school.ledger.head()
    school.ledger.login("wangmin", PASSWORDS["wangmin"])
    assert school.ledger.head() == before
    school.ledger.recover_vault(school.finance, code)
    assert school.ledger.reveal(school.finance, payee, "id_number") == ID


def test_that_another_data_key_than_the_ledgers_locks_no_number(school, payee):
    """Handed a key of the forger's, finance would lock new numbers so that only he could read them."""
    half = vault.recipient_of(school.finance.key)
    foreign = {"person": school.finance.person.id, "recipient": half, "wrapped": vault.wrap(vault.new_data_key(), half)}
    by_hand(school, school.host, "vault_share", foreign)
    session = school.ledger.login("wangmin", PASSWORDS["wangmin"])
    with pytest.raises(VaultError) as refused:
        school.ledger.put_payee(session, EXPERT, id_number=ID)
    assert refused.value.parameters["reason"] == "foreign"
    school.ledger.renew_vault(school.host, PASSWORDS["chenjing"])
    assert school.ledger.reveal(school.finance, payee, "id_number") == ID


def test_that_a_copy_made_before_opens_by_the_old_code_and_one_made_after_by_the_new(school, tmp_path):
    old = school.ledger.open_vault(school.finance)
    payee = school.ledger.put_payee(school.finance, EXPERT, id_number=ID)
    copies = {"before": tmp_path / "before.studio", "after": tmp_path / "after.studio"}
    school.ledger.backup(copies["before"])
    new = school.ledger.renew_vault(school.finance)
    school.ledger.backup(copies["after"])
    for name, right, wrong in (("before", old, new), ("after", new, old)):
        ledger = Workspace.open(copies[name], school.keys, school.clock)
        session = ledger.login("wangmin", PASSWORDS["wangmin"])
        with pytest.raises(VaultError):
            ledger.recover_vault(session, wrong)
        ledger.recover_vault(session, right)
        assert ledger.reveal(session, payee, "id_number") == ID
        assert ledger.verify().ok
        ledger.close()


def test_that_a_data_key_that_was_renewed_meanwhile_is_not_passed_on(school, payee):
    """Two programs on one file: the one logs in while the other renews."""
    other = Workspace.open(school.path, school.keys, school.clock, window=False)
    share = VaultDesk._share

    def renew_first(desk, session, key):
        other.renew_vault(school.host, PASSWORDS["chenjing"])
        share(desk, session, key)

    school.ledger.login("liweidong", PASSWORDS["liweidong"])
    with patch.object(VaultDesk, "_share", renew_first):
        school.ledger.login("wangmin", PASSWORDS["wangmin"])
    other.close()
    assert school.ledger.reveal(school.legal, payee, "id_number", PASSWORDS["liweidong"]) == ID
