"""``tour``: the main job in one go, without a display, on invoices of its own making."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio_ledger.commands.console import DONE, FOUND_WRONG, CannotError, say

if TYPE_CHECKING:
    import argparse

    from reports.specimen_invoice import Specimen
    from studio_ledger.commands.sample import SampleSchool
    from studio_ledger.model.invoice import InvoiceLine

LEDGER = "tour.studio"
OUTPUT = {LEDGER, f"{LEDGER}.keys", "annual.pdf", "annual.xlsx", "voucher-0001.pdf", "inputs"}
STUDIO, YEAR = "s1", 2020
BUDGET = (
    ("research", 8_000), ("seminar", 8_000), ("books", 10_000), ("equipment", 12_000), ("lecture", 8_000),
    ("conference", 5_000), ("network", 5_000), ("field_visit", 9_000), ("publication", 8_000), ("mentor", 4_000),
    ("collective", 3_000),
)  # fmt: skip
REASON = "验收单随货单寄出，货到补附。"


def add_commands(families: argparse._SubParsersAction[Any]) -> None:
    """Add ``tour``."""
    tour = families.add_parser("tour", help="走一遍全程：建账、到账、预算、识票、审核、双签、入账、年报、核验")
    tour.add_argument("outdir", metavar="OUTDIR", help="新的或空的文件夹")
    tour.set_defaults(run=_tour)


def _tour(options: argparse.Namespace) -> int:
    folder = Path(options.outdir)
    _make_room(folder)
    from studio_ledger.commands.sample import SampleClock, SampleSchool  # noqa: PLC0415 - heavy

    clock = SampleClock(dt.date(YEAR, 3, 20))
    school = SampleSchool(folder / LEDGER, 1, YEAR, clock)
    try:
        return _Tour(school, folder).run()
    finally:
        school.ledger.close()


def _make_room(folder: Path) -> None:
    """Take the folder if it is new, empty, or holds an earlier tour and nothing else.

    Raises: CannotError.
    """
    if folder.exists() and not folder.is_dir():
        raise CannotError(f"“{folder}”不是文件夹，请另选位置。")
    found = {entry.name for entry in folder.iterdir()} if folder.exists() else set()
    strange = {name for name in found - OUTPUT if not name.startswith(f"{LEDGER}.") and name != f"{LEDGER}-journal"}
    if found and (LEDGER not in found or strange):
        raise CannotError(f"文件夹“{folder}”里有别的文件，不会覆盖，请另选一个空文件夹。")
    for name in found:
        entry = folder / name
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    (folder / "inputs").mkdir(parents=True)


class _Tour:
    """Walks the way once; remembers whether anything was not as it must be."""

    def __init__(self, school: SampleSchool, folder: Path) -> None:
        self.school, self.folder = school, folder
        self.ledger = school.ledger
        self.wrong = 0

    def step(self, text: str, *, good: bool = True) -> None:
        """Tell one step with a tick, or with a cross where it went wrong."""
        self.wrong += not good
        say(f"{'✓' if good else '✗'} {text}")

    def run(self) -> int:
        """Walk from a new ledger to the verified year; returns the exit code."""
        self._open()
        self._fund()
        posted = self._spend()
        self._refuse()
        self._papers(posted)
        self._prove()
        say(f"共 {self.wrong} 处不符。" if self.wrong else "全程无误。")
        return FOUND_WRONG if self.wrong else DONE

    def _open(self) -> None:
        studio = self.ledger.studio(STUDIO)
        self.step(f"建立账套 {LEDGER}：{studio.school}，{studio.name}")
        for person in self.school.people:
            self.step(f"{person.role}{person.name}设置密码并登记密钥：登录名 {person.login}，密码 {person.password}")

    def _fund(self) -> None:
        from studio_ledger.model.funds import Budget, BudgetLine, Grant, Source  # noqa: PLC0415
        from studio_ledger.model.money import Money  # noqa: PLC0415

        day, amount, finance = dt.date(YEAR, 3, 5), Money.yuan(40_000), self.school.finance
        grants = [
            self.ledger.record_grant(finance, Grant("", STUDIO, YEAR, source, amount, number, day, day), form)
            for source, number, form in (
                (Source.CITY, "深财教〔2020〕8号", "tour-grant-city"),
                (Source.DISTRICT, "深南财〔2020〕19号", "tour-grant-district"),
            )
        ]
        lines = tuple(BudgetLine(category, Source.CITY, Money.yuan(yuan), "按上年测算") for category, yuan in BUDGET)
        budget = self.ledger.propose_budget(finance, Budget("", STUDIO, YEAR, lines), "tour-budget")
        self.school.sign_both(STUDIO, *grants, budget)
        figures = self.ledger.year_figures(STUDIO, YEAR)
        good = figures.granted == figures.expected == Money.yuan(80_000)
        self.step(f"市、区到账各 {amount.grouped} 元，双签生效；{figures.match_note}", good=good)
        total = Money.total(row.budget for row in figures.categories)
        self.step(
            f"年度预算 {total.grouped} 元，{len(figures.categories)} 类，双签生效", good=len(figures.categories) == 11
        )

    def _spend(self) -> list[str]:
        from reports.specimen_invoice import write_pdf, write_xml  # noqa: PLC0415

        books, paper = specimen_books(), _paper()
        write_xml(self.folder / "inputs" / "图书.xml", books)
        write_pdf(self.folder / "inputs" / "文具.pdf", paper)
        (self.folder / "inputs" / "书目.txt").write_text("班主任工作漫谈 10 本\n正面管教 5 本\n", encoding="utf-8")
        self.school.clock.move_to(dt.date(YEAR, 5, 20))
        vouchers = [
            self._submit("图书.xml", books, "购买班主任专业书籍", "book_list", "书目.txt"),
            self._submit("文具.pdf", paper, "工作室打印纸及文具", "", ""),
        ]
        host, legal = self.school.signers(STUDIO)
        self.school.sign(host, *vouchers)
        self.step(f"主持人{host.person.name}签字 {len(vouchers)} 张")
        self.school.sign(legal, *vouchers)
        self.step(f"法定代表人{legal.person.name}签字 {len(vouchers)} 张：真实、合规")
        self.school.clock.tick()
        posted = self.ledger.post(self.school.finance, vouchers)
        numbers = "、".join(number for _, number in posted)
        self.step(f"入账：第 {numbers} 号", good=[number for _, number in posted] == ["0001", "0002"])
        return vouchers

    def _submit(self, file: str, specimen: Specimen, purpose: str, kind: str, paper: str) -> str:
        from studio_ledger.model.voucher import Attachment  # noqa: PLC0415

        finance = self.school.finance
        item = self._take(file, specimen)
        content = replace(self.ledger.draft_from_inbox(finance, STUDIO, [item]), purpose=purpose)
        if kind:
            sha256 = self.ledger.store_evidence((self.folder / "inputs" / paper).read_bytes(), paper)
            content = replace(content, attachments=(*content.attachments, Attachment(kind, sha256, paper)))
        judgement = self.ledger.judge(content)
        for finding in judgement.findings:
            self.step(f"审核提示：{finding.message}（{finding.article}）", good=judgement.verdict == "warn")
        reason = REASON if judgement.findings else ""
        voucher = self.ledger.submit(finance, self.ledger.save_draft(finance, content), reason)
        category = self.ledger.policy.category_name(content.category)
        self.step(f"提交：{purpose}，{category}" + (f"，说明：{reason}" if reason else ""))
        return voucher

    def _take(self, file: str, specimen: Specimen) -> str:
        """Drop a file into the inbox and compare what was read; returns the item's id."""
        item = self.ledger.add_to_inbox(self.school.finance, self.folder / "inputs" / file)
        read = item.invoices[0] if item.invoices else None
        good = read is not None and (read.number, read.total) == (specimen.number, specimen.total)
        self.step(
            f"识读 {file}：{specimen.seller.name}，{specimen.total.grouped} 元，号码 {specimen.number}", good=good
        )
        return item.id

    def _refuse(self) -> None:
        from reports.specimen_ofd import write_ofd  # noqa: PLC0415
        from studio_ledger.workspace import BlockedError  # noqa: PLC0415

        write_ofd(self.folder / "inputs" / "餐费.ofd", _dinner())
        finance = self.school.finance
        content = self.ledger.draft_from_inbox(finance, STUDIO, [self._take("餐费.ofd", _dinner())])
        content = replace(content, category="collective", purpose="宴请来访专家")
        draft = self.ledger.save_draft(finance, content)
        try:
            self.ledger.submit(finance, draft)
        except BlockedError as refusal:
            finding = next(finding for finding in refusal.findings if finding.severity.word == "block")
            self.step(f"拒绝“{content.purpose}”：{finding.message}（{finding.article}）")
        else:
            self.step("“宴请来访专家”本应被拒绝，却提交了", good=False)
        self.ledger.delete_draft(draft)

    def _papers(self, posted: list[str]) -> None:
        from reports import writer  # noqa: PLC0415

        statement = self.ledger.annual_statement(STUDIO, YEAR)
        figures = self.ledger.year_figures(STUDIO, YEAR)
        for suffix in ("pdf", "xlsx"):
            writer("annual", suffix)(statement, self.folder / f"annual.{suffix}")
        same = (statement.spent, statement.received) == (figures.spent, figures.granted)
        self.step(
            f"年度报告 annual.pdf、annual.xlsx：收入 {statement.received.grouped}，支出 {statement.spent.grouped}",
            good=same,
        )
        writer("voucher_sheet", "pdf")(self.ledger.voucher_sheet(posted[0]), self.folder / "voucher-0001.pdf")
        self.step("记账凭证 voucher-0001.pdf")

    def _prove(self) -> None:
        head = self.ledger.head()
        result = self.ledger.verify(head.pin)
        self.step(f"重放 {result.acts} 条日志并核对签名、哈希链、表和原件", good=result.ok and result.pinned)
        for defect in result.defects:
            self.step(f"{defect.where}：{defect.message}", good=False)
        say(f"日志头 {head.pin}")


