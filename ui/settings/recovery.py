"""A new recovery code: shown, typed back in part, and only then in force."""

from __future__ import annotations

from typing import Any

from diary.vault import recovery
from ui.desk.desk import Desk
from ui.settings.section import Section, in_a_row
from ui.shell.first_steps import UNSEEN
from ui.shell.recovery_sheet import RecoverySheet
from ui.widgets import Banner, LinkButton, PrimaryButton, Text


class RecoverySection(Section):
    key, label, icon = "recovery", "Recovery code", "life-buoy"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.unseen = Banner(
            "Your recovery code was never typed back, so perhaps nobody wrote it down. Make a new "
            "one: without it a forgotten passphrase means that the diary stays closed for ever.",
            "amber",
        )
        self.unseen.hide()
        self.column.add(self.unseen)
        self._card = self.card("Recovery code")
        self.words = Text(
            "The code on your paper opens the diary if the passphrase is forgotten. Is the paper "
            "lost, or did somebody see it? Then make a new code. The one before counts until you "
            "have typed part of the new one back."
        )
        self.make = PrimaryButton("Make a new code", "refresh-cw")
        self.stop = LinkButton("Keep the code I have")
        self.sheet: RecoverySheet | None = None
        self._card.add(self.words)
        self._card.add(in_a_row(self.make, self.stop))
        self.stop.hide()
        self.make.clicked.connect(self._make)
        self.stop.clicked.connect(self._keep_old)
        self.setFocusProxy(self.make)

    def arrive(self) -> None:
        self.fetch({UNSEEN: False}, self._show)

    def _show(self, kept: dict[str, Any]) -> None:
        self.unseen.setVisible(bool(kept[UNSEEN]))

    def _make(self) -> None:
        code = recovery.new_code()
        self.make.hide()
        self.stop.show()
        self.sheet = sheet = RecoverySheet(code)
        sheet.proved.connect(lambda: self._count(code))
        self._card.add(sheet)
        sheet.show()
        sheet.written.setFocus()

    def _keep_old(self) -> None:
        self._put_away()
        self.make.setFocus()

    def _put_away(self) -> None:
        if self.sheet is not None:
            self.sheet.hide()
            self.sheet.deleteLater()
            self.sheet = None
        self.make.show()
        self.stop.hide()

    def _count(self, code: str) -> None:
        diary = self.desk.diary
        assert self.sheet is not None
        self.sheet.setEnabled(False)

        def work() -> None:
            diary.new_recovery_code(code)
            diary.set_setting(UNSEEN, False)

        self.desk.tasks.run(self, work, self._counts, self._failed)

    def _counts(self, _: object) -> None:
        self._put_away()
        self.unseen.hide()
        self.desk.saved.emit()
        self.desk.say("The new recovery code counts. Destroy the old paper.")
        self.make.setFocus()

    def _failed(self, error: BaseException) -> None:
        self._put_away()
        self.desk.fail(error)
