"""The way in: passphrase, or recovery code, or another diary. Shown before anything of the diary is
imported, so this file knows Qt and the theme only; it says what was asked and shows what it is
told."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from ui.theme import theme
from ui.widgets import (
    Banner,
    Field,
    FlowLayout,
    IconButton,
    LinkButton,
    PrimaryButton,
    ProgressStrip,
    Text,
    named,
)

PRODUCT = "Kith"


class UnlockBody(QFrame):
    """The panel itself, the same at the start and at the lock. `unlock_requested(secret)` and
    `recover_requested(code)` are followed by `busy`, then by `fail` or by its going away."""

    unlock_requested = Signal(str)
    recover_requested = Signal(str)
    cancelled = Signal()
    other_requested = Signal()
    practise_requested = Signal()

    def __init__(self, *, at_start: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "card")
        named(self, "Unlock")
        self._recovering = False
        self.brand = Text(PRODUCT, "title", "accent", wrap=False)
        self.place = Text("", "small", "muted")
        self.why = Text("", "body", "muted")
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.eye = IconButton("Show the passphrase", "eye")
        self.eye.setCheckable(True)
        self.field = Field("Passphrase", _Beside(self.secret, self.eye))
        named(self.secret, "Passphrase")
        self.caps = Text("Caps Lock is on.", "small", "amber")
        self.error = Banner("", "danger")
        self.progress = ProgressStrip("Unlocking…")
        self.enter = PrimaryButton("Unlock", "lock-open")
        self.recover = LinkButton("Use recovery code")
        self.other = LinkButton("Another diary…")
        self.practise = LinkButton("Practise")
        for part in (self.place, self.why, self.caps, self.error, self.progress):
            part.hide()
        if not at_start:
            self.other.hide()
            self.practise.hide()
        self._lay_out()
        self._connect()
        theme().changed.connect(self._restyle)
        self._restyle()

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        links = QWidget()
        flow = FlowLayout(links, gap=4)
        for link in (self.recover, self.other, self.practise):
            flow.addWidget(link)
        parts = (self.brand, self.place, self.why, self.error, self.field, self.caps)
        for part in (*parts, self.enter, self.progress, links):
            self._column.addWidget(part)
        self.setFocusProxy(self.secret)

    def _connect(self) -> None:
        self.eye.toggled.connect(self._show_secret)
        self.secret.returnPressed.connect(self._ask)
        self.secret.installEventFilter(self)
        self.enter.clicked.connect(self._ask)
        self.recover.clicked.connect(self._turn)
        self.other.clicked.connect(self.other_requested)
        self.practise.clicked.connect(self.practise_requested)
        self.progress.cancelled.connect(self.cancelled)

    def set_place(self, text: str) -> None:
        """Which diary this is, in words."""
        self.place.setText(text)
        self.place.setVisible(bool(text))

    def say_why(self, text: str) -> None:
        """Why it is locked: "Locked after 5 minutes idle. Everything is saved." """
        self.why.setText(text)
        self.why.setVisible(bool(text))

    def busy(self, label: str = "Unlocking…") -> None:
        """The key is being worked out; only Cancel can be pressed."""
        self._set_enabled(enabled=False)
        self.error.hide()
        self.progress.set_label(label)
        self.progress.set_progress(0, 0)
        self.progress.show()

    def idle(self) -> None:
        """Ready for another try."""
        self.progress.hide()
        self._set_enabled(enabled=True)
        self.secret.setFocus()

    def fail(self, sentence: str) -> None:
        """Why it did not open, as a plain sentence."""
        self.idle()
        self.secret.selectAll()
        self.error.say(sentence, "danger")
        self.error.show()

    def forget(self) -> None:
        """Empties the passphrase."""
        self.secret.clear()
        self.error.hide()
        self.idle()

    def eventFilter(self, _watched: object, event: object) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            self._notice_caps(event)
        return False

    def _notice_caps(self, event: QKeyEvent) -> None:
        """Qt does not tell the state of Caps Lock; a capital without Shift gives it away."""
        text = event.text()
        if len(text) == 1 and text.isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps.setVisible(text.isupper() != shift)
        elif event.key() == Qt.Key.Key_CapsLock:
            self.caps.hide()

    def _ask(self) -> None:
        secret = self.secret.text()
        if not secret.strip():
            what = "recovery code" if self._recovering else "passphrase"
            self.fail(f"Type your {what} first.")
        elif self._recovering:
            self.recover_requested.emit(secret)
        else:
            self.unlock_requested.emit(secret)

    def _turn(self) -> None:
        self._recovering = not self._recovering
        what = "Recovery code" if self._recovering else "Passphrase"
        self.field.label.setText(what)
        named(self.secret, what)
        self.field.set_help(
            "The groups of letters and numbers on the sheet you kept." if self._recovering else ""
        )
        self.recover.set_text("Use passphrase" if self._recovering else "Use recovery code")
        self.eye.setChecked(self._recovering)
        self.forget()

    def _show_secret(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.secret.setEchoMode(mode)
        words = "Hide the passphrase" if shown else "Show the passphrase"
        named(self.eye, words)
        self.eye.setToolTip(words)
        self.eye.set_icon("eye-off" if shown else "eye")

    def _set_enabled(self, *, enabled: bool) -> None:
        for part in (self.secret, self.eye, self.enter, self.recover, self.other, self.practise):
            part.setEnabled(enabled)

    def _restyle(self) -> None:
        look = theme()
        edge = look.gap(3) + look.gap(0)
        self._column.setContentsMargins(edge, edge, edge, edge)
        self._column.setSpacing(look.gap(1))
        self.setFixedWidth(min(look.px(440), 1000))


class _Beside(QWidget):
    """A passphrase line with its eye."""

    def __init__(self, edit: QLineEdit, button: QWidget) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().gap(0))
        row.addWidget(edit, 1)
        row.addWidget(button)
        self.setFocusProxy(edit)


class _Centred(QScrollArea):
    """The panel in the middle of the page; scrolls where the text is larger than the screen."""

    def __init__(self, body: UnlockBody) -> None:
        super().__init__()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.addStretch(2)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(body)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(3)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)


class UnlockWindow(QWidget):
    """The first window of the program. Its parts and signals are those of `body`."""

    def __init__(self, place: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(PRODUCT)
        named(self, PRODUCT)
        self.body = UnlockBody(at_start=True)
        self.body.set_place(place)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(_Centred(self.body))
        self.setFocusProxy(self.body)
        self.resize(theme().px(720), theme().px(560))
        self.body.secret.setFocus()


class LockScreen(QWidget):
    """The same inside the main window, saying why it locked."""

    def __init__(self, why: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "Locked")
        self.body = UnlockBody(at_start=False)
        self.body.say_why(why)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(_Centred(self.body))
        self.setFocusProxy(self.body)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("page"))
        painter.end()
