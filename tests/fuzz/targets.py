"""What is fuzzed: a reader, good files to begin with, the way to spoil them, and the answers that are allowed."""

from __future__ import annotations

import io
import os
import struct
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial

from PIL import Image

from studio_ledger.invoices import UnreadableInvoiceError, checked, form, frames, ofd_seal, qr, read_invoice_bytes
from studio_ledger.invoices.archive import Archive
from studio_ledger.invoices.child_pool import READER_FAULT
from studio_ledger.invoices.frames import BrokenFrameError
from studio_ledger.invoices.judge import invoice_of
from studio_ledger.invoices.pool import POOL
from studio_ledger.invoices.refusal import RefusedError
from studio_ledger.invoices.sheet import forms_of
from studio_ledger.invoices.spelling import invoice_fields
from studio_ledger.invoices.words import Glyph
from studio_ledger.log import canonical
from studio_ledger.log.canonical import NotCanonicalError
from tests.core.ofd_files import a_path, an_ofd
from tests.core.signed_files import sealed, signed_pdf
from tests.core.test_invoices_drawing import jbig2_of
from tests.fuzz.spoiling import Spoiling, spoilt, spoilt_archive
from tests.fuzz.spoiling_trees import spoilt_json, spoilt_xml
from tests.invoice_data.made import a_file
from tests.invoice_prints import a_print

SLOW_SECONDS = 2.0
_ANSWERS = (RefusedError, UnreadableInvoiceError, NotCanonicalError, BrokenFrameError)
_GLYPH = struct.Struct(">H4h")
_GRID = 20_000


@dataclass(frozen=True)
class Target:
    """`run` may raise nothing but an answer of ours."""

    run: Callable[[bytes], object]
    seeds: Callable[[], Sequence[bytes]]
    spoil: Spoiling = spoilt

    def fault(self, data: bytes) -> str:
        """Return what is wrong with how these bytes were taken; empty where nothing is."""
        started = time.process_time()
        try:
            self.run(data)
        except _ANSWERS as answer:
            if getattr(answer, "reason", "") == READER_FAULT:
                return "the reading child ended"
        except Exception as error:  # noqa: BLE001 - whatever else is raised is what is looked for
            return f"{type(error).__name__}: {error}"
        took = time.process_time() - started
        return f"it took {took:.1f} s" if took > SLOW_SECONDS else ""


def _read(suffix: str) -> Callable[[bytes], object]:
    return lambda data: read_invoice_bytes(data, f"a.{suffix}")


def _read_in_child(suffix: str) -> Callable[[bytes], object]:
    return lambda data: POOL.read(data, f"a.{suffix}")


def _made(*families: str) -> Callable[[], Sequence[bytes]]:
    return cache(lambda: [a_file(seed, family).data for family in families for seed in range(2)])


def _printed(*families: str) -> Callable[[], Sequence[bytes]]:
    return cache(lambda: [a_print(seed, family).data for family in families for seed in range(2)])


@cache
def _glyph_pages() -> Sequence[bytes]:
    from studio_ledger.invoices.pdf_file import opened

    pages = []
    for data in _printed("digital", "baiwang", "aisino", "rail", "air", "two-up")():
        with opened(data) as pdf:
            glyphs = pdf.glyphs(0)
        pages.append(
            b"".join(
                _GLYPH.pack(min(ord(g.char), 0xFFFF), *(_short(x) for x in (g.left, g.right, g.top, g.bottom)))
                for g in glyphs
            )
        )
    return pages


def _short(fraction: float) -> int:
    return max(-32_768, min(32_767, round(fraction * _GRID)))


