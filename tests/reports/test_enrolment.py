"""The form carries the fingerprint to be read from paper, and the agreement that makes the signature binding."""

from reports.enrolment import write_pdf
from tests.reports.builders import HEAD, RARE, an_enrolment
from tests.reports.reading import fonts_embedded, page_texts, qr_codes, sizes_mm


def test_that_the_form_is_one_page_with_fingerprint_and_agreement(tmp_path):
    form = an_enrolment()
    write_pdf(form, path := tmp_path / "e.pdf")
    [text] = page_texts(path)
    assert sizes_mm(path) == [(210, 297)]
    assert fonts_embedded(path) == {True}
    shown = [
        *form.fingerprint.split(),
        f"{RARE}志明",
        form.login,
        "电子签名法》第十三条",
        "（单位公章）",
        "本人手写签名",
    ]
    assert [words for words in shown if words not in text] == []


def test_that_its_two_codes_are_the_fingerprint_and_the_checkpoint(tmp_path):
    form = an_enrolment()
    write_pdf(form, path := tmp_path / "e.pdf")
    assert qr_codes(path) == {HEAD.checkpoint, f"studio-ledger/{form.ledger}\nkey {form.login}\n{form.fingerprint}\n"}
