"""Red-letter invoices on refunds: which are offered, what each bad one is told, and that one is used once."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from studio_ledger.ledger.invoice_refusals import HeldOriginalError
from studio_ledger.ledger.refusals import BadRefundError
from studio_ledger.model.invoice import Party
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import Attachment, InvoiceClaim, Payee, RefundKind, State
from studio_ledger.queries.standing import Likeness
from studio_ledger.text import sentence
from tests.builders import PASSWORDS, SCHOOL, TAX_ID, School, a_voucher
from tests.invoice_data.red_letters import SELLER, a_red_letter

DAY = dt.date(2020, 6, 1)
BLUE = "20442000000055550000"
OTHER = "20442000000055559999"


@pytest.fixture
def school(tmp_path):
    made = School(tmp_path)
    made.fund()
    yield made
    assert made.ledger.verify().ok, "what was done replays to the same tables"
    made.ledger.close()


@pytest.fixture
def voucher(school):
    return school.post(bought())


def bought(number=BLUE, yuan="290.00", **changes):
    claim = InvoiceClaim(
        number, Money.yuan(yuan), Money.yuan(yuan), "", dt.date(2020, 5, 12), SCHOOL, TAX_ID, SELLER.name, SELLER.tax_id
    )
    return replace(a_voucher(yuan), invoices=(claim,), **changes)


def put(school, folder, yuan="90", **changes):
    """A red-letter invoice in the inbox, read from its XML."""
    item = school.ledger.add_to_inbox(school.finance, a_red_letter(folder, yuan, **changes))
    assert len(item.invoices) == 1, item.error
    return item


def refund(school, voucher, red, yuan="90"):
    """A refund of this sum with this red letter and its file."""
    content = school.ledger.refund_content(voucher, RefundKind.SELLER, Money.yuan(yuan), DAY)
    claim = replace(red.claim, claimed=-Money.yuan(yuan))
    return replace(content, invoices=(claim,), attachments=(Attachment("red_invoice", claim.file, red.name),))


def refused(school, content, reason=""):
    with pytest.raises(BadRefundError) as told:
        school.submit(content, reason)
    return sentence(told.value)


def test_that_what_names_the_blue_invoice_comes_first_and_its_seller_next(school, voucher, tmp_path):
    put(school, tmp_path, number=OTHER[:-1] + "1")
    put(school, tmp_path, number=OTHER[:-1] + "2", red_of=BLUE)
    first, second = school.ledger.red_letters(voucher)
    assert (first.claim.number, first.blue, first.fault) == (OTHER[:-1] + "2", BLUE, "")
    assert (second.claim.number, second.blue, second.fault) == (OTHER[:-1] + "1", "", "")


@pytest.mark.parametrize(
    ("changes", "fault", "words"),
    [
        ({"red_of": OTHER}, "other_blue", f"冲销的是 {OTHER}"),
        ({"seller": Party("广州书城", "91440101MA5ABCDE1X")}, "other_seller", "销售方不是"),
        ({"red_of": BLUE, "seller": Party("广州书城", "91440101MA5ABCDE1X")}, "other_seller", "销售方不是"),
        ({"red_of": BLUE, "buyer": Party("深圳市福田区某学校", "12440304MB2D12345K")}, "other_buyer", "不是本校"),
        ({"red_of": BLUE, "buyer": Party("深圳市福田区某学校", "")}, "other_buyer", "不是本校"),
    ],
)
def test_that_an_unfit_red_letter_is_told_and_refused(school, voucher, tmp_path, changes, fault, words):
    put(school, tmp_path, **changes)
    [red] = school.ledger.red_letters(voucher)
    assert red.fault == fault
    assert words in refused(school, refund(school, voucher, red))


def test_that_a_blue_invoice_of_the_inbox_is_no_red_letter(school, voucher):
    blue = bought().invoices[0]
    content = school.ledger.refund_content(voucher, RefundKind.SELLER, Money.yuan("90"), DAY)
    slip = Attachment("bank_slip", school.ledger.store_evidence(b"slip", "回单.pdf"), "回单.pdf")
    assert f"发票 {BLUE} 不是" in refused(school, replace(content, invoices=(blue,), attachments=(slip,)))


def test_that_a_refund_above_its_red_letter_is_refused_with_both_sums(school, voucher, tmp_path):
    put(school, tmp_path, "90", red_of=BLUE)
    [red] = school.ledger.red_letters(voucher)
    content = refund(school, voucher, red, "100")
    told = refused(school, replace(content, invoices=(red.claim,)))
    assert "退款 100.00 元与红字发票 90.00 元不符" in told


def test_that_a_refund_below_its_red_letter_wants_a_reason(school, voucher, tmp_path):
    put(school, tmp_path, "90", red_of=BLUE)
    [red] = school.ledger.red_letters(voucher)
    content = refund(school, voucher, red, "80")
    assert "退款 80.00 元少于红字发票 90.00 元，相差 10.00 元" in refused(school, content)
    document = school.submit(content, "扣除运费十元")
    assert school.ledger.voucher(document).row.amount == -Money.yuan("80")


def test_that_a_red_letter_without_its_file_is_refused(school, voucher, tmp_path):
    put(school, tmp_path, red_of=BLUE)
    [red] = school.ledger.red_letters(voucher)
    assert "须附" in refused(school, replace(refund(school, voucher, red), attachments=()))


def test_that_a_red_letter_that_is_held_back_is_told_and_refused(school, voucher, tmp_path):
    item = put(school, tmp_path, red_of=BLUE)
    school.ledger.return_original(school.finance, item.originals[0], "印章不清", "告知销售方经理", DAY)
    [red] = school.ledger.red_letters(voucher)
    assert red.fault == "held"
    with pytest.raises(HeldOriginalError):
        school.submit(refund(school, voucher, red))


def test_that_a_red_letter_serves_one_refund(school, voucher, tmp_path):
    put(school, tmp_path, red_of=BLUE)
    [red] = school.ledger.red_letters(voucher)
    content = refund(school, voucher, red)
    school.submit(content)
    assert school.ledger.red_letters(voucher)[0].fault == "used"
    assert "已用于另一笔退款" in refused(school, replace(content, purpose="再退一次"))
    twice = replace(content, invoices=(replace(red.claim, claimed=-Money.yuan("45")),) * 2)
    assert "一张只能用一次" in refused(school, replace(twice, purpose="一票两列"))


def test_that_the_same_file_under_another_vouchers_refund_is_refused(school, voucher, tmp_path):
    """A second voucher of the same seller: the red letter names no blue one, so both could have it."""
    second = school.post(bought(OTHER, "120.00", purpose="再购图书", date=dt.date(2020, 5, 14)), "已核对，不是拆分")
    put(school, tmp_path)
    [red] = school.ledger.red_letters(voucher)
    school.submit(refund(school, voucher, red))
    assert school.ledger.red_letters(second)[0].fault == "used"
    assert "已用于另一笔退款" in refused(school, refund(school, second, red))


def test_that_a_red_letter_whose_number_was_not_read_at_first_is_known_by_its_file(school, voucher, tmp_path):
    put(school, tmp_path, red_of=BLUE)
    [red] = school.ledger.red_letters(voucher)
    content = refund(school, voucher, red)
    unread = replace(content, invoices=(replace(content.invoices[0], number=""),))
    twice = (replace(red.claim, number="", claimed=-Money.yuan("45")), replace(red.claim, claimed=-Money.yuan("45")))
    assert "一张只能用一次" in refused(school, replace(content, invoices=twice), "一票两列")
    school.submit(unread)
    assert "已用于另一笔退款" in refused(school, replace(content, purpose="再退一次"))


def test_that_a_red_letter_that_nobody_read_proves_one_refund(school, voucher):
    scan = Attachment("red_invoice", school.ledger.store_evidence(b"scan", "红字.pdf"), "红字.pdf")
    slip = Attachment("bank_slip", school.ledger.store_evidence(b"slip", "回单.pdf"), "回单.pdf")
    content = school.ledger.refund_content(voucher, RefundKind.SELLER, Money.yuan("90"), DAY)
    first = school.submit(replace(content, attachments=(scan, slip)))
    assert "红字发票 红字.pdf 已用于另一笔退款" in refused(school, replace(content, attachments=(scan,)))
    assert school.submit(replace(content, attachments=(slip,))), "a bank's slip may tell of two refunds"
    school.ledger.withdraw(school.finance, first)
    assert school.submit(replace(content, attachments=(scan,)))


@pytest.mark.parametrize("read_first", [True, False])
def test_that_a_red_letter_is_used_whether_it_was_read_or_only_shown(school, voucher, tmp_path, read_first):
    put(school, tmp_path, red_of=BLUE)
    [red] = school.ledger.red_letters(voucher)
    read = refund(school, voucher, red)
    shown = replace(read, invoices=(), purpose="再退一次")
    school.submit(read if read_first else shown)
    assert school.ledger.red_letters(voucher)[0].fault == "used"
    assert "已用于另一笔退款" in refused(school, shown if read_first else read)


def test_that_two_red_letters_of_one_file_prove_two_refunds(school, voucher, tmp_path):
    put(school, tmp_path, red_of=BLUE)
    [red] = school.ledger.red_letters(voucher)
    content = refund(school, voucher, red)
    other = replace(content.invoices[0], number=OTHER)
    school.submit(content)
    assert school.submit(replace(content, invoices=(other,), purpose="同一文件的另一张"))


def test_that_two_red_letters_without_numbers_are_two_by_their_files(school, voucher, tmp_path):
    put(school, tmp_path, red_of=BLUE)
    put(school, tmp_path, "50", number=OTHER[:-1] + "2", red_of=BLUE)
    reds = [replace(red, claim=replace(red.claim, number="")) for red in school.ledger.red_letters(voucher)]
    content = school.ledger.refund_content(voucher, RefundKind.SELLER, Money.yuan("140"), DAY)
    files = tuple(Attachment("red_invoice", red.claim.file, red.name) for red in reds)
    assert school.submit(replace(content, invoices=tuple(red.claim for red in reds), attachments=files))


def test_that_a_red_letter_beside_a_blue_one_in_a_file_is_not_used_with_it(school, tmp_path):
    """A bundle of both: the blue one's voucher names the file, the red one's number was not read."""
    item = put(school, tmp_path, red_of=BLUE)
    content = bought()
    bundle = Attachment("invoice", item.sha256, item.name)
    claim = replace(content.invoices[0], file=item.sha256)
    voucher = school.post(replace(content, invoices=(claim,), attachments=(*content.attachments, bundle)), "已核对")
    [red] = school.ledger.red_letters(voucher)
    back = refund(school, voucher, replace(red, claim=replace(red.claim, number="")))
    assert school.submit(back)


@pytest.mark.parametrize("how", ["return", "withdraw", "void", "reverse"])
def test_that_a_red_letter_is_free_again(school, voucher, tmp_path, how):
    put(school, tmp_path, red_of=BLUE)
    [red] = school.ledger.red_letters(voucher)
    content = refund(school, voucher, red)
    document = school.submit(content)
    if how == "return":
        school.ledger.send_back(school.host, document, "金额有误", PASSWORDS["chenjing"])
        assert school.ledger.voucher(document).row.state is State.RETURNED
    elif how in {"withdraw", "void"}:
        school.ledger.withdraw(school.finance, document)
        if how == "void":
            school.ledger.void(school.finance, document, "不退了")
    else:
        school.sign_both(document)
        school.ledger.post(school.finance, [document])
        assert school.ledger.red_letters(voucher)[0].fault == "used"
        undone = school.ledger.reverse(school.finance, document, "退款未到账")
        school.sign_both(undone)
        school.ledger.post(school.finance, [undone])
    assert school.ledger.red_letters(voucher)[0].fault == ""
    assert school.submit(replace(content, purpose="改正后再退")) != document


def test_that_a_returned_refund_is_submitted_again_with_its_red_letter(school, voucher, tmp_path):
    put(school, tmp_path, red_of=BLUE)
    [red] = school.ledger.red_letters(voucher)
    document = school.submit(refund(school, voucher, red))
    school.ledger.send_back(school.host, document, "摘要不清", PASSWORDS["chenjing"])
    draft = school.ledger.edit(school.finance, document)
    assert school.ledger.red_letters(voucher)[0].fault == "used", "the draft has it"
    assert school.ledger.draft(draft).content.invoices[0].red_of == BLUE
    assert school.ledger.submit(school.finance, draft) == document


def test_that_a_red_letter_is_no_duplicate_of_the_blue_one(school, tmp_path):
    """The same seller, day and sum: only the sign differs."""
    voucher = school.post(bought())
    put(school, tmp_path, "290", red_of=BLUE)
    [item] = school.ledger.inbox()
    assert item.duplicate_of == ""
    assert [twin for twin in item.standings[0].twins if twin.why is not Likeness.LOOKS] == []
    assert item.standings[0].twins == ()
    [red] = school.ledger.red_letters(voucher)
    document = school.post(refund(school, voucher, red, "290"))
    [item] = school.ledger.inbox()
    assert (item.duplicate_of, item.used_by) == ("", document)


def test_that_the_sheet_names_the_red_and_the_blue_number(school, voucher, tmp_path):
    item = put(school, tmp_path, red_of=BLUE)
    [red] = school.ledger.red_letters(voucher)
    document = school.post(refund(school, voucher, red))
    assert school.ledger.voucher_sheet(document).invoices == (f"红字 {red.claim.number}，冲销蓝字 {BLUE}",)
    kept = school.ledger.voucher(document).content
    assert {claim.file for claim in kept.invoices} == {one.sha256 for one in kept.attachments} == {item.sha256}
    assert school.ledger.evidence(item.sha256) == (tmp_path / item.name).read_bytes()


def test_that_a_red_letter_without_its_blue_number_is_told_so_on_the_sheet(school, voucher, tmp_path):
    put(school, tmp_path)
    [red] = school.ledger.red_letters(voucher)
    document = school.submit(refund(school, voucher, red))
    assert "同一销售方，未写明对应蓝字发票" in school.ledger.voucher_sheet(document).invoices[0]


def test_that_a_voucher_without_invoices_knows_its_seller_as_the_payee(school, tmp_path):
    receipt = Attachment("receipt", school.ledger.store_evidence(b"receipt", "收据.pdf"), "收据.pdf")
    content = replace(bought(), invoices=(), attachments=(receipt, *a_voucher().attachments), payee=Payee(SELLER.name))
    voucher = school.post(content, "以收据报销")
    put(school, tmp_path)
    assert [red.fault for red in school.ledger.red_letters(voucher)] == [""]
