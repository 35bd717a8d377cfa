"""Fields of a record on a page: each knows its key, what a person changed, and how it goes into a
draft; a Sheet holds those that are saved together. What they ask is the page's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from diary.clock import Clock, When
from ui.theme import theme
from ui.widgets import Chip, ChipRow, Field, GrowingText, WhenEdit, named

RAW = "typed"
FIELD_PX = 150
Options = Mapping[str, str]


class Bound(Field):
    """One field. `touched` is true once a person changed it; what was not touched is never saved,
    so a time shown to the minute does not lose its seconds."""

    edited = Signal()
    submitted = Signal()

    def __init__(self, key: str, label: str, widget: QWidget, help_text: str = "") -> None:
        super().__init__(label, widget, help_text=help_text)
        self.key = key
        self.template, self.help_template = label, help_text
        self.touched = False
        self._showing = False

    def value(self) -> Any:
        """The plain value; None where nothing is recorded."""
        raise NotImplementedError

    def put(self, value: Any) -> None:
        """Shows a plain value."""
        raise NotImplementedError

    def problem(self) -> str:
        """Why it can't be read, or ""."""
        return ""

    def typed(self) -> Any:
        """What a draft keeps: the value, or the raw text where it can't be read yet."""
        return self.value()

    def show_value(self, value: Any, *, touched: bool = False) -> None:
        """Shows a value as the record (or a draft) has it."""
        self._showing = True
        self.put(value)
        self._showing = False
        self.touched = touched

    def take_focus(self) -> None:
        """The keyboard goes into it: to the chosen chip, or the first place that takes it."""
        parts = [self.widget, *self.widget.findChildren(QWidget)]
        takes = [
            part
            for part in parts
            if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isVisibleTo(self)
        ]
        chosen = [part for part in takes if isinstance(part, Chip) and part.isChecked()]
        if self.widget.focusProxy() is not None:
            self.widget.setFocus()
        elif takes:
            (chosen or takes)[0].setFocus()

    def rename(self, label: str) -> None:
        """Another label; the input takes it as its accessible name."""
        self.label.setText(label)
        named(self.widget, label)

    def was_edited(self) -> None:
        """A person changed it."""
        if self._showing:
            return
        self.touched = True
        self.set_error(None)
        self.edited.emit()


class WordsField(Bound):
    """Words of any length."""

    def __init__(
        self, key: str, label: str, *, lines: int = 2, placeholder: str = "", help_text: str = ""
    ) -> None:
        self.box = GrowingText(label, lines=lines, placeholder=placeholder)
        super().__init__(key, label, self.box, help_text)
        self._last = ""
        self.box.edited.connect(self._box_edited)
        self.box.submitted.connect(self.submitted)

    def _box_edited(self) -> None:
        # A change of the text size is told as a change of the document: not an edit.
        if self.box.text() != self._last:
            self._last = self.box.text()
            self.was_edited()

    def value(self) -> str | None:
        return self.box.text() if self.box.text().strip() else None

    def put(self, value: Any) -> None:
        if (value or "") != self.box.text():
            self.box.set_text(value or "")
            self.box.moveCursor(QTextCursor.MoveOperation.End)


class LineField(Bound):
    """One short line."""

    def __init__(self, key: str, label: str, *, placeholder: str = "", help_text: str = "") -> None:
        self.line = QLineEdit()
        self.line.setPlaceholderText(placeholder)
        super().__init__(key, label, self.line, help_text)
        self.line.textEdited.connect(self.was_edited)

    def value(self) -> Any:
        return self.line.text().strip() or None

    def put(self, value: Any) -> None:
        # A space that was just typed at the end is no other value: it stays.
        if self.line.text().strip() != (value or ""):
            self.line.setText(value or "")


class NumberField(LineField):
    """A whole number, typed."""

    def value(self) -> Any:
        text = self.line.text().strip()
        return int(text) if text.isdecimal() else None

    def put(self, value: Any) -> None:
        super().put("" if value is None else str(value))

    def problem(self) -> str:
        text = self.line.text().strip()
        return "" if not text or text.isdecimal() else "Write a whole number, such as 4."

    def typed(self) -> Any:
        return self.line.text()


class PickField(Bound):
    """One of several, or none."""

    def __init__(self, key: str, label: str, options: Options, *, help_text: str = "") -> None:
        self.chips = ChipRow(label, list(options.items()), exclusive=True)
        super().__init__(key, label, self.chips, help_text)
        self.chips.changed.connect(self.was_edited)

    def value(self) -> Any:
        return self.chips.value()

    def put(self, value: Any) -> None:
        self.chips.set_values([] if value is None else [value])


class FlagField(PickField):
    """Yes, no, or not recorded."""

    def __init__(self, key: str, label: str, *, help_text: str = "") -> None:
        super().__init__(key, label, {"yes": "Yes", "no": "No"}, help_text=help_text)

    def value(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.chips.value() or "")

    def put(self, value: Any) -> None:
        super().put({True: "yes", False: "no"}.get(value))


class ManyField(Bound):
    """Several of several."""

    def __init__(self, key: str, label: str, options: Options, *, help_text: str = "") -> None:
        self.chips = ChipRow(label, list(options.items()))
        super().__init__(key, label, self.chips, help_text)
        self.chips.changed.connect(self.was_edited)

    def value(self) -> list[str] | None:
        return self.chips.values() or None

    def put(self, value: Any) -> None:
        self.chips.set_values(value or [])


