"""What happens when the program itself is wrong: a report made of our own file names and line
numbers, never of a message or a value, because those can carry what somebody wrote."""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path, PurePath
from types import TracebackType

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from ui.theme import theme
from ui.widgets import FlowLayout, PrimaryButton, SecondaryButton, Text, named

OURS = ("diary", "ui")
ROOT = Path(__file__).resolve().parent.parent.parent
MOST_FRAMES = 20


def redacted_report(
    kind: type[BaseException], trace: TracebackType | None, version: str = ""
) -> str:
    """The exception's type and our own frames as file:line. Nothing else goes in."""
    lines = [f"Kith {version}".strip(), f"Python {sys.version.split()[0]} on {sys.platform}"]
    lines.append(kind.__qualname__ if kind.__module__ == "builtins" else _spelled(kind))
    found = [_ours(frame.filename, frame.lineno) for frame in traceback.extract_tb(trace)]
    frames = [line for line in found if line]
    return "\n".join([*lines, *frames[-MOST_FRAMES:]])


def _spelled(kind: type[BaseException]) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def _ours(filename: str, line: int | None) -> str:
    path = PurePath(filename)
    if path.is_absolute():  # a frozen build names its files relative to the packages already
        if not path.is_relative_to(ROOT):
            return ""
        path = path.relative_to(ROOT)
    return f"  {path.as_posix()}:{line}" if path.parts[0] in OURS else ""


def install_crash_hook(show: Callable[[str], None], version: str = "") -> None:
    """Has every exception that nobody caught shown as a redacted report, on any thread. `show` may
    be called from any thread; hand over a signal's `emit`."""

    def hook(kind: type[BaseException], _value: object, trace: TracebackType | None) -> None:
        if not issubclass(kind, KeyboardInterrupt):
            show(redacted_report(kind, trace, version))

    def thread_hook(args: threading.ExceptHookArgs) -> None:
        if args.exc_type is not SystemExit:
            show(redacted_report(args.exc_type, args.exc_traceback, version))

    sys.excepthook = hook
    threading.excepthook = thread_hook


class CrashDialog(QDialog):
    """Says that it is our fault, that what was saved is safe, and offers the report."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Kith")
        named(self, "Something went wrong")
        self._report = report
        self.text = named(QPlainTextEdit(report), "Report")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.copy = SecondaryButton("Copy report", "copy")
        self.copy.clicked.connect(self._copy)
        self.done_button = PrimaryButton("Close")
        self.done_button.clicked.connect(self.accept)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        flow.addWidget(self.copy)
        flow.addWidget(self.done_button)
        column = QVBoxLayout(self)
        edge = theme().gap(3)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme().gap(1))
        column.addWidget(Text("Something went wrong", "title"))
        column.addWidget(
            Text(
                "This is a mistake in the program, not yours. What was saved is safe, and what you "
                "were writing is kept as a draft. The report below names only places in the "
                "program: no names, and nothing that anybody wrote."
            )
        )
        column.addWidget(self.text, 1)
        column.addWidget(buttons)
        self.resize(theme().px(560), theme().px(400))
        self.done_button.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
        self.copy.set_text("Copied")
