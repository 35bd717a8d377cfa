"""Whose diary an entry goes to: a chip for each young person chosen, with whether they were seen,
and the others to add. What choosing means for a form is the page's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCompleter,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from ui.theme import theme
from ui.widgets import Chip, FlowLayout, IconButton, LinkButton, Text, named
from ui.widgets.naming import hide_unless

SHOWN = 6
Seen = tuple[str | None, str | None]
PRESENCE: tuple[tuple[Seen, str], ...] = (
    ((None, None), "Not recorded"),
    (("yes", None), "Seen"),
    (("yes", "yes"), "Seen alone"),
    (("yes", "no"), "Seen with others"),
    (("no", None), "Not there"),
)
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class PresenceButton(LinkButton):
    """Whether one young person was seen. A press opens the choices; Up and Down step through."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__("", "chevron-down")
        self._name = name
        self._seen: Seen = (None, None)
        self.clicked.connect(self._open)
        self.set_seen((None, None))

    def seen(self) -> Seen:
        """The values of *seen* and *seen alone*."""
        return self._seen

    def set_seen(self, seen: Seen) -> None:
        """Shows it, without telling."""
        self._seen = seen
        words = next((w for value, w in PRESENCE if value == seen), None)
        self.set_text(words or ("Seen" if seen[0] == "yes" else "Does not apply"))
        self.setAccessibleName(f"{self._name}: {self.text()}")
        self.setToolTip("Press to choose, or step with the up and down keys")

    def _choose(self, seen: Seen, _checked: bool = False) -> None:
        self.set_seen(seen)
        self.changed.emit()

    def _open(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for seen, words in PRESENCE:
            menu.addAction(words).triggered.connect(partial(self._choose, seen))
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()), 0)
        if not step:
            super().keyPressEvent(event)
            return
        at = next((i for i, (value, _) in enumerate(PRESENCE) if value == self._seen), 0)
        self._choose(PRESENCE[(at + step) % len(PRESENCE)][0])


