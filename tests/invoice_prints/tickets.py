"""Railway tickets, flight itineraries and the slips of taxis and metros."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from studio_ledger.model.invoice import InvoiceLine, Party, Trip
from studio_ledger.model.money import Money
from tests.invoice_prints.ink import Sheet
from tests.invoice_prints.truth import Truth

if TYPE_CHECKING:
    from tests.invoice_prints.truth import Maker

_FARES = ("票价", "票价", "票价", "退票费", "改签费", "差额退票费")
_AIRPORTS = (
    ("合肥", "HFE"),
    ("广州", "CAN"),
    ("北海", "BHY"),
    ("贵阳", "KWE"),
    ("北京首都", "PEK"),
    ("成都天府", "TFU"),
)
_AIRLINES = ("中国南方航空股份有限公司", "中国国际航空股份有限公司", "四川航空股份有限公司")


def rail(maker: Maker) -> tuple[Truth, Sheet]:
    """Return a railway e-ticket as 12306 prints it."""
    day = maker.day(2024, 2026)
    start, end = maker.stations()
    seat = maker.chance.choice(("二等座", "一等座", "商务座", "硬卧", "软卧", "无座"))
    train = maker.chance.choice("GDCKTZ") + str(maker.chance.randint(1, 9999))
    away = day - dt.timedelta(maker.chance.randint(0, 9))
    label = maker.chance.choice(_FARES)
    former = f"{day:%y}{maker.digits(18)}" if maker.often(0.2) else ""
    notes = [label] * (label != "票价") + [f"原发票号码：{former}"] * bool(former)
    truth = Truth(
        kind="rail",
        number=f"{day:%y}{maker.digits(18)}",
        issued_on=day,
        buyer=Party(maker.company(), maker.tax_id()) if maker.often(0.8) else Party(maker.person(), ""),
        seller=Party(),
        trip=Trip(maker.person(), start, end, away, train, seat),
        fare=Money(maker.chance.randint(10, 4000) * 50),
        charges=(InvoiceLine(f"{train} {start}-{end} {away} {seat}"),),
        remark="；".join(notes),
    )
    return truth, _rail_sheet(truth, maker, label, former)


def _rail_sheet(truth: Truth, maker: Maker, label: str, former: str) -> Sheet:
    sheet = Sheet(*maker.chance.choice(((420.0, 240.0), (595.28, 396.85))))
    trip, day = truth.trip, truth.issued_on
    colon = maker.chance.choice((":", "："))
    if maker.often(0.8):
        sheet.payload = f"01,51,,{truth.number},{truth.total},{day:%Y%m%d},,{maker.digits(4)}"
        sheet.square = (0.75, 0.5, 0.25)
    sheet.label(0.357, 0.104, "电子发票（铁路电子客票）", size=16)
    for x, text, value, role in ((0.048, "发票号码", truth.number, "number"),
                                 (0.643, "开票日期", f"{day:%Y}年{day:%m}月{day:%d}日", "issued_on")):  # fmt: skip
        sheet.label(x, 0.167, text + colon)
        sheet.put(x + sheet.width_of(sheet.words[-1], "song"), 0.167, value, role)
    apart = maker.often(0.5)
    for x, name in ((0.071, trip.origin), (0.700, trip.destination)):
        sheet.put(x, 0.292, name + ("" if apart else "站"), "trip", size=12)
        if apart:
            sheet.label(x + sheet.width_of(sheet.words[-1], "song") + 0.006, 0.292, "站")
        if maker.often(0.6):
            sheet.put(x, 0.325, maker.chance.choice(("Zhengzhoudong", "Shanghaihongqiao")), size=7)
    sheet.put(0.429, 0.292, trip.carriage, "trip", size=12)
    when = trip.travelled_on
    sheet.put(0.048, 0.385, f"{when:%Y}年{when:%m}月{when:%d}日", "trip")
    sheet.put(0.26, 0.385, "08:15开")
    sheet.put(0.43, 0.385, "05车12F号")
    sheet.put(0.60, 0.385, trip.seat, "trip")
    sheet.label(0.048, 0.458, label + colon)
    sheet.put(
        0.048 + sheet.width_of(sheet.words[-1], "song"), 0.458, maker.chance.choice("¥￥") + str(truth.total), "total"
    )
    if label != "票价":
        sheet.put(0.5, 0.458, "原票价" + colon + "￥553.00" if maker.often(0.5) else "始发改签", size=8)
    sheet.put(0.048, 0.542, "3102281990****0000")
    sheet.put(0.32, 0.542, trip.passenger, "trip")
    sheet.put(0.048, 0.625, "电子客票号" + colon + "2537065041070297123452026")
    if former:
        sheet.put(0.048, 0.69, "原发票号码" + colon + former)
    for x, text, value, role in ((0.048, "购买方名称", truth.buyer.name, "buyer"),
                                 (0.52, "统一社会信用代码", truth.buyer.tax_id, "buyer_id")):  # fmt: skip
        sheet.label(x, 0.75, text + colon, size=7.5)
        start = x + sheet.width_of(sheet.words[-1], "song")
        sheet.put(start, 0.75, value, role, size=_fit(sheet, value, x + 0.46 - start))
    sheet.label(0.048, 0.833, "买票请到12306 发货请到95306 中国铁路祝您旅途愉快", size=8)
    return sheet


def air(maker: Maker) -> tuple[Truth, Sheet]:
    """Return an itinerary of one or two flights; fare and fuel bear 9 % tax, the funds none."""
    day = maker.day(2024, 2026)
    fare, fuel = Money(maker.chance.randint(100, 3000) * 100 + 6), Money(maker.chance.choice((0, 4587, 2752)))
    tax = (fare + fuel).times(Decimal("0.09"))
    fund = Money(maker.chance.choice((0, 5000)))
    stops = maker.chance.sample(_AIRPORTS, maker.chance.choice((2, 2, 3)))
    flight = maker.chance.choice(("CZ", "CA", "3U")) + maker.digits(4)
    away, seat = day - dt.timedelta(maker.chance.randint(0, 20)), maker.chance.choice("YVKF")
    charges = tuple(
        InvoiceLine(name, amount=amount, rate="9%" if name in ("票价", "燃油附加费") else "")
        for name, amount in (("票价", fare), ("燃油附加费", fuel), ("民航发展基金", fund))
        if amount
    )
    truth = Truth(
        kind="air",
        number=f"{day:%y}{maker.digits(18)}",
        issued_on=day,
        buyer=Party(maker.company(), maker.tax_id()),
        seller=Party(maker.chance.choice(_AIRLINES), ""),
        check_code="7890",
        trip=Trip(
            maker.person(),
            stops[0][0],
            "、".join(stop for stop, _ in stops[1:]),
            away,
            "、".join([flight] * (len(stops) - 1)),
            seat,
        ),
        charges=charges,
        duty=tax,
        fare=fare + fuel + tax + fund,
    )
    return truth, _air_sheet(truth, maker, stops, (fare, fuel, tax, fund))


def _air_sheet(truth: Truth, maker: Maker, stops: list[tuple[str, str]], sums: tuple[Money, ...]) -> Sheet:
    sheet = Sheet(595, 420)
    trip, day = truth.trip, truth.issued_on
    fare, fuel, tax, fund = sums
    if maker.often(0.8):
        sheet.payload = f"01,61,,{truth.number},{truth.total},{day:%Y%m%d},,{maker.digits(4)}"
    sheet.label(0.271, 0.088, "电子发票（航空运输电子客票行程单）", size=16)
    sheet.label(0.714, 0.122, "开具状态：正常")
    sheet.label(0.034, 0.176, "国内国际标识：国内")
    sheet.label(0.714, 0.205, "发票号码：")
    sheet.put(0.714 + sheet.width_of(sheet.words[-1], "song"), 0.205, truth.number, "number", size=8)
    for x, label, value in ((0.034, "旅客姓名", trip.passenger), (0.218, "有效身份证件号码", "384932********1234"),
                            (0.585, "签注", "不得签转")):  # fmt: skip
        sheet.label(x, 0.239, label)
        sheet.put(x + 0.005, 0.288, value, "trip")
    for x, text in (
        (0.208, "承运人"),
        (0.292, "航班号"),
        (0.366, "座位等级"),
        (0.461, "日期"),
        (0.539, "时间"),
        (0.596, "客票级别/客票类别"),
        (0.726, "客票生效日期"),
        (0.82, "有效截止日期"),
        (0.92, "免费行李"),
    ):
        sheet.label(x, 0.337, text)
    for i, (start, end) in enumerate(pairwise(stops)):
        y = 0.373 + i * 0.071
        sheet.put(0.041, y, f"自:{start[0]} {start[1]}", "trip")
        sheet.put(0.041, y + 0.035, f"至:{end[0]} {end[1]}", "trip")
        for x, text in (
            (0.215, "南航"),
            (0.290, trip.carriage.partition("、")[0]),
            (0.388, trip.seat),
            (0.441, f"{trip.travelled_on}"),
            (0.536, "18:30"),
            (0.64, "Y50"),
            (0.925, "20K"),
        ):
            sheet.put(x, y + 0.018, text, "trip")
    for x, text in (
        (0.192, "票价"),
        (0.301, "燃油附加费"),
        (0.410, "增值税税率"),
        (0.485, "增值税税额"),
        (0.597, "民航发展基金"),
        (0.706, "其他税费"),
        (0.813, "合计"),
    ):
        sheet.label(x, 0.747, text)
    for x, text, role in ((0.301, f"CNY {fare}", "line-1"), (0.410, f"CNY {fuel}", ""), (0.487, "9%", ""),
                          (0.597, f"CNY {tax}", "tax"), (0.706, f"CNY {fund}", ""), (0.813, "CNY 0.00", ""),
                          (0.966, f"CNY {truth.total}", "total")):  # fmt: skip
        sheet.put(x, 0.782, text, role, right=True)
    sheet.label(0.034, 0.826, "电子客票号码：7841234567890")
    sheet.label(0.336, 0.826, "验证码： 7890")
    sheet.label(0.034, 0.879, "销售网点代号：CAN001/08682256")
    sheet.put(0.336, 0.879, "填开单位：" + truth.seller.name, "seller")
    sheet.put(0.800, 0.879, f"填开日期：{day}", "issued_on")
    buyer = "购买方名称：" + truth.buyer.name
    sheet.put(0.034, 0.931, buyer, "buyer", size=_fit(sheet, buyer, 0.45))
    sheet.put(0.501, 0.931, "统一社会信用代码/纳税人识别号：" + truth.buyer.tax_id, "buyer_id", size=8)
    return sheet


def slip(maker: Maker) -> tuple[Truth, Sheet]:
    """Return the slip of a taxi or a metro: code, number, day and sum, nobody's name."""
    sheet = Sheet(*maker.chance.choice(((200.0, 500.0), (226.0, 340.0))))
    day = maker.day(2019, 2025)
    metro = maker.often(0.4)
    truth = Truth(
        kind="other",
        number=maker.digits(8),
        issued_on=day,
        buyer=Party(),
        seller=Party(),
        code=f"1{maker.digits(11)}",
        fare=Money(maker.chance.randint(2, 300) * (100 if metro else 10)),
    )
    title = "城市轨道交通专用发票" if metro else "出租汽车专用发票"
    sheet.label(0.1, 0.06, maker.chance.choice(("广州市", "深圳市", "贵阳市")) + title, size=9)
    rows = [("发票代码", truth.code, "code"), ("发票号码", truth.number, "number")]
    if not metro:
        rows += [
            ("电话", "12345678", ""),
            ("车号", "粤B12345", ""),
            ("日期", f"{day}", "issued_on"),
            ("上车", "12:01", ""),
            ("下车", "12:40", ""),
            ("单价", "2.60元/km", ""),
            ("里程", "10.5km", ""),
            ("金额", f"¥{truth.total}元", "total"),
        ]
    else:
        rows += [("开票日期", f"{day:%Y}年{day:%m}月{day:%d}日", "issued_on"), ("金额", f"¥{truth.total}", "total")]
    for i, (label, value, role) in enumerate(rows):
        y = 0.2 + i * 0.07
        sheet.label(0.1, y, label + "：", size=7)
        sheet.put(0.45, y, value, role, size=7)
    return truth, sheet


def _fit(sheet: Sheet, text: str, room: float) -> float:
    """Return the size in which a text stays within a part of the width."""
    return min(7.5, room * sheet.width * 397 / sheet.height / max(len(text), 1))
