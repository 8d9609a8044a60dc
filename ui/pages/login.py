"""The first thing painted: open a ledger, say who you are, type the password. It imports nothing heavy."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.card import Card
from ui.widgets.field import Field
from ui.widgets.inline_alert import InlineAlert
from ui.widgets.layouts import clear
from ui.widgets.people_list import PeopleList
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from PySide6.QtGui import QShowEvent

    from studio_ledger.model.people import Person

_WIDTH = 460
_WAITING, _START, _PEOPLE = range(3)


class LoginPage(QWidget):
    """A card in the middle of the window with three faces: waiting, choosing a ledger, choosing a person.

    Signals:
        entered(str, str): this login with this password wants in.
        first_password(object): this Person has none yet and wants to set one.
        wants_new(), wants_open(), wants_demo(): start with a new, another or a sample ledger.
        wants_recent(object): open this path.
        wants_other_person(): somebody else than who locked the window is here.
    """

    entered = Signal(str, str)
    first_password = Signal(object)
    wants_new = Signal()
    wants_open = Signal()
    wants_demo = Signal()
    wants_recent = Signal(object)
    wants_other_person = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("login")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._wait = 0
        self._locked = False
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)
        self.alert = InlineAlert("error", "")
        self.alert.hide()
        self.faces = QStackedWidget()
        self.faces.addWidget(self._waiting_face())
        self.faces.addWidget(self._start_face())
        self.faces.addWidget(self._people_face())
        self._lay_out()

    def show_waiting(self, text: str) -> None:
        """Say what is being done."""
        self.waiting_text.setText(text)
        self.progress.setRange(0, 0)
        self.faces.setCurrentIndex(_WAITING)

    def show_progress(self, done: int, of: int) -> None:
        """Show how far the work has come."""
        self.progress.setRange(0, of)
        self.progress.setValue(done)

    def show_start(self, recent: Iterable[Path] = ()) -> None:
        """Offer a new, another, the sample, or a recent ledger."""
        clear(self.recent)
        paths = tuple(recent)
        self.recent_caption.setVisible(bool(paths))
        for path in paths:
            line = button(path.name, "link", hint=str(path), on_click=partial(self.wants_recent.emit, path))
            line.setAccessibleName(self.tr("打开 {0}").format(path.name))
            self.recent.addWidget(line)
        self.faces.setCurrentIndex(_START)
        self.new_button.setFocus()

    def show_people(self, ledger: str, people: Iterable[Person], login: str = "", *, locked: bool = False) -> None:
        """Ask who is there; `login` is chosen beforehand, `locked` after an idle lock."""
        self.password.clear()
        self.people.set_people(people, login)
        self.people_title.setText(self.tr("已锁定，请输入密码继续") if locked else self.tr("请选择您的姓名"))
        self.ledger_name.setText(ledger)
        self._locked = locked
        self.other_button.setText(self.tr("换人登录") if locked else self.tr("换一个账套"))
        self.faces.setCurrentIndex(_PEOPLE)
        self.set_busy(False)
        self._person_changed()

    def complain(self, text: str, kind: str = "error") -> None:
        """Show what is wrong and what to do; empty takes it away."""
        self.alert.set_alert(kind, text)
        self.alert.setVisible(bool(text))

    def wrong_password(self, wait_seconds: int) -> None:
        """Say so, and count down until the next try."""
        self._wait = wait_seconds
        self.set_busy(False)
        self.password.selectAll()
        self.password.setFocus()
        self._tell_wait()
        if self._wait:
            self._timer.start()

    def set_busy(self, busy: bool) -> None:
        """While the key is being opened nothing can be pressed twice."""
        self.enter_button.setEnabled(not busy and not self._wait)
        self.enter_button.setText(self.tr("正在核对密码…") if busy else self._verb())
        self.password.setEnabled(not busy)
        self.people.setEnabled(not busy)
        if not busy and self.faces.currentIndex() == _PEOPLE:
            self.password.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Put the cursor where one goes on."""
        super().showEvent(event)
        if self.faces.currentIndex() == _PEOPLE:
            (self.people if self.password_field.isHidden() else self.password).setFocus()

    def _waiting_face(self) -> QWidget:
        face, body = _face()
        self.waiting_text = label(self.tr("正在启动…"), "caption")
        self.waiting_text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 0)
        self.progress.setAccessibleName(self.tr("进度"))
        body.addStretch(1)
        body.addWidget(self.waiting_text)
        body.addWidget(self.progress)
        body.addStretch(1)
        return face

    def _start_face(self) -> QWidget:
        face, body = _face()
        self.new_button = button(
            self.tr("新建账套(&N)"), "primary", icon="file-plus", on_click=self.wants_new.emit, name="newLedger"
        )
        self.open_button = button(
            self.tr("打开账套(&O)"), icon="folder-open", on_click=self.wants_open.emit, name="openLedger"
        )
        self.demo_button = button(
            self.tr("用示例数据试一试(&T)"), icon="school", on_click=self.wants_demo.emit, name="demoLedger"
        )
        hints = (
            (self.new_button, self.tr("登记学校、工作室和人员，约三分钟。")),
            (self.open_button, self.tr("打开已有的 .studio 文件。")),
            (self.demo_button, self.tr("另建一个示例账套，随意操作，不影响真实账目。")),
        )
        for widget, hint in hints:
            widget.setMinimumHeight(38)
            body.addWidget(widget)
            body.addWidget(label(hint, "muted"))
        self.recent_caption = label(self.tr("最近打开过"), "caption")
        self.recent = QVBoxLayout()
        self.recent.setSpacing(2)
        body.addSpacing(4)
        body.addWidget(self.recent_caption)
        body.addLayout(self.recent)
        body.addStretch(1)
        return face

    def _people_face(self) -> QWidget:
        face, body = _face()
        self.people_title = label("", "strong")
        self.people = PeopleList()
        self.people.changed.connect(self._person_changed)
        self.people.chosen.connect(self._go_on)
        self.password = QLineEdit()
        self.password.setObjectName("loginPassword")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.returnPressed.connect(self._go_on)
        self.password_field = Field(self.tr("密码(&P)"), self.password)
        self.enter_button = button("", "primary", on_click=self._go_on, name="enter")
        self.enter_button.setMinimumHeight(36)
        self.other_button = button("", "link", on_click=self._other, name="otherLedger")
        self.ledger_name = label("", "muted")
        foot = QHBoxLayout()
        foot.addWidget(self.ledger_name, 1)
        foot.addWidget(self.other_button)
        for widget in (self.people_title, self.people, self.password_field, self.enter_button):
            body.addWidget(widget)
        body.addStretch(1)
        body.addLayout(foot)
        return face

    def _lay_out(self) -> None:
        self.card = Card()
        self.card.setFixedWidth(_WIDTH * theme.px("body") // theme.BASE_PX)
        self.card.setMinimumHeight(430)
        self.card.body.setSpacing(12)
        self.card.body.addWidget(self.faces, 1)
        name = label(self.tr("工作室经费台账"), "title")
        name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        subtitle = label(self.tr("名班主任工作室专项经费 · 双签入账 · 全程留痕"), "caption")
        subtitle.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addStretch(2)
        for widget in (name, subtitle, self.alert, self.card):
            column.addWidget(widget)
        column.addStretch(3)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addLayout(column)
        row.addStretch(1)

    def _person_changed(self) -> None:
        person = self.people.person()
        enrolled = person is not None and person.enrolled
        self.password_field.setVisible(enrolled)
        self.enter_button.setText(self._verb())
        self.enter_button.setEnabled(person is not None and not self._wait)
        if enrolled and self.isVisible():
            self.password.setFocus()

    def _other(self) -> None:
        if self._locked:
            self.wants_other_person.emit()
        else:
            self.show_start()

    def _verb(self) -> str:
        person = self.people.person()
        needs_one = person is not None and not person.enrolled
        return self.tr("首次登录：设置密码") if needs_one else self.tr("进入")

    def _go_on(self) -> None:
        person = self.people.person()
        if person is None or self._wait:
            return
        if not person.enrolled:
            self.first_password.emit(person)
        elif self.password.text():
            self.complain("")
            self.set_busy(True)
            self.entered.emit(person.login, self.password.text())
        else:
            self.password.setFocus()

    def _tick(self) -> None:
        self._wait = max(0, self._wait - 1)
        self._tell_wait()
        if not self._wait:
            self._timer.stop()
            self.set_busy(False)

    def _tell_wait(self) -> None:
        wait = self.tr("请等 {0} 秒再试。").format(self._wait) if self._wait else self.tr("请重新输入，注意大小写。")
        self.complain(self.tr("密码不对。{0}").format(wait))
        self.enter_button.setEnabled(not self._wait)


def _face() -> tuple[QWidget, QVBoxLayout]:
    face = QWidget()
    body = QVBoxLayout(face)
    body.setContentsMargins(4, 4, 4, 4)
    body.setSpacing(8)
    return face, body
