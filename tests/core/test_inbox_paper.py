"""Originals on paper are registered by hand with the same fields; large photos get a smaller copy to look at."""

import datetime as dt
import io
from dataclasses import replace

import pytest
from builders import SCHOOL, TAX_ID
from inbox_files import SELLER
from PIL import Image

from studio_ledger.drafting.paper import paper_problems
from studio_ledger.ledger.invoice_refusals import BadOriginalError
from studio_ledger.model.invoice import Invoice, InvoiceLine, Party
from studio_ledger.model.money import Money
from studio_ledger.text import sentence
from studio_ledger.workspace.inbox import PAPER
from studio_ledger.workspace.photos import MOST_PIXELS

TODAY = dt.date(2020, 6, 1)
CAPITALS = "壹佰零玖元整"


def a_paper(**changes):
    line = InvoiceLine("*印刷品*正面管教", "", "本", None, None, Money.yuan(100), "9%", Money.yuan(9))
    paper = Invoice(
        "vat-general",
        number="82219188",
        code="044031900111",
        issued_on=dt.date(2020, 5, 11),
        buyer=Party(SCHOOL, TAX_ID),
        seller=SELLER,
        amount=Money.yuan(100),
        tax=Money.yuan(9),
        total=Money.yuan(109),
        lines=(line,),
    )
    return replace(paper, **changes)


def test_that_a_right_paper_has_no_problem():
    assert [p for p in paper_problems(a_paper(), CAPITALS, TODAY) if p.field != "buyer_tax_id"] == []


@pytest.mark.parametrize(
    ("changes", "field", "stops"),
    [
        ({"number": ""}, "number", True),
        ({"number": "8221918"}, "number", True),
        ({"number": "822-19188"}, "number", True),
        ({"kind": "digital", "code": ""}, "number", True),
        ({"code": "04403190011"}, "code", True),
        ({"issued_on": None}, "issued_on", True),
        ({"issued_on": TODAY + dt.timedelta(days=1)}, "issued_on", True),
        ({"seller": Party("", SELLER.tax_id)}, "seller", True),
        ({"seller": Party("某店", "91110302562134916X")}, "seller_tax_id", False),
        ({"seller": Party("某店", "1234567")}, "seller_tax_id", False),
        ({"total": None}, "total", True),
        ({"tax": Money.yuan("9.01")}, "total", False),
        ({"amount": Money.yuan("99"), "tax": Money.yuan(10)}, "lines", False),
        ({"lines": (InvoiceLine(" "),)}, "lines", True),
    ],
)
def test_that_each_field_is_checked_as_typed(changes, field, stops):
    problems = paper_problems(a_paper(**changes), CAPITALS, TODAY)
    assert (field, stops) in {(problem.field, problem.stops) for problem in problems}


@pytest.mark.parametrize(
    ("capitals", "words"), [("壹佰元整", "大写金额为 100.00"), ("一百零九", "读不出"), (CAPITALS, ""), ("", "")]
)
def test_that_the_sum_in_words_is_compared(capitals, words):
    told = [problem.message for problem in paper_problems(a_paper(), capitals, TODAY) if problem.field == "capitals"]
    assert [words in message for message in told] == ([True] if words else [])


def test_that_a_paper_becomes_an_item_and_a_voucher_like_any_other(school):
    item = school.ledger.register_paper(school.finance, a_paper(), CAPITALS)
    assert (item.origin, item.sha256, item.invoices[0].total) == (PAPER, "", Money.yuan(109))
    content = school.ledger.draft_from_inbox(school.finance, "s1", [item.id])
    assert (content.category, content.payee.name, content.amount) == ("books", SELLER.name, Money.yuan(109))
    voucher = school.post(content, "书目后补")
    [row] = school.ledger.inbox()
    assert (row.used_by, row.standings[0].is_spent) == (voucher, True)


