"""Photos, scans and screenshots of made prints: tilted, small, dark, several on one, of every kind of file."""

from __future__ import annotations

import io
import random
import time

import pytest
from PIL import Image, ImageEnhance, ImageFilter

from studio_ledger.invoices import UnreadableInvoiceError, page_pictures, read_invoice_bytes
from tests.core.test_invoices import codes_of
from tests.invoice_prints import a_print


def a_photo(seed: int, dpi: int = 110, family: str = "digital") -> tuple[Image.Image, str]:
    """Return the picture of a print that has a QR code, and its number."""
    while True:
        made = a_print(seed, family)
        [page] = made.pages
        if page.placed[0].sheet.payload and not page.turned and page.width < 900:
            [picture] = page_pictures(made.data, "made.pdf", dpi)
            image = Image.frombytes("RGBA", (picture.width, picture.height), picture.rgba).convert("RGB")
            return image, made.truths[0].number
        seed += 1000


def saved(image: Image.Image, kind: str = "PNG", **options) -> bytes:
    made = io.BytesIO()
    image.save(made, kind, **options)
    return made.getvalue()


def numbers(data: bytes) -> list[str]:
    invoices = read_invoice_bytes(data, "photo")
    assert all({"picture.qr-only", "value.missing"} <= codes_of(invoice) for invoice in invoices)
    return [invoice.number for invoice in invoices]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP"])
def test_that_every_kind_of_picture_is_read(kind):
    image, number = a_photo(1)
    assert numbers(saved(image, kind)) == [number]
    assert numbers(saved(image.convert("L"), kind)) == [number]


def test_that_odd_forms_of_a_picture_are_read():
    image, number = a_photo(2)
    assert numbers(saved(image.convert("CMYK"), "JPEG")) == [number]
    assert numbers(saved(image.convert("1"), "TIFF", compression="group4")) == [number]
    transparent = image.convert("RGBA")
    transparent.putdata([(*p[:3], 0 if min(p[:3]) > 250 else 255) for p in transparent.get_flattened_data()])
    assert numbers(saved(transparent)) == [number]


@pytest.mark.parametrize("turn", [3, 17, 45, 90, 180, 265])
def test_that_a_tilted_photo_is_read(turn):
    image, number = a_photo(3)
    tilted = image.rotate(turn, expand=True, fillcolor=(120, 110, 100), resample=Image.Resampling.BICUBIC)
    assert numbers(saved(tilted, "JPEG", quality=60)) == [number]


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda image: ImageEnhance.Brightness(image).enhance(0.25),
        lambda image: ImageEnhance.Contrast(image).enhance(0.12),
        lambda image: image.filter(ImageFilter.GaussianBlur(0.8)),
        lambda image: image.resize((image.width * 8 // 10, image.height * 8 // 10)),
        lambda image: image.resize((image.width * 3, image.height * 3)),
    ],
    ids=["dark", "pale", "blurred", "small", "large"],
)
def test_that_a_poor_photo_is_read(spoilt):
    image, number = a_photo(4)
    assert numbers(saved(spoilt(image), "JPEG", quality=80)) == [number]


def test_that_several_invoices_on_one_photo_are_all_read():
    shots = [a_photo(seed, 120, family) for seed, family in ((5, "digital"), (6, "foxit"), (7, "taxi"))]
    table = Image.new("RGB", (2300, 2400), (90, 80, 70))
    for n, (image, _) in enumerate(shots):
        tilted = image.rotate(n * 4 - 4, Image.Resampling.BICUBIC, expand=True, fillcolor=(90, 80, 70))
        table.paste(tilted, (40 + 1100 * (n % 2), 40 + 950 * (n // 2)))
    assert sorted(numbers(saved(table, "JPEG", quality=85))) == sorted(number for _, number in shots)


def test_that_every_page_of_a_scan_is_read():
    shots = [a_photo(seed) for seed in (8, 9)]
    (first, _), (second, _) = shots
    scan = saved(first, "TIFF", save_all=True, append_images=[second])
    assert numbers(scan) == [number for _, number in shots]


def test_that_a_large_photo_takes_no_long_time_and_a_giant_one_is_refused():
    image, number = a_photo(10)
    desk = Image.new("RGB", (6000, 5000), (200, 200, 200))
    desk.paste(image.resize((image.width * 4, image.height * 4)), (300, 400))
    start = time.monotonic()
    assert numbers(saved(desk, "JPEG", quality=70)) == [number]
    assert time.monotonic() - start < 10
    with pytest.raises(UnreadableInvoiceError, match="4000"):
        read_invoice_bytes(saved(Image.new("1", (9000, 9000))), "a.png")


def test_that_a_damaged_picture_is_refused_in_words():
    chance = random.Random(1)
    for kind in ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP"):
        whole = saved(a_photo(11)[0], kind)
        for data in (whole[:400], whole[:60] + chance.randbytes(3000)):
            with pytest.raises(UnreadableInvoiceError):
                read_invoice_bytes(data, f"a.{kind}")
