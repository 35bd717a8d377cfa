"""A time with how well it is known: exact, about, only the day, or not known. It is typed in a form
that can mean one thing only; what time it *is* comes from the clock it is given."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from diary.clock import Clock, Precision, SystemClock, When
from ui.theme import theme
from ui.widgets.buttons import LinkButton
from ui.widgets.flow import FlowLayout
from ui.widgets.naming import hide_unless, named, repolish
from ui.widgets.segmented import Segmented
from ui.widgets.text import Text
from ui.widgets.whentext import (
    DATE_SAMPLE,
    TIME_SAMPLE,
    NotRead,
    Read,
    day_text,
    moment,
    read_day,
    read_time,
)

KINDS: tuple[tuple[Precision, str], ...] = (
    ("exact", "Exact"),
    ("about", "About"),
    ("day", "Day only"),
    ("unknown", "Not known"),
)


class WhenEdit(QWidget):
    """`value()` gives a When, or None while empty or not readable; `problem()` says why in words.
    `changed` fires when a person changes anything. Quick buttons fill in now, earlier today,
    yesterday; `past_only` refuses a time to come."""

    changed = Signal()

    def __init__(
        self,
        name: str,
        *,
        clock: Clock | None = None,
        zone: str = "",
        past_only: bool = False,
        quick: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock or SystemClock()
        self._zone = zone or self._clock.zone()
        self._past_only = past_only
        self.kind = Segmented(f"{name}: how well is it known?", KINDS, "exact")
        self.day = named(QLineEdit(), f"{name}: date")
        self.time = named(QLineEdit(), f"{name}: time")
        self.day.setPlaceholderText(DATE_SAMPLE)
        self.time.setPlaceholderText(TIME_SAMPLE)
        self._remark = Text("", "small", "muted")
        self._quick = QWidget()
        self._lay_out(quick)
        named(self, name)
        self.setFocusProxy(self.day)
        self.kind.changed.connect(self._kind_changed)
        for edit in (self.day, self.time):
            edit.textEdited.connect(self._typed)
            edit.editingFinished.connect(self._tidy)
        theme().changed.connect(self._restyle)
        self._restyle()

    def _lay_out(self, quick: bool) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._outer = outer
        flow = FlowLayout(self._quick)
        for words, slot in (
            ("Just now", self._just_now),
            ("Earlier today", self._earlier),
            ("Yesterday", self._yesterday),
        ):
            button = LinkButton(words)
            button.clicked.connect(slot)
            flow.addWidget(button)
        hide_unless(self._quick, quick)
        self._fields = QWidget()
        fields = QHBoxLayout(self._fields)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.addWidget(self.day)
        fields.addWidget(self.time)
        fields.addWidget(self._quick, 1, Qt.AlignmentFlag.AlignVCenter)
        if not quick:
            fields.addStretch(1)
        outer.addWidget(self.kind)
        outer.addWidget(self._fields)
        outer.addWidget(self._remark)

    def rename(self, name: str) -> None:
        """Another accessible name, its parts too."""
        named(self, name)
        self.kind.rename(f"{name}: how well is it known?")
        named(self.day, f"{name}: date")
        named(self.time, f"{name}: time")

    def precision(self) -> Precision:
        """How well the time is said to be known."""
        chosen = self.kind.value()
        return next((kind for kind, _ in KINDS if kind == chosen), "exact")

    def value(self) -> When | None:
        """The time, or None while it is empty or can't be read."""
        try:
            return self._read()[0]
        except NotRead:
            return None

    def problem(self) -> str:
        """Why there is no value, as a sentence; "" when there is one or nothing was typed."""
        if not self.day.text().strip() and not self.time.text().strip():
            return ""
        try:
            self._read()
        except NotRead as reason:
            return str(reason)
        return ""

    def set_value(self, when: When | None) -> None:
        """Shows a time, or empties the fields."""
        if when is None or when.precision == "unknown":
            self.day.clear()
            self.time.clear()
        else:
            local, day = when.local(), when.local_day()
            self._zone = when.zone or self._zone
            self.day.setText(day_text(day) if day else "")
            self.time.setText(f"{local:%H:%M}" if local else "")
        self.kind.set_value(when.precision if when else "exact")
        self._show()

    def set_past_only(self, past_only: bool) -> None:
        """Whether a time to come is refused."""
        self._past_only = past_only
        self._show()

    def _read(self) -> tuple[When, str]:
        kind = self.precision()
        if kind == "unknown":
            return When.unknown(self._zone), ""
        today = self._now().date()
        if not self.day.text().strip():
            raise NotRead("Write the date, or choose Not known.")
        day = read_day(self.day.text(), today)
        if kind == "day":
            if self._past_only and day > today:
                raise NotRead("This day is still to come.")
            return When.on(day, self._zone), ""
        if not self.time.text().strip():
            raise NotRead("Write the time, or choose Day only.")
        read = moment(day, read_time(self.time.text()), self._zone)
        if self._past_only and read.at > self._clock.now() + timedelta(minutes=1):
            raise NotRead("This time is still to come.")
        return self._made(kind, read), read.remark

    def _made(self, kind: Precision, read: Read) -> When:
        make = When.about if kind == "about" else When.exact
        return make(read.at, self._zone)

    def _now(self) -> datetime:
        return self._clock.now().astimezone(ZoneInfo(self._zone))

    def _just_now(self) -> None:
        now = self._now()
        self._fill(now.date(), f"{now:%H:%M}", self.precision_with_time("exact"))

    def _earlier(self) -> None:
        now = self._now()
        hour = max(now - timedelta(hours=2), now.replace(hour=0, minute=0))
        self._fill(now.date(), f"{hour:%H}:00", "about")

    def _yesterday(self) -> None:
        self._fill(self._now().date() - timedelta(days=1), self.time.text(), "day")

    def precision_with_time(self, otherwise: Precision) -> Precision:
        """About stays about; everything else becomes what was asked."""
        return "about" if self.precision() == "about" else otherwise

    def _fill(self, day: date, at: str, kind: Precision) -> None:
        self.day.setText(day_text(day))
        self.time.setText(at)
        self.kind.set_value(kind)
        self._show()
        self.changed.emit()

    def _kind_changed(self) -> None:
        self._show()
        self.changed.emit()

    def _typed(self) -> None:
        self._say("", wrong=False)
        self.changed.emit()

    def _tidy(self) -> None:
        """Writes back what was understood, so that it can be seen."""
        today = self._now().date()
        try:
            if self.day.text().strip():
                self.day.setText(day_text(read_day(self.day.text(), today)))
            if self.time.text().strip():
                self.time.setText(f"{read_time(self.time.text()):%H:%M}")
        except NotRead as reason:
            self._say(str(reason), wrong=True)
            return
        self._show()

    def _show(self) -> None:
        kind = self.precision()
        self._fields.setVisible(kind != "unknown")
        self.time.setVisible(kind != "day")
        try:
            if kind != "unknown" and self.day.text().strip():
                read_day(self.day.text(), self._now().date())
            whole = self.day.text().strip() and (self.time.text().strip() or kind == "day")
            remark = self._read()[1] if whole and kind != "unknown" else ""
        except NotRead as reason:
            self._say(str(reason), wrong=True)
        else:
            self._say(remark, wrong=False)

    def _say(self, words: str, *, wrong: bool) -> None:
        self._remark.setText(words)
        self._remark.setVisible(bool(words))
        self._remark.set_tone("danger" if wrong else "muted")
        for edit in (self.day, self.time):
            edit.setAccessibleDescription(words)
        repolish(self.day, "wrong", wrong)

    def _restyle(self) -> None:
        px = theme().px
        self._outer.setSpacing(theme().gap(0))
        self.day.setFixedWidth(px(124))
        self.time.setFixedWidth(px(74))
        self._show()
