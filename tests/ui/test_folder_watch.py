"""A watched folder: off by default, complete files only, nothing twice, nothing moved."""

import pytest
from PySide6.QtWidgets import QFileDialog

from tests.builders import School
from tests.inbox_files import an_invoice_file
from tests.ui.desks import Said, a_desk, settled
from ui.folder_watch import FolderWatch, survey
from ui.pages.inbox_intake import Outcome
from ui.pages.settings_inbox import InboxTab


@pytest.fixture
def school(tmp_path):
    school = School(tmp_path)
    yield school
    school.ledger.close()


@pytest.fixture
def scans(tmp_path):
    folder = tmp_path / "扫描"
    folder.mkdir()
    return folder


@pytest.fixture
def desk(school, tmp_path, qtbot, qapp):
    desk = a_desk(school, school.finance, tmp_path)
    yield desk
    settled(qtbot, desk)


@pytest.fixture
def watch(desk, scans, qtbot):
    desk.settings.watched_folder = scans
    desk.settings.watching = True
    watch = FolderWatch(desk, desk)
    settled(qtbot, desk)
    return watch


def _look(watch, desk, qtbot):
    watch.look()
    qtbot.waitUntil(lambda: not desk.tasks.running, timeout=20_000)


def _names(school):
    return sorted(item.name for item in school.ledger.inbox())


def test_that_nothing_is_watched_until_it_is_turned_on(desk, scans, school, qtbot):
    desk.settings.watched_folder = scans
    an_invoice_file(scans)
    watch = FolderWatch(desk, desk)
    assert watch.folder is None
    _look(watch, desk, qtbot)
    _look(watch, desk, qtbot)
    assert _names(school) == []


def test_that_a_file_comes_in_by_itself_and_a_bar_says_so(watch, desk, scans, school, qtbot):
    said = Said(desk)
    with qtbot.waitSignal(watch.arrived, timeout=20_000) as arrived:
        an_invoice_file(scans)
    settled(qtbot, desk)
    assert arrived.args == [1]
    assert _names(school) == ["发票.xml"]
    assert [item.origin for item in school.ledger.inbox()] == ["watch"]
    assert "收到 1 个文件" in said.said[-1]
    assert (scans / "发票.xml").exists()


def test_that_a_file_that_still_grows_waits(watch, desk, scans, school, qtbot):
    path = an_invoice_file(scans)
    _look(watch, desk, qtbot)
    assert _names(school) == []
    path.write_bytes(path.read_bytes() + b"\n")
    _look(watch, desk, qtbot)
    assert _names(school) == []
    _look(watch, desk, qtbot)
    assert _names(school) == ["发票.xml"]


def test_that_what_was_taken_never_comes_again(watch, desk, scans, school, qtbot):
    path = an_invoice_file(scans)
    _look(watch, desk, qtbot)
    _look(watch, desk, qtbot)
    school.ledger.remove_from_inbox(school.ledger.inbox()[0].id)
    (scans / "另一个名字.xml").write_bytes(path.read_bytes())
    again = FolderWatch(desk, desk)
    settled(qtbot, desk)
    _look(again, desk, qtbot)
    _look(again, desk, qtbot)
    assert _names(school) == []


def test_that_only_originals_are_taken(scans):
    for name in ("a.pdf", "b.JPG", "c.docx", ".d.pdf", "~e.pdf", "f.tmp"):
        (scans / name).write_bytes(b"x")
    (scans / "g.pdf").touch()
    an_invoice_file(scans / "里面")
    assert sorted(sight.path.name for sight in survey(scans)) == ["a.pdf", "b.JPG"]


def test_that_a_file_that_cannot_be_opened_is_tried_again(watch, desk, scans, school, qtbot, monkeypatch):
    with monkeypatch.context() as held:
        held.setattr("ui.folder_watch.take_in", lambda _w, _s, path, _o: Outcome(path.name, None, "打不开"))
        an_invoice_file(scans)
        _look(watch, desk, qtbot)
        _look(watch, desk, qtbot)
    assert _names(school) == []
    _look(watch, desk, qtbot)
    assert _names(school) == ["发票.xml"]


def test_that_a_folder_that_is_gone_is_no_trouble(watch, desk, scans, school, qtbot):
    scans.rmdir()
    assert watch.folder is None
    _look(watch, desk, qtbot)
    assert _names(school) == []


def test_that_who_takes_nothing_in_watches_nothing(school, scans, tmp_path, qtbot, qapp):
    desk = a_desk(school, school.host, tmp_path)
    desk.settings.watched_folder, desk.settings.watching = scans, True
    assert FolderWatch(desk, desk).folder is None


def test_that_the_settings_turn_it_on_and_off(desk, scans, qtbot, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(scans))
    tab = InboxTab(desk)
    qtbot.addWidget(tab)
    watch = FolderWatch(desk, desk)
    assert not tab.watching.isChecked()
    tab.watching.setChecked(True)
    assert (desk.settings.watched_folder, watch.folder) == (scans, scans)
    assert "正在监视" in tab.state.text()
    tab.watching.setChecked(False)
    assert watch.folder is None


def test_that_turning_away_from_the_folder_leaves_it_off(desk, qtbot, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    tab = InboxTab(desk)
    qtbot.addWidget(tab)
    tab.watching.setChecked(True)
    assert not tab.watching.isChecked()
    assert not desk.settings.watching
