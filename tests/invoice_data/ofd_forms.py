"""OFD of the suite's own making: a printed sheet as text objects, with the data that issuers put beside it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import segno

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.invoice_prints.ink import Sheet, Word
    from tests.invoice_prints.truth import Maker, Truth

_DAY = (2020, 1, 1, 0, 0, 0)
_MM = 25.4 / 72
_SPACE = "http://www.ofdspec.org/2016"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_FAMILY_A = {
    "number": "InvoiceNo", "code": "InvoiceCode", "issued_on": "IssueDate", "check_code": "InvoiceCheckCode",
    "buyer": "Buyer/BuyerName", "buyer_id": "Buyer/BuyerTaxID", "seller": "Seller/SellerName",
    "seller_id": "Seller/SellerTaxID", "amount": "TaxExclusiveTotalAmount", "tax": "TaxTotalAmount",
    "total": "TaxInclusiveTotalAmount", "words": "TaxInclusiveTotalAmountWithWords", "remark": "Note",
}  # fmt: skip
_FAMILY_B = {
    "number": "TaxSupervisionInfo/InvoiceNumber", "issued_on": "TaxSupervisionInfo/IssueTime",
    "buyer": "BuyerInformation/BuyerName", "buyer_id": "BuyerInformation/BuyerIdNum",
    "seller": "SellerInformation/SellerName", "seller_id": "SellerInformation/SellerIdNum",
    "amount": "BasicInformation/TotalAmWithoutTax", "tax": "BasicInformation/TotalTaxAm",
    "total": "BasicInformation/TotalTax-includedAmount",
    "words": "BasicInformation/TotalTax-includedAmountInChinese", "remark": "AdditionalInformation/Remark",
}  # fmt: skip


@dataclass(frozen=True)
class Ways:
    """How a maker of OFD does things; every choice is one that was seen."""

    prefix: str = "ofd:"
    space: str = _SPACE
    tags: str = "A"
    custom: bool = True
    picture: bool = True
    container: bool = True
    slashes: str = "plain"
    text: str = "deltas"
    turn: int = 0
    bom: bool = False


def some_ways(maker: Maker) -> Ways:
    """Choose among them."""
    pick = maker.chance.choice
    return Ways(
        prefix=pick(("ofd:", "ofd:", "", "o:")),
        space=pick((_SPACE, _SPACE, "http://www.ofdspec.org/", "urn:other")),
        container=not maker.often(0.2),
        slashes=pick(("plain", "plain", "root", "back", "case")),
        text=pick(("deltas", "runs", "split", "matrix", "downs")),
        turn=pick((0, 0, 0, 0, 1, 2, 3)),
        bom=maker.often(0.2),
    )


@dataclass
class _Objects:
    """The text objects of a page: their XML, and their numbers by what they say."""

    made: list[str] = field(default_factory=list)
    form: list[str] = field(default_factory=list)
    roles: dict[str, list[int]] = field(default_factory=dict)
    lines: list[dict[str, list[int]]] = field(default_factory=list)
    number: int = 10


def ofd(
    truth: Truth,
    sheet: Sheet,
    maker: Maker,
    ways: Ways,
    attachments: dict[str, bytes] | None = None,
    change: Callable[[dict[str, bytes]], None] | None = None,
    further: tuple[Sheet, ...] = (),
) -> bytes:
    """Return an OFD; `further` are its pages after the first, `change` may alter its files before they are packed."""
    p = ways.prefix
    pages = [_printed(sheet, ways, maker, 10_000 * k + 10) for k, sheet in enumerate((sheet, *further))]
    objects = pages[0]
    files: dict[str, bytes] = {}
    under = listed = ""
    for k, (page, form) in enumerate(zip(pages, (sheet, *further), strict=True)):
        place = f"Pages/Page_{k}/Content.xml" if ways.container else f"Content_{k}.xml"
        under += f'<{p}TemplatePage ID="{k + 1}" BaseLoc="{_spelled(f"Tpls/Tpl_{k}/Content.xml", ways)}"/>'
        listed += f'<{p}Page ID="{61 + k}" BaseLoc="{_spelled(place, ways)}"/>'
        head = f"<{p}Area>{_area(form, ways)}</{p}Area>" if k else ""
        head += f'<{p}Template TemplateID="{k + 1}" ZOrder="Background"/>'
        files[f"Doc_0/Tpls/Tpl_{k}/Content.xml"] = _root("Page", _layer(page.form, p), ways)
        files[f"Doc_0/{place}"] = _root(
            "Page", (head if k else head[head.index(f"<{p}Temp") :]) + _layer(page.made, p), ways
        )
    parts = [
        f"<{p}CommonData><{p}PageArea>{_area(sheet, ways)}</{p}PageArea>{under}</{p}CommonData>",
        f"<{p}Pages>{listed}</{p}Pages>",
    ]
    if attachments:
        parts.append(f"<{p}Attachments>Attachs/Attachments.xml</{p}Attachments>")
        named = "".join(
            f'<{p}Attachment ID="{n}" Name="x" Format="xml"><{p}FileLoc>{name}</{p}FileLoc></{p}Attachment>'
            for n, name in enumerate(attachments, 900)
        )
        files["Doc_0/Attachs/Attachments.xml"] = _root("Attachments", named, ways)
        files |= {f"Doc_0/Attachs/{name}": data for name, data in attachments.items()}
    if ways.tags:
        parts.append(f"<{p}CustomTags>Tags/CustomTags.xml</{p}CustomTags>")
        one = f'<{p}CustomTag TypeID="root"><{p}FileLoc>CustomTag.xml</{p}FileLoc></{p}CustomTag>'
        files["Doc_0/Tags/CustomTags.xml"] = _root("CustomTags", one, ways)
        files["Doc_0/Tags/CustomTag.xml"] = _tags(objects, ways)
    if ways.picture and sheet.payload:
        picture = io.BytesIO()
        segno.make(sheet.payload, error="m", micro=False).save(picture, kind="png", scale=4, border=2)
        files["Doc_0/Res/code.png"] = picture.getvalue()
    files["Doc_0/Document.xml"] = _root("Document", "".join(parts), ways)
    files["OFD.xml"] = _head(truth, ways)
    if change:
        change(files)
    return packed(files, ways)


def packed(files: dict[str, bytes], ways: Ways = Ways()) -> bytes:
    """Return a ZIP of these files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            place = name.replace("Tpls/", "TPLS/") if ways.slashes == "case" else name
            archive.writestr(zipfile.ZipInfo(place, _DAY), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _spelled(location: str, ways: Ways) -> str:
    if ways.slashes == "root":
        return f"/Doc_0/{location}"
    if ways.slashes == "back":
        return location.replace("/", "\\")
    return location


def _root(name: str, inside: str, ways: Ways) -> bytes:
    declared = f'xmlns:{ways.prefix[:-1]}="{ways.space}"' if ways.prefix else f'xmlns="{ways.space}"'
    text = f"{_HEAD}<{ways.prefix}{name} {declared}>{inside}</{ways.prefix}{name}>"
    return text.encode("utf-8-sig" if ways.bom else "utf-8")


def _layer(objects: list[str], p: str) -> str:
    return f'<{p}Content><{p}Layer ID="7">{"".join(objects)}</{p}Layer></{p}Content>'


def _head(truth: Truth, ways: Ways) -> bytes:
    p, day = ways.prefix, truth.issued_on
    named = {"发票号码": truth.number, "开票日期": f"{day:%Y}年{day:%m}月{day:%d}日"}
    if truth.amount is not None and truth.kind not in ("rail", "air"):
        named |= {"合计金额": str(truth.amount), "合计税额": str(truth.tax)}
    named |= {"购买方纳税人识别号": truth.buyer.tax_id, "销售方纳税人识别号": truth.seller.tax_id}
    if truth.code:
        groups = " ".join(truth.check_code[i : i + 5] for i in range(0, len(truth.check_code), 5))
        named |= {"发票代码": truth.code, "校验码": groups}
    custom = "".join(f'<{p}CustomData Name="{name}">{escape(value)}</{p}CustomData>' for name, value in named.items())
    told = f"<{p}CustomDatas>{custom if ways.custom else ''}</{p}CustomDatas>"
    location = "\\Doc_0\\Document.xml" if ways.slashes == "back" else "Doc_0/Document.xml"
    body = f"<{p}DocBody><{p}DocInfo>{told}</{p}DocInfo><{p}DocRoot>{location}</{p}DocRoot></{p}DocBody>"
    return _root("OFD", body, ways)


def _area(sheet: Sheet, ways: Ways) -> str:
    wide, high = sheet.width * _MM, sheet.height * _MM
    if ways.turn % 2:
        wide, high = high, wide
    return f"<{ways.prefix}PhysicalBox>0 0 {wide:.3f} {high:.3f}</{ways.prefix}PhysicalBox>"


def _printed(sheet: Sheet, ways: Ways, maker: Maker, first: int) -> _Objects:
    objects = _Objects(number=first)
    after = 0
    for word in sheet.words:
        if word.turn:
            continue
        numbers = [_object(objects, piece, sheet, ways, word.layer) for piece in _pieces(word, sheet, ways, maker)]
        role = word.role
        if role.startswith("line-"):
            while len(objects.lines) < int(role[5:]):
                objects.lines.append({})
            objects.lines[-1].setdefault("Amount" if word.right else "Item", []).extend(numbers)
            after = 2 if word.right else 0
        elif after:
            # Behind the amount stand rate and tax.
            objects.lines[-1]["TaxScheme" if after == 2 else "TaxAmount"] = numbers
            after -= 1
        elif role:
            objects.roles.setdefault(role, []).extend(numbers)
    return objects


def _pieces(word: Word, sheet: Sheet, ways: Ways, maker: Maker) -> list[tuple[str, float, float, float]]:
    """Return text, left edge, baseline and size in millimetres; some makers print ¥ and figure apart."""
    size = word.size * sheet.height / 397 * _MM
    x, y = word.x * sheet.width * _MM, word.y * sheet.height * _MM
    if word.right:
        x -= sum(_step(c, size) for c in word.text)
    if word.text.startswith("¥") and ways.text == "split":
        return [("¥", x, y, size), (word.text[1:], x + _step("¥", size), y, size)]
    if ways.text == "split" and word.layer == "value" and len(word.text) > 3 and not word.role and maker.often(0.3):
        cut = len(word.text) // 2
        return [
            (word.text[:cut], x, y, size),
            (word.text[cut:], x + sum(_step(c, size) for c in word.text[:cut]), y, size),
        ]
    return [(word.text, x, y, size)]


def _step(character: str, size: float) -> float:
    return size * (0.6 if character.isascii() or character == "¥" else 1.0)


def _object(objects: _Objects, piece: tuple[str, float, float, float], sheet: Sheet, ways: Ways, layer: str) -> int:
    text, x, y, size = piece
    p = ways.prefix
    objects.number += 1
    steps = [_step(c, size) for c in text[:-1]]
    runs = " ".join(f"{step:.4f}" for step in steps)
    if ways.text == "runs":
        runs = _as_runs(steps)
    wide = sum(steps) + size
    place, matrix, scale = f"{x:.4f} {y - size:.4f} {wide:.4f} {size * 1.4:.4f}", "", 1.0
    begin, base = 0.0, size
    if ways.text == "matrix":
        scale = 0.5
        place, matrix = "0 0 210 297", f'CTM="{scale} 0 0 {scale} {x:.4f} {y - size:.4f}"'
    if ways.turn:
        place, matrix, scale = "0 0 0 0", f'CTM="{_turned(x, y - size, sheet, ways.turn)}"', 1.0
    begin, base, size = begin / scale, base / scale, size / scale
    if scale != 1.0:
        runs = " ".join(f"{step / scale:.4f}" for step in steps)
    downs = f' DeltaY="g {len(steps)} 0"' if ways.text == "downs" and steps else ""
    made = (
        f'<{p}TextObject ID="{objects.number}" Boundary="{place}" {matrix} Font="3" Size="{size:.4f}">'
        f'<{p}CGTransform CodePosition="0" CodeCount="1" GlyphCount="1"><{p}Glyphs>7</{p}Glyphs></{p}CGTransform>'
        f'<{p}TextCode X="{begin}" Y="{base:.4f}" DeltaX="{runs}"{downs}>{escape(text)}</{p}TextCode></{p}TextObject>'
    )
    (objects.made if layer == "value" else objects.form).append(made)
    return objects.number


def _as_runs(steps: list[float]) -> str:
    made: list[str] = []
    i = 0
    while i < len(steps):
        count = 1
        while i + count < len(steps) and steps[i + count] == steps[i]:
            count += 1
        made.append(f"g {count} {steps[i]:.4f}" if count > 1 else f"{steps[i]:.4f}")
        i += count
    return " ".join(made)


def _turned(x: float, y: float, sheet: Sheet, turn: int) -> str:
    """Return the matrix of a page that lies on its side: the text's origin goes where the quarter turns put it."""
    wide, high = sheet.width * _MM, sheet.height * _MM
    a, b, c, d = {1: (0, 1, -1, 0), 2: (-1, 0, 0, -1), 3: (0, -1, 1, 0)}[turn]
    e, f = {1: (high - y, x), 2: (wide - x, high - y), 3: (y, wide - x)}[turn]
    return f"{a} {b} {c} {d} {e:.4f} {f:.4f}"


def _tags(objects: _Objects, ways: Ways) -> bytes:
    names = _FAMILY_B if ways.tags == "B" else _FAMILY_A
    inside = ""
    for role, path in names.items():
        numbers = objects.roles.get(role, [])
        if ways.tags == "B" and role == "total":
            numbers = numbers[:1] if ways.text == "split" else numbers
        if numbers:
            inside += _nested(path.split("/"), numbers)
    line = {"Item": "ItemName", "TaxScheme": "TaxRate", "TaxAmount": "ComTaxAm", "Amount": "Amount"}
    for numbers_of in objects.lines if ways.tags != "heads" else ():
        cells = "".join(
            _nested([line[name] if ways.tags == "B" else name], numbers) for name, numbers in numbers_of.items()
        )
        inside += f"<IssuItemInformation>{cells}</IssuItemInformation>" if ways.tags == "B" else cells
    # The prefix of the references is declared nowhere in some makers' files.
    return f'{_HEAD}<eInvoice version="1.0">{inside}</eInvoice>'.encode()


def _nested(path: list[str], numbers: list[int]) -> str:
    references = "".join(f'<ofd:ObjectRef PageRef="61">{number}</ofd:ObjectRef>' for number in numbers)
    return "".join(f"<{name}>" for name in path) + references + "".join(f"</{name}>" for name in reversed(path))
