"""Text on the clipboard, for as long as it takes to paste it: it is gone after a minute and when
the diary locks, unless somebody has copied something else since."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

from ui.desk.desk import Desk

KEEP_MS = 60_000


class Clipping(QObject):
    """The clipboard, for case text."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._text = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_MS)
        self._timer.timeout.connect(self.clear)
        desk.about_to_lock.connect(self.clear)

    def copy(self, text: str) -> None:
        """Puts it on the clipboard for a minute."""
        self._text = text
        QGuiApplication.clipboard().setText(text)
        self._timer.start()

    def clear(self) -> None:
        """Takes it off again, if it is still there."""
        self._timer.stop()
        clipboard = QGuiApplication.clipboard()
        if self._text and clipboard.text() == self._text:
            clipboard.clear()
        self._text = ""


def clipping_of(desk: Desk) -> Clipping:
    """The one clipping of an open diary."""
    found = next((c for c in QObject.children(desk) if isinstance(c, Clipping)), None)
    return found or Clipping(desk)
