"""Seals and signatures, looked at offline: unchanged, changed or unread, and never a word more than that."""

from __future__ import annotations

import io
import re

import pypdfium2
import pytest

from reports.specimen_invoice import write_pdf
from studio_ledger.invoices import der, read_invoice_bytes, seal_times, sm2
from studio_ledger.invoices.archive import Archive
from studio_ledger.invoices.certificates import certificate
from studio_ledger.invoices.cms import signed_data
from studio_ledger.invoices.ofd_seal import looked_at
from studio_ledger.invoices.pdf_file import opened
from studio_ledger.invoices.ses import ses_signature
from studio_ledger.model.invoice import SealState
from tests.core.ofd_files import an_ofd
from tests.core.signed_files import (
    entries,
    object_id,
    sealed,
    ses,
    signed_pdf,
    sm2_certificate,
    sm2_key,
    sm2_signature,
    zipped,
)
from tests.core.test_invoices import a_specimen, codes_of

FOLDER = "Doc_0/Signs/Sign_0/"


def a_file() -> bytes:
    return an_ofd("", Attachs__xml=b"<a/>")


def seen(ofd: bytes):
    seals, doubts = looked_at(Archive(ofd))
    return [(seal.state, seal.signer) for seal in seals], [doubt.code for doubt in doubts]


@pytest.fixture
def a_pdf(tmp_path) -> bytes:
    write_pdf(tmp_path / "a.pdf", a_specimen())
    return (tmp_path / "a.pdf").read_bytes()


def signatures_of(pdf: bytes):
    with opened(pdf) as file:
        return file.seals()


# ---- SM2 and times ---------------------------------------------------------------------------


def test_that_the_standard_s_own_example_of_sm2_holds_and_a_bit_more_or_less_does_not():
    r = 0xF5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3
    s = 0xB1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA
    assert sm2.is_signature(sm2_key(), b"message digest", r, s)
    assert not sm2.is_signature(sm2_key(), b"message digesu", r, s)
    assert not sm2.is_signature(sm2_key(), b"message digest", r ^ 1, s)
    assert not sm2.is_signature(sm2_key(), b"message digest", r, s, user=b"another")


@pytest.mark.parametrize("key", [b"", b"\4" + b"\0" * 64, b"\2" + b"\1" * 64, b"\4" + b"\xff" * 64])
def test_that_a_key_off_the_curve_signs_nothing(key):
    r, s = sm2_signature(b"a")
    assert not sm2.is_signature(key, b"a", r, s)


@pytest.mark.parametrize(("r", "s"), [(0, 1), (1, 0), (sm2._N, 1), (1, sm2._N), (1, sm2._N - 1)])
def test_that_numbers_out_of_range_are_no_signature(r, s):
    assert not sm2.is_signature(sm2_key(), b"a", r, s)


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("20200723130907.763Z", "2020-07-23 21:09"),
        ("D:20180323102004+08'00'", "2018-03-23 10:20"),
        ("200723130907Z", "2020-07-23 21:09"),
        ("20200723210907", "2020-07-23 21:09"),
        ("20209923210907Z", "20209923210907Z"),
        ("", ""),
    ],
)
def test_that_times_are_told_in_beijing_s(told, shown):
    assert seal_times.shown(told) == shown


# ---- OFD -------------------------------------------------------------------------------------


@pytest.mark.parametrize("old", [False, True])
def test_that_a_sealed_ofd_is_unchanged_since_the_named_signer_sealed_it(old):
    [seal], doubts = looked_at(Archive(sealed(a_file(), "某市税务局", old=old)))
    assert (seal.state, seal.signer, seal.signed_at) == (SealState.UNCHANGED, "某市税务局", "2026-07-01 16:09")
    assert (seal.proof, seal.whole, doubts) == (("sm3", "sm2"), True, ())


def test_that_a_changed_file_is_named():
    files = entries(sealed(a_file()))
    _, doubts = looked_at(Archive(zipped(files | {"Doc_0/Page.xml": files["Doc_0/Page.xml"] + b" "})))
    assert [(doubt.code, doubt.message) for doubt in doubts] == [
        ("seal.differs", "Page.xml 在盖章后有改动或缺失，请向开票方索取原件。")
    ]


def test_that_a_file_taken_away_is_a_change():
    files = entries(sealed(a_file()))
    del files["Doc_0/Res.xml"]
    assert seen(zipped(files)) == ([(SealState.CHANGED, "某市税务局")], ["seal.differs"])


def test_that_a_list_written_anew_no_longer_fits_the_signature():
    """Whoever changes a file and mends its digest in the list has still no key to sign the list with."""
    files = entries(sealed(a_file()))
    files[FOLDER + "Signature.xml"] = files[FOLDER + "Signature.xml"].replace(b"<SignedInfo>", b"<SignedInfo> ")
    assert seen(zipped(files)) == ([(SealState.CHANGED, "某市税务局")], ["seal.differs"])


def test_that_a_signature_by_another_key_is_a_change():
    files = entries(sealed(a_file()))
    value = bytearray(files[FOLDER + "SignedValue.dat"])
    value[-3] ^= 1
    assert seen(zipped(files | {FOLDER + "SignedValue.dat": bytes(value)}))[0] == [(SealState.CHANGED, "某市税务局")]


def test_that_a_list_without_a_signature_proves_nothing():
    files = entries(sealed(a_file()))
    del files[FOLDER + "SignedValue.dat"]
    assert seen(zipped(files)) == ([(SealState.UNREAD, "")], [])
    assert seen(zipped(files | {FOLDER + "SignedValue.dat": b"\x30\x03\x02\x01\x00"})) == ([(SealState.UNREAD, "")], [])


