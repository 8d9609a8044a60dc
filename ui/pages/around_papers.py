"""How a request, an advance, the rules for asking, and an opening look as the sheet that is signed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from studio_ledger.ledger.apply_opening import read_opening
from studio_ledger.model.funds import SOURCE_NAMES
from studio_ledger.model.money import Money
from studio_ledger.model.spending import Level
from studio_ledger.model.voucher import STATE_NAMES, State
from studio_ledger.workspace.around import advance_of, request_of, rules_of
from ui.pages.signing_papers import Names, signers, total_words
from ui.widgets.voucher_paper import Paper, PaperColumn

if TYPE_CHECKING:
    import datetime as dt

    from studio_ledger.model.funds import Source
    from studio_ledger.queries.around import Proposal
    from studio_ledger.queries.rows import YearFigures

translate = QCoreApplication.translate
LEVEL_NAMES = {Level.HOST: "主持人", Level.LEGAL: "双方"}
_STAMPS = (State.VOID, State.RETURNED, State.WITHDRAWN)
_SHOWN_VOUCHERS = 300


def request_paper(found: Proposal, names: Names, effect: str = "") -> Paper:
    """A 用款申请 with what it does to the budget."""
    request = request_of(found)
    signers = {
        Level.HOST: translate("papers", "主持人签字即生效"),
        Level.LEGAL: translate("papers", "双方签字后生效"),
    }
    facts = (
        (translate("papers", "支出类别"), names.category(request.category)),
        (translate("papers", "用途"), request.purpose),
        (translate("papers", "实施计划"), request.plan or translate("papers", "未填写")),
        (translate("papers", "审批"), signers[request.level]),
        (translate("papers", "会议纪要"), "、".join(item.name for item in request.attachments) or _none()),
    )
    sheet = _sheet(translate("papers", "用款申请单"), found, names, facts, request.date, request.amount, effect)
    # Below the limit the legal representative has no place on it.
    return replace(sheet, names=sheet.names[:-1]) if request.level is Level.HOST else sheet


def advance_paper(found: Proposal, names: Names, effect: str = "") -> Paper:
    """A 借款单 with what it does to its source."""
    advance = advance_of(found)
    facts = (
        (translate("papers", "借款人"), advance.person),
        (translate("papers", "用途"), advance.purpose),
        (translate("papers", "资金来源"), SOURCE_NAMES[advance.source]),
        (translate("papers", "约定归还"), _day(advance.due_on)),
        (translate("papers", "附件"), "、".join(item.name for item in advance.attachments) or _none()),
    )
    return _sheet(translate("papers", "借款单"), found, names, facts, advance.date, advance.amount, effect)


def rules_paper(found: Proposal, names: Names) -> Paper:
    """When a studio asks before it spends."""
    rules = rules_of(found)
    kinds = "、".join(names.category(category) for category in rules.categories)
    facts = (
        (translate("papers", "须先申请的类别"), kinds or translate("papers", "没有：任何一类都不必先申请")),
        (translate("papers", "主持人单独审批"), translate("papers", "不超过 {0} 元").format(rules.legal_above.grouped)),
        (translate("papers", "双方都须签"), translate("papers", "超过 {0} 元").format(rules.legal_above.grouped)),
        (translate("papers", "须附会议纪要"), translate("papers", "超过 {0} 元").format(rules.minutes_above.grouped)),
        (translate("papers", "自何日起"), _day(rules.valid_from)),
    )
    return Paper(
        title=translate("papers", "用款申请办法"),
        head=((names.studio(found.studio), ""),),
        columns=_two_columns(),
        rows=facts,
        notes=(translate("papers", "依据：第四条，由主持人审核经费使用方向；双方签字后生效，代替以前的办法。"),),
        names=signers(names, found.maker, found.signatures),
        stamp=_stamp(found.state),
        rows_at_least=0,
    )


def opening_paper(found: Proposal, names: Names) -> Paper:
    """The old books as they are taken over: what came in, what went out, what is owned."""
    opening = read_opening(found.id, found.fields)
    income = Money.total(one.amount for one in opening.incomes)
    spent = Money.total(one.amount for one in opening.vouchers)
    rows = [
        (_day(one.received_on), translate("papers", "到账 {0}").format(one.document_number), SOURCE_NAMES[one.source],
         one.amount.grouped)
        for one in opening.incomes
    ]  # fmt: skip
    rows += [
        (_day(one.date), f"{one.number} {names.category(one.category)}：{one.purpose}", SOURCE_NAMES[one.source],
         (-one.amount).grouped)
        for one in opening.vouchers[:_SHOWN_VOUCHERS]
    ]  # fmt: skip
    balances = [
        (translate("papers", "{0} 年结余").format(one.year), translate("papers", "到账 {0}，支出 {1}").format(
            one.came.grouped, one.spent.grouped), SOURCE_NAMES[one.source], one.rest.grouped)
        for one in opening.balances()
    ]  # fmt: skip
    more = len(opening.vouchers) - _SHOWN_VOUCHERS
    notes = [translate("papers", "另有 {0} 张历史凭证未列出。").format(more)] if more > 0 else []
    assets = Money.total(one.amount for one in opening.assets)
    told = translate("papers", "历史到账 {0} 元，历史凭证 {1} 张 {2} 元，资产 {3} 件 {4} 元。")
    counts = (income.grouped, len(opening.vouchers), spent.grouped, len(opening.assets), assets.grouped)
    notes.insert(0, told.format(*counts))
    notes += [
        translate("papers", "资产：{0} {1}，{2} 元。").format(one.name, one.card, one.amount.grouped)
        for one in opening.assets[:_SHOWN_VOUCHERS]
    ]
    notes.append(translate("papers", "历史导入的凭证已在旧账签字入账，不是在本系统签的字。"))
    return Paper(
        title=translate("papers", "期初建账单"),
        head=((names.studio(found.studio), translate("papers", "截至 {0}").format(_day(opening.as_of))),),
        columns=(
            PaperColumn(translate("papers", "日期"), 2.4),
            PaperColumn(translate("papers", "内容"), 5),
            PaperColumn(translate("papers", "来源"), 2.3),
            PaperColumn(translate("papers", "金额（元）"), 2.5, numeric=True),
        ),
        rows=(*balances, *rows),
        total=(translate("papers", "期初结余　{0}").format((income - spent).capitals), f"¥{(income - spent).grouped}"),
        notes=tuple(notes),
        names=signers(names, found.maker, found.signatures),
        stamp=_stamp(found.state),
    )


def budget_effect(figures: YearFigures, category: str, amount: Money, *, held: bool) -> str:
    """What a request does to its category's budget, in words; `held` where it is in force already."""
    row = next((row for row in figures.categories if row.category == category), None)
    left = row.left if row else Money()
    if held:
        return translate("papers", "已占用预算 {0} 元，这一类还可用 {1} 元。").format(amount.grouped, left.grouped)
    told = translate("papers", "将占用预算 {0} 元：这一类可用 {1} 元，占用后余 {2} 元。")
    return told.format(amount.grouped, left.grouped, (left - amount).grouped)


