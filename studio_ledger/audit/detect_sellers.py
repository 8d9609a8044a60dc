"""Detectors that look at sellers and sums: splitting, sequences, concentration, what comes back every month."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from studio_ledger.audit.look import FEES, Hint, first_of, goods_text, group, numbers, percent, same, total, words_of
from studio_ledger.model.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studio_ledger.audit.look import Look
    from studio_ledger.model.school_books import BookVoucher


def split_under_asset_line(look: Look) -> Iterator[Hint]:
    """V28: bought in parts, each just under 1,000 yuan, so that no asset card is made.

    The same seller and item within `split_days`: every piece from `split_near_percent` up to the line, together above.
    """
    line = look.limits.money("asset_line")
    near = Money(line.fen * look.limits.count("split_near_percent") // 100)
    parts = [
        v
        for v in look.live
        if v.category == "equipment" and all(near <= _piece(v, at) < line for at in range(len(v.lines)))
    ]
    for vouchers in _within(parts, look.limits.count("split_days"), by_item=True):
        if total(vouchers) >= line:
            item = goods_text(vouchers[0].lines[0].item)
            why = (
                f"{look.limits.count('split_days')} 天内向 {vouchers[0].payee} 分 {len(vouchers)} 次购买“{item}”，"
                f"单价都略低于 {line.grouped} 元，合计 {total(vouchers).grouped} 元，疑似拆分以避开固定资产登记。"
            )
            yield Hint(
                why, vouchers, {"次数": str(len(vouchers)), "合计": total(vouchers).grouped, "标准": line.grouped}
            )


def split_cash(look: Look) -> Iterator[Hint]:
    """V28, V11: cash in parts of at most 1,000 yuan to one payee within `split_days`, together above it."""
    line = look.limits.money("cash_line")
    cash = [v for v in look.live if v.payment == "cash" and v.amount <= line]
    for vouchers in _within(cash, look.limits.count("split_days")):
        if total(vouchers) > line:
            why = (
                f"{look.limits.count('split_days')} 天内分 {len(vouchers)} 次付现给 {vouchers[0].payee}，"
                f"合计 {total(vouchers).grouped} 元，超过结算起点 {line.grouped} 元。"
            )
            yield Hint(why, vouchers, {"次数": str(len(vouchers)), "合计": total(vouchers).grouped})


def _piece(voucher: BookVoucher, at: int) -> Money:
    line = voucher.lines[at]
    return Money(int(line.amount.fen / (line.quantity or Decimal(1)))) if line.amount > Money() else Money()


def _within(vouchers: list[BookVoucher], days: int, *, by_item: bool = False) -> Iterator[tuple[BookVoucher, ...]]:
    """Yield runs of two or more vouchers of one studio and payee (and item), each run within so many days."""

    def key(voucher: BookVoucher) -> tuple[str, str, str]:
        return voucher.studio, same(voucher.payee), same(goods_text(voucher.lines[0].item)) if by_item else ""

    for alike in group(vouchers, key).values():
        run: list[BookVoucher] = []
        for voucher in alike:
            if run and (voucher.date - run[0].date).days > days:
                if len(run) > 1:
                    yield tuple(run)
                run = []
            run.append(voucher)
        if len(run) > 1:
            yield tuple(run)


def numbers_in_sequence(look: Look) -> Iterator[Hint]:
    """V40: a seller whose invoices follow each other writes them for nobody else, or all at once.

    `sequence_run` or more invoices of one seller with numbers one after the other, in as many vouchers.
    """
    run_length = look.limits.count("sequence_run")
    claims = [
        (same(claim.seller_name), claim.code, len(claim.number), int(claim.number), voucher)
        for voucher in look.live
        for claim in voucher.claims
        if claim.number.isascii() and claim.number.isdigit() and claim.seller_name
    ]
    for found in group(claims, lambda claim: claim[:3]).values():
        numbered = sorted(found, key=lambda claim: claim[3])
        for _, run in groupby(enumerate(numbered), key=lambda pair: pair[1][3] - pair[0]):
            vouchers = tuple({voucher.id: voucher for _, (*_, voucher) in run}.values())
            if len(vouchers) >= run_length:
                name = vouchers[0].claims[0].seller_name
                why = f"{name} 的 {len(vouchers)} 张发票号码连续（{numbers(vouchers)}），疑似集中补开或拆分开票。"
                yield Hint(why, vouchers, {"张数": str(len(vouchers)), "合计": total(vouchers).grouped})


def round_sums(look: Look) -> Iterator[Hint]:
    """V40: many sums of whole thousands. A share of a studio's year, with a least count."""
    unit, count = look.limits.money("round_unit").fen, look.limits.count("round_count")
    for (studio, year), vouchers in look.by_year.items():
        goods = [v for v in vouchers if v.category not in FEES]
        even = [v for v in goods if v.amount.fen % unit == 0]
        if len(even) >= count and len(even) * 100 > len(goods) * look.limits.count("round_percent"):
            share = percent(len(even), len(goods))
            why = f"{year} 年 {len(goods)} 张支出中 {len(even)} 张是整千元（{share}），少见于实际采购，请核对明细。"
            yield Hint(why, tuple(even), {"整千张数": str(len(even)), "占比": share}, studio, year)


