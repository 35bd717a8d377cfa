"""One input for each type of field: how a field's plain value is typed, shown and read back. Which
fields a form has, and where they stand, belongs to `form.py`; several-part items to `items.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from diary.clock import Clock, When
from diary.records.fields import FieldSpec
from ui.theme import theme
from ui.widgets import ChipRow, GrowingText, TriState, WhenEdit, named
from ui.widgets.whentext import DATE_SAMPLE, NotRead, day_text, read_day

MOST_CHIPS = 8
MOST_LINKED = 12
TO_COME = {"due", "next_at", "expected_at", "review_at", "until", "repeat_on"}
"""Times that are mostly still to come: *Just now* and *Yesterday* make no sense beside them."""

Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Around:
    """What inputs need from where they stand: the time, and what checks the spelling of the
    worker's own sentences (never of anyone's exact words)."""

    clock: Clock
    spell: Callable[[GrowingText], None] | None = None
    lines: int = 2


class Input(QObject):
    """One field's input. `widget` goes into the form; `value()` is the plain value, None where
    nothing is recorded. `typed()` and `retype()` carry what can't be read as a value yet."""

    edited = Signal()
    submitted = Signal()

    def __init__(self, spec: FieldSpec, widget: QWidget) -> None:
        super().__init__(widget)
        self.spec, self.widget = spec, widget

    def value(self) -> Any:
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        raise NotImplementedError

    def problem(self) -> str:
        """Why what is typed can't be read; "" where it can."""
        return ""

    def typed(self) -> Any:
        """What is typed, where it is more than the value; else None."""
        return None

    def retype(self, typed: Any) -> None:
        """Bring `typed` back."""

    def words(self) -> int:
        """How much stands here: words of text, or one for any other answer."""
        value = self.value()
        return len(value.split()) if isinstance(value, str) else int(value is not None)

    def place(self) -> str | None:
        """Where the cursor is in here; None where it is elsewhere."""
        return "0" if self.widget.isAncestorOf(_focus(self.widget)) else None

    def set_place(self, place: str) -> None:  # noqa: ARG002 one signature for all
        """Puts the keyboard here."""
        self.widget.setFocus()


def _focus(widget: QWidget) -> QWidget:
    """Where the keyboard is in this window, even while another window is in front."""
    window = widget.window()
    inside: QWidget | None = window.focusWidget()
    return window if inside is None else inside


class LineInput(Input):
    """One short line."""

    def __init__(self, spec: FieldSpec, around: Around) -> None:  # noqa: ARG002 one signature
        self.edit = QLineEdit()
        super().__init__(spec, self.edit)
        self.edit.textEdited.connect(self.edited)

    def value(self) -> Any:
        return self.edit.text().strip() or None

    def set_value(self, value: Any) -> None:
        self.edit.setText("" if value is None else str(value))

    def place(self) -> str | None:
        return str(self.edit.cursorPosition()) if _focus(self.edit) is self.edit else None

    def set_place(self, place: str) -> None:
        self.edit.setFocus()
        if place.isdecimal():
            self.edit.setCursorPosition(int(place))


class NumberInput(LineInput):
    """A whole number, or nothing: empty is not nought."""

    def value(self) -> Any:
        text = self.edit.text().strip()
        return int(text) if text.isascii() and text.lstrip("-").isdecimal() else None

    def problem(self) -> str:
        text = self.edit.text().strip()
        return "Write a whole number, or leave it empty." if text and self.value() is None else ""

    def typed(self) -> Any:
        return self.edit.text() if self.problem() else None

    def retype(self, typed: Any) -> None:
        self.edit.setText(str(typed))


class DayInput(LineInput):
    """A calendar day, typed so that it can mean one day only."""

    def __init__(self, spec: FieldSpec, around: Around) -> None:
        super().__init__(spec, around)
        self._clock = around.clock
        self.edit.setPlaceholderText(DATE_SAMPLE)
        self.edit.editingFinished.connect(self._tidy)

    def _today(self) -> date:
        return self._clock.now().astimezone(ZoneInfo(self._clock.zone())).date()

    def value(self) -> Any:
        try:
            text = self.edit.text().strip()
            return read_day(text, self._today()).isoformat() if text else None
        except NotRead:
            return None

    def set_value(self, value: Any) -> None:
        self.edit.setText(day_text(date.fromisoformat(value)) if value else "")

    def problem(self) -> str:
        try:
            if self.edit.text().strip():
                read_day(self.edit.text(), self._today())
        except NotRead as reason:
            return str(reason)
        return ""

    def typed(self) -> Any:
        return self.edit.text() if self.problem() else None

    def retype(self, typed: Any) -> None:
        self.edit.setText(str(typed))

    def _tidy(self) -> None:
        if (value := self.value()) is not None:
            self.set_value(value)


class OwnWordsText(GrowingText):
    """A box for somebody's exact words: the plum bar says so while it is being written."""

    def _restyle(self) -> None:
        super()._restyle()
        self.document().setDocumentMargin(theme().px(9))
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        view = self.viewport()
        painter = QPainter(view)
        painter.fillRect(QRectF(0, 0, theme().px(3), view.height()), theme().color("plum"))
        painter.end()


