"""The generic form: what goes in comes out, what can't be read stays as typed, errors open their
fold, lines come and go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget

from diary.clock import When
from diary.diary import Diary
from diary.records import registry
from diary.records.fields import FieldSpec
from ui.desk.desk import Desk
from ui.desk.tasks import Tasks
from ui.records.form import RecordForm
from ui.records.inputs import OwnWordsText
from ui.records.registry import dressed
from ui.records.spelling import speller_of
from ui.theme import Theme
from ui.widgets import GrowingText

KINDS = [kind.code for kind in registry.kinds()]


def sample(spec: FieldSpec, desk: Desk) -> Any:
    made = {
        "text": "One line",
        "narrative": "Two\nlines",
        "own_words": "“Exactly this,” she said",
        "flag": False,
        "number": 0,
        "date": "2026-03-28",
        "when": When.about(desk.clock.now(), "Europe/London").to_map(),
        "link": "abcd",
        "links": ["abcd", "efgh"],
    }
    if spec.type == "choice":
        return spec.choices[-1].code
    if spec.type == "choices":
        return [c.code for c in spec.choices[:2]]
    if spec.type == "items":
        return [{"id": "one", **{p.name: sample(p, desk) for p in spec.parts}}]
    return made[spec.type]


def test_every_kind_has_a_file_for_its_looks() -> None:
    assert set(dressed()) >= set(KINDS)


@pytest.mark.parametrize("code", KINDS)
def test_what_goes_in_comes_out(show: Callable[[QWidget], None], desk: Desk, code: str) -> None:
    kind = registry.kind(code)
    form = RecordForm(desk, kind)
    show(form)
    assert form.is_empty()
    values = {name: sample(spec, desk) for name, spec in form.specs.items()}
    form.set_values(values)
    assert form.values() == values
    form.set_values(dict.fromkeys(form.inputs))
    assert all(value is None for value in form.values().values())


@pytest.mark.parametrize("code", KINDS)
def test_everything_on_it_has_a_name(
    show: Callable[[QWidget], None], desk: Desk, code: str
) -> None:
    form = RecordForm(desk, registry.kind(code))
    show(form)
    for made in form.inputs.values():
        if made.spec.type == "items":
            made.add_line()
    for fold in form.folds.values():
        fold.set_open(True)
    nameless = [
        type(w).__name__
        for w in form.findChildren(QWidget)
        if w.focusPolicy() and w.isVisible() and not w.accessibleName()
    ]
    assert nameless == []


def test_an_error_opens_its_fold_and_takes_the_keyboard_there(
    show: Callable[[QWidget], None], desk: Desk
) -> None:
    form = RecordForm(desk, registry.kind("young_person"))
    show(form)
    fold = form.folds["Health"]
    assert not fold.is_open()
    assert form.set_errors({"allergies": "write this as text"})
    assert fold.is_open()
    assert form.fields["allergies"].error() == "Write this as text"
    assert form.inputs["allergies"].widget.hasFocus()
    assert not form.set_errors({"nothing here": "?"})
    assert not form.fields["allergies"].error()


def test_a_fold_says_how_much_stands_in_it(desk: Desk) -> None:
    form = RecordForm(desk, registry.kind("contact"))
    assert form.folds["What I saw and think"].head.text() == "What I saw and think"
    form.set_values({"observed": "Three words here"})
    assert form.folds["What I saw and think"].head.text() == "What I saw and think · 3 words"
    form.set_values({"minutes": 20})
    assert form.folds["More about the time"].head.text() == "More about the time · 1 filled in"


def test_what_cannot_be_read_stays_as_it_was_typed(desk: Desk) -> None:
    form = RecordForm(desk, registry.kind("young_person"))
    edit = form.inputs["born"].widget
    assert isinstance(edit, QLineEdit)
    edit.setText("3/4/12")
    assert form.values()["born"] is None
    assert "born" in form.problems()
    again = RecordForm(desk, registry.kind("young_person"))
    again.set_values(form.values())
    again.retype(form.typed())
    assert again.inputs["born"].widget.text() == "3/4/12"
    rhythm = form.inputs["rhythm_days"].widget
    rhythm.setText("seven")
    assert form.problems()["rhythm_days"]


def test_the_cursor_comes_back_into_a_line_of_several(
    show: Callable[[QWidget], None], desk: Desk
) -> None:
    form = RecordForm(desk, registry.kind("contact"))
    show(form)
    line = form.inputs["others_said"].add_line()
    line.inputs["source"].set_value("Gran")
    line.inputs["what"].widget.setPlainText("He eats well")
    line.inputs["what"].set_place("3")
    place = form.place()
    values = form.values()
    again = RecordForm(desk, registry.kind("contact"))
    show(again)
    again.set_values(values)
    assert again.set_place(place)
    assert again.folds["What I saw and think"].is_open()
    inside = again.inputs["others_said"].lines[0].inputs["what"]
    assert inside.widget.hasFocus()
    assert inside.widget.textCursor().position() == 3


def test_a_line_not_saved_yet_just_goes(desk: Desk) -> None:
    form = RecordForm(desk, registry.kind("contact"))
    lines = form.inputs["present"]
    first = lines.add_line()
    first.inputs["who"].set_value("Gran")
    second = lines.add_line()
    second.inputs["who"].set_value("Uncle")
    first.remove.click()
    assert [item["who"] for item in form.values()["present"]] == ["Uncle"]
    assert second.number.text() == "Who else was there 1"


def test_own_words_carry_their_sign_and_are_never_checked(desk: Desk) -> None:
    form = RecordForm(desk, registry.kind("contact"))
    own, mine = form.inputs["words"].widget, form.inputs["note"].widget
    assert isinstance(own, OwnWordsText)
    assert isinstance(mine, GrowingText)
    for edit in (own, mine):
        edit.setPlainText("definately")
    marks = [bool(e.document().firstBlock().layout().formats()) for e in (own, mine)]
    assert marks == [False, True]


def test_links_offer_the_young_persons_entries(
    desk: Desk, diary: Diary, people: dict[str, str]
) -> None:
    goal = diary.do(
        lambda w: w.create("goal", {"hope": "To swim in the sea"}, person=people["Jaz"])
    ).result
    form = RecordForm(desk, registry.kind("contact"))
    form.load_links(people["Jaz"])
    chips = form.inputs["goals"].chips
    assert "To swim in the sea" in chips.chip(goal).text()
    chips.set_values([goal])
    assert form.values()["goals"] == [goal]
    form.load_links(people["Tom"])
    assert form.values()["goals"] == [goal]


def test_words_of_ones_own_are_kept_in_the_vault_and_it_can_be_turned_off(
    desk: Desk, diary: Diary, people: dict[str, str]
) -> None:
    form = RecordForm(desk, registry.kind("note"))
    edit = form.inputs["note"].widget
    edit.setPlainText("Aisha's plonkit is definately here")
    speller = speller_of(desk)
    wrong = [w for w in ("Aisha", "plonkit", "definately") if speller.is_wrong(w)]
    assert wrong == ["plonkit", "definately"]
    speller.learn("plonkit")
    assert diary.setting("own_words") == ["plonkit"]
    again = speller_of(Desk(diary, Tasks(inline=True)))
    again.begin()
    assert not again.is_wrong("plonkit")
    diary.set_setting("spelling", False)
    assert not speller.is_wrong("definately")


def test_another_text_size_is_no_edit(
    show: Callable[[QWidget], None], desk: Desk, look: Theme
) -> None:
    form = RecordForm(desk, registry.kind("contact"))
    show(form)
    form.set_values({"words": "Mine", "note": "definately"})
    edits: list[bool] = []
    form.edited.connect(lambda: edits.append(True))
    look.set(text_percent=200)
    assert edits == []
    form.inputs["note"].widget.insertPlainText("More. ")
    assert edits == [True]
