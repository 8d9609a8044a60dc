"""Pictures of OFD files: letters, lines, pictures and seals stand where the file puts them, and nothing can hang it."""

from __future__ import annotations

import io
import struct
import time
import zipfile

import pytest
import segno
import zxingcpp
from PIL import Image

from studio_ledger.invoices import UnreadableInvoiceError, page_pictures
from studio_ledger.invoices.truetype import shipped
from tests.core.ofd_files import a_path, an_ofd, der

RED = '<ofd:FillColor Value="255 0 0"/>'


def drawn(data: bytes, dpi: int = 72) -> Image.Image:
    [picture] = page_pictures(data, "a.ofd", dpi)
    return Image.frombytes("RGBA", (picture.width, picture.height), picture.rgba).convert("RGB")


def at(image: Image.Image, x: float, y: float, *, page: float = 100) -> tuple[int, ...]:
    """The colour at a place in millimetres."""
    return image.getpixel((int(x / page * image.width), int(y / page * image.height)))


def inked(image: Image.Image, left: float, top: float, right: float, bottom: float) -> bool:
    scale = image.width / 100
    part = image.crop((int(left * scale), int(top * scale), int(right * scale), int(bottom * scale)))
    return min(part.convert("L").tobytes()) < 128


def words(text: str, code: str = 'X="0" Y="8"', **attributes: str) -> str:
    told = " ".join(f'{name}="{value}"' for name, value in ({"Size": "8"} | attributes).items())
    return f'<ofd:TextObject Boundary="10 10 80 10" {told}><ofd:TextCode {code}>{text}</ofd:TextCode></ofd:TextObject>'


def a_png(size=(4, 4), colour=(0, 0, 255, 255), mode="RGBA") -> bytes:
    made = io.BytesIO()
    Image.new(mode, size, colour).save(made, "PNG")
    return made.getvalue()


def an_image(boundary: str = "20 20 40 40", side: str = "40") -> str:
    return f'<ofd:ImageObject Boundary="{boundary}" CTM="{side} 0 0 {side} 0 0" ResourceID="9"/>'


def media(file: str) -> str:
    return f'<ofd:MultiMedia ID="9" Type="Image"><ofd:MediaFile>{file}</ofd:MediaFile></ofd:MultiMedia>'


def test_that_text_stands_on_its_base_line_and_nowhere_else():
    image = drawn(an_ofd(words("发票")))
    assert inked(image, 10, 10, 26, 20)
    assert not inked(image, 30, 0, 100, 100)
    assert not inked(image, 0, 22, 100, 100)


def test_that_the_steps_between_letters_are_kept():
    image = drawn(an_ofd(words("票票票", 'X="0" Y="8" DeltaX="g 2 30"')))
    assert [inked(image, x, 10, x + 8, 20) for x in (10, 40, 70)] == [True] * 3
    assert not inked(image, 20, 10, 38, 20)


def test_that_steps_downwards_make_a_column():
    image = drawn(an_ofd(words("购买方", 'X="0" Y="8" DeltaY="20 20"')))
    assert [inked(image, 10, y, 18, y + 8) for y in (10, 30, 50)] == [True] * 3


def test_that_a_turned_text_runs_downwards():
    image = drawn(an_ofd(words("下载次数", CTM="0 1 -1 0 30 0")))
    assert inked(image, 30, 10, 42, 45)
    assert not inked(image, 44, 0, 100, 100)


def test_that_a_rare_character_is_drawn_from_the_second_font():
    assert not shipped("NotoSansSC-Regular.ttf").glyph("𠮷")
    assert inked(drawn(an_ofd(words("𠮷"))), 10, 10, 18, 20)


