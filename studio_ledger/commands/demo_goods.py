"""What a real studio buys in a year: typical goods, sellers and sums of the eleven categories, all of them invented."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Goods:
    """One kind of purchase: `low` and `high` are yuan a piece, `most` how many pieces at once."""

    category: str
    purpose: str
    item: str
    sellers: tuple[str, ...]
    low: int
    high: int
    most: int = 1
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """A category's part of the budget in percent, and how many vouchers of it a year can carry at most."""

    category: str
    percent: int
    weight: int
    most: int


SHARES = (
    Share("research", 11, 12, 100_000),
    Share("seminar", 9, 8, 60),
    Share("books", 14, 22, 100_000),
    Share("equipment", 14, 18, 100_000),
    Share("lecture", 12, 8, 8),
    Share("conference", 6, 5, 40),
    Share("network", 6, 6, 60),
    Share("field_visit", 11, 8, 60),
    Share("publication", 7, 2, 6),
    Share("mentor", 6, 2, 3),
    Share("collective", 4, 9, 100_000),
)

_SHOPS = ("深圳书城", "南山书城", "岭南教育图书发行有限公司", "深圳市博雅图书有限公司", "广东新知图书有限公司")
_OFFICE = (
    "深圳市益文办公用品有限公司",
    "深圳市恒达文具有限公司",
    "深圳市文汇办公设备有限公司",
    "广州市晨晖文仪有限公司",
)
_PRINT = ("深圳市彩虹广告有限公司", "深圳市新图印刷有限公司", "深圳市海印快印服务有限公司")
_NET = ("深圳市云速网络科技有限公司", "深圳市智库信息服务有限公司", "广东云桥信息技术有限公司")

GOODS = (
    Goods("research", "德育课题问卷系统使用费", "*信息技术服务*问卷系统服务费", _NET, 300, 900),
    Goods("research", "课题《家校沟通策略》资料费", "*印刷品*课题参考资料", _SHOPS, 30, 80, 10),
    Goods("research", "课题调查问卷印制", "*印刷服务*调查问卷印制", _PRINT, 1, 2, 400),
    Goods(
        "seminar",
        "参加省班主任学术年会会务费",
        "*会展服务*会议费",
        ("广东省教育学会", "深圳市班主任研究会"),
        400,
        700,
        3,
        ("meeting_notice",),
    ),
    Goods(
        "seminar",
        "参加班主任基本功研讨会会务费",
        "*会展服务*会务费",
        ("岭南教育研究院", "广东省教育学会"),
        300,
        600,
        4,
        ("meeting_notice",),
    ),
    Goods("books", "购买班主任专业书籍", "*印刷品*班主任工作漫谈", _SHOPS, 32, 45, 12, ("book_list",)),
    Goods("books", "购买德育图书", "*印刷品*正面管教", _SHOPS, 40, 62, 10, ("book_list",)),
    Goods("books", "购买心理辅导图书", "*印刷品*学校心理辅导实务", _SHOPS, 35, 58, 10, ("book_list",)),
    Goods("books", "订阅班主任期刊", "*印刷品*班主任杂志", _SHOPS, 90, 160, 6, ("book_list",)),
    Goods("equipment", "工作室打印纸", "*纸制品*A4复印纸", _OFFICE, 18, 28, 12, ("acceptance",)),
    Goods("equipment", "工作室文具", "*文具*中性笔", _OFFICE, 2, 5, 40, ("acceptance",)),
    Goods("equipment", "工作室硒鼓", "*打印设备耗材*硒鼓", _OFFICE, 180, 320, 3, ("acceptance",)),
    Goods("equipment", "工作室移动硬盘", "*计算机外部设备*移动硬盘", _OFFICE, 380, 620, 2, ("acceptance",)),
    Goods(
        "equipment",
        "工作室笔记本电脑",
        "*电子计算机*笔记本电脑",
        _OFFICE[2:3],
        4300,
        5200,
        1,
        ("acceptance", "asset_acceptance", "procurement"),
    ),
    Goods(
        "conference",
        "工作室学期总结会场地租赁",
        "*经营租赁*会议室场租",
        ("深圳市云海会议服务有限公司", "深圳市前湾会议中心有限公司"),
        600,
        1500,
        1,
        ("meeting_notice", "sign_in_sheet"),
    ),
    Goods("network", "工作室网站域名与云主机", "*信息技术服务*云服务器", _NET, 300, 980),
    Goods("network", "工作室公众号技术服务", "*信息技术服务*公众号技术服务费", _NET, 400, 900),
    Goods(
        "field_visit",
        "组织全体成员校外实践活动租用大巴",
        "*经营租赁*大巴车租赁",
        ("广东铁青商务服务有限公司", "深圳市安途汽车租赁有限公司"),
        900,
        1600,
        1,
        ("travel_approval", "activity_record"),
    ),
    Goods(
        "publication",
        "工作室成果集印制",
        "*印刷服务*成果集印刷",
        ("岭南教育出版社有限公司", "深圳市新图印刷有限公司"),
        18,
        30,
        100,
        ("contract", "acceptance"),
    ),
    Goods("collective", "工作室活动背景板制作", "*广告服务*背景板制作", _PRINT, 200, 600, 1, ("activity_record",)),
    Goods("collective", "工作室档案整理用档案盒", "*文具*档案盒", _OFFICE, 8, 15, 20, ("activity_record",)),
)

SPEAKERS = ("何建国", "苏文彬", "丁慧敏", "邵永康", "江雪梅", "方志远")
TOPICS = ("主题班会设计", "家校沟通的艺术", "班级文化建设", "青春期心理辅导", "班主任专业成长", "小组合作管理")
