"""Every screen on the smallest screen, light and dark: nothing cut off, nothing in English, nothing without a name."""

import re
from itertools import product

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QStyle,
    QStyleOptionFrame,
    QTableView,
    QTabWidget,
    QWidget,
)

from studio_ledger.model.voucher import Attachment
from tests.builders import School, a_grant, a_voucher
from tests.window_driver import WindowDriver
from ui import theme
from ui.dialogs.first_run import FirstRunDialog
from ui.widgets.evidence_canvas import EvidenceCanvas

SCREEN = (1366, 768)
ROOM = (1366, 728)
"""What a task bar leaves of the screen."""
SCHEMES = ("light", "dark")
PAGES = (
    ("home", "finance"), ("inbox", "finance"), ("entry", "finance"), ("signing", "legal"), ("vouchers", "finance"),
    ("grants", "finance"), ("budget", "finance"), ("report", "host"), ("settings", "finance"),
    ("rules", "finance"), ("payments", "finance"), ("requests", "finance"), ("audit", "host"),
)  # fmt: skip
FOREIGN = {
    "ctrl", "enter", "shift", "excel", "studio", "space", "home", "pgup", "pgdn", "pgdown", "backspace", "delete",
    "school",  # the ledger's own file here
    "python",  # the command that adds the recognition of text
}  # fmt: skip
"""Words that stand on Chinese screens as they are: keys, and the names of programs and files."""
FIGURE = re.compile(r"[-\d,.:¥ ]+")
"""Amounts, days and numbers: half a figure is a wrong one."""
SHORT = 4
"""Words of so many characters are names of kinds, sources and states, and never to be cut."""


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    """A school in the middle of its year: something of everything."""
    made = School(tmp_path_factory.mktemp("school"))
    made.fund()
    ledger = made.ledger
    made.post(a_voucher(number="10000001"))
    for number, changes in (("10000002", {}), ("10000003", {"attachments": ()})):
        waiting = made.submit(a_voucher("310.00", number=number, **changes), reason="书目随后补" if changes else "")
        made.sign(made.host, waiting)
    made.submit(a_voucher("320.00", number="10000007"))
    signed = made.submit(a_voucher("77.00", number="10000004"))
    made.sign_both(signed)
    back = made.submit(a_voucher("55.00", number="10000005"))
    ledger.send_back(made.host, back, "请补购买清单", "chen-jing-2020-ok")
    ledger.record_grant(made.finance, a_grant(document_number="深财〔2020〕19号"), "grant-waiting")
    sha256 = ledger.store_evidence("班主任工作漫谈 15 本\n".encode(), "书目.txt")
    content = a_voucher("88.00", number="20442112999999999902", attachments=(Attachment("other", sha256, "书目.txt"),))
    made.draft = ledger.save_draft(made.finance, content)
    file = made.path.parent / "读不出来的票.txt"
    file.write_text("没有票据", encoding="utf-8")
    ledger.add_to_inbox(made.finance, file)
    yield made
    ledger.close()


@pytest.fixture
def driver(qtbot, qapp, monkeypatch, tmp_path):
    yield WindowDriver(qtbot, qapp, monkeypatch, tmp_path)
    theme.apply(qapp, "light")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("name", "who"), PAGES)
def test_that_a_page_is_whole(driver, school, name, who, scheme):
    driver.dress(scheme, SCREEN)
    driver.sit_down(school.ledger, getattr(school, who))
    page = driver.go(name)
    if name == "entry":
        driver.open_draft(school.draft)
    tabs = page.findChild(QTabWidget)
    for tab in range(tabs.count() if tabs else 1):
        if tabs:
            tabs.setCurrentIndex(tab)
            driver.rest()
        assert wrongs(driver.window) == []
        assert_dressed(driver.window, scheme)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_that_the_login_page_is_whole(driver, school, scheme):
    driver.dress(scheme, SCREEN)
    driver.window.start(None)
    assert wrongs(driver.window) == []
    login = driver.window.login
    login.show_people("海岸.studio", school.ledger.people(), "wangmin")
    login.wrong_password(4)
    assert wrongs(driver.window) == []
    assert_dressed(driver.window, scheme)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_that_the_wizard_is_whole(qtbot, qapp, tmp_path, scheme):
    theme.apply(qapp, scheme)
    wizard = FirstRunDialog(tmp_path)
    qtbot.addWidget(wizard)
    wizard.show()
    for step in range(3):
        wizard.stack.setCurrentIndex(step)
        wizard.alert.set_alert("error", wizard.steps[step].problem() or "没有问题")
        wizard.alert.show()
        QApplication.processEvents()
        assert wrongs(wizard) == []
    theme.apply(qapp, "light")


@pytest.mark.parametrize("height", [330, 346, 360, 400])
def test_that_a_picture_about_as_high_as_its_room_comes_to_rest(qtbot, height):
    canvas = EvidenceCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(520, 346)
    with qtbot.waitExposed(canvas):
        canvas.show()
    moves = []
    canvas.zoomed.connect(moves.append)
    page = QImage(520, height, QImage.Format.Format_RGB32)
    page.fill(Qt.GlobalColor.white)
    canvas.show_page(page)
    for _ in range(20):
        QApplication.processEvents()
    assert len(moves) <= 2
    assert not canvas.horizontalScrollBar().isVisible()


# ---- what is looked for ------------------------------------------------------------------