def test_that_glyphs_of_the_file_s_own_font_are_drawn_even_where_the_text_says_otherwise():
    font = shipped("NotoSansSC-Regular.ttf")
    own = (
        '<ofd:TextObject Boundary="10 10 80 10" Size="8" Font="5"><ofd:CGTransform CodePosition="0" CodeCount="1">'
        f"<ofd:Glyphs>{font.glyph('票')}</ofd:Glyphs></ofd:CGTransform>"
        '<ofd:TextCode X="0" Y="8">一</ofd:TextCode></ofd:TextObject>'
    )
    fonts = '<ofd:Font ID="5" FontName="x"><ofd:FontFile>own.ttf</ofd:FontFile></ofd:Font>'
    image = drawn(an_ofd(own, resources=fonts, own__ttf=font.data))
    assert image.tobytes() == drawn(an_ofd(words("票"))).tobytes()


def test_that_a_path_is_filled_in_the_colour_told_and_with_nothing_where_none_is():
    square = "M 20 20 L 60 20 L 60 60 L 20 60 C"
    assert at(drawn(an_ofd(a_path(square, inside=RED, Fill="true", Stroke="false"))), 40, 40) == (255, 0, 0)
    assert at(drawn(an_ofd(a_path(square, Fill="true"))), 40, 40) == (255, 255, 255)


def test_that_curves_and_arcs_are_drawn():
    circle = a_path("M 30 50 A 20 20 0 1 1 70 50 A 20 20 0 1 1 30 50 C", inside=RED, Fill="true", Stroke="false")
    image = drawn(an_ofd(circle))
    assert [at(image, x, y) == (255, 0, 0) for x, y in ((50, 32), (50, 68), (33, 33), (67, 67))] == [
        True, True, False, False,
    ]  # fmt: skip


def test_that_a_dashed_line_has_gaps():
    line = a_path("M 0 50 L 100 50", LineWidth="4", DashPattern="10 10")
    image = drawn(an_ofd(line))
    assert (sum(at(image, 5, 50)), sum(at(image, 15, 50)), sum(at(image, 25, 50))) == (0, 765, 0)


def test_that_half_an_opacity_lets_the_paper_through():
    half = a_path("M 0 0 L 100 0 L 100 100 L 0 100 C", inside=RED, Fill="true", Stroke="false", Alpha="128")
    _, green, _ = at(drawn(an_ofd(half)), 50, 50)
    assert 120 < green < 135


def test_that_a_clip_cuts_what_is_outside_of_it():
    clip = (
        '<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path Boundary="0 0 50 100"><ofd:AbbreviatedData>'
        "M 0 0 L 50 0 L 50 100 L 0 100 C</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>"
    )
    image = drawn(an_ofd(a_path("M 0 0 L 100 0 L 100 100 L 0 100 C", inside=clip + RED, Fill="true", Stroke="false")))
    assert (at(image, 25, 50), at(image, 75, 50)) == ((255, 0, 0), (255, 255, 255))


def test_that_a_picture_stands_at_its_place_and_lets_the_paper_through_where_it_is_clear():
    image = drawn(an_ofd(an_image(), resources=media("a.png"), a__png=a_png()))
    assert (at(image, 40, 40), at(image, 10, 40)) == ((0, 0, 255), (255, 255, 255))
    clear = drawn(an_ofd(an_image(), resources=media("a.png"), a__png=a_png(colour=(0, 0, 255, 0))))
    assert at(clear, 40, 40) == (255, 255, 255)


def jbig2_of(code: Image.Image) -> bytes:
    """A picture in black and white as JBIG2: one generic region in the coding of fax machines."""
    fax = io.BytesIO()
    code.save(fax, "TIFF", compression="group4")
    with Image.open(fax) as tiff:
        start, size, white_is_zero = tiff.tag_v2[273][0], tiff.tag_v2[279][0], tiff.tag_v2[262] == 0
    assert white_is_zero or code.mode == "1"
    strip = fax.getvalue()[start : start + size]
    width, height = code.size

    def segment(number: int, kind: int, data: bytes) -> bytes:
        return struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data

    page = struct.pack(">IIIIBH", width, height, 0, 0, 0, 0)
    region = struct.pack(">IIIIBB", width, height, 0, 0, 0, 1) + strip
    whole = segment(0, 48, page) + segment(1, 38, region) + segment(2, 49, b"") + segment(3, 51, b"")
    return b"\x97JB2\r\n\x1a\n\x01" + struct.pack(">I", 1) + whole


