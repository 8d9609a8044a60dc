"""Typical goods of each category under each of the eleven: where they stand and where they plainly belong elsewhere."""

import pytest
from cases import whole

from studio_ledger.rules import check, load_policy, read_case

CATEGORIES = [
    *("research", "seminar", "books", "equipment", "lecture", "conference"),
    *("network", "field_visit", "publication", "mentor", "collective"),
]
MEETINGS = {"seminar", "conference"}
GUESTS = {"lecture", "mentor"}
# Goods of a kind, and the categories under which they stand without a warning.
KINDS = {
    "books": (["*印刷品*《给教师的建议》", "*电子出版物*教育电子书", "*印刷品*期刊订阅", "图书一批"], {"books"}),
    "durable goods": (["*电子计算机*笔记本电脑", "*影像投影仪*投影仪", "*家具*文件柜", "碎纸机"], {"equipment"}),
    "network gear": (["*计算机网络设备*路由器", "*计算机网络设备*交换机"], {"equipment", "network"}),
    "consumables": (
        ["*纸制品*A4复印纸", "*文具*中性笔", "*计算机外部设备*硒鼓", "*计算机配套产品*U盘"],
        set(CATEGORIES) - {"books", "network", "mentor"},
    ),
    "hosted sites": (["*信息技术服务*云服务器", "*信息技术服务*域名续费"], {"research", "network"}),
    "information services": (
        ["*软件*统计软件授权", "*信息技术服务*平台服务费"],
        {"research", "network", "equipment", "publication"} | MEETINGS,
    ),
    "somebody else's meeting": (["*会议服务*参会注册费", "*会展服务*会务费"], {"field_visit"} | MEETINGS),
    "fares": (["*运输服务*高铁票", "*运输服务*机票"], {"field_visit", "research"} | MEETINGS | GUESTS),
    "lodging": (["*住宿服务*住宿费"], {"field_visit"} | MEETINGS | GUESTS),
    "publishing": (["*出版服务*书号费", "*文化服务*论文版面费"], {"publication", "research"}),
    "services of many ends": (
        [
            "*印刷服务*资料印刷",
            "*设计服务*海报设计",
            "*经营租赁*会议室租赁",
            "*经营租赁*音响设备租赁",
            "*广告服务*横幅",
            "*会展服务*展板布置",
            "*收派服务*快递费",
            "*运输服务*大巴包车",
        ],
        set(CATEGORIES),
    ),
}


def codes_of(category, item):
    """Return what is found where an item is bought under a category for no purpose that says more."""
    permitted = load_policy().category(category)
    evidence = {"invoice", *permitted.expected_evidence, *permitted.required_evidence[0]}
    expense = {"category": category, "purpose": "工作室支出", "amount": "300.00", "evidence": sorted(evidence)}
    expense["payee"] = {"name": "深圳市宏达商贸有限公司", "kind": "organisation"}
    expense["lines"] = [{"item": item, "quantity": "1", "amount": "300.00"}]
    return {finding.code for finding in check(read_case(whole({"expense": expense})))}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("category", CATEGORIES)
def test_that_goods_stand_under_their_categories_only(kind, category):
    items, stands = KINDS[kind]
    for item in items:
        codes = codes_of(category, item)
        assert ("category.mismatch" in codes) == (category not in stands), item
        assert not any(code.startswith("ban.") for code in codes), item
