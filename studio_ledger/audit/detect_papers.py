"""Detectors that look at a voucher's papers, goods and prices."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from studio_ledger.audit.look import ACTIVITIES, FEES, Hint, first_of, goods_text, group, numbers, same, words_of
from studio_ledger.model.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studio_ledger.audit.look import Look
    from studio_ledger.model.school_books import BookVoucher


def hollow_file(look: Look) -> Iterator[Hint]:
    """V01: of 31 meeting payments in one university 17 had no notice, agenda or sign-in; only an invoice.

    A meeting, trip or seminar of `hollow_from` or more whose papers are all of the `bare` kinds.
    """
    bare, floor = set(look.limits.list_of("bare")), look.limits.money("hollow_from")
    for voucher in look.live:
        gathers = voucher.category in ACTIVITIES - FEES
        if gathers and voucher.amount >= floor and voucher.papers <= bare:
            sum_ = voucher.amount.grouped
            why = f"{voucher.label}“{voucher.purpose}”{sum_} 元，除发票外没有通知、签到、审批等任何材料。"
            yield Hint(why, (voucher,), {"金额": voucher.amount.grouped, "材料种类": str(len(voucher.papers))})


def agency_writes_meeting(look: Look) -> Iterator[Hint]:
    """V02: 22 of those 31 payments (62.38万) went to travel agencies that wrote 会议费.

    The seller's or payee's name is a travel agency's and the words say meeting, training or visit.
    """
    agencies, hotels = look.limits.list_of("travel_agencies"), look.limits.list_of("not_agencies")
    gatherings = look.limits.list_of("gatherings")
    for voucher in look.live:
        names = [voucher.payee, *(claim.seller_name for claim in voucher.claims)]
        agency = next((name for name in names if first_of(name, agencies) and not first_of(name, hotels)), "")
        word = first_of(words_of(voucher), gatherings)
        if agency and word:
            why = f"{agency}开具“{word}”{voucher.amount.grouped} 元（{voucher.label}），旅行社不能承办会议、培训。"
            yield Hint(why, (voucher,), {"销售方": agency, "开票内容": word, "金额": voucher.amount.grouped})


def goods_without_list(look: Look) -> Iterator[Hint]:
    """V03: 67 invoices for office goods, 57.06万, without a list of what was bought.

    A vague item (办公用品, 一批, 耗材 …) as one line without pieces, `list_from` or more, and no list in the file.
    """
    vague, lists = look.limits.list_of("vague"), set(look.limits.list_of("lists"))
    floor = look.limits.money("list_from")
    for voucher in look.live:
        if voucher.papers & lists:
            continue
        for line in voucher.lines:
            word = first_of(goods_text(line.item), vague)
            if word and line.amount >= floor and (line.quantity is None or line.quantity <= 1):
                item = goods_text(line.item)
                why = f"{voucher.label}购“{item}”{line.amount.grouped} 元，只写总称，没有明细清单或验收单。"
                yield Hint(why, (voucher,), {"品名": goods_text(line.item), "金额": line.amount.grouped})
                break


def look_alike(look: Look) -> Iterator[Hint]:
    """V05: invoices claimed twice (21.45万), in another studio or year or under another number.

    Same payee, sum and first item under different invoice numbers within `duplicate_days`, or in two studios within
    `duplicate_days_across`; sums under `duplicate_from` and pay to persons are left out.
    """
    near, far = look.limits.count("duplicate_days"), look.limits.count("duplicate_days_across")
    floor = look.limits.money("duplicate_from")
    wanted = [v for v in look.live if v.claims and v.amount >= floor and v.category not in FEES]
    alike = group(wanted, lambda v: (same(v.payee), v.amount.fen, same(goods_text(v.lines[0].item))))
    for vouchers in alike.values():
        for one, other in pairwise(vouchers):
            days = (other.date - one.date).days
            across = one.studio != other.studio
            if days <= (far if across else near):
                place = "两个工作室" if across else f"相隔 {days} 天"
                why = (
                    f"{one.label} 与 {other.label} 同为 {one.payee}“{goods_text(one.lines[0].item)}”"
                    f"{one.amount.grouped} 元（{place}），疑似同一笔支出报销两次。"
                )
                yield Hint(why, (one, other), {"金额": one.amount.grouped, "相隔天数": str(days), "收款方": one.payee})


def reused_sheet(look: Look) -> Iterator[Hint]:
    """V09: invented labour lists, one hand signs for all; the same sheet serves again.

    The very same sign-in sheet or payment list (by content) in vouchers more than `sheet_days` apart.
    """
    kinds, days = set(look.limits.list_of("one_sheet_each")), look.limits.count("sheet_days")
    used: dict[str, list[BookVoucher]] = {}
    for voucher in look.live:
        for digest in {digest for kind, digest in voucher.sheets if kind in kinds and digest}:
            used.setdefault(digest, []).append(voucher)
    for vouchers in used.values():
        apart = (vouchers[-1].date - vouchers[0].date).days
        if apart > days:
            why = f"{numbers(vouchers)} 附的是同一份签到表或发放表（文件完全相同），最早与最晚相隔 {apart} 天。"
            yield Hint(why, tuple(vouchers), {"相隔天数": str(apart), "张数": str(len(vouchers))})


def asset_without_card(look: Look) -> Iterator[Hint]:
    """V27: assets bought and never booked. A piece of equipment of `asset_line` or more without its acceptance."""
    line_of = look.limits.money("asset_line")
    for voucher in look.live:
        if voucher.category != "equipment" or "asset_acceptance" in voucher.papers:
            continue
        for line in voucher.lines:
            price = _price(line.amount, line.quantity)
            if price is not None and price >= line_of:
                item = goods_text(line.item)
                why = f"{voucher.label}购“{item}”单价 {price.grouped} 元，达到固定资产标准，没有固定资产验收单。"
                yield Hint(why, (voucher,), {"品名": item, "单价": price.grouped, "标准": line_of.grouped})
                break


def catalogue_goods(look: Look) -> Iterator[Hint]:
    """V29: catalogue goods (paper, toner, computers) bought on the open market.

    Goods of the catalogue for `catalogue_from` or more in a voucher that holds no order, quotes, contract or approval,
    came by none later, and draws on no signed request (用款申请).
    """
    goods, others = look.limits.list_of("catalogue"), look.limits.list_of("not_catalogue")
    floor, records = look.limits.money("catalogue_from"), set(look.limits.list_of("procurement"))
    asked = {voucher for request in look.books.requests for voucher in request.vouchers}
    for voucher in look.live:
        papers = voucher.papers | {kind for kind, _ in voucher.late_papers}
        if voucher.id in asked or papers & records:
            continue
        texts = [(goods_text(line.item), line.amount) for line in voucher.lines]
        bought = [(text, amount) for text, amount in texts if first_of(text, goods) and not first_of(text, others)]
        cost = Money.total(amount for _, amount in bought)
        if bought and cost >= floor:
            why = (
                f"{voucher.label}购“{bought[0][0]}”等集中采购目录内货物 {cost.grouped} 元，"
                "没有采购订单、比价、合同或审批，也没有用款申请，请核对是否通过采购平台购买。"
            )
            yield Hint(why, (voucher,), {"品名": bought[0][0], "金额": cost.grouped, "起点": floor.grouped})


def above_standard(look: Look) -> Iterator[Hint]:
    """V30: over-standard equipment, cameras above all. A piece above the price table, or a camera at any price."""
    cameras = look.limits.list_of("cameras")
    for voucher in look.live:
        for line in voucher.lines:
            item, price = goods_text(line.item), _price(line.amount, line.quantity)
            limit = next((limit for words, limit in look.limits.prices if first_of(item, words)), None)
            if price is not None and limit is not None and price > limit:
                why = (
                    f"{voucher.label}购“{item}”单价 {price.grouped} 元，高于配置标准 {limit.grouped} 元（标准未核实）。"
                )
                yield Hint(why, (voucher,), {"单价": price.grouped, "标准": limit.grouped})
                break
            if voucher.category == "equipment" and first_of(item, cameras):
                why = f"{voucher.label}购“{item}”{line.amount.grouped} 元，照相、摄像器材是审计重点，请核对是否确需。"
                yield Hint(why, (voucher,), {"品名": item, "金额": line.amount.grouped})
                break


def name_swap(look: Look) -> Iterator[Hint]:
    """V31: the display is a television, the office goods are a card or a phone; the item's own words say so."""
    patterns = [re.compile(pattern) for pattern in look.limits.list_of("swaps")]
    for voucher in look.live:
        for line in voucher.lines:
            item = goods_text(line.item)
            if any(pattern.search(item) for pattern in patterns):
                why = f"{voucher.label}品名“{item}”前后不符，疑似以办公设备之名购买其他物品。"
                yield Hint(why, (voucher,), {"品名": item, "金额": line.amount.grouped})
                break


