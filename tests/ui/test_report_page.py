import pytest

from tests.builders import School, a_voucher
from tests.ui.desks import Said, a_desk, settled, shown
from ui.dialogs.close_year import CloseYearDialog, Fate, YearEnd, YearEndAnswer
from ui.pages import report as report_module
from ui.pages.report import ReportPage


@pytest.fixture
def school(tmp_path):
    made = School(tmp_path)
    made.fund()
    made.post(a_voucher(number="10000001"))
    yield made
    made.ledger.close()


def year_end(school, *, may_carry=True):
    return YearEnd(
        2020, school.ledger.close_checklist("s1", 2020), school.ledger.leftovers("s1", 2020), may_carry=may_carry
    )


def page_of(qtbot, school, tmp_path, session=None):
    page = ReportPage(a_desk(school, session or school.finance, tmp_path))
    page.told = Said(page.desk)
    return shown(qtbot, page)


def test_that_the_saved_pdf_is_the_previewed_one(qtbot, school, tmp_path, monkeypatch):
    page = page_of(qtbot, school, tmp_path)
    target = tmp_path / "报告.pdf"
    monkeypatch.setattr(report_module.QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page.save_pdf()
    settled(qtbot, page.desk)
    assert target.read_bytes() == page._pdf
    assert page._pdf.startswith(b"%PDF")


def test_that_the_same_figures_become_a_workbook(qtbot, school, tmp_path, monkeypatch):
    page = page_of(qtbot, school, tmp_path)
    target = tmp_path / "报告.xlsx"
    monkeypatch.setattr(report_module.QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page.save_excel()
    settled(qtbot, page.desk)
    assert target.read_bytes().startswith(b"PK")


def test_that_without_a_printer_the_pdf_is_saved(qtbot, school, tmp_path, monkeypatch):
    page = page_of(qtbot, school, tmp_path)
    target = tmp_path / "报告.pdf"
    monkeypatch.setattr(report_module, "has_printer", lambda: False)
    monkeypatch.setattr(report_module.QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page.print()
    settled(qtbot, page.desk)
    assert target.exists()


def test_that_the_name_proposed_tells_year_and_studio(qtbot, school, tmp_path):
    page = page_of(qtbot, school, tmp_path)
    assert page._file_name("pdf") == "2020年度经费使用情况报告_海岸名班主任工作室_20200601.pdf"


def test_that_nothing_open_is_told_so(qtbot, school, tmp_path):
    page = page_of(qtbot, school, tmp_path)
    assert all(item.done for item in page.preflight.items)


def test_that_vouchers_in_signing_lead_to_the_list(qtbot, school, tmp_path):
    school.submit(a_voucher("77.00", number="10000002"))
    page = page_of(qtbot, school, tmp_path)
    [item] = [item for item in page.preflight.items if not item.done]
    assert item.text == "签字中的凭证 1 张，未计入支出"
    page.preflight.wanted.emit(item.page, item.states)
    assert page.told.went == [("vouchers", {"states": ("submitted", "host_signed")})]


def test_that_a_closing_is_submitted_for_signatures(qtbot, school, tmp_path, monkeypatch):
    page = page_of(qtbot, school, tmp_path)
    left = sum(rest.fen for rest in school.ledger.leftovers("s1", 2020).values())
    monkeypatch.setattr(CloseYearDialog, "ask", lambda *_: YearEndAnswer(Fate.CARRY))
    page.close_year()
    settled(qtbot, page.desk)
    [row] = school.ledger.to_sign(school.host)
    assert (row.kind, row.amount.fen) == ("close", left), "what is carried stands in what both sign"


def test_that_leftovers_are_returned_by_a_voucher_of_their_own(qtbot, school, tmp_path, monkeypatch):
    page = page_of(qtbot, school, tmp_path)
    monkeypatch.setattr(CloseYearDialog, "ask", lambda *_: YearEndAnswer(Fate.RETURN, "市教育局"))
    page.close_year()
    settled(qtbot, page.desk)
    [row] = school.ledger.to_sign(school.host)
    assert (row.kind, row.title) == ("voucher", "上缴2020年度结余")


def test_that_a_host_cannot_close(qtbot, school, tmp_path):
    page = page_of(qtbot, school, tmp_path, school.host)
    assert not page.close_button.isVisible()


def test_that_an_open_item_bars_the_closing(qtbot, school):
    school.submit(a_voucher("77.00", number="10000002"))
    dialog = CloseYearDialog(year_end(school))
    qtbot.addWidget(dialog)
    assert not dialog.accept_button.isEnabled()
    dialog.fates[Fate.RETURN].setChecked(True)
    assert dialog.accept_button.isEnabled(), "what is left may be returned before the year closes"


def test_that_what_is_only_advised_bars_no_closing(qtbot, school):
    dialog = CloseYearDialog(year_end(school))
    qtbot.addWidget(dialog)
    assert any(not item.done for item in school.ledger.close_checklist("s1", 2020))
    assert dialog.accept_button.isEnabled()


def test_that_the_closing_form_has_room_for_its_wrapped_words(qtbot, school):
    dialog = CloseYearDialog(year_end(school))
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    for fate in (Fate.CARRY, Fate.RETURN):
        dialog.fates[fate].setChecked(True)
        qtbot.waitUntil(lambda: dialog.told.text.height() >= dialog.told.text.heightForWidth(dialog.told.text.width()))
        assert dialog.rect().contains(dialog.accept_button.geometry())


def test_that_a_pack_that_forbids_it_carries_nothing(qtbot, school):
    dialog = CloseYearDialog(year_end(school, may_carry=False))
    qtbot.addWidget(dialog)
    assert not dialog.fates[Fate.CARRY].isEnabled()
    assert dialog.answer().fate is Fate.RETURN
    assert dialog.problem(), "the receiver is missing"


def test_that_a_saved_report_is_ticked_in_the_checklist(qtbot, school, tmp_path, monkeypatch):
    page = page_of(qtbot, school, tmp_path)
    monkeypatch.setattr(report_module.QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "r.pdf"), ""))
    page.save_pdf()
    settled(qtbot, page.desk)
    assert school.ledger.close_checklist("s1", 2020)[-1].done


def test_that_a_studio_without_figures_still_has_a_report(qtbot, tmp_path):
    school = School(tmp_path / "empty") if (tmp_path / "empty").mkdir() is None else None
    page = page_of(qtbot, school, tmp_path)
    assert page._pdf.startswith(b"%PDF")
    page.desk.tasks.wait()
    school.ledger.close()
