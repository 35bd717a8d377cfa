"""Backups: the automatic ones beside the diary, one to a file on request, and the way back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from diary.practice.spans import local, moment_words, plural
from diary.vault.backup import SUFFIX, BackupReport, make_backup
from diary.vault.generations import Generation, generations
from diary.vault.restore import restore
from ui.desk.desk import Desk
from ui.settings.long_work import LongWork
from ui.settings.section import Section, in_a_row
from ui.shell.first_steps import own_folder
from ui.widgets import EmptyState, PrimaryButton, Row, RowList, SecondaryButton, Text

_SHOWN = 12


class BackupsSection(Section):
    key, label, icon = "backups", "Backups", "archive"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._file = Path()
        self.now = PrimaryButton("Back up now…", "save")
        self.bring = SecondaryButton("Bring a backup back…", "archive-restore")
        self.backing = LongWork(desk, self.now, self.bring)
        self.bringing = LongWork(desk, self.now, self.bring)
        self.rows = RowList("Automatic backups", fit=True)
        self.none = EmptyState(
            "archive", "No automatic backup yet", "The first is made soon after you open the diary."
        )
        to_file = self.card(
            "To a file",
            "One file with everything in it, as locked as the diary itself. It is read back before "
            "it counts. Best on a stick that does not lie beside the laptop.",
        )
        to_file.add(in_a_row(self.now))
        to_file.add(self.backing)
        kept = self.card(
            "Made by itself",
            "Once a day, beside the diary: the last seven days and four weeks. They help against a "
            "damaged file, not against a lost laptop.",
        )
        kept.add(self.rows)
        kept.add(self.none)
        back = self.card("The way back")
        back.add(
            Text(
                "A backup opens into a new folder; the diary you have now is not touched. It opens "
                "with the passphrase and the recovery code of the day it was made."
            )
        )
        back.add(in_a_row(self.bring))
        back.add(self.bringing)
        self.now.clicked.connect(self._choose_target)
        self.bring.clicked.connect(self._choose_backup)
        self.rows.row_activated.connect(self._bring_row)
        self.bringing.outcome.acted.connect(self._open_brought)
        self._brought: Path | None = None
        self.setFocusProxy(self.now)

    def arrive(self) -> None:
        folder = self.desk.diary.vault.folder
        self.desk.tasks.run(
            self, lambda: generations(folder), self._show, self.desk.fail, lane="read"
        )

    def _show(self, found: object) -> None:
        assert isinstance(found, list)
        newest: list[Generation] = sorted(found, reverse=True)
        clock = self.desk.clock
        today = local(clock.now(), clock.zone()).date()
        rows = [
            Row(
                str(each.path),
                moment_words(each.at, clock.zone(), today),
                "Enter brings it back into a new folder",
                icon="archive",
                data=each.path,
            )
            for each in newest[:_SHOWN]
        ]
        self.rows.set_rows(rows)
        self.rows.setVisible(bool(rows))
        self.none.setVisible(not rows)

    # -- to a file --------------------------------------------------------------------------

    def _choose_target(self) -> None:
        dialog = QFileDialog(self, "Where is the backup to go?")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
        dialog.setNameFilter(f"Backup (*{SUFFIX})")
        dialog.selectFile(f"diary-{self._day():%Y-%m-%d}{SUFFIX}")
        dialog.fileSelected.connect(self.back_up_to)
        dialog.open()

    def _day(self) -> datetime:
        return local(self.desk.clock.now(), self.desk.clock.zone())

    def back_up_to(self, file: str) -> None:
        """Backs everything up into this file."""
        vault, clock = self.desk.diary.vault, self.desk.clock
        self.backing.run(
            "Backing up, and reading it back…",
            lambda progress, stop: make_backup(
                vault, Path(file), now=clock.now(), progress=progress, cancelled=stop
            ),
            self._backed_up,
        )

    def _backed_up(self, report: object) -> None:
        assert isinstance(report, BackupReport)
        parts = plural(len(report.whole), "part")
        self.backing.say(f"Backed up and read back: {parts}, all whole.")

    # -- the way back -----------------------------------------------------------------------

    def _choose_backup(self) -> None:
        dialog = QFileDialog(self, "Which backup?")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(f"Backup (*{SUFFIX})")
        dialog.fileSelected.connect(self._choose_folder)
        dialog.open()

    def _bring_row(self, row: object) -> None:
        assert isinstance(row, Row)
        self._choose_folder(row.key)

    def _choose_folder(self, file: str) -> None:
        self._file = Path(file)
        dialog = QFileDialog(self, "Into which new folder?")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._into)
        dialog.open()

    def _into(self, folder: str) -> None:
        self.bring_back(self._file, own_folder(Path(folder)))

    def bring_back(self, file: Path, folder: Path) -> None:
        """Opens a backup into a new folder, beside the diary of now."""
        self._brought = None
        self.bringing.run(
            "Bringing it back…",
            lambda progress, stop: restore(file, folder, progress=progress, cancelled=stop),
            lambda report: self._back(report, folder),
        )

    def _back(self, report: object, folder: Path) -> None:
        assert isinstance(report, BackupReport)
        self._brought = folder
        self.bringing.say(
            f"It is back, all {plural(len(report.whole), 'part')} whole, in the folder "
            f"“{folder.name}”. Open it now? This diary locks first."
        )
        self.bringing.outcome.action.set_text("Open it")
        self.bringing.outcome.action.show()

    def _open_brought(self) -> None:
        if self._brought is not None:
            self.desk.leave(self._brought)
