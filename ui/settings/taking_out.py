"""A copy of everything, out of the diary: on request, with a warning, and each diary says so."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from diary.practice.spans import local, plural
from diary.reports.export import WARNING, Taken, export
from ui.desk.desk import Desk
from ui.settings.long_work import LongWork
from ui.settings.section import Section, in_a_row
from ui.widgets import Banner, SecondaryButton, Text


class TakingOutSection(Section):
    key, label, icon = "export", "Take a copy out", "upload"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.take = SecondaryButton("Take a copy out…", "upload", tone="danger")
        self.work = LongWork(desk, self.take)
        card = self.card("Take a copy out")
        card.add(
            Text(
                "Every version of every entry and every file, readable by other programs. A backup "
                "stays locked; this does not. Each young person's diary keeps that it was done, "
                "when, and by whom."
            )
        )
        card.add(Banner(WARNING, "amber"))
        card.add(in_a_row(self.take))
        card.add(self.work)
        self.take.clicked.connect(self._choose)
        self.setFocusProxy(self.take)

    def _choose(self) -> None:
        day = local(self.desk.clock.now(), self.desk.clock.zone())
        dialog = QFileDialog(self, "Where is the copy to go?")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix("zip")
        dialog.setNameFilter("Copy (*.zip)")
        dialog.selectFile(f"kith-copy-{day:%Y-%m-%d}.zip")
        dialog.fileSelected.connect(self.take_to)
        dialog.open()

    def take_to(self, file: str) -> None:
        """Takes the copy out to this file."""
        diary = self.desk.diary
        self.work.run(
            "Taking a copy out…",
            lambda progress, stop: export(diary, Path(file), progress=progress, cancelled=stop),
            self._taken,
        )

    def _taken(self, taken: object) -> None:
        assert isinstance(taken, Taken)
        missing = (
            f" {plural(taken.missing, 'file')} could not be read and is not in it."
            if taken.missing
            else ""
        )
        people = "1 young person" if taken.people == 1 else f"{taken.people} young people"
        self.work.say(
            f"Taken out: {people}, {plural(taken.records, 'record')} in "
            f"{plural(taken.versions, 'version')}, {plural(taken.files, 'file')}.{missing} Delete "
            "the copy when it is no longer needed.",
            "amber" if taken.missing else "good",
        )
