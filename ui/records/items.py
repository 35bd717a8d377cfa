"""Many-valued fields on a form: offers, times told, people present. Each line has its parts; a line
that is already saved is taken out with a reason, inline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from diary.ids import new_item_id
from diary.records.fields import FieldSpec
from ui.records.inputs import Around, Input, LineInput, make_input
from ui.records.pairs import laid_out
from ui.theme import theme
from ui.widgets import Field, LinkButton, Text, named


class ItemLine(QFrame):
    """One line of a many-valued field."""

    edited = Signal()
    submitted = Signal()
    removed = Signal()

    def __init__(
        self, spec: FieldSpec, number: int, item: Mapping[str, Any], around: Around
    ) -> None:
        super().__init__()
        self.setProperty("panel", "choice")
        self.item_id = str(item.get("id") or new_item_id())
        self._spec = spec
        self._rest = {k: v for k, v in item.items() if spec.part(k) is None and k != "id"}
        self.inputs: dict[str, Input] = {}
        self.fields: dict[str, Field] = {}
        self._outer = QVBoxLayout(self)
        self._head(spec, number)
        self._inside = QWidget()
        self._parts = QVBoxLayout(self._inside)
        self._parts.setContentsMargins(0, 0, 0, 0)
        for part in spec.parts:
            made = make_input(part, around)
            field = Field(part.label, made.widget, help_text=part.help)
            named(made.widget, f"{spec.label} {number}: {part.label}")
            made.set_value(item.get(part.name))
            made.edited.connect(self.edited)
            made.submitted.connect(self.submitted)
            self.inputs[part.name], self.fields[part.name] = made, field
        for widget in laid_out(self.fields, {p.name: p for p in spec.parts}):
            self._parts.addWidget(widget)
        self._outer.addWidget(self._inside)
        self._ask_why(number, around)
        theme().changed.connect(self._restyle)
        self._restyle()

    def _head(self, spec: FieldSpec, number: int) -> None:
        self.number = Text(f"{spec.label} {number}", "small", "muted")
        self.remove = named(LinkButton("Remove", "x"), f"Remove {spec.label} {number}")
        self.keep = named(LinkButton("Keep it"), f"Keep {spec.label} {number}")
        self.keep.hide()
        self.remove.clicked.connect(self.removed)
        self.keep.clicked.connect(self._keep)
        row = QHBoxLayout()
        row.addWidget(self.number, 1)
        row.addWidget(self.remove)
        row.addWidget(self.keep)
        self._outer.addLayout(row)

    def _ask_why(self, number: int, around: Around) -> None:
        reason = FieldSpec("why", "text", "Why is it taken out?")
        self.why = LineInput(reason, around)
        self.why_field = Field(
            reason.label, self.why.widget, help_text="It stays readable in the history."
        )
        named(self.why.widget, f"Why {self._spec.label} {number} is taken out")
        self.why.edited.connect(self.edited)
        self.why_field.hide()
        self._outer.addWidget(self.why_field)

    def renumber(self, number: int) -> None:
        """Another place in the order."""
        self.number.setText(f"{self._spec.label} {number}")

    def take_out(self) -> None:
        """Marks a saved line as to be taken out, and asks why."""
        self._show_out(True)
        self.why.widget.setFocus()
        self.edited.emit()

    def _keep(self) -> None:
        self._show_out(False)
        self.why.set_value(None)
        self.edited.emit()

    def _show_out(self, out: bool) -> None:
        self._inside.setVisible(not out)
        self.remove.setVisible(not out)
        self.keep.setVisible(out)
        self.why_field.setVisible(out)

    def is_out(self) -> bool:
        """Whether it is to be taken out."""
        return not self.why_field.isHidden()

    def reason(self) -> str:
        return str(self.why.value() or "")

    def item(self) -> dict[str, Any] | None:
        """The line as it stands; None where nothing is in it or it is taken out."""
        if self.is_out():
            return None
        parts = {n: v for n, i in self.inputs.items() if (v := i.value()) is not None}
        return {"id": self.item_id, **self._rest, **parts} if parts else None

    def _restyle(self) -> None:
        look = theme()
        self._outer.setContentsMargins(look.gap(2), look.gap(0), look.gap(2), look.gap(2))
        self._outer.setSpacing(look.gap(0))
        self._parts.setSpacing(look.gap(1))


class ItemsInput(Input):
    """The lines of a many-valued field, with Add below. `grew` when a line is added."""

    grew = Signal()

    def __init__(self, spec: FieldSpec, around: Around) -> None:
        box = QWidget()
        super().__init__(spec, box)
        self._around = around
        self._saved: set[str] = set()
        self.lines: list[ItemLine] = []
        self._column = QVBoxLayout(box)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.add = named(LinkButton("Add", "plus"), f"Add to {spec.label}")
        self.add.clicked.connect(self.add_line)
        self._column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        box.setFocusProxy(self.add)

    def add_line(self) -> ItemLine:
        """A new empty line, with the keyboard in it."""
        line = self._append({})
        self.grew.emit()
        next(iter(line.inputs.values())).set_place("")
        self.edited.emit()
        return line

    def _append(self, item: Mapping[str, Any]) -> ItemLine:
        line = ItemLine(self.spec, len(self.lines) + 1, item, self._around)
        line.edited.connect(self.edited)
        line.submitted.connect(self.submitted)
        line.removed.connect(self._remove)
        self.lines.append(line)
        self._column.insertWidget(self._column.count() - 1, line)
        return line

    def _remove(self) -> None:
        line = self.sender()
        assert isinstance(line, ItemLine)
        if line.item_id in self._saved:
            line.take_out()
            return
        self._drop(line)
        self.add.setFocus()
        self.edited.emit()

    def _drop(self, line: ItemLine) -> None:
        self.lines.remove(line)
        line.hide()
        line.deleteLater()
        for number, each in enumerate(self.lines, 1):
            each.renumber(number)

    def value(self) -> Any:
        return [item for line in self.lines if (item := line.item()) is not None] or None

    def set_value(self, value: Any) -> None:
        for line in list(self.lines):
            self._drop(line)
        for item in value or []:
            self._append(item)

    def keep_as_saved(self) -> None:
        """What stands now is what is saved: taking one of these out asks for the reason."""
        self._saved = {line.item_id for line in self.lines}

    def problem(self) -> str:
        for line in self.lines:
            if line.is_out() and not line.reason():
                return "Say why this is taken out, or keep it."
            for name, made in line.inputs.items():
                if reason := made.problem():
                    return f"{line.fields[name].label.text()}: {reason}"
        return ""

    def reasons(self) -> Iterator[str]:
        """Why lines are taken out."""
        return (line.reason() for line in self.lines if line.is_out() and line.reason())

    def typed(self) -> Any:
        out = {
            line.item_id: {"out": line.is_out(), "why": line.reason(), "parts": parts}
            for line in self.lines
            if (parts := {n: t for n, i in line.inputs.items() if (t := i.typed()) is not None})
            or line.is_out()
        }
        return {"saved": sorted(self._saved), "lines": out} if out or self._saved else None

    def retype(self, typed: Any) -> None:
        self._saved = set(typed.get("saved", ()))
        by_id = {line.item_id: line for line in self.lines}
        for item, state in typed.get("lines", {}).items():
            line = by_id.get(item) or self._append({"id": item})
            for name, text in state["parts"].items():
                line.inputs[name].retype(text)
            if state["out"]:
                line.take_out()
                line.why.set_value(state["why"])

    def words(self) -> int:
        return sum(i.words() for line in self.lines for i in line.inputs.values())

    def place(self) -> str | None:
        for line in self.lines:
            for name, made in line.inputs.items():
                if (inner := made.place()) is not None:
                    return f"{line.item_id}/{name}:{inner}"
        return None

    def set_place(self, place: str) -> None:
        item, _, rest = place.partition("/")
        name, _, inner = rest.partition(":")
        line = next((one for one in self.lines if one.item_id == item), None)
        if line is not None and name in line.inputs:
            line.inputs[name].set_place(inner)
        elif self.lines:
            next(iter(self.lines[-1].inputs.values())).set_place("")
        else:
            self.add.setFocus()
