"""The small widgets: what they say is what was given to them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import STATE_NAMES, State
from studio_ledger.queries.rows import CategoryFigures
from ui.dialogs.first_run import credit_code
from ui.dialogs.first_run.logins import propose_login
from ui.dialogs.set_password import SetPasswordDialog
from ui.widgets.budget_bar import BudgetBar
from ui.widgets.combo import Combo
from ui.widgets.field import Field
from ui.widgets.pdf_view import PdfView, render_page
from ui.widgets.status_chip import StatusChip


@pytest.mark.parametrize("state", list(State))
def test_that_a_chip_tells_its_status_to_a_screen_reader(qtbot, state):
    chip = StatusChip(state)
    qtbot.addWidget(chip)
    assert STATE_NAMES[state] in chip.accessibleName()
    assert chip.minimumSizeHint().width() > 40


def test_that_a_combo_gives_back_the_very_value(qtbot):
    combo = Combo("来源")
    qtbot.addWidget(combo)
    combo.set_choices([(source, source.value) for source in Source], Source.DISTRICT)
    assert combo.value() is Source.DISTRICT


def test_that_offering_choices_does_not_count_as_choosing(qtbot):
    combo = Combo("来源")
    qtbot.addWidget(combo)
    heard = []
    combo.currentIndexChanged.connect(heard.append)
    combo.set_choices([(1, "一"), (2, "二")], 2)
    assert heard == []


@pytest.mark.parametrize(
    ("budget", "spent", "committed", "shares"),
    [
        (1000, 500, 250, (0.5, 0.25, 0)),
        (1000, 900, 600, (0.6, 0.4, 1 / 3)),
        (0, 0, 0, (0, 0, 0)),
        (0, 10, 0, (1, 0, 1)),
    ],
)
def test_that_a_bar_is_as_long_as_its_figures(qtbot, budget, spent, committed, shares):
    bar = BudgetBar()
    qtbot.addWidget(bar)
    bar.set_figures(CategoryFigures("books", Money(budget), Money(spent), Money(committed)))
    assert bar.shares() == pytest.approx(shares)
    assert not bar.grab().isNull()


def test_that_a_field_names_its_input_and_shows_what_is_wrong(qtbot):
    field = Field("税号(&U)", QLineEdit(), required=True)
    qtbot.addWidget(field)
    assert "税号" in field.widget.accessibleName()
    field.set_error("第 18 位不对。")
    assert field.note.text() == "第 18 位不对。"
    assert field.widget.property("bad") is True
    field.set_error("")
    assert field.widget.property("bad") is False


@pytest.mark.parametrize(
    ("code", "wrong"),
    [("91350100M000100Y43", ""), ("91350100m000100y43", ""), ("91350100M000100Y44", "check"), ("123", "length"),
     ("91350100I000100Y43", "sign")],
)  # fmt: skip
def test_that_a_credit_code_is_proved_by_its_last_sign(code, wrong):
    assert credit_code.problem(code) == wrong


@pytest.mark.parametrize(
    ("name", "login"),
    [("王敏", "wangmin"), ("曾国栋", "zengguodong"), ("单雪", "shanxue"), ("仇英", "qiuying"), ("", "")],
)
def test_that_a_login_is_the_name_in_pinyin(name, login):
    assert propose_login(name) == login


def test_that_a_taken_login_gets_a_number():
    assert propose_login("王敏", {"wangmin"}) == "wangmin2"


@pytest.mark.parametrize(
    ("first", "second", "allowed"),
    [("short", "short", False), ("elevenchars", "elevenchars", False), ("twelve chars", "twelve chars", True),
     ("twelve chars", "twelve charS", False)],
)  # fmt: skip
def test_that_a_first_password_has_twelve_characters_twice(qtbot, first, second, allowed):
    dialog = SetPasswordDialog("王敏")
    qtbot.addWidget(dialog)
    QTest.keyClicks(dialog.first, first)
    QTest.keyClicks(dialog.second, second)
    assert dialog.accept_button.isEnabled() is allowed
    assert dialog.first.echoMode() == QLineEdit.EchoMode.Password


def test_that_what_is_neither_pdf_nor_picture_is_said_to_be_so(qtbot):
    image, pages = render_page(b"no file at all", 0, 100)
    assert image.isNull()
    assert pages == 0
    view = PdfView()
    qtbot.addWidget(view)
    with qtbot.waitSignal(view.page_changed):
        view.show_bytes(b"no file at all")
    assert "无法预览" in view.sheet.text()


def test_that_a_pdf_is_shown_page_by_page(qtbot, tmp_path):
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    for _ in range(2):
        document.new_page(200, 100)
    document.save(tmp_path / "two.pdf")
    view = PdfView()
    qtbot.addWidget(view)
    with qtbot.waitSignal(view.page_changed) as shown:
        view.show_path(tmp_path / "two.pdf")
    assert shown.args == [1, 2]
    with qtbot.waitSignal(view.page_changed) as shown:
        QTest.mouseClick(view.on, Qt.MouseButton.LeftButton)
    assert shown.args == [2, 2]
