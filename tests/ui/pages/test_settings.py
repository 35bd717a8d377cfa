"""Settings: each section keeps a change at once, says beside the field why not, and does its work
for real."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from diary.casework.about_us import one_of_each
from diary.casework.contacts import quick_log
from diary.casework.gathering import BASIS_SETTING, NATIONS_SETTING, RULES_SETTING, rules_of
from diary.clock import FixedClock
from diary.diary import Diary
from diary.errors import WrongPassphrase, WrongRecoveryCode
from diary.practice.rules import load_rules
from diary.vault.vault import Vault
from tests.ui.conftest import PASSPHRASE
from ui.desk.desk import Desk
from ui.pages.settings import SECTIONS, SettingsPage
from ui.records.spelling import OWN_WORDS
from ui.settings.about_us import AboutUsSection
from ui.settings.backups import BackupsSection
from ui.settings.checking import CheckingSection
from ui.settings.locking import LockingSection
from ui.settings.look import LookSection
from ui.settings.own_words import OwnWordsSection
from ui.settings.passphrase import PassphraseSection
from ui.settings.recovery import RecoverySection
from ui.settings.reminders import RemindersSection
from ui.settings.section import Section
from ui.settings.taking_out import TakingOutSection
from ui.shell.first_steps import UNSEEN
from ui.theme import Theme

Show = Callable[[QWidget], None]
S = TypeVar("S", bound=Section)
NEW = "lantern gravel oboe thirteen"


@pytest.fixture
def page(desk: Desk, show: Show) -> SettingsPage:
    made = SettingsPage(desk)
    show(made)
    made.arrive()
    return made


def at(page: SettingsPage, kind: type[S]) -> S:
    page.arrive(section=kind.key)
    section = page.section()
    assert isinstance(section, kind)
    return section


def type_into(line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)


def shows_code(section: RecoverySection) -> bool:
    return section.sheet is not None


def keep_now(desk: Desk) -> None:
    """What waits for a pause in typing is kept, as when the diary locks."""
    desk.about_to_lock.emit()


# -- the page ---------------------------------------------------------------------------------


def test_every_section_opens_by_arrows_and_has_names(page: SettingsPage) -> None:
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Home)
    for kind in SECTIONS:
        assert page.current == kind.key
        for widget in page.section().findChildren(QWidget):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
                assert widget.accessibleName() or isinstance(widget, QLabel), widget
        QTest.keyClick(page.list, Qt.Key.Key_Down)


def test_enter_goes_into_the_section(page: SettingsPage) -> None:
    page.list.setFocus()
    page.list.select("locking")
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    section = page.section()
    assert isinstance(section, LockingSection)
    assert page.resume() == {"section": "locking"}


def test_where_there_is_no_room_the_sections_stand_above(page: SettingsPage, look: Theme) -> None:
    assert page.side.isVisible()
    assert not page.tabs.isVisible()
    page.resize(700, 700)
    QTest.qWait(1)
    assert not page.side.isVisible()
    page.tabs.chip("about").click()
    assert page.current == "about"


# -- appearance, locking, words ---------------------------------------------------------------


def test_the_look_changes_at_once_and_is_kept(
    page: SettingsPage, diary: Diary, look: Theme
) -> None:
    section = at(page, LookSection)
    section.scheme._row.chip("dark").click()
    section.text_size._row.chip("150").click()
    assert (look.scheme, look.text_percent) == ("dark", 150)
    assert diary.setting("look") == {
        "scheme": "dark",
        "text_percent": 150,
        "spacing": "normal",
        "tint": "none",
    }


def test_minutes_are_kept_and_a_conversation_is_never_shorter(
    page: SettingsPage, diary: Diary
) -> None:
    section = at(page, LockingSection)
    section.minutes.setValue(30)
    assert diary.setting("lock_minutes") == 30
    assert diary.setting("lock_minutes_conversation") == 30


def test_own_words_are_kept_sorted_and_once(page: SettingsPage, diary: Diary, desk: Desk) -> None:
    section = at(page, OwnWordsSection)
    section.words.setFocus()
    section.words.insertPlainText("Moss Side\nketamine\nMoss")
    keep_now(desk)
    assert diary.setting(OWN_WORDS) == ["Moss", "Side", "ketamine"]


# -- reminders --------------------------------------------------------------------------------


def test_a_reminder_is_turned_off(page: SettingsPage, diary: Diary, desk: Desk) -> None:
    section = at(page, RemindersSection)
    code = next(c for c, r in load_rules().rules.items() if r.silenceable and r.on)
    section.lines[code].on.click()
    keep_now(desk)
    assert diary.setting(RULES_SETTING) == {"rules": {code: {"on": False}}}
    assert diary.ask(rules_of).get(code) is None


def test_a_concern_cannot_be_turned_off(page: SettingsPage) -> None:
    section = at(page, RemindersSection)
    assert section.lines["concern_not_passed_on"].on.isHidden()
    assert section.lines["missing_now"].on.isHidden()


def test_numbers_and_words_of_a_rule(page: SettingsPage, diary: Diary, desk: Desk) -> None:
    line = at(page, RemindersSection).lines["repeat_episodes"]
    line.change.click()
    line.fields["count"].widget.setValue(2)  # type: ignore[attr-defined]
    words = line.fields["words"].widget
    assert isinstance(words, QLineEdit)
    type_into(words, "Away {times}")
    keep_now(desk)
    assert diary.setting(RULES_SETTING) == {
        "rules": {"repeat_episodes": {"count": 2, "words": "Away {times}"}}
    }
    rule = diary.ask(rules_of).get("repeat_episodes")
    assert rule is not None
    assert (rule.count, rule.within_days) == (2, 30)
    assert "2 times" in line.says.text()


def test_what_cannot_be_taken_is_said_beside_the_field_and_stays(
    page: SettingsPage, diary: Diary, desk: Desk
) -> None:
    section = at(page, RemindersSection)
    line = section.lines["repeat_episodes"]
    line.change.click()
    words = line.fields["words"].widget
    assert isinstance(words, QLineEdit)
    type_into(words, "Away {tmies}")
    type_into(section.times["quiet_from"], "late")
    keep_now(desk)
    assert "{tmies} can't be filled in" in line.fields["words"].error()
    assert section.fields["quiet_from"].error() == "Write the time as 21:00."
    assert words.text() == "Away {tmies}"
    assert diary.setting(RULES_SETTING) is None
    type_into(words, "Away {times}")
    type_into(section.times["quiet_from"], "22:30")
    keep_now(desk)
    assert line.fields["words"].error() == ""
    assert diary.setting(RULES_SETTING)["quiet_from"] == "22:30"


def test_a_rule_goes_back_to_how_it_comes(page: SettingsPage, diary: Diary, desk: Desk) -> None:
    section = at(page, RemindersSection)
    line = section.lines["repeat_episodes"]
    line.change.click()
    line.fields["count"].widget.setValue(9)  # type: ignore[attr-defined]
    keep_now(desk)
    assert diary.setting(RULES_SETTING)
    section.reset.click()
    assert diary.setting(RULES_SETTING) == {}
    assert line.fields["count"].widget.value() == 3  # type: ignore[attr-defined]


def test_the_term_of_a_nation_and_its_basis(page: SettingsPage, diary: Diary, desk: Desk) -> None:
    terms = at(page, RemindersSection).terms
    terms.basis._row.chip("found").click()
    assert diary.setting(BASIS_SETTING) == "found"
    terms.fields["wales", "complete_hours"].widget.setValue(48)  # type: ignore[attr-defined]
    keep_now(desk)
    assert diary.setting(NATIONS_SETTING) == {"wales": {"complete_hours": 48}}
    terms.fields["scotland", "complete_hours"].widget.setValue(2)  # type: ignore[attr-defined]
    keep_now(desk)
    assert "shorter" in terms.fields["scotland", "complete_hours"].error()
    assert diary.setting(NATIONS_SETTING) == {"wales": {"complete_hours": 48}}


# -- organisation and me ----------------------------------------------------------------------


def test_organisation_and_me_are_made_and_then_changed(page: SettingsPage, diary: Diary) -> None:
    section = at(page, AboutUsSection)
    form = section.forms["organisation"]
    line = form.sheet.bounds["lead_name"].widget
    assert isinstance(line, QLineEdit)
    type_into(line, "Dana Flint")
    form.save.click()
    first = diary.ask(one_of_each)["organisation"]
    assert first is not None
    assert first.get("lead_name") == "Dana Flint"
    type_into(line, "Dana Flint-Moss")
    form.save.click()
    again = diary.ask(one_of_each)["organisation"]
    assert again is not None
    assert again.id == first.id
    assert again.get("lead_name") == "Dana Flint-Moss"


def test_a_personal_diary_says_ask_first(page: SettingsPage) -> None:
    form = at(page, AboutUsSection).forms["organisation"]
    assert form.ask_first.isHidden()
    form.sheet.bounds["personal"].widget.chip("yes").click()  # type: ignore[attr-defined]
    assert not form.ask_first.isHidden()


def test_me_without_a_name_is_refused_beside_the_field(page: SettingsPage, diary: Diary) -> None:
    form = at(page, AboutUsSection).forms["me"]
    line = form.sheet.bounds["phone"].widget
    assert isinstance(line, QLineEdit)
    type_into(line, "01632 960 002")
    form.save.click()
    assert form.sheet.bounds["display_name"].error()
    assert line.text() == "01632 960 002"
    assert diary.ask(one_of_each)["me"] is None


# -- keys -------------------------------------------------------------------------------------


def test_the_passphrase_is_changed(page: SettingsPage, diary: Diary, said: list[str]) -> None:
    section = at(page, PassphraseSection)
    section.old.line.setText("not this one at all")
    section.new.first.line.setText(NEW)
    section.new.again.line.setText(NEW)
    section.change.click()
    assert "not the passphrase of now" in section.old_field.error()
    section.old.line.setText(PASSPHRASE)
    QTest.keyClick(section.new.again.line, Qt.Key.Key_Return)
    assert said == ["The new passphrase counts from now on."]
    assert section.new.text() == ""
    folder = diary.vault.folder
    diary.close()
    with pytest.raises(WrongPassphrase):
        Vault.open(folder, PASSPHRASE)
    Vault.open(folder, NEW).close()


def test_a_new_recovery_code_counts_only_once_it_is_typed_back(
    page: SettingsPage, diary: Diary
) -> None:
    diary.set_setting(UNSEEN, True)
    section = at(page, RecoverySection)
    assert not section.unseen.isHidden()
    section.make.click()
    sheet = section.sheet
    assert sheet is not None
    labels = [label.text() for label in sheet.look.findChildren(QLabel)]
    code = [t for t in labels if len(t) == 5 and t.isalnum() and t == t.upper()]
    folder = diary.vault.folder
    sheet.written.click()
    sheet.typed.setText("00000")
    sheet.check.click()
    assert shows_code(section)
    sheet.typed.setText(code[sheet.asked() - 1])
    sheet.check.click()
    assert not shows_code(section)
    assert section.unseen.isHidden()
    assert diary.setting(UNSEEN) is False
    diary.close()
    Vault.open_with_recovery(folder, "-".join(code)).close()


def test_keeping_the_old_code_changes_nothing(page: SettingsPage, diary: Diary) -> None:
    section = at(page, RecoverySection)
    section.make.click()
    assert section.sheet is not None
    labels = [label.text() for label in section.sheet.look.findChildren(QLabel)]
    code = [t for t in labels if len(t) == 5 and t.isalnum() and t == t.upper()]
    section.stop.click()
    assert not shows_code(section)
    folder = diary.vault.folder
    diary.close()
    with pytest.raises(WrongRecoveryCode):
        Vault.open_with_recovery(folder, "-".join(code))


# -- long work --------------------------------------------------------------------------------


def test_back_up_and_bring_back(
    page: SettingsPage, diary: Diary, people: dict[str, str], tmp_path: Path, desk: Desk
) -> None:
    diary.do(quick_log, person=people["Jaz"], values={"kind": "met", "note": "Kingfishers"})
    section = at(page, BackupsSection)
    file = tmp_path / "out.kithbackup"
    section.back_up_to(str(file))
    assert "all whole" in section.backing.outcome.accessibleName()
    left: list[object] = []
    desk.left.connect(left.append)
    section.bring_back(file, tmp_path / "again")
    assert "It is back" in section.bringing.outcome.accessibleName()
    section.bringing.outcome.action.click()
    assert left == [tmp_path / "again"]
    with Diary.open(tmp_path / "again", PASSPHRASE, clock=FixedClock(diary.clock.now())) as copy:
        notes = copy.ask(lambda reads: [view.get("note") for view in reads.all("contact")])
    assert notes == ["Kingfishers"]


def test_a_hurt_backup_says_so_and_leaves_nothing(
    page: SettingsPage, diary: Diary, tmp_path: Path
) -> None:
    section = at(page, BackupsSection)
    file = tmp_path / "out.kithbackup"
    section.back_up_to(str(file))
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(bytes(raw))
    section.bring_back(file, tmp_path / "again")
    assert "This backup is damaged" in section.bringing.outcome.accessibleName()
    assert not (tmp_path / "again").exists()


def test_automatic_backups_are_listed(page: SettingsPage, diary: Diary) -> None:
    section = at(page, BackupsSection)
    assert not section.none.isHidden()
    diary.back_up_generation()
    section.arrive()
    assert [row.title for row in section.rows.rows()] == ["Tue 24 Nov, 12:00"]


def test_checking_says_that_it_is_whole(page: SettingsPage, people: dict[str, str]) -> None:
    section = at(page, CheckingSection)
    section.check.click()
    assert section.work.outcome.accessibleName().startswith("All of it is whole.")
    assert section.check.isEnabled()


def test_checking_names_what_is_hurt(
    page: SettingsPage, diary: Diary, people: dict[str, str]
) -> None:
    with diary.store.engine.write() as cursor:
        cursor.execute("UPDATE young_person SET chosen_name='Somebody else'")
    section = at(page, CheckingSection)
    section.check.click()
    assert "hurt" in section.work.outcome.accessibleName()
    assert section.hurt.rows()
    assert "Somebody else" not in " ".join(row.title for row in section.hurt.rows())


def test_a_copy_is_taken_out_and_the_diary_says_so(
    page: SettingsPage, diary: Diary, people: dict[str, str], tmp_path: Path
) -> None:
    section = at(page, TakingOutSection)
    section.take_to(str(tmp_path / "copy.zip"))
    assert "3 young people" in section.work.outcome.accessibleName()
    assert (tmp_path / "copy.zip").is_file()
    logged = diary.ask(lambda reads: reads.all("export_log", person=people["Jaz"]))
    assert len(logged) == 1
    section.take_to(str(tmp_path / "copy.zip"))
    assert "already" in section.work.outcome.accessibleName()
