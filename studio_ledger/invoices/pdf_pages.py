"""A PDF made in memory for nobody but pdfium: so an OFD is drawn as well, and as fast, as a PDF.

It is never given to anybody: no file of evidence is changed or replaced.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio_ledger.invoices.truetype import Face

BASE_FONTS = ("Courier", "Courier-Bold", "Times-Roman", "Times-Bold", "Helvetica", "Helvetica-Bold")
"""Latin letters that pdfium itself carries."""


class PdfPages:
    """Pages with the fonts, pictures and states that they share; resources go by the names given back."""

    def __init__(self) -> None:
        self._objects: list[bytes] = [b"", b""]
        self._pages: list[int] = []
        self._named: dict[tuple[str, object], str] = {}
        self._fonts: dict[str, int] = {}
        self._pictures: dict[str, int] = {}
        self._states: dict[str, int] = {}

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._pages)

    def face(self, face: Face) -> str:
        """Return the name of a font whose glyphs are written as two bytes each."""
        return self._once(("face", id(face.data)), "F", self._fonts, lambda: self._embedded(face))

    def base_font(self, name: str) -> str:
        """Return the name of one of BASE_FONTS, written in Windows' Latin letters."""
        font = f"<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding>>"
        return self._once(("base", name), "F", self._fonts, lambda: self._add(font.encode()))

    def state(self, fill: float, stroke: float, blend: str) -> str:
        """Return the name of a state with these opacities (0 to 1) and this blend mode of PDF."""
        state = f"<</Type/ExtGState/ca {fill:.3f}/CA {stroke:.3f}/BM/{blend}>>"
        return self._once(("state", state), "G", self._states, lambda: self._add(state.encode()))

    def picture(self, key: object, make: Callable[[], tuple[str, bytes, bytes | None]]) -> str:
        """Return the name of a picture: `make` gives its dictionary, its stream and a stream of opacities or None."""

        def placed() -> int:
            entries, stream, soft = make()
            if soft is not None:
                size = entries[: entries.index("/BitsPerComponent")]
                mask = f"{size}/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/FlateDecode"
                entries += f"/SMask {self.stream(f'/Type/XObject/Subtype/Image{mask}', soft)} 0 R"
            return self.stream(f"/Type/XObject/Subtype/Image{entries}", stream)

        return self._once(("picture", key), "I", self._pictures, placed)

    def page(self, width: float, height: float, content: bytes) -> None:
        """Add a page of so many points."""
        stream = self.stream("", content)
        self._pages.append(
            self._add(
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width:.3f} {height:.3f}]/Contents {stream} 0 R"
                f"/Group<</S/Transparency/CS/DeviceRGB>>/Resources {{resources}}>>".encode()
            )
        )

    def stream(self, entries: str, data: bytes) -> int:
        """Add a stream; return its number."""
        return self._add(f"<<{entries}/Length {len(data)}>>stream\n".encode() + data + b"\nendstream")

    def data(self) -> bytes:
        """Return the file."""
        kids = " ".join(f"{page} 0 R" for page in self._pages)
        self._objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
        self._objects[1] = f"<</Type/Pages/Kids[{kids}]/Count {len(self._pages)}>>".encode()
        resources = "<<" + "".join(
            f"/{kind}<<{''.join(f'/{name} {number} 0 R' for name, number in named.items())}>>"
            for kind, named in (("Font", self._fonts), ("XObject", self._pictures), ("ExtGState", self._states))
        )
        for page in self._pages:
            self._objects[page - 1] = self._objects[page - 1].replace(b"{resources}", f"{resources}>>".encode())
        parts, places, at = [b"%PDF-1.7\n"], [], 9
        for number, body in enumerate(self._objects, 1):
            whole = b"%d 0 obj\n%b\nendobj\n" % (number, body)
            places.append(at)
            at += len(whole)
            parts.append(whole)
        count = len(self._objects) + 1
        parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % count)
        parts += [b"%010d 00000 n \n" % place for place in places]
        parts.append(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (count, at))
        return b"".join(parts)

    def _add(self, body: bytes) -> int:
        self._objects.append(body)
        return len(self._objects)

    def _once(self, key: tuple[str, object], letter: str, named: dict[str, int], make: Callable[[], int]) -> str:
        if key not in self._named:
            number = make()
            self._named[key] = f"{letter}{number}"
            named[self._named[key]] = number
        return self._named[key]

    def _embedded(self, face: Face) -> int:
        file = self.stream("/Subtype/OpenType" if face.is_open_type else "", face.data)
        name = f"Studio{file}"
        slot = "FontFile3" if face.is_open_type else "FontFile2"
        box = "/FontBBox[-1000 -300 2000 1000]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 733/StemV 80"
        described = self._add(f"<</Type/FontDescriptor/FontName/{name}/Flags 4{box}/{slot} {file} 0 R>>".encode())
        order = "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        kind = "CIDFontType0" if face.is_open_type else "CIDFontType2/CIDToGIDMap/Identity"
        glyphs = self._add(
            f"<</Type/Font/Subtype/{kind}/BaseFont/{name}{order}/FontDescriptor {described} 0 R/DW 1000>>".encode()
        )
        return self._add(
            f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{glyphs} 0 R]>>".encode()
        )


def packed(data: bytes) -> bytes:
    """Return a stream for /FlateDecode; quick, for it lives for one drawing only."""
    return zlib.compress(data, 1)
