"""A new passphrase: with the old one, or without it after the recovery code opened the diary."""

from __future__ import annotations

from diary.errors import WrongPassphrase
from ui.desk.desk import Desk
from ui.settings.section import Section, in_a_row
from ui.shell.secret import NewPassphrase, SecretLine
from ui.widgets import Banner, Field, PrimaryButton


class PassphraseSection(Section):
    key, label, icon = "passphrase", "Passphrase", "key-round"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._recovered = desk.diary.vault.opened_with == "recovery"
        self.card_ = self.card(
            "Change the passphrase",
            "From then on only the new one opens the diary. Backups made before still open with "
            "the old one.",
        )
        self.note = Banner(
            "You came in with the recovery code. Choose a new passphrase now; the old one is not "
            "needed.",
            "accent",
            icon_name="key-round",
        )
        self.old = SecretLine("The passphrase of now")
        self.old_field = Field("The passphrase of now", self.old)
        self.new = NewPassphrase("The new passphrase", "The new one again")
        self.change = PrimaryButton("Change the passphrase", "key-round")
        for part in (self.note, self.old_field, self.new):
            self.card_.add(part)
        self.card_.add(in_a_row(self.change))
        self.note.setVisible(self._recovered)
        self.old_field.setVisible(not self._recovered)
        self.old.line.returnPressed.connect(self.new.setFocus)
        self.new.submitted.connect(self._change)
        self.change.clicked.connect(self._change)
        self.setFocusProxy(self.new if self._recovered else self.old)

    def arrive(self) -> None:
        if self._recovered:
            self.new.setFocus()

    def _change(self) -> None:
        if not self._recovered and not self.old.text():
            self.old_field.set_error("Type the passphrase of now first.")
            self.old.setFocus()
            return
        self.old_field.set_error(None)
        if not self.new.ready():
            return
        vault, old, new = self.desk.diary.vault, self.old.text(), self.new.text()
        recovered = self._recovered
        self.change.setEnabled(False)

        def work() -> None:
            if recovered:
                vault.set_passphrase_after_recovery(new)
            else:
                vault.change_passphrase(old, new)

        self.desk.tasks.run(self, work, self._changed, self._refused, lane="long")

    def _changed(self, _: object) -> None:
        self.change.setEnabled(True)
        self.old.clear()
        self.new.clear()
        if self._recovered:
            self._recovered = False
            self.note.hide()
            self.old_field.show()
            self.setFocusProxy(self.old)
        self.desk.say("The new passphrase counts from now on.")

    def _refused(self, error: BaseException) -> None:
        self.change.setEnabled(True)
        if isinstance(error, WrongPassphrase):
            self.old_field.set_error("That is not the passphrase of now.")
            self.old.line.selectAll()
            self.old.setFocus()
        else:
            self.desk.fail(error)