def wrongs(window):
    """What is wrong with what is seen now, each with the text that it stands in."""
    QApplication.processEvents()
    hint = window.minimumSizeHint()
    found = [] if (hint.width(), hint.height()) <= ROOM and hint.height() <= ROOM[1] else [f"too large: {hint}"]
    seen = [widget for widget in window.findChildren(QWidget) if widget.isVisible()]
    found += [f"cut off: {text}" for widget in seen for text in cut_off(widget)]
    found += [f"English: {word} in {text}" for text in words_on(window, seen) for word in english(text)]
    found += [f"no name: {type(widget).__name__} {widget.objectName()}" for widget in seen if nameless(widget)]
    return list(dict.fromkeys(found))


def cut_off(widget):
    """The text of a label, a button or a heading that has less room than it needs."""
    if isinstance(widget, QLabel) and widget.text() and widget.textFormat() is not Qt.TextFormat.RichText:
        room, text = widget.contentsRect(), widget.text()
        if widget.wordWrap():
            least = max((widget.fontMetrics().horizontalAdvance(word) for word in re.split(r"\s", text)), default=0)
            high = widget.heightForWidth(widget.width()) > widget.height() + 1
            return [text] if high or (least > room.width() and text.isascii()) else []
        shown = Qt.TextFlag.TextShowMnemonic if widget.buddy() else 0
        return [text] if widget.fontMetrics().size(shown, text).width() > room.width() + 1 or clipped(widget) else []
    if isinstance(widget, QLineEdit) and (FIGURE.fullmatch(widget.text()) or not widget.text()):
        text = widget.text() or widget.placeholderText()
        return [text] if widget.fontMetrics().horizontalAdvance(text) > line_room(widget) else []
    if isinstance(widget, QPushButton) and widget.text():
        return [widget.text()] if widget.width() < widget.minimumSizeHint().width() or clipped(widget) else []
    if isinstance(widget, QHeaderView) and widget.orientation() is Qt.Orientation.Horizontal:
        return [head for head, place in headings(widget) if short(widget, head, place)]
    return figures_cut(widget) if isinstance(widget, QTableView) else []


def figures_cut(table):
    """The figures and short words of a table that do not fit their cell."""
    found = []
    for index in (
        table.model().index(*at) for at in product(range(table.model().rowCount()), range(table.model().columnCount()))
    ):
        text = str(index.data() or "")
        short = FIGURE.fullmatch(text) or 0 < len(text) <= SHORT
        cut = table.sizeHintForIndex(index).width() > table.columnWidth(index.column())
        if short and cut and not table.isColumnHidden(index.column()):
            found.append(text)
    return found


def line_room(edit):
    """How wide a line's text may be: without its frame and the icons in it."""
    look = QStyleOptionFrame()
    edit.initStyleOption(look)
    inner = edit.style().subElementRect(QStyle.SubElement.SE_LineEditContents, look, edit)
    icons = sum(20 for action in edit.actions() if action.isVisible() and not action.icon().isNull())
    return inner.width() - 4 - icons


def clipped(widget):
    """Whether a part lies outside what holds it, where nothing can be scrolled."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above.parentWidget(), QScrollArea):
            return False
        above = above.parentWidget()
    return widget.visibleRegion().boundingRect().width() < widget.width() - 1


def headings(header):
    model = header.model()
    for place in range(header.count()):
        text = model.headerData(place, Qt.Orientation.Horizontal)
        if text and not header.isSectionHidden(place):
            yield str(text), place


def short(header, text, place):
    return header.fontMetrics().horizontalAdvance(text) + 8 > header.sectionSize(place)


def words_on(window, seen):
    """Every text that a person can see or be read."""
    for widget in seen:
        for what in ("text", "placeholderText", "toolTip", "title", "accessibleName", "currentText"):
            told = getattr(widget, what, None)
            if callable(told) and not (isinstance(widget, QLineEdit | QPlainTextEdit) and what == "text"):
                yield told()
        if isinstance(widget, QComboBox):
            yield from (widget.itemText(at) for at in range(widget.count()))
        if isinstance(widget, QHeaderView):
            yield from (head for head, _ in headings(widget))
    yield from (action.text() for action in window.findChildren(QAction))
    yield window.windowTitle()


def english(text):
    """Words of four letters and more that no Chinese office uses; hashes, folders and codes of rules are none."""
    plain = re.sub(r"[0-9a-f]{8,}|(/[\w.-]+)+|[A-Za-z]:\\\S+|\b[a-z]+\.[a-z_]+\b", "", text)
    return [word for word in re.findall(r"[A-Za-z]{4,}", plain) if word.lower() not in FOREIGN]


def nameless(widget):
    """Whether a screen reader would have nothing to say of a control."""
    if widget.objectName().startswith("qt_") or widget.parent().objectName().startswith("qt_"):
        return False
    if isinstance(widget, QAbstractButton) and not widget.text() and not widget.icon().isNull():
        return not widget.accessibleName()
    if isinstance(widget, QLineEdit | QComboBox | QPlainTextEdit) and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
        if isinstance(widget.parent(), QComboBox):
            return False
        return not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    return False


def assert_dressed(window, scheme):
    """The picture is of the screen's size, and as light or dark as the scheme says."""
    picture = window.grab().toImage()
    assert (picture.width(), picture.height()) == SCREEN
    small = picture.scaled(16, 9, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    light = sum(small.pixelColor(x, y).lightness() for x in range(16) for y in range(9)) / (16 * 9)
    assert (light > 128) == (scheme == "light")
