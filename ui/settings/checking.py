"""Proving the diary: every chain and signature, and the tables against the log."""

from __future__ import annotations

from diary.practice.spans import plural
from diary.store.store import Findings
from ui.desk.desk import Desk
from ui.settings.long_work import LongWork
from ui.settings.section import Section, in_a_row
from ui.widgets import PrimaryButton, Row, RowList, Text


class CheckingSection(Section):
    key, label, icon = "check", "Check the diary", "shield-check"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.check = PrimaryButton("Check now", "shield-check")
        self.work = LongWork(desk, self.check)
        self.hurt = RowList("What is hurt", fit=True)
        self.hurt.hide()
        card = self.card(
            "Check the diary",
            "Every entry is signed and linked to the one before it. This goes through all of them, "
            "and compares what the screens show with what was signed. You can go on writing.",
        )
        card.add(in_a_row(self.check))
        card.add(self.work)
        card.add(self.hurt)
        self.more = Text("", "small", "muted")
        self.more.hide()
        card.add(self.more)
        self.check.clicked.connect(self._check)
        self.setFocusProxy(self.check)

    def _check(self) -> None:
        self.hurt.hide()
        self.more.hide()
        self.work.run("Checking every entry…", self.desk.diary.verify, self._found)

    def _found(self, found: object) -> None:
        assert isinstance(found, Findings)
        looked = (
            f"Looked at {plural(found.changes, 'signed change')} in "
            f"{plural(found.records, 'record')}."
        )
        if not found.faults:
            self.work.say(f"All of it is whole. {looked}")
            return
        self.work.say(
            f"{plural(len(found.faults), 'thing')} in the diary {_is(len(found.faults))} hurt. "
            f"{looked} What is not named below is whole.",
            "danger",
        )
        self.hurt.set_rows(
            Row(str(number), fault, icon="triangle-alert", tone="danger")
            for number, fault in enumerate(found.faults)
        )
        self.hurt.show()
        self.more.setText(
            "Bring a backup back into a new folder (under Backups) and look there for what is "
            "named here. Keep this folder as it is: more may be saved from it."
        )
        self.more.show()


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