def more_pieces_than_people(look: Look) -> Iterator[Hint]:
    """§2c(4): more sets than people + 1 hint at the school's own use. Durable goods against the studio's roster."""
    line_of = look.limits.money("asset_line")
    for voucher in look.live:
        people = len(look.rosters.get(voucher.studio, ()))
        for line in voucher.lines:
            price = _price(line.amount, line.quantity)
            durable = voucher.category == "equipment" and price is not None and price.fen * 5 >= line_of.fen
            if durable and people and line.quantity is not None and line.quantity > people + 1:
                item, count = goods_text(line.item), f"{line.quantity.normalize():f}"
                why = f"{voucher.label}购“{item}”{count} 件，多于工作室 {people} 人加一，疑似供学校其他人员使用。"
                yield Hint(why, (voucher,), {"件数": count, "人数": str(people)})
                break


def wrong_class(look: Look) -> Iterator[Hint]:
    """V36: booked under a class that the text does not fit. Vouchers let through in spite of category.mismatch."""
    for voucher in look.live:
        if "category.mismatch" in voucher.findings:
            why = f"{voucher.label}“{voucher.purpose}”的内容与所列类别不符，说明理由后仍按原类别入账。"
            yield Hint(why, (voucher,), {"金额": voucher.amount.grouped, "类别": voucher.category})


