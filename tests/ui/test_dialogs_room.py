"""A form has room for all that it says: its buttons stay in sight, and nothing long pushes it apart."""

from pathlib import Path

from ui.dialogs.form_dialog import FormDialog
from ui.widgets.combo import Combo
from ui.widgets.file_row import FileRow

LONG = "购买班主任专业阅读书籍及德育活动耗材一批（含运费和包装）" * 8


class Complaining(FormDialog):
    """A form that is never complete."""

    def problem(self) -> str:
        return LONG


def opened(qtbot, dialog):
    """Show a form."""
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


def is_whole(label) -> bool:
    """Whether no line of a wrapped label is cut off."""
    return label.height() >= label.heightForWidth(label.width())


def test_that_a_form_grows_with_what_it_complains_of(qtbot):
    dialog = opened(qtbot, Complaining())
    low = dialog.height()
    dialog.accept()
    qtbot.waitUntil(lambda: dialog.height() > low and is_whole(dialog.complaint))
    qtbot.waitUntil(lambda: dialog.rect().contains(dialog.accept_button.geometry()))


def test_that_a_form_at_the_screens_foot_grows_upwards(qtbot):
    dialog = opened(qtbot, Complaining())
    screen = dialog.screen().availableGeometry()
    dialog.move(0, screen.bottom() - dialog.height() - 5)
    dialog.accept()
    qtbot.waitUntil(lambda: is_whole(dialog.complaint))
    qtbot.waitUntil(lambda: screen.contains(dialog.frameGeometry()))


def test_that_a_long_title_is_wrapped(qtbot):
    dialog = FormDialog()
    dialog.set_words(LONG, "好")
    opened(qtbot, dialog)
    assert dialog.width() < 900
    qtbot.waitUntil(lambda: is_whole(dialog.heading))


def test_that_a_long_choice_does_not_push_its_form_apart(qtbot):
    dialog, combo = FormDialog(), Combo("用款申请")
    combo.set_choices([("a", LONG)])
    dialog.body.addWidget(combo)
    opened(qtbot, dialog)
    assert dialog.width() == dialog.minimumWidth()


def test_that_a_long_file_name_keeps_its_ending_and_its_button(qtbot):
    dialog, row = FormDialog(), FileRow("选择凭据")
    dialog.body.addWidget(row)
    opened(qtbot, dialog)
    row.take(Path(f"{LONG}.pdf"))
    assert row.name.text().endswith(".pdf")
    assert dialog.width() == dialog.minimumWidth()
    assert row.rect().contains(row.choose_button.geometry())
