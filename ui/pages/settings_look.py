"""How the window looks on this computer, for this person: theme, type size, idle lock."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QApplication, QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.card import Card
from ui.widgets.combo import Combo
from ui.widgets.field import Field
from ui.widgets.text import label

if TYPE_CHECKING:
    from ui.desk import Desk

_SIZES = range(12, 19)
_MINUTES = (0, 5, 10, 15, 30)


class LookTab(QWidget):
    """Every choice is in force at once and kept on this computer."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.schemes = QButtonGroup(self)
        names = (("light", self.tr("浅色")), ("dark", self.tr("深色")), ("system", self.tr("跟随系统")))
        self._radios = {scheme: QRadioButton(name) for scheme, name in names}
        for scheme, radio in self._radios.items():
            radio.setObjectName(f"scheme_{scheme}")
            radio.setChecked(scheme == desk.settings.scheme)
            radio.clicked.connect(self._dress)
            self.schemes.addButton(radio)
        self.font_size = Combo(self.tr("字号"))
        self.font_size.setObjectName("fontSize")
        self.font_size.set_choices(((px, self.tr("{0} 像素").format(px)) for px in _SIZES), desk.settings.base_px)
        self.idle = Combo(self.tr("无操作自动锁定"))
        self.idle.setObjectName("idleMinutes")
        words = ((n, self.tr("{0} 分钟").format(n) if n else self.tr("不自动锁定")) for n in _MINUTES)
        self.idle.set_choices(words, desk.settings.idle_minutes)
        self.font_size.currentIndexChanged.connect(lambda _: self._dress())
        self.idle.currentIndexChanged.connect(lambda _: self._keep_idle())
        self._lay_out()

    def scheme(self) -> str:
        """The chosen theme."""
        return next((scheme for scheme, radio in self._radios.items() if radio.isChecked()), "light")

    def _dress(self) -> None:
        settings = self._desk.settings
        settings.scheme, settings.base_px = self.scheme(), int(str(self.font_size.value()))
        theme.apply(cast("QApplication", QApplication.instance()), settings.scheme, settings.base_px)

    def _keep_idle(self) -> None:
        self._desk.settings.idle_minutes = int(str(self.idle.value()))

    def _lay_out(self) -> None:
        radios, row = QWidget(), QHBoxLayout()
        radios.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(20)
        for radio in self._radios.values():
            row.addWidget(radio)
        row.addStretch(1)
        look, lock = Card(self.tr("外观")), Card(self.tr("安全"))
        look.body.addWidget(Field(self.tr("主题"), radios))
        look.body.addWidget(Field(self.tr("字号（12–18 像素）"), self.font_size))
        look.body.addWidget(label(self.tr("票据和凭证在深色主题下仍显示为白纸。"), "muted", wrap=True))
        lock.body.addWidget(Field(self.tr("无操作自动锁定"), self.idle))
        lock.body.addWidget(label(self.tr("锁定后须重新输入密码；正在填写的内容保留为草稿。"), "muted", wrap=True))
        look.body.addStretch(1)
        lock.body.addStretch(1)
        for combo in (self.font_size, self.idle):
            combo.setMaximumWidth(240)
        cards = QHBoxLayout()
        cards.setSpacing(12)
        cards.addWidget(look, 1)
        cards.addWidget(lock, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.addLayout(cards)
        column.addStretch(1)
