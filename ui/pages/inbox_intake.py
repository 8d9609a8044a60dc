"""How originals come into the inbox: folders walked, pictures pasted, two read at a time, each with its outcome."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QMimeData
from PySide6.QtGui import QImage

from studio_ledger.errors import LedgerError
from ui.desk import words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence

    from studio_ledger.queries.rows import InboxItem
    from studio_ledger.workspace import Session, Workspace
    from ui.desk import Desk

MOST_FILES = 500
AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: the item, or why there is none; `again` where its bytes lay there before."""

    name: str
    item: InboxItem | None
    refusal: str = ""
    again: bool = False

    @property
    def read(self) -> str:
        """What was read of it, in one line."""
        if self.item is None or not self.item.invoices:
            return ""
        told = []
        for one in self.item.invoices:
            total = f"¥{one.total.grouped}" if one.total is not None else _tr("金额未读出")
            told.append(f"{one.seller.name or _tr('销售方未读出')} {total}")
        return "；".join(told)

    @property
    def problem(self) -> str:
        """What is to be said of it; empty where all went well."""
        if self.item is None:
            return self.refusal
        if self.item.error:
            return self.item.error
        if self.item.duplicate_of:
            return _tr("“{0}”已报销过，选中它可看原凭证。").format(self.name)
        if any(standing.is_held for standing in self.item.standings):
            return _tr("“{0}”已登记拒收、退回补正或查验不符，不能报销。").format(self.name)
        if self.again:
            return _tr("“{0}”与已有的“{1}”是同一个文件，没有再放一份。").format(self.name, self.item.name)
        return ""

    @property
    def doubts(self) -> str:
        """The readers' warnings."""
        found = self.item.invoices if self.item is not None else ()
        return "；".join(warning.message for invoice in found for warning in invoice.warnings)

    @property
    def result(self) -> str:
        """The outcome in a word."""
        if self.item is None:
            return _tr("没有收入")
        if self.again:
            return _tr("已有")
        return _tr("读不出") if self.item.error else _tr("已放入")


def files_in(paths: Iterable[Path]) -> list[Path]:
    """Return the files, folders walked in the order of their names; hidden ones are left out."""
    found: list[Path] = []
    for path in paths:
        inner = sorted(path.rglob("*")) if path.is_dir() else [path]
        found += [file for file in inner if file.is_file() and not file.name.startswith(".")]
    return found


def take_all(
    desk: Desk, files: Sequence[Path], origin: str, done: Callable[[tuple[Outcome, ...]], None], title: str
) -> None:
    """Read files beside the window, two at a time; one that is refused does not stop the others."""
    workspace, session = desk.workspace, desk.session
    desk.run_many(files, lambda path: take_in(workspace, session, path, origin), done, title, at_once=AT_ONCE)


def take_in(workspace: Workspace, session: Session, path: Path, origin: str = "") -> Outcome:
    """Put one file into the inbox; a refusal does not stop the others."""
    try:
        taken = workspace.take_in(session, path, origin)
    except LedgerError as error:
        return Outcome(path.name, None, words(error))
    return Outcome(path.name, taken.item, again=taken.again)


def pasted(mime: QMimeData, now: dt.datetime) -> list[Path]:
    """Return the files on the clipboard; a picture becomes a file first."""
    if mime.hasUrls():
        return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    picture = mime.imageData() if mime.hasImage() else None
    if not isinstance(picture, QImage) or picture.isNull():
        return []
    path = Path(tempfile.mkdtemp(prefix="paste-")) / f"{_tr('粘贴')}_{now:%Y%m%d_%H%M%S}.png"
    picture.save(str(path))
    return [path]


def summary(outcomes: Sequence[Outcome], wanted: int) -> tuple[str, str]:
    """Return the kind of notice and its text: how many, and what is wrong with which."""
    problems = [outcome.problem for outcome in outcomes if outcome.problem]
    fresh = sum(outcome.item is not None and not outcome.again for outcome in outcomes)
    text = _tr("放入 {0} 个文件").format(fresh)
    if len(outcomes) < wanted:
        text += _tr("（已停止，其余 {0} 个没有读）").format(wanted - len(outcomes))
    if not problems:
        return "ok", text + _tr("，都已读出。")
    text += _tr("，{0} 个要看一下：").format(len(problems))
    if len(problems) > 3:
        return "warn", text.rstrip("：") + _tr("，请看逐个结果。")
    return "warn", "\n".join([text, *problems])


def _tr(text: str) -> str:
    return QCoreApplication.translate("InboxPage", text)
