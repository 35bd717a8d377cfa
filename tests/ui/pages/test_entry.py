"""The general entry page: write, amend with a reason, take back, move, copy, a colleague's account,
files beside an entry."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from diary.casework.attaching import attachments_of, read_attachment
from diary.clock import FixedClock
from diary.diary import Diary
from diary.errors import NotAllowed
from diary.records import registry
from diary.records.view import View
from ui.desk import clipping
from ui.desk.desk import Desk, Going
from ui.pages.entry import EntryPage
from ui.records.files import Picture

DAY = timedelta(days=1)


@pytest.fixture
def page(show: Callable[[QWidget], None], desk: Desk) -> EntryPage:
    made = EntryPage(desk)
    desk.went.connect(lambda going: going.key == "entry" and made.arrive(**going.args))
    show(made)
    return made


@pytest.fixture
def note(diary: Diary, people: dict[str, str]) -> str:
    values = {"about": "School", "note": "They start on Monday.", "words": "I can't wait."}
    return diary.do(lambda w: w.create("note", values, person=people["Jaz"])).result


def view(diary: Diary, record: str) -> View:
    return diary.ask(lambda reads: reads.view(record))


@pytest.mark.parametrize("kind", [k.code for k in registry.kinds()])
def test_every_kind_opens_on_its_form_and_keeps_what_is_typed(
    page: EntryPage, desk: Desk, diary: Diary, people: dict[str, str], kind: str
) -> None:
    person = people["Jaz"] if registry.kind(kind).home != "private" else None
    page.arrive(kind=kind, person=person)
    assert page.form is not None
    text = next(n for n, s in page.form.specs.items() if s.type in {"text", "narrative"})
    page.form.set_values({text: "Invented words"})
    page.touched()
    desk.about_to_lock.emit()
    [draft] = diary.drafts()
    page.arrive(kind=kind, draft=draft.id)
    assert page.form.values()[text] == "Invented words"


def test_a_new_note_is_written_by_keyboard(
    qtbot: QtBot, page: EntryPage, diary: Diary, people: dict[str, str], went: list[Going]
) -> None:
    page.arrive(kind="note", person=people["Jaz"])
    qtbot.keyClicks(QApplication.focusWidget(), "Shoes")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClicks(QApplication.focusWidget(), "Size 6.")
    assert page.save.text() == "Save to Jaz's diary"
    qtbot.keyClick(
        QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    [saved] = diary.ask(lambda reads: reads.all("note", person=people["Jaz"]))
    assert (saved.get("about"), saved.get("note")) == ("Shoes", "Size 6.")
    assert went[-1] == Going("person", {"person": people["Jaz"]})


def test_after_a_day_a_change_asks_for_its_reason_and_keeps_what_is_typed(
    page: EntryPage, diary: Diary, clock: FixedClock, note: str
) -> None:
    clock.advance(2 * DAY)
    page.arrive(record=note, amend=True)
    page.form.set_values({"about": "The new school"})
    page.submit()
    assert page.why_field.isVisible()
    assert page.why.hasFocus()
    assert view(diary, note).get("about") == "School"
    assert page.form.values()["about"] == "The new school"
    page.why.setText("Said more exactly")
    page.submit()
    assert view(diary, note).get("about") == "The new school"


def test_reading_shows_their_own_words_and_what_can_be_done(page: EntryPage, note: str) -> None:
    page.arrive(record=note)
    shown = {w.accessibleName() for w in page.reading.findChildren(QWidget)}
    assert "In their own words: I can't wait." in shown
    assert page.doing.away.isVisible()
    assert not page.doing.back.isVisible()
    assert not page.footer_box.isVisible()


def test_taken_back_with_a_reason_and_brought_back(
    page: EntryPage, diary: Diary, note: str
) -> None:
    page.arrive(record=note)
    page.doing.away.click()
    page.doing.take_back_strip.submit()
    assert page.doing.take_back_strip.why_field.error()
    page.doing.take_back_strip.why.setText("Written twice")
    page.doing.take_back_strip.submit()
    assert view(diary, note).retracted == "Written twice"
    assert page.doing.back.isVisible()
    page.doing.back.click()
    assert view(diary, note).retracted is None


def test_misfiled_goes_to_the_right_diary(
    page: EntryPage, diary: Diary, people: dict[str, str], note: str
) -> None:
    page.arrive(record=note)
    page.doing.wrong.click()
    strip = page.doing.misfiled_strip
    strip.submit()
    assert strip.to_field.error()
    strip.to.set_values([people["Tom"]])
    strip.to.changed.emit()
    assert strip.go.text() == "Move it to Tom's diary"
    strip.submit()
    assert view(diary, note).retracted is not None
    [moved] = diary.ask(lambda reads: reads.all("note", person=people["Tom"]))
    assert moved.get("note") == "They start on Monday."
    assert page.record == moved.id


def test_the_copy_for_the_council_leaves_the_clipboard_on_lock_and_after_a_minute(
    qtbot: QtBot, page: EntryPage, desk: Desk, note: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = QGuiApplication.clipboard()
    page.arrive(record=note)
    page.doing.copy.click()
    assert "They start on Monday." in board.text()
    desk.about_to_lock.emit()
    assert board.text() == ""
    page.doing.copy.click()
    clipping.clipping_of(desk)._timer.setInterval(1)
    clipping.clipping_of(desk)._timer.start()
    qtbot.waitUntil(lambda: board.text() == "")
    page.doing.copy.click()
    board.setText("something else")
    desk.about_to_lock.emit()
    assert board.text() == "something else"


def test_where_else_it_is_entered(page: EntryPage, diary: Diary, note: str) -> None:
    diary.do(lambda w: w.create("me", {"display_name": "Sam", "council_system": "Mosaic"}))
    page.arrive(record=note)
    page.doing.also.click()
    assert page.doing.also_strip.system.text() == "Mosaic"
    page.doing.also_strip.reference.setText("4711")
    page.doing.also_strip.submit()
    [line] = view(diary, note).get("also_entered")
    assert (line["system"], line["reference"]) == ("Mosaic", "4711")


def test_a_second_account_stands_beside_the_entry_under_its_own_name(
    page: EntryPage, diary: Diary, people: dict[str, str], note: str
) -> None:
    page.arrive(record=note)
    page.doing.account.click()
    page.form.set_values({"account": "I was there as well."})
    page.submit()
    [account] = diary.ask(lambda reads: reads.all("second_account", person=people["Jaz"]))
    assert account.get("of") == note
    page.arrive(record=note)
    titles = [c.accessibleName() for c in page.findChildren(QWidget)]
    assert "Sam: a second account" in titles


def test_a_saved_line_is_taken_out_with_its_reason(
    page: EntryPage, diary: Diary, people: dict[str, str]
) -> None:
    values = {"purpose": "Review", "kind": "review", "decisions": [{"what": "More hours"}]}
    spec = registry.kind("meeting").fields["decisions"]
    values["decisions"] = [{spec.parts[0].name: "More hours"}]
    meeting = diary.do(lambda w: w.create("meeting", values, person=people["Jaz"])).result
    page.arrive(record=meeting, amend=True)
    lines = page.form.inputs["decisions"]
    lines.lines[0].remove.click()
    page.submit()
    assert "Say why" in page.form.fields["decisions"].error()
    lines.lines[0].why.set_value("It was another meeting's")
    page.submit()
    assert not view(diary, meeting).get("decisions")


def test_a_photo_is_locked_in_without_what_the_camera_wrote(
    page: EntryPage, diary: Diary, note: str, tmp_path: Path
) -> None:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    image.setText("GPS", "51.45N 2.59W")
    path = tmp_path / "street.png"
    assert image.save(str(path))
    assert b"51.45N" in path.read_bytes()
    page.arrive(record=note)
    page.files.take(str(path))
    page.files.caption.caption.setText("The bus stop")
    page.files.caption.submit()
    [file] = diary.ask(attachments_of, note)
    assert file.get("caption") == "The bus stop"
    content = read_attachment(diary, file.id)
    assert b"51.45N" not in content
    [row] = page.files.rows.rows()
    page.files.rows.row_activated.emit(row)
    assert page.files.findChild(Picture) is not None


def test_a_text_file_is_shown_and_a_copy_taken_out_is_written_down(
    page: EntryPage, diary: Diary, people: dict[str, str], note: str, tmp_path: Path
) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear all", encoding="utf-8")
    page.arrive(record=note)
    page.files.take(str(path))
    page.files.caption.submit()
    [row] = page.files.rows.rows()
    page.files.rows.row_activated.emit(row)
    shown = page.files.findChild(QPlainTextEdit)
    assert shown is not None
    assert shown.toPlainText() == "Dear all"
    page.files.save_copy(str(tmp_path / "out.txt"))
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == "Dear all"
    [log] = diary.ask(lambda reads: reads.all("export_log", person=people["Jaz"]))
    assert log.get("what") == "A file beside an entry"


def test_an_unfinished_change_is_offered_when_the_entry_is_read(
    page: EntryPage, desk: Desk, diary: Diary, note: str
) -> None:
    page.arrive(record=note, amend=True)
    page.form.inputs["note"].widget.setPlainText("They start on Tuesday.")
    desk.about_to_lock.emit()
    page.arrive(record=note)
    assert view(diary, note).get("note") == "They start on Monday."
    banner = page.notices.itemAt(0).widget()
    assert "unfinished" in banner.accessibleName()
    banner.acted.emit()
    assert page.form.values()["note"] == "They start on Tuesday."
    page.submit()
    assert view(diary, note).get("note") == "They start on Tuesday."
    assert diary.drafts() == []


def test_the_words_of_a_colleague_stay_and_an_account_beside_them_is_offered(
    page: EntryPage, diary: Diary, people: dict[str, str], went: list[Going]
) -> None:
    origin = {"author": "somebody-else", "device": "theirs", "at": 0, "zone": "Europe/London"}
    values = {"note": "What Priya wrote."}
    theirs = diary.do(
        lambda w: w.create("note", values, person=people["Jaz"], origin=origin)
    ).result
    page.arrive(record=theirs, amend=True)
    page.failed(NotAllowed("words"))
    page.notices.itemAt(0).widget().acted.emit()
    assert went[-1].args["kind"] == "second_account"
    assert went[-1].args["values"] == {"of": theirs}
