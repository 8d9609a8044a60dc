"""Pictures without any text in them: the words that a recogniser sees go through the rules for printed forms.

Every value of it is weak: the QR code, the sum in capitals, amount plus tax and the check digit of a tax id vote.
What nothing confirms is named in a warning; names and lines always are.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studio_ledger.invoices import drawn, form, picture_file, qr
from studio_ledger.invoices.contents import Contents, contents_of
from studio_ledger.invoices.judge import invoice_of
from studio_ledger.invoices.pdf_file import opened
from studio_ledger.invoices.pictures import GreyPicture, Picture
from studio_ledger.invoices.refusal import NOT_AN_INVOICE, RefusedError
from studio_ledger.invoices.seen_words import glyphs_of
from studio_ledger.invoices.sheet import forms_of
from studio_ledger.invoices.values import capitals, plain, tax_id_holds
from studio_ledger.model.invoice import Invoice, InvoiceWarning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studio_ledger.invoices.reading import Reading
    from studio_ledger.invoices.seen_words import Recogniser

SOURCE = "ocr"
_MOST_PAGES = 5
_DPI = 120
_TEXT = 20
"""A page with this many characters of its own is no picture."""
_LABELS = {
    "kind": "发票种类",
    "number": "发票号码",
    "code": "发票代码",
    "issued_on": "开票日期",
    "check_code": "校验码",
    "amount": "不含税金额",
    "tax": "税额",
    "total": "价税合计",
    "buyer.name": "购买方名称",
    "buyer.tax_id": "购买方税号",
    "seller.name": "销售方名称",
    "seller.tax_id": "销售方税号",
    "red_of": "红冲的原发票",
    "lines": "明细",
    "remark": "备注",
}


def read(data: bytes, recogniser: Recogniser) -> tuple[Invoice, ...]:
    """Return the invoices that a picture, or a PDF of pictures, shows; a page without any ends the search.

    Raises: RefusedError.
    """
    found: list[Invoice] = []
    for picture, codes in _pictures(data):
        here = _read(picture, codes, recogniser)
        if not here:
            break
        found += here
    if not found:
        raise RefusedError(NOT_AN_INVOICE)
    several = len(found) > 1
    return tuple(replace(invoice, part=part if several else None) for part, invoice in enumerate(found, 1))


def _pictures(data: bytes) -> Iterator[tuple[Picture, list[Reading]]]:
    """Yield the pages that hold no text, each with what its QR codes say."""
    if contents_of(data) is Contents.PDF:
        for index in _textless(data):
            for picture in drawn.pictures(data, _DPI, range(index, index + 1)):
                yield picture, _codes(picture)
        return
    for picture in drawn.pictures(data, _DPI, range(1)):
        yield picture, _codes(picture) or _codes_in(data)


def _textless(data: bytes) -> list[int]:
    with opened(data) as pdf:
        return [index for index in range(min(len(pdf), _MOST_PAGES)) if len(pdf.glyphs(index)) < _TEXT]


def _codes(picture: Picture) -> list[Reading]:
    return qr.readings(qr.decoded(GreyPicture(picture.width, picture.height, picture.rgba[1::4])))


def _codes_in(data: bytes) -> list[Reading]:
    """Look again at the picture in its own size."""
    try:
        return picture_file.code_readings(data)
    except RefusedError:
        return []


def _read(picture: Picture, codes: Sequence[Reading], recogniser: Recogniser) -> list[Invoice]:
    if len(codes) > 1:
        return [invoice_of([code]) for code in codes]  # which words belong to which is not to be told
    glyphs, size = glyphs_of(recogniser.words(picture))
    seen = [form.read(sheet, SOURCE) for sheet in forms_of(glyphs, size, 0)]
    seen = [reading for reading in seen if reading.says_anything]
    for reading in seen:
        # The words were spread over the form: their places on the photo are others.
        reading.boxes.clear()
        for name in ("buyer_name", "seller_name"):
            if capitals(getattr(reading, name)) is not None:
                setattr(reading, name, "")  # a row too low: the sum in capitals stands above the seller
    if not seen:
        return [invoice_of([code]) for code in codes]
    if len(seen) > 1:
        return [_doubted(invoice_of([reading]), [reading]) for reading in seen]
    # The code first: where it contradicts what was seen, what was seen is wrong.
    readings = [*codes, *seen]
    return [_doubted(invoice_of(readings), readings)]


def _doubted(invoice: Invoice, readings: Sequence[Reading]) -> Invoice:
    """Name in one warning everything that only the recogniser tells."""
    sure = _confirmed(invoice, readings)
    values = {name: invoice.lines if name == "lines" else _value(invoice, name) for name in _LABELS}
    weak = [_LABELS[name] for name, value in values.items() if value not in ("", None, ()) and name not in sure]
    if not weak:
        return invoice
    doubt = InvoiceWarning("ocr.unconfirmed", f"识别自图片，请核对：{'、'.join(weak)}。")
    return replace(invoice, warnings=(*invoice.warnings, doubt))


def _value(invoice: Invoice, name: str) -> object:
    side, _, part = name.partition(".")
    return getattr(getattr(invoice, side), part) if part else getattr(invoice, name)


def _confirmed(invoice: Invoice, readings: Sequence[Reading]) -> set[str]:
    codes = [reading for reading in readings if reading.source == "qr"]
    sure = {
        name
        for name in ("kind", "number", "code", "issued_on", "check_code", "amount", "total")
        for code in codes
        if getattr(code, name) not in ("", None) and _same(getattr(code, name), getattr(invoice, name))
    }
    sure |= {
        f"{side}.tax_id"
        for side, party in (("buyer", invoice.buyer), ("seller", invoice.seller))
        if len(party.tax_id) == 18 and tax_id_holds(party.tax_id)
    }
    in_words = any(reading.words is not None and reading.words == invoice.total for reading in readings)
    if in_words and any(reading.total == invoice.total for reading in readings):
        sure.add("total")
    added = None not in (invoice.amount, invoice.tax, invoice.total) and _adds_up(invoice)
    if added and sure & {"total", "amount"}:
        sure |= {"amount", "tax", "total"}
    return sure


def _same(told: object, value: object) -> bool:
    return plain(told) == plain(str(value)) if isinstance(told, str) else told == value


def _adds_up(invoice: Invoice) -> bool:
    return invoice.amount is not None and invoice.tax is not None and invoice.amount + invoice.tax == invoice.total
