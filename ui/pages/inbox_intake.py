"""How files come into the inbox: folders walked, pasted pictures kept, and what became of each."""

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
    from collections.abc import Iterable, Sequence

    from studio_ledger.queries.rows import InboxItem
    from studio_ledger.workspace import Session, Workspace

MOST_FILES = 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: the item, or why there is none."""

    name: str
    item: InboxItem | None
    refusal: str = ""

    @property
    def problem(self) -> str:
        """What is to be said of it; empty where all went well."""
        if self.item is None:
            return self.refusal
        if self.item.error:
            return self.item.error
        if self.item.duplicate_of:
            return _tr("“{0}”已报销过，选中它可看原凭证。").format(self.name)
        return ""


def files_in(paths: Iterable[Path]) -> list[Path]:
    """Return the files, folders walked in the order of their names; hidden ones are left out."""
    found: list[Path] = []
    for path in paths:
        inner = sorted(path.rglob("*")) if path.is_dir() else [path]
        found += [file for file in inner if file.is_file() and not file.name.startswith(".")]
    return found


def take_in(workspace: Workspace, session: Session, path: Path) -> Outcome:
    """Put one file into the inbox; a refusal does not stop the others."""
    try:
        return Outcome(path.name, workspace.add_to_inbox(session, path))
    except LedgerError as error:
        return Outcome(path.name, None, words(error))


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
    text = _tr("放入 {0} 个文件").format(len(outcomes))
    if len(outcomes) < wanted:
        text += _tr("（已停止，其余 {0} 个没有读）").format(wanted - len(outcomes))
    if not problems:
        return "ok", text + _tr("，都已读出。")
    text += _tr("，其中 {0} 个有问题：").format(len(problems))
    shown = "\n".join(problems[:5])
    more = _tr("\n……其余 {0} 个见列表。").format(len(problems) - 5) if len(problems) > 5 else ""
    return "warn", f"{text}\n{shown}{more}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("InboxPage", text)