class TimeField(Bound):
    """A time with how well it is known. Unreadable text goes into the draft as it stands."""

    def __init__(
        self, key: str, label: str, clock: Clock, *, past: bool = True, help_text: str = ""
    ) -> None:
        self.edit = WhenEdit(label, clock=clock, past_only=past, quick=past)
        super().__init__(key, label, self.edit, help_text)
        self.edit.changed.connect(self.was_edited)

    def rename(self, label: str) -> None:
        super().rename(label)
        self.edit.rename(label)

    def value(self) -> dict[str, str] | None:
        when = self.edit.value()
        return None if when is None else when.to_map()

    def put(self, value: Any) -> None:
        if isinstance(value, Mapping) and RAW in value:
            kind, day, at = value[RAW]
            self.edit.set_value(None)
            self.edit.kind.set_value(kind)
            self.edit.day.setText(day)
            self.edit.time.setText(at)
            return
        self.edit.set_value(When.parse(value) if value else None)

    def problem(self) -> str:
        return self.edit.problem()

    def typed(self) -> Any:
        if self.problem():
            return {RAW: [self.edit.precision(), self.edit.day.text(), self.edit.time.text()]}
        return self.value()


class Sheet(QObject):
    """Fields that are saved together. `edited` follows a person's change of any of them."""

    edited = Signal()
    submitted = Signal()

    def __init__(self, bounds: Iterable[Bound] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bounds: dict[str, Bound] = {}
        for bound in bounds:
            self.add(bound)

    def add(self, bound: Bound) -> Bound:
        """One more field."""
        self.bounds[bound.key] = bound
        bound.edited.connect(self.edited)
        bound.submitted.connect(self.submitted)
        return bound

    def show(self, values: Mapping[str, Any]) -> None:
        """Shows the record; what a person changed and has not saved stays."""
        for key, bound in self.bounds.items():
            if not bound.touched:
                bound.show_value(values.get(key))

    def edits(self) -> dict[str, Any]:
        """What a person changed, as plain values."""
        return {key: bound.value() for key, bound in self.bounds.items() if bound.touched}

    def typed(self) -> dict[str, Any]:
        """What a person changed, as a draft keeps it."""
        return {key: bound.typed() for key, bound in self.bounds.items() if bound.touched}

    def restore(self, typed: Mapping[str, Any]) -> None:
        """Puts back what a draft kept."""
        for key, value in typed.items():
            if key in self.bounds:
                self.bounds[key].show_value(value, touched=True)

    def settle(self) -> None:
        """All of it is saved."""
        for bound in self.bounds.values():
            bound.touched = False
            bound.set_error(None)

    def empty(self) -> None:
        """Nothing in any of them."""
        for bound in self.bounds.values():
            bound.show_value(None)
            bound.set_error(None)

    def check(self) -> bool:
        """Whether every field can be read; says beside each why not, and goes to the first."""
        wrong = {key: bound.problem() for key, bound in self.bounds.items() if bound.problem()}
        self.refuse(wrong)
        return not wrong

    def mark(self, wrong: Mapping[str, str]) -> list[str]:
        """Says beside each field why it was refused; gives the fields that are here."""
        here = [key for key in self.bounds if key in wrong]
        for key in here:
            self.bounds[key].set_error(sentence(wrong[key]))
        return here

    def refuse(self, wrong: Mapping[str, str]) -> dict[str, str]:
        """Says beside each field why it was refused and goes to the first; gives back the reasons
        of fields that are not here."""
        here = self.mark(wrong)
        if here:
            self.bounds[here[0]].take_focus()
        return {key: reason for key, reason in wrong.items() if key not in self.bounds}

    def place(self) -> str:
        """Where the cursor is: "field:position", or ""."""
        for key, bound in self.bounds.items():
            for part in (bound.widget, *bound.widget.findChildren(QWidget)):
                if part.hasFocus():
                    at = 0
                    if isinstance(part, QPlainTextEdit):
                        at = part.textCursor().position()
                    elif isinstance(part, QLineEdit):
                        at = part.cursorPosition()
                    return f"{key}:{at}"
        return ""

    def go_to(self, place: str) -> bool:
        """Puts the cursor back; False where that field is not here."""
        key, _, at = place.rpartition(":")
        bound = self.bounds.get(key)
        if bound is None:
            return False
        widget = bound.widget
        bound.take_focus()
        if isinstance(widget, QPlainTextEdit):
            cursor = widget.textCursor()
            cursor.setPosition(min(int(at or 0), len(widget.toPlainText())))
            widget.setTextCursor(cursor)
        elif isinstance(widget, QLineEdit):
            widget.setCursorPosition(int(at or 0))
        return True


def sentence(reason: str) -> str:
    """A reason as a sentence: capital and full stop."""
    reason = reason.strip()
    return f"{reason[:1].upper()}{reason[1:]}" + ("" if reason[-1:] in ".?!" else ".")


class Abreast(QWidget):
    """Short fields in one row, or one below the other where there is no room."""

    def __init__(self, bounds: Iterable[Bound]) -> None:
        super().__init__()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme().gap(1))
        self._bounds = list(bounds)
        for bound in self._bounds:
            self._row.addWidget(bound, 1, Qt.AlignmentFlag.AlignTop)

    def minimumSizeHint(self) -> QSize:
        wide = max(bound.minimumSizeHint().width() for bound in self._bounds)
        return QSize(wide, self._row.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fits = self.width() >= len(self._bounds) * theme().px(FIELD_PX)
        way = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        if self._row.direction() != way:
            self._row.setDirection(way)


def side_by_side(*bounds: Bound) -> QWidget:
    """Short fields abreast."""
    return Abreast(bounds)
