"""The commands of the books: balance, report, verify, backup."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio_ledger.commands.console import (
    DONE,
    FOUND_WRONG,
    CannotError,
    add_json,
    complain,
    keys_beside,
    ledger_path,
    reading,
    say,
    say_json,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from studio_ledger.model.verification import Verification
    from studio_ledger.queries.rows import YearFigures
    from studio_ledger.workspace import Workspace

_PIN = re.compile(r"\d+:[0-9a-fA-F]{64}")


def add_commands(families: argparse._SubParsersAction[Any]) -> None:
    """Add ``balance``, ``report``, ``verify`` and ``backup``."""
    balance = families.add_parser("balance", help="各年度到账、支出、在途、可用")
    balance.add_argument("--studio", metavar="ID")
    balance.add_argument("--year", type=int, metavar="Y")
    add_json(balance)
    balance.set_defaults(run=_balance)

    report = families.add_parser("report", help="生成报表文件")
    report.add_argument("name", nargs="?", metavar="NAME", help="报表名，见 report --list")
    report.add_argument("--list", action="store_true", help="列出可生成的报表")
    report.add_argument("--studio", metavar="ID")
    report.add_argument("--year", type=int, metavar="Y")
    report.add_argument("--out", metavar="FILE", help=".pdf 或 .xlsx")
    report.add_argument("--voucher", metavar="VOUCHER", help="voucher_sheet：只出这一张；不写则出本年度已入账的全部")
    report.add_argument("--person", metavar="USER", help="enrolment：登记表属于谁")
    add_json(report)
    report.set_defaults(run=_report)

    verify = families.add_parser("verify", help="重放全部日志，核对签名、哈希链、表和原件")
    verify.add_argument("--head", default="", metavar="SEQ:HASH", help="别处留存的日志头，例如打印在报表上的")
    verify.add_argument("--key", action="append", default=[], metavar="PERSON:FINGERPRINT", help="登记表上的密钥指纹")
    add_json(verify)
    verify.set_defaults(run=_verify)

    backup = families.add_parser("backup", help="备份账套，并校验副本")
    backup.add_argument("out", metavar="OUT.studio")
    backup.set_defaults(run=_backup)


def _balance(options: argparse.Namespace) -> int:
    with reading(options) as workspace:
        studios = [
            {
                "id": studio.id,
                "name": studio.name,
                "years": [
                    year_json(workspace.year_figures(studio.id, year)) for year in _years(workspace, studio.id, options)
                ],
            }
            for studio in ([workspace.studio(options.studio)] if options.studio else workspace.studios())
        ]
        if options.json:
            say_json({"studios": studios})
        else:
            for line in _balance_words(studios, workspace):
                say(line)
    return DONE


def _years(workspace: Workspace, studio: str, options: argparse.Namespace) -> Iterable[int]:
    return [options.year] if options.year is not None else sorted(workspace.years(studio))


def year_json(figures: YearFigures) -> dict[str, Any]:
    """Return a year's figures in the form of the contract."""
    return {
        "year": figures.year,
        "closed": figures.closed,
        "granted": str(figures.granted),
        "spent": str(figures.spent),
        "committed": str(figures.committed),
        "available": str(figures.available),
        "sources": [
            {
                "source": row.source.value,
                "granted": str(row.granted),
                "spent": str(row.spent),
                "committed": str(row.committed),
            }
            for row in figures.sources
        ],
        "categories": [
            {
                "category": row.category,
                "budget": str(row.budget),
                "spent": str(row.spent),
                "committed": str(row.committed),
            }
            for row in figures.categories
        ],
    }


def _balance_words(studios: list[dict[str, Any]], workspace: Workspace) -> Iterable[str]:
    for studio in studios:
        yield f"{studio['name']}（{studio['id']}）"
        for year in studio["years"]:
            closed = "（已结账）" if year["closed"] else ""
            yield (
                f"  {year['year']} 年{closed}：到账 {year['granted']}，支出 {year['spent']}，"
                f"签字中 {year['committed']}，可用 {year['available']}"
            )
            for row in year["categories"]:
                name = workspace.policy.category_name(row["category"])
                yield f"      {name}：预算 {row['budget']}，支出 {row['spent']}，签字中 {row['committed']}"


def _report(options: argparse.Namespace) -> int:
    from reports import LISTED  # noqa: PLC0415 - reports sits above the ledger, and costs nothing until it draws

    if options.list:
        if options.json:
            say_json([{"name": kind.name, "title": kind.title, "formats": list(kind.formats)} for kind in LISTED])
        else:
            for kind in LISTED:
                say(f"{kind.name:<14} {kind.title}（{'、'.join(kind.formats)}）")
        return DONE
    if not options.name or not options.out:
        raise CannotError("请写明报表名和 --out 文件；report --list 列出全部报表。")
    kinds = {kind.name: kind for kind in LISTED}
    if options.name not in kinds:
        raise CannotError(f"没有报表“{options.name}”，可选 {'、'.join(kinds)}。")
    out = Path(options.out)
    suffix = out.suffix.lower().removeprefix(".")
    if suffix not in kinds[options.name].formats:
        raise CannotError(f"“{kinds[options.name].title}”只能生成 {'、'.join(kinds[options.name].formats)} 文件。")
    with reading(options) as workspace:
        _write(workspace, options, out, suffix)
    complain(f"已写入 {out}")
    return DONE


