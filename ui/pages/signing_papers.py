"""How a voucher, a grant, a budget or a closing looks as the sheet that two people sign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from studio_ledger.model.funds import SOURCE_NAMES, Budget, BudgetLine, Source
from studio_ledger.model.money import Money
from studio_ledger.model.people import Role
from studio_ledger.model.voucher import PAYMENTS, STATE_NAMES, VOUCHER_TITLES, State, VoucherLine
from ui.widgets.voucher_paper import Paper, PaperColumn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio_ledger.model.studio import Studio
    from studio_ledger.queries.rows import BudgetRow, CheckItem, GrantRow, SignatureRow, VoucherDetail, YearFigures

translate = QCoreApplication.translate

_DETAIL_GROUPS = {"lecture": "讲课", "labour": "劳务", "travel": "差旅", "conference": "会议", "training": "培训"}
_DETAIL_NAMES = {
    "title": "职称", "hours": "学时", "half_days": "半天数", "after_tax": "税后", "tax": "代扣个税", "pre_tax": "税前",
    "city": "目的地", "first": "出发日期", "days": "天数", "nights": "夜数", "persons": "人数",
    "lodging": "住宿费", "meals": "伙食补助", "local_transport": "市内交通", "transport_class": "交通等级",
}  # fmt: skip
_TITLES = {"associate_senior": "副高", "senior": "正高", "academician": "院士／全国知名专家", "other": "其他"}
_STAMPED = (State.POSTED, State.VOID, State.RETURNED, State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Names:
    """Words for the codes on a sheet: studios by id, categories by code, the titles of the two who sign."""

    studios: Mapping[str, Studio]
    categories: Mapping[str, str]
    titles: tuple[str, str] = ("主持人", "法定代表人")

    def studio(self, key: str) -> str:
        """School and studio as the head of a sheet wants them."""
        studio = self.studios.get(key)
        return f"{studio.school}（{studio.name}）" if studio else key

    def category(self, code: str) -> str:
        """A category's Chinese name, the code itself where it is unknown."""
        return self.categories.get(code, code)


def voucher_paper(detail: VoucherDetail, names: Names, around: tuple[str, ...] = ()) -> Paper:
    """A voucher with its lines, its reason, and the three names; `around` says what it draws on or refers to."""
    content, row = detail.content, detail.row
    return Paper(
        title=translate("papers", VOUCHER_TITLES[row.kind]),
        head=_voucher_head(detail, names),
        columns=(
            PaperColumn(translate("papers", "内容"), 5),
            PaperColumn(translate("papers", "来源"), 2.3),
            PaperColumn(translate("papers", "金额"), 2.5, numeric=True),
        ),
        rows=tuple((_counted(line), SOURCE_NAMES[line.source], line.amount.grouped) for line in content.lines),
        total=total_words(content.amount),
        notes=(*_voucher_notes(detail), *around),
        names=signers(names, row.submitted_by, detail.signatures),
        stamp=STATE_NAMES[row.state] if row.state in _STAMPED else "",
    )


def _voucher_head(detail: VoucherDetail, names: Names) -> tuple[tuple[str, str], ...]:
    content = detail.content
    count = len(content.attachments) + len(detail.late_evidence)
    day = f"{content.date.year}年{content.date.month}月{content.date.day}日"
    number = detail.row.number or translate("papers", "未入账")
    payment = PAYMENTS.get(content.payment, content.payment)
    return (
        (names.studio(content.studio), ""),
        (f"{day}　{names.category(content.category)}", translate("papers", "凭证号 {0}").format(number)),
        (
            translate("papers", "收款方：{0}（{1}）").format(content.payee.name, payment),
            translate("papers", "附单据 {0} 张").format(count),
        ),
    )


def _counted(line: VoucherLine) -> str:
    return line.item if line.quantity is None else f"{line.item} × {line.quantity:f}"


def grant_paper(row: GrantRow, names: Names, maker: str = "") -> Paper:
    """Money that arrived, with the document that promised it."""
    grant = row.grant
    received = f"{grant.received_on.year}年{grant.received_on.month}月{grant.received_on.day}日"
    facts = [
        (translate("papers", "经费来源"), SOURCE_NAMES[grant.source]),
        (translate("papers", "指标文号"), grant.document_number or translate("papers", "无")),
        (translate("papers", "指标下达日期"), grant.issued_on.isoformat()),
        (translate("papers", "到账日期"), grant.received_on.isoformat()),
        (translate("papers", "银行回单"), _there(grant.receipt)),
    ]
    if grant.note:
        facts.append((translate("papers", "备注"), grant.note))
    return Paper(
        title=translate("papers", "经费到账登记单"),
        head=((names.studio(grant.studio), translate("papers", "{0} 年度").format(grant.year)), (received, "")),
        columns=(PaperColumn(translate("papers", "项目"), 2), PaperColumn(translate("papers", "内容"), 5)),
        rows=tuple(facts),
        total=total_words(grant.amount),
        names=signers(names, maker, row.signatures),
        stamp=_stamp(row.state),
    )


