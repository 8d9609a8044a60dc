"""The commands of a voucher's way: draft, submit, sign, post, reverse, and the list of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studio_ledger.commands.console import (
    DONE,
    FOUND_WRONG,
    NOT_DONE,
    CannotError,
    add_json,
    add_user,
    complain,
    reading,
    say,
    say_json,
    writing,
)
from studio_ledger.errors import LedgerError

if TYPE_CHECKING:
    import argparse

    from studio_ledger.queries.rows import VoucherListRow
    from studio_ledger.workspace import Session, Workspace

STATES = ("submitted", "host_signed", "signed", "posted", "returned", "withdrawn", "void")
VOUCHER_HELP = "凭证的编号（可只写开头几位），或 凭证号/年度，例如 0012/2020"


def add_commands(families: argparse._SubParsersAction[Any]) -> None:
    """Add ``draft``, ``submit``, ``sign``, ``post``, ``reverse`` and ``vouchers``."""
    draft = families.add_parser("draft", help="起草凭证并审核")
    draft.add_argument("--studio", required=True, metavar="ID")
    draft.add_argument("--category", required=True, metavar="C", help="支出类别，例如 books")
    draft.add_argument("--purpose", required=True, metavar="T", help="摘要")
    draft.add_argument("--invoice", action="append", default=[], metavar="FILE", help="发票文件，可多次")
    draft.add_argument("--evidence", action="append", default=[], metavar="KIND=FILE", help="佐证材料，可多次")
    draft.add_argument("--source", choices=("carried_over", "city", "district", "other"), help="资金来源")
    draft.add_argument("--details", metavar="JSON", help="支出的其余内容（JSON 对象）")
    draft.add_argument("--id", metavar="UUID", help="凭证编号；同一编号只记一次")
    add_user(draft)
    draft.set_defaults(run=_draft)

    submit = families.add_parser("submit", help="提交凭证")
    submit.add_argument("voucher", metavar="VOUCHER", help=VOUCHER_HELP)
    submit.add_argument("--reason", default="", metavar="T", help="对需说明事项的说明")
    add_user(submit)
    submit.set_defaults(run=_submit)

    sign = families.add_parser("sign", help="签字（真实、合规两问均答“是”），或退回")
    sign.add_argument("vouchers", nargs="+", metavar="VOUCHER", help=VOUCHER_HELP)
    sign.add_argument("--return", dest="send_back", metavar="T", help="退回并写明原因")
    add_user(sign)
    sign.set_defaults(run=_sign)

    post = families.add_parser("post", help="双签后入账")
    post.add_argument("voucher", metavar="VOUCHER", help=VOUCHER_HELP)
    add_user(post)
    post.set_defaults(run=_post)

    reverse = families.add_parser("reverse", help="提交冲销凭证（仍须双签、入账）")
    reverse.add_argument("voucher", metavar="VOUCHER", help=VOUCHER_HELP)
    reverse.add_argument("--reason", required=True, metavar="T")
    add_user(reverse)
    reverse.set_defaults(run=_reverse)

    listing = families.add_parser("vouchers", help="列出凭证")
    listing.add_argument("--studio", metavar="ID")
    listing.add_argument("--year", type=int, metavar="Y")
    listing.add_argument("--state", choices=STATES, metavar="S", help="、".join(STATES))
    listing.add_argument("--search", default="", metavar="T", help="摘要、收款人、发票号、凭证号、金额中的文字")
    add_json(listing)
    listing.set_defaults(run=_vouchers)


def _draft(options: argparse.Namespace) -> int:
    from studio_ledger.commands.drafting import content_of, is_same  # noqa: PLC0415 - heavy
    from studio_ledger.ledger.refusals import SameIdOtherContentError, UnknownDocumentError  # noqa: PLC0415

    with writing(options) as (workspace, session, _):
        workspace.studio(options.studio)
        content = content_of(workspace, options)
        earlier = None
        if options.id:
            try:
                earlier = workspace.content_of(options.id)
            except UnknownDocumentError:
                earlier = None
        if earlier is not None:
            if not is_same(earlier, content):
                raise SameIdOtherContentError(id=options.id)
            voucher = options.id
        else:
            voucher = workspace.save_draft(session, content, options.id)
        judgement = workspace.judge(content, voucher)
    findings = [finding.as_json() for finding in judgement.findings]
    say_json({"voucher": voucher, "verdict": judgement.verdict, "findings": findings})
    return FOUND_WRONG if judgement.verdict == "block" else DONE


def _submit(options: argparse.Namespace) -> int:
    with writing(options) as (workspace, session, _):
        drafts = [draft.id for draft in workspace.drafts(session)]
        wanted = [draft for draft in drafts if draft.startswith(options.voucher)]
        if len(wanted) > 1 and options.voucher not in wanted:
            raise CannotError(f"以“{options.voucher}”开头的草稿不止一张，请把编号写完整。")
        exact = options.voucher in wanted
        draft = options.voucher if exact or not wanted else wanted[0]
        if not wanted:
            draft = _draft_of(workspace, session, find_voucher(workspace, draft))
        say(workspace.submit(session, draft, options.reason))
    return DONE


def _draft_of(workspace: Workspace, session: Session, row: VoucherListRow) -> str:
    """A voucher that went back is submitted as it stands; one that is under way already was submitted."""
    if row.state.value in {"returned", "withdrawn"}:
        return workspace.edit(session, row.id)
    return row.id


def _sign(options: argparse.Namespace) -> int:
    with writing(options) as (workspace, session, password):
        documents = [_document(workspace, session, text) for text in dict.fromkeys(options.vouchers)]
        if options.send_back is not None:
            for document in documents:
                workspace.send_back(session, document, options.send_back, password)
                say(f"{document} 已退回")
            return DONE
        outcomes = workspace.sign(session, documents, password)
    for outcome in outcomes:
        if outcome.ok:
            say(f"{outcome.id} 已签字")
        else:
            complain(outcome.error if len(outcomes) == 1 else f"{outcome.id}：{outcome.error}")
    signed = sum(outcome.ok for outcome in outcomes)
    return DONE if signed == len(outcomes) else FOUND_WRONG if signed else NOT_DONE


def _document(workspace: Workspace, session: Session, text: str) -> str:
    """Return the id of a voucher, or of a grant, budget or closing that waits for this person."""
    waiting = [row.id for row in workspace.to_sign(session) if row.id.startswith(text)]
    return waiting[0] if len(waiting) == 1 else find_voucher(workspace, text).id


def _post(options: argparse.Namespace) -> int:
    with writing(options) as (workspace, session, _):
        row = find_voucher(workspace, options.voucher)
        [(voucher, number)] = workspace.post(session, [row.id])
    say(f"{voucher} {number}/{row.year}")
    return DONE


def _reverse(options: argparse.Namespace) -> int:
    with writing(options) as (workspace, session, _):
        say(workspace.reverse(session, find_voucher(workspace, options.voucher).id, options.reason))
    return DONE


def find_voucher(workspace: Workspace, text: str) -> VoucherListRow:
    """Return the voucher of an id, of the unique beginning of one, or of NUMBER/YEAR.

    Raises: CannotError where there is none or more than one.
    """
    from studio_ledger.queries.rows import VoucherFilter  # noqa: PLC0415

    try:
        return workspace.voucher(text).row
    except LedgerError:
        pass
    number, slash, year = text.partition("/")
    if slash and number.isdigit() and year.isdigit():
        found = [
            row
            for row in workspace.vouchers(VoucherFilter(year=int(year), search=str(int(number)))).rows
            if row.number and int(row.number) == int(number)
        ]
    else:
        found = [row for row in workspace.vouchers(VoucherFilter()).rows if row.id.startswith(text)] if text else []
    if len(found) > 1:
        raise CannotError(f"“{text}”不止一张凭证，请写完整的编号。")
    if not found:
        raise CannotError(f"账套中没有凭证“{text}”。用 vouchers 命令查看编号。")
    return found[0]


def _vouchers(options: argparse.Namespace) -> int:
    from studio_ledger.model.voucher import STATE_NAMES, State  # noqa: PLC0415
    from studio_ledger.queries.rows import VoucherFilter  # noqa: PLC0415

    states = (State(options.state),) if options.state else ()
    with reading(options) as workspace:
        if options.studio:
            workspace.studio(options.studio)
        listed = workspace.vouchers(
            VoucherFilter(studio=options.studio, year=options.year, states=states, search=options.search)
        )
        if options.json:
            say_json([_row_json(row) for row in listed.rows])
            return DONE
        for row in listed.rows:
            name = workspace.policy.category_name(row.category)
            number = f"{row.number}/{row.year}" if row.number else "    —    "
            told = (row.id[:8], number, str(row.date), f"{row.amount.grouped:>12}", STATE_NAMES[row.state], name)
            say("  ".join((*told, row.purpose)))
        say(f"共 {listed.count} 张，合计 {listed.total.grouped} 元")
    return DONE


def _row_json(row: VoucherListRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "studio": row.studio,
        "kind": row.kind.value,
        "state": row.state.value,
        "date": row.date.isoformat(),
        "year": row.year,
        "number": row.number,
        "category": row.category,
        "purpose": row.purpose,
        "payee": row.payee,
        "payment": row.payment,
        "amount": str(row.amount),
        "attachments": row.attachments,
        "invoices": row.invoices.split(),
        "verdict": row.verdict,
        "submitted_by": row.submitted_by,
        "host_signed_by": row.host_signed_by,
        "legal_signed_by": row.legal_signed_by,
        "reversed_by": row.reversed_by,
    }
