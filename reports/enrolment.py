"""The form on which a signer certifies by hand the key that will sign in his name (电子签名密钥登记表)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports import style, table
from reports.files import write_atomically
from reports.paper import A4, Origin, Paper, pages_pdf
from reports.style import MM
from reports.table import Column, Look

if TYPE_CHECKING:
    from pathlib import Path

    from studio_ledger.statements.figures import EnrolmentForm

_TITLE = "电子签名密钥登记表"
_AGREEMENT = (
    "　　依据《中华人民共和国电子签名法》第十三条“当事人也可以选择使用符合其约定的可靠条件的电子签名”，"
    "本人与所在学校约定：凡以上列指纹所对应的密钥在本台账中作出的电子签名，符合下列条件的，"
    "双方视为可靠的电子签名，依该法第十四条与本人手写签名或者盖章具有同等的法律效力：",
    "　　（一）密钥由本人生成并专有，口令只有本人知晓，不借与、不告知他人；",
    "　　（二）签署时密钥仅由本人控制；",
    "　　（三）签署后对电子签名的任何改动，可由台账的核验功能发现；",
    "　　（四）签署后对所签内容和形式的任何改动，可由台账的核验功能发现。",
    "　　密钥遗失、泄露或者本人不再担任上列职务的，本人应立即告知学校，并在台账中注销该密钥；"
    "自注销记录入链之时起，以该密钥作出的新签名无效，此前的签名不受影响。",
    "　　本人已将屏幕所示指纹与上列指纹逐组核对一致。",
)


def write_pdf(form: EnrolmentForm, path: Path) -> None:
    """Write the form; the same figures give the same bytes.

    Raises: OSError.
    """
    origin = Origin(form.made_at, form.head, final=True)
    content = pages_pdf(A4, origin, f"{_TITLE} {form.name}", form.school, lambda paper: _form(paper, form))
    write_atomically(path, content)


def _form(paper: Paper, form: EnrolmentForm) -> None:
    paper.y -= 7 * MM
    style.title(paper.canvas, paper.frame.left + paper.frame.room / 2, paper.y, _TITLE, 18, room=paper.frame.room)
    paper.y -= 9 * MM
    columns = (Column("", 32, shaded=True), Column("", 140))
    rows = [
        ("姓名", form.name),
        ("学校", form.school),
        ("职务（角色）", "、".join(form.roles)),
        ("登录名", form.login),
        ("台账编号", form.ledger),
    ]
    table.draw(paper, columns, rows, look=Look(size=10.5, row=9 * MM, head=False))
    _fingerprint(paper, form)
    paper.heading("约定")
    for words in _AGREEMENT:
        paper.paragraph(words, 10)
    _signatures(paper)
    paper.y -= 2 * MM
    paper.paragraph("本表一式两份：学校存一份，上级主管部门备案一份。录入人须依本纸面（不依屏幕）录入指纹末两组。", 8.5)


def _fingerprint(paper: Paper, form: EnrolmentForm) -> None:
    paper.heading("密钥指纹（SHA-256 前 128 位，八组）", 32 * MM)
    canvas, left, high = paper.canvas, paper.frame.left, 32 * MM
    top = paper.y
    canvas.setStrokeColorRGB(*style.GRID)
    canvas.setLineWidth(0.5)
    canvas.rect(left, top - high, paper.frame.room, high, stroke=1, fill=0)
    groups = form.fingerprint.split()
    for place, group in enumerate(groups):
        x = left + (20 + 32 * (place % 4)) * MM
        y = top - (12 + 13 * (place // 4)) * MM
        style.text(canvas, x, y, group, 18, bold=True, align="centre")
        style.text(canvas, x, y - 4 * MM, f"第{place + 1}组", 7, align="centre", colour=style.FAINT)
    content = f"studio-ledger/{form.ledger}\nkey {form.login}\n{' '.join(groups)}\n"
    style.qr(canvas, left + paper.frame.room - 29 * MM, top - high + 3 * MM, 26 * MM, content)
    paper.y = top - high


def _signatures(paper: Paper) -> None:
    high = 46 * MM
    paper.need(high + 4 * MM)
    paper.y -= 3 * MM
    canvas, left, top = paper.canvas, paper.frame.left, paper.y
    half = paper.frame.room / 2
    canvas.setStrokeColorRGB(*style.GRID)
    canvas.setLineWidth(0.5)
    for x, label, seal in ((left, "签名人（本人手写签名）", ""), (left + half, "学校（盖章）", "（单位公章）")):
        canvas.rect(x, top - high, half, high, stroke=1, fill=0)
        style.text(canvas, x + 2 * MM, top - 6 * MM, label, 10)
        style.text(canvas, x + half / 2, top - high / 2, seal, 9, align="centre", colour=style.FAINT)
        style.text(canvas, x + half - 3 * MM, top - high + 4 * MM, "年　　月　　日", 10, align="right")
    paper.y = top - high
