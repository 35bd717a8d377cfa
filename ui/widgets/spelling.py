"""Spelling in the worker's own sentences: a mark under what the dictionary does not know, and on
request words that look or sound alike. Nothing is ever corrected by itself. Which boxes are marked,
and where known words are kept, is the caller's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QSyntaxHighlighter, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QMenu, QPlainTextEdit

from diary.paths import resource
from ui.theme import theme

LANGUAGE = "en_GB"
SHORTEST = 3
MOST_OFFERED = 6
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SOUNDS = (
    (r"^(kn|gn|pn|wr|ps|mn)", lambda m: m.group()[1]),
    (r"^x", "s"),
    (r"(?<=y)ch|(?<=[a-z])ch(?=[rlmno])", "k"),
    (r"sch|tch|ch", "C"),
    (r"sh|[st]i(?=[aou])", "S"),
    (r"ph", "f"),
    (r"gh(?=t|$)|[aeiou]gh", ""),
    (r"c(?=[eiy])", "s"),
    (r"g(?=[eiy])|dge", "j"),
    (r"ck|[cqk]", "k"),
    (r"x", "ks"),
    (r"[szv]", lambda m: "f" if m.group() == "v" else "s"),
    (r"[dt]h", "0"),
    (r"[dt]", "t"),
    (r"[bp]", "p"),
    (r"(?<=[a-z])[aeiouywh]+", ""),
    (r"^[aeiouy]+", "a"),
    (r"(.)\1+", r"\1"),
)
_RULES: tuple[tuple[re.Pattern[str], Any], ...] = tuple((re.compile(p), to) for p, to in _SOUNDS)


def sound(word: str) -> str:
    """A rough key of how an English word sounds: words that sound alike share it."""
    key = word.casefold().replace("’", "").replace("'", "")
    for pattern, to in _RULES:
        key = pattern.sub(to, key)
    return key


class Dictionary:
    """The dictionary as loaded: made off the main thread, read on it."""

    def __init__(self) -> None:
        from hunspell import Hunspell

        folder = resource("dictionaries")
        self._spell = Hunspell(LANGUAGE, hunspell_data_dir=str(folder))
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        text = folder.joinpath(f"{LANGUAGE}.dic").read_text(encoding="utf-8")
        for line in text.splitlines()[1:]:
            word = line.partition("/")[0].strip()
            if word.islower() and len(word) >= SHORTEST:
                self._by_sound[sound(word)].append(word)

    def knows(self, word: str) -> bool:
        return bool(self._spell.spell(word.replace("’", "'")))

    def like(self, word: str) -> list[str]:
        """Words that look or sound like it, the likeliest first."""
        plain = word.replace("’", "'")
        looks = [str(found) for found in self._spell.suggest(plain)]
        near = self._by_sound.get(sound(plain), [])
        sounds = sorted(near, key=lambda found: (abs(len(found) - len(plain)), found))
        both = [w for w in looks if sound(w) == sound(plain)]
        ordered = dict.fromkeys([*looks[:1], *both, *sounds[:3], *looks, *sounds])
        capital = word[:1].isupper()
        shown = (w[0].upper() + w[1:] if capital else w for w in ordered if w != plain)
        return list(dict.fromkeys(shown))[:MOST_OFFERED]


@cache
def dictionary() -> Dictionary:
    """The dictionary, loaded once in the life of the program (a fifth of a second, or more)."""
    return Dictionary()


class Speller(QObject):
    """What is known: the dictionary once it is there, the names and words given, those learnt.
    `changed` when marks have to be drawn anew; `learnt` when a person adds a word of their own."""

    changed = Signal()
    learnt = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dictionary: Dictionary | None = None
        self._known: set[str] = set()
        self._on = True

    def take(self, dictionary: object) -> None:
        """The dictionary is loaded."""
        assert isinstance(dictionary, Dictionary)
        self._dictionary = dictionary
        self.changed.emit()

    def set_on(self, on: bool) -> None:
        """Whether anything is marked at all."""
        self._on = on
        self.changed.emit()

    def set_known(self, words: Iterable[str]) -> None:
        """Names and words that are right here, whatever the dictionary says."""
        self._known = {part.casefold() for word in words for part in _WORD.findall(word)}
        self.changed.emit()

    def learn(self, word: str) -> None:
        """A word of the worker's own."""
        self._known.add(word.casefold())
        self.learnt.emit(word)
        self.changed.emit()

    def is_wrong(self, word: str) -> bool:
        """Whether a word is to be marked. Nothing is, before the dictionary is there."""
        if not self._on or self._dictionary is None or len(word) < SHORTEST or word.isupper():
            return False
        folded = word.casefold().replace("’", "'")
        if folded in self._known or folded.removesuffix("'s") in self._known:
            return False
        return not self._dictionary.knows(word)

    def like(self, word: str) -> list[str]:
        """What it may be meant to be."""
        return [] if self._dictionary is None else self._dictionary.like(word)


