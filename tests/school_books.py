"""Books of a school without a ledger: vouchers, grants and people as plain values, and what is found in them."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from itertools import count

from builders import a_studio

from studio_ledger.audit.suspicions import DETECTORS, Suspicion, find_suspicions
from studio_ledger.audit.thresholds import load_thresholds
from studio_ledger.model.case import Details, Lecture, Travel
from studio_ledger.model.clock import SHANGHAI
from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.school_books import BookGrant, BookVoucher, SchoolBooks
from studio_ledger.model.voucher import InvoiceClaim, VoucherLine

TODAY = dt.date(2020, 9, 1)
DAY = dt.date(2020, 5, 12)
"""A Tuesday."""
_NUMBER = count(1)


def yuan(amount) -> Money:
    """So many yuan."""
    return Money.yuan(str(amount))


def bought(
    amount="290.00", item="*印刷品*正面管教", *, quantity=5, seller="深圳书城", date=DAY, **changes
) -> BookVoucher:
    """A posted purchase with its invoice and list: nothing to ask about."""
    place = next(_NUMBER)
    sum_ = yuan(amount)
    at = dt.datetime.combine(date, dt.time(9), SHANGHAI)
    pieces = None if quantity is None else Decimal(quantity)
    voucher = BookVoucher(
        id=f"v{place:04d}",
        number=f"{date.year}-{place:04d}",
        studio="s1",
        date=date,
        category="books",
        purpose="购买班主任专业书籍",
        payee=seller,
        amount=sum_,
        lines=(VoucherLine(item, sum_, Source.CITY, pieces),),
        claims=(InvoiceClaim(f"{place * 7919:08d}", sum_, sum_, "", date, "", "", seller),),
        papers=frozenset({"invoice", "book_list"}),
        submitted_at=at,
        host_at=at + dt.timedelta(minutes=10),
        legal_at=at + dt.timedelta(minutes=90),
        posted_at=at + dt.timedelta(minutes=120),
    )
    return replace(voucher, **changes)


def equipment(amount, item="*电子计算机*移动硬盘", **changes) -> BookVoucher:
    """Equipment with its acceptance."""
    changes = {"purpose": "工作室设备", "papers": frozenset({"invoice", "acceptance"})} | changes
    return bought(
        amount, item, **({"quantity": 1, "seller": "深圳市益文办公用品有限公司", "category": "equipment"} | changes)
    )


def lecture(payee="何建国", amount="1500.00", *, hours=4, half_days=1, tax="140.00", **changes) -> BookVoucher:
    """A lecture by somebody from outside, with all its papers."""
    part = Lecture("associate_senior", Decimal(hours), half_days, yuan(amount) - yuan(tax), yuan(tax))
    changes = {
        "category": "lecture",
        "purpose": "外聘专家讲座：班级文化",
        "payee_kind": "external_person",
        "claims": (),
        "papers": frozenset({"payment_list", "sign_in_sheet", "expert_profile"}),
        "details": Details(lecture=part),
    } | changes
    return bought(amount, "讲课费", quantity=1, seller=payee, **changes)


def trip(
    amount="2000.00", *, days=3, persons=2, meals="", transport="", item="*住宿服务*住宿费", **changes
) -> BookVoucher:
    """A trip with order and report, ending on the voucher's day."""
    travel = Travel(
        "广州",
        days,
        max(days - 1, 0),
        persons,
        None,
        yuan(meals) if meals else None,
        yuan(transport) if transport else None,
    )
    changes = {
        "category": "field_visit",
        "purpose": "赴广州跟岗",
        "papers": frozenset({"invoice", "travel_approval", "activity_record"}),
        "details": Details(travel=travel),
    } | changes
    return bought(amount, item, quantity=1, seller=changes.pop("seller", "广州宾馆有限公司"), **changes)


def meeting(amount="1200.00", **changes) -> BookVoucher:
    """A meeting's room with notice and sign-in sheet."""
    changes = {
        "category": "conference",
        "purpose": "学期总结会场地",
        "papers": frozenset({"invoice", "meeting_notice", "sign_in_sheet"}),
    } | changes
    item, seller = changes.pop("item", "*经营租赁*会议室场租"), changes.pop("seller", "深圳市前湾会议中心有限公司")
    return bought(amount, item, quantity=1, seller=seller, **changes)


def granted(amount="40000", source=Source.CITY, *, year=2020, **changes) -> BookGrant:
    """City money that came four days after its document."""
    grant = BookGrant("s1", year, source, yuan(amount), dt.date(year, 3, 1), dt.date(year, 3, 5))
    return replace(grant, **changes)


def books(*vouchers, today=TODAY, studios=None, **parts) -> SchoolBooks:
    """The books of one school with these vouchers."""
    return SchoolBooks(today=today, studios=studios or (a_studio(),), vouchers=vouchers, **parts)


def two_studios():
    """Two studios of one school with rosters of their own."""
    from studio_ledger.model.studio import Member

    other = a_studio(
        id="s2", name="启明名班主任工作室", host="郑雅文", mentor="钱立群", members=(Member("吴思远", "邻校"),)
    )
    return a_studio(), other


def look(*vouchers, **parts) -> tuple[Suspicion, ...]:
    """All suspicions in these books."""
    return find_suspicions(books(*vouchers, **parts), load_thresholds())


def found(name: str, *vouchers, **parts) -> tuple[Suspicion, ...]:
    """The suspicions of one detector; an unknown name fails."""
    assert name in {detector.name for detector in DETECTORS}, name
    return tuple(one for one in look(*vouchers, **parts) if one.name == name)


def days(number: int, start: dt.date = DAY) -> dt.date:
    """So many days later."""
    return start + dt.timedelta(days=number)
