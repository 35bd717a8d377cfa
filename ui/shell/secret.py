"""Typing a passphrase: one line with its eye, and the pair of lines for a new one with the reason
why it is too easy to guess. What is done with it is the caller's; nothing here keeps one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from diary.errors import WeakPassphrase
from diary.vault.passphrase import SHORTEST, require_strong
from diary.words import words_for
from ui.theme import theme
from ui.widgets import Field, IconButton, Text, named

TIP = (
    "Four or five words that have nothing to do with each other are easy to keep and hard to guess."
)


class SecretLine(QWidget):
    """A line that hides what is typed until its eye is pressed."""

    shown = Signal(bool)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.line = named(QLineEdit(), name)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.eye = IconButton("Show what is typed", "eye")
        self.eye.setCheckable(True)
        self.eye.toggled.connect(self._show)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().gap(0))
        row.addWidget(self.line, 1)
        row.addWidget(self.eye)
        self.setFocusProxy(self.line)

    def text(self) -> str:
        return self.line.text()

    def clear(self) -> None:
        """Empty, and hidden again."""
        self.line.clear()
        self.eye.setChecked(False)

    def reveal(self, shown: bool) -> None:
        """Shows or hides what is typed."""
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.line.setEchoMode(mode)

    def _show(self, shown: bool) -> None:
        self.reveal(shown)
        words = "Hide what is typed" if shown else "Show what is typed"
        named(self.eye, words)
        self.eye.setToolTip(words)
        self.eye.set_icon("eye-off" if shown else "eye")
        self.shown.emit(shown)


class NewPassphrase(QWidget):
    """A new passphrase, typed twice. `ready()` says whether it can be taken and, where not, shows
    why beside the line."""

    submitted = Signal()
    edited = Signal()

    def __init__(self, first: str = "Passphrase", again: str = "The same again") -> None:
        super().__init__()
        self.first, self.again = SecretLine(first), SecretLine(again)
        self.first_field = Field(first, self.first, help_text=TIP)
        self.again_field = Field(again, self.again)
        self.judged = Text("", "small", "muted")
        self.judged.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for part in (self.first_field, self.judged, self.again_field):
            self._column.addWidget(part)
        self.again.eye.hide()
        self.first.shown.connect(self.again.reveal)
        self.first.line.textEdited.connect(self._edited)
        self.again.line.textEdited.connect(self._edited)
        self.first.line.returnPressed.connect(self.again.line.setFocus)
        self.again.line.returnPressed.connect(self.submitted)
        self.setFocusProxy(self.first)
        theme().changed.connect(self._restyle)
        self._restyle()

    def text(self) -> str:
        """What was typed first."""
        return self.first.text()

    def ready(self) -> bool:
        """Whether it can be taken; puts the keyboard on what has to be put right."""
        reason = weakness(self.text())
        self.first_field.set_error(reason or None)
        self.judged.setVisible(not reason)
        same = self.again.text() == self.text()
        self.again_field.set_error(None if reason or same else _different(self.again.text()))
        if reason:
            self.first.line.setFocus()
        elif not same:
            self.again.line.setFocus()
        return not reason and same

    def clear(self) -> None:
        """Empties both lines."""
        self.first.clear()
        self.again.clear()
        self.judged.hide()
        self.first_field.set_error(None)
        self.again_field.set_error(None)

    def _edited(self) -> None:
        self.first_field.set_error(None)
        self.again_field.set_error(None)
        typed = self.text()
        reason = weakness(typed)
        self.judged.setText(reason or "Good: this is hard to guess.")
        self.judged.set_tone("muted" if reason else "good")
        self.judged.setVisible(bool(typed))
        self.edited.emit()

    def _restyle(self) -> None:
        self._column.setSpacing(theme().gap(1))


def weakness(passphrase: str) -> str:
    """Why it is too easy to guess, as a sentence; "" where it is not."""
    if not passphrase:
        return "Type a passphrase first."
    try:
        require_strong(passphrase)
    except WeakPassphrase as error:
        if error.hint == "short":
            more = SHORTEST - len(passphrase.strip())
            return f"Too short yet: at least {more} more." if more > 0 else "Too short yet."
        return words_for(error).says
    return ""


def _different(again: str) -> str:
    return "These two are not the same." if again else "Type it once more, to be sure of it."
