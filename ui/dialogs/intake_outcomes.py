"""Shows what became of every file of a batch: its name, what was read, the warnings, the refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.dialogs.form_dialog import FormDialog
from ui.widgets.row_table import Column, RowTable
from ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from ui.pages.inbox_intake import Outcome


class OutcomesDialog(FormDialog):
    """A line a file; below it the whole sentence of the current one."""

    def __init__(self, outcomes: Sequence[Outcome], parent: QWidget | None = None) -> None:
        super().__init__(parent, width=860)
        self.set_words(self.tr("逐个结果（{0} 个文件）").format(len(outcomes)), self.tr("关闭"))
        self.reject_button.hide()
        self.table: RowTable[Outcome] = RowTable(
            (
                Column(self.tr("文件"), lambda row: row.name, width=230),
                Column(self.tr("结果"), lambda row: row.result, width=76),
                Column(self.tr("读到的内容"), lambda row: row.read, width=250),
                Column(self.tr("提示"), lambda row: row.problem or row.doubts),
            ),
            sortable=True,
        )
        self.table.setObjectName("outcomes")
        self.table.setAccessibleName(self.tr("逐个结果"))
        self.table.setMinimumHeight(320)
        self.told = label("", "caption", wrap=True, name="outcomeTold")
        self.told.setMinimumHeight(52)
        self.table.current_row_changed.connect(self._tell)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.told)
        # What needs a look stands first.
        self.table.set_rows(sorted(outcomes, key=lambda one: (not one.problem, not one.doubts)))
        self.table.setFocus()

    @classmethod
    def show_all(cls, outcomes: Sequence[Outcome], parent: QWidget | None = None) -> None:
        """Show the outcomes until they are closed."""
        cls(outcomes, parent).asked()

    def _tell(self, row: Outcome | None) -> None:
        if row is not None:
            parts = (row.read, row.problem, row.doubts)
            self.told.setText(f"{row.name}\n" + "；".join(part for part in parts if part))
