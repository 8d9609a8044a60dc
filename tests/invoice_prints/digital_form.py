"""数电票 as the tax bureau prints them: general, special, tolls, journeys, buildings, freight, purchases."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from studio_ledger.model.invoice import Trip
from studio_ledger.model.money import Money
from tests.invoice_prints.ink import Sheet
from tests.invoice_prints.lines import Columns, figure, put_lines, total_tax, wrapped
from tests.invoice_prints.truth import AREAS, Maker, Truth, words

if TYPE_CHECKING:
    from studio_ledger.model.invoice import Party

_COLUMNS = Columns(0.021, 0.201, 0.326, 0.488, 0.606, 0.729, 0.81, 0.979, 0.423, 0.030, 0.175)
_TITLES = ((0.076, "项目名称"), (0.201, "规格型号"), (0.319, "单 位"), (0.443, "数 量"), (0.562, "单 价"))
_OTHER_TITLES = {
    "toll": ((0.076, "项目名称"), (0.22, "车牌号"), (0.35, "类型"), (0.44, "通行日期起"), (0.55, "通行日期止")),
    "building": ((0.076, "项目名称"), (0.25, "建筑服务发生地"), (0.45, "建筑项目名称")),
    "journey": ((0.076, "项目名称"), (0.443, "数 量"), (0.562, "单 价")),
    "freight": _TITLES,
}
_TAGS = {"toll": "通行费", "building": "建筑服务", "journey": "旅客运输服务", "freight": "货物运输服务"}


@dataclass(frozen=True)
class Head:
    """The heights that differ between versions of the form."""

    number: float = 0.100
    date: float = 0.143
    name: float = 0.254
    tax_id: float = 0.329


def digital(maker: Maker, family: str) -> tuple[Truth, Sheet]:
    """Return a 数电票; `family` is digital, toll, journey, building, freight or purchase."""
    truth = _truth(maker, family)
    return truth, sheet_of(truth, maker, family)


def _truth(maker: Maker, family: str) -> Truth:
    day = maker.day(2022, 2026)
    red = family == "digital" and maker.often(0.12)
    lines = maker.lines(8 if maker.often(0.1) else 3, red=red)
    if family in ("toll", "journey", "building"):
        item = {"toll": "*经营租赁*通行费", "journey": "*运输服务*客运服务费", "building": "*建筑服务*工程服务"}[family]
        bare = {"quantity": None, "unit_price": None} if family != "journey" else {}
        lines = tuple(
            replace(line, item=item, specification="", unit="", **bare) for line in lines if line.amount > Money()
        )
    red_of = f"{day:%y}{maker.digits(18)}" if red else ""
    trip = None
    if family == "journey":
        start, end = maker.stations()
        trip = Trip(
            maker.person(), start, end, day - dt.timedelta(1), "", maker.chance.choice(("二等座", "经济舱", ""))
        )
    return Truth(
        kind="digital",
        number=f"{day:%y}{maker.chance.choice(list(AREAS))}{maker.digits(16)}",
        issued_on=day,
        buyer=maker.buyer(),
        seller=maker.seller(),
        printed=lines,
        remark=_remark(maker, red_of),
        red_of=red_of,
        trip=trip,
    )


def _remark(maker: Maker, red_of: str) -> str:
    if red_of:
        return f"被红冲蓝字数电票号码：{red_of} 红字发票信息确认单编号：{maker.digits(20)}"
    account = maker.digits(20)
    return maker.chance.choice(
        (
            "",
            "",
            f"购方开户银行:中国建设银行股份有限公司贵阳朝阳支行; 银行账号:{account};",
            f"订单号：{account}",
            "保险单号：" + maker.digits(20) + " 代收车船税 ¥420.00 合计金额：1370.00元",
            "代开企业税号:92510124MA6794X98P 代开企业名称:某某市某某区打印店",
            "购买方名称：某某学校 纳税人识别号：91510124MA6794X98P",
            "合同金额（大写）叁佰元整 小写 ¥300.00",
            "项目：名师工作室\n联系电话 13908546986",
            "不动产地址：南明区龙洞堡 租赁期起止：2024-01-01 2024-12-31",
            "发票号码" + maker.digits(8) + "作废重开",
        )
    )


def sheet_of(truth: Truth, maker: Maker, family: str) -> Sheet:
    """Draw a 数电票."""
    sheet = Sheet(595.28, 396.85)
    head = Head() if maker.often(0.7) else Head(0.085, 0.128, 0.265, 0.315)
    special = maker.often(0.4)
    if not maker.often(0.15):
        kind = "31" if special else "32"
        sheet.payload = f"01,{kind},,{truth.number},{truth.total},{truth.issued_on:%Y%m%d},,{maker.digits(4)}"
    title(sheet, truth, head, "增值税专用发票" if special else "普通发票")
    tag = _TAGS.get(family)
    if tag:
        sheet.label(0.028, 0.185, tag, size=8)
    sides = [("buyer", truth.buyer, "购买方信息"), ("seller", truth.seller, "销售方信息")]
    if family == "purchase":
        sides.reverse()
    for left, (side, party, text) in zip((0.0, 0.479), sides, strict=True):
        for i, c in enumerate(text):
            sheet.label(left + 0.028, 0.254 + 0.025 * i, c)
        _party(sheet, left + 0.055, party, side, head)
    _titles(sheet, family)
    columns = replace(_COLUMNS, wide=0.178) if family != "building" else _COLUMNS
    foot = 0.52 if family in ("journey", "freight") else 0.65
    if family == "building":
        _building(sheet)
    put_lines(sheet, truth, columns, maker, toll=family == "toll", foot=foot)
    if family == "journey":
        _journey(sheet, truth, maker)
    elif family == "freight":
        _freight(sheet)
    sums(sheet, truth)
    remark(sheet, truth)
    sheet.label(0.093, 0.947, "开票人：" + maker.person())
    return sheet


def _building(sheet: Sheet) -> None:
    for x, wide, text in ((0.25, 0.15, "贵州省贵阳市南明区龙洞堡"), (0.45, 0.18, "2024年管线优化服务支撑施工项目")):
        for i, part in enumerate(wrapped(text, wide, 8, sheet.width)):
            sheet.put(x, 0.423 + 0.026 * i, part, size=8)


def _freight(sheet: Sheet) -> None:
    row = (
        (0.03, "运输工具种类", "公路运输"),
        (0.2, "运输工具牌号", "粤B12345"),
        (0.4, "起运地", "深圳市"),
        (0.6, "到达地", "贵阳市"),
        (0.8, "运输货物名称", "图书"),
    )
    for x, label, value in row:
        sheet.label(x, 0.58, label)
        sheet.put(x, 0.61, value)


def title(sheet: Sheet, truth: Truth, head: Head, kind: str) -> None:
    """Draw title, number and date."""
    sheet.label(0.272, 0.1, f"电子发票（{kind}）", size=18)
    day = truth.issued_on
    for y, label, value, role in (
        (head.number, "发票号码：", truth.number, "number"),
        (head.date, "开票日期：", f"{day:%Y}年{day:%m}月{day:%d}日", "issued_on"),
    ):
        sheet.label(0.736, y, label)
        sheet.put(0.736 + sheet.width_of(sheet.words[-1], "song"), y, value, role, size=8.5)


def _party(sheet: Sheet, x: float, party: Party, side: str, head: Head) -> None:
    sheet.label(x, head.name, "名称：")
    value_x = x + sheet.width_of(sheet.words[-1], "song") + 0.002
    room = x + 0.42 - value_x
    if len(party.name) * 9 / sheet.width <= room:
        sheet.put(value_x, head.name, party.name, side)
    else:
        for i, part in enumerate(wrapped(party.name, room, 9, sheet.width)):
            sheet.put(value_x, head.name + 0.026 * i, part, side)
    sheet.label(x, head.tax_id, "统一社会信用代码/纳税人识别号：")
    sheet.put(x + sheet.width_of(sheet.words[-1], "song") + 0.002, head.tax_id, party.tax_id, side + "_id")


def _titles(sheet: Sheet, family: str) -> None:
    for x, text in (*_OTHER_TITLES.get(family, _TITLES), (0.683, "金 额"), (0.750, "税率/征收率"), (0.926, "税 额")):
        sheet.label(x, 0.400, text)


def _journey(sheet: Sheet, truth: Truth, maker: Maker) -> None:
    trip = truth.trip
    row = (
        (0.03, "出行人", trip.passenger),
        (0.13, "有效身份证件号", "440301199001010000"),
        (0.33, "出行日期", f"{trip.travelled_on:%Y-%m-%d}"),
        (0.46, "出发地", trip.origin),
        (0.6, "到达地", trip.destination),
        (0.74, "等级", trip.seat),
        (0.84, "交通工具类型", maker.chance.choice(("高铁", "飞机", "出租车"))),
    )
    for x, label, value in row:
        sheet.label(x, 0.56, label)
        sheet.put(x, 0.59, value, "trip")


def sums(sheet: Sheet, truth: Truth) -> None:
    """Draw the sums."""
    sheet.label(0.098, 0.676, "合")
    sheet.label(0.174, 0.676, "计")
    sheet.put(0.731, 0.676, f"¥{figure(truth.amount)}", "amount", right=True)
    sheet.put(0.979, 0.676, total_tax(truth), "tax", right=True)
    sheet.label(0.081, 0.720, "价税合计（大写）")
    sheet.put(0.300, 0.720, words(truth.total), "words")
    sheet.label(0.684, 0.720, "（小写）")
    sheet.put(0.750, 0.720, f"¥{figure(truth.total)}", "total")


def remark(sheet: Sheet, truth: Truth) -> None:
    """Draw the remark in its box, the label beside it."""
    sheet.label(0.029, 0.800, "备")
    sheet.label(0.029, 0.843, "注")
    y = 0.766
    for text in truth.remark.split("\n"):
        for part in wrapped(text, 0.88, 9, sheet.width):
            sheet.put(0.053, y, part, "remark")
            y += 0.026
