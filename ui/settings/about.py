"""About the program: version, where the diary lies, what it protects against and what not."""

from __future__ import annotations

from importlib import metadata

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.desk.desk import Desk
from ui.settings.section import Section
from ui.theme import theme
from ui.widgets import Glyph, Text

_GUARDS = (
    "A lost or stolen laptop: without passphrase or recovery code nobody reads the diary.",
    "Somebody who changes an entry unseen: each change is signed, “Check the diary” tells.",
    "A crash or a flat battery: what you typed is kept within two seconds.",
    "A glance over your shoulder: F8 covers the screen, the title never says more than “Kith”.",
)
_NOT = (
    "Somebody who knows your passphrase, or watches you type it.",
    "A laptop that has been taken over by a program that records keys or screens.",
    "Copies that you take out: they are readable by anybody.",
    "A laptop that is lost while the diary is unlocked, until it locks by itself.",
)


class AboutSection(Section):
    key, label, icon = "about", "About Kith", "info"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        card = self.card("Kith")
        card.add(Text(f"Version {_version()}. Free software under the GPL, version 3 or later."))
        card.add(
            Text(
                "Typeface Atkinson Hyperlegible Next (SIL Open Font Licence 1.1), icons from "
                "Lucide (ISC), Qt for Python (LGPL 3), SQLCipher (BSD), cryptography (Apache 2.0 "
                "or BSD).",
                "small",
                "muted",
            )
        )
        where = self.card("Where your diary lies", "On this laptop only. Nothing is sent anywhere.")
        place = Text(str(desk.diary.vault.folder))
        where.add(place)
        guards = self.card("What it protects against")
        for line in _GUARDS:
            guards.add(_Line("check", line))
        not_guarded = self.card("What it can't protect against")
        for line in _NOT:
            not_guarded.add(_Line("x", line))


class _Line(QWidget):
    """A sentence with its sign in front."""

    def __init__(self, sign: str, words: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().gap(1))
        row.addWidget(Glyph(sign, "muted", 16), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Text(words), 1)


def _version() -> str:
    try:
        return metadata.version("kith")
    except metadata.PackageNotFoundError:
        return "unknown"
