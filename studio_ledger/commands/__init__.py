"""The command line: for scripts, auditors and tests. It goes through the same Workspace as the window.

Exit codes: 0 done, 1 done and something was found wrong, 2 could not be done.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from studio_ledger.commands import console
from studio_ledger.commands.console import CannotError, Parser
from studio_ledger.errors import LedgerError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

DEBUG_VARIABLE = "STUDIO_LEDGER_DEBUG"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command, or open the window where none is given; returns the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    console.speak_utf8()
    try:
        if _is_for_window(arguments):
            return _window(arguments)
        return _run(arguments)
    except CannotError as error:
        console.complain(str(error))
    except LedgerError as error:
        from studio_ledger.text import sentence  # noqa: PLC0415 - only a refusal needs its words

        console.complain(sentence(error))
    except KeyboardInterrupt:
        console.complain("已中断。没有写完的操作不会留在账套中。")
    except BrokenPipeError:
        # Whoever read the output has had enough; a second failure while the interpreter flushes says nothing more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return console.DONE
    except OSError as error:
        console.complain(f"文件“{error.filename or ''}”不能读写：{error.strerror or error}。请检查路径、权限和磁盘。")
        _tell_developers()
    except Exception as error:  # noqa: BLE001 - the outermost caller: a person gets a sentence, not a traceback
        console.complain(f"程序出错（{type(error).__name__}），没有完成。设置 {DEBUG_VARIABLE}=1 再运行可看到详情。")
        _tell_developers()
    return console.NOT_DONE


def _tell_developers() -> None:
    if os.environ.get(DEBUG_VARIABLE):
        import traceback  # noqa: PLC0415

        traceback.print_exc()


def _is_for_window(arguments: Sequence[str]) -> bool:
    """Whether there is no command: nothing, a ledger's file to open, or ``--ledger FILE`` alone."""
    match arguments:
        case []:
            return True
        case [path] if path.endswith(".studio"):
            return True
        case ["--ledger", _]:
            return True
        case [option] if option.startswith("--ledger="):
            return True
    return False


def _window(arguments: list[str]) -> int:
    displays = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform == "linux" and not any(os.environ.get(name) for name in displays):
        raise CannotError("这里没有图形桌面，打不开窗口。命令可以照常使用，见 studio-ledger --help。")
    from ui.app import main as window  # noqa: PLC0415 - Qt is loaded for the window alone

    ledger = [part.removeprefix("--ledger=") for part in arguments if part != "--ledger"]
    if ledger and "://" in ledger[0]:
        raise CannotError("本版本还不能连接 PostgreSQL 服务器，请使用 .studio 账套文件。")
    return window(ledger)


def _run(arguments: list[str]) -> int:
    try:
        options = _parser().parse_args(arguments)
    except SystemExit as left:  # --help and --version print and leave
        return left.code if isinstance(left.code, int) else console.NOT_DONE
    result: int = options.run(options)
    sys.stdout.flush()
    return result


def _parser() -> argparse.ArgumentParser:
    from studio_ledger import __version__  # noqa: PLC0415
    from studio_ledger.commands import bench, books, demo, invoices, judging, suspicions, tour, vouchers  # noqa: PLC0415

    parser = Parser(
        prog="studio-ledger",
        description="名班主任工作室专项经费台账。不带命令时打开窗口。",
        epilog="退出码：0 完成；1 完成，但发现问题；2 没有完成。",
    )
    parser.add_argument("--ledger", metavar="LEDGER", default="", help="账套文件（.studio）")
    parser.add_argument("--version", action="version", version=f"studio-ledger {__version__}")
    families = parser.add_subparsers(dest="command", metavar="命令", required=True, parser_class=Parser)
    for family in (tour, demo, judging, invoices, vouchers, books, suspicions, bench):
        family.add_commands(families)
    return parser