class PersonChip(QFrame):
    """One young person chosen."""

    def __init__(self, person: str, name: str, *, removable: bool, presence: bool) -> None:
        super().__init__()
        self.person = person
        self.setAccessibleName(name)
        self.name = Text(name, "strong", wrap=False)
        self.presence = PresenceButton(name)
        self.remove = IconButton("Take away", "x")
        self.remove.setAccessibleName(f"Take {name} away")
        self._row = QHBoxLayout(self)
        for part in (self.name, self.presence, self.remove):
            self._row.addWidget(part)
        hide_unless(self.remove, removable)
        hide_unless(self.presence, presence)
        theme().changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        look = theme()
        self._row.setContentsMargins(look.px(14), 0, look.px(6), 0)
        self._row.setSpacing(look.px(2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme().color("accent"))
        painter.setBrush(theme().color("accent_tint"))
        shape = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(shape, shape.height() / 2, shape.height() / 2)
        painter.end()


class PeopleBar(QWidget):
    """`changed` when somebody is added or taken away, `seen_changed` when a presence is;
    `name_given` carries a chosen name that nobody has yet. `single`: one person, and nothing about
    whether they were seen."""

    changed = Signal()
    seen_changed = Signal()
    name_given = Signal(str)

    def __init__(self, *, single: bool = False) -> None:
        super().__init__()
        named(self, "Who")
        self._single = single
        self._names: dict[str, str] = {}
        self._chosen: dict[str, PersonChip] = {}
        self._fixed = False
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._box = QWidget()
        self._flow = FlowLayout(self._box)
        self._outer.addWidget(self._box)
        self.other = Chip("Someone else…", "plus")
        self.other.toggled.connect(self._show_other)
        self.edit = QLineEdit()
        named(self.edit, "Their chosen name")
        self.edit.setPlaceholderText("Their chosen name, then Enter")
        self.edit.returnPressed.connect(self._typed)
        self.edit.hide()
        self._outer.addWidget(self.edit)
        self.error = Text("", "small", "danger")
        self.error.hide()
        self._outer.addWidget(self.error)

    def set_people(self, names: Mapping[str, str]) -> None:
        """Who can be chosen, the likeliest first."""
        self._names = dict(names)
        completer = QCompleter(list(self._names.values()), self.edit)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.edit.setCompleter(completer)
        self._show()

    def set_fixed(self, fixed: bool) -> None:
        """Whether it is settled whose diary it is, because the entry stands there."""
        self._fixed = fixed
        self._show()

    def people(self) -> list[str]:
        """Who is chosen, in the order in which they were."""
        return list(self._chosen)

    def names(self) -> dict[str, str]:
        """Everyone who can be chosen."""
        return dict(self._names)

    def name_of(self, person: str) -> str:
        return self._names.get(person, "")

    def choose(self, people: Sequence[str]) -> None:
        """Chooses exactly these, without telling."""
        kept = {p: chip.presence.seen() for p, chip in self._chosen.items()}
        self._chosen = {}
        for person in people:
            if person in self._names:
                self._take(person, kept.get(person, (None, None)))
        self._show()

    def seen(self, person: str) -> Seen:
        """Whether they were seen, and alone: values of the two fields."""
        return self._chosen[person].presence.seen()

    def set_seen(self, person: str, seen: Seen) -> None:
        if person in self._chosen:
            self._chosen[person].presence.set_seen(seen)

    def say(self, reason: str) -> None:
        """Why the choice can't be taken; "" when all is well."""
        self.error.setText(reason)
        hide_unless(self.error, reason)

    def start(self) -> None:
        """Puts the keyboard on the first young person to choose."""
        chips = self._box.findChildren(Chip)
        next((c for c in chips if not c.isHidden()), self.other).setFocus()

    def presence_button(self, person: str) -> PresenceButton:
        """The button that says whether they were seen. Raises KeyError."""
        return self._chosen[person].presence

    # -- inside ---------------------------------------------------------------------------------

    def _take(self, person: str, seen: Seen) -> None:
        chip = PersonChip(
            person, self._names[person], removable=not self._fixed, presence=not self._single
        )
        chip.presence.set_seen(seen)
        chip.presence.changed.connect(self.seen_changed)
        chip.remove.clicked.connect(partial(self._remove, person))
        self._chosen[person] = chip

    def _show(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self.other:
                keep = isinstance(widget, PersonChip) and widget in self._chosen.values()
                if not keep:
                    widget.hide()
                    widget.deleteLater()
        for chip in self._chosen.values():
            hide_unless(chip.remove, not self._fixed)
            self._flow.addWidget(chip)
        others = [p for p in self._names if p not in self._chosen][:SHOWN]
        if self._single and self._chosen:
            others = []
        for person in [] if self._fixed else others:
            chip_to_add = Chip(self._names[person], "plus" if self._chosen else "")
            chip_to_add.clicked.connect(partial(self._add, person))
            self._flow.addWidget(chip_to_add)
        self.other.set_text("Someone else…" if self._names else "Write a name…")
        self.other.setVisible(not self._fixed and not (self._single and self._chosen))
        self._flow.addWidget(self.other)

    def _add(self, person: str, _checked: bool = False) -> None:
        self._take(person, (None, None))
        self.say("")
        self._show()
        self.changed.emit()

    def _remove(self, person: str, _checked: bool = False) -> None:
        self._chosen.pop(person, None)
        self._show()
        self.changed.emit()

    def _show_other(self, on: bool) -> None:
        self.edit.setVisible(on)
        if on:
            self.edit.setFocus()

    def _typed(self) -> None:
        typed = " ".join(self.edit.text().split())
        if not typed:
            return
        same = [p for p, n in self._names.items() if n.casefold() == typed.casefold()]
        self.edit.clear()
        self.other.setChecked(False)
        if not same:
            self.name_given.emit(typed)
        elif same[0] not in self._chosen:
            self._add(same[0])
