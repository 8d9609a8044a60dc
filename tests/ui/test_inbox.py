import datetime as dt
import io
from decimal import Decimal

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QPushButton

from reports.specimen_invoice import Specimen, write_xml
from studio_ledger.model.invoice import InvoiceLine, Party
from studio_ledger.model.money import Money
from tests.builders import SCHOOL, TAX_ID
from ui import theme
from ui.desk import Desk
from ui.pages.inbox import InboxPage
from ui.pages.inbox_intake import MOST_FILES
from ui.pages.inbox_rows import Use
from ui.settings import UiSettings
from ui.widgets.evidence_viewer import Evidence, EvidenceViewer


class Clerk:
    """Speaks to the inbox as a clerk does."""

    def __init__(self, page, qtbot):
        self.page, self.qtbot, self.desk = page, qtbot, page.desk
        self.gone = []
        self.desk.navigated.connect(lambda name, arguments: self.gone.append((name, arguments)))

    def settle(self):
        self.qtbot.waitUntil(lambda: not self.desk.tasks.running, timeout=20000)
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: not self.desk.tasks.running, timeout=20000)

    def drop(self, *paths):
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        none = Qt.KeyboardModifier.NoModifier
        drop = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, none)
        self.page.dropEvent(drop)
        self.settle()

    def rows(self):
        return self.page.table.rows()


@pytest.fixture
def clerk(qtbot, qapp, school):
    theme.apply(qapp, "light")
    settings = UiSettings(QSettings(str(school.path.with_suffix(".ini")), QSettings.Format.IniFormat))
    desk = Desk(school.ledger, school.finance, settings, studio=school.ledger.studios()[0], year=2020)
    page = InboxPage(desk)
    clerk = Clerk(page, qtbot)
    qtbot.addWidget(page, before_close_func=lambda _: clerk.settle())
    page.resize(1190, 680)
    with qtbot.waitExposed(page):
        page.show()
    clerk.settle()
    return clerk


def an_invoice(folder, *, last=1):
    book = InvoiceLine(
        "*印刷品*教育的艺术", "16开", "本", Decimal(10), Decimal(40), Money.yuan(400), "9%", Money.yuan(36)
    )
    seller = Party("示例图书（深圳）有限公司", "91110302562134916R")
    folder.mkdir(exist_ok=True)
    path = folder / f"发票{last}.xml"
    number = f"204420000001274445{last:02}"
    write_xml(path, Specimen(number, dt.date(2020, 5, 11), Party(SCHOOL, TAX_ID), seller, (book,)))
    return path


def test_that_an_empty_inbox_says_where_files_come_from(clerk):
    assert clerk.page.view.parts.currentIndex() == 0
    assert "微信" in clerk.page.view.empty.text.text()


def test_that_a_dropped_folder_is_walked_and_read(clerk, tmp_path):
    an_invoice(tmp_path / "票", last=1)
    an_invoice(tmp_path / "票", last=2)
    clerk.drop(tmp_path / "票")
    assert [row.amount for row in clerk.rows()] == [Money.yuan(436)] * 2
    assert clerk.page.notice.kind == "ok"


def test_that_an_unreadable_file_stays_with_its_reason(clerk, tmp_path):
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.4 broken")
    clerk.drop(tmp_path / "坏.pdf", an_invoice(tmp_path))
    assert {row.use for row in clerk.rows()} == {Use.UNREAD, Use.FREE}
    assert "坏.pdf" in clerk.page.notice.text.text()


def test_that_the_same_file_twice_is_one_row(clerk, tmp_path):
    path = an_invoice(tmp_path)
    clerk.drop(path)
    clerk.drop(path)
    assert [row.use for row in clerk.rows()] == [Use.FREE]


def test_that_enter_makes_one_claim_of_what_is_selected(clerk, tmp_path):
    clerk.drop(an_invoice(tmp_path, last=1), an_invoice(tmp_path, last=2))
    clerk.page.table.selectAll()
    clerk.qtbot.keyClick(clerk.page.table, Qt.Key.Key_Return)
    [(name, arguments)] = clerk.gone
    assert name == "entry"
    assert set(arguments["items"]) == {row.id for row in clerk.rows()}


