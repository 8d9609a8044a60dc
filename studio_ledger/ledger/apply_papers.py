"""The reducer of city papers: their figures are in force once both have signed (Art. 3 严格执行我市相关规定)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, insert

from studio_ledger.ledger.apply_documents import EFFECTS, propose
from studio_ledger.ledger.refusals import BadPaperError
from studio_ledger.log import canonical
from studio_ledger.log.canonical import clean_text
from studio_ledger.model.money import Money
from studio_ledger.model.paper import CityPaper, Figure
from studio_ledger.model.voucher import Attachment
from studio_ledger.storage.papers import city_figure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio_ledger.log.act import Act


def paper_fields(paper: CityPaper) -> dict[str, Any]:
    """Spell a paper; figures are decimal texts, since hours and days are not money."""
    return {
        "studio": paper.studio,
        "title": clean_text(paper.title),
        "number": clean_text(paper.number),
        "jurisdiction": clean_text(paper.jurisdiction),
        "valid_from": paper.valid_from.isoformat(),
        "valid_to": paper.valid_to.isoformat() if paper.valid_to else "",
        "figures": [
            {
                "standard": figure.standard,
                "key": clean_text(figure.key),
                "value": f"{figure.value:f}",
                "months": list(figure.months),
            }
            for figure in paper.figures
        ],
        "attachments": [
            {"kind": item.kind, "sha256": item.sha256, "name": clean_text(item.name)} for item in paper.attachments
        ],
    }


def read_paper(document: str, fields: Mapping[str, Any]) -> CityPaper:
    """Read a paper back.

    Raises: BadPaperError for a figure that is no number.
    """
    try:
        figures = tuple(
            Figure(one["standard"], one["key"], Decimal(one["value"]), tuple(one["months"]))
            for one in fields["figures"]
        )
    except InvalidOperation as error:
        raise BadPaperError(reason="value", row="") from error
    return CityPaper(
        id=document,
        studio=fields["studio"],
        title=fields["title"],
        number=fields["number"],
        jurisdiction=fields["jurisdiction"],
        valid_from=dt.date.fromisoformat(fields["valid_from"]),
        valid_to=dt.date.fromisoformat(fields["valid_to"]) if fields["valid_to"] else None,
        figures=figures,
        attachments=tuple(Attachment(a["kind"], a["sha256"], a["name"]) for a in fields["attachments"]),
    )


def demand_sound(paper: CityPaper) -> None:
    """Refuse a paper without number, figures or the document itself, or with a figure that is none.

    Raises: BadPaperError naming the row.
    """
    if not paper.number.strip() or not paper.figures:
        raise BadPaperError(reason="form", row="")
    if not any(item.sha256 for item in paper.attachments):
        raise BadPaperError(reason="no_document", row="")
    if paper.valid_to is not None and paper.valid_to < paper.valid_from:
        raise BadPaperError(reason="days", row="")
    seen = set()
    for row, figure in enumerate(paper.figures, 1):
        if not figure.value.is_finite() or figure.value < 0 or not figure.standard:
            raise BadPaperError(reason="value", row=row)
        if not set(figure.months) <= set(range(1, 13)):
            raise BadPaperError(reason="months", row=row)
        place = (figure.standard, figure.key, figure.months)
        if place in seen:
            raise BadPaperError(reason="twice", row=row)
        seen.add(place)


def paper(connection: Connection, act: Act) -> None:
    """A city's paper, waiting for both signatures."""
    what = read_paper(act.document, act.data["content"])
    demand_sound(what)
    title = f"标准文件：{what.title or what.number}"
    propose(connection, act, what.valid_from.year, title, what.valid_from.isoformat(), Money())


def _effect(connection: Connection, act: Act, row: Row[Any]) -> None:
    what = read_paper(row.id, canonical.decode(row.content))
    connection.execute(
        insert(city_figure),
        [
            {
                "document": row.id,
                "line": line,
                "standard": figure.standard,
                "key": figure.key,
                "value": f"{figure.value:f}",
                "months": " ".join(map(str, figure.months)),
                "valid_from": what.valid_from.isoformat(),
                "valid_to": what.valid_to.isoformat() if what.valid_to else "",
                "number": what.number,
                "jurisdiction": what.jurisdiction,
                "seq": act.seq,
            }
            for line, figure in enumerate(what.figures, 1)
        ],
    )


EFFECTS["paper"] = _effect
