"""The invented diary: whole, sound, fresh on every day, and in words that we would sign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from diary.casework.attaching import read_attachment
from diary.casework.today import today
from diary.clock import FixedClock
from diary.demo import PASSPHRASE, make_demo
from diary.demo.script import Script
from diary.diary import Diary
from diary.errors import Cancelled, FolderNotEmpty
from diary.records import registry
from diary.records.reads import Reads
from diary.records.view import View
from diary.vault.keyslots import KdfParams

FAST = KdfParams(memory_kib=8, passes=1, lanes=1, for_tests=True)
NOW = datetime(2026, 11, 24, 16, 40, tzinfo=UTC)
DAY_MS = 24 * 3600 * 1000


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Diary]:
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("home")
        patch.setenv("KITH_HOME", str(home))
        made, _ = make_demo(home / "practise", clock=FixedClock(NOW), kdf=FAST)
        yield made
        made.close()


def _all(reads: Reads, code: str) -> list[View]:
    return reads.all(code, retracted=True)


def test_the_history_holds_and_every_file_opens(demo: Diary) -> None:
    assert demo.verify().faults == []
    files = demo.ask(lambda reads: reads.all("attachment"))
    kinds = {bytes(read_attachment(demo, file.id)[:4]) for file in files}
    assert kinds == {b"%PDF", b"\x89PNG", b"Nort"}
    assert demo.notices == []


def test_every_kind_of_record_is_there(demo: Diary) -> None:
    for kind in registry.kinds():
        assert demo.ask(_all, kind.code), kind.code


def test_eight_young_people_with_a_story_each(demo: Diary) -> None:
    def stories(reads: Reads) -> Counter[str]:
        views = [v for k in registry.kinds() if k.listed for v in reads.all(k.code)]
        names = reads.people()
        return Counter(names[view.person] for view in views if view.person)

    counted = demo.ask(stories)
    assert len(counted) == 8
    assert min(counted.values()) >= 25


def test_today_has_something_of_every_group(demo: Diary) -> None:
    view = demo.ask(today)
    reasons = {reason.code for line in view.due for reason in line.reasons}
    assert [line.group for line in view.due][:3] == [
        "concern_not_passed_on",
        "missing_now",
        "running_clock",
    ]
    assert reasons >= {
        "promise_due",
        "silence",
        "missed_meetings",
        "action_due",
        "draft_unfinished",
        "agreed_contact",
        "eighteen_30",
    }
    assert any("9 h 20 min left" in line.clock for line in view.due)


def test_nothing_in_it_is_invalid_or_in_question(demo: Diary) -> None:
    for kind in registry.kinds():
        for view in demo.ask(_all, kind.code):
            assert not view.invalid
            assert not view.questions


def test_entries_were_written_soon_after_and_never_before(demo: Diary) -> None:
    soon = total = 0
    for view in demo.ask(lambda reads: reads.all("contact")):
        assert view.happened is not None
        waited = view.written_at - view.happened * 1000
        assert waited >= 0
        total += 1
        soon += waited < DAY_MS or bool(view.get("late_reason"))
    assert soon / total > 0.98


def test_it_shows_what_became_of_entries(demo: Diary) -> None:
    contacts = demo.ask(lambda reads: reads.all("contact", retracted=True))
    assert [v for v in contacts if v.amended]
    assert len([v for v in contacts if v.retracted]) == 2  # written twice, and misfiled
    assert [v for v in contacts if v.origin]
    assert [v for v in contacts if v.get("childs_comment")]
    assert [v for v in contacts if v.get("late_reason")]
    shared = Counter(v.get("meeting") for v in contacts if v.get("meeting"))
    assert 2 in shared.values()
    promises = demo.ask(lambda reads: reads.all("promise"))
    assert {v.get("state") for v in promises} == {"kept", "late", "changed", "not_kept", None}
    talks = demo.ask(lambda reads: reads.all("return_conversation"))
    assert {v.get("outcome") for v in talks} == {"held", "declined", None}


@pytest.mark.parametrize("days", range(7))
@pytest.mark.parametrize("hour", [0, 7, 16, 23])
def test_it_is_in_order_on_every_day_of_the_week(days: int, hour: int) -> None:
    """What is changed was written before; nothing is written before it happened, or in future."""
    now = NOW.replace(hour=hour) + timedelta(days=days)
    script = Script.read(FixedClock(now))
    known: set[str] = set()
    for step in script.steps:
        assert step.at < now
        for verb in ("edit", "retract", "misfiled", "attach"):
            assert step.row.get(verb, "") in known | {""}, step.row
        known.add(step.row.get("id", ""))


def test_an_occupied_folder_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "practise"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    with pytest.raises(FolderNotEmpty):
        make_demo(folder, clock=FixedClock(NOW), kdf=FAST)
    assert [p.name for p in folder.iterdir()] == ["mine.txt"]


def test_stopping_leaves_nothing(tmp_path: Path) -> None:
    told: list[int] = []
    with pytest.raises(Cancelled):
        make_demo(
            tmp_path / "in" / "practise",
            clock=FixedClock(NOW),
            kdf=FAST,
            progress=lambda done, total: told.append(done),
            cancelled=lambda: len(told) > 40,
        )
    assert list((tmp_path / "in").iterdir()) == []
    assert told == sorted(told)


def test_it_opens_with_the_passphrase_that_is_printed(tmp_path: Path) -> None:
    made, _ = make_demo(tmp_path / "practise", clock=FixedClock(NOW), kdf=FAST)
    made.close()
    with Diary.open(tmp_path / "practise", PASSPHRASE, clock=FixedClock(NOW)) as again:
        assert again.notices == []
        assert len(again.ask(lambda reads: reads.people())) == 8
