"""Says whether text on photos and scans is recognised here, and how to get it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.widgets.card import Card
from ui.widgets.text import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class SeeingCard(Card):
    """One sentence; there is nothing to switch: what is installed is used."""

    def __init__(self, parent: QWidget | None = None) -> None:
        from studio_ledger.invoices.seen_engine import is_installed  # noqa: PLC0415 - not at start

        super().__init__(parent=parent)
        self.set_title(self.tr("图片文字识别"))
        installed = self.tr(
            "已安装。照片、截图和扫描件上的文字会自动识别；识别出的内容没有其他来源印证的，会提示“识别自图片，请核对”。"
        )
        missing = self.tr(
            "没有安装：照片、截图和扫描件只读取二维码，其余内容由人填写。需要时请在本软件所在文件夹打开终端，"
            "运行 python3 run.py ocr（需要联网一次，约占 420 MB，适用于 Python 3.11 和 3.12），然后重新打开本软件。"
        )
        self.state = label(installed if is_installed() else missing, "caption", wrap=True, name="seeingState")
        self.body.addWidget(self.state)
