"""Evidence on the screen: boxes both ways, sharp zoom, honest words about seals, forms of what has no picture."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QGraphicsRectItem

from studio_ledger.model.invoice import (
    FieldBox,
    Invoice,
    InvoiceLine,
    InvoiceWarning,
    Party,
    Seal,
    SealState,
    Trip,
)
from studio_ledger.model.money import Money
from ui.widgets.evidence_canvas import EvidenceCanvas
from ui.widgets.evidence_viewer import Evidence, EvidenceViewer
from ui.widgets.evidence_words import field_name, field_value, seal_words
from ui.widgets.invoice_paper import invoice_sheets

UNCHANGED = Seal(SealState.UNCHANGED, "某市税务局", "2026-07-01 16:09", ("sm3", "sm2"))


def an_invoice(**changes) -> Invoice:
    lines = tuple(
        InvoiceLine(f"*文具*钢笔{n}", "A-1", "支", Decimal(2), Decimal("5.5"), Money(1100), "13%", Money(143))
        for n in range(2)
    )
    plain = Invoice(
        "digital",
        number="26442000000127444519",
        issued_on=dt.date(2026, 7, 1),
        buyer=Party("某学校", "12440000MB2D00001X"),
        seller=Party("某文具店", "91440300MA5DXXXX0A"),
        amount=Money(2200),
        tax=Money(286),
        total=Money(2486),
        lines=lines,
    )
    return replace(plain, **changes)


def a_page(width=400, height=600) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    return image


@pytest.fixture
def canvas(qtbot):
    made = EvidenceCanvas()
    qtbot.addWidget(made)
    made.resize(420, 300)
    with qtbot.waitExposed(made):
        made.show()
    return made


class Ledger:
    """A ledger that has one file, and remembers how often it was asked."""

    def evidence(self, sha256: str) -> bytes:
        return sha256.encode()

    evidence_to_look_at = evidence


class ADesk:
    """A desk that does everything at once."""

    workspace = Ledger()

    def run(self, work, done, failed) -> None:
        done(work())


@pytest.fixture
def drawn(monkeypatch):
    """What was asked to be drawn; three pages a file."""
    asked = []

    def pictures(data, name):
        return () if name.endswith(".xml") else (a_page(),) * 3

    def page(data, name, number, dpi):
        asked.append((name, number, dpi))
        return a_page(400 * dpi // 144, 600 * dpi // 144)

    monkeypatch.setattr("ui.widgets.evidence_viewer.pictures_of", pictures)
    monkeypatch.setattr("ui.widgets.evidence_viewer.page_of", page)
    return asked


@pytest.fixture
def viewer(qtbot, drawn):
    made = EvidenceViewer(ADesk())
    qtbot.addWidget(made)
    made.resize(460, 360)
    with qtbot.waitExposed(made):
        made.show()
    return made


def boxes(*places) -> tuple[FieldBox, ...]:
    return tuple(FieldBox(*place) for place in places)


def strong(canvas) -> list[str]:
    """The fields whose box stands out."""
    return [name for name, item in canvas._boxes if item.zValue() == 2]


def click(qtbot, canvas, x: float, y: float) -> None:
    """Click at a place in fractions of the page."""
    page = canvas._page
    place = canvas.mapFromScene(QPointF(page.width() * x, page.height() * y))
    qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)


# ---- boxes both ways -------------------------------------------------------------------------


def test_that_a_field_below_the_sight_is_scrolled_to(canvas):
    canvas.show_page(a_page(), boxes(("number", 0, 0.1, 0.02, 0.4, 0.05), ("total", 0, 0.5, 0.95, 0.9, 0.98)))
    item = next(item for name, item in canvas._boxes if name == "total")

    def seen() -> bool:
        return canvas.viewport().rect().contains(canvas.mapFromScene(item.rect().center()))

    assert not seen()
    assert canvas.highlight("total")
    assert seen()
    assert strong(canvas) == ["total"]


def test_that_a_click_tells_the_smallest_box_there_and_a_drag_tells_none(qtbot, canvas):
    canvas.show_page(a_page(), boxes(("line-1", 0, 0.0, 0.1, 1.0, 0.4), ("amount", 0, 0.4, 0.2, 0.6, 0.3)))
    told = []
    canvas.field_clicked.connect(told.append)
    click(qtbot, canvas, 0.5, 0.25)
    click(qtbot, canvas, 0.1, 0.25)
    click(qtbot, canvas, 0.5, 0.45)
    assert told == ["amount", "line-1"]
    qtbot.mousePress(canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    qtbot.mouseRelease(canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(100, 180))
    assert len(told) == 2


def test_that_a_field_on_another_page_turns_the_page(viewer):
    marked = an_invoice(boxes=boxes(("number", 0, 0.1, 0.1, 0.3, 0.2), ("line-9", 2, 0.1, 0.1, 0.9, 0.2)))
    viewer.set_evidence([Evidence("a", "a.pdf", (marked,))])
    viewer.highlight("line-9")
    assert strong(viewer.canvas) == ["line-9"]
    viewer.highlight("number")
    assert strong(viewer.canvas) == ["number"]
    viewer.highlight("remark")
    assert strong(viewer.canvas) == []


def test_that_a_clicked_box_stands_out_and_is_told(qtbot, viewer):
    marked = an_invoice(boxes=boxes(("seller", 0, 0.1, 0.1, 0.9, 0.2)))
    viewer.set_evidence([Evidence("a", "a.pdf", (marked,))])
    with qtbot.waitSignal(viewer.field_clicked) as told:
        click(qtbot, viewer.canvas, 0.5, 0.15)
    assert (told.args, strong(viewer.canvas)) == (["seller"], ["seller"])


def test_that_a_bundle_of_several_invoices_boxes_nothing(viewer):
    marked = an_invoice(boxes=boxes(("seller", 0, 0.1, 0.1, 0.9, 0.2)))
    viewer.set_evidence([Evidence("a", "a.zip", (marked, marked))])
    assert viewer.canvas._boxes == []


def test_that_each_invoice_of_a_bundle_is_boxed_on_the_picture_of_its_own_file(viewer, monkeypatch):
    pages = [a_page(), a_page(), a_page()]
    for picture, place in zip(pages, ("3/0", "3/1", "0/0"), strict=True):
        picture.setText("place", place)
    monkeypatch.setattr("ui.widgets.evidence_viewer.pictures_of", lambda *_: tuple(pages))
    place = (0.1, 0.1, 0.9, 0.2)
    first = an_invoice(part=1, boxes=(FieldBox("seller", 0, *place, 0),))
    second = an_invoice(number="1", part=2, boxes=(FieldBox("number", 0, *place, 3), FieldBox("total", 1, *place, 3)))
    hidden = an_invoice(number="2", part=3, boxes=(FieldBox("buyer", 0, *place, 5),))
    viewer.set_evidence([Evidence("a", "a.zip", (first, second, hidden))])
    told = []
    for _ in pages:
        told.append([name for name, _ in viewer.canvas._boxes])
        viewer.next_page()
    assert told == [["number"], ["total"], ["seller"]]
    viewer.previous_page()
    viewer.highlight("seller")
    assert strong(viewer.canvas) == ["seller"]


def test_that_every_box_says_what_it_is_and_what_was_read(viewer):
    marked = an_invoice(boxes=boxes(("seller_id", 0, 0.1, 0.1, 0.9, 0.2)))
    viewer.set_evidence([Evidence("a", "a.pdf", (marked,))])
    tips = [i.toolTip() for i in viewer.canvas.scene().items() if isinstance(i, QGraphicsRectItem)]
    assert tips == ["销售方税号\n91440300MA5DXXXX0A"]
    assert field_name("line-3") == "第 3 行"


@pytest.mark.parametrize(
    ("field", "value"),
    [("number", "26442000000127444519"), ("issued_on", "20260701"), ("total", "24.86"), ("line-2", "*文具*钢笔1")],
)
def test_that_a_field_s_value_is_as_people_type_it(field, value):
    assert field_value(an_invoice(), field) == value


# ---- zoom ------------------------------------------------------------------------------------


def test_that_ctrl_and_the_wheel_zoom_and_a_new_file_fits_again(canvas, viewer):
    canvas.show_page(a_page())
    before = canvas.scale_shown()
    middle = QPointF(canvas.viewport().rect().center())
    turn = QWheelEvent(
        middle,
        middle,
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas.viewport(), turn)
    assert canvas.scale_shown() == pytest.approx(1.2 * before)
    viewer.set_evidence([Evidence("a", "a.pdf")])
    fitting = viewer.canvas.scale_shown()
    viewer.canvas.zoom(3)
    viewer.set_evidence([Evidence("b", "b.pdf")])
    assert viewer.canvas.scale_shown() == pytest.approx(fitting, rel=0.05)


def test_that_a_page_zoomed_in_is_drawn_anew_with_more_points(qtbot, viewer, drawn):
    viewer.set_evidence([Evidence("a", "a.pdf")])
    viewer.next_page()
    viewer.canvas.zoom_to(2.0)
    qtbot.waitUntil(lambda: bool(drawn))
    assert drawn == [("a.pdf", 1, 288)]
    assert viewer.canvas._image.width() == 800
    assert viewer.canvas._picture.sceneBoundingRect().width() == pytest.approx(400)


def test_that_it_is_drawn_with_no_more_points_than_anybody_sees(qtbot, viewer, drawn):
    viewer.set_evidence([Evidence("a", "a.pdf")])
    viewer.canvas.zoom_to(6.0)
    qtbot.waitUntil(lambda: bool(drawn))
    assert drawn[0][2] == 432


def test_that_a_shrunken_page_has_as_many_points_as_the_screen(canvas):
    canvas.show_page(a_page(1600, 1000))
    shown = canvas._page.width() * canvas.scale_shown() * canvas.devicePixelRatioF()
    assert canvas._picture.pixmap().width() == pytest.approx(shown, abs=1.5)
    assert canvas._picture.sceneBoundingRect().width() == pytest.approx(1600, rel=0.01)


def test_that_full_size_is_the_size_on_paper(viewer):
    viewer.set_evidence([Evidence("a", "a.pdf")])
    viewer.show_full_size()
    assert viewer.canvas.scale_shown() == pytest.approx(viewer.logicalDpiX() / 144)


def test_that_pages_of_one_file_can_be_turned(viewer):
    viewer.set_evidence([Evidence("a", "a.pdf")])
    assert viewer._buttons["next"].isVisible()
    viewer._buttons["next"].click()
    assert "第 2/3 页" in viewer._title.whole()


# ---- seals -----------------------------------------------------------------------------------


def test_that_a_seal_is_told_in_plain_words_and_never_called_genuine():
    words = seal_words([an_invoice(seals=(UNCHANGED,))])
    assert words.text == "自“某市税务局”盖章后未改动"
    assert "SM3 摘要、SM2 签名" in words.more
    assert "不说明发票真伪" in words.more


def test_that_a_change_is_told_first():
    changed = replace(UNCHANGED, state=SealState.CHANGED)
    doubt = InvoiceWarning("seal.differs", "a.xml 在盖章后有改动或缺失，请向开票方索取原件。")
    words = seal_words([an_invoice(seals=(UNCHANGED, changed), warnings=(doubt,))])
    assert words.text.startswith("盖章后有改动：a.xml 在盖章后有改动或缺失")
    assert (words.role, words.text.endswith("（共 2 个签章）")) == ("error", True)


def test_that_an_unread_seal_is_said_to_be_unread_and_no_seal_is_no_word():
    assert seal_words([an_invoice(seals=(Seal(SealState.UNREAD),))]).text == "签章未能读出，无法核对盖章后是否改动"
    assert seal_words([an_invoice()]).text == ""
    assert seal_words([]).text == ""


def test_that_the_viewer_shows_seal_and_check_above_the_picture(viewer):
    viewer.set_evidence([Evidence("a", "a.pdf", (an_invoice(seals=(UNCHANGED,)),), "未查验")])
    assert (viewer.seals.words.whole(), viewer.seals.check.text()) == ("自“某市税务局”盖章后未改动", "未查验")
    assert viewer.seals.isVisible()
    viewer.set_evidence([Evidence("b", "b.pdf", (an_invoice(),))])
    assert not viewer.seals.isVisible()


# ---- forms of what has no picture ------------------------------------------------------------


def test_that_an_xml_is_drawn_with_all_its_fields_boxed():
    trip = Trip("某人", "南京", "上海", dt.date(2026, 7, 1), "G7101", "二等座")
    [page], placed = invoice_sheets(
        [an_invoice(code="033002000211", check_code="1", trip=trip, red_of="2", remark="x")]
    )
    fields = {box.field for box in placed}
    assert fields == {
        "code", "number", "check_code", "issued_on", "buyer", "buyer_id", "seller", "seller_id", "line-1", "line-2",
        "amount", "tax", "total", "trip", "remark", "red_of",
    }  # fmt: skip
    assert all(0 <= box.left < box.right <= 1 and 0 <= box.top < box.bottom <= 1 for box in placed)
    assert page.width() > page.height()


def test_that_many_lines_go_on_over_pages_and_none_is_lost():
    many = an_invoice(lines=an_invoice().lines * 40)
    pages, placed = invoice_sheets([many])
    assert len(pages) > 1
    assert [box.field for box in placed if box.field.startswith("line-")] == [f"line-{n}" for n in range(1, 81)]
    assert [box.page for box in placed if box.field == "total"] == [len(pages) - 1]


def test_that_a_form_is_drawn_anew_when_more_was_read(viewer):
    viewer.set_evidence([Evidence("a", "a.xml", (an_invoice(lines=()),))])
    assert "line-1" not in [name for name, _ in viewer.canvas._boxes]
    viewer.set_evidence([Evidence("a", "a.xml", (an_invoice(),))])
    assert "line-1" in [name for name, _ in viewer.canvas._boxes]


@pytest.fixture
def read_again(monkeypatch):
    """What a reading child tells of each file by its name; how often it was asked."""
    told, asked = {}, []

    def read(_data, name):
        asked.append(name)
        return told[name]

    monkeypatch.setattr("studio_ledger.invoices.pool.POOL.read", read)
    return told, asked


def test_that_a_vouchers_file_is_read_again_for_its_boxes_and_seals(qtbot, viewer, read_again):
    told, asked = read_again
    claim = Invoice("other", number="26442000000127444519", total=Money(2486))
    told["a.ofd"] = (an_invoice(boxes=boxes(("total", 0, 0.1, 0.1, 0.5, 0.2)), seals=(UNCHANGED,)),)
    files = [Evidence("a", "a.ofd", (claim,), claims_only=True), Evidence("b", "b.pdf")]
    viewer.set_evidence(files)
    viewer.highlight("total")
    assert strong(viewer.canvas) == ["total"]
    assert viewer.seals.isVisible()
    assert "某市税务局" in viewer.seals.words.toolTip()
    viewer.show_file("b")
    assert not viewer.seals.isVisible()
    viewer.show_file("a")
    assert asked == ["a.ofd"]


def test_that_only_the_invoices_that_are_claimed_are_boxed(qtbot, viewer, read_again):
    told, _ = read_again
    here = an_invoice(part=1, boxes=boxes(("total", 0, 0.1, 0.1, 0.5, 0.2)))
    told["a.pdf"] = (here, replace(here, number="1", part=2, boxes=boxes(("number", 0, 0.1, 0.6, 0.5, 0.7))))
    claim = Invoice("other", number=here.number, total=here.total)
    viewer.set_evidence([Evidence("a", "a.pdf", (claim,), claims_only=True)])
    assert [name for name, _ in viewer.canvas._boxes] == ["total"]
    viewer.set_evidence([Evidence("b", "a.pdf", (replace(claim, total=Money(1)),), claims_only=True)])
    assert viewer.canvas._boxes == []


def test_that_a_sheet_is_drawn_from_all_that_the_file_tells(qtbot, viewer, read_again):
    told, _ = read_again
    told["a.xml"] = (an_invoice(),)
    claim = Invoice("other", number="26442000000127444519", total=Money(2486))
    viewer.set_evidence([Evidence("a", "a.xml", (claim,), claims_only=True)])
    assert "line-2" in [name for name, _ in viewer.canvas._boxes]
