"""After a scripted year: the acts that have nothing to do with money, so that every kind stands in one log."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from core.year_script import CITY

from studio_ledger.ledger import journal
from studio_ledger.model.money import Money
from studio_ledger.model.original import CheckResult, Original
from studio_ledger.model.paper import CityPaper, Figure
from studio_ledger.model.payee import RegisteredPayee
from studio_ledger.model.people import Role
from studio_ledger.model.school_books import Violation
from studio_ledger.model.voucher import Attachment
from studio_ledger.workspace import PersonSetup, TermSetup
from tests.builders import END, PASSWORDS, START

if TYPE_CHECKING:
    from core.year_script import Script

UNWRITTEN = ("backup", "note")
"""Kinds that the log understands and no use case writes."""


def every_other_act(run: Script) -> None:
    """Do all of them once."""
    run.untick("rest", 1)
    _people(run)
    _returned(run)
    _originals(run)
    _payees(run)
    _audit(run)
    _settings(run)
    for kind in UNWRITTEN:
        _by_hand(run, kind)


def _people(run: Script) -> None:
    ledger, finance = run.ledger, run.school.finance
    person = ledger.add_person(finance, PersonSetup("赵会计", "zhao", (TermSetup(Role.FINANCE, START, END),)))
    ledger.set_first_password("zhao", "zhao-kuaiji-2021")
    [term] = next(one for one in ledger.people() if one.id == person).terms
    ledger.end_term(finance, term.id, dt.date(2021, 1, 31))
    ledger.revoke_key(finance, person, "密钥文件遗失")
    ledger.update_studio(finance, replace(ledger.studio("s2"), mentor="何平"))


def _returned(run: Script) -> None:
    """A signature taken back, a voucher sent back and given up, and a photo brought in late."""
    school, ledger = run.school, run.ledger
    voucher = school.submit(run.voucher("s1", "books", (CITY, "61.00")), "工作需要")
    school.sign(school.host, voucher)
    ledger.take_back_signature(school.host, voucher, PASSWORDS["chenjing"])
    ledger.send_back(school.host, voucher, "请补书目", PASSWORDS["chenjing"])
    ledger.void(school.finance, voucher, "不买了")
    kept = ledger.store_evidence(b"photo", "照片.jpg")
    ledger.attach(school.finance, school.submit(run.voucher("s1", "books", (CITY, "62.00"))), "photo", kept, "照片.jpg")


def _originals(run: Script) -> None:
    ledger, finance = run.ledger, run.school.finance
    false, wrong = (Original(f"7654321{n}", seller="某店", total=Money.yuan("99")) for n in (1, 2))
    ledger.refuse_original(finance, false, "与查验结果不符", "李卫东校长", run.day)
    stop = ledger.return_original(finance, wrong, "抬头写错", "王芳", run.day)
    ledger.mend_original(finance, stop, Original("76543213", seller="某店", total=Money.yuan("99")))
    again = ledger.return_original(finance, Original("76543214"), "抬头写错", "王芳", run.day)
    ledger.lift_stop(finance, again, "看错了")
    ledger.record_checks(finance, [false], CheckResult.DIFFERENT, run.day, "王敏", "金额不符")


def _payees(run: Script) -> None:
    """The data key is made, asked for, given, recovered from the safe and made anew."""
    ledger, finance = run.ledger, run.school.finance
    code = ledger.open_vault(finance)
    expert = RegisteredPayee("", "周敏", "external_person", "senior", "华南师范大学", "工商银行广州分行")
    payee = ledger.put_payee(finance, expert, id_number="11010519491231002X", account="6222021001122334455")
    for login in ("chenjing", "wangmin"):
        ledger.login(login, PASSWORDS[login])
    ledger.reveal(finance, payee, "account")
    ledger.recover_vault(finance, code)
    ledger.renew_vault(finance)


def _audit(run: Script) -> None:
    school, ledger = run.school, run.ledger
    ledger.answer_suspicion(school.finance, ledger.suspicions()[0].suspicion, "已核对，附说明。")
    voucher = next(name for name, one in run.model.vouchers.items() if one["state"] == "posted")
    found = Violation(
        "", "s1", "以图书名义购买礼品", "经费使用管理办法第五条", Money.yuan("120"), Money.yuan("120"), "audit",
        dt.date(2020, 12, 20), dt.date(2020, 12, 31), (voucher,),
    )  # fmt: skip
    name = ledger.record_violation(school.finance, found)
    proof = ledger.store_evidence(b"bank slip", "回单.pdf")
    back = {"mended_on": run.day, "returned": Money.yuan("120"), "proof": proof, "proof_name": "回单.pdf"}
    ledger.mend_violation(school.finance, replace(found, id=name, measures="已退回购书款。", **back))
    ledger.close_violation(school.legal, name, PASSWORDS["liweidong"])


def _settings(run: Script) -> None:
    """The school's accounts, and a city's paper that both sign."""
    school, ledger = run.school, run.ledger
    choice = replace(ledger.account_choice("s1"), expenses=(("", "5001"), ("books", "5001.03")))
    ledger.choose_accounts(school.finance, choice)
    kept = ledger.store_evidence(b"paper", "深财行.pdf")
    figures = (Figure("lecture", "senior", Decimal(400)),)
    words = ("市级机关培训费管理办法", "深财行〔2020〕1号", "广东省深圳市", dt.date(2021, 1, 1), None)
    paper = CityPaper("", "s1", *words, figures, (Attachment("other", kept, "深财行.pdf"),))
    ledger.propose_paper(school.finance, paper, "paper-1")
    school.sign_both("paper-1")


def _by_hand(run: Script, kind: str) -> None:
    ledger, finance = run.ledger, run.school.finance
    with ledger._write() as connection:
        journal.append(
            connection, kind=kind, act_id=kind, ledger=ledger.ledger_id, at=ledger.now(), by=finance.person.id,
            key=None, data={"text": "备忘"},
        )  # fmt: skip