def test_that_an_xml_put_in_after_sealing_is_told():
    files = entries(sealed(a_file())) | {"Doc_0/Attachs/original_invoice.xml": b"<a/>"}
    assert seen(zipped(files))[1] == ["seal.added"]


def test_that_the_head_may_be_left_out_of_the_list_without_a_warning():
    assert seen(sealed(a_file(), leave_out="OFD.xml"))[1] == []
    assert seen(sealed(a_file(), leave_out="Doc_0/Page.xml"))[1] == ["seal.added"]


def test_that_a_damaged_list_is_told_and_a_file_without_seals_is_no_matter():
    files = entries(sealed(a_file()))
    assert seen(zipped(files | {FOLDER + "Signature.xml": b"<a"})) == ([(SealState.UNREAD, "")], ["seal.damaged"])
    assert seen(a_file()) == ([], [])


# ---- PDF -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "proof"),
    [
        ("adbe.pkcs7.detached", ("sha256", "rsa")),
        ("ETSI.CAdES.detached", ("sha256", "rsa")),
        ("adbe.x509.rsa_sha1", ("sha1", "rsa")),
        ("GM.sm2seal", ("sm3", "sm2")),
    ],
)
def test_that_a_signed_pdf_is_unchanged_since_the_named_signer_signed_it(a_pdf, form, proof):
    [seal], doubts = signatures_of(signed_pdf(a_pdf, "某科技有限公司", form))
    assert (seal.state, seal.signer, seal.signed_at) == (SealState.UNCHANGED, "某科技有限公司", "2026-07-01 16:09")
    assert (seal.proof, seal.whole, doubts) == (proof, True, ())


@pytest.mark.parametrize("form", ["adbe.pkcs7.detached", "adbe.x509.rsa_sha1", "GM.sm2seal"])
def test_that_a_pdf_changed_after_signing_is_told(a_pdf, form):
    changed = signed_pdf(a_pdf, form=form).replace(b"/Producer", b"/Producfr", 1)
    [seal], [doubt] = signatures_of(changed)
    assert (seal.state, doubt.code) == (SealState.CHANGED, "seal.differs")
    assert "某科技有限公司" in doubt.message


def test_that_what_is_appended_after_signing_is_told(a_pdf):
    signed = signed_pdf(a_pdf)
    with_end = signed + b"\n\n"
    assert signatures_of(with_end)[1] == ()
    appended = signed + b"9999 0 obj\n<<>>\nendobj\n" + signed[signed.rindex(b"startxref") :]
    [seal], [doubt] = signatures_of(appended)
    assert (seal.state, seal.whole, doubt.code) == (SealState.UNCHANGED, False, "seal.added")


def test_that_a_signature_over_less_than_the_file_around_it_is_not_believed(a_pdf):
    signed = signed_pdf(a_pdf)
    ranges = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", signed)
    wider = ranges[0].replace(b"[0 " + ranges[1], b"[9 " + ranges[1])
    [seal], _ = signatures_of(signed.replace(ranges[0], wider))
    assert seal.state is SealState.UNREAD


def test_that_an_unknown_signature_is_unread_and_no_doubt(a_pdf):
    value = re.search(rb"/Contents <([0-9a-f]{40})", signed := signed_pdf(a_pdf))[1]
    [seal], doubts = signatures_of(signed.replace(value, b"f" * 40))
    assert (seal.state, doubts) == (SealState.UNREAD, ())


def test_that_the_invoice_brings_its_seals_and_their_doubts(a_pdf):
    [invoice] = read_invoice_bytes(signed_pdf(a_pdf), "a.pdf")
    assert [seal.state for seal in invoice.seals] == [SealState.UNCHANGED]
    assert codes_of(invoice) == set()
    [changed] = read_invoice_bytes(signed_pdf(a_pdf).replace(b"/Producer", b"/Producfr", 1), "a.pdf")
    assert codes_of(changed) == {"seal.differs"}
    [plain] = read_invoice_bytes(a_pdf, "a.pdf")
    assert (plain.seals, codes_of(plain)) == ((), set())


# ---- forms of ASN.1 --------------------------------------------------------------------------


def test_that_open_lengths_are_read():
    node = der.parsed(b"\x30\x80\x04\x01a\x30\x80\x04\x01b\x00\x00\x00\x00rest")
    assert [child.tag for child in node.children] == [4, 0x30]


@pytest.mark.parametrize("dotted", ["1.2.156.10197.1.501", "2.16.840.1.101.3.4.2.1", "2.5.4.3"])
def test_that_object_identifiers_are_read(dotted):
    assert der.parsed(object_id(dotted)).object_id == dotted


@pytest.mark.parametrize(
    "data", [b"", b"\x30", b"\x30\x80" * 100, b"\x30\x84\xff\xff\xff\xff", b"\x1f\x81\x00", b"\x30\x03\x02\x05\x00"]
)
def test_that_damaged_values_are_refused_by_every_reader(data):
    for read in (ses_signature, signed_data, certificate):
        with pytest.raises(der.BrokenValueError):
            read(data)


def test_that_every_prefix_of_a_seal_is_refused_in_plain_words_not_by_a_crash():
    whole = ses(b"a", "某")
    for length in range(len(whole)):
        with pytest.raises(der.BrokenValueError):
            ses_signature(whole[:length])


def test_that_a_name_is_read_from_the_certificate():
    assert certificate(sm2_certificate("某市税务局")).name == "某市税务局"


def test_that_a_file_saved_anew_has_lost_its_signature_and_says_nothing(a_pdf):
    document = pypdfium2.PdfDocument(signed_pdf(a_pdf))
    pages = pypdfium2.PdfDocument.new()
    pages.import_pages(document)
    made = io.BytesIO()
    pages.save(made)
    assert signatures_of(made.getvalue()) == ((), ())
