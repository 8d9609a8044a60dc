"""The look across the ledger for what auditors found elsewhere (V01–V45): one visible list of pure detectors.

A suspicion is a question to the school, never a finding: it stops nothing, and an answer settles it. V numbers that
the books cannot show stand in the pack's suspicions.toml under [unseen] with the reason; the screen names them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from studio_ledger.audit import detect_funds as funds
from studio_ledger.audit import detect_papers as papers
from studio_ledger.audit import detect_people as people
from studio_ledger.audit import detect_sellers as sellers
from studio_ledger.audit import detect_time as time
from studio_ledger.audit.look import Hint, Look, total

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from studio_ledger.audit.thresholds import Thresholds
    from studio_ledger.model.money import Money
    from studio_ledger.model.school_books import SchoolBooks


class Weight(IntEnum):
    """How much a suspicion weighs: what is looked at first."""

    LOW = 1
    MIDDLE = 2
    HIGH = 3

    @property
    def word(self) -> str:
        """The word used in JSON: low, middle or high."""
        return self.name.lower()


WEIGHT_NAMES = {Weight.HIGH: "高", Weight.MIDDLE: "中", Weight.LOW: "低"}


@dataclass(frozen=True, slots=True)
class Detector:
    """One look: its number in the auditors' list, its title, its weight. Source and what clears it are in the pack."""

    kind: str
    title: str
    weight: Weight
    find: Callable[[Look], Iterable[Hint]]

    @property
    def name(self) -> str:
        """The function's name: part of every suspicion's id, and its key in the pack, so it is never changed."""
        return self.find.__name__


@dataclass(frozen=True, slots=True)
class Suspicion:
    """One question to the school. `id` stays the same as long as detector and vouchers do, so an answer sticks.

    `vouchers` are (id, number) pairs; the number is date and purpose before posting.
    """

    id: str
    kind: str
    name: str
    title: str
    weight: Weight
    studio: str
    year: int
    why: str
    figures: Mapping[str, str]
    vouchers: tuple[tuple[str, str], ...]
    amount: Money
    clears: str
    source: str
    places: frozenset[tuple[str, int]] = frozenset()
    """Studios and years that it touches."""

    def touches(self, studio: str, year: int) -> bool:
        """Whether it concerns a studio (empty: any) and a year (0: any)."""
        return any(studio in {"", place} and year in {0, when} for place, when in self.places)


