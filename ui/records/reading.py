"""An entry to read: what is recorded, field by field, the young person's own words with their sign.
What can be done with it is the page's."""

from __future__ import annotations

from collections.abc import Container, Mapping

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from diary.records.fields import FieldSpec
from diary.records.registry import Kind
from diary.records.saying import value_words
from diary.store.shape import Values
from ui.theme import theme
from ui.widgets import OwnWords, Text, clear_layout

LABEL_WIDTH = 170


class Reading(QWidget):
    """The values of one record; fields where nothing is recorded are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("Reading")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        theme().changed.connect(self._restyle)
        self._restyle()

    def show_values(
        self,
        kind: Kind,
        values: Values,
        titles: Mapping[str, str],
        *,
        only: Container[str] | None = None,
    ) -> None:
        """Shows what is recorded. `titles` names linked entries; `only` leaves out all other
        fields."""
        clear_layout(self._column)
        section = ""
        grid: QGridLayout | None = None
        for name, spec in kind.fields.items():
            said = "" if spec.hidden else value_words(spec, values.get(name), titles)
            if not said or (only is not None and name not in only):
                continue
            if spec.section != section:
                section, grid = spec.section, None
                if section != spec.label:
                    self._column.addWidget(Text(section, "label", "accent"))
            if _is_long(spec, said):
                grid = None
                self._add_long(spec, said)
            else:
                grid = grid or self._new_grid()
                self._add_short(grid, spec, said)

    def _new_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme().gap(2))
        grid.setVerticalSpacing(theme().gap(0))
        grid.setColumnMinimumWidth(0, theme().px(LABEL_WIDTH))
        grid.setColumnStretch(1, 1)
        self._column.addLayout(grid)
        return grid

    def _add_short(self, grid: QGridLayout, spec: FieldSpec, said: str) -> None:
        row = grid.rowCount()
        label, value = Text(spec.label, "small", "muted"), Text(said)
        value.setAccessibleName(f"{spec.label}: {said}")
        grid.addWidget(label, row, 0)
        grid.addWidget(value, row, 1)

    def _add_long(self, spec: FieldSpec, said: str) -> None:
        box = QVBoxLayout()
        box.setSpacing(theme().px(3))
        box.addWidget(Text(spec.label, "small", "muted"))
        box.addWidget(OwnWords(said) if spec.type == "own_words" else Text(said))
        self._column.addLayout(box)

    def _restyle(self) -> None:
        self._column.setSpacing(theme().gap(2) - theme().px(2))


def _is_long(spec: FieldSpec, said: str) -> bool:
    return spec.is_words or spec.type == "items" or "\n" in said