def test_that_a_code_stored_as_jbig2_can_be_read_from_the_picture():
    plain = io.BytesIO()
    segno.make("01,32,,25422000000003570205,264.00,20250106,,9B52").save(plain, kind="png", scale=4)
    with Image.open(plain) as code:
        data = jbig2_of(code.convert("1"))
    image = drawn(an_ofd(an_image(), resources=media("a.jb2"), a__jb2=data), 150)
    [found] = zxingcpp.read_barcodes(image.convert("L"))
    assert found.text.startswith("01,32,,25422000000003570205")


def signed_value(picture: bytes) -> bytes:
    """The least of a seal (GB/T 38540) that has a picture."""
    kind, wide, high = der(0x16, b"png"), der(0x02, b"\x1e"), der(0x02, b"\x14")
    about = der(0x30, der(0x30), der(0x16, b"1"), der(0x30), der(0x30, kind, der(0x04, picture), wide, high))
    seal = der(0x30, about)
    body = der(0x30, der(0x02, b"\4"), seal, der(0x18, b"20260701080000Z"), der(0x03, b"\0" * 33))
    return der(0x30, body, der(0x04, b""), der(0x06, b"\x2a"), der(0x03, b"\0"))


SIGNATURE = (
    b'<Signature><SignedInfo><StampAnnot ID="1" PageRef="1" Boundary="20 20 40 40"/></SignedInfo>'
    b"<SignedValue>SignedValue.dat</SignedValue></Signature>"
)


@pytest.mark.parametrize(
    "picture",
    [
        pytest.param(a_png(), id="png"),
        pytest.param(
            an_ofd(
                a_path(
                    "M 0 0 L 30 0 L 30 20 L 0 20 C",
                    inside='<ofd:FillColor Value="0 0 255"/>',
                    Fill="true",
                    Stroke="false",
                ),
                page="0 0 30 20",
            ),
            id="ofd",
        ),
    ],
)
def test_that_a_seal_is_drawn_where_it_was_put(picture):
    files = {"Signature.xml": SIGNATURE, "SignedValue.dat": signed_value(picture)}
    image = drawn(an_ofd("", **files))
    assert (at(image, 40, 40), at(image, 70, 40)) == ((0, 0, 255), (255, 255, 255))


def test_that_an_annotation_is_drawn_and_a_hidden_one_is_not():
    def noted(visible: str) -> Image.Image:
        path = a_path("M 0 0 L 40 0 L 40 40 L 0 40 C", inside=RED, Fill="true", Stroke="false")
        shown = f'<Appearance Boundary="20 20 40 40">{path}</Appearance>'
        note = f'<A><Annot Type="Stamp" Visible="{visible}">{shown}</Annot></A>'
        listed = '<Annotations><Page PageID="1"><FileLoc>Note.xml</FileLoc></Page></Annotations>'
        namespace = 'xmlns:ofd="http://www.ofdspec.org/2016"'
        return drawn(
            an_ofd(
                "",
                more="<ofd:Annotations>Notes.xml</ofd:Annotations>",
                Notes__xml=listed.encode(),
                Note__xml=note.replace("<A>", f"<A {namespace}>").encode(),
            )
        )

    assert at(noted("true"), 40, 40) == (255, 0, 0)
    assert at(noted("false"), 40, 40) == (255, 255, 255)


def test_that_a_larger_picture_is_drawn_sharp_and_only_the_pages_asked_for():
    data = an_ofd(words("发票"))
    [small], [large] = page_pictures(data, "a.ofd", 72), page_pictures(data, "a.ofd", 288)
    assert abs(large.width - 4 * small.width) <= 4
    assert page_pictures(data, "a.ofd", 72, range(1, 2)) == []


