"""How the parts of a printed form are put together from glyphs alone: names and lines that wrap and touch."""

import pytest

from studio_ledger.invoices.columns import columns_of
from studio_ledger.invoices.form_lines import lines_between
from studio_ledger.invoices.form_parties import read_parties
from studio_ledger.invoices.reading import Reading
from studio_ledger.invoices.sheet import Form, Place, forms_of
from studio_ledger.invoices.words import Glyph, rows_of

WIDE = 0.015


def inked(x, y, text, wide=WIDE):
    """Glyphs of a text that begins at x on the baseline y, Latin ones half as wide."""
    made = []
    for char in text:
        step = wide if char > "\u2e80" else wide / 2
        made.append(Glyph(char, x, x + step, y - wide, y))
        x += step
    return made


def parties(*texts):
    reading = Reading(source="pdf-text")
    read_parties(Form(rows_of(glyph for text in texts for glyph in inked(*text)), 0), reading)
    return reading.buyer_name, reading.seller_name


LABELS = (
    (0.08, 0.245, "名"),
    (0.153, 0.245, "称:"),
    (0.08, 0.286, "纳税人识别号:"),
    (0.08, 0.767, "名"),
    (0.153, 0.767, "称:"),
)
SELLER = (0.177, 0.767, "南京云帆信息技术有限公司")


def test_that_a_name_around_its_labels_row_is_read_whole():
    above = (0.177, 0.233, "广东省深圳市宝安区凤凰社区教育发展联合服务促", 0.013)
    below = (0.177, 0.253, "进中心有限责任公司", 0.013)
    assert parties(*LABELS, above, below, SELLER) == (
        "广东省深圳市宝安区凤凰社区教育发展联合服务促进中心有限责任公司",
        SELLER[2],
    )


def test_that_what_stands_above_a_name_but_begins_elsewhere_is_no_part_of_it():
    beside = (0.10, 0.228, "深圳市税务局监制的电子普通发票专用纸张")
    named = (0.177, 0.245, "深圳市龙华区观澜中学")
    assert parties(*LABELS, beside, named, SELLER) == (named[2], SELLER[2])


def test_that_a_machines_number_above_a_name_is_no_part_of_it():
    number = (0.177, 0.228, "机器编号:661634269442")
    named = (0.177, 0.245, "深圳市龙华区观澜中学")
    assert parties(*LABELS, number, named, SELLER) == (named[2], SELLER[2])


TITLES = (
    (0.075, 0.40, "项目名称"), (0.2, 0.40, "规格型号"), (0.32, 0.40, "单"), (0.35, 0.40, "位"), (0.44, 0.40, "数量"),
    (0.56, 0.40, "单价"), (0.68, 0.40, "金额"), (0.75, 0.40, "税率"), (0.92, 0.40, "税额"),
)  # fmt: skip


def lines(*texts):
    rows = rows_of(glyph for text in (*TITLES, *texts) for glyph in inked(*text))
    title = next(row for row in rows if abs(row.y - 0.40) < 0.001)
    found = lines_between(rows, title.y, 0.65, columns_of(title))
    return [(line.item, line.specification, str(line.amount)) for line, _ in found]


def figures(y, amount, tax):
    return (0.7 - 0.0075 * len(amount), y, amount), (0.76, y, "13%"), (0.95 - 0.0075 * len(tax), y, tax)


def test_that_a_wrapped_name_and_the_wrapped_specification_it_touches_stay_apart():
    found = lines(
        (0.022, 0.43, "*文具*中性笔"), (0.197, 0.43, "0.5mm"), *figures(0.43, "100.00", "13.00"),
        (0.022, 0.46, "*电子计算机*便携"), (0.197, 0.46, "T14-2026"), *figures(0.46, "200.00", "26.00"),
        (0.0245, 0.49, "式计算机锐龙版十一英寸"), (0.197, 0.49, "-32G"),
    )  # fmt: skip
    assert found == [
        ("*文具*中性笔", "0.5mm", "100.00"),
        ("*电子计算机*便携式计算机锐龙版十一英寸", "T14-2026-32G", "200.00"),
    ]


def test_that_a_wrapped_name_without_a_specification_is_cut_nowhere():
    found = lines(
        (0.022, 0.43, "*文具*中性笔"), (0.197, 0.43, "0.5mm"), *figures(0.43, "100.00", "13.00"),
        (0.022, 0.46, "*文具*白板笔"), (0.197, 0.46, "1.0mm"), *figures(0.46, "100.00", "13.00"),
        (0.022, 0.49, "*印刷服务*工作室"), *figures(0.49, "200.00", "26.00"),
        (0.028, 0.52, "三年成果集与案例汇编的排版费"),
    )  # fmt: skip
    assert found[-1] == ("*印刷服务*工作室三年成果集与案例汇编的排版费", "", "200.00")


def test_that_a_space_at_the_edge_of_the_specifications_ends_a_name_and_parts_nothing():
    found = lines(
        (0.022, 0.43, "*文具*中性笔"), (0.197, 0.43, "0.5mm"), *figures(0.43, "100.00", "13.00"),
        (0.022, 0.46, "*电子计算机*便携"), (0.197, 0.46, "T14-2026"), *figures(0.46, "200.00", "26.00"),
        (0.0245, 0.49, "式计算机锐龙版十一英寸V "),
    )  # fmt: skip
    assert found[-1] == ("*电子计算机*便携式计算机锐龙版十一英寸V", "T14-2026", "200.00")


@pytest.mark.parametrize(("lowest", "whole"), [(0.94, True), (0.78, False)])
def test_that_a_form_without_titles_that_fills_its_page_is_not_taken_for_a_shrunk_one(lowest, whole):
    texts = (
        (0.785, 0.065, "19040147"), (0.73, 0.6825, "¥190.01"), (0.9, 0.6825, "¥16.99"),
        (0.3, 0.722, "贰佰零柒圆整"), (0.81, 0.722, "¥207.00"), (0.104, lowest, "王文"),
    )  # fmt: skip
    form, *others = forms_of([glyph for text in texts for glyph in inked(*text)], (596, 397), 0)
    assert others == []
    assert (form.place == Place()) is whole