def specimen_books() -> Specimen:
    """Return the sample invoice of two books."""
    lines = (
        _line("*印刷品*班主任工作漫谈", "册", 10, "38.60", "免税"),
        _line("*印刷品*正面管教", "册", 5, "58.00", "免税"),
    )
    return _specimen("20440300000000000001", dt.date(YEAR, 5, 12), "深圳书城", "91440300MA5SHUC01X", lines)


def _paper() -> Specimen:
    lines = (_line("*纸制品*A4复印纸", "包", 10, "24.00", "13%"), _line("*文具*中性笔", "支", 20, "3.00", "13%"))
    seller = "深圳市益文办公用品有限公司"
    return _specimen("20440300000000000002", dt.date(YEAR, 5, 14), seller, "91440300MA5YIWE02K", lines)


def _dinner() -> Specimen:
    lines = (_line("*餐饮服务*餐费", "次", 1, "860.00", "6%"),)
    return _specimen("20440300000000000003", dt.date(YEAR, 5, 16), "深圳市海鲜楼酒家", "91440300MA5HXLO03F", lines)


def _line(item: str, unit: str, quantity: int, price: str, rate: str) -> InvoiceLine:
    from studio_ledger.model.invoice import InvoiceLine  # noqa: PLC0415
    from studio_ledger.model.money import Money  # noqa: PLC0415

    amount = Money.yuan(Decimal(price) * quantity)
    percent = 0 if rate == "免税" else int(rate.removesuffix("%"))
    tax = Money((amount.fen * percent + 50) // 100)
    return InvoiceLine(item, "", unit, Decimal(quantity), Decimal(price), amount, rate, tax)


def _specimen(number: str, day: dt.date, seller: str, tax_id: str, lines: tuple[InvoiceLine, ...]) -> Specimen:
    from reports.specimen_invoice import Specimen  # noqa: PLC0415
    from studio_ledger.commands.sample import SCHOOL, TAX_ID  # noqa: PLC0415
    from studio_ledger.model.invoice import Party  # noqa: PLC0415

    return Specimen(number, day, Party(SCHOOL, TAX_ID), Party(seller, tax_id), lines, "样张，仅供试用")
