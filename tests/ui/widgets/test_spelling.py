"""Spelling: marks and suggestions, nothing by itself, own words left alone."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from ui.theme import Theme
from ui.widgets import GrowingText
from ui.widgets.spelling import Speller, SpellingMenu, dictionary, sound

WAVE = QTextCharFormat.UnderlineStyle.WaveUnderline


@pytest.fixture
def speller() -> Speller:
    made = Speller()
    made.take(dictionary())
    return made


def marked(edit: QPlainTextEdit) -> list[str]:
    out = []
    block = edit.document().firstBlock()
    while block.isValid():
        text = block.text()
        found = [f for f in block.layout().formats() if f.format.underlineStyle() == WAVE]
        out += [text[f.start : f.start + f.length] for f in found]
        block = block.next()
    return out


@pytest.fixture
def edit(look: Theme, qtbot: QtBot, speller: Speller) -> GrowingText:
    made = GrowingText("What happened")
    qtbot.addWidget(made)
    made.menu = SpellingMenu(made, speller)
    return made


def test_british_words_are_right_and_mistakes_are_marked(edit: GrowingText) -> None:
    edit.set_text("Her favourite colour, definately. It didn't rain at the centre.")
    assert marked(edit) == ["definately"]
    assert edit.text().startswith("Her favourite colour, definately")


def test_names_and_own_words_are_known(edit: GrowingText, speller: Speller) -> None:
    edit.set_text("Aisha's mentor rang Xyzzyq and Plonkit.")
    speller.set_known(["Aisha", "Xyzzyq"])
    assert marked(edit) == ["Plonkit"]
    heard: list[str] = []
    speller.learnt.connect(heard.append)
    speller.learn("Plonkit")
    assert marked(edit) == []
    assert heard == ["Plonkit"]


def test_it_can_be_turned_off(edit: GrowingText, speller: Speller) -> None:
    edit.set_text("definately")
    speller.set_on(False)
    assert marked(edit) == []
    speller.set_on(True)
    assert marked(edit) == ["definately"]


def test_the_menu_offers_words_and_to_add_it(edit: GrowingText, speller: Speller) -> None:
    edit.set_text("She was definately there.")
    edit.show()
    cursor = edit.textCursor()
    cursor.setPosition(12)
    edit.setTextCursor(cursor)
    actions = {a.text(): a for a in edit.menu.menu(edit.cursorRect().center()).actions()}
    assert "definitely" in actions
    assert "Add to my words" in actions
    actions["definitely"].trigger()
    assert edit.text() == "She was definitely there."


@pytest.mark.parametrize(
    ("written", "meant"),
    [("sykology", "psychology"), ("fone", "phone"), ("nife", "knife"), ("becuase", "because")],
)
def test_words_that_sound_alike_are_offered(speller: Speller, written: str, meant: str) -> None:
    assert meant in speller.like(written)


def test_sounds() -> None:
    assert sound("knight") == sound("night")
    assert sound("phone") == sound("fone")
    assert sound("cat") != sound("dog")


def test_nothing_is_marked_before_the_dictionary_is_there(look: Theme, qtbot: QtBot) -> None:
    edit = GrowingText("What happened")
    qtbot.addWidget(edit)
    SpellingMenu(edit, Speller(edit))
    edit.set_text("definately")
    assert marked(edit) == []
