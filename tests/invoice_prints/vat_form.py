"""The old VAT form in the ways its makers print it: Aisino, taxi platforms, 百旺, Foxit, Shenzhen, tolls."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from studio_ledger.model.money import Money
from tests.invoice_prints.ink import Sheet
from tests.invoice_prints.lines import Columns, figure, put_lines, total_tax
from tests.invoice_prints.truth import AREAS, Maker, Truth, words

if TYPE_CHECKING:
    from studio_ledger.model.invoice import Party


@dataclass(frozen=True)
class Style:
    """Where a maker puts things, in fractions of the form."""

    size: tuple[float, float]
    head: tuple[float, float, float, float]
    head_x: float
    head_value: float
    buyer: tuple[float, float, float, float]
    seller: tuple[float, float, float, float]
    label_x: float
    name_x: float
    columns: Columns
    sums: tuple[float, float]
    lower_x: float
    remark: tuple[float, float]
    colon: str = ":"
    title: str = "增值税电子普通发票"
    item: str = "货物或应税劳务、服务名称"
    bank: str = "开户行及账号"
    circle: str = "圆"


_PLAIN = Columns(0.025, 0.272, 0.414, 0.542, 0.637, 0.78, 0.832, 0.975, 0.424, 0.030, 0.235)
_AISINO = Columns(0.044, 0.292, 0.381, 0.524, 0.641, 0.786, 0.826, 0.969, 0.429, 0.0305, 0.235)
_TOLL = Columns(0.041, 0.246, 0.409, 0.532, 0.625, 0.770, 0.824, 0.965, 0.428, 0.030, 0.20)
STYLES = {
    "aisino": Style(
        (609.44, 394.01), (0.051, 0.094, 0.133, 0.179), 0.714, 0.0, (0.240, 0.278, 0.316, 0.355),
        (0.767, 0.806, 0.840, 0.876), 0.079, 0.153, _AISINO, (0.673, 0.720), 0.736, (0.607, 0.767),
    ),
    "taxi": Style(
        (596, 397), (0.088, 0.121, 0.161, 0.191), 0.707, 0.0, (0.239, 0.277, 0.315, 0.353),
        (0.767, 0.804, 0.839, 0.874), 0.065, 0.139, replace(_PLAIN, y=0.433), (0.678, 0.723), 0.744, (0.597, 0.763),
    ),
    "baiwang": Style(
        (595.35, 396.9), (0.073, 0.112, 0.152, 0.191), 0.708, 0.738, (0.245, 0.282, 0.319, 0.360),
        (0.772, 0.807, 0.838, 0.872), 0.064, 0.155, _PLAIN, (0.678, 0.722), 0.746, (0.600, 0.770), "：",
    ),
    "foxit": Style(
        (595.3, 396.88), (0.064, 0.100, 0.141, 0.184), 0.706, 0.0, (0.245, 0.282, 0.317, 0.358),
        (0.769, 0.803, 0.837, 0.873), 0.065, 0.141, replace(_PLAIN, name=0.030), (0.676, 0.721), 0.747, (0.6, 0.768),
    ),
    "shenzhen": Style(
        (683.15, 396), (0.116, 0.148, 0.180, 0.212), 0.734, 0.0, (0.261, 0.297, 0.333, 0.369),
        (0.784, 0.822, 0.858, 0.891), 0.070, 0.129,
        Columns(0.031, 0.29, 0.415, 0.545, 0.642, 0.783, 0.833, 0.972, 0.444, 0.030, 0.235),
        (0.688, 0.734), 0.724, (0.6, 0.784), "：", title="电子普通发票", bank="电子支付标识",
    ),
    "toll": Style(
        (610, 394), (0.077, 0.114, 0.149, 0.186), 0.709, 0.0, (0.238, 0.273, 0.311, 0.351),
        (0.770, 0.803, 0.839, 0.873), 0.079, 0.153, _TOLL, (0.675, 0.721), 0.751, (0.601, 0.770), item="项目名称",
        circle="元",
    ),
}  # fmt: skip


def vat(maker: Maker, family: str) -> tuple[Truth, Sheet]:
    """Return an old VAT invoice of one maker's style."""
    truth = _truth(maker, family)
    return truth, sheet_of(truth, maker, family)


