"""The steps of the first start: who writes here, the passphrase and where the diary lies, the
making. Each says what was given; what is done with it is `first_start`'s."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from diary.errors import SyncedFolder
from diary.vault import place
from diary.words import words_for
from ui.desk.tasks import Tasks
from ui.shell.secret import NewPassphrase
from ui.theme import theme
from ui.widgets import (
    Banner,
    Chip,
    ChipRow,
    ElidedText,
    Field,
    FlowLayout,
    Fold,
    LinkButton,
    Text,
    named,
)

ROLES = (("mentor", "Mentor"), ("key_worker", "Key worker"), ("supervisor", "Supervisor"))
UNSEEN = "recovery_code_unseen"
"""Setting: a code was made and nobody has typed it back yet."""
NOBODY = "Me"
"""The name in the history where the worker gives none."""


@dataclass(frozen=True, slots=True)
class Founder:
    """Who sets the diary up: the name and role for the history, and what goes into the records
    about the organisation and about me."""

    name: str
    role: str
    organisation: Mapping[str, object] = field(default_factory=dict)
    me: Mapping[str, object] = field(default_factory=dict)

    def __repr__(self) -> str:
        return "<Founder>"


class Step(QWidget):
    """One step: a column of parts in the theme's measures. `submitted`: on to the next."""

    submitted = Signal()
    title = ""
    said = ""

    def __init__(self) -> None:
        super().__init__()
        named(self, self.title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        theme().changed.connect(self._space)
        self._space()

    def add(self, *parts: QWidget) -> None:
        for part in parts:
            self.column.addWidget(part)

    def ready(self) -> bool:
        """Whether one can go on; shows why not."""
        return True

    def _space(self) -> None:
        self.column.setSpacing(theme().gap(2))


class WhoStep(Step):
    """Your name, your organisation, and whom you turn to. All of it may be left for later."""

    title = "Welcome. Whose diary is this?"
    said = "Two minutes, three small steps. What you leave out now can be filled in under Settings."

    def __init__(self) -> None:
        super().__init__()
        self.name = self._line("Your name")
        self.role = ChipRow("Your role", ROLES, exclusive=True, required=True)
        self.role.set_values(["mentor"])
        self.organisation = self._line("Organisation")
        self.personal = Chip("This is a personal diary")
        self.ask_first = Banner(
            "Ask your organisation before you use real names. Until then, initials or made-up "
            "names do just as well.",
            "amber",
        )
        self.ask_first.hide()
        self.lead = self._line("Safeguarding lead")
        self.phone = self._line("Their phone")
        self.data = self._line("Data-protection contact")
        self.whom = Fold("Whom you turn to")
        self.organisation_field = Field("Organisation", self.organisation)
        self._lay_out()
        self.personal.toggled.connect(self._personally)
        self.setFocusProxy(self.name)

    def _line(self, name: str) -> QLineEdit:
        line = named(QLineEdit(), name)
        line.returnPressed.connect(self.submitted)
        return line

    def _lay_out(self) -> None:
        chip_row = QHBoxLayout()
        chip_row.addWidget(self.personal)
        chip_row.addStretch(1)
        self.whom.add(
            Text(
                "When you pass a concern on, this name and number stand before you; they also "
                "stand on papers. Worth a minute now, or later under Settings.",
                "small",
                "muted",
            )
        )
        self.whom.add(Field("Safeguarding lead", self.lead))
        self.whom.add(Field("Their phone", self.phone))
        self.whom.add(
            Field(
                "Data-protection contact",
                self.data,
                help_text="Whom you ask what may be kept, and tell if this laptop is lost.",
            )
        )
        self.add(
            Field("Your name", self.name, help_text="It stands beside each entry you write."),
            Field("Your role", self.role),
            self.organisation_field,
        )
        self.column.addLayout(chip_row)
        self.add(self.ask_first, self.whom)

    def _personally(self, personal: bool) -> None:
        self.organisation_field.setVisible(not personal)
        self.ask_first.setVisible(personal)

    def founder(self) -> Founder:
        """What was given."""
        name, role = self.name.text().strip(), self.role.value() or "mentor"
        personal = self.personal.isChecked()
        given = {
            "name": "" if personal else self.organisation.text().strip(),
            "lead_name": self.lead.text().strip(),
            "lead_phone": self.phone.text().strip(),
            "data_protection_name": self.data.text().strip(),
        }
        organisation: dict[str, object] = {key: text for key, text in given.items() if text}
        if personal:
            organisation["personal"] = True
        me = {"display_name": name, "role": dict(ROLES)[role]} if name else {}
        return Founder(name or NOBODY, role, organisation, me)


class KeyStep(Step):
    """The passphrase, and the folder. A folder that another program carries about is refused."""

    title = "Choose a passphrase"
    said = (
        "It locks everything you write, on this laptop only. Nobody can open the diary without it."
    )

    def __init__(self, folder: Path, tasks: Tasks) -> None:
        super().__init__()
        self.folder = folder
        self._tasks = tasks
        self.passphrase = NewPassphrase()
        self.passphrase.submitted.connect(self.submitted)
        self.where = ElidedText("", "small", "muted")
        self.change = LinkButton("Change…", "folder-open")
        self.refused = Banner("", "danger")
        self.warned = Banner("", "amber")
        self.refused.hide()
        self.warned.hide()
        row = QHBoxLayout()
        row.addWidget(Text("The diary lies in", "small", "muted", wrap=False))
        row.addWidget(self.where, 1)
        row.addWidget(self.change)
        self.add(self.passphrase)
        self.column.addLayout(row)
        self.add(self.refused, self.warned)
        self.change.clicked.connect(self._choose)
        self.setFocusProxy(self.passphrase)
        self.set_folder(folder)

    def _choose(self) -> None:
        dialog = QFileDialog(self, "Where is the diary to lie?")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._chosen)
        dialog.open()

    def _chosen(self, folder: str) -> None:
        self.set_folder(own_folder(Path(folder)))

    def set_folder(self, folder: Path) -> None:
        """Another place for the diary; says at once where that can't be."""
        self.folder = folder
        self.where.setText(str(folder))
        carried = place.carried_by(folder)
        self.refused.setVisible(carried is not None)
        if carried is not None:
            words = words_for(SyncedFolder(carried))
            self.refused.say(f"{words.title}. {words.says} {words.next_step}")
        self.warned.hide()
        self._tasks.run(self, lambda: warning_for(folder), self._warn, lane="read")

    def _warn(self, warning: object) -> None:
        self.warned.say(str(warning))
        self.warned.setVisible(bool(warning))

    def ready(self) -> bool:
        if not self.refused.isHidden():
            self.change.setFocus()
            return False
        return self.passphrase.ready()


def own_folder(chosen: Path) -> Path:
    """A folder for the diary alone: the one chosen if nothing lies in it, else a new one there."""
    try:
        taken = chosen.exists() and any(chosen.iterdir())
    except OSError:
        taken = True
    return chosen / "Kith diary" if taken else chosen


def warning_for(folder: Path) -> str:
    """What to say about the disk under `folder`; "" where there is nothing. May take a second."""
    if place.on_network(folder):
        return (
            "This folder is on a network drive. Two laptops writing there would harm the diary: a "
            "folder on this laptop is safer."
        )
    if place.disk_encrypted(folder) is False:
        return (
            "This laptop's disk is not encrypted. The diary itself always is; other files on this "
            "laptop are not. Ask whoever looks after it to turn disk encryption on."
        )
    return ""


class Links(QWidget):
    """The two other ways: practise first, or a diary that is there already."""

    def __init__(self) -> None:
        super().__init__()
        self.practise = LinkButton("Practise with invented young people first", "graduation-cap")
        self.other = LinkButton("I have a diary already…", "folder-open")
        flow = FlowLayout(self, gap=14)
        flow.addWidget(self.practise)
        flow.addWidget(self.other)
