"""Signing for tests: SM2 seals on OFD files and RSA signatures on PDF files, by made-up signers."""

from __future__ import annotations

import base64
import datetime as dt
import io
import re
import zipfile
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID

from studio_ledger.invoices import sm2
from studio_ledger.invoices.digests import digest
from tests.core.ofd_files import der

SECRET = 0x3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8
"""The example key of GB/T 32918.5."""
_NONCE = 0x59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21
_PLACE = b"<" + b"0" * 8000 + b">"


def affine(scalar: int) -> tuple[int, int]:
    x, y, z = sm2._sum_of_products(scalar, sm2._G, 0, sm2._G)
    shrink = pow(z, -1, sm2._P)
    return x * shrink**2 % sm2._P, y * shrink**3 % sm2._P


def sm2_key() -> bytes:
    x, y = affine(SECRET)
    return b"\4" + x.to_bytes(32, "big") + y.to_bytes(32, "big")


def sm2_signature(message: bytes) -> tuple[int, int]:
    whose = (128).to_bytes(2, "big") + sm2.USER
    whose += b"".join(number.to_bytes(32, "big") for number in (sm2._A, sm2._B, *sm2._G)) + sm2_key()[1:]
    hashed = int.from_bytes(digest("sm3", digest("sm3", whose) + message), "big")
    r = (hashed + affine(_NONCE)[0]) % sm2._N
    return r, pow(1 + SECRET, -1, sm2._N) * (_NONCE - r * SECRET) % sm2._N


def number(value: int) -> bytes:
    return der(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def object_id(dotted: str) -> bytes:
    first, second, *rest = map(int, dotted.split("."))
    made = bytearray([40 * first + second])
    for part in rest:
        groups = [part & 0x7F]
        while part := part >> 7:
            groups.insert(0, part & 0x7F | 0x80)
        made += bytes(groups)
    return der(0x06, bytes(made))


def sm2_certificate(name: str) -> bytes:
    subject = der(0x30, der(0x31, der(0x30, object_id("2.5.4.3"), der(0x0C, name.encode()))))
    method = der(0x30, object_id("1.2.840.10045.2.1"), object_id("1.2.156.10197.1.301"))
    key = der(0x30, method, der(0x03, b"\0" + sm2_key()))
    body = der(0x30, der(0xA0, number(2)), number(7), der(0x30), der(0x30), der(0x30), subject, key)
    return der(0x30, body, der(0x30), der(0x03, b"\0"))


def ses(signed: bytes, name: str, *, old: bool = False, picture: bytes = b"") -> bytes:
    """A seal over these bytes, in the form of 2020 or of 2014."""
    about = der(0x30, der(0x30), der(0x16, b"1"), der(0x30), der(0x30, der(0x16, b"png"), der(0x04, picture)))
    parts = [number(4), der(0x30, about), der(0x18, b"20260701080910Z"), der(0x03, b"\0" + digest("sm3", signed))]
    parts.append(der(0x16, b"/Doc_0/Signs/Sign_0/Signature.xml"))
    beside = [der(0x04, sm2_certificate(name)), object_id("1.2.156.10197.1.501")]
    body = der(0x30, *parts, *(beside if old else ()))
    pair = der(0x30, *map(number, sm2_signature(body)))
    return der(0x30, body, *(() if old else beside), der(0x03, b"\0" + pair))


def sealed(ofd: bytes, name: str = "某市税务局", *, old: bool = False, leave_out: str = "OFD.xml") -> bytes:
    """The same OFD, every file of it under a seal but the ones left out."""
    files = entries(ofd)
    listed = "".join(
        f'<Reference FileRef="/{file}"><CheckValue>{base64.b64encode(digest("sm3", data)).decode()}</CheckValue>'
        "</Reference>"
        for file, data in files.items()
        if file != leave_out
    )
    signature = (
        "<Signature><SignedInfo><SignatureMethod>1.2.156.10197.1.501</SignatureMethod>"
        f'<References CheckMethod="1.2.156.10197.1.401">{listed}</References></SignedInfo>'
        "<SignedValue>SignedValue.dat</SignedValue></Signature>"
    ).encode()
    folder = "Doc_0/Signs/Sign_0/"
    return zipped(
        files | {f"{folder}Signature.xml": signature, f"{folder}SignedValue.dat": ses(signature, name, old=old)}
    )


def entries(ofd: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(ofd)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


@cache
def rsa_signer(name: str) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    key = rsa.generate_private_key(65537, 2048)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    day = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    made = x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key()).serial_number(9)
    made = made.not_valid_before(day).not_valid_after(day + dt.timedelta(days=900))
    return key, made.sign(key, hashes.SHA256())


def signed_pdf(pdf: bytes, name: str = "某科技有限公司", form: str = "adbe.pkcs7.detached") -> bytes:
    """The same PDF with a signature over all of it, added at its end as signing programs do."""
    key, certificate = rsa_signer(name)
    extra = b""
    if "x509" in form:
        extra = b"/Cert<" + certificate.public_bytes(Encoding.DER).hex().encode() + b">"
    whole = _with_empty_signature(pdf, form.encode(), extra)
    start = whole.index(_PLACE)
    end = start + len(_PLACE)
    ranges = b"[0 %d %d %d]" % (start, end, len(whole) - end)
    whole = whole.replace(b"[0 0 0 0]".ljust(60), ranges.ljust(60))
    message = whole[:start] + whole[end:]
    if "x509" in form:
        value = der(0x04, key.sign(message, padding.PKCS1v15(), hashes.SHA1()))
    elif "sm2" in form:
        value = ses(message, name)
    else:
        options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
        made = pkcs7.PKCS7SignatureBuilder().set_data(message).add_signer(certificate, key, hashes.SHA256())
        value = made.sign(Encoding.DER, options)
    return whole[:start] + b"<" + value.hex().encode().ljust(len(_PLACE) - 2, b"0") + b">" + whole[end:]


def _with_empty_signature(pdf: bytes, form: bytes, extra: bytes) -> bytes:
    root = int(re.findall(rb"/Root\s+(\d+) 0 R", pdf)[-1])
    size = int(re.findall(rb"/Size\s+(\d+)", pdf)[-1])
    before = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    catalog = re.search(rb"(?<!\d)%d 0 obj\s*<<(.*?)>>\s*endobj" % root, pdf, re.DOTALL)[1]
    objects = {
        root: b"<<" + catalog + b"/AcroForm<</Fields[%d 0 R]/SigFlags 3>>>>" % size,
        size: b"<</FT/Sig/T(s)/V %d 0 R>>" % (size + 1),
        size + 1: b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/"
        + form
        + b"/M(D:20260701160910+08'00')/ByteRange "
        + b"[0 0 0 0]".ljust(60)
        + extra
        + b"/Contents "
        + _PLACE
        + b">>",
    }
    whole, places = pdf + b"\n", {}
    for name, body in objects.items():
        places[name] = len(whole)
        whole += b"%d 0 obj\n%b\nendobj\n" % (name, body)
    table = b"".join(b"%d 1\n%010d 00000 n \n" % pair for pair in places.items())
    end = len(whole)
    trailer = b"trailer<</Size %d/Root %d 0 R/Prev %d>>" % (size + 2, root, before)
    return whole + b"xref\n" + table + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % end
