"""Statements with literal figures; a test names only what it is about."""

import datetime as dt
from dataclasses import replace

from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.opening import HistoricIncome, HistoricVoucher, Opening, OpeningAsset
from studio_ledger.statements.audit_figures import AuditStatement, SuspicionLine, UnseenLine, ViolationLine
from studio_ledger.statements.fee_papers import DeclarationRow, FeeSheet, FeeSheetRow, TaxDeclaration
from studio_ledger.statements.figures import (
    AnnualStatement,
    CategoryRow,
    EnrolmentForm,
    ExceptionRow,
    IncomeRow,
    LogHead,
    MonthRow,
    SheetLine,
    SignatureLine,
    StatementHeader,
    VoucherRow,
    VoucherSheet,
)
from studio_ledger.statements.historic_sheet import HistoricSheet
from studio_ledger.statements.lecture_receipt import LectureReceipt
from studio_ledger.statements.opening_sheet import OpeningSheet
from studio_ledger.statements.recovery_sheet import RecoverySheet

RARE = "𠮷"
LONG_NAME = "深圳市龙岗区坪地街道第二十八高级职业技术实验学校附属中等专业学校"
HEAD = LogHead("7f3a91c2-5a1e", 1234, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
MADE_AT = dt.datetime(2020, 12, 31, 8, 5, tzinfo=dt.UTC)

CATEGORIES = (
    "图书资料购置", "办公用品", "会议费", "培训费", "差旅费", "专家讲课费", "劳务费", "印刷出版费", "设备购置",
    "课题研究", "网络与信息服务",
)  # fmt: skip


def a_header(**changes) -> StatementHeader:
    header = StatementHeader(
        studio=f"{RARE}志明名班主任工作室",
        school=LONG_NAME,
        tax_id="12440300MB2C12345X",
        affiliation="区属学校（市级资助、区级配套）",
        host=f"{RARE}志明",
        legal_representative="欧阳静怡",
        project_code="SZBZR-2019-017",
        cycle="2019年1月至2021年12月",
        year=2020,
        made_at=MADE_AT,
        head=HEAD,
        final=True,
    )
    return replace(header, **changes)


def vouchers(count: int) -> tuple[VoucherRow, ...]:
    return tuple(
        VoucherRow(
            number=f"2020-{place + 1:04d}",
            date=dt.date(2020, 1 + place % 12, 1 + place % 28),
            purpose="注销2020年3月4日第0002号凭证" if place == 2 else f"购班主任工作手册及班会活动资料第{place + 1}批",
            category=CATEGORIES[place % len(CATEGORIES)],
            payee=LONG_NAME[:30] if place % 3 else f"{RARE}野家书店",
            amount=Money(-4500) if place == 2 else Money(12_345 + 997 * place),
            invoices=f"0440019{place:05d}",
            host_signed=f"{RARE}志明",
            legal_signed="欧阳静怡",
        )
        for place in range(count)
    )


def an_annual(count: int = 5, **changes) -> AnnualStatement:
    rows = vouchers(count)
    categories = tuple(
        CategoryRow(
            number=str(place + 1),
            category=name,
            budget_first=Money(1_000_000 + 7_000 * place),
            budget=Money(1_000_000 + 7_000 * place + (5_050 if place == 0 else -5_050 if place == 1 else 0)),
            spent_city=Money.total(row.amount for row in rows if row.category == name and row.date.month < 7),
            spent_district=Money.total(row.amount for row in rows if row.category == name and row.date.month > 7),
            spent_other=Money.total(row.amount for row in rows if row.category == name and row.date.month == 7),
            vouchers=sum(row.category == name for row in rows),
            attachments=sum(2 for row in rows if row.category == name),
            first_number=min((row.number for row in rows if row.category == name), default=""),
            last_number=max((row.number for row in rows if row.category == name), default=""),
        )
        for place, name in enumerate(CATEGORIES)
    )
    statement = AnnualStatement(
        header=a_header(),
        income=(
            IncomeRow("上年结转", Money(1_234_567), Money(1_234_567), "2019年度决算", "2020-01-01"),
            IncomeRow("市级资助", Money(4_000_000), Money(4_000_000), "深教〔2020〕15号", "2020-03-12"),
            IncomeRow("区级配套", Money(4_000_000), Money(3_500_050), "龙教通〔2020〕88号", "2020-05-20"),
        ),
        categories=categories,
        months=tuple(
            MonthRow(month, Money.total(row.amount for row in rows if row.date.month == month))
            for month in range(1, 13)
        ),
        vouchers=rows,
        exceptions=(
            ExceptionRow(
                "2020-0002", "讲课费超过副高职称每学时标准", "专家自外省来，含在途半日，经校务会同意。", "欧阳静怡"
            ),
        ),
        carried_in=Money(1_234_567),
        committed=Money(88_800),
        refused=3,
        declaration="本年度经费专款专用，未用于“三公”经费、个人消费及学校公用经费。",
        match_note="市级资助40,000.00元，区级配套应不低于40,000.00元，尚差4,999.50元。",
    )
    return replace(statement, **changes)


def a_sheet(count: int = 4, **changes) -> VoucherSheet:
    rows = tuple(
        SheetLine(
            "退多开手册1本（红字）" if place == 2 else f"购班主任工作手册{place + 8}本",
            "图书资料购置",
            "市级资助",
            Money(-4500) if place == 2 else Money(36_000 + place),
        )
        for place in range(count)
    )
    sheet = VoucherSheet(
        header=a_header(),
        number="2020-0045",
        state="已入账",
        date=dt.date(2020, 11, 20),
        purpose="购读书沙龙用书及活动资料",
        payee=f"{RARE}野家书店",
        payment="公务卡",
        lines=rows,
        amount=Money.total(line.amount for line in rows),
        attachments=3,
        invoices=("044001900111 12345678", "044001900111 12345679", "20442000000012345678"),
        findings=("图书单价高于上次采购20%",),
        reason="为新版，内容增加一倍。",
        signatures=(
            SignatureLine("制单", "王敏", "2020-11-20 10:21", "7F3A-91C2"),
            SignatureLine("审核", "陈会计", "2020-11-20 15:40", "0B22-C0DE"),
            SignatureLine("主持人", f"{RARE}志明", "2020-11-21 09:02", "A1B2-C3D4"),
            SignatureLine("法定代表人", "欧阳静怡", "2020-11-23 08:30", "55AA-77EE"),
            SignatureLine("记账", "陈会计", "2020-11-23 09:12", "1234-ABCD"),
        ),
        content_hash="5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9",
        reverses="",
    )
    return replace(sheet, **changes)


def an_enrolment(**changes) -> EnrolmentForm:
    form = EnrolmentForm(
        ledger=HEAD.ledger,
        school=LONG_NAME,
        name=f"{RARE}志明",
        login="jizhiming",
        roles=("主持人",),
        fingerprint="9f86 d081 884c 7d65 9a2f eaa0 c55a d015",
        made_at=MADE_AT,
        head=HEAD,
    )
    return replace(form, **changes)


def a_recovery(**changes) -> RecoverySheet:
    code = "ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ23-4567"
    return replace(RecoverySheet(LONG_NAME, HEAD.ledger, code, "王敏", MADE_AT, HEAD), **changes)


def a_fee_sheet(**changes) -> FeeSheet:
    rows = (
        FeeSheetRow("周敏", "华南师范大学", "正高级", "班级管理", "4", "1000", Money.yuan(4000), Money.yuan("761.90"),
                    "****002X", "工商银行五山支行", "****4455"),
        FeeSheetRow(f"{RARE}洁", "", "副高级", "班级管理", "2", "500", Money.yuan(1000), Money.yuan("50")),
    )  # fmt: skip
    sheet = FeeSheet(
        LONG_NAME, "海岸工作室", "0012", dt.date(2020, 5, 12), "班主任专业能力讲座", rows, ("主持人", "法定代表人"),
        MADE_AT, HEAD, True,
    )  # fmt: skip
    return replace(sheet, **changes)


def a_declaration(**changes) -> TaxDeclaration:
    rows = (
        DeclarationRow(
            "周敏", "11010519491231002X", Money.yuan("1050"), Money.yuan("50"), ("0001", "0002"), Money.yuan("5811.90"),
            Money.yuan("811.90"),
        ),
        DeclarationRow("刘洁", "", Money.yuan("50"), Money(), ("0001",), Money.yuan("1050"), Money.yuan("50")),
    )  # fmt: skip
    return replace(TaxDeclaration(an_annual().header, dt.date(2020, 5, 1), rows, 0), **changes)


def a_historic_sheet(**changes) -> HistoricSheet:
    voucher = HistoricVoucher(
        dt.date(2019, 5, 6), "0001", "books", Source.CITY, f"{RARE}书", "书城", Money.yuan("1200"), "11112222"
    )
    sheet = HistoricSheet(LONG_NAME, "海岸工作室", voucher, "图书资料购置", MADE_AT, HEAD)
    return replace(sheet, **changes)


def an_opening_sheet(**changes) -> OpeningSheet:
    day, city = dt.date(2019, 5, 6), Source.CITY
    opening = Opening(
        "o1", "s1", dt.date(2020, 5, 31), (HistoricIncome(2019, city, Money.yuan("40000"), day, "8号"),),
        (HistoricVoucher(day, "0001", "books", city, f"{RARE}书", "书城", Money.yuan("1200")),),
        (OpeningAsset("电脑", "TY1", Money.yuan("4999"), day),),
    )  # fmt: skip
    titles = ("主持人", "法定代表人")
    sheet = OpeningSheet(
        LONG_NAME, "海岸工作室", opening, {"books": "图书资料购置"}, "王敏", (), titles, MADE_AT, HEAD, final=False
    )
    return replace(sheet, **changes)


def an_audit(**changes) -> AuditStatement:
    suspicion = SuspicionLine(
        weight="高",
        kind="V33",
        title="收款方不是开票方",
        studio=f"{RARE}志明名班主任工作室",
        year=2020,
        why="2020-0012 转账给 某公司，发票销售方却是 深圳书城。",
        figures="收款方 某公司；销售方 深圳书城",
        vouchers="2020-0012",
        amount=Money(12_345),
        clears="附三方协议。",
        answer="=SUM(A1:A9)",
        answered_by="王敏 2020-12-01 09:00",
        source="教育系统常见审计问题133个",
    )
    violation = ViolationLine(
        state="待销号",
        studio=f"{RARE}志明名班主任工作室",
        what="@购买礼品",
        rule="第五条",
        vouchers="2020-0012、2020-0013",
        amount=Money(86_000),
        claw_back=Money(86_000),
        returned=Money(40_000),
        found_by="审计机关",
        found_on=dt.date(2020, 10, 8),
        due_on=dt.date(2020, 11, 8),
        measures="-已退回",
        mended_on=dt.date(2020, 11, 1),
        proof="回单.pdf",
        closed_on=None,
        closed_by="",
    )
    statement = AuditStatement(
        header=a_header(),
        scope=f"{RARE}志明名班主任工作室 2020 年度",
        suspicions=(suspicion,),
        violations=(violation, replace(violation, amount=Money(100), claw_back=Money(), returned=Money())),
        unseen=(UnseenLine("V29", "未走政府采购", "请核对采购平台订单。", "人工核对"),),
    )
    return replace(statement, **changes)


def a_receipt(**changes) -> LectureReceipt:
    receipt = LectureReceipt(
        school=LONG_NAME,
        studio=f"{RARE}志明名班主任工作室",
        name=f"{RARE}志明",
        work="华南师范大学",
        title="正高级",
        topic="班级管理中的家校沟通",
        day=dt.date(2020, 5, 9),
        hours="4",
        rate="税后每学时不超过 1000 元",
        net=Money.yuan(4000),
        tax=Money.yuan("761.90"),
        basis="财行〔2016〕540号",
        titles=("主持人", "法定代表人"),
        made_at=MADE_AT,
        head=HEAD,
    )
    return replace(receipt, **changes)
