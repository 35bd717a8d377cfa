"""What an entry asks for in passing, in the page and never in a window of its own: the reason for
taking it back, whose diary it belongs to, where else it was entered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from diary.clock import Clock, When
from ui.theme import theme
from ui.widgets import Card, ChipRow, Field, PrimaryButton, SecondaryButton, Text, WhenEdit


class Strip(Card):
    """A question in the page: what it means, a field or two, do it or leave it."""

    done_with = Signal()

    def __init__(self, title: str, says: str, do: str) -> None:
        super().__init__(title, panel="choice")
        self.says = Text(says, "body", "muted")
        self.add(self.says)
        self.go = PrimaryButton(do)
        self.leave = SecondaryButton("Leave it as it is")
        self._foot = QWidget()
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().gap(1))
        row.addWidget(self.go)
        row.addWidget(self.leave)
        row.addStretch(1)
        self.go.clicked.connect(self.submit)
        self.leave.clicked.connect(self.close_strip)
        self.hide()

    def finish_layout(self) -> None:
        """The buttons, below the fields."""
        self.add(self._foot)

    def submit(self) -> None:
        """Say what was answered, or what is missing."""
        raise NotImplementedError

    def close_strip(self) -> None:
        """Put it away."""
        self.hide()
        self.done_with.emit()

    def fail(self, reason: str) -> None:
        """Why it could not be done."""
        self.says.setText(reason)
        self.says.set_tone("danger")


class TakeBackStrip(Strip):
    """Taking an entry back, with a reason."""

    answered = Signal(str)

    def __init__(self) -> None:
        super().__init__(
            "Take this entry back",
            "It goes out of sight and stays readable in its history, with your reason.",
            "Take it back",
        )
        self.why = QLineEdit()
        self.why_field = Field("Why?", self.why)
        self.why.returnPressed.connect(self.submit)
        self.add(self.why_field)
        self.finish_layout()

    def open_strip(self) -> None:
        self.why.clear()
        self.why_field.set_error(None)
        self.show()
        self.why.setFocus()

    def submit(self) -> None:
        why = self.why.text().strip()
        if not why:
            self.why_field.set_error("Say in a few words why it is taken back.")
            self.why.setFocus()
            return
        self.answered.emit(why)


class MisfiledStrip(Strip):
    """An entry that stands in the wrong diary: whose it is, and why it is moved."""

    answered = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(
            "This is about someone else",
            "It is written anew where it belongs, still by whoever wrote it and with its own time. "
            "Here it goes out of sight, with your reason.",
            "Choose whose it is",
        )
        self._names: dict[str, str] = {}
        self.to = ChipRow("Whose diary does it belong to?", exclusive=True)
        self.to_field = Field("Whose diary does it belong to?", self.to)
        self.why = QLineEdit()
        self.why_field = Field("Why?", self.why)
        self.why.returnPressed.connect(self.submit)
        self.to.changed.connect(self._chosen)
        self.add(self.to_field)
        self.add(self.why_field)
        self.finish_layout()

    def open_strip(self, names: Mapping[str, str]) -> None:
        """Who it may belong to."""
        self._names = dict(names)
        self.to.set_choices(list(self._names.items()))
        self.to.set_values([])
        self.why.setText("It was written in the wrong diary")
        for field in (self.to_field, self.why_field):
            field.set_error(None)
        self.go.set_text("Choose whose it is")
        self.show()
        (self.to.chip(next(iter(self._names))) if self._names else self.leave).setFocus()

    def _chosen(self) -> None:
        name = self._names.get(self.to.value() or "")
        self.go.set_text(f"Move it to {name}'s diary" if name else "Choose whose it is")
        self.to_field.set_error(None)

    def submit(self) -> None:
        to, why = self.to.value(), self.why.text().strip()
        if to is None:
            self.to_field.set_error("Choose whose diary it belongs to.")
        elif not why:
            self.why_field.set_error("Say in a few words why it is moved.")
            self.why.setFocus()
        else:
            self.answered.emit(to, why)


class AlsoEnteredStrip(Strip):
    """Where else the entry stands: the council's system, mostly."""

    answered = Signal(object)

    def __init__(self, clock: Clock) -> None:
        super().__init__(
            "Also entered in", "Which system, and where to find it there.", "Write it down"
        )
        self._clock = clock
        self.system, self.reference = QLineEdit(), QLineEdit()
        self.system_field = Field("System", self.system)
        self.on = WhenEdit("On", clock=clock, past_only=True)
        self.on_field = Field("On", self.on)
        self.add(self.system_field)
        self.add(Field("Reference", self.reference, optional=True))
        self.add(self.on_field)
        self.finish_layout()

    def open_strip(self, system: str) -> None:
        """With the usual system's name, today."""
        self.system.setText(system)
        self.reference.clear()
        self.on.set_value(When.on(self._today(), self._clock.zone()))
        self.system_field.set_error(None)
        self.show()
        (self.reference if system else self.system).setFocus()

    def _today(self) -> date:
        return self._clock.now().astimezone(ZoneInfo(self._clock.zone())).date()

    def submit(self) -> None:
        system, on = self.system.text().strip(), self.on.value()
        self.on_field.set_error(self.on.problem() or None)
        if not system:
            self.system_field.set_error("Write which system it is.")
            self.system.setFocus()
            return
        if self.on.problem():
            return
        where: dict[str, Any] = {"system": system, "reference": self.reference.text() or None}
        self.answered.emit({**where, "on": on.to_map() if on is not None else None})