def _truth(maker: Maker, family: str) -> Truth:
    area = maker.chance.choice(list(AREAS))
    red = family in ("aisino", "baiwang", "foxit") and maker.often(0.08)
    ending = {"toll": "12", "shenzhen": "10"}.get(family) or ("13" if maker.often(0.15) else "11")
    kind = {"11": "vat-general", "13": "vat-special", "12": "toll", "10": "shenzhen"}[ending]
    code = f"0{area}00{maker.chance.randint(16, 23)}00{maker.digits(1)}{ending}"
    if family == "shenzhen":
        code = f"14403{maker.digits(5)}{ending}"
    lines = maker.lines(red=red)
    if family == "toll":
        lines = tuple(
            replace(line, item="*经营租赁*通行费", specification="", unit="", quantity=None, unit_price=None)
            for line in lines
            if line.amount > Money()
        )
    original = f"{code}-{maker.digits(8)}" if red else ""
    return Truth(
        kind=kind,
        number=maker.digits(8),
        issued_on=maker.day(2018, 2024),
        buyer=maker.buyer(),
        seller=maker.seller(),
        printed=lines,
        code=code,
        check_code="".join(maker.chance.choice("0123456789abcdef") for _ in range(5))
        if family == "shenzhen"
        else maker.digits(20),
        remark=_remark(maker, original),
        red_of=original,
    )


def _remark(maker: Maker, original: str) -> str:
    if original:
        code, number = original.split("-")
        return f"对应正数发票代码:{code}号码:{number}"
    return maker.chance.choice(
        ("", "", "订单号:" + maker.digits(12), "汇总开具", "车牌号：粤B12345\n代收车船税 ¥420.00\n合计 ¥1370.00",
         "酒店名称：云孚里酒店\n入离店日期：2023-12-26", "订单编号" + maker.digits(20) + "\n电话 13908546986",
         "不征税自行开具 金额 1234.56",
            "代开企业名称:某某市某某区打印店\n代开企业税号:92510124MA6794X98P",
            "合同金额（大写）叁佰元整\n小写 ¥300.00", "am", "发票号码：" + maker.digits(8) + " 的附属订单")
    )  # fmt: skip


def sheet_of(truth: Truth, maker: Maker, family: str) -> Sheet:
    """Draw an old invoice."""
    style = STYLES[family]
    sheet = Sheet(*style.size)
    chance = maker.chance
    if not maker.often(0.15):
        sheet.payload = _payload(truth, maker, family)
    _title(sheet, truth, style)
    day = truth.issued_on
    printed_day = chance.choice((f"{day:%Y}年{day:%m}月{day:%d}日", f"{day:%Y} 年{day:%m} 月{day:%d}日"))
    groups = " ".join(truth.check_code[i : i + 5] for i in range(0, len(truth.check_code), 5))
    heads = (
        ("发票代码", truth.code, "code"),
        ("发票号码", truth.number, "number"),
        ("开票日期", printed_day, "issued_on"),
        (chance.choice(("校 验 码", "校验码")), groups, "check_code"),
    )
    for y, (label, value, role) in zip(style.head, heads, strict=True):
        _beside(sheet, style.head_x, y, label + style.colon, value, role, style.head_value)
    sheet.label(style.label_x - 0.03, style.head[3] + 0.012, f"机器编号{style.colon}{maker.digits(12)}")
    _party(sheet, style, truth.buyer, "buyer", maker)
    _party(sheet, style, truth.seller, "seller", maker)
    for top, text in ((style.buyer[0] + 0.015, "购买方"), (style.seller[0] + 0.02, "销售方")):
        for i, c in enumerate(text):
            sheet.label(style.label_x - 0.032, top + i * 0.044, c)
    for i in range(0 if family == "baiwang" and maker.often(0.3) else 4):
        sheet.put(0.618, style.buyer[0] + i * 0.038, "".join(chance.choice("0123456789+-*/<>") for _ in range(27)))
    for i, c in enumerate("密码区"):
        sheet.label(0.575, 0.254 + i * 0.045, c)
    for i, c in enumerate("备注"):
        sheet.label(0.575, style.seller[0] + 0.02 + i * 0.07, c)
    _titles(sheet, style, family)
    put_lines(sheet, truth, style.columns, maker, toll=family == "toll")
    _sums(sheet, truth, style)
    for i, text in enumerate(truth.remark.split("\n")):
        sheet.put(style.remark[0], style.remark[1] + i * 0.026, text, "remark", size=8)
    for x, text in ((0.038, "收款人:" + maker.person()), (0.303, "复核:" + maker.person()),
                    (0.503, "开票人:" + maker.person()), (0.732, "销售方:(章)")):  # fmt: skip
        sheet.label(x, 0.917, text)
    return sheet