def test_that_a_paper_draft_that_goes_frees_the_paper(school):
    item = school.ledger.register_paper(school.finance, a_paper())
    content = school.ledger.draft_from_inbox(school.finance, "s1", [item.id])
    draft = school.ledger.save_draft(school.finance, content)
    assert [row.used_in for row in school.ledger.inbox()] == ["draft"]
    school.ledger.delete_draft(draft)
    assert [row.used_by for row in school.ledger.inbox()] == [""]


def test_that_a_scan_is_kept_with_it(school):
    item = school.ledger.register_paper(school.finance, a_paper(), scan=(b"%PDF-1.4 scan", "扫描.pdf"))
    assert school.ledger.evidence(item.sha256) == b"%PDF-1.4 scan"
    content = school.ledger.draft_from_inbox(school.finance, "s1", [item.id])
    assert content.invoices[0].file == item.sha256


def test_that_a_paper_that_cannot_be_is_refused_in_words(school):
    with pytest.raises(BadOriginalError) as refusal:
        school.ledger.register_paper(school.finance, a_paper(number=""))
    assert "请填发票号码" in sentence(refusal.value)
    assert school.ledger.inbox() == ()


def test_that_a_paper_that_contradicts_itself_is_taken_to_be_sent_back(school):
    item = school.ledger.register_paper(school.finance, a_paper(tax=Money.yuan("9.01")), CAPITALS)
    school.ledger.return_original(school.finance, item.originals[0], "金额与税额之和不符", "示例图书", TODAY)
    assert school.ledger.inbox()[0].standings[0].is_held


# ---- photos --------------------------------------------------------------------------------


def a_photo(width, height, form="JPEG", turn=1, mode="RGB"):
    photo = Image.new(mode, (width, height), "white")
    photo.paste("black", (0, 0, width // 2, height // 2))
    exif = Image.Exif()
    exif[0x0112] = turn
    written = io.BytesIO()
    photo.save(written, form, exif=exif)
    return written.getvalue()


def _copy(school, data, name="照片.jpg"):
    return Image.open(io.BytesIO(school.ledger.evidence_to_look_at(school.ledger.store_evidence(data, name))))


def test_that_a_large_photo_has_a_smaller_copy_beside_its_untouched_original(school):
    data = a_photo(4000, 3000)
    sha256 = school.ledger.store_evidence(data, "照片.jpg")
    copy = Image.open(io.BytesIO(school.ledger.evidence_to_look_at(sha256)))
    assert school.ledger.evidence(sha256) == data
    assert 0.98 * MOST_PIXELS < copy.width * copy.height <= MOST_PIXELS


def test_that_a_copy_stands_upright(school):
    copy = _copy(school, a_photo(4000, 3000, turn=6))
    assert copy.height > copy.width
    corners = [copy.convert("L").getpixel(at) for at in ((50, 50), (copy.width - 50, 50))]
    assert corners[0] > 200
    assert corners[1] < 50


@pytest.mark.parametrize(("width", "height"), [(2000, 1500), (100, 80)])
def test_that_up_to_three_megapixels_nothing_is_copied(school, width, height):
    data = a_photo(width, height)
    assert school.ledger.evidence_to_look_at(school.ledger.store_evidence(data, "照片.jpg")) == data


def test_that_one_pixel_more_is_copied(school):
    assert _copy(school, a_photo(2001, 1500)).width < 2001


def test_that_a_clear_png_is_copied_onto_white(school):
    copy = _copy(school, a_photo(2400, 1800, "PNG", mode="RGBA"), "截图.png")
    assert (copy.format, copy.mode) == ("JPEG", "RGB")


@pytest.mark.parametrize("cut", [40, 400, 20_000])
def test_that_a_damaged_photo_is_kept_as_it_came(school, cut):
    data = a_photo(4000, 3000)[:cut]
    sha256 = school.ledger.store_evidence(data, "坏.jpg")
    assert school.ledger.evidence(sha256) == data


def test_that_the_copy_is_outside_the_log(school):
    before = school.ledger.head()
    school.ledger.store_evidence(a_photo(4000, 3000), "照片.jpg")
    assert school.ledger.head() == before
    assert "working_copy" in school.ledger.verify().unlogged