class LongInput(Input):
    """The worker's sentences, or somebody's exact words, which nothing corrects."""

    def __init__(self, spec: FieldSpec, around: Around) -> None:
        own = spec.type == "own_words"
        make = OwnWordsText if own else GrowingText
        self.edit = make(spec.label, lines=around.lines)
        super().__init__(spec, self.edit)
        if around.spell is not None and not own:
            around.spell(self.edit)
        self._last = ""
        self.edit.edited.connect(self._text_edited)
        self.edit.submitted.connect(self.submitted)

    def value(self) -> Any:
        return self.edit.text() if self.edit.text().strip() else None

    def set_value(self, value: Any) -> None:
        self._last = "" if value is None else str(value)
        self.edit.set_text(self._last)

    def _text_edited(self) -> None:
        # The box says so too when only the look of its text changes: another size, a wavy line.
        if self.edit.text() != self._last:
            self._last = self.edit.text()
            self.edited.emit()

    def place(self) -> str | None:
        return str(self.edit.textCursor().position()) if _focus(self.edit) is self.edit else None

    def set_place(self, place: str) -> None:
        self.edit.setFocus()
        if place.isdecimal():
            cursor = self.edit.textCursor()
            cursor.setPosition(min(int(place), len(self.edit.text())))
            self.edit.setTextCursor(cursor)


class Combo(QComboBox):
    """A list to choose one from; the wheel passes by unless the keyboard is on it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ComboInput(Input):
    """One of many."""

    def __init__(self, spec: FieldSpec, around: Around) -> None:  # noqa: ARG002 one signature
        self.combo = Combo()
        super().__init__(spec, self.combo)
        self._none = "Not recorded" if spec.type == "choice" else "None"
        self.set_options([(c.code, c.words) for c in spec.choices])
        self.combo.activated.connect(self.edited)

    def set_options(self, options: Options) -> None:
        """What can be chosen; what is chosen stays."""
        kept = self.value()
        self.combo.clear()
        self.combo.addItem(self._none, None)
        for code, words in options:
            self.combo.addItem(words, code)
        self.set_value(kept)

    def value(self) -> Any:
        return self.combo.currentData()

    def set_value(self, value: Any) -> None:
        at = 0 if value is None else self.combo.findData(value)
        if at < 0:  # written by a newer version, or not in the list: kept as it is
            self.combo.addItem("Another entry" if self.spec.type == "link" else str(value), value)
            at = self.combo.count() - 1
        self.combo.setCurrentIndex(at)


class ChipsInput(Input):
    """A few choices to see at once: one of them, or several."""

    def __init__(self, spec: FieldSpec, around: Around) -> None:  # noqa: ARG002 one signature
        self.many = spec.is_set
        self.chips = ChipRow(spec.label, exclusive=not self.many)
        super().__init__(spec, self.chips)
        self._unknown: list[str] = []
        self.set_options([(c.code, c.words) for c in spec.choices])
        self.chips.changed.connect(self.edited)

    def set_options(self, options: Options) -> None:
        """What can be chosen; what is chosen stays."""
        self._known = {code for code, _ in options}
        self.chips.set_choices(list(options))

    def value(self) -> Any:
        chosen = [*self.chips.values(), *self._unknown]
        return (chosen or None) if self.many else next(iter(chosen), None)

    def set_value(self, value: Any) -> None:
        wanted = [value] if isinstance(value, str) else list(value or [])
        self._unknown = [code for code in wanted if code not in self._known]
        self.chips.set_values(wanted)

    def words(self) -> int:
        return len(self.chips.values())

    def set_place(self, place: str) -> None:  # noqa: ARG002 one signature for all
        chosen = self.chips.value() or next(iter(self._known), None)
        if chosen is not None:
            self.chips.chip(chosen).setFocus()


class LinksInput(ChipsInput):
    """Several of the young person's entries, the newest first."""

    def set_options(self, options: Options) -> None:
        kept = self.value() if hasattr(self, "_known") else None
        super().set_options(options[:MOST_LINKED])
        self.set_value(kept)


class FlagInput(Input):
    """Yes, no, not recorded."""

    def __init__(self, spec: FieldSpec, around: Around) -> None:  # noqa: ARG002 one signature
        self.tri = TriState(spec.label)
        super().__init__(spec, self.tri)
        self.tri.changed.connect(self.edited)

    def value(self) -> Any:
        return self.tri.answer()

    def set_value(self, value: Any) -> None:
        self.tri.set_answer(value if isinstance(value, bool) else None)


class WhenInput(Input):
    """A time with how well it is known."""

    def __init__(self, spec: FieldSpec, around: Around) -> None:
        to_come = spec.name in TO_COME
        self.when = WhenEdit(spec.label, clock=around.clock, quick=not to_come)
        super().__init__(spec, self.when)
        self.when.changed.connect(self.edited)

    def value(self) -> Any:
        value = self.when.value()
        return None if value is None else value.to_map()

    def set_value(self, value: Any) -> None:
        self.when.set_value(When.parse(value) if isinstance(value, Mapping) else None)

    def problem(self) -> str:
        return self.when.problem()

    def typed(self) -> Any:
        if not self.problem():
            return None
        return [self.when.day.text(), self.when.time.text(), self.when.kind.value()]

    def retype(self, typed: Any) -> None:
        day, time, kind = typed
        self.when.kind.set_value(kind)
        self.when.day.setText(day)
        self.when.time.setText(time)


_MADE: dict[str, Callable[[FieldSpec, Around], Input]] = {
    "text": LineInput,
    "narrative": LongInput,
    "own_words": LongInput,
    "choices": ChipsInput,
    "flag": FlagInput,
    "number": NumberInput,
    "date": DayInput,
    "when": WhenInput,
    "link": ComboInput,
    "links": LinksInput,
}


def make_input(spec: FieldSpec, around: Around) -> Input:
    """The input for a field that is not made of items."""
    if spec.type == "choice":
        few = len(spec.choices) <= MOST_CHIPS
        return ChipsInput(spec, around) if few else ComboInput(spec, around)
    made = _MADE[spec.type](spec, around)
    named(made.widget, spec.label)
    return made