def minutes_missing(look: Look) -> Iterator[Hint]:
    """V38: big sums paid without a meeting's decision (三重一大). `minutes_limit` is set by the school."""
    limit, papers = look.limits.money("minutes_limit"), set(look.limits.list_of("minutes"))
    for voucher in look.live:
        if voucher.amount >= limit and not voucher.papers & papers:
            why = (
                f"{voucher.label}“{voucher.purpose}”{voucher.amount.grouped} 元，达到大额支出限额 {limit.grouped} 元，"
                "没有集体决策的会议纪要或审批件。"
            )
            yield Hint(why, (voucher,), {"金额": voucher.amount.grouped, "限额": limit.grouped})


def promised_papers(look: Look) -> Iterator[Hint]:
    """A01: submitted with papers missing against a promise, and nothing came within `promise_days` of posting."""
    days = dt.timedelta(days=look.limits.count("promise_days"))
    waiting = [
        v
        for v in look.live
        if "evidence.incomplete" in v.findings
        and not v.late_papers
        and v.posted_at is not None
        and v.posted_at.date() + days < look.today
    ]
    for (studio, year), vouchers in group(waiting, lambda v: (v.studio, v.year)).items():
        why = f"{year} 年有 {len(vouchers)} 张凭证缺附件入账（{numbers(vouchers)}），入账 {days.days} 天后仍未补齐。"
        yield Hint(why, tuple(vouchers), {"张数": str(len(vouchers)), "期限": f"{days.days} 天"}, studio, year)


def _price(amount: Money, quantity: Decimal | None) -> Money | None:
    """Return a piece's price in whole fen, rounded down; the whole where no pieces are named."""
    pieces = quantity or Decimal(1)
    return Money(int(amount.fen / pieces)) if pieces > 0 and amount > Money() else None
