"""Originals come in, are recognised as the same, and are claimed once and no further than their total."""

import datetime as dt
import threading
import zipfile
from dataclasses import replace

import pytest
from builders import School, a_setup, a_studio, a_voucher
from inbox_files import DAY, SELLER, an_invoice_file

from studio_ledger.ledger.invoice_refusals import OverClaimError
from studio_ledger.model.invoice import Party
from studio_ledger.model.money import Money
from studio_ledger.queries.standing import Likeness
from studio_ledger.workspace import BlockedError
from studio_ledger.workspace.evidence import UnreadableFileError


def _taken(school, path):
    return school.ledger.add_to_inbox(school.finance, path)


def _draft(school, *items):
    return school.ledger.draft_from_inbox(school.finance, "s1", [item.id for item in items])


def _claimed(school, item, yuan=""):
    """Submit a voucher of the item, or of a part of it."""
    content = _draft(school, item)
    if yuan:
        part = Money.yuan(yuan)
        claim = replace(content.invoices[0], claimed=part)
        content = replace(content, invoices=(claim,), lines=(replace(content.lines[0], amount=part),))
    return school.submit(content, "书目后补")


def _item(school, item_id):
    return next(item for item in school.ledger.inbox() if item.id == item_id)


# ---- coming in ---------------------------------------------------------------------------


def test_that_the_same_bytes_are_one_item_under_any_name(school, tmp_path):
    path = an_invoice_file(tmp_path)
    (tmp_path / "再存.xml").write_bytes(path.read_bytes())
    first = school.ledger.take_in(school.finance, path)
    second = school.ledger.take_in(school.finance, tmp_path / "再存.xml")
    assert (first.again, second.again) == (False, True)
    assert second.item.id == first.item.id
    assert len(school.ledger.inbox()) == 1