def _write(workspace: Workspace, options: argparse.Namespace, out: Path, suffix: str) -> None:
    from reports import writer  # noqa: PLC0415

    write = writer(options.name, suffix)
    if options.name == "enrolment":
        people = {person.login: person.id for person in workspace.people() if person.enrolled}
        if options.person not in people:
            raise CannotError(f"请用 --person 指明已登记密钥的人，可选 {'、'.join(people)}。")
        return write(workspace.enrolment_form(people[options.person]), out)
    if options.name == "voucher_sheet":
        return _write_sheets(workspace, options, out, suffix)
    studio, year = _studio_and_year(options)
    workspace.studio(studio)
    if options.name == "suspicions":
        return write(workspace.audit_statement(studio, year), out)
    return write(workspace.annual_statement(studio, year), out)


def _write_sheets(workspace: Workspace, options: argparse.Namespace, out: Path, suffix: str) -> None:
    from reports import writer  # noqa: PLC0415
    from reports.voucher_sheet import write_many  # noqa: PLC0415
    from studio_ledger.commands.vouchers import find_voucher  # noqa: PLC0415
    from studio_ledger.model.voucher import State  # noqa: PLC0415
    from studio_ledger.queries.rows import VoucherFilter  # noqa: PLC0415

    if options.voucher:
        sheet = workspace.voucher_sheet(find_voucher(workspace, options.voucher).id)
        writer("voucher_sheet", suffix)(sheet, out)
        return
    studio, year = _studio_and_year(options)
    workspace.studio(studio)
    rows = workspace.vouchers(VoucherFilter(studio=studio, year=year, states=(State.POSTED,))).rows
    if suffix != "pdf" or not rows:
        raise CannotError("没有已入账的凭证。" if not rows else "多张凭证只能生成 pdf；xlsx 请用 --voucher 指明一张。")
    write_many([workspace.voucher_sheet(row.id) for row in sorted(rows, key=lambda row: row.number)], out)


def _studio_and_year(options: argparse.Namespace) -> tuple[str, int]:
    if not options.studio or options.year is None:
        raise CannotError("请用 --studio 和 --year 指明工作室和年度。")
    return options.studio, options.year


def _verify(options: argparse.Namespace) -> int:
    if options.head and not _PIN.fullmatch(options.head):
        raise CannotError("--head 要写成 序号:哈希，哈希为 64 位十六进制数，如报表上所印。")
    fingerprints = {}
    for text in options.key:
        person, colon, fingerprint = text.partition(":")
        if not colon or not person or not fingerprint.strip():
            raise CannotError("--key 要写成 登录名:指纹，指纹如密钥登记表上所印。")
        fingerprints[person] = fingerprint
    result = _verified(ledger_path(options), options.head, fingerprints)
    if options.json:
        say_json(verification_json(result))
    else:
        _tell(result)
    return DONE if result.ok else FOUND_WRONG


def _verified(path: Path, head: str, fingerprints: dict[str, str]) -> Verification:
    from sqlalchemy.exc import DatabaseError  # noqa: PLC0415 - heavy

    from studio_ledger.storage.engine import LedgerFileError  # noqa: PLC0415
    from studio_ledger.workspace import Workspace  # noqa: PLC0415

    try:
        workspace = Workspace.open(path, keys_beside(path), read_only=True, window=False)
    except LedgerFileError as error:
        if error.reason not in {"tampered", "damaged"}:
            raise
        # Such a file is not opened for work, but the auditor is told all that is wrong with it.
        try:
            return _verified_as_it_is(path, head, fingerprints)
        except DatabaseError:
            raise error from None
    try:
        logins = {
            name: person.login for person in workspace.people() for name in (person.id, person.name, person.login)
        }
        return workspace.verify(head, {logins.get(who, who): text for who, text in fingerprints.items()})
    finally:
        workspace.close()


def _verified_as_it_is(path: Path, head: str, fingerprints: dict[str, str]) -> Verification:
    from studio_ledger.audit.verify import verify  # noqa: PLC0415
    from studio_ledger.storage.engine import make_engine  # noqa: PLC0415

    engine = make_engine(path, read_only=True)
    try:
        with engine.connect().execution_options(tx="DEFERRED") as connection:
            return verify(connection, pinned_head=head, fingerprints=fingerprints)
    finally:
        engine.dispose()


def verification_json(result: Verification) -> dict[str, Any]:
    """Return what `verify` found in the form of the contract."""
    return {
        "ok": result.ok,
        "acts": result.acts,
        "vouchers": result.vouchers,
        "head": {"seq": result.head_seq, "hash": result.head_hash},
        "defects": [{"code": d.code, "where": d.where, "message": d.message} for d in result.defects],
        "pinned": result.pinned,
        "unlogged": list(result.unlogged),
    }


def _tell(result: Verification) -> None:
    say(f"日志 {result.acts} 条，凭证 {result.vouchers} 张，日志头 {result.head_seq}:{result.head_hash}")
    for defect in result.defects:
        say(f"  ✗ {defect.where}：{defect.message}")
    for noted in result.clock:
        say(f"  · {noted.where}：{noted.message}请核对电脑时钟，先后以编号为准。")
    say("核对无误。" if result.ok else f"发现 {len(result.defects)} 处问题。")
    if not result.pinned:
        say("未对照外部留存的日志头或指纹：日志末尾被截去、整本重建不能由此发现。请用 --head 或 --key。")


def _backup(options: argparse.Namespace) -> int:
    from studio_ledger.workspace import Workspace  # noqa: PLC0415 - heavy

    path = ledger_path(options)
    # SQLite copies only over a connection that might write.
    workspace = Workspace.open(path, keys_beside(path), window=False)
    try:
        result = workspace.backup(Path(options.out))
    finally:
        workspace.close()
    complain(f"已备份到 {options.out}，副本{'核对无误' if result.ok else '核对时发现问题，请运行 verify'}。")
    return DONE if result.ok else FOUND_WRONG
