"""Small OFD files made for a test: a page is what the test writes, the rest is the least that a reader needs."""

from __future__ import annotations

import io
import zipfile

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def an_ofd(content: str, *, page: str = "0 0 100 100", resources: str = "", more: str = "", **files: bytes) -> bytes:
    """One page of `content` (elements of a layer); `more` stands in Document.xml, `files` beside it, `__` for dots."""
    made = {
        "OFD.xml": f"<ofd:OFD {NAMESPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
        "</ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>{page}"
        "</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>Res.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>"
        f'<ofd:Page ID="1" BaseLoc="Page.xml"/></ofd:Pages>{more}</ofd:Document>',
        "Doc_0/Res.xml": f"<ofd:Res {NAMESPACE}>{resources}</ofd:Res>",
        "Doc_0/Page.xml": f'<ofd:Page {NAMESPACE}><ofd:Content><ofd:Layer ID="2">{content}</ofd:Layer></ofd:Content>'
        "</ofd:Page>",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in made.items():
            archive.writestr(name, text)
        for name, data in files.items():
            archive.writestr("Doc_0/" + name.replace("__", "."), data)
    return buffer.getvalue()


def a_path(data: str, boundary: str = "0 0 100 100", inside: str = "", **attributes: str) -> str:
    """A path object; attributes as OFD names them."""
    told = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    return (
        f'<ofd:PathObject Boundary="{boundary}" {told}>{inside}<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData>'
        "</ofd:PathObject>"
    )


def der(tag: int, *parts: bytes) -> bytes:
    """A value of ASN.1 with these contents."""
    content = b"".join(parts)
    size = len(content)
    if size < 128:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content
