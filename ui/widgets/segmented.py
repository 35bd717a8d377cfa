"""A few choices side by side, of which one holds: and the three-way answer that forms need, because
*not recorded* is never the same as *no*."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.chips import ChipRow, Choice
from ui.widgets.naming import named


class Segmented(QWidget):
    """One of a few. `changed` carries the value when a person chooses."""

    changed = Signal(str)

    def __init__(
        self,
        name: str,
        choices: Sequence[Choice] | Sequence[tuple[str, str]],
        value: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._row = ChipRow(name, choices, exclusive=True, required=True)
        self._row.changed.connect(self._changed)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._row)
        named(self, name)
        if value is not None:
            self.set_value(value)

    def rename(self, name: str) -> None:
        """Another accessible name."""
        named(self, name)
        named(self._row, name)

    def value(self) -> str | None:
        """The value that holds, or None while none does."""
        return self._row.value()

    def set_value(self, value: str | None) -> None:
        """Chooses without telling."""
        self._row.set_values([] if value is None else [value])

    def _changed(self) -> None:
        self.changed.emit(self._row.value() or "")


class TriState(Segmented):
    """Yes, No, Not recorded. `answer()` is True, False or None."""

    def __init__(
        self, name: str, answer: bool | None = None, parent: QWidget | None = None
    ) -> None:
        choices = [("yes", "Yes"), ("no", "No"), ("unknown", "Not recorded")]
        super().__init__(name, choices, None, parent)
        self.set_answer(answer)

    def answer(self) -> bool | None:
        """What was answered; None when it was not recorded."""
        return {"yes": True, "no": False}.get(self.value() or "")

    def set_answer(self, answer: bool | None) -> None:
        """Sets the answer without telling."""
        self.set_value({True: "yes", False: "no", None: "unknown"}[answer])