def test_that_a_photo_is_turned_as_the_camera_says_and_a_scan_of_two_pages_shows_both():
    turned = io.BytesIO()
    photo = Image.new("RGB", (60, 20), "red")
    photo.getexif()[0x0112] = 6
    photo.save(turned, "JPEG", exif=photo.getexif())
    [picture] = page_pictures(turned.getvalue(), "a.jpg", 144)
    assert (picture.width, picture.height) == (20, 60)
    scan = io.BytesIO()
    Image.new("L", (30, 20), 0).save(scan, "TIFF", save_all=True, append_images=[Image.new("L", (20, 30), 255)])
    assert [(p.width, p.height) for p in page_pictures(scan.getvalue(), "a.tif", 144)] == [(30, 20), (20, 30)]


@pytest.mark.parametrize("kind", ["PNG", "GIF", "BMP", "WEBP", "TIFF", "JPEG"])
def test_that_photos_of_every_kind_are_shown(kind):
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(made, kind)
    [picture] = page_pictures(made.getvalue(), "a", 144)
    assert (picture.width, picture.height) == (40, 30)


def test_that_a_bundle_shows_each_invoice_once():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as bundle:
        bundle.writestr("1.ofd", an_ofd(words("一")))
        bundle.writestr("1.xml", b"<a/>")
        bundle.writestr("2.png", a_png((9, 9)))
    shown = page_pictures(made.getvalue(), "a.zip", 72)
    assert [(picture.width, picture.member, picture.page) for picture in shown] == [(284, 0, 0), (9, 2, 0)]
    [second] = page_pictures(made.getvalue(), "a.zip", 72, range(1, 2))
    assert (second.width, second.member) == (9, 2)


HOSTILE = {
    "huge page": an_ofd("", page="0 0 1e9 1e9"),
    "many objects": an_ofd(
        a_path("M 0 0 L 100 0 L 100 100 L 0 100 C", inside=RED, Fill="true", Alpha="9", BlendMode="Hue") * 15_000
    ),
    "endless path": an_ofd(a_path("M 0 0 " + "L 100 100 L 0 0 " * 100_000, LineWidth="9", DashPattern="0.06 0.06")),
    "fine dashes": an_ofd(a_path("M 0 0 L 19999 19999 L 0 9 L 19999 0", DashPattern="1e-9 1e-9")),
    "odd numbers": an_ofd(a_path("M nan inf L 1e308 -1e308 Q 1", Fill="true") + words("x", 'X="1e99" Y="nan"')),
    "unit in itself": an_ofd(
        '<ofd:CompositeObject Boundary="0 0 9 9" ResourceID="7"/>',
        resources='<ofd:CompositeGraphicUnit ID="7"><ofd:Content>'
        + '<ofd:CompositeObject Boundary="0 0 9 9" ResourceID="7"/>' * 50
        + "</ofd:Content></ofd:CompositeGraphicUnit>",
    ),
    "pen after itself": an_ofd(a_path("M 0 0 L 9 9", DrawParam="3"), resources='<ofd:DrawParam ID="3" Relative="3"/>'),
    "damaged font": an_ofd(
        words("票", Font="5"),
        resources='<ofd:Font ID="5" FontName="x"><ofd:FontFile>f.ttf</ofd:FontFile></ofd:Font>',
        f__ttf=b"\0\1\0\0\xff\xff" + b"\xff" * 400,
    ),
    "damaged pictures": an_ofd(an_image(), resources=media("a.png"), a__png=a_png()[:40]),
    "code too large": an_ofd(
        an_image(),
        resources=media("a.jb2"),
        a__jb2=b"\x97JB2\r\n\x1a\n\1\0\0\0\1" + struct.pack(">IBBBIII", 0, 48, 0, 1, 19, 9**9, 9**9) + b"\0" * 11,
    ),
    "seal in a seal": an_ofd("", Signature__xml=SIGNATURE, SignedValue__dat=b"\x30\x80" * 500),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_that_a_hostile_page_is_drawn_in_part_or_refused_but_never_hangs(name):
    before = time.perf_counter()
    try:
        for picture in page_pictures(HOSTILE[name], "a.ofd", 150):
            assert picture.width * picture.height <= 40_000_000
    except UnreadableInvoiceError:
        pass
    assert time.perf_counter() - before < 10