def budget_paper(row: BudgetRow, before: Budget | None, names: Names, maker: str = "") -> Paper:
    """A budget's lines; an adjustment also shows what each line gained or lost."""
    budget = row.budget
    columns = [
        PaperColumn(translate("papers", "支出类别"), 3.4),
        PaperColumn(translate("papers", "资金来源"), 2.2),
        PaperColumn(translate("papers", "测算依据"), 3.6),
        PaperColumn(translate("papers", "金额（元）"), 2.4, numeric=True),
    ]
    lines: list[tuple[str, ...]] = [
        (names.category(line.category), SOURCE_NAMES[line.source], line.basis, line.amount.grouped)
        for line in budget.lines
    ]
    if before:
        columns.append(PaperColumn(translate("papers", "增减"), 2.2, numeric=True))
        lines = [(*line, change) for line, change in zip(lines, _changes(budget, before), strict=True)]
        lines += _dropped(budget, before, names)
    kind = translate("papers", "年度经费预算表") if row.version == 1 else translate("papers", "年度经费预算调整表")
    return Paper(
        title=kind,
        head=(
            (
                names.studio(budget.studio),
                translate("papers", "{0} 年度　第 {1} 版").format(budget.year, row.version),
            ),
        ),
        columns=tuple(columns),
        rows=tuple(lines),
        total=total_words(budget.total),
        notes=(translate("papers", "调整理由：{0}").format(budget.reason),) if budget.reason else (),
        names=signers(names, maker, row.signatures),
        stamp=_stamp(row.state),
    )


def close_paper(
    studio: str, figures: YearFigures, checklist: tuple[CheckItem, ...], names: Names, carried: Money
) -> Paper:
    """The closing of a year: each source's money in, money out and the rest; `carried` is what goes into the next."""
    rows = [
        (
            SOURCE_NAMES[source.source],
            source.granted.grouped,
            source.spent.grouped,
            (source.granted - source.spent).grouped,
        )
        for source in figures.sources
    ]
    rows.append(
        (
            translate("papers", "合计"),
            figures.granted.grouped,
            figures.spent.grouped,
            (figures.granted - figures.spent).grouped,
        )
    )
    left = figures.granted - figures.spent
    words = translate("papers", "结转下年　{0}") if carried else translate("papers", "结余（不结转）　{0}")
    return Paper(
        title=translate("papers", "年度结账单"),
        head=((names.studio(studio), translate("papers", "{0} 年度").format(figures.year)),),
        columns=(
            PaperColumn(translate("papers", "经费来源"), 3),
            PaperColumn(translate("papers", "到账"), 2.4, numeric=True),
            PaperColumn(translate("papers", "支出"), 2.4, numeric=True),
            PaperColumn(translate("papers", "结余"), 2.4, numeric=True),
        ),
        rows=tuple(rows),
        total=(words.format((carried or left).capitals), f"¥{(carried or left).grouped}"),
        notes=tuple(f"{'✓' if item.done else '!'} {item.text}" for item in checklist),
        names=signers(names),
    )


def _there(receipt: str) -> str:
    return translate("papers", "已附") if receipt else translate("papers", "未附")


def total_words(amount: Money) -> tuple[str, str]:
    """The last line of a sheet: the sum in capitals and in figures."""
    return translate("papers", "合计　{0}").format(amount.capitals), f"¥{amount.grouped}"


def _stamp(state: State) -> str:
    if state in (State.SIGNED, State.POSTED):
        return translate("papers", "已生效")
    return STATE_NAMES[state] if state in _STAMPED else ""


def _voucher_notes(detail: VoucherDetail) -> list[str]:
    content = detail.content
    notes = [translate("papers", "用途：{0}").format(content.purpose)]
    if detail.reason:
        notes.append(translate("papers", "书面说明：{0}").format(detail.reason))
    if content.reason:
        notes.append(translate("papers", "冲销原因：{0}").format(content.reason))
    if content.invoices:
        told = "、".join(f"{invoice.named}（¥{invoice.claimed.grouped}）" for invoice in content.invoices)
        notes.append(translate("papers", "发票：{0}").format(told))
    notes += [_detail_note(group, values) for group, values in content.details.items() if values]
    return notes


def _detail_note(group: str, values: Mapping[str, str | int]) -> str:
    told = [f"{_DETAIL_NAMES.get(key, key)} {_TITLES.get(str(value), value)}" for key, value in values.items()]
    return f"{_DETAIL_GROUPS.get(group, group)}：{'，'.join(told)}"


def signers(names: Names, maker: str = "", signatures: tuple[SignatureRow, ...] = ()) -> tuple[str, ...]:
    """Who made a sheet and who has signed it, under the titles that the rules give them."""
    signed = {row.role: row.person for row in signatures if row.current and row.decision == "approve"}
    roles = zip((Role.HOST, Role.LEGAL_REPRESENTATIVE), names.titles, strict=True)
    return (
        *((translate("papers", "经办 {0}").format(maker),) if maker else ()),
        *(f"{title} {signed.get(role.value, '　　')}" for role, title in roles),
    )


def _by_place(lines: tuple[BudgetLine, ...]) -> dict[tuple[str, Source], Money]:
    sums: dict[tuple[str, Source], Money] = {}
    for line in lines:
        place = line.category, line.source
        sums[place] = sums.get(place, Money()) + line.amount
    return sums


def _changes(budget: Budget, before: Budget) -> list[str]:
    old = _by_place(before.lines)
    return [signed_money(line.amount - old.get((line.category, line.source), Money())) for line in budget.lines]


def _dropped(budget: Budget, before: Budget, names: Names) -> list[tuple[str, ...]]:
    """Lines that the new version leaves out: a cut to zero must be seen, not guessed."""
    now = _by_place(budget.lines)
    gone = [(place, amount) for place, amount in _by_place(before.lines).items() if place not in now]
    return [
        (names.category(key), SOURCE_NAMES[source], "", "0.00", signed_money(-amount)) for (key, source), amount in gone
    ]


def signed_money(amount: Money) -> str:
    """A difference with its sign; nothing where there is none."""
    if not amount:
        return ""
    return amount.grouped if amount < Money() else f"+{amount.grouped}"
