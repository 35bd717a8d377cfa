"""The command palette: type what you want to do or find, choose, done. It lies over the window and
never holds up anything else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.theme import theme
from ui.widgets import Row, RowList, SearchBox, Text, named

MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Command:
    """Something that can be done or opened. `words` are further words it is found by."""

    title: str
    hint: str
    icon: str
    run: Callable[[], object]
    words: str = ""


Provider = Callable[[str], Sequence[Command]]


def matching(commands: Sequence[Command], asked: str) -> list[Command]:
    """The commands in which each word asked for begins some word; best first: a title that
    starts with it, then the order given."""
    wanted = asked.casefold().split()
    found: list[tuple[int, int, Command]] = []
    for place, command in enumerate(commands):
        words = f"{command.title} {command.words}".casefold().replace("-", " ").split()
        if all(any(word.startswith(w) for word in words) for w in wanted):
            early = 0 if command.title.casefold().startswith(asked.casefold().strip()) else 1
            found.append((early, place, command))
    return [command for _, _, command in sorted(found, key=lambda hit: hit[:2])]


class CommandPalette(QWidget):
    """Lies over its parent. Open with `open_with`; arrows choose, Enter runs, Esc closes. A
    `provider` adds search results for what was typed and must return at once; results that come
    later are handed to `set_results`. `asked` carries each text, for a search in the background."""

    asked = Signal(str)
    closed = Signal()

    def __init__(
        self, parent: QWidget, commands: Sequence[Command] = (), provider: Provider | None = None
    ) -> None:
        super().__init__(parent)
        named(self, "Search or do anything")
        self._commands, self._provider = tuple(commands), provider
        self._later: tuple[Command, ...] = ()
        self._shown: list[Command] = []
        self._before: QWidget | None = None
        self.box = SearchBox("Search or do anything", placeholder="Search or do anything")
        self.list = RowList("What can be done", most_lines=1, always_marked=True)
        self._none = Text("Nothing found. Try fewer letters.", "small", "muted")
        self._panel = QFrame(self)
        self._panel.setProperty("panel", "raised")
        self._column = QVBoxLayout(self._panel)
        for part in (self.box, self.list, self._none):
            self._column.addWidget(part)
        self.box.textChanged.connect(self._typed)
        self.box.installEventFilter(self)
        self.list.row_activated.connect(self._run)
        theme().changed.connect(self._restyle)
        parent.installEventFilter(self)
        self._restyle()
        self.hide()

    def set_commands(self, commands: Sequence[Command]) -> None:
        """Other commands."""
        self._commands = tuple(commands)

    def set_results(self, asked: str, results: Sequence[Command]) -> None:
        """Search results that were found in the background; late ones for another text are
        dropped."""
        if asked == self.box.text().strip():
            self._later = tuple(results)
            self._fill()

    def open_with(self, text: str = "") -> None:
        """Shows the palette, with a text to begin with."""
        self._before = self.window().focusWidget()
        self._place()
        self.show()
        self.raise_()
        self.box.setText(text)
        self._typed()
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def dismiss(self) -> None:
        """Closes it; the keyboard goes back to where it was."""
        if self.isVisible():
            self.hide()
            self.box.clear()
            self._later = ()
            if self._before is not None:
                self._before.setFocus(Qt.FocusReason.OtherFocusReason)
            self._before = None
            self.closed.emit()

    def titles(self) -> list[str]:
        """What is offered now, best first."""
        return [command.title for command in self._shown]

    def eventFilter(self, watched: QObject, event: object) -> bool:
        if watched is self.parentWidget():
            self._place()
        elif watched is self.box and isinstance(event, QKeyEvent):
            return event.type() == QKeyEvent.Type.KeyPress and self._steered(event)
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._panel.geometry().contains(event.position().toPoint()):
            self.dismiss()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        veil = QColor(theme().color("text" if theme().shade == "light" else "nav"))
        veil.setAlpha(90)
        painter.fillRect(self.rect(), veil)
        painter.end()

    def _steered(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.dismiss()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.list.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            row = self.list.current_row()
            if row is not None:
                self._run(row)
        else:
            return False
        return True

    def _typed(self) -> None:
        self._later = ()
        self._fill()
        self.asked.emit(self.box.text().strip())

    def _fill(self) -> None:
        text = self.box.text().strip()
        found = matching(self._commands, text)
        if self._provider is not None and text:
            found += self._provider(text)
        found += self._later
        self._shown = found[:MOST_SHOWN]
        self.list.set_rows(
            Row(str(i), one.title, one.hint, icon=one.icon, tile=False)
            for i, one in enumerate(self._shown)
        )
        if self._shown:
            self.list.select("0")
        self._none.setVisible(not self._shown)
        self.list.setVisible(bool(self._shown))
        self._place()

    def _run(self, row: object) -> None:
        if isinstance(row, Row):
            command = self._shown[int(row.key)]
            self.dismiss()
            command.run()

    def _place(self) -> None:
        around = self.parentWidget()
        if around is None:
            return
        look = theme()
        self.setGeometry(around.rect())
        wide = min(look.px(620), around.width() - 2 * look.gap(3))
        most = min(look.px(460), around.height() - 2 * look.gap(3))
        box = self.box.sizeHint().height() + 2 * look.gap(1) + 2 * look.gap(0)
        tall = min(most, box + (self.list.rows_height() if self._shown else look.px(40)))
        top = min(look.px(84), around.height() - most - look.gap(3))
        self._panel.setGeometry(QRect((around.width() - wide) // 2, top, wide, tall))

    def _restyle(self) -> None:
        edge = theme().gap(1)
        self._column.setContentsMargins(edge, edge, edge, edge)
        self._column.setSpacing(theme().gap(0))
        self._place()