class SpellingMarks(QSyntaxHighlighter):
    """A wavy line under words that are not known; the one being typed is left alone."""

    def __init__(self, document: QTextDocument, speller: Speller, edit: QPlainTextEdit) -> None:
        super().__init__(document)
        self._speller, self._edit = speller, edit
        self._left = -1
        speller.changed.connect(self.rehighlight)
        edit.cursorPositionChanged.connect(self._moved)

    def highlightBlock(self, text: str) -> None:
        mark = QTextCharFormat()
        mark.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        mark.setUnderlineColor(theme().color("danger"))
        here = self._edit.textCursor()
        at = here.positionInBlock() if here.block() == self.currentBlock() else -1
        for found in _WORD.finditer(text):
            typing = found.end() == at and self._edit.hasFocus()
            if not typing and self._speller.is_wrong(found.group()):
                self.setFormat(found.start(), found.end() - found.start(), mark)

    def _moved(self) -> None:
        """A word that the cursor has just left may be wrong."""
        block = self._edit.textCursor().block()
        if self._left not in {-1, block.blockNumber()}:
            self.rehighlightBlock(self.document().findBlockByNumber(self._left))
        self._left = block.blockNumber()
        self.rehighlightBlock(block)


class SpellingMenu(QObject):
    """The menu of a text box, with words like the one that is marked and *Add to my words*."""

    def __init__(self, edit: QPlainTextEdit, speller: Speller) -> None:
        super().__init__(edit)
        self._edit, self._speller = edit, speller
        self.marks = SpellingMarks(edit.document(), speller, edit)
        edit.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        edit.customContextMenuRequested.connect(self._open)

    def word_at(self, point: QPoint) -> QTextCursor | None:
        """The word at a place, if it is marked."""
        cursor = self._edit.cursorForPosition(point)
        block = cursor.block()
        for found in _WORD.finditer(block.text()):
            if found.start() <= cursor.positionInBlock() <= found.end():
                if not self._speller.is_wrong(found.group()):
                    return None
                cursor.setPosition(block.position() + found.start())
                move = QTextCursor.MoveMode.KeepAnchor
                cursor.setPosition(block.position() + found.end(), move)
                return cursor
        return None

    def menu(self, point: QPoint) -> QMenu:
        """The menu for a place in the text."""
        menu = self._edit.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        cursor = self.word_at(point)
        if cursor is None:
            return menu
        word = cursor.selectedText()
        first = menu.actions()[0]
        for offered in self._speller.like(word):
            put = QAction(offered, menu)
            put.triggered.connect(partial(self._put, cursor, offered))
            menu.insertAction(first, put)
        learn = QAction("Add to my words", menu)
        learn.triggered.connect(partial(self._speller.learn, word))
        menu.insertAction(first, learn)
        menu.insertSeparator(first)
        return menu

    def _put(self, cursor: QTextCursor, word: str, _checked: bool = False) -> None:
        cursor.insertText(word)

    def _open(self, point: QPoint) -> None:
        place = self._edit.cursorRect().bottomRight() if point.isNull() else point
        self.menu(place).popup(self._edit.viewport().mapToGlobal(place))