def _beside(sheet: Sheet, x: float, y: float, label: str, value: str, role: str, value_x: float, **more: float) -> None:
    """Put a label and its value, which touches it where the maker prints both as one text."""
    if value_x:
        sheet.label(value_x - 0.002, y, label, right=True)
    else:
        sheet.label(x, y, label)
    last = sheet.words[-1]
    sheet.put(value_x or x + sheet.width_of(last, "song") + 0.001, y, value, role, **more)


def _title(sheet: Sheet, truth: Truth, style: Style) -> None:
    place = "深圳" if truth.kind == "shenzhen" else AREAS.get(truth.code[1:3], "四川")
    title = "增值税电子专用发票" if truth.kind == "vat-special" else style.title
    sheet.label(0.324, 0.097, place + title, size=18)
    if truth.kind == "toll":
        sheet.put(0.155, 0.158, "通行费", size=14)
    for x, y, text in (
        (0.465, 0.086, "统一发票监"),
        (0.455, 0.123, "国"),
        (0.544, 0.12, "章"),
        (0.468, 0.15, "国家税务总局"),
        (0.465, 0.178, place),
        (0.49, 0.188, "省税务"),
        (0.522, 0.178, "局"),
    ):
        sheet.label(x, y, text, size=6)


def _party(sheet: Sheet, style: Style, party: Party, side: str, maker: Maker) -> None:
    name_y, id_y, address_y, bank_y = getattr(style, side)
    sheet.label(style.label_x, name_y, "名")
    sheet.label(style.name_x - (0.016 if style.head_value else 0), name_y, "称" + style.colon)
    last = sheet.words[-1]
    x = last.x + sheet.width_of(last, "song") + 0.001
    _name(sheet, x, name_y, party.name, side)
    _beside(sheet, style.label_x, id_y, "纳税人识别号" + style.colon, party.tax_id, side + "_id", 0)
    address = maker.chance.choice(("", "", "贵州省贵阳市南明区龙洞堡电子商务港A栋2单元6层 0851-85195018"))
    bank = maker.chance.choice(("", "中国建设银行股份有限公司贵阳朝阳支行 52050161360000000115"))
    spread = maker.chance.choice(("地址、电话", "地 址、电 话"))
    for y, label, value in ((address_y, spread, address), (bank_y, style.bank, bank)):
        _beside(sheet, style.label_x, y, label + style.colon, value, "", 0, size=7.5)


def _name(sheet: Sheet, x: float, y: float, name: str, side: str) -> None:
    if len(name) * 9 / sheet.width <= 0.555 - x:
        sheet.put(x, y, name, side)
        return
    half = (len(name) + 1) // 2
    sheet.put(x, y - 0.011, name[:half], side, size=7.5)
    sheet.put(x, y + 0.011, name[half:], side, size=7.5)


def _titles(sheet: Sheet, style: Style, family: str) -> None:
    y = style.columns.y - 0.029
    titles = [(0.06, style.item), (0.301, "规格型号"), (style.columns.unit - 0.007, "单位"), (0.474, "数 量"),
              (0.573, "单 价"), (0.69, "金 额"), (0.794, "税率"), (0.881, "税 额")]  # fmt: skip
    if family == "toll":
        titles[1:5] = [(0.296, "车牌号"), (0.409, "类型"), (0.462, "通行日期起"), (0.554, "通行日期止")]
        titles[0] = (0.111, style.item)
    for x, text in titles:
        sheet.label(x, y, text)


def _sums(sheet: Sheet, truth: Truth, style: Style) -> None:
    columns, (sum_y, total_y) = style.columns, style.sums
    sheet.label(0.108, sum_y, "合")
    sheet.label(0.165, sum_y, "计")
    sheet.put(columns.amount, sum_y, f"¥{figure(truth.amount)}", "amount", right=True)
    sheet.put(columns.tax, sum_y, total_tax(truth), "tax", right=True)
    sheet.label(0.088, total_y, "价税合计（大写）" if style.colon == "：" else "价税合计(大写)")
    sheet.put(0.3, total_y, words(truth.total).replace("圆", style.circle), "words")
    sheet.label(style.lower_x, total_y, "（小写）")
    sheet.put(style.lower_x + 0.063, total_y, f"¥{figure(truth.total)}", "total")


def _payload(truth: Truth, maker: Maker, family: str) -> str:
    if family == "shenzhen":
        return (
            f"https://bcfp.shenzhen.chinatax.gov.cn/verify/scan?hash={maker.digits(20)}"
            f"&bill_num={truth.number}&total_amount={truth.total.fen}"
        )
    kind = "20" if truth.kind == "vat-special" else "10"
    return (
        f"01,{kind},{truth.code},{truth.number},{truth.amount},{truth.issued_on:%Y%m%d},{truth.check_code},"
        f"{maker.digits(4)},"
    )