def test_that_one_each_makes_as_many_drafts(clerk, school, tmp_path):
    clerk.drop(an_invoice(tmp_path, last=1), an_invoice(tmp_path, last=2))
    clerk.page.table.selectAll()
    clerk.page.one_each()
    clerk.settle()
    drafts = school.ledger.drafts(school.finance)
    assert len(drafts) == 2
    assert clerk.gone[-1][1]["draft"] in {draft.id for draft in drafts}


def test_that_a_used_file_leaves_the_list_of_unused_ones(clerk, school, tmp_path):
    clerk.drop(an_invoice(tmp_path))
    item = clerk.rows()[0].id
    school.ledger.save_draft(school.finance, school.ledger.draft_from_inbox(school.finance, "s1", [item]))
    clerk.page.changed()
    clerk.settle()
    assert clerk.rows() == ()
    clerk.page.view.shown.set_value("used")
    assert [row.use for row in clerk.rows()] == [Use.USED]


def test_that_a_removed_file_is_gone(clerk, tmp_path):
    clerk.drop(an_invoice(tmp_path))
    clerk.page.table.selectAll()
    clerk.page.remove()
    clerk.settle()
    clerk.page.changed()
    clerk.settle()
    assert clerk.rows() == ()


def test_that_too_many_files_are_refused_at_once(clerk, tmp_path):
    folder = tmp_path / "多"
    folder.mkdir()
    for place in range(MOST_FILES + 1):
        (folder / f"{place}.txt").touch()
    clerk.drop(folder)
    assert clerk.rows() == ()
    assert clerk.page.notice.kind == "error"


def test_that_a_pasted_picture_becomes_a_file(clerk):
    picture = QImage(20, 20, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    QGuiApplication.clipboard().setImage(picture)
    clerk.page.paste()
    clerk.settle()
    [row] = clerk.rows()
    assert row.item.name.startswith("粘贴_")


def test_that_an_invoice_without_picture_is_drawn(clerk, tmp_path):
    clerk.drop(an_invoice(tmp_path))
    clerk.page.table.selectRow(0)
    clerk.settle()
    assert clerk.page.inspector.viewer.canvas.highlight("seller")
    assert not clerk.page.inspector.viewer.canvas.highlight("nothing")


def test_that_the_page_fits_the_smallest_screen(clerk):
    assert clerk.page.minimumSizeHint().width() <= 1366 - 176


def test_that_an_invoice_claimed_before_leads_to_its_voucher(clerk, school, tmp_path):
    clerk.drop(an_invoice(tmp_path))
    content = school.ledger.draft_from_inbox(school.finance, "s1", [clerk.rows()[0].id])
    voucher = school.submit(content, "书目后补")
    clerk.page.remove()
    clerk.settle()
    other = tmp_path / "另存.xml"
    other.write_bytes(an_invoice(tmp_path).read_bytes() + b"\n")
    clerk.drop(other)
    clerk.page.view.shown.set_value("all")
    places = [place for place, row in enumerate(clerk.rows()) if row.use is Use.TWICE]
    clerk.page.table.selectRow(places[0])
    assert not clerk.page.view.merge_button.isEnabled()
    [look, *_] = clerk.page.inspector.findChildren(QPushButton, "openTwin")
    clerk.qtbot.mouseClick(look, Qt.MouseButton.LeftButton)
    assert clerk.gone[-1] == ("vouchers", {"voucher": voucher})


def test_that_a_large_photo_is_shown_by_its_copy_here_and_whole_to_who_signs(clerk, school, monkeypatch, qtbot):
    data = io.BytesIO()
    Image.new("RGB", (2400, 1800), "white").save(data, "JPEG")
    sha256 = school.ledger.store_evidence(data.getvalue(), "照片.jpg")
    read = []
    original = type(school.ledger).evidence
    monkeypatch.setattr(type(school.ledger), "evidence", lambda self, key: read.append(key) or original(self, key))
    clerk.page.inspector.viewer.set_evidence([Evidence(sha256, "照片.jpg")])
    clerk.settle()
    assert read == []
    signer = EvidenceViewer(clerk.desk)
    qtbot.addWidget(signer)
    signer.set_evidence([Evidence(sha256, "照片.jpg")])
    clerk.settle()
    assert read == [sha256]