def repeated_sums(look: Look) -> Iterator[Hint]:
    """V40: the same sum to the same seller again and again within a year."""
    count = look.limits.count("repeat_count")
    for (studio, year), vouchers in look.by_year.items():
        goods = [v for v in vouchers if v.category not in FEES]
        for alike in group(goods, lambda v: (same(v.payee), v.amount.fen)).values():
            if len(alike) >= count:
                one = alike[0]
                times = f"{len(alike)} 次（{numbers(alike)}）"
                why = f"{year} 年向 {one.payee} 支付同样的 {one.amount.grouped} 元共 {times}。"
                yield Hint(why, tuple(alike), {"次数": str(len(alike)), "合计": total(alike).grouped}, studio, year)


def one_seller(look: Look) -> Iterator[Hint]:
    """V32: contracts with a related company. One seller above `seller_percent` of a studio's year."""
    least, count, share = (look.limits.number(f"seller_{name}") for name in ("from", "count", "percent"))
    for (studio, year), vouchers in look.by_year.items():
        whole = total(vouchers)
        sellers = [v for v in vouchers if v.payee_kind == "organisation"]
        for bought in group(sellers, lambda v: same(v.payee)).values():
            part = total(bought)
            if whole.decimal >= least and len(bought) >= count and part.fen * 100 > whole.fen * share:
                words = percent(part.fen, whole.fen)
                why = (
                    f"{year} 年 {words} 的支出（{part.grouped} 元，{len(bought)} 张）集中于 {bought[0].payee}，"
                    "请核对是否存在关联关系、是否比价。"
                )
                yield Hint(why, tuple(bought), {"占比": words, "金额": part.grouped}, studio, year)


def seller_is_not_payee(look: Look) -> Iterator[Hint]:
    """V33: the seller on the invoice is not who was paid. Transfers to an organisation with another name.

    What the payment record says counts too: the voucher may name the seller while the money went to somebody else.
    """
    for voucher in look.live:
        if voucher.payment != "transfer" or voucher.payee_kind != "organisation":
            continue
        others = [c.seller_name for c in voucher.claims if c.seller_name and same(c.seller_name) != same(voucher.payee)]
        if others:
            why = f"{voucher.label} 转账给 {voucher.payee}，发票销售方却是 {others[0]}，收款人与开票人不一致。"
            yield Hint(why, (voucher,), {"收款方": voucher.payee, "销售方": others[0]})
            continue
        elsewhere = [name for name in voucher.paid_to if same(name) != same(voucher.payee)]
        if elsewhere:
            why = f"{voucher.label} 的收款方是 {voucher.payee}，付款登记却付给了 {elsewhere[0]}，钱没有付给开票人。"
            yield Hint(why, (voucher,), {"收款方": voucher.payee, "实际付给": elsewhere[0]})


def utility_every_month(look: Look) -> Iterator[Hint]:
    """V12: special money pays for running cost. A utility or telecom seller in `utility_months` different months."""
    words, months = look.limits.list_of("utilities"), look.limits.count("utility_months")
    mine = [(first_of(v.payee + words_of(v), words), v) for v in look.live if v.category not in FEES]
    found = [(word, voucher) for word, voucher in mine if word]
    for pairs in group(found, lambda pair: (pair[1].studio, pair[1].year, same(pair[1].payee))).values():
        vouchers = tuple(voucher for _, voucher in pairs)
        seen = {voucher.date.month for voucher in vouchers}
        if len(seen) >= months:
            why = (
                f"{vouchers[0].year} 年有 {len(seen)} 个月向 {vouchers[0].payee} 支付“{pairs[0][0]}”类费用，"
                f"共 {total(vouchers).grouped} 元，疑似负担学校日常运转。"
            )
            yield Hint(why, vouchers, {"月数": str(len(seen)), "金额": total(vouchers).grouped})


def same_sum_every_month(look: Look) -> Iterator[Hint]:
    """V12: one sum to one seller in `steady_months` months in a row: rent, subscription or running cost."""
    months = look.limits.count("steady_months")
    goods = [v for v in look.live if v.category not in FEES]
    for vouchers in group(goods, lambda v: (v.studio, same(v.payee), v.amount.fen)).values():
        places = sorted({v.date.year * 12 + v.date.month for v in vouchers})
        longest = run = 1
        for before, after in pairwise(places):
            run = run + 1 if after == before + 1 else 1
            longest = max(longest, run)
        if longest >= months:
            one = vouchers[0]
            why = f"连续 {longest} 个月向 {one.payee} 支付同样的 {one.amount.grouped} 元，像按月的日常开支。"
            yield Hint(why, tuple(vouchers), {"连续月数": str(longest), "合计": total(vouchers).grouped})


def own_card_or_cash(look: Look) -> Iterator[Hint]:
    """V11: what belongs on the official card is paid privately or in cash; a share of a studio's year."""
    kinds = set(look.limits.list_of("own_card"))
    count, share = look.limits.count("own_card_count"), look.limits.count("own_card_percent")
    for (studio, year), vouchers in look.by_year.items():
        due = [v for v in vouchers if v.category in kinds]
        private = _private(due)
        if len(private) >= count and len(private) * 100 > len(due) * share:
            ways = Counter(v.payment for v in private)
            words = percent(len(private), len(due))
            why = f"{year} 年会议、差旅、设备 {len(due)} 张支出中有 {len(private)} 张由个人垫付或付现（{words}）。"
            figures = {"个人垫付": str(ways["personal_advance"]), "现金": str(ways["cash"]), "占比": words}
            yield Hint(why, tuple(private), figures, studio, year)


def _private(vouchers: Sequence[BookVoucher]) -> list[BookVoucher]:
    return [v for v in vouchers if v.payment in {"personal_advance", "cash"}]
