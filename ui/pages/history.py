"""History: every version of an entry, newest first: who, when, on which device, why, and what it
changed, word by word. What went and what came is said in signs and words, not in colour alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QTextEdit, QWidget

from diary.casework.forms import Opening, opening
from diary.casework.history import Changed, Version, history, word_diff
from diary.practice.spans import local, moment_words, plural
from diary.records import registry
from diary.records.fields import FieldSpec
from diary.records.reads import Reads
from diary.records.registry import Kind
from diary.records.saying import value_words
from diary.records.work import Touched
from diary.store.change import RETRACTED
from ui.desk.desk import Desk
from ui.pages import PageSpec
from ui.pages.going import record_target
from ui.records.reading import LABEL_WIDTH
from ui.theme import theme
from ui.widgets import Banner, Card, OwnWords, Page, SecondaryButton, Text, named

_STEPS: Mapping[str, str] = {
    "written": "Written",
    "added": "Added to",
    "changed": "Changed",
    "taken back": "Taken back",
    "brought back": "Brought back",
    "settled": "Settled",
}


def _past(reads: Reads, record: str) -> tuple[list[Version], Opening]:
    return history(reads, record), opening(reads, reads.kind_of(record).code, record=record)


class WordDiff(QTextEdit):
    """A text with what went struck through and what came underlined, to read only."""

    def __init__(self, before: str, after: str) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QTextEdit { border: none; background: transparent; padding: 0; }")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self._parts = word_diff(before, after)
        spoken = {"gone": "taken out", "new": "added"}
        said = [
            f"{spoken[op]}: {text.strip()}"
            for op, text in self._parts
            if op in spoken and text.strip()
        ]
        named(self, "What changed").setAccessibleDescription("; ".join(said))
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        theme().changed.connect(self._write)
        self._write()

    def _write(self) -> None:
        self.clear()
        cursor = QTextCursor(self.document())
        for op, text in self._parts:
            cursor.insertText(text, _format(op))
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(round(self.document().size().height()) + 2 * self.frameWidth() + 8)


def _format(op: str) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(theme().color("text"))
    if op == "gone":
        made.setFontStrikeOut(True)
        made.setForeground(theme().color("danger"))
        made.setBackground(QColor(theme().color("danger_tint")))
    elif op == "new":
        made.setFontUnderline(True)
        made.setFontWeight(QFont.Weight.DemiBold)
        made.setForeground(theme().color("good"))
        made.setBackground(QColor(theme().color("good_tint")))
    return made


class HistoryPage(Page):
    """The versions of one entry."""

    shell_tools = ("search",)

    def __init__(self, desk: Desk) -> None:
        super().__init__("History")
        self._desk = desk
        self._record = ""
        self._found: Opening | None = None
        self.open = SecondaryButton("Open the entry", "file-text")
        self.open.clicked.connect(self._open)
        self.add_tool(self.open)
        desk.changed.connect(self._heard)

    def arrive(self, **args: Any) -> None:
        """`record`: whose history."""
        self._record = str(args.get("record") or self._record)
        self._reload()

    def _reload(self) -> None:
        if self._record:
            self._desk.ask(self, _past, self._show, self._record)

    def _heard(self, touched: object) -> None:
        assert isinstance(touched, Touched)
        kind = self._found.view.kind if self._found is not None and self._found.view else ""
        if kind in touched.kinds and self.isVisible():
            self._reload()

    def _show(self, past: tuple[list[Version], Opening]) -> None:
        versions, self._found = past
        view = self._found.view
        assert view is not None
        kind = registry.kind(view.kind) if registry.known(view.kind) else None
        whose = f"{self._found.name}'s diary · " if self._found.name else ""
        self.set_title(
            f"History: {self._found.title}", f"{whose}{plural(len(versions), 'version')}"
        )
        at = self.scroller.verticalScrollBar().value()
        self.clear()
        if view.retracted is not None:
            self.add(Banner(f"Taken back. {view.retracted}", "muted", icon_name="archive"))
        if len(versions) > 1:
            self.add(Text(_LEGEND, "small", "muted"))
        for number, version in reversed(list(enumerate(versions, 1))):
            self.add(self._card(number, version, kind))
        self.add(QWidget(), 1)
        self.scroller.verticalScrollBar().setValue(at)
        self.open.setFocus()

    def _card(self, number: int, version: Version, kind: Kind | None) -> Card:
        by = version.by_name or "somebody"
        card = Card(f"{number}. {_STEPS[version.step]} by {by}", remark=self._when(version))
        if version.why:
            card.add(Text(f"Why: {version.why}", "strong"))
        if not version.known:
            card.add(Text("The words of this version were destroyed by order.", "body", "muted"))
        titles = self._found.links if self._found is not None else {}
        short = ShortLines()
        order = list(kind.fields) if kind is not None else []
        for changed in sorted(version.changed, key=lambda c: _place_of(c.path, order)):
            if changed.path == RETRACTED:
                continue
            line = _short_line(changed, kind, titles)
            if line is not None:
                short.add(*line)
                continue
            for part in _change(changed, kind, titles, first=version.step == "written"):
                card.add(part)
        if short.lines:
            card.add(short)
        return card

    def _when(self, version: Version) -> str:
        near = local(self._desk.clock.now(), self._desk.clock.zone()).date()
        at = datetime.fromtimestamp(version.at / 1000, UTC)
        said = f"{moment_words(at, version.zone, near)} · device {version.device[:6]}"
        if version.brought_in is not None:
            moved = datetime.fromtimestamp(version.brought_in.at / 1000, UTC)
            by = version.brought_in.by_name or "somebody"
            said += f" · brought here by {by}, {moment_words(moved, version.zone, near)}"
        return said

    def _open(self) -> None:
        if self._found is not None and self._found.view is not None:
            view = self._found.view
            key, args = record_target(view.kind, view.id, view.person)
            self._desk.go(key, **args)


def _place_of(path: str, order: Sequence[str]) -> int:
    """Where a field stands on its form; what is not known comes last."""
    name = path.partition("/")[0]
    return order.index(name) if name in order else len(order)


class ShortLines(QWidget):
    """Short answers of a version: label and value, each on a line."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme().gap(2))
        self._grid.setVerticalSpacing(theme().gap(0))
        self._grid.setColumnMinimumWidth(0, theme().px(LABEL_WIDTH))
        self._grid.setColumnStretch(1, 1)

    def add(self, label: str, value: str) -> None:
        """One more line."""
        words = Text(value)
        words.setAccessibleName(f"{label}: {value}")
        self._grid.addWidget(Text(label, "small", "muted"), self.lines, 0)
        self._grid.addWidget(words, self.lines, 1)
        self.lines += 1