def source_effect(figures: YearFigures, source: Source, amount: Money, *, held: bool) -> str:
    """What an advance does to its source, in words; `held` where it is in force already."""
    row = next((row for row in figures.sources if row.source is source), None)
    free = row.granted - row.spent - row.committed if row else Money()
    if held:
        told = translate("papers", "已占用{0} {1} 元，这一来源还可用 {2} 元。")
        return told.format(SOURCE_NAMES[source], amount.grouped, free.grouped)
    told = translate("papers", "将占用{0} {1} 元：可用 {2} 元，占用后余 {3} 元。")
    return told.format(SOURCE_NAMES[source], amount.grouped, free.grouped, (free - amount).grouped)


def _sheet(
    title: str,
    found: Proposal,
    names: Names,
    facts: tuple[tuple[str, str], ...],
    day: dt.date,
    amount: Money,
    effect: str,
) -> Paper:
    return Paper(
        title=title,
        head=((names.studio(found.studio), _day(day)),),
        columns=_two_columns(),
        rows=facts,
        total=total_words(amount),
        notes=(effect,) if effect else (),
        names=signers(names, found.maker, found.signatures),
        stamp=_stamp(found.state),
        rows_at_least=0,
    )


def _two_columns() -> tuple[PaperColumn, PaperColumn]:
    return PaperColumn(translate("papers", "项目"), 2), PaperColumn(translate("papers", "内容"), 5)


def _none() -> str:
    return translate("papers", "无")


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _stamp(state: State) -> str:
    if state in (State.SIGNED, State.POSTED):
        return translate("papers", "已生效")
    return STATE_NAMES[state] if state in _STAMPS else ""
