"""Promises on a page: how each stands, and one tap to say how it went. A record of the adult's
reliability, never of the young person's."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from diary.casework.following_up import settle_promise
from diary.errors import InvalidEntry
from diary.practice.spans import local, when_words
from diary.records import promise
from diary.records.plain import moment, said
from diary.records.view import View
from ui.desk.desk import Desk
from ui.pages.bound import sentence
from ui.pages.going import record_target
from ui.theme import theme
from ui.widgets import (
    Badge,
    ChipRow,
    Choice,
    Field,
    GrowingText,
    LinkButton,
    PrimaryButton,
    Row,
    SecondaryButton,
    Tag,
    Text,
    named,
)

ANSWERS = {
    "kept": ("Kept", "check"),
    "late": ("Late", "clock"),
    "changed": ("Changed", "repeat"),
    "not_kept": ("Not kept", "x"),
}
_ASKS = {
    "changed": ("changed_to", "What did we agree instead?"),
    "not_kept": ("next_step", "What do I do to make it good?"),
}
_STATES: dict[str, Tag] = {
    "kept": Tag("kept", "good", "check"),
    "late": Tag("kept, late", "amber", "clock"),
    "changed": Tag("changed", "muted", "repeat"),
    "not_kept": Tag("not kept", "danger", "x"),
}


def promise_tag(view: View, now: datetime, zone: str) -> Tag:
    """How it stands as a badge: when it is due while it is open, then how it went."""
    state = promise.promise_state(view.values)
    if state in _STATES:
        return _STATES[state]
    due = moment(view.values, "due")
    day = None if due is None else due.local_day()
    if due is None or day is None:
        return Tag("open", "accent", "handshake")
    if promise.is_overdue(view.values, now):
        return Tag("past its day", "danger", "alarm-clock")
    days = (day - local(now, zone).date()).days
    if days <= 0:
        return Tag("today", "danger", "alarm-clock")
    words = {1: "tomorrow"}.get(days) or (
        f"{day:%A}"[:3] if days < 7 else when_words(due).partition(",")[0]
    )
    return Tag(words, "amber" if days < 4 else "accent", "clock")


def promise_row(view: View, now: datetime, zone: str, *, meta: bool = True) -> Row:
    """A promise as a line of a list."""
    values, told = view.values, ""
    settled = moment(values, "settled_at")
    if meta and settled is not None:
        told = when_words(settled, local(now, zone).date())
    story = said(values, "changed_to") or said(values, "next_step") or said(values, "why")
    return Row(
        key=view.id,
        title=said(values, "what"),
        meta=told,
        body=story if meta else "",
        own_words=said(values, "words") if meta else "",
        badge=promise_tag(view, now, zone),
        strong=False,
        data=view,
    )


class OpenPromise(QWidget):
    """One open promise with its four answers. *Changed* and *not kept* ask for a line first."""

    def __init__(self, desk: Desk, view: View, now: datetime, zone: str) -> None:
        super().__init__()
        self._desk, self.view = desk, view
        self._state = ""
        what = said(view.values, "what")
        self.setAccessibleName(f"Promise: {what}")
        self.setObjectName("Promise")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme().px(4), 0, theme().px(6))
        column.setSpacing(theme().gap(0))
        column.addWidget(self._head(what, now, zone))
        choices = [Choice(state, words, icon) for state, (words, icon) in ANSWERS.items()]
        self.answers = ChipRow("How did it go?", choices, exclusive=True)
        for state, (words, _) in ANSWERS.items():
            self.answers.chip(state).setAccessibleName(f"{words}: {what}")
        self.answers.changed.connect(self._answered)
        self.open = LinkButton("Open")
        self.open.setAccessibleName(f"Open: {what}")
        self.open.clicked.connect(self._open)
        self.answers.add_widget(self.open)
        column.addWidget(self.answers)
        column.addWidget(self._asking())

    def _head(self, what: str, now: datetime, zone: str) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().gap(1))
        tag = promise_tag(self.view, now, zone)
        row.addWidget(Badge(tag.text, tag.tone, tag.icon), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(what, "strong"))
        due = moment(self.view.values, "due")
        made = moment(self.view.values, "made")
        today = local(now, zone).date()
        told = [f"by {when_words(due, today)}" if due else "no day was named"]
        told.append(f"said {when_words(made, today)}" if made else "")
        words.addWidget(Text(" · ".join(part for part in told if part), "small", "muted"))
        row.addLayout(words, 1)
        return head

    def _asking(self) -> QWidget:
        self.text = GrowingText("More", lines=1)
        self.field = Field("What do I do to make it good?", self.text)
        self.save = PrimaryButton("Save")
        self.leave = SecondaryButton("Leave it open")
        self.panel = named(QWidget(), "More about it")
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(0, theme().gap(0), 0, 0)
        column.addWidget(self.field)
        foot = QHBoxLayout()
        foot.setSpacing(theme().gap(1))
        foot.addWidget(self.save)
        foot.addWidget(self.leave)
        foot.addStretch(1)
        column.addLayout(foot)
        self.panel.hide()
        self.text.submitted.connect(self.submit)
        self.save.clicked.connect(self.submit)
        self.leave.clicked.connect(self._close)
        return self.panel

    def _answered(self) -> None:
        state = self.answers.value()
        if state is None:
            self._close()
        else:
            self.answer(state)

    def answer(self, state: str) -> None:
        """Says how it went; asks for a line where one is needed."""
        self._state = state
        self.answers.set_values([state])
        if state in _ASKS:
            self.field.label.setText(_ASKS[state][1])
            named(self.text, _ASKS[state][1])
            self.field.set_error(None)
            self.panel.show()
            self.text.setFocus()
        else:
            self.submit()

    def submit(self) -> None:
        """Saves the answer."""
        field = _ASKS.get(self._state, ("", ""))[0]
        more = {field: self.text.text()} if field and self.text.text().strip() else {}
        words = ANSWERS[self._state][0].lower()
        self._desk.do(
            self,
            settle_promise,
            self.view.id,
            self._state,
            more,
            failed=self._refused,
            said=f"Promise: {words}.",
        )

    def is_busy(self) -> bool:
        """Whether something is typed here that a redraw must not take away."""
        return not self.panel.isHidden()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.is_busy():
            self._close()
            return
        super().keyPressEvent(event)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, InvalidEntry):
            self.field.set_error(" ".join(sentence(r) for r in error.fields.values()))
            self.text.setFocus()
        else:
            self._close()
            self._desk.fail(error)

    def _close(self) -> None:
        self.panel.hide()
        self.answers.set_values([])
        self.answers.chip(self._state).setFocus()

    def _open(self) -> None:
        key, args = record_target("promise", self.view.id, self.view.person)
        self._desk.go(key, **args)
