"""The tab of articles and rules: choose an article, see what was made of it; choose a rule, see where it comes from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from studio_ledger.model.finding import Severity
from studio_ledger.rules.library import RuleRow, rule_rows
from studio_ledger.rules.packs import measures_text
from ui.pages.rules_text import MeasuresText, paragraphs
from ui.pages.rules_trial import TrialBox
from ui.widgets.card import Card
from ui.widgets.combo import Combo
from ui.widgets.row_table import Column, RowTable
from ui.widgets.side_by_side import side_by_side
from ui.widgets.text import label

if TYPE_CHECKING:
    from PySide6.QtCore import QUrl

    from studio_ledger.rules.policy import Policy
    from ui.desk import Desk

_NAMED = {
    "where": "哪一行", "word": "词语", "actual": "本单", "limit": "限额", "category": "所选类别", "better": "应属类别",
    "paper": "文件", "source": "来源", "rate": "标准", "hours": "学时", "title": "职称", "nights": "晚数",
    "days": "天数", "persons": "人数", "city": "城市", "gross": "税前", "needed": "所缺", "number": "发票号",
    "what": "项目", "year": "年度", "payee": "收款人", "date": "日期", "problem": "问题",
}  # fmt: skip
_HOLE = re.compile(r"{(\w+)}")


class ArticlesTab(QWidget):
    """Text at the left; rules, the chosen rule and the trial at the right."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[RuleRow, ...] = ()
        self.text = MeasuresText()
        self.article = Combo(self.tr("条款"))
        self.article.setObjectName("articleChoice")
        self.search = QLineEdit()
        self.search.setObjectName("ruleSearch")
        self.search.setAccessibleName(self.tr("查找规则"))
        self.search.setPlaceholderText(self.tr("查找：编号、名称、条款或词语 (Ctrl+F)"))
        self.search.setClearButtonEnabled(True)
        self.table: RowTable[RuleRow] = RowTable(self._columns())
        self.table.setObjectName("ruleTable")
        self.table.setAccessibleName(self.tr("由条款制成的规则"))
        self.detail = label("", wrap=True, name="ruleDetail")
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.trial = TrialBox(desk)
        self._build()
        self.article.currentIndexChanged.connect(self._article_chosen)
        self.search.textChanged.connect(self._filter)
        self.table.current_row_changed.connect(self._show_rule)
        self.text.anchorClicked.connect(self._clicked)
        self.trial.article_wanted.connect(self.choose)

    def show_policy(self, policy: Policy) -> None:
        """Show a pack; what is chosen stays."""
        self._rows = rule_rows(policy)
        chosen = str(self.article.value() or "")
        self.text.show_text(paragraphs(measures_text(policy.id), policy.articles))
        counts = {article: sum(row.article == article for row in self._rows) for article in policy.articles}
        named = [(article, self.tr("{0}（{1} 条规则）").format(article, count)) for article, count in counts.items()]
        self.article.set_choices([("", self.tr("全部条款（{0} 条规则）").format(len(self._rows))), *named], chosen)
        self.trial.show_policy(policy)
        self._filter()

    def choose(self, article: str) -> None:
        """Choose an article by its name; one that the pack does not quote chooses all."""
        self.article.set_value(article)
        self.text.choose(article)

    def _clicked(self, url: QUrl) -> None:
        self.choose(self.text.article_at(url))

    def _article_chosen(self) -> None:
        self.text.choose(str(self.article.value() or ""))
        self._filter()

    def _filter(self) -> None:
        article, word = str(self.article.value() or ""), self.search.text()
        self.table.set_rows(row for row in self._rows if (not article or row.article == article) and row.has(word))
        if not self.table.rows():
            self.detail.setText(self.tr("没有这样的规则。清空查找词，或选“全部条款”。"))

    def _show_rule(self, row: RuleRow | None) -> None:
        if row is None:
            return
        if self.table.hasFocus():
            self.text.choose(row.article)
        said = _HOLE.sub(lambda hole: f"〔{_NAMED.get(hole[1], hole[1])}〕", row.message)
        lines = [self.tr("提示：{0}").format(said)]
        if row.kinds:
            names = "、".join(self.tr("{0}（{1}）").format(kind.name, kind.unit) for kind in row.kinds)
            lines.append(self.tr("对照标准：{0}，数字见“支出标准”").format(names))
        lines.append(self.tr("编号：{0}").format(row.code))
        self.detail.setText("\n".join(lines))

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("规则"), lambda row: row.title, width=170),
            Column(self.tr("级别"), self._grave, width=76),
            Column(self.tr("比较"), self._compared, width=110),
            Column(self.tr("依据"), lambda row: row.article),
        )

    def _grave(self, row: RuleRow) -> str:
        return self.tr("禁止") if row.severity is Severity.BLOCK else self.tr("需说明")

    def _compared(self, row: RuleRow) -> str:
        holes = _HOLE.findall(row.message)
        if "actual" in holes and "limit" in holes:
            return self.tr("本单与限额")
        return self.tr("词语与简称") if "word" in holes else self.tr("有或没有")

    def _build(self) -> None:
        left, right = Card(), QWidget()
        left.body.addWidget(self.article)
        left.body.addWidget(self.text, 1)
        rules = Card()
        rules.body.addWidget(self.search)
        rules.body.addWidget(self.table, 1)
        rules.body.addWidget(self.detail)
        self.detail.setMinimumHeight(74)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(rules, 1)
        column.addWidget(self.trial)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 8, 0, 0)
        outer.addWidget(side_by_side(left, right, (44, 56)))
