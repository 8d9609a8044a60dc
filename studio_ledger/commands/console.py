"""What every command shares: the ledger it works on, who acts, and how it speaks to people and to programs."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import re
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from studio_ledger.workspace import Session, Workspace

DONE, FOUND_WRONG, NOT_DONE = 0, 1, 2
PASSWORD_VARIABLE = "STUDIO_LEDGER_PASSWORD"  # noqa: S105 - the variable's name, not a password

Command = "Callable[[argparse.Namespace], int]"


class CannotError(Exception):
    """The command cannot be done; the text is one plain sentence for the person at the terminal."""


class Parser(argparse.ArgumentParser):
    """Speaks Chinese where the words on the command line are wrong."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one sentence and leave with 2."""
        raise CannotError(f"命令写法不对：{_in_chinese(message)}。用 {self.prog} --help 查看写法。")


_ARGPARSE_WORDS = (
    (r"the following arguments are required: (.*)", r"缺少 \1"),
    (r"unrecognized arguments: (.*)", r"不认识 \1"),
    (r"argument (.*): invalid choice: (.*) \(choose from (.*)\)", r"\1 不能是 \2，可选 \3"),
    (r"argument (.*): expected one argument", r"\1 后面缺少内容"),
    (r"argument (.*): expected at least one argument", r"\1 后面至少要有一项"),
    (r"argument (.*): invalid int value: (.*)", r"\1 须是整数，不能是 \2"),
    (r"argument (.*): not allowed with argument (.*)", r"\1 不能与 \2 同用"),
    (r"argument (.*): (.*)", r"\1：\2"),
)


def _in_chinese(message: str) -> str:
    for pattern, words in _ARGPARSE_WORDS:
        if re.fullmatch(pattern, message, re.DOTALL):
            return re.sub(pattern, words, message, flags=re.DOTALL)
    return message


def ledger_path(options: argparse.Namespace) -> Path:
    """Return the ledger file that ``--ledger`` names.

    Raises: CannotError where there is none, or where it is a server's address.
    """
    text: str = options.ledger or ""
    if not text:
        raise CannotError("请用 --ledger 指明账套文件，例如 studio-ledger --ledger 账套.studio balance。")
    if re.match(r"(postgresql|postgres)(\+\w+)?://", text):
        raise CannotError("本版本还不能连接 PostgreSQL 服务器，请使用 .studio 账套文件。")
    return Path(text)


def keys_beside(path: Path) -> Path | None:
    """Return a sample ledger's own key folder, or None for the user's."""
    beside = path.with_name(path.name + ".keys")
    return beside if beside.is_dir() else None


@contextmanager
def reading(options: argparse.Namespace) -> Iterator[Workspace]:
    """Open the ledger for looking."""
    from studio_ledger.workspace import Workspace  # noqa: PLC0415 - heavy

    path = ledger_path(options)
    workspace = Workspace.open(path, keys_beside(path), read_only=True, window=False)
    try:
        yield workspace
    finally:
        workspace.close()


@contextmanager
def writing(options: argparse.Namespace) -> Iterator[tuple[Workspace, Session, str]]:
    """Open the ledger, and let the person of ``--as`` in with the password, which is handed on for signing."""
    from studio_ledger.workspace import Workspace  # noqa: PLC0415 - heavy

    path = ledger_path(options)
    workspace = Workspace.open(path, keys_beside(path), window=False)
    try:
        password = _password(options.user)
        yield workspace, workspace.login(options.user, password), password
    finally:
        workspace.close()


def _password(user: str) -> str:
    password = os.environ.get(PASSWORD_VARIABLE)
    if password is not None:
        return password
    if not sys.stdin.isatty():
        raise CannotError(f"没有密码：请在终端中运行并输入 {user} 的密码，或设置环境变量 {PASSWORD_VARIABLE}。")
    return getpass.getpass(f"{user} 的密码：")


def say(text: str = "") -> None:
    """Print a line for people on stdout."""
    print(text)


def complain(text: str) -> None:
    """Print a line for people on stderr."""
    # A name that came in an unreadable encoding is told as the bytes it was, which most often are UTF-8.
    print(text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"), file=sys.stderr)


def say_json(value: Any) -> None:
    """Print one JSON document on one line."""
    print(json.dumps(value, ensure_ascii=False))


def speak_utf8() -> None:
    """Write UTF-8 whatever the locale: JSON is for programs, and a Chinese terminal may call itself C or GBK."""
    for stream in (sys.stdout, sys.stderr):
        _reconfigure(stream)


def _reconfigure(stream: TextIO) -> None:
    change = getattr(stream, "reconfigure", None)
    if change is not None:
        change(encoding="utf-8", errors="backslashreplace")


def add_user(parser: argparse.ArgumentParser) -> None:
    """Add ``--as USER``."""
    parser.add_argument("--as", dest="user", required=True, metavar="USER", help="登录名；密码取自环境变量或当场输入")


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add ``--json``."""
    parser.add_argument("--json", action="store_true", help="输出 JSON，供程序读取")
