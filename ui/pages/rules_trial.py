"""“试一试”: one sentence, a category and a sum, judged as they are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from studio_ledger.model.voucher import PAYEE_KINDS, PAYMENTS
from studio_ledger.rules.library import Question
from studio_ledger.rules.propose import propose_category
from ui.widgets.card import Card
from ui.widgets.combo import Combo
from ui.widgets.money_edit import MoneyEdit
from ui.widgets.rule_panel import RulePanel
from ui.widgets.text import label

if TYPE_CHECKING:
    from studio_ledger.rules.policy import Policy
    from ui.desk import Desk

_HEIGHT = 104


class TrialBox(Card):
    """Nothing that is typed here is kept.

    Signals:
        article_wanted(str): a finding was clicked: show the article it rests on.
    """

    article_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("TrialBox", "试一试"), parent)
        self._desk = desk
        self.sentence = QLineEdit()
        self.sentence.setObjectName("trialSentence")
        self.sentence.setAccessibleName(self.tr("买什么、做什么"))
        self.sentence.setPlaceholderText(self.tr("买什么、做什么，例如：购买茶叶"))
        self.category = self._combo("trialCategory", self.tr("支出类别"))
        self.amount = MoneyEdit()
        self.amount.setObjectName("trialAmount")
        self.amount.setAccessibleName(self.tr("金额"))
        self.amount.setPlaceholderText(self.tr("金额"))
        self.seller = QLineEdit()
        self.seller.setObjectName("trialSeller")
        self.seller.setAccessibleName(self.tr("收款方"))
        self.seller.setPlaceholderText(self.tr("收款方（可不填）"))
        self.payee = self._combo("trialPayee", self.tr("收款方身份"))
        self.payee.set_choices(PAYEE_KINDS.items(), "organisation")
        self.payment = self._combo("trialPayment", self.tr("付款方式"))
        self.payment.set_choices(PAYMENTS.items(), "transfer")
        self.findings = RulePanel()
        self.findings.setMinimumHeight(30)
        self.head.addWidget(label(self.tr("按附件、预算、经费齐全来判断，不会保存"), "muted"))
        self._lay_out()
        for edit in (self.sentence, self.seller):
            edit.textChanged.connect(self.judge)
        self.amount.money_changed.connect(self.judge)
        for box in (self.category, self.payee, self.payment):
            box.currentIndexChanged.connect(self.judge)
        self.findings.located.connect(lambda finding: self.article_wanted.emit(finding.article))

    def show_policy(self, policy: Policy) -> None:
        """Offer a pack's categories."""
        chosen = self.category.value()
        named = [(one.id, f"{one.number} {one.name}") for one in policy.categories]
        self.category.set_choices([("", self.tr("类别：自动")), *named], chosen or "")
        self.findings.set_article_text(policy.article_text)
        self.judge()

    def judge(self) -> None:
        """Show what the rules say of what is typed now."""
        sentence = self.sentence.text().strip()
        if not sentence:
            self.findings.clear()
            return
        workspace = self._desk.workspace
        category = str(self.category.value() or "") or propose_category([sentence], workspace.policy)
        question = Question(
            sentence=sentence,
            category=category or "collective",
            amount=self.amount.money(),
            date=workspace.today(),
            seller=self.seller.text().strip(),
            payee_kind=str(self.payee.value()),
            payment=str(self.payment.value()),
        )
        findings = workspace.try_rules(question)
        if self.amount.money() is None:
            findings = tuple(one for one in findings if one.code != "amount.invalid")
        self.findings.set_findings(findings)

    def _combo(self, name: str, words: str) -> Combo:
        box = Combo(words)
        box.setObjectName(name)
        return box

    def _lay_out(self) -> None:
        fields = QWidget()
        grid = QGridLayout(fields)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        grid.addWidget(self.sentence, 0, 0, 1, 2)
        grid.addWidget(self.category, 0, 2)
        grid.addWidget(self.amount, 0, 3)
        grid.addWidget(self.seller, 1, 0, 1, 2)
        grid.addWidget(self.payee, 1, 2)
        grid.addWidget(self.payment, 1, 3)
        for column, stretch in enumerate((2, 2, 3, 2)):
            grid.setColumnStretch(column, stretch)
        self.body.addWidget(fields)
        holder = QWidget()
        holder.setFixedHeight(_HEIGHT)
        inner = QGridLayout(holder)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.findings, 0, 0)
        inner.setRowStretch(1, 1)
        self.body.addWidget(holder)
