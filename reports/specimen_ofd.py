"""Sample e-invoices as OFD (GB/T 33190), laid out like a tax bureau's: named values, tags, template, QR picture."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import segno
from reportlab.pdfbase import pdfmetrics

from reports.specimen_form import BOLD, FONT, FRAME, HEIGHT, INK, WIDTH, draw, register_fonts

if TYPE_CHECKING:
    from pathlib import Path

    from reports.specimen_invoice import Specimen

_MM = 25.4 / 72
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_TEMPLATE, _PAGE, _CODE = 1, 2, 3
_FONTS = {FONT: 4, BOLD: 5}
_FIRST_OBJECT = 10
_DATE = (2020, 1, 1, 0, 0, 0)
"""The same sample is always the same file."""


def write_ofd(path: Path, specimen: Specimen) -> None:
    """Write the sample as an OFD of one page."""
    register_fonts()
    page = _Page()
    draw(page, specimen)
    inside = {
        "OFD.xml": _head(specimen),
        "Doc_0/Document.xml": _document(),
        "Doc_0/PublicRes.xml": _fonts(),
        "Doc_0/DocumentRes.xml": _pictures(),
        "Doc_0/Tpls/Tpl_0/Content.xml": _content(page.template),
        "Doc_0/Pages/Page_0/Content.xml": _content(page.objects, template=True),
        "Doc_0/Tags/CustomTags.xml": _element("CustomTags", '<ofd:CustomTag TypeID="root"><ofd:FileLoc>CustomTag.xml'
                                              "</ofd:FileLoc></ofd:CustomTag>"),
        "Doc_0/Tags/CustomTag.xml": _element("root", _tags(page.tagged)),
    }  # fmt: skip
    picture = io.BytesIO()
    segno.make(specimen.qr_payload, error="m", micro=False).save(picture, kind="png", scale=4, border=2)
    files = {name: text.encode() for name, text in inside.items()} | {"Doc_0/Res/code.png": picture.getvalue()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _DATE), data, zipfile.ZIP_DEFLATED)


@dataclass
class _Page:
    """A page of OFD objects; what has a tag is the invoice's own, the rest is the form's."""

    objects: list[str] = field(default_factory=list)
    template: list[str] = field(default_factory=list)
    tagged: list[tuple[str, int]] = field(default_factory=list)
    number: int = _FIRST_OBJECT

    def text(self, x: float, y: float, text: str, size: float = 9, **look: Any) -> None:
        """Print a text as one object, each character at the width of its font."""
        if not text:
            return
        font, tag = look.get("font", FONT), look.get("tag", "")
        steps = " ".join(_mm(pdfmetrics.stringWidth(character, font, size)) for character in text[:-1])
        wide = pdfmetrics.stringWidth(text, font, size)
        number = self._next()
        made = (
            f'<ofd:TextObject ID="{number}" Boundary="{_mm(x)} {_mm(y - size)} {_mm(wide)} {_mm(size * 1.3)}" '
            f'Font="{_FONTS[font]}" Size="{_mm(size)}">{_colour("Fill", look.get("colour", INK))}'
            f'<ofd:TextCode X="0" Y="{_mm(size)}" DeltaX="{steps}">{escape(text)}</ofd:TextCode></ofd:TextObject>'
        )
        (self.objects if tag or look.get("colour", INK) is INK else self.template).append(made)
        if tag:
            self.tagged.append((tag, number))

    def right(self, x: float, y: float, text: str, size: float = 9, *, tag: str = "") -> None:
        """Print a text that ends at `x`."""
        self.text(x - pdfmetrics.stringWidth(text, FONT, size), y, text, size, tag=tag)

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float = 0.6) -> None:
        """Draw a line of the frame."""
        left, top, wide, high = min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1)
        self.template.append(
            f'<ofd:PathObject ID="{self._next()}" Boundary="{_mm(left)} {_mm(top)} {_mm(wide + 1)} {_mm(high + 1)}" '
            f'LineWidth="{_mm(width)}">{_colour("Stroke", FRAME)}<ofd:AbbreviatedData>'
            f"M 0 0 L {_mm(wide)} {_mm(high)}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def code(self, x: float, y: float, side: float, payload: str) -> None:  # noqa: ARG002 - the picture holds it
        """Place the picture of the QR code."""
        place, edge = f"{_mm(x)} {_mm(y)} {_mm(side)} {_mm(side)}", _mm(side)
        self.objects.append(
            f'<ofd:ImageObject ID="{self._next()}" Boundary="{place}" CTM="{edge} 0 0 {edge} 0 0" '
            f'ResourceID="{_CODE}"/>'
        )

    def _next(self) -> int:
        self.number += 1
        return self.number


def _mm(points: float) -> str:
    return f"{points * _MM:.4f}".rstrip("0").rstrip(".")


def _colour(what: str, colour: Any) -> str:
    value = " ".join(str(round(part * 255)) for part in (colour.red, colour.green, colour.blue))
    return f'<ofd:{what}Color Value="{value}"/>'


def _element(name: str, inside: str) -> str:
    return f"{_HEAD}<ofd:{name} {_SPACE}>{inside}</ofd:{name}>"


def _head(specimen: Specimen) -> str:
    day = f"{specimen.issued_on:%Y}年{specimen.issued_on:%m}月{specimen.issued_on:%d}日"
    named = {
        "发票号码": specimen.number,
        "开票日期": day,
        "合计金额": str(specimen.amount),
        "合计税额": str(specimen.tax),
        "购买方纳税人识别号": specimen.buyer.tax_id,
        "销售方纳税人识别号": specimen.seller.tax_id,
    }
    custom = "".join(f'<ofd:CustomData Name="{name}">{value}</ofd:CustomData>' for name, value in named.items())
    return (
        f'{_HEAD}<ofd:OFD {_SPACE} DocType="OFD" Version="1.0"><ofd:DocBody><ofd:DocInfo>'
        f"<ofd:DocID>{specimen.number:0>32}</ofd:DocID><ofd:Title>样张</ofd:Title>"
        f"<ofd:CreationDate>{specimen.issued_on}</ofd:CreationDate><ofd:CustomDatas>{custom}</ofd:CustomDatas>"
        "</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )


def _document() -> str:
    return _element(
        "Document",
        "<ofd:CommonData><ofd:MaxUnitID>9999</ofd:MaxUnitID><ofd:PageArea>"
        f"<ofd:PhysicalBox>0 0 {_mm(WIDTH)} {_mm(HEIGHT)}</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml"
        f'</ofd:PublicRes><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes><ofd:TemplatePage ID="{_TEMPLATE}" '
        f'BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData><ofd:Pages><ofd:Page ID="{_PAGE}" '
        'BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages><ofd:CustomTags>Tags/CustomTags.xml</ofd:CustomTags>',
    )


def _fonts() -> str:
    fonts = f'<ofd:Font ID="{_FONTS[FONT]}" FontName="宋体" FamilyName="宋体"/>'
    fonts += f'<ofd:Font ID="{_FONTS[BOLD]}" FontName="黑体" FamilyName="黑体" Bold="true"/>'
    return f'{_HEAD}<ofd:Res {_SPACE} BaseLoc="Res"><ofd:Fonts>{fonts}</ofd:Fonts></ofd:Res>'


def _pictures() -> str:
    media = f'<ofd:MultiMedia ID="{_CODE}" Type="Image"><ofd:MediaFile>code.png</ofd:MediaFile></ofd:MultiMedia>'
    return f'{_HEAD}<ofd:Res {_SPACE} BaseLoc="Res"><ofd:MultiMedias>{media}</ofd:MultiMedias></ofd:Res>'


def _content(objects: list[str], *, template: bool = False) -> str:
    under = f'<ofd:Template TemplateID="{_TEMPLATE}" ZOrder="Background"/>' if template else ""
    layer = f'<ofd:Layer ID="{6 if template else 7}">{"".join(objects)}</ofd:Layer>'
    return _element("Page", f"{under}<ofd:Content>{layer}</ofd:Content>")


def _tags(tagged: list[tuple[str, int]]) -> str:
    """A tag a field; what goes on (a name or a remark over several rows) is one more reference in the same tag."""
    made: list[tuple[str, list[int]]] = []
    for tag, number in tagged:
        if tag.endswith("+"):
            made[-1][1].append(number)
        else:
            made.append((tag, [number]))
    return "".join(
        f"<ofd:{tag}>"
        + "".join(f'<ofd:ObjectRef PageRef="{_PAGE}">{number}</ofd:ObjectRef>' for number in numbers)
        + f"</ofd:{tag}>"
        for tag, numbers in made
    )
