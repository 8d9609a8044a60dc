"""The columns of an expense list: their headings, what schools call them, and what cannot be judged without them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list: its heading and other headings schools use; `codes` cannot be judged without it."""

    key: str
    heading: str
    aliases: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    needed: bool = False
    hint: str = ""


COLUMNS: Final = (
    Column("voucher", "单据号", ("凭证号", "报销单号", "序号", "编号"), hint="同一单据号的几行算一笔支出"),
    Column("date", "日期", ("支出日期", "报销日期", "记账日期", "发生日期"), needed=True, hint="如 2020-05-12"),
    Column("category", "类别", ("支出类别", "费用类别", "项目", "支出项目"), needed=True, hint="第三条十一类之一"),
    Column("purpose", "用途", ("事由", "摘要", "用途说明", "说明"), hint="为什么买"),
    Column(
        "payee",
        "收款人",
        ("收款单位", "对方单位", "收款方"),
        ("duplicate.suspected", "split.suspected", "payee.own_staff", "payee.not_mentor"),
    ),
    Column("payee_kind", "收款人类型", ("收款人类别",), hint="单位、校外个人、本校教职工、工作室成员、主持人"),
    Column(
        "payment",
        "支付方式",
        ("付款方式", "结算方式"),
        ("payment.cash", "payment.personal_advance", "split.suspected"),
        hint="转账、公务卡、现金、个人垫付",
    ),
    Column("item", "货物或服务名称", ("品名", "商品名称", "项目名称", "开票项目", "内容", "名称"), needed=True),
    Column("quantity", "数量", (), ("asset.register",)),
    Column("amount", "金额", ("价税合计", "报销金额", "支出金额", "金额（元）"), needed=True, hint="含税，元"),
    Column(
        "invoice",
        "发票号码",
        ("发票号", "票据号码"),
        ("invoice.duplicate", "evidence.missing"),
        hint="文本格式，保留前导零",
    ),
    Column("invoice_code", "发票代码", ("票据代码",)),
    Column("invoice_date", "开票日期", ("发票日期",), ("invoice.stale", "invoice.future")),
    Column("buyer", "购买方名称", ("购买方", "抬头", "发票抬头"), ("invoice.buyer",)),
    Column("buyer_id", "购买方税号", ("购买方纳税人识别号",), ("invoice.buyer",)),
    Column("seller", "销售方名称", ("销售方", "开票单位", "供应商")),
    Column("invoice_total", "发票金额", ("发票价税合计", "票面金额"), ("invoice.total", "invoice.red")),
    Column(
        "evidence",
        "附件",
        ("附件清单", "所附材料"),
        ("evidence.missing", "evidence.incomplete", "asset.register"),
        hint="用、分隔：发票、签到表、会议通知……",
    ),
    Column("lecture_title", "专家职称", ("职称",), ("standard.lecture_fee", "details.missing")),
    Column("lecture_hours", "学时", ("课时",), ("standard.lecture_fee", "details.missing")),
    Column("half_days", "半天数"),
    Column("after_tax", "税后金额", ("实发金额",), ("standard.tax", "details.missing")),
    Column("tax", "代扣个税", ("个税", "个人所得税"), ("standard.tax", "details.missing")),
    Column("pre_tax", "税前金额", ("应发金额",)),
    Column("city", "出差城市", ("目的地", "城市"), ("standard.lodging", "details.missing")),
    Column("days", "出差天数", ("天数",), ("standard.meal_allowance", "standard.local_transport", "details.missing")),
    Column("nights", "住宿夜数", ("夜数", "住宿天数"), ("standard.lodging", "details.missing")),
    Column(
        "persons",
        "出差人数",
        (),
        ("standard.lodging", "standard.meal_allowance", "standard.local_transport", "details.missing"),
    ),
    Column("lodging", "住宿费"),
    Column("meals", "伙食补助"),
    Column("local_transport", "市内交通补助", ("市内交通",)),
    Column("transport_class", "交通等级", ("席别", "舱位"), ("standard.transport_class", "details.missing")),
    Column("meeting_persons", "会议人数", (), ("standard.meeting", "details.missing")),
    Column("meeting_days", "会议天数", (), ("standard.meeting", "details.missing")),
    Column("training_persons", "培训人数", (), ("standard.training", "details.missing")),
    Column("training_days", "培训天数", (), ("standard.training", "details.missing")),
)
"""In the order of the template."""


def column_of(heading: str) -> Column | None:
    """Return the column that a heading names, white space and brackets' width set aside; None for a stranger."""
    wanted = _plain(heading)
    return next((column for column in COLUMNS if wanted in map(_plain, (column.heading, *column.aliases))), None)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).rstrip("*")
