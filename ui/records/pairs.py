"""Short fields side by side where there is room, one below the other where there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from diary.records.fields import FieldSpec
from ui.records.inputs import MOST_CHIPS
from ui.theme import theme
from ui.widgets import Field, WhenEdit

SHORT = {"text", "number", "date", "link", "when"}
STACK_BELOW = 520
STACK_TIMES_BELOW = 900
FEW = 3


class PairRow(QWidget):
    """Two widgets beside each other; below each other where the row is narrower than
    `stack_below` (px at 100 %)."""

    def __init__(self, parts: Sequence[QWidget], stack_below: int = STACK_BELOW) -> None:
        super().__init__()
        self._stack_below = stack_below
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for part in parts:
            self._row.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
        theme().changed.connect(self._restyle)
        self._restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._restyle()

    def _restyle(self) -> None:
        stacked = self.width() < theme().px(self._stack_below)
        way = QBoxLayout.Direction
        self._row.setDirection(way.TopToBottom if stacked else way.LeftToRight)
        self._row.setSpacing(theme().gap(1) if stacked else theme().gap(2))


def is_short(spec: FieldSpec) -> bool:
    """Whether a field leaves room for another beside it."""
    if spec.type == "choice":
        return len(spec.choices) <= FEW or len(spec.choices) > MOST_CHIPS
    return spec.type in SHORT


def laid_out(fields: Mapping[str, Field], specs: Mapping[str, FieldSpec]) -> Iterator[QWidget]:
    """The fields in their order, two short ones in a row."""
    waiting: Field | None = None
    for name, field in fields.items():
        if not is_short(specs[name]):
            if waiting is not None:
                yield waiting
                waiting = None
            yield field
        elif waiting is None:
            waiting = field
        else:
            times = any(isinstance(f.widget, WhenEdit) for f in (waiting, field))
            yield PairRow([waiting, field], STACK_TIMES_BELOW if times else STACK_BELOW)
            waiting = None
    if waiting is not None:
        yield waiting