HIGH, MIDDLE, LOW = Weight.HIGH, Weight.MIDDLE, Weight.LOW
DETECTORS: tuple[Detector, ...] = (
    Detector("V01", "只有发票的会议、外出", HIGH, papers.hollow_file),
    Detector("V02", "旅行社开具会议费", HIGH, papers.agency_writes_meeting),
    Detector("V03", "办公用品无清单", MIDDLE, papers.goods_without_list),
    Detector("V05", "疑似重复报销", HIGH, papers.look_alike),
    Detector("V06", "同月多笔劳务未合并扣税", MIDDLE, people.tax_of_the_month),
    Detector("V07", "讲课费疑付给本单位人员", HIGH, people.paid_own_people),
    Detector("V07", "收款人与本校人员同证件或同账号", HIGH, people.own_people_by_digest),
    Detector("V08", "同一专家一天内讲课过多", HIGH, people.two_places_at_once),
    Detector("V09", "几个收款人同一账号", HIGH, people.shared_account),
    Detector("V09", "同一份签到表或发放表重复使用", HIGH, papers.reused_sheet),
    Detector("V11", "劳务报酬付现金", HIGH, people.cash_fees),
    Detector("V11", "公务卡项目多由个人垫付", LOW, sellers.own_card_or_cash),
    Detector("V12", "按月支付水电、通讯、物业类费用", HIGH, sellers.utility_every_month),
    Detector("V12", "按月同额付款", MIDDLE, sellers.same_sum_every_month),
    Detector("V16", "法定假日外出", LOW, time.trip_on_holiday),
    Detector("V17", "已供餐仍领伙食补助", MIDDLE, people.meals_and_allowance),
    Detector("V17", "票据日期在行程之外", MIDDLE, people.hotel_outside_trip),
    Detector("V18", "同一人行程重叠", HIGH, people.trips_overlap),
    Detector("V18", "网约车与市内交通补助重领", MIDDLE, people.rides_and_allowance),
    Detector("V20", "名册外人员外出费用", MIDDLE, people.strangers_travel),
    Detector("V20", "外出人数多于名册", MIDDLE, people.more_travellers_than_people),
    Detector("V21", "法定假日的活动", LOW, time.on_holiday),
    Detector("V21", "活动多在周末假日", LOW, time.weekends),
    Detector("V22", "预算偏离未调整", MIDDLE, funds.budget_deviation),
    Detector("V23", "执行率低", LOW, funds.slow_execution),
    Detector("V23", "到账后长期无支出", LOW, funds.idle_money),
    Detector("V24", "年底突击花钱", MIDDLE, funds.year_end_rush),
    Detector("V25", "区级配套不足", HIGH, funds.match_missing),
    Detector("V25", "经费到账偏晚", LOW, funds.late_grants),
    Detector("V26", "借款长期未结清", MIDDLE, funds.old_advances),
    Detector("V27", "固定资产未验收登记", MIDDLE, papers.asset_without_card),
    Detector("V28", "拆分采购避开资产登记", HIGH, sellers.split_under_asset_line),
    Detector("V28", "拆分付现", HIGH, sellers.split_cash),
    Detector("V29", "目录内货物无采购记录", MIDDLE, papers.catalogue_goods),
    Detector("V12", "设备件数多于人数", MIDDLE, papers.more_pieces_than_people),
    Detector("V30", "超配置标准或照相器材", MIDDLE, papers.above_standard),
    Detector("V31", "品名前后不符", HIGH, papers.name_swap),
    Detector("V32", "支出集中于一家", LOW, sellers.one_seller),
    Detector("V33", "收款方不是开票方", HIGH, sellers.seller_is_not_payee),
    Detector("V36", "内容与类别不符", MIDDLE, papers.wrong_class),
    Detector("V37", "事后补审批", MIDDLE, time.approved_afterwards),
    Detector("V37", "先支出后申请", MIDDLE, time.asked_afterwards),
    Detector("V37", "两人签字几乎同时", MIDDLE, time.signed_in_one_breath),
    Detector("V38", "大额支出无会议纪要", MIDDLE, papers.minutes_missing),
    Detector("V39", "报销不及时", LOW, time.claimed_late),
    Detector("V39", "跨年度发票", LOW, time.another_year),
    Detector("V40", "发票号码连续", MIDDLE, sellers.numbers_in_sequence),
    Detector("V40", "整千金额偏多", LOW, sellers.round_sums),
    Detector("V40", "同额重复支付", LOW, sellers.repeated_sums),
    Detector("V43", "违规未按期整改", HIGH, funds.violations_overdue),
    Detector("V44", "周期结束未清算", MIDDLE, funds.left_after_cycle),
    Detector("V45", "不相容职务兼任", HIGH, funds.conflicting_posts),
    Detector("A01", "承诺补附的材料未补", MIDDLE, papers.promised_papers),
    Detector("A02", "冲销偏多", LOW, funds.many_reversals),
    Detector("A03", "反复修改", LOW, funds.many_revisions),
)
"""Every look that is taken, in the order of the auditors' numbers; A01–A03 are the program's own."""


def find_suspicions(
    books: SchoolBooks, limits: Thresholds, progress: Callable[[int, int], None] | None = None
) -> tuple[Suspicion, ...]:
    """Return what is worth a question, the weightiest first; the same books give the same ids."""
    look = Look(books, limits)
    found: dict[str, Suspicion] = {}
    for place, detector in enumerate(DETECTORS, 1):
        for hint in detector.find(look):
            suspicion = _suspicion(detector, hint, limits.texts_of(detector.name))
            found.setdefault(suspicion.id, suspicion)
        if progress:
            progress(place, len(DETECTORS))
    return tuple(sorted(found.values(), key=lambda s: (-s.weight, -s.year, s.kind, -s.amount.fen, s.id)))


def _suspicion(detector: Detector, hint: Hint, texts: tuple[str, str]) -> Suspicion:
    studio = hint.studio or (hint.vouchers[0].studio if hint.vouchers else "")
    year = hint.year or (max(v.year for v in hint.vouchers) if hint.vouchers else 0)
    ids = sorted(voucher.id for voucher in hint.vouchers)
    place = [] if ids and not hint.subject else [studio, str(year), hint.subject]
    digest = hashlib.sha256("\n".join([detector.kind, detector.name, *place, *ids]).encode()).hexdigest()
    return Suspicion(
        id=digest[:24],
        kind=detector.kind,
        name=detector.name,
        title=detector.title,
        weight=detector.weight,
        studio=studio,
        year=year,
        why=hint.why,
        figures=hint.figures,
        vouchers=tuple((voucher.id, voucher.label) for voucher in hint.vouchers),
        amount=hint.amount if hint.amount is not None else total(hint.vouchers),
        clears=texts[1],
        source=texts[0],
        places=frozenset({(studio, year)} | {(voucher.studio, voucher.year) for voucher in hint.vouchers}),
    )