def test_that_the_same_bytes_from_two_threads_are_one_item(school, tmp_path):
    path = an_invoice_file(tmp_path, "发票.pdf")
    taken = []
    threads = [threading.Thread(target=lambda: taken.append(_taken(school, path).id)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(taken)) == len(school.ledger.inbox()) == 1


def test_that_original_bytes_stay(school, tmp_path):
    path = an_invoice_file(tmp_path, "发票.pdf")
    assert school.ledger.evidence(_taken(school, path).sha256) == path.read_bytes()


def test_that_a_file_that_is_gone_leaves_nothing_behind(school, tmp_path):
    with pytest.raises(UnreadableFileError):
        _taken(school, tmp_path / "没有.pdf")
    assert school.ledger.inbox() == ()


def test_that_who_brought_a_file_is_told(school, tmp_path):
    _taken(school, an_invoice_file(tmp_path))
    assert [item.added_by for item in school.ledger.inbox()] == ["王敏"]


# ---- the same, or like it ----------------------------------------------------------------


def test_that_an_invoice_in_another_file_is_known_by_its_number(school, tmp_path):
    xml = _taken(school, an_invoice_file(tmp_path, "发票.xml"))
    pdf = _taken(school, an_invoice_file(tmp_path, "发票.pdf"))
    assert _item(school, xml.id).standings[0].twins == ()
    [twin] = _item(school, pdf.id).standings[0].twins
    assert (twin.why, twin.item, twin.name) == (Likeness.IDENTITY, xml.id, "发票.xml")


def test_that_a_claim_in_another_studio_and_year_is_found(tmp_path):
    other = a_studio(id="s2", name="第二工作室", host="周敏", mentor="陈静")
    school = School(tmp_path, a_setup(a_studio(), other))
    school.fund(studio="s2")
    content = school.ledger.draft_from_inbox(school.finance, "s2", [_taken(school, an_invoice_file(tmp_path)).id])
    voucher = school.post(content, "书目后补")
    later = _taken(school, an_invoice_file(tmp_path, "发票.pdf"))
    twins = [twin for twin in _item(school, later.id).standings[0].twins if twin.voucher]
    assert [(twin.why, twin.voucher, twin.name, twin.studio) for twin in twins] == [
        (Likeness.IDENTITY, voucher, "0001", "s2")
    ]
    assert _item(school, later.id).duplicate_of == "0001"
    school.ledger.close()


@pytest.mark.parametrize(("days", "hints"), [(7, 1), (8, 0)])
def test_that_the_same_seller_and_total_within_a_week_is_a_hint(school, tmp_path, days, hints):
    _claimed(school, _taken(school, an_invoice_file(tmp_path, last=1)))
    other = an_invoice_file(tmp_path, "二.xml", last=2, day=DAY + dt.timedelta(days=days))
    [standing] = _item(school, _taken(school, other).id).standings
    assert [twin.why for twin in standing.twins if twin.voucher] == [Likeness.LOOKS] * hints
    assert not standing.claimed
    assert standing.rest == Money.yuan(1000)


@pytest.mark.parametrize(
    ("seller", "hints"),
    [
        (Party("示例图书(深圳)有限公司", ""), 1),
        (Party("示例图书公司新名", SELLER.tax_id), 1),
        (Party("别家图书有限公司", "91440300708461136T"), 0),
    ],
)
def test_that_a_seller_is_known_by_tax_id_or_by_name_without_its_brackets(school, tmp_path, seller, hints):
    _claimed(school, _taken(school, an_invoice_file(tmp_path, last=1)))
    item = _taken(school, an_invoice_file(tmp_path, "二.xml", last=2, seller=seller))
    twins = _item(school, item.id).standings[0].twins
    # The file that was claimed lies in the inbox too: one hint is enough.
    assert [(twin.why, bool(twin.voucher)) for twin in twins] == [(Likeness.LOOKS, True)] * hints


def test_that_two_unclaimed_files_alike_hint_at_each_other_once(school, tmp_path):
    first = _taken(school, an_invoice_file(tmp_path, last=1))
    item = _taken(school, an_invoice_file(tmp_path, "二.xml", last=2))
    [twin] = _item(school, item.id).standings[0].twins
    assert (twin.why, twin.item) == (Likeness.LOOKS, first.id)
    assert _item(school, first.id).standings[0].twins == ()


def test_that_another_total_is_no_hint(school, tmp_path):
    _taken(school, an_invoice_file(tmp_path, last=1))
    item = _taken(school, an_invoice_file(tmp_path, "二.xml", last=2, yuan="1000.01"))
    assert _item(school, item.id).standings[0].twins == ()


def test_that_a_void_voucher_frees_its_invoice(school, tmp_path):
    item = _taken(school, an_invoice_file(tmp_path))
    voucher = _claimed(school, item)
    school.ledger.withdraw(school.finance, voucher)
    assert _item(school, item.id).used_in == "withdrawn"
    school.ledger.void(school.finance, voucher, "不买了")
    free = _item(school, item.id)
    assert (free.used_by, free.standings[0].twins, free.standings[0].rest) == ("", (), Money.yuan(1000))


def test_that_a_reversed_voucher_frees_its_invoice(school, tmp_path):
    item = _taken(school, an_invoice_file(tmp_path))
    voucher = _claimed(school, item)
    school.sign_both(voucher)
    school.ledger.post(school.finance, [voucher])
    assert _item(school, item.id).used_number == "0001"
    school.sign_both(reversal := school.ledger.reverse(school.finance, voucher, "开错"))
    school.ledger.post(school.finance, [reversal])
    free = _item(school, item.id)
    assert (free.used_by, free.standings[0].claimed) == ("", Money())
    assert _claimed(school, free)


def test_that_two_invoices_of_one_file_go_on_two_vouchers_and_neither_twice(school, tmp_path):
    bundle = tmp_path / "两张.zip"
    with zipfile.ZipFile(bundle, "w") as archive:
        for last in (1, 2):
            path = an_invoice_file(tmp_path, f"{last}.xml", last=last, yuan=str(100 * last))
            archive.write(path, path.name)
    content = _draft(school, _taken(school, bundle))
    assert len(content.invoices) == 2
    for claim, line in zip(content.invoices, content.lines, strict=True):
        assert school.submit(replace(content, invoices=(claim,), lines=(line,)), "书目后补")
    with pytest.raises(BlockedError):
        school.submit(replace(content, invoices=content.invoices[:1], lines=content.lines[:1]), "书目后补")


def test_that_one_file_under_another_number_is_still_the_same(school, tmp_path):
    content = _draft(school, _taken(school, an_invoice_file(tmp_path)))
    school.submit(content, "书目后补")
    retyped = replace(content.invoices[0], number="20440000000000000000")
    with pytest.raises(BlockedError):
        school.submit(replace(content, invoices=(retyped,)), "书目后补")


# ---- claimed in part ---------------------------------------------------------------------


def test_that_the_rest_of_an_invoice_is_proposed(school, tmp_path):
    item = _taken(school, an_invoice_file(tmp_path))
    _claimed(school, item, "600")
    standing = _item(school, item.id).standings[0]
    assert (standing.claimed, standing.rest, standing.is_part) == (Money.yuan(600), Money.yuan(400), True)
    content = _draft(school, item)
    assert (content.amount, content.invoices[0].claimed, content.invoices[0].total) == (
        Money.yuan(400),
        Money.yuan(400),
        Money.yuan(1000),
    )
    school.submit(content, "书目后补")
    assert _item(school, item.id).standings[0].is_spent


@pytest.mark.parametrize("yuan", ["400.01", "999"])
def test_that_more_than_the_rest_is_refused(school, tmp_path, yuan):
    item = _taken(school, an_invoice_file(tmp_path))
    _claimed(school, item, "600")
    with pytest.raises(BlockedError):
        _claimed(school, item, yuan)


@pytest.mark.parametrize(("yuan", "refused"), [("400", False), ("400.01", True), ("1000", True)])
def test_that_the_reducer_itself_bounds_all_claims_of_an_invoice(school, tmp_path, monkeypatch, yuan, refused):
    """Whoever writes acts without the rules meets the same bound."""
    item = _taken(school, an_invoice_file(tmp_path))
    _claimed(school, item, "600")
    monkeypatch.setattr(type(school.ledger), "_findings", lambda *_args: ())
    if not refused:
        assert _claimed(school, item, yuan)
        return
    with pytest.raises(OverClaimError) as refusal:
        _claimed(school, item, yuan)
    assert refusal.value.parameters["rest"] == "400.00"


def test_that_one_invoice_twice_on_a_voucher_is_bounded_too(school, monkeypatch):
    content = a_voucher("300")
    half = replace(content.invoices[0], claimed=Money.yuan(200))
    monkeypatch.setattr(type(school.ledger), "_findings", lambda *_args: ())
    with pytest.raises(OverClaimError):
        school.submit(replace(content, invoices=(half, half)))


def test_that_editing_a_voucher_does_not_meet_its_own_claim(school, tmp_path):
    voucher = _claimed(school, _taken(school, an_invoice_file(tmp_path)))
    school.ledger.withdraw(school.finance, voucher)
    assert school.ledger.submit(school.finance, school.ledger.edit(school.finance, voucher)) == voucher


# ---- the draft ---------------------------------------------------------------------------


def test_that_the_goods_short_name_proposes_the_category_and_says_so(school, tmp_path):
    proposal = school.ledger.category_proposal(_draft(school, _taken(school, an_invoice_file(tmp_path))))
    assert (proposal.category, proposal.why, proposal.word) == ("books", "goods", "印刷品")


def test_that_the_sellers_history_proposes_the_category_and_says_so(school, tmp_path):
    school.post(a_voucher(payee=replace(a_voucher().payee, name=SELLER.name)))
    item = _taken(school, an_invoice_file(tmp_path, item="*其他*资料一批", last=9))
    content = _draft(school, item)
    proposal = school.ledger.category_proposal(content)
    assert (content.category, proposal.category, proposal.why) == ("books", "books", "seller")


def test_that_nothing_is_proposed_where_nothing_speaks_for_it(school, tmp_path):
    content = _draft(school, _taken(school, an_invoice_file(tmp_path, item="*其他*资料一批")))
    assert (content.category, school.ledger.category_proposal(content).why) == ("", "")


def test_that_a_draft_marks_its_files_until_it_is_thrown_away(school, tmp_path):
    item = _taken(school, an_invoice_file(tmp_path))
    draft = school.ledger.save_draft(school.finance, _draft(school, item))
    assert (_item(school, item.id).used_by, _item(school, item.id).used_in) == (draft, "draft")
    school.ledger.delete_draft(draft)
    assert _item(school, item.id).used_by == ""
