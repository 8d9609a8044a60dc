"""How a city's paper looks as the sheet that two people sign: each figure beside the one it replaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from studio_ledger.rules.library import figure_before
from studio_ledger.rules.standard_kinds import season_words
from ui.widgets.voucher_paper import Paper, PaperColumn

if TYPE_CHECKING:
    from studio_ledger.model.paper import CityPaper, Figure
    from studio_ledger.rules.policy import Policy

translate = QCoreApplication.translate


def standards_paper(paper: CityPaper, policy: Policy, names: tuple[str, ...]) -> Paper:
    """A paper's figures with the old ones, for comparison with the document attached."""
    until = paper.valid_to.isoformat() if paper.valid_to else translate("papers", "长期")
    return Paper(
        title=translate("papers", "本市支出标准"),
        head=(
            (paper.title, paper.number),
            (paper.jurisdiction, translate("papers", "{0} 起 · {1}").format(paper.valid_from.isoformat(), until)),
        ),
        columns=(
            PaperColumn(translate("papers", "标准"), 4),
            PaperColumn(translate("papers", "适用"), 3),
            PaperColumn(translate("papers", "原为"), 1.6, numeric=True),
            PaperColumn(translate("papers", "改为"), 1.6, numeric=True),
        ),
        rows=tuple(_row(paper, figure, policy) for figure in paper.figures),
        total=(translate("papers", "共 {0} 项").format(len(paper.figures)), ""),
        notes=(
            translate("papers", "请与所附文件原文逐项核对。双方签字后，业务日期在生效日及以后的支出按新数字审核。"),
        ),
        names=names,
    )


def _row(paper: CityPaper, figure: Figure, policy: Policy) -> tuple[str, ...]:
    kind = policy.standard_kinds.get(figure.standard)
    old = figure_before(policy, paper, figure)
    place = kind.key_name(figure.key) if kind else figure.key
    if not place and kind is not None and kind.free:
        place = translate("papers", "其他城市")
    return (
        translate("papers", "{0}，{1}").format(kind.name, kind.unit) if kind else figure.standard,
        " ".join(filter(None, (place, season_words(figure.months)))),
        f"{old.value:f}" if old else translate("papers", "无"),
        f"{figure.value:f}",
    )
