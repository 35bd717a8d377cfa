"""One line into the diary of the young person whose page this is: how, what happened, saved. The
time is about now; the whole form is one click away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from diary.casework.contacts import quick_log
from diary.clock import When
from diary.errors import InvalidEntry
from ui.desk.desk import Desk
from ui.desk.drafting import Drafting
from ui.pages.quicklog import HOW
from ui.theme import theme
from ui.widgets import Card, ChipRow, Field, GrowingText, LinkButton, PrimaryButton, named

_PROMPT = "What happened?"
_NEXT_PROMPT = "What will you do next?"


class QuickLine(Card):
    """`saved` follows each entry; `more(values)` asks for the whole form with what is typed."""

    saved = Signal()
    more = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(name="Quick line")
        self._desk = desk
        self._person = ""
        self._name = ""
        self.how = ChipRow("How", HOW, exclusive=True, required=True)
        self.text = GrowingText(_PROMPT, placeholder=_PROMPT, lines=1)
        self.field = Field("", self.text)
        self.field.label.hide()
        self.more_link = LinkButton("Open the whole form")
        self.save = PrimaryButton("Save")
        self._lay_out()
        self.how.changed.connect(self._how_changed)
        self.text.edited.connect(self._edited)
        self.text.submitted.connect(self.submit)
        self.more_link.clicked.connect(self._ask_more)
        self.save.clicked.connect(self.submit)
        self._drafting: Drafting | None = None
        self._saving: Drafting | None = None

    def _lay_out(self) -> None:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().gap(1))
        row.addWidget(self.field, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.save, 0, Qt.AlignmentFlag.AlignTop)
        self.add(line)
        self.how.add_widget(self.more_link)
        self.add(self.how)

    def set_person(self, person: str, name: str) -> None:
        """Whose page this is. What is typed for another stays in that other's draft."""
        if person != self._person:
            if self._drafting is not None and self._drafting is not self._saving:
                self._drafting.keep_now()
            self._saving = None
            self._person = person
            self._begin()
        self._name = name
        self.save.setText(f"Save to {name}'s diary".replace("&", "&&"))
        self.save.setAccessibleName(f"Save to {name}'s diary")

    def _begin(self) -> None:
        self._drafting = None
        self.how.set_values(["met"])
        self.text.set_text("")
        self._how_changed()
        self.field.set_error(None)
        self.save.setEnabled(True)
        draft = self._desk.diary.new_draft("contact", self._person)
        self._drafting = Drafting(self._desk, draft, self._collect, self)

    def _how_changed(self) -> None:
        prompt = _NEXT_PROMPT if self.how.value() == "did_not_happen" else _PROMPT
        self.text.setPlaceholderText(prompt)
        named(self.text, prompt)
        self._edited()

    def _edited(self) -> None:
        self.field.set_error(None)
        if self._drafting is not None:
            self._drafting.touch()

    def values(self) -> dict[str, Any]:
        """The entry as it would be saved."""
        how = self.how.value() or "met"
        clock = self._desk.clock
        return {
            "kind": how,
            "at": When.about(clock.now(), clock.zone()).to_map(),
            "next_step" if how == "did_not_happen" else "note": self.text.text().strip() or None,
        }

    def draft_id(self) -> str:
        """The draft that is being typed here, so that a list can leave it out."""
        return "" if self._drafting is None else self._drafting.draft.id

    def _collect(self) -> tuple[Mapping[str, Any], str, bool]:
        return {**self.values(), "quick": True}, "", bool(self.text.text().strip())

    def submit(self) -> None:
        """Saves, or says what is missing. What was typed stays until it is saved."""
        if not self.text.text().strip():
            self.field.set_error("Write a line first: one is enough.")
            self.text.setFocus()
            return
        if not self.save.isEnabled():
            return
        self.save.setEnabled(False)
        drafting = self._saving = self._drafting
        self._desk.do(
            self,
            quick_log,
            person=self._person,
            values=self.values(),
            then=lambda _: self._was_saved(drafting),
            failed=self._was_refused,
            said=f"Saved to {self._name}'s diary.",
        )

    def _was_saved(self, drafting: Drafting | None) -> None:
        if drafting is not None:
            drafting.finish()
        if self._saving is drafting:
            self._saving = None
            self._begin()
        self.saved.emit()

    def _was_refused(self, error: BaseException) -> None:
        self.save.setEnabled(True)
        if isinstance(error, InvalidEntry):
            reasons = [f"{reason[0].upper()}{reason[1:]}" for reason in error.fields.values()]
            self.field.set_error(" ".join(reasons))
        else:
            self._desk.fail(error)

    def _ask_more(self) -> None:
        values = {key: value for key, value in self.values().items() if value is not None}
        if self._drafting is not None:
            self._drafting.finish()
        self._begin()
        self.more.emit(values)
