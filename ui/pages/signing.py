"""审核签字: what waits for this person, seen one by one and signed one by one or all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from studio_ledger.model.money import Money
from ui.dialogs.send_back import SendBackDialog
from ui.dialogs.sign_sheet import SignSheet, SignSummary
from ui.pages.page import Page
from ui.pages.run_for import run_for
from ui.pages.signing_documents import Document, load_document
from ui.pages.signing_list import SignList
from ui.pages.signing_model import is_warned
from ui.pages.signing_view import DocumentView, role_name
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.inline_alert import InlineAlert
from ui.widgets.page_keys import key_actions
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAction

    from studio_ledger.queries.rows import SignRow
    from studio_ledger.workspace import SignOutcome
    from ui.desk import Desk


class SigningPage(Page):
    """The list at the left, the document at the right, the signature below."""

    name: ClassVar[str] = "signing"
    title: ClassVar[str] = "审核签字"
    icon: ClassVar[str] = "signature"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.watch(desk.notifier.vouchers_changed, desk.notifier.funds_changed)
        self._opened: set[tuple[str, str]] = set()
        self._document: Document | None = None
        self._signed_today = 0
        self.summary = label("", "caption", name="signSummary")
        self.list = SignList()
        self.view = DocumentView(desk)
        self.outcome = InlineAlert("error", "", closable=True)
        self.outcome.hide()
        self.empty = EmptyState("signature", self.tr("没有待签的凭证"))
        self._make_buttons()
        self._reading = QTimer(self, interval=60, singleShot=True)
        self._reading.timeout.connect(self._read_document)
        self.list.current_changed.connect(self._look_at)
        self.list.sign_asked.connect(self.sign_current)
        self.list.tick_refused.connect(self._tell_warned)
        self.list.sign_model.ticks_changed.connect(self._show_counts)
        self.list.end_seen.connect(self._show_counts)
        self._lay_out()

    def refresh(self) -> None:
        """Read what waits now."""
        workspace, session = self.desk.workspace, self.desk.session
        run_for(self, self.desk, lambda: workspace.to_sign(session), self._show_rows)

    def actions_for_keys(self) -> list[QAction]:
        """The keys of this page."""
        return list(self._actions)

    @property
    def opened(self) -> int:
        """How many of the documents that wait were looked at."""
        return sum((row.id, row.content_hash) in self._opened for row in self.list.sign_model.rows)

    def sign_current(self) -> None:
        """Sign the document that is looked at."""
        row = self.list.current_row()
        if row is None:
            return
        if self._document is None or self._document.row.content_hash != row.content_hash:
            self.desk.say(self.tr("正在读取这张凭证，请稍候再签。"))
            return
        self._sign([row])

    def sign_ticked(self) -> None:
        """Sign all that is ticked, once the list was seen to its end."""
        rows = self.list.sign_model.ticked()
        if not rows:
            self.desk.say(self.tr("没有勾选的凭证。按空格勾选，或按 Enter 签当前这张。"))
        elif not self.list.seen_to_end:
            self.desk.say(self.tr("请先把清单看到最后一张，再签所选。"))
        else:
            self._sign(rows)

    def send_back(self) -> None:
        """Send the document that is looked at back with a reason."""
        row = self.list.current_row()
        if row is None:
            return
        answer = SendBackDialog.ask(row.title, self)
        if answer is None:
            return
        workspace, session = self.desk.workspace, self.desk.session
        run_for(
            self,
            self.desk,
            lambda: workspace.send_back(session, row.id, answer.reason, answer.password),
            lambda _: self._sent_back(row),
            title=self.tr("退回"),
        )

    def _sign(self, rows: Sequence[SignRow]) -> None:
        password = SignSheet.ask(self._summary_of(rows), self)
        if password is None:
            return
        workspace, session, ids = self.desk.workspace, self.desk.session, [row.id for row in rows]
        titles = {row.id: row.title for row in rows}
        seen = {row.id: (row.revision, row.content_hash) for row in rows}
        self._enable(busy=True)
        run_for(
            self,
            self.desk,
            lambda: workspace.sign(session, ids, password, seen),
            lambda outcomes: self._signed(outcomes, titles),
            self._refused,
            title=self.tr("签字"),
        )

    def _summary_of(self, rows: Sequence[SignRow]) -> SignSummary:
        return SignSummary(
            count=len(rows),
            total=Money.total(row.amount for row in rows),
            opened=sum((row.id, row.content_hash) in self._opened for row in rows),
            warned=sum(is_warned(row) for row in rows),
            role="、".join(dict.fromkeys(role_name(row.role, self.desk.titles()) for row in rows)),
            title=rows[0].title if len(rows) == 1 else "",
        )

    def _signed(self, outcomes: Sequence[SignOutcome], titles: dict[str, str]) -> None:
        failed = [outcome for outcome in outcomes if not outcome.ok]
        done = len(outcomes) - len(failed)
        self._signed_today += done
        if done:
            self.desk.say(self.tr("已签 {0} 张").format(done))
        told = [self.tr("{0}：{1}").format(titles.get(outcome.id, outcome.id), outcome.error) for outcome in failed]
        self.outcome.set_alert("error", self.tr("{0} 张没有签成：").format(len(failed)) + "\n" + "\n".join(told))
        self.outcome.setVisible(bool(failed))
        self._enable(busy=False)
        self._tell_others()

    def _refused(self, error: Exception) -> None:
        self._enable(busy=False)
        self.desk.complain(error)  # type: ignore[arg-type]

    def _sent_back(self, row: SignRow) -> None:
        self.desk.say(self.tr("已退回：{0}").format(row.title))
        self._tell_others()

    def _tell_others(self) -> None:
        self.desk.notifier.vouchers_changed.emit()
        self.desk.notifier.funds_changed.emit()

    def _show_rows(self, rows: tuple[SignRow, ...]) -> None:
        self._document = None
        self.list.set_rows(rows)
        self.stack.setCurrentIndex(0 if rows else 1)
        self._show_counts()
        if not rows:
            done = self.tr("本次已签 {0} 张。").format(self._signed_today) if self._signed_today else ""
            self.empty.set_text(self.tr("没有等您签字的凭证、到账、预算或年结。") + done)
        elif self.isVisible():
            self.list.setFocus()

    def _show_counts(self) -> None:
        rows, ticked = self.list.sign_model.rows, self.list.sign_model.ticked()
        roles = "、".join(dict.fromkeys(role_name(row.role, self.desk.titles()) for row in rows))
        vouchers = [row.amount for row in rows if row.kind == "voucher"]
        warned = sum(is_warned(row) for row in rows)
        text = self.tr("待{0}签字 {1} 份").format(roles, len(rows)) if rows else ""
        if vouchers:
            text += self.tr(" · 凭证 {0} 张合计 ¥{1}").format(len(vouchers), Money.total(vouchers).grouped)
        if warned:
            text += self.tr(" · {0} 张有提示，须逐张签").format(warned)
        self.summary.setText(text)
        self.batch_button.setText(self.tr("签所选 {0} 张 Ctrl+Enter").format(len(ticked)))
        self._enable(busy=False)

    def _enable(self, *, busy: bool) -> None:
        rows = bool(self.list.sign_model.rows) and not busy
        ticked = bool(self.list.sign_model.ticked())
        self.one_button.setEnabled(rows)
        self.back_button.setEnabled(rows)
        self.batch_button.setEnabled(rows and ticked and self.list.seen_to_end)
        hint = "" if self.list.seen_to_end else self.tr("清单看到最后一张后才能一次签所选")
        self.batch_button.setToolTip(hint)

    def _look_at(self, row: SignRow | None) -> None:
        self._document = None
        if row is not None:
            self.view.set_row(row)
            self._reading.start()

    def _read_document(self) -> None:
        row = self.list.current_row()
        if row is not None:
            workspace = self.desk.workspace
            run_for(self, self.desk, lambda: load_document(workspace, row), self._show_document)

    def _show_document(self, document: Document) -> None:
        if self.list.current_row() != document.row:
            return  # the signer has moved on
        self._document = document
        self._opened.add((document.row.id, document.row.content_hash))
        self.view.set_document(document)

    def _tell_warned(self, row: SignRow) -> None:
        self.desk.say(self.tr("“{0}”有提示，不能批量签：请看过提示和书面说明后按 Enter 单独签。").format(row.title))

    def _make_buttons(self) -> None:
        self.back_button = button(self.tr("退回 R"), on_click=self.send_back, name="sendBack")
        self.one_button = button(self.tr("签此张 Enter"), on_click=self.sign_current, name="signOne")
        self.batch_button = button(self.tr("签所选"), "primary", on_click=self.sign_ticked, name="signTicked")
        keys = (
            (self.tr("签所选"), ("Ctrl+Return", "Ctrl+Enter"), self.sign_ticked),
            (self.tr("退回"), ("R",), self.send_back),
            (self.tr("放大票据"), ("Z",), self.view.toggle_zoom),
        )
        self._actions = key_actions(self, keys)

    def _lay_out(self) -> None:
        self.head.addWidget(self.summary)
        self.head.addStretch(1)
        card = Card()
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(label(self.tr("J/K 或 ↑↓ 换张 · 空格 勾选 · Z 放大票据"), "muted", wrap=True), 1)
        for one in (self.back_button, self.one_button, self.batch_button):
            bar.addWidget(one)
        card.body.addWidget(self.view, 1)
        card.body.addLayout(bar)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.list, 39)
        row.addWidget(card, 61)
        self.stack = QStackedWidget()
        self.stack.addWidget(both)
        self.stack.addWidget(self.empty)
        self.stack.setCurrentIndex(1)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self.outcome)
        column.addWidget(self.stack, 1)
        self.body.addLayout(column)
