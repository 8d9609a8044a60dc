"""The bar above every page: which studio, which year, search, who is here, lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget

from ui import theme
from ui.widgets.combo import Combo
from ui.widgets.text import button

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studio_ledger.model.studio import Studio


class TopBar(QWidget):
    """Choices that all pages share.

    Signals:
        studio_chosen(object), year_chosen(int): another Studio or year.
        searched(str): Enter in the search field.
        wants_lock(), wants_leave(), wants_keys(): lock, log out, show the keys.
        scheme_chosen(str): light, dark or system.
    """

    studio_chosen = Signal(object)
    year_chosen = Signal(int)
    searched = Signal(str)
    wants_lock = Signal()
    wants_leave = Signal()
    wants_keys = Signal()
    scheme_chosen = Signal(str)

    def __init__(self, person: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.studio = Combo(self.tr("工作室"))
        self.studio.setObjectName("studioChoice")
        self.studio.setMaximumWidth(320)
        self.year = Combo(self.tr("年度"))
        self.year.setObjectName("yearChoice")
        self.search = self._search_field()
        self.user = button(person, "quiet", icon="user", name="userMenu", hint=self.tr("{0}：菜单").format(person))
        self.user.setMenu(self._menu())
        self.lock = button(
            "", "quiet", icon="lock", hint=self.tr("锁定 (Ctrl+L)"), on_click=self.wants_lock.emit, name="lock"
        )
        self.studio.currentIndexChanged.connect(lambda _: self.studio_chosen.emit(self.studio.value()))
        self.year.currentIndexChanged.connect(lambda _: self.year_chosen.emit(int(str(self.year.value() or 0))))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 10, 16, 2)
        layout.setSpacing(10)
        layout.addWidget(self.studio)
        layout.addWidget(self.year)
        layout.addStretch(1)
        layout.addWidget(self.search)
        layout.addWidget(self.user)
        layout.addWidget(self.lock)

    def set_studios(self, studios: Iterable[Studio], chosen: Studio | None) -> None:
        """Offer studios; a single one needs no choice."""
        choices = [(studio, studio.name) for studio in studios]
        self.studio.set_choices(choices, chosen)
        self.studio.setVisible(len(choices) > 1)

    def set_years(self, years: Iterable[int], chosen: int) -> None:
        """Offer years, newest first."""
        self.year.set_choices([(year, self.tr("{0} 年度").format(year)) for year in years], chosen)

    def focus_search(self) -> None:
        """Put the cursor into the search field, its text selected."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _search_field(self) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName("search")
        field.setPlaceholderText(self.tr("搜索凭证、发票号、收款人 (Ctrl+K)"))
        field.setAccessibleName(self.tr("搜索凭证"))
        field.setClearButtonEnabled(True)
        field.setMinimumWidth(270 * theme.px("body") // theme.BASE_PX)
        field.returnPressed.connect(lambda: self.searched.emit(field.text().strip()))
        return field

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        looks = menu.addMenu(theme.icon("settings"), self.tr("外观"))
        for scheme, words in (("light", self.tr("亮色")), ("dark", self.tr("暗色")), ("system", self.tr("跟随系统"))):
            looks.addAction(words).triggered.connect(lambda _=False, scheme=scheme: self.scheme_chosen.emit(scheme))
        menu.addAction(theme.icon("help-circle"), self.tr("按键一览\tF1")).triggered.connect(self.wants_keys)
        menu.addSeparator()
        menu.addAction(theme.icon("lock"), self.tr("锁定\tCtrl+L")).triggered.connect(self.wants_lock)
        menu.addAction(theme.icon("user"), self.tr("换人登录")).triggered.connect(self.wants_leave)
        return menu
