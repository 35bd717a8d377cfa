"""The one door: what fails leaves nothing, what is saved stays saved whatever happens beside it,
and a lock locks."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from diary.clock import FixedClock
from diary.diary import Diary
from diary.errors import CannotReach, DiskFull, Locked
from diary.records.reads import Reads
from diary.records.work import Work
from diary.vault import head, nonce
from tests.diaries import PASSPHRASE


def born(work: Work, name: str) -> str:
    return work.create_person({"chosen_name": name})


def reopened(diary: Diary, clock: FixedClock) -> Diary:
    folder = diary.vault.folder
    diary.close()
    return Diary.open(folder, PASSPHRASE, clock=clock)


def test_a_verb_that_fails_leaves_neither_entry_nor_stream(diary: Diary) -> None:
    before = diary.statements

    def fails(work: Work) -> None:
        person = born(work, "Jaz")
        work.create("contact", {"kind": "met", "with_or_about": "with"}, person=person)
        raise KeyError("x")

    with pytest.raises(KeyError):
        diary.do(fails)
    assert diary.statements == before
    assert diary.ask(lambda reads: reads.people()) == {}
    person = diary.do(born, "Ola").result
    assert diary.ask(lambda reads: reads.people()) == {person: "Ola"}
    assert diary.verify().faults == []


def test_a_write_inside_a_write_is_refused_and_the_outer_one_is_whole(
    diary: Diary, clock: FixedClock
) -> None:
    def nested(work: Work) -> str:
        person = born(work, "Jaz")
        with pytest.raises(RuntimeError, match="a write inside a write"):
            diary.do(born, "Ola")
        return person

    person = diary.do(nested).result
    assert diary.verify().faults == []
    with reopened(diary, clock) as again:
        assert again.ask(lambda reads: reads.people()) == {person: "Jaz"}
        assert again.verify().faults == []


def test_a_failing_write_beside_others_takes_nothing_of_theirs(
    diary: Diary, clock: FixedClock
) -> None:
    """Each new young person opens streams in the directory: what one thread takes back may not be
    what another builds on."""
    errors: list[BaseException] = []
    kept: list[str] = []

    def fails(work: Work, number: int) -> None:
        born(work, f"Lost {number}")
        raise KeyError("x")

    def run(number: int) -> None:
        try:
            for turn in range(12):
                if (turn + number) % 2:
                    with pytest.raises(KeyError):
                        diary.do(fails, number)
                else:
                    kept.append(diary.do(born, f"Kept {number}").result)
        except BaseException as error:  # noqa: BLE001 told to the test below
            errors.append(error)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with reopened(diary, clock) as again:
        people = again.ask(lambda reads: dict(reads.people()))
        assert set(people) == set(kept)
        for person in kept:
            again.do(lambda w, p=person: w.create("note", {"note": "x"}, person=p))
        assert again.verify().faults == []


def test_a_mark_that_cannot_be_written_does_not_unsay_a_save(
    diary: Diary, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = diary.do(born, "Jaz").result

    def full(path: Any, *args: Any) -> int:
        if str(path).endswith(head.NAME):
            raise OSError(28, "No space left on device")
        return real(path, *args)

    real = os.open
    monkeypatch.setattr(os, "open", full)
    second = diary.do(born, "Ola").result
    monkeypatch.undo()
    assert set(diary.ask(lambda reads: reads.people())) == {person, second}
    with reopened(diary, clock) as again:
        assert set(again.ask(lambda reads: reads.people())) == {person, second}


@pytest.mark.parametrize("where", ["commit", "insert"])
def test_a_full_disk_in_a_save_leaves_nothing_and_the_next_one_works(
    diary: Diary, where: str
) -> None:
    person = diary.do(born, "Jaz").result
    writer = diary.store.engine._writer
    pages = writer.execute("PRAGMA page_count").fetchone()[0]
    writer.execute(f"PRAGMA max_page_count={pages}")
    big = "words " * 20_000

    with pytest.raises(DiskFull):
        diary.do(lambda w: w.create("note", {"note": big}, person=person))
    with pytest.raises(DiskFull):
        diary.do(lambda w: [born(w, f"P{n} {where}") for n in range(200)])
    writer.execute("PRAGMA max_page_count=1000000")
    assert diary.ask(lambda reads: reads.people()) == {person: "Jaz"}
    diary.do(lambda w: w.create("note", {"note": "after"}, person=person))
    assert diary.verify().faults == []


def test_locking_locks_even_where_nothing_more_can_be_written(
    diary: Diary, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = diary.do(born, "Jaz").result
    folder = diary.vault.folder

    def fails() -> None:
        raise CannotReach("diary.db")

    monkeypatch.setattr(diary, "_mark_opened", fails)
    diary.close()
    assert not diary.is_open
    with pytest.raises(Locked):
        diary.ask(lambda reads: reads.people())
    with Diary.open(folder, PASSPHRASE, clock=clock) as again:
        assert again.ask(lambda reads: reads.people()) == {person: "Jaz"}


def test_a_save_that_waits_while_the_diary_locks_is_refused_as_locked(diary: Diary) -> None:
    inside, go = threading.Event(), threading.Event()
    told: list[BaseException] = []

    def slow(work: Work) -> None:
        inside.set()
        go.wait(5)
        born(work, "Jaz")

    def late() -> None:
        try:
            diary.do(born, "Ola")
        except BaseException as error:  # noqa: BLE001 told to the test below
            told.append(error)

    first = threading.Thread(target=diary.do, args=(slow,))
    first.start()
    assert inside.wait(5)
    closing = threading.Thread(target=diary.close)
    closing.start()
    second = threading.Thread(target=late)
    second.start()
    go.set()
    for thread in (first, closing, second):
        thread.join(10)
    assert not diary.is_open
    # Either it came before the lock and is saved, or it is told that the diary is locked.
    assert all(isinstance(error, Locked) for error in told)
    with pytest.raises(Locked):
        diary.do(born, "Mo")


def test_a_reading_is_one_moment(diary: Diary) -> None:
    person = diary.do(born, "Jaz").result

    def twice(reads: Reads) -> tuple[int, int]:
        first = len(reads.all("note", person=person))
        writer = threading.Thread(
            target=diary.do, args=(lambda w: w.create("note", {"note": "x"}, person=person),)
        )
        writer.start()
        writer.join()
        return first, len(reads.all("note", person=person))

    assert diary.ask(twice) == (0, 0)
    assert len(diary.ask(lambda reads: reads.all("note", person=person))) == 1


# -- copies, damage, incarnations -------------------------------------------------------------


def incarnation_after(diary: Diary, clock: FixedClock, hurt: Callable[[Path], None]) -> list[str]:
    """What the diary writes under before and after something happened to the folder."""
    diary.do(born, "Jaz")
    before = diary.standing.incarnation
    folder = diary.vault.folder
    diary.close()
    hurt(folder)
    with Diary.open(folder, PASSPHRASE, clock=clock) as again:
        again.do(born, "Ola")
        assert again.verify().faults == []
        return [before, again.standing.incarnation]


def test_opened_again_it_goes_on_under_the_same_name(diary: Diary, clock: FixedClock) -> None:
    before, after = incarnation_after(diary, clock, lambda _: None)
    assert before == after


@pytest.mark.parametrize("hurt", ["gone", "behind", "scrambled", "nonce"])
def test_wherever_the_mark_does_not_fit_a_new_name_is_taken(
    diary: Diary, clock: FixedClock, hurt: str
) -> None:
    old = b""
    if hurt == "behind":
        diary.do(born, "Mo")
        old = (diary.vault.folder / head.NAME).read_bytes()

    def harm(folder: Path) -> None:
        mark = folder / head.NAME
        if hurt == "gone":
            mark.unlink()
        elif hurt == "behind":
            mark.write_bytes(old)
        elif hurt == "scrambled":
            mark.write_bytes(b"x" * 80)
        else:
            nonce.forget(diary.vault.vault_id)

    before, after = incarnation_after(diary, clock, harm)
    assert before != after