def _read_glyphs(data: bytes) -> None:
    whole = data[: len(data) // _GLYPH.size * _GLYPH.size]
    glyphs = [Glyph(chr(code), *(x / _GRID for x in box)) for code, *box in _GLYPH.iter_unpack(whole)]
    size = (596.0, 397.0) if len(data) % 2 else (595.0, 842.0)
    readings = [form.read(sheet, "pdf-text") for sheet in forms_of(glyphs, size, 0)]
    invoice_of(readings)


def _read_payload(data: bytes) -> None:
    reading = qr.payload_reading(data.decode("utf-8", "replace"))
    if reading is not None:
        invoice_of([reading])


def _payloads() -> Sequence[bytes]:
    return (
        b"01,32,,24112000000019562163,585.00,20240407,,A1B2",
        b"01,10,052001900211,33838314,101.94,20220218,85664897010029308315,3F0E",
        b"01,51,26419122537000504214,250.00,20260711",
        b"https://bcfp.shenzhen.chinatax.gov.cn/verify/scan?hash=0a&bill_num=02730522&total_amount=3720",
    )


def _read_act(data: bytes) -> None:
    fields = canonical.decode(data)
    assert canonical.encode(fields) == data


def _acts() -> Sequence[bytes]:
    body = {"at": "2026-03-07T10:00:00+08:00", "by": "p1", "data": {"amount": 67_600, "names": ["甲", ""], "x": True}}
    return tuple(canonical.encode(body | {"kind": kind, "id": "a1", "seen": 3}) for kind in ("submit", "sign"))


def _read_answer(data: bytes) -> None:
    reading, writing = os.pipe()
    try:
        os.write(writing, data[:60_000])
        os.close(writing)
        while True:
            head, body = frames.receive(reading, 1_000)
            if "refused" in head:
                checked.text_of(head["refused"])
            elif "picture" in head:
                checked.size_of(head["picture"], body)
            else:
                checked.invoices_of(head.get("invoices"))
    finally:
        os.close(reading)


@cache
def _told() -> Sequence[bytes]:
    made = [invoice for data in _made("digital-xml", "rail-xbrl")() for invoice in read_invoice_bytes(data, "a.xml")]
    told = [{"invoices": [invoice_fields(invoice)]} for invoice in made]
    spoken = []
    for head, body in [(told[0], b""), (told[-1], b""), ({"refused": "坏"}, b""), ({"picture": [2, 2]}, bytes(16))]:
        reading, writing = os.pipe()
        frames.send(writing, head, body)
        os.close(writing)
        spoken.append(os.read(reading, 1 << 16))
        os.close(reading)
    return spoken


_archive = partial(spoilt_archive, inside=spoilt_xml)


def _look_at_seals(data: bytes) -> None:
    ofd_seal.looked_at(Archive(data))


def _sealed() -> Sequence[bytes]:
    paper = an_ofd(a_path("M 0 0 L 50 50"), Attachs__xml=b"<a/>")
    return [sealed(paper), sealed(paper, old=True)]


@cache
def _signed() -> Sequence[bytes]:
    [paper, *_] = _printed("digital")()
    forms = ("adbe.pkcs7.detached", "ETSI.CAdES.detached", "adbe.x509.rsa_sha1", "GM.sm2seal")
    return [signed_pdf(paper, form=form) for form in forms]


@cache
def _papers() -> Sequence[bytes]:
    """Of each kind of object one, beside whole invoices."""
    made = an_ofd(
        a_path("M 0 0 L 50 50 B 1 2 3 4 5 6 Q 1 2 3 4 A 5 5 0 1 0 9 9 C", Stroke="true", Fill="true"),
        resources='<ofd:MultiMedias><ofd:MultiMedia ID="9" Type="Image"><ofd:MediaFile>a.png</ofd:MediaFile>'
        "</ofd:MultiMedia></ofd:MultiMedias>",
        a__png=_photos()[0],
    )
    return [made, *_made("digital-ofd-text", "vat-ofd")()]


@cache
def _photos() -> Sequence[bytes]:
    code = Image.new("1", (90, 90), 1)
    kinds = {"PNG": code.convert("P"), "JPEG": code.convert("RGB"), "GIF": code, "TIFF": code, "BMP": code}
    made = []
    for kind, image in kinds.items():
        file = io.BytesIO()
        image.save(file, kind)
        made.append(file.getvalue())
    return [*made, jbig2_of(code)]


def _look_at_photo(data: bytes) -> None:
    # The picture is drawn whatever stands on it; a sound one without a code is refused.
    POOL.pictures(data, "a.png", 40)
    POOL.read(data, "a.png")


TARGETS = {
    "xml": Target(_read("xml"), _made("digital-xml", "journey-xml", "toll-xml", "vat-xml", "fiscal-xml"), spoilt_xml),
    "xbrl": Target(_read("xml"), _made("inv-xbrl", "einv-xbrl", "rail-xbrl", "air-xbrl", "fiscal-xbrl"), spoilt_xml),
    "ofd": Target(_read("ofd"), _made("digital-ofd", "vat-ofd", "vat-ofd-xbrl", "rail-ofd"), _archive),
    "ofd-text": Target(_read("ofd"), _made("digital-ofd-text"), _archive),
    "seal": Target(_look_at_seals, _sealed, spoilt_archive),
    "drawing": Target(lambda data: POOL.pictures(data, "a.ofd", 40), _papers, _archive),
    "photo": Target(_look_at_photo, _photos),
    "bundle": Target(_read("zip"), _made("bundle"), spoilt_archive),
    "glyphs": Target(_read_glyphs, _glyph_pages),
    "pdf": Target(_read_in_child("pdf"), _printed("digital", "baiwang", "rail-attached")),
    "signature": Target(_read_in_child("pdf"), _signed),
    "qr": Target(_read_payload, _payloads),
    "act": Target(_read_act, _acts, spoilt_json),
    "answer": Target(_read_answer, _told, spoilt_json),
}
