"""The recovery code: shown large to be written down, printed only where somebody asks, then typed
back in part before it counts. Where the code comes from and what it opens is not known here."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextDocument
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from diary.vault import recovery
from ui.theme import theme
from ui.widgets import (
    Banner,
    Card,
    Field,
    FlowLayout,
    LinkButton,
    PrimaryButton,
    SecondaryButton,
    Text,
    announce,
    named,
)

WHY = (
    "If the passphrase is ever forgotten, only this code opens your diary. It is kept nowhere: not "
    "here, not with us. Write it on paper and keep it away from this laptop."
)


class RecoverySheet(QWidget):
    """Shows a code, then asks for one group of it. `proved` once the right group was typed back;
    before that there is no way on, only back to look again."""

    proved = Signal()

    def __init__(self, code: str) -> None:
        super().__init__()
        named(self, "Recovery code")
        self._code = code
        self._number, self._answer = recovery.ask_back(code)
        self.look, self.ask = QWidget(), QWidget()
        self.written = PrimaryButton("I have written it down", "pencil-line")
        self.print = SecondaryButton("Print it…", "printer")
        self.typed = QLineEdit()
        self.field = Field(f"Group {self._number} of the code", self.typed)
        self.check = PrimaryButton("Go on", "check")
        self.again = LinkButton("Show me the code again", "eye")
        self.unprinted = Banner("", "amber")
        self.unprinted.hide()
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._columns = [self._outer, self._lay_look(), self._lay_ask()]
        self._outer.addWidget(self.look)
        self._outer.addWidget(self.ask)
        self.ask.hide()
        self.written.clicked.connect(self._ask)
        self.print.clicked.connect(self._choose_printer)
        self.again.clicked.connect(self._look_again)
        self.check.clicked.connect(self._judge)
        self.typed.returnPressed.connect(self._judge)
        self.typed.textEdited.connect(self._typing)
        self.setFocusProxy(self.written)
        theme().changed.connect(self._restyle)
        self._restyle()

    def _lay_look(self) -> QVBoxLayout:
        groups = QWidget()
        flow = FlowLayout(groups, gap=0, line_gap=10)
        for number, group in enumerate(self._code.split("-"), 1):
            flow.addWidget(_Group(number, group))
        # One sentence for a screen reader: a code that is read as seven boxes is lost on the way.
        groups.setAccessibleName(
            "Recovery code. "
            + ". ".join(
                f"Group {number}: {' '.join(group)}"
                for number, group in enumerate(self._code.split("-"), 1)
            )
        )
        card = Card(name="The code", panel="choice")
        card.add(groups)
        buttons = QHBoxLayout()
        buttons.addWidget(self.written)
        buttons.addWidget(self.print)
        buttons.addStretch(1)
        column = QVBoxLayout(self.look)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Text(WHY))
        column.addWidget(card)
        column.addWidget(
            Text(
                "There is no letter O and no letter I in it: they are the numbers 0 and 1. "
                "Capitals and dashes don't matter.",
                "small",
                "muted",
            )
        )
        column.addWidget(self.unprinted)
        column.addLayout(buttons)
        return column

    def _lay_ask(self) -> QVBoxLayout:
        buttons = QHBoxLayout()
        buttons.addWidget(self.check)
        buttons.addWidget(self.again)
        buttons.addStretch(1)
        column = QVBoxLayout(self.ask)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(
            Text(
                "To be sure that it can be read when it is needed: look at your paper and type one "
                f"group, number {self._number} of {recovery.GROUPS}."
            )
        )
        column.addWidget(self.field)
        column.addLayout(buttons)
        return column

    def asked(self) -> int:
        """The group that has to be typed back, counted from 1."""
        return self._number

    def _ask(self) -> None:
        self.look.hide()
        self.ask.show()
        self.typed.setFocus()

    def _look_again(self) -> None:
        self.ask.hide()
        self.look.show()
        self.typed.clear()
        self.field.set_error(None)
        self.written.setFocus()

    def _typing(self) -> None:
        self.field.set_error(None)

    def _judge(self) -> None:
        if recovery.answers(self.typed.text(), self._answer):
            self.proved.emit()
            return
        reason = f"That is not what group {self._number} says. Look at your paper again."
        self.field.set_error(reason if self.typed.text().strip() else "Type the group first.")
        announce(self.typed, self.field.error())
        self.typed.selectAll()
        self.typed.setFocus()

    def _choose_printer(self) -> None:
        try:
            from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
        except ImportError:
            self._no_printer()
            return
        if not QPrinterInfo.availablePrinterNames():
            self._no_printer()
            return
        dialog = QPrintDialog(QPrinter(QPrinter.PrinterMode.HighResolution), self)
        dialog.accepted.connect(lambda: self._print_on(dialog.printer()))
        QDialog.open(dialog)

    def _no_printer(self) -> None:
        self.unprinted.say("No printer can be found here. Writing it by hand does just as well.")
        self.unprinted.show()

    def _print_on(self, printer: object) -> None:
        from PySide6.QtPrintSupport import QPrinter

        assert isinstance(printer, QPrinter)
        paper = QTextDocument()
        paper.setDefaultFont(QFont(theme().font("large")))
        paper.setPlainText(sheet_text(self._code))
        painter = QPainter()
        if painter.begin(printer):
            scale = printer.resolution() / 96
            painter.scale(scale, scale)
            paper.drawContents(painter)
            painter.end()

    def _restyle(self) -> None:
        for column in self._columns:
            column.setSpacing(theme().gap(2))


class _Group(QWidget):
    """One group of the code, large, with its number above."""

    def __init__(self, number: int, group: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Text(str(number), "small", "muted", wrap=False))
        self._letters = QLabel(group)
        self._letters.setAccessibleName(f"Group {number}: {' '.join(group)}")
        column.addWidget(self._letters)
        theme().changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        font = theme().font("display")
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 112)
        self._letters.setFont(font)
        self.setFixedWidth(QFontMetrics(font).horizontalAdvance("WMWMW"))


def sheet_text(code: str) -> str:
    """What stands on a printed sheet: nothing that says whose it is or what is in the diary."""
    groups = code.split("-")
    lines = "\n".join(f"    {number}.   {'  '.join(g)}" for number, g in enumerate(groups, 1))
    return (
        "Kith: recovery code\n\n"
        f"{lines}\n\n"
        "It opens the diary if the passphrase is forgotten. Keep this sheet away from the laptop, "
        "where only you can reach it.\n"
    )
