"""Asks which original of the inbox came in the place of one that was sent back to be mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.dialogs.form_dialog import FormDialog
from ui.widgets.combo import Combo
from ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from studio_ledger.model.original import Original, Stop


class MendDialog(FormDialog):
    """The newest originals stand first; those of the same seller before all others."""

    def __init__(self, stop: Stop, originals: Sequence[Original], parent: QWidget | None = None) -> None:
        super().__init__(parent, width=560)
        old = stop.original
        words = self.tr("原件：{0} {1}\n要求：{2}\n补正后的原件须先放入票据夹。原来的原件不再用于报销。")
        self.set_words(
            self.tr("登记补正"),
            self.tr("登记补正"),
            words.format(old.seller or old.name, old.number, stop.reason),
        )
        self._originals = sorted(
            (one for one in originals if (one.number, one.file) != (old.number, old.file)),
            key=lambda one: one.seller != old.seller,
        )
        self.mended = Combo(self.tr("补正后的原件"))
        self.mended.setObjectName("mended")
        self.mended.set_choices(
            (place, "  ".join(part for part in (one.seller, one.number, one.name) if part))
            for place, one in enumerate(self._originals)
        )
        self.body.addWidget(Field(self.tr("补正后的原件(&M)"), self.mended, required=True))
        self.mended.setFocus()

    @classmethod
    def ask(cls, stop: Stop, originals: Sequence[Original], parent: QWidget | None = None) -> Original | None:
        """Return the mended original, or None where the user turned away."""
        dialog = cls(stop, originals, parent)
        return dialog.answer() if dialog.asked() else None

    def answer(self) -> Original | None:
        """The one that is chosen."""
        place = self.mended.value()
        return self._originals[place] if isinstance(place, int) else None

    def problem(self) -> str:
        """There must be one to choose."""
        return "" if self._originals else self.tr("票据夹里没有别的原件。请先放入补正后收到的文件，或登记纸质发票。")
