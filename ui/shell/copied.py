"""What was copied out of the diary, so that it can be forgotten when the diary locks. What another
program put on the clipboard stays."""

from __future__ import annotations

import hashlib

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication


class Copied(QObject):
    """Watches the clipboard. It keeps a digest of what came from here, never the words."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ours = b""
        QGuiApplication.clipboard().dataChanged.connect(self._changed)

    def forget(self) -> None:
        """Empties the clipboard where what lies on it came from here."""
        clipboard = QGuiApplication.clipboard()
        if clipboard.ownsClipboard() or (self._ours and self._ours == _digest()):
            clipboard.clear()
        self._ours = b""

    @Slot()
    def _changed(self) -> None:
        # Not every platform says whose it is: what changes while this window has the keyboard is
        # taken for ours.
        clipboard = QGuiApplication.clipboard()
        ours = clipboard.ownsClipboard() or QGuiApplication.focusWindow() is not None
        self._ours = _digest() if ours else b""


def _digest() -> bytes:
    text = QGuiApplication.clipboard().text()
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest() if text else b""
