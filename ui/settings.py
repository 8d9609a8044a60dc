"""What this person's window remembers on this computer; nothing of weight."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QSettings

if TYPE_CHECKING:
    from collections.abc import Mapping

_RECENT = 6


class UiSettings:
    """Appearance, last ledgers and last folders, kept by QSettings."""

    def __init__(self, store: QSettings | None = None) -> None:
        self._store = store or QSettings("studio-ledger", "studio-ledger")

    @property
    def scheme(self) -> str:
        """``light``, ``dark`` or ``system``."""
        return str(self._store.value("scheme", "light"))

    @scheme.setter
    def scheme(self, value: str) -> None:
        self._store.setValue("scheme", value)

    @property
    def base_px(self) -> int:
        """The type size, 12 to 18 pixels."""
        return min(18, max(12, self._number("base_px", 13)))

    @base_px.setter
    def base_px(self, value: int) -> None:
        self._store.setValue("base_px", value)

    @property
    def idle_minutes(self) -> int:
        """Minutes without a key or a click after which the window locks; 0 never."""
        return max(0, self._number("idle_minutes", 10))

    @idle_minutes.setter
    def idle_minutes(self, value: int) -> None:
        self._store.setValue("idle_minutes", value)

    @property
    def rail_folded(self) -> bool:
        """Whether the rail shows icons only."""
        return self._number("rail_folded", 0) == 1

    @rail_folded.setter
    def rail_folded(self, value: bool) -> None:
        self._store.setValue("rail_folded", int(value))

    @property
    def recent_ledgers(self) -> tuple[Path, ...]:
        """The ledgers opened last, newest first, that are still there."""
        value: Any = self._store.value("recent_ledgers", [])
        names: list[str] = [value] if isinstance(value, str) else list(value or [])
        return tuple(path for path in map(Path, names) if path.exists())

    def remember_ledger(self, path: Path) -> None:
        """Put a ledger first in the list of those opened last."""
        rest = [str(other) for other in self.recent_ledgers if other != path]
        self._store.setValue("recent_ledgers", [str(path), *rest][:_RECENT])

    def notice(self, path: Path) -> str:
        """Return what is to be said whenever this ledger is opened: a sample's passwords, else nothing."""
        return str(self._store.value(f"notice/{path.name}", ""))

    def remember_notice(self, path: Path, text: str) -> None:
        """Say this whenever this ledger is opened."""
        self._store.setValue(f"notice/{path.name}", text)

    def folder(self, purpose: str) -> Path:
        """Return the folder last used for a purpose, or the home folder."""
        path = Path(str(self._store.value(f"folder/{purpose}", "")) or Path.home())
        return path if path.is_dir() else Path.home()

    def remember_folder(self, purpose: str, path: Path) -> None:
        """Keep the folder of a file that was chosen for a purpose."""
        self._store.setValue(f"folder/{purpose}", str(path if path.is_dir() else path.parent))

    def bank_columns(self) -> dict[str, dict[str, str]]:
        """Return how statement files were matched by hand, by their headings."""
        value = str(self._store.value("bank_columns", "") or "{}")
        try:
            return {str(key): dict(columns) for key, columns in json.loads(value).items()}
        except (ValueError, AttributeError, TypeError):
            return {}

    def remember_bank_columns(self, signature: str, matched: Mapping[str, str]) -> None:
        """Match the same bank's next file in the same way."""
        known = self.bank_columns() | {signature: dict(matched)}
        self._store.setValue("bank_columns", json.dumps(known, ensure_ascii=False))

    @property
    def watching(self) -> bool:
        """Whether a folder is watched for originals; off until somebody turns it on."""
        return self._number("watching", 0) == 1

    @watching.setter
    def watching(self, value: bool) -> None:
        self._store.setValue("watching", int(value))

    @property
    def watched_folder(self) -> Path | None:
        """The folder of the scanner or the phone; None where none was chosen."""
        name = str(self._store.value("watched_folder", "") or "")
        return Path(name) if name else None

    @watched_folder.setter
    def watched_folder(self, value: Path | None) -> None:
        self._store.setValue("watched_folder", str(value) if value is not None else "")

    @property
    def last_login(self) -> str:
        """The login that entered last."""
        return str(self._store.value("last_login", ""))

    @last_login.setter
    def last_login(self, value: str) -> None:
        self._store.setValue("last_login", value)

    @property
    def geometry(self) -> QByteArray | None:
        """Where the window stood."""
        value = self._store.value("geometry")
        return value if isinstance(value, QByteArray) else None

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._store.setValue("geometry", value)

    def _number(self, key: str, otherwise: int) -> int:
        try:
            return int(str(self._store.value(key, otherwise)))
        except ValueError:
            return otherwise
