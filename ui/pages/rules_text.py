"""The measures' text as a page to read: its paragraphs, the articles among them, and where each stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QUrl
from PySide6.QtWidgets import QTextBrowser

from ui import theme

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from PySide6.QtWidgets import QWidget

_ARTICLE = re.compile(r"第([一二三四五六七八九十]+)条$")
_PART = re.compile(r"第([一二三四五六七八九十]+)部分第([一二三四五六七八九十]+)款$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text; `article` is the article that it is, empty for one that no rule cites."""

    text: str
    heading: bool = False
    article: str = ""


def paragraphs(text: str, articles: Mapping[str, str]) -> tuple[Paragraph, ...]:
    """Return the measures' paragraphs, then the articles cited that stand elsewhere, with their quotes."""
    lines = [line for line in text.splitlines() if line]
    found = {place: article for article in articles for place in _places(lines, article)}
    told = [
        Paragraph(line.removeprefix("# "), line.startswith("# "), found.get(at, "")) for at, line in enumerate(lines)
    ]
    rest = [article for article in articles if article not in found.values()]
    if rest:
        told.append(Paragraph(QCoreApplication.translate("RulesText", "所引用的条款和文件（摘录）"), heading=True))
        told += [Paragraph(f"{article}　{articles[article]}", article=article) for article in rest]
    return tuple(told)


def _places(lines: list[str], article: str) -> Iterable[int]:
    """Where an article stands: under the heading that its name begins with."""
    whole, part = _ARTICLE.search(article), _PART.search(article)
    if whole:
        under = article[: whole.start()]
        return _first(lines, under, f"第{whole[1]}条", "")
    return _first(lines, article[: part.start()], f"（{part[2]}）", f"{part[1]}、") if part else ()


def _first(lines: list[str], under: str, start: str, after: str) -> Iterable[int]:
    inside = passed = False
    for place, line in enumerate(lines):
        if line.startswith("# "):
            inside, passed = line.endswith(under), not after
        elif inside and after and line.startswith(after):
            passed = True
        elif inside and passed and line.startswith(start):
            return (place,)
    return ()


class MeasuresText(QTextBrowser):
    """Shows the paragraphs; an article's anchor is its place among them. `anchorClicked` tells which was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("measuresText")
        self.setAccessibleName(self.tr("办法全文"))
        self.setOpenLinks(False)
        self._told: tuple[Paragraph, ...] = ()
        self._chosen = ""

    def show_text(self, told: tuple[Paragraph, ...]) -> None:
        """Show other paragraphs."""
        self._told = told
        self._draw()

    def choose(self, article: str) -> None:
        """Mark an article and bring it into sight; an empty one marks nothing."""
        if article != self._chosen:
            self._chosen = article
            self._draw()
        place = next((at for at, one in enumerate(self._told) if article and one.article == article), None)
        if place is not None:
            self.scrollToAnchor(f"a{place}")

    def article_at(self, url: QUrl) -> str:
        """Return the article whose link was clicked."""
        place = url.toString().removeprefix("#a")
        return self._told[int(place)].article if place.isdigit() else ""

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme, and stay where one reads."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            place = self.verticalScrollBar().value()
            self._draw()
            self.verticalScrollBar().setValue(place)

    def _draw(self) -> None:
        ink, mark = theme.color("text").name(), theme.color("selection").name()
        link = theme.color("link").name()
        parts = []
        for place, one in enumerate(self._told):
            text = escape(one.text)
            if one.heading:
                size = theme.px("section")
                parts.append(f"<p style='font-weight:600;font-size:{size}px;color:{ink}'>{text}</p>")
                continue
            if one.article:
                head, _, body = text.partition("　")
                head = head if body else text[:24]
                body = body or text[24:]
                style = f"color:{link};text-decoration:none"
                text = f"<a name='a{place}' href='#a{place}' style='{style}'>{head}</a>　{body}"
            ground = f"background-color:{mark};" if one.article and one.article == self._chosen else ""
            parts.append(f"<p style='{ground}color:{ink};margin-top:4px;margin-bottom:4px'>{text}</p>")
        self.setHtml("".join(parts))
