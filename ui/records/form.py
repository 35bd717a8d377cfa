"""The form of a record kind, from its fields: the first section open, the others folded away with
how much stands in them. What is typed always stays; what is wrong is said beside it. Saving,
drafts and what one kind does differently belong elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from diary.casework.forms import pickable
from diary.practice.spans import plural
from diary.records.fields import FieldSpec
from diary.records.registry import Kind
from ui.desk.desk import Desk
from ui.records.inputs import Around, ComboInput, Input, LinksInput, make_input
from ui.records.items import ItemsInput
from ui.records.pairs import laid_out
from ui.records.spelling import spelled
from ui.theme import theme
from ui.widgets import Field, Fold


class RecordForm(QWidget):
    """Inputs for the fields of a kind, or for those named. `edited` fires on each edit,
    `submitted` on Ctrl+Enter in a text. `regroup` moves fields to another section ("" is the open
    one); `specs` are other fields than the kind's own (the parts of an item). `grew` when a line is
    added to one of them."""

    edited = Signal()
    submitted = Signal()
    grew = Signal()

    def __init__(
        self,
        desk: Desk,
        kind: Kind,
        names: Iterable[str] = (),
        *,
        without: Iterable[str] = (),
        regroup: Mapping[str, str] | None = None,
        specs: Mapping[str, FieldSpec] | None = None,
        lines: int = 2,
    ) -> None:
        super().__init__()
        self.setObjectName(f"{kind.name} form")
        self._desk, self.kind = desk, kind
        left_out = set(without)
        known = kind.fields if specs is None else specs
        wanted = list(names) or [n for n, s in known.items() if not s.hidden]
        moved = regroup or {}
        self.specs: dict[str, FieldSpec] = {
            n: replace(spec, section=moved.get(n, spec.section))
            for n in wanted
            if n not in left_out and (spec := known.get(n)) is not None
        }
        self.inputs: dict[str, Input] = {}
        self.fields: dict[str, Field] = {}
        self.folds: dict[str, Fold] = {}
        self._waiting = ""
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._make(lines)
        self._lay_out()
        theme().changed.connect(self._restyle)
        self._restyle()

    # -- building ---------------------------------------------------------------------------

    def _make(self, lines: int) -> None:
        around = Around(self._desk.clock, spelled(self._desk), lines)
        for name, spec in self.specs.items():
            made = ItemsInput(spec, around) if spec.type == "items" else make_input(spec, around)
            field = Field(spec.label, made.widget, help_text=self.help_for(spec))
            made.edited.connect(self._edited)
            made.submitted.connect(self.submitted)
            if isinstance(made, ItemsInput):
                made.grew.connect(self.grew)
            self.inputs[name], self.fields[name] = made, field

    def help_for(self, spec: FieldSpec) -> str:
        """The line of help below a field."""
        return spec.help

    def _lay_out(self) -> None:
        by_section: dict[str, dict[str, Field]] = {}
        for name, spec in self.specs.items():
            by_section.setdefault(spec.section, {})[name] = self.fields[name]
        first = by_section.pop("", {})
        for widget in laid_out(first, self.specs):
            self._rows.addWidget(widget)
        for section, fields in by_section.items():
            fold = self.folds[section] = Fold(section)
            for widget in laid_out(fields, self.specs):
                fold.add(widget)
            self._rows.addWidget(fold)

    # -- what it holds ------------------------------------------------------------------------

    def values(self) -> dict[str, Any]:
        """Every field of the form with its plain value; None where nothing is recorded."""
        return {name: made.value() for name, made in self.inputs.items()}

    def set_values(self, values: Mapping[str, Any], *, saved: bool = False) -> None:
        """Shows values; fields not named are left. `saved` says that they stand in the diary."""
        for name, made in self.inputs.items():
            if name in values:
                made.blockSignals(True)
                made.set_value(values[name])
                made.blockSignals(False)
            if saved and isinstance(made, ItemsInput):
                made.keep_as_saved()
        self._count()

    def typed(self) -> dict[str, Any]:
        """What is typed and can't be read as a value yet."""
        return {n: t for n, made in self.inputs.items() if (t := made.typed()) is not None}

    def retype(self, typed: Mapping[str, Any]) -> None:
        """Bring `typed` back."""
        for name, text in typed.items():
            if name in self.inputs:
                self.inputs[name].retype(text)

    def is_empty(self) -> bool:
        """Whether nothing is recorded in it, the time aside."""
        return not self.typed() and all(
            value is None for name, value in self.values().items() if name != self.kind.happened
        )

    def reasons(self) -> list[str]:
        """Why saved lines are taken out of many-valued fields."""
        items = [made for made in self.inputs.values() if isinstance(made, ItemsInput)]
        return [reason for made in items for reason in made.reasons()]

    def words(self) -> int:
        return sum(made.words() for made in self.inputs.values())

    # -- what is wrong with it ----------------------------------------------------------------

    def problems(self) -> dict[str, str]:
        """Field → why what is typed can't be read."""
        return {n: p for n, made in self.inputs.items() if (p := made.problem())}

    def set_errors(self, errors: Mapping[str, str], *, focus: bool = True) -> bool:
        """Shows each reason beside its field and goes to the first; an empty map clears them.
        Whether any of them was a field of this form."""
        first = ""
        for name, field in self.fields.items():
            reason = errors.get(name)
            field.set_error(f"{reason[0].upper()}{reason[1:]}" if reason else None)
            first = first or (name if reason else "")
        if first and focus:
            self.reveal(first)
            self.inputs[first].set_place("")
        return bool(first)

    def reveal(self, name: str) -> None:
        """Opens the fold that a field lies in."""
        fold = self.folds.get(self.specs[name].section)
        if fold is not None:
            fold.set_open(True)

    # -- where the cursor is ------------------------------------------------------------------

    def place(self) -> str:
        """Where the cursor is ("note:12"); "" where it is not in the form."""
        for name, made in self.inputs.items():
            if (inner := made.place()) is not None:
                return f"{name}:{inner}"
        return ""

    def set_place(self, place: str) -> bool:
        """Puts the cursor back; whether there was a place to put it."""
        name, _, inner = place.partition(":")
        if name not in self.inputs:
            return False
        self.reveal(name)
        self.inputs[name].set_place(inner)
        return True

    def start(self) -> None:
        """Puts the keyboard into the first field."""
        if self.inputs:
            next(iter(self.inputs.values())).set_place("")

    # -- links to other entries ---------------------------------------------------------------

    def load_links(self, person: str | None) -> None:
        """Fills the pickers with the young person's entries."""
        kinds = {s.to for s in self.specs.values() if s.type in {"link", "links"}}
        for to in kinds:
            self._desk.ask(self, pickable, partial(self._offer, to), to, person)

    def _offer(self, to: str, options: list[tuple[str, str]]) -> None:
        for name, made in self.inputs.items():
            spec = self.specs[name]
            if spec.to == to and isinstance(made, ComboInput | LinksInput):
                made.set_options(options)
                if isinstance(made, LinksInput):
                    self.fields[name].setVisible(bool(options) or made.value() is not None)

    # -- inside ---------------------------------------------------------------------------------

    def _edited(self) -> None:
        self._count()
        self.edited.emit()

    def _count(self) -> None:
        """Says on each fold how much stands in it."""
        for section, fold in self.folds.items():
            inside = [m for n, m in self.inputs.items() if self.specs[n].section == section]
            written = sum(m.words() for m in inside if m.spec.type in {"narrative", "own_words"})
            filled = sum(m.value() is not None for m in inside)
            said = plural(written, "word") if written else f"{filled} filled in" if filled else ""
            fold.head.set_text(f"{section} · {said}" if said else section)

    def _restyle(self) -> None:
        self._rows.setSpacing(theme().gap(2) - theme().px(2))
