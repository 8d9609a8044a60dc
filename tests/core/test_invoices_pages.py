"""Invoices that run over pages, and pages beside an invoice that are none; drawn here word by word."""

from __future__ import annotations

import io
from importlib.resources import files

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from studio_ledger.invoices import read_invoice_bytes
from studio_ledger.model.invoice import Invoice
from studio_ledger.model.money import Money
from tests.core.test_invoices import codes_of

Words = list[tuple[float, float, str]]

HEAD: Words = [
    (0.30, 0.10, "电子发票（普通发票）"),
    (0.73, 0.10, "发票号码：26442000000127444519"),
    (0.73, 0.14, "开票日期：2026年03月07日"),
    (0.05, 0.26, "名称：示例职业技术学校"),
    (0.53, 0.26, "名称：示例图书（深圳）有限公司"),
    (0.05, 0.33, "统一社会信用代码/纳税人识别号：91440300MA5DBYX94A"),
    (0.53, 0.33, "统一社会信用代码/纳税人识别号：91110302562134916R"),
]
TITLES: Words = [
    (x, 0.40, title)
    for x, title in (
        (0.08, "项目名称"),
        (0.20, "规格型号"),
        (0.32, "单 位"),
        (0.44, "数 量"),
        (0.56, "单 价"),
        (0.68, "金 额"),
        (0.75, "税率/征收率"),
        (0.93, "税 额"),
    )
]


def a_line(y: float, item: str, amount: str, tax: str) -> Words:
    return [(0.02, y, item), (0.69, y, amount), (0.785, y, "13%"), (0.94, y, tax)]


def sums(amount: str, tax: str, capitals: str, total: str) -> Words:
    return [
        (0.10, 0.68, "合 计"),
        (0.67, 0.68, f"¥{amount}"),
        (0.93, 0.68, f"¥{tax}"),
        (0.08, 0.72, "价税合计（大写）"),
        (0.30, 0.72, capitals),
        (0.68, 0.72, f"（小写）¥{total}"),
    ]


def drawn(*pages: Words) -> bytes:
    if "Test" not in pdfmetrics.getRegisteredFontNames():
        font = files("resources") / "fonts" / "NotoSansSC-Regular.ttf"
        pdfmetrics.registerFont(TTFont("Test", str(font)))
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(596, 397))
    for page in pages:
        canvas.setFont("Test", 8)
        for x, y, text in page:
            canvas.drawString(x * 596, 397 - y * 397, text)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def read_one(*pages: Words) -> Invoice:
    [invoice] = read_invoice_bytes(drawn(*pages), "a.pdf")
    return invoice


def test_that_a_long_invoice_is_one_over_its_pages():
    first = [*HEAD, *TITLES, *a_line(0.43, "*计算机外部设备*键盘", "200.00", "26.00"), (0.1, 0.68, "小 计"),
             (0.67, 0.68, "¥200.00"), (0.93, 0.68, "¥26.00")]  # fmt: skip
    last = [*HEAD, *TITLES, *a_line(0.43, "*计算机外部设备*鼠标", "100.00", "13.00"),
            *sums("300.00", "39.00", "叁佰叁拾玖圆整", "339.00")]  # fmt: skip
    invoice = read_one(first, last)
    assert [line.item for line in invoice.lines] == ["*计算机外部设备*键盘", "*计算机外部设备*鼠标"]
    assert (invoice.amount, invoice.tax, invoice.total) == (Money(30000), Money(3900), Money(33900))
    assert invoice.warnings == ()


def test_that_a_sales_list_stands_in_for_the_line_that_refers_to_it():
    first = [*HEAD, *TITLES, *a_line(0.43, "(详见销货清单)", "300.00", "39.00"),
             *sums("300.00", "39.00", "叁佰叁拾玖圆整", "339.00")]  # fmt: skip
    listed = [
        (0.3, 0.1, "销售货物或者提供应税劳务、服务清单"),
        *TITLES,
        (0.02, 0.43, "1"), (0.06, 0.43, "*计算机外部设备*键盘"), *a_line(0.43, "", "200.00", "26.00")[1:],
        (0.02, 0.46, "2"), (0.06, 0.46, "*计算机外部设备*鼠标"), *a_line(0.46, "", "100.00", "13.00")[1:],
    ]  # fmt: skip
    invoice = read_one(first, listed)
    assert [line.item for line in invoice.lines] == ["*计算机外部设备*键盘", "*计算机外部设备*鼠标"]
    assert invoice.warnings == ()


def test_that_a_sum_without_a_number_is_no_second_invoice():
    invoice_page = [*HEAD, *TITLES, *a_line(0.43, "*运输服务*客运服务费", "300.00", "39.00"),
                    *sums("300.00", "39.00", "叁佰叁拾玖圆整", "339.00")]  # fmt: skip
    itinerary = [(0.4, 0.1, "行程单"), (0.1, 0.7, "合计 ¥339.00")]
    for pages in ((invoice_page, itinerary), (itinerary, invoice_page)):
        assert read_one(*pages).total == Money(33900)


def test_that_the_travellers_of_a_journey_are_no_part_of_an_item():
    page = [*HEAD, *TITLES, *a_line(0.43, "*运输服务*客运服务费", "300.00", "39.00"), (0.02, 0.55, "出行人"),
            (0.15, 0.55, "有效身份证件号"), (0.02, 0.58, "张某某"), (0.15, 0.58, "440301199001010000"),
            *sums("300.00", "39.00", "叁佰叁拾玖圆整", "339.00")]  # fmt: skip
    [line] = read_one(page).lines
    assert line.item == "*运输服务*客运服务费"


def test_that_a_name_over_two_rows_is_whole():
    head = [word for word in HEAD if not word[2].endswith("学校")]
    for rows in (
        [(0.05, 0.26, "名称：示例市示例区示例街道"), (0.10, 0.285, "职业技术教育中心学校")],
        [(0.05, 0.26, "名称："), (0.10, 0.248, "示例市示例区示例街道"), (0.10, 0.272, "职业技术教育中心学校")],
    ):
        page = [*head, *rows, *TITLES, *a_line(0.43, "*图书*书", "300.00", "39.00"),
                *sums("300.00", "39.00", "叁佰叁拾玖圆整", "339.00")]  # fmt: skip
        assert read_one(page).buyer.name == "示例市示例区示例街道职业技术教育中心学校"


def test_that_a_printed_total_that_nothing_bears_out_is_doubted():
    page = [*HEAD, *TITLES, *a_line(0.43, "*图书*书", "300.00", "39.00"),
            *sums("300.00", "39.00", "叁佰叁拾玖圆整", "389.00")]  # fmt: skip
    invoice = read_one(page)
    assert invoice.total == Money(33900)
    assert "total.differs" in codes_of(invoice)
