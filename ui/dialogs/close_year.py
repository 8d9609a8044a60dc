"""Asks before a year is closed, with what should be done first; there is no way to open it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.dialogs.form_dialog import FormDialog
from ui.widgets.inline_alert import InlineAlert
from ui.widgets.text import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from studio_ledger.queries.rows import CheckItem


class CloseYearDialog(FormDialog):
    """A check list; the button works once every item is done."""

    def __init__(self, year: int, items: tuple[CheckItem, ...], left: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=520)
        self._open = [item for item in items if not item.done]
        self.set_words(self.tr("{0} 年度结账").format(year), self.tr("提交年结"))
        for item in items:
            line = label(f"{'✓' if item.done else '!'}  {item.text}", "ok" if item.done else "warn", wrap=True)
            self.body.addWidget(line)
        self.body.addWidget(label(self.tr("结转下年 ¥{0}").format(left), "strong"))
        told = self.tr("主持人和法定代表人签字后，{0} 年度不再接受任何凭证，也不能反结账；更正请记入下一年度。")
        self.body.addWidget(InlineAlert("warn", told.format(year)))
        self.accept_button.setEnabled(not self._open)

    @classmethod
    def ask(cls, year: int, items: tuple[CheckItem, ...], left: str, parent: QWidget | None = None) -> bool:
        """Whether the closing is to be submitted."""
        return cls(year, items, left, parent).asked()

    def problem(self) -> str:
        """What is still open."""
        return self.tr("还有 {0} 项没有完成，先处理后再年结。").format(len(self._open)) if self._open else ""
