"""The main job by the Workspace alone: from a school that has nothing to the year's report, and the proof of it."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pypdfium2
import pytest
from builders import PASSWORDS, Clock, a_budget, a_grant, a_setup

from reports import writer
from reports.specimen_invoice import Specimen, write_pdf, write_xml
from studio_ledger.model.clock import SHANGHAI
from studio_ledger.model.funds import Source
from studio_ledger.model.invoice import InvoiceLine, Party
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import Attachment, State
from studio_ledger.queries.rows import VoucherFilter
from studio_ledger.text import sentence
from studio_ledger.workspace import BlockedError, Workspace

YEAR = 2020


@pytest.fixture
def clock():
    return Clock(dt.datetime(YEAR, 3, 6, 9, 0, tzinfo=SHANGHAI))


@pytest.fixture
def ledger(tmp_path, clock):
    ledger = Workspace.create(tmp_path / "school.studio", a_setup(), tmp_path / "keys", clock)
    yield ledger
    ledger.close()


def _an_invoice(studio, number, day, seller, *lines):
    rows = tuple(
        InvoiceLine(item, "", "件", Decimal(count), None, Money.yuan(yuan), "免税", Money())
        for item, count, yuan in lines
    )
    return Specimen(number, day, Party(studio.school, studio.tax_id), Party(seller, "91440300MA5SHUC01X"), rows)


def test_that_a_school_gets_from_nothing_to_a_proven_annual_report(tmp_path, ledger, clock):
    # Everybody sets a password of his own, and gets the paper that ties him to his key.
    forms = [ledger.set_first_password(login, password) for login, password in PASSWORDS.items()]
    assert len({form.fingerprint for form in forms}) == 3
    finance, host, legal = (ledger.login(*pair) for pair in PASSWORDS.items())
    studio = ledger.studio("s1")

    def sign_both(*documents):
        for session in (host, legal):
            outcomes = ledger.sign(session, documents, PASSWORDS[session.person.login])
            assert [outcome.error for outcome in outcomes if not outcome.ok] == []

    # Money of both sources and the plan for it count once both have signed.
    city = ledger.record_grant(finance, a_grant(), "grant-city")
    match = ledger.record_grant(finance, a_grant(source=Source.DISTRICT, document_number="深南财〔2020〕9号"), "match")
    budget = ledger.propose_budget(finance, a_budget([("books", "6000"), ("equipment", "8000")]), "plan")
    assert ledger.year_figures("s1", YEAR).granted == Money()
    sign_both(city, match, budget)
    assert ledger.year_figures("s1", YEAR).granted == Money.yuan(80_000)

    # Two files are dropped and read; one more is an expense that the fund may not bear.
    clock.at += dt.timedelta(days=70)
    day = dt.date(YEAR, 5, 12)
    bookshop = _an_invoice(studio, "20440300000000000011", day, "深圳书城", ("*印刷品*正面管教", 5, "290.00"))
    paper = _an_invoice(
        studio, "20440300000000000012", day, "深圳市益文办公用品有限公司", ("*纸制品*A4复印纸", 10, "240.00")
    )
    dinner = _an_invoice(studio, "20440300000000000013", day, "深圳市海鲜楼酒家", ("*餐饮服务*餐费", 1, "860.00"))
    write_xml(tmp_path / "books.xml", bookshop)
    write_pdf(tmp_path / "paper.pdf", paper)
    write_xml(tmp_path / "dinner.xml", dinner)
    items = [ledger.add_to_inbox(finance, tmp_path / name) for name in ("books.xml", "paper.pdf", "dinner.xml")]
    assert [item.error for item in items] == ["", "", ""]

    submitted = []
    for item, kind in zip(items[:2], ("book_list", "acceptance"), strict=True):
        content = ledger.draft_from_inbox(finance, "s1", [item.id])
        sha256 = ledger.store_evidence(kind.encode(), f"{kind}.txt")
        content = replace(content, attachments=(*content.attachments, Attachment(kind, sha256, f"{kind}.txt")))
        assert ledger.judge(content).verdict == "pass"
        submitted.append(ledger.submit(finance, ledger.save_draft(finance, content)))
    content = replace(ledger.draft_from_inbox(finance, "s1", [items[2].id]), category="books", purpose="宴请来访专家")
    with pytest.raises(BlockedError) as refusal:
        ledger.submit(finance, ledger.save_draft(finance, content))
    assert "不能提交" in sentence(refusal.value)
    assert ledger.year_figures("s1", YEAR).committed == Money.yuan("530.00")

    # Nothing is posted before both have signed; then the books carry it under a number.
    assert len(ledger.to_sign(host)) == 2
    sign_both(*submitted)
    assert [number for _, number in ledger.post(finance, submitted)] == ["0001", "0002"]
    assert ledger.vouchers(VoucherFilter(states=(State.POSTED,))).total == Money.yuan("530.00")

    # The year's report says the same on paper and in the workbook.
    statement = ledger.annual_statement("s1", YEAR)
    figures = ledger.year_figures("s1", YEAR)
    assert (statement.spent, statement.received) == (figures.spent, figures.granted)
    for suffix in ("pdf", "xlsx"):
        writer("annual", suffix)(statement, tmp_path / f"annual.{suffix}")
    pdf = pypdfium2.PdfDocument(tmp_path / "annual.pdf")
    assert "530.00" in "".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    cells = {cell for row in openpyxl.load_workbook(tmp_path / "annual.xlsx")["凭证明细"].values for cell in row}
    assert {290, 240} <= {cell for cell in cells if isinstance(cell, (int, float))}

    # Whoever kept the head can prove later that the log still holds it.
    pin = ledger.head().pin
    again = Workspace.open(ledger.path, tmp_path / "keys", clock, read_only=True)
    fingerprints = {form.login: form.fingerprint for form in forms}
    result = again.verify(pin, fingerprints)
    again.close()
    assert (result.ok, result.pinned, result.vouchers) == (True, True, 2)
