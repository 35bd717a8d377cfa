"""When to lock: nobody touched the window for a while, the machine went to sleep, the screen was
locked, the wall clock jumped. It says why in plain words; what locking means is the program's."""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QWindow

_TICK_MS = 2_000
_GAP_S = 60.0
_LIVE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class Watch(QObject):
    """Watches one window. `lock_wanted(why)` and, where a cover comes first, `cover_wanted`.

    In a conversation (`set_in_conversation`) the cover comes after the usual time and the lock
    after `long_minutes`."""

    lock_wanted = Signal(str)
    cover_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.minutes = 5
        self.long_minutes = 20
        self._in_conversation = False
        self._covered = False
        self._running = False
        self._last = self._mono = time.monotonic()
        self._wall = time.time()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._listen_to_system()

    def start(self, window: QWindow | None) -> None:
        """The diary is open in this window: begin to watch."""
        if window is not None:
            window.installEventFilter(self)
        self._last = self._mono = time.monotonic()
        self._wall = time.time()
        self._covered = False
        self._running = True
        self._timer.start()

    def stop(self) -> None:
        """Locked: nothing to watch."""
        self._running = False
        self._timer.stop()

    def set_in_conversation(self, yes: bool) -> None:
        """A conversation is being held: cover first, lock later."""
        self._in_conversation = yes

    def touched(self) -> None:
        """The worker is there."""
        self._last = time.monotonic()
        self._covered = False

    def idle_seconds(self) -> float:
        return time.monotonic() - self._last

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _LIVE:
            self.touched()
        return False

    def tick(self) -> None:
        """Look at the clocks. Called by a timer; tests call it themselves."""
        mono, wall = time.monotonic(), time.time()
        # Asleep, the monotonic clock may stand while the wall clock goes on; both tell of a gap.
        gap = max(wall - self._wall - (mono - self._mono), mono - self._mono - _TICK_MS / 1000)
        self._mono, self._wall = mono, wall
        if not self._running:
            return
        if gap > _GAP_S:
            self.lock_wanted.emit("Locked because this laptop was asleep. Everything is saved.")
            return
        idle = self.idle_seconds() / 60
        if self._in_conversation:
            if idle >= self.long_minutes:
                self.lock_wanted.emit(_idle_words(self.long_minutes))
            elif idle >= self.minutes and not self._covered:
                self._covered = True
                self.cover_wanted.emit()
        elif self.minutes and idle >= self.minutes:
            self.lock_wanted.emit(_idle_words(self.minutes))

    def _listen_to_system(self) -> None:
        """Sleep and screen lock, where the desktop says so on D-Bus; elsewhere the gap tells."""
        if not sys.platform.startswith("linux"):
            return
        try:
            from PySide6.QtDBus import QDBusConnection
        except ImportError:
            return
        system, session = QDBusConnection.systemBus(), QDBusConnection.sessionBus()
        if system.isConnected():
            system.connect(
                "org.freedesktop.login1",
                "/org/freedesktop/login1",
                "org.freedesktop.login1.Manager",
                "PrepareForSleep",
                self,
                b"1_sleeps(bool)",
            )
        if session.isConnected():
            for name, path in (
                ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
                ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
            ):
                session.connect(name, path, name, "ActiveChanged", self, b"1_screen_locks(bool)")

    @Slot(bool)
    def _sleeps(self, begins: bool) -> None:
        if begins and self._running:
            self.lock_wanted.emit("Locked because this laptop went to sleep. Everything is saved.")

    @Slot(bool)
    def _screen_locks(self, active: bool) -> None:
        if active and self._running:
            self.lock_wanted.emit("Locked because the screen was locked. Everything is saved.")


def _idle_words(minutes: int) -> str:
    unit = "minute" if minutes == 1 else "minutes"
    return f"Locked after {minutes} {unit} idle. Everything is saved."
