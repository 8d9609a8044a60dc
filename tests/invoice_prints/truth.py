"""What a made-up invoice says, before anybody draws it: names, ids with a right check digit, lines that add up."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, replace
from decimal import Decimal

from studio_ledger.model.invoice import InvoiceLine, Party, Trip
from studio_ledger.model.money import Money

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
AREAS = {
    "11": "北京", "12": "天津", "31": "上海", "32": "江苏", "33": "浙江", "42": "湖北", "44": "广东", "51": "四川",
    "52": "贵州", "61": "陕西",
}  # fmt: skip
_PLACES = ("杭州市", "深圳市", "成都市武侯区", "贵阳市", "广东省佛山市", "南明区", "北京", "上海", "苏州工业园区")
_CORES = ("启明", "云帆", "长风", "德润", "新概念", "得力", "鑫源", "ABC", "东方之星", "三六五", "博文", "蓝海")
_TRADES = ("信息技术", "文化传播", "教育科技", "办公用品", "餐饮管理", "物业服务", "图书", "印刷", "酒店管理", "贸易")
_ENDS = ("有限公司", "股份有限公司", "有限责任公司", "有限公司第二分公司", "集团有限公司", "（中国）有限公司")
_TRADERS = (
    "大度口个体餐馆",
    "优舍酒店",
    "福烎屋潮汕鲜牛肉火锅",
    "好又多便利店",
    "老李图文打印部",
    "星讯通讯设备经营部",
)
_SCHOOLS = (
    "第一职业技术学校",
    "信息工程学校",
    "中等专业学校",
    "实验中学",
    "职业技术教育中心学校（新校区）",
    "教师发展中心",
)
_ITEMS = (
    ("餐饮服务", "餐饮费", 6),
    ("住宿服务", "住宿费", 6),
    ("印刷品", "工业机器人编程与调试实训教程（第二版）", 9),
    ("计算机外部设备", "得力(deli)热敏不干胶打印机58MM电子面单二维码条码打印", 13),
    ("纸制品", "A4复印纸", 13),
    ("运输服务", "客运服务费", 3),
    ("文具", "中性笔", 13),
    ("经纪代理服务", "代理服务费", 6),
    ("信息技术服务", "软件服务费", 6),
    ("会展服务", "会议费", 6),
    ("电子计算机", "便携式计算机 ThinkPad X1", 13),
    ("非学历教育服务", "培训费", 3),
    ("体育用品", "羽毛球", 13),
    ("塑料制品", "文件盒55mm", 13),
    ("软饮料", "矿泉水550ml*24瓶", 13),
    ("供电", "售电", 13),
)
_RARE_ITEMS = (
    (
        "计算机外部设备",
        "某品牌ZKTeco/熵基科技JDF800-BS动态人脸识别考勤机指纹人脸混合毫秒级识别打卡机（含安装调试与三年质保服务）",
        13,
    ),
    ("金属制品", "A系列一字形螺丝批3.2x75MM", 13),
    ("", "餐费", 6),
    ("", "培训费（2024年第二期）", 6),
    ("劳务", "维护保养-调压站", 3),
    ("化学药品制剂", "阿莫西林胶囊0.25g*24粒", 13),
)
_SPECIFICATIONS = ("", "", "无", "DL-886A", "16开", "500张/包", "T14 i5", "0.5mm", "A4/70g", "个")
_UNITS = ("", "个", "次", "台", "本", "项", "千瓦时", "套", "批", "kg")
_STATIONS = ("北京南", "上海虹桥", "郑州东", "南京", "广州南", "深圳北", "杭州东", "西安北")
_SURNAMES, _GIVEN = "王李张刘陈杨赵黄周吴", ("某某", "小明", "晓璐", "建国", "佳")


@dataclass(frozen=True)
class Truth:
    """What is printed; `printed` holds the lines as they stand, discounts apart, `lines` with them netted.

    A ticket has no lines: `fare` is its total, `charges` and `duty` what a flight prints of it.
    """

    kind: str
    number: str
    issued_on: dt.date
    buyer: Party
    seller: Party
    printed: tuple[InvoiceLine, ...] = ()
    code: str = ""
    check_code: str = ""
    remark: str = ""
    red_of: str = ""
    trip: Trip | None = None
    fare: Money | None = None
    charges: tuple[InvoiceLine, ...] = ()
    duty: Money | None = None

    @property
    def lines(self) -> tuple[InvoiceLine, ...]:
        """The lines with each discount taken off the one before it."""
        made: list[InvoiceLine] = list(self.charges)
        for line, place in zip(self.printed, self.places, strict=True):
            if place > len(made):
                made.append(line)
            else:
                last = made[-1]
                made[-1] = replace(last, amount=last.amount + line.amount, tax=last.tax + line.tax)
        return tuple(made)

    @property
    def places(self) -> tuple[int, ...]:
        """For each printed line the netted one that it belongs to, from 1; a discount has no quantity."""
        made: list[int] = []
        left: InvoiceLine | None = None
        for line in self.printed:
            off = left is not None and line.quantity is None and line.item == left.item
            if off and line.amount < Money() < left.amount:
                left = replace(left, amount=left.amount + line.amount)
                made.append(made[-1])
            else:
                left = line
                made.append(made[-1] + 1 if made else 1)
        return tuple(made)

    @property
    def amount(self) -> Money | None:
        """The sum without tax; None for a ticket that prints none."""
        if self.duty is not None:
            return self.fare - self.duty
        return Money.total(line.amount for line in self.printed) if self.printed else None

    @property
    def tax(self) -> Money | None:
        """The sum of the taxes."""
        if self.duty is not None:
            return self.duty
        return Money.total(line.tax for line in self.printed) if self.printed else None

    @property
    def total(self) -> Money:
        """What is to be paid."""
        return self.fare if self.fare is not None else self.amount + self.tax

    @property
    def exempt(self) -> bool:
        """Whether *** stands for the tax of all lines."""
        return bool(self.printed) and all(line.rate in ("免税", "不征税") for line in self.printed)


class Maker:
    """Makes up parts of invoices from one source of chance."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def digits(self, count: int) -> str:
        return "".join(self.chance.choice("0123456789") for _ in range(count))

    def often(self, share: float) -> bool:
        return self.chance.random() < share

    def tax_id(self, start: str = "91") -> str:
        """Return an 18-character id whose check digit is right."""
        body = start + self.digits(6) + "".join(self.chance.choice(_ALPHABET[:28]) for _ in range(9))
        found = sum(_ALPHABET.index(c) * w for c, w in zip(body, _WEIGHTS, strict=True))
        return body + _ALPHABET[-found % 31]

    def company(self) -> str:
        pick = self.chance.choice
        name = pick(_PLACES) + pick(_CORES) + pick(_TRADES) + pick(_ENDS)
        if self.often(0.05):
            return "中国移动通信集团广东有限公司佛山市南海区桂城街道千灯湖金融高新技术服务区分公司"
        if self.often(0.03):
            return pick(("北京XXX公司", "某某公司", "A&B 国际旅行社（北京）有限公司"))
        if self.often(0.15):
            name = f"{pick(_CORES)}（{pick(_PLACES)}）{pick(_TRADES)}{pick(_ENDS[:3])}"
        if self.often(0.1):
            name = name.replace("（", "(").replace("）", ")")
        return name

    def buyer(self) -> Party:
        roll = self.chance.random()
        if roll < 0.1:
            return Party("个人", "")
        if roll < 0.15:
            return Party(self.person() + self.chance.choice(("", "（个人）")), "")
        if roll < 0.18:
            return Party(
                "某某省某某市某某区教育局下属职业教育发展研究与教师培训指导中心（某某校区）", self.tax_id("12")
            )
        if roll < 0.22:
            return Party(self.company(), self.digits(15))
        if roll < 0.65:
            return Party(self.chance.choice(_PLACES) + self.chance.choice(_SCHOOLS), self.tax_id("12"))
        return Party(self.company(), self.tax_id())

    def seller(self) -> Party:
        roll = self.chance.random()
        if roll < 0.2:
            return Party(self.chance.choice(_PLACES[2:4]) + self.chance.choice(_TRADERS), self.tax_id("92"))
        if roll < 0.25:
            return Party(
                self.chance.choice(_PLACES[2:4]) + self.chance.choice(_TRADERS), self.digits(17) + "X" + self.digits(2)
            )
        if roll < 0.3:
            return Party(self.company(), self.digits(15))
        return Party(self.company(), self.tax_id())

    def person(self) -> str:
        return self.chance.choice(_SURNAMES) + self.chance.choice(_GIVEN)

    def stations(self) -> tuple[str, str]:
        start, end = self.chance.sample(_STATIONS, 2)
        return start, end

    def day(self, first: int, last: int) -> dt.date:
        return dt.date(first, 1, 1) + dt.timedelta(self.chance.randrange((last - first + 1) * 365))

    def lines(self, most: int = 4, *, red: bool = False) -> tuple[InvoiceLine, ...]:
        """Return lines that add up, some without a quantity, some with a discount, sometimes all exempt."""
        exempt = self.chance.choice(("免税", "不征税")) if self.often(0.15) else ""
        made: list[InvoiceLine] = []
        for _ in range(self.chance.randint(1, most)):
            line = self._line(exempt)
            made.append(_negative(line) if red else line)
            if not red and line.quantity and line.amount > Money(500) and self.often(0.15):
                made.append(self._discount(line))
        return tuple(made)

    def _line(self, exempt: str) -> InvoiceLine:
        short, name, percent = self.chance.choice(_RARE_ITEMS if self.often(0.15) else _ITEMS)
        item = f"*{short}*{name}" if short else name
        price = Decimal(self.chance.randint(1, 300_000)) / 100
        if self.often(0.4):
            price = (price / Decimal("1.13")).quantize(Decimal(1).scaleb(-self.chance.choice((4, 8, 13))))
        quantity = Decimal(self.chance.choice((1, 1, 2, 3, 10, 24, 100)))
        if self.often(0.15):
            quantity = Decimal(self.chance.randint(1, 9999)) / 1000
        if quantity * price < Decimal("0.05"):
            quantity, price = Decimal(1), Decimal("15.94")
        amount = Money().yuan((quantity * price).quantize(Decimal("0.01")))
        tax = Money() if exempt else amount.times(Decimal(percent) / 100)
        bare = self.often(0.2)
        rate = "***" if self.often(0.03) and tax else exempt or f"{percent}%"
        return InvoiceLine(
            item,
            self.chance.choice(_SPECIFICATIONS),
            self.chance.choice(_UNITS),
            None if bare else quantity,
            None if bare else price,
            amount,
            rate,
            tax,
        )

    def _discount(self, line: InvoiceLine) -> InvoiceLine:
        off = line.amount.times(Decimal(self.chance.randint(1, 30)) / 100)
        taxed = line.tax and line.rate != "***"
        tax = off.times(Decimal(line.rate.rstrip("%")) / 100) if taxed else Money()
        return InvoiceLine(line.item, amount=-off, rate=line.rate, tax=-tax)


def _negative(line: InvoiceLine) -> InvoiceLine:
    quantity = None if line.quantity is None else -line.quantity
    return replace(line, quantity=quantity, amount=-line.amount, tax=-line.tax)


def words(total: Money) -> str:
    """Return a total in capitals as tax invoices print it."""
    bare = Money(abs(total.fen)).capitals.removeprefix("人民币").replace("元", "圆")
    return f"（负数）{bare}" if total < Money() else bare