def _short_line(
    changed: Changed, kind: Kind | None, titles: Mapping[str, str]
) -> tuple[str, str] | None:
    """Label and value of an answer that fits on a line; None for texts and what was taken out."""
    spec = kind.spec(changed.path) if kind is not None else None
    gone = isinstance(changed.after, Mapping) and "gone" in changed.after
    if spec is None or spec.is_words or gone:
        return None
    before = _said(spec, changed.path, changed.before, titles)
    after = _said(spec, changed.path, changed.after, titles)
    if not after or "\n" in after:
        return None
    return changed.label, f"{before}  →  {after}" if before else after


_LEGEND = "Underlined words were added; struck-through words were taken out."


def _change(
    changed: Changed, kind: Kind | None, titles: Mapping[str, str], *, first: bool
) -> list[QWidget]:
    """One field of a version: what it was and what it is."""
    spec = kind.spec(changed.path) if kind is not None else None
    if isinstance(changed.after, Mapping) and "gone" in changed.after:
        gone = f"{changed.label}: a line was taken out"
        return [Text(gone, "small", "muted"), Text(str(changed.after["gone"]))]
    label = Text(changed.label, "small", "muted")
    before = _said(spec, changed.path, changed.before, titles)
    after = _said(spec, changed.path, changed.after, titles)
    if not before and not after:
        return []
    if spec is not None and spec.is_words and before and after:
        return [label, WordDiff(before, after)]
    if not before:
        own = spec is not None and spec.type == "own_words"
        shown: QWidget = OwnWords(after) if own else Text(after)
        words = changed.label if first else f"{changed.label}, added"
        return [Text(words, "small", "muted"), shown]
    if not after:
        return [Text(f"{changed.label}, taken out", "small", "muted"), WordDiff(before, "")]
    return [label, Text(f"{before}  →  {after}")]


def _said(spec: FieldSpec | None, path: str, value: Any, titles: Mapping[str, str]) -> str:
    if value is True and "/" in path:  # a line that was added: its parts say what it is
        return "" if spec is not None and spec.type == "items" else "Yes"
    if value is False and "/" in path:
        return "No"
    if spec is None:
        return "" if value is None else str(value)
    return value_words(spec, value, titles)


PAGE = PageSpec("history", "History", "history", HistoryPage, under="people")
