"""A record type costs one file in `diary/records`, one in `ui/records`, one import line each. A
kind made up here goes through every generic there is: store, list, history, search, export, form,
entry page; and is forgotten again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from diary.casework.history import history
from diary.casework.search import find
from diary.clock import FixedClock
from diary.diary import Diary
from diary.records import registry
from diary.records.fields import choice, items, narrative, own_words, text, when
from diary.records.registry import Entry, register
from diary.reports.export import export
from diary.vault.keyslots import KdfParams
from ui.desk.desk import Desk
from ui.desk.tasks import Tasks
from ui.pages.entry import EntryPage
from ui.records.listing import RecordList
from ui.records.registry import UiKind, dress, ui_kind, undress

CODE = "throwaway_visit"


@pytest.fixture
def kind() -> Iterator[UiKind]:
    class Visit(Entry, table=True):
        """A visit, for as long as this test."""

        __tablename__ = CODE

        who: str | None = text("Who came", required=True)
        at: dict[str, Any] | None = when("When")
        mood: str | None = choice("How it went", {"well": "Well", "badly": "Badly"})
        words: str | None = own_words("What they said about it")
        account: str | None = narrative("What happened")
        brought: list[dict[str, Any]] | None = items("Brought along", {"what": text("What")})

    register(
        Visit,
        code=CODE,
        name="Visit",
        plural="Visits",
        icon="users",
        happened="at",
        title=lambda values: f"Visit from {values.get('who') or 'somebody'}",
    )
    yield dress(UiKind(CODE, columns=("who", "mood"), wording={"new": "Somebody came"}))
    undress(CODE)
    registry.forget(CODE)


@pytest.fixture
def home(kind: UiKind, tmp_path: Path, clock: FixedClock) -> Iterator[Diary]:
    kdf = KdfParams(memory_kib=8, passes=1, lanes=1, for_tests=True)
    made, _ = Diary.create(
        tmp_path / "v", "seven quiet herons over water", "Sam", clock=clock, kdf=kdf
    )
    yield made
    made.close()


def test_a_new_kind_has_all_that_the_others_have(
    kind: UiKind, home: Diary, show: Callable[[QWidget], None], tmp_path: Path
) -> None:
    person = home.do(lambda w: w.create_person({"chosen_name": "Jaz"})).result
    desk = Desk(home, Tasks(inline=True))
    page = EntryPage(desk)
    show(page)

    page.arrive(kind=CODE, person=person)
    assert page.header.title.text() == "Somebody came, Jaz"
    page.form.set_values({"account": "Tea and cake."})
    page.submit()
    assert page.form.fields["who"].error()
    assert page.form.values()["account"] == "Tea and cake."
    page.form.set_values({"who": "An aunt", "mood": "well", "words": "She is funny."})
    page.form.inputs["brought"].add_line().inputs["what"].set_value("A zebra mask")
    page.submit()
    [made] = home.ask(lambda reads: reads.all(CODE, person=person))
    assert made.get("brought")[0]["what"] == "A zebra mask"

    page.arrive(record=made.id)
    assert page.header.title.text() == "Visit from An aunt"
    page.arrive(record=made.id, amend=True)
    page.form.set_values({"mood": "badly"})
    page.submit()
    versions = home.ask(history, made.id)
    assert [v.step for v in versions] == ["written", "changed"]
    assert versions[1].changed[0].label == "How it went"

    assert [hit.id for hit in home.ask(find, "zebra").hits] == [made.id]

    found = RecordList(desk, CODE)
    show(found)
    found.show_for(person)
    [row] = found.rows.rows()
    assert (row.title, row.key) == ("Visit from An aunt", made.id)
    assert "Badly" in row.meta

    target = tmp_path / "out"
    export(home, target)
    assert "zebra" in "".join(
        p.read_text(encoding="utf-8") for p in target.rglob("*") if p.suffix in {".json", ".jsonl"}
    )

    undress(CODE)  # without a file of its own it has the plain form
    assert ui_kind(CODE).said("new") == "New visit"
    assert ui_kind(CODE).names()[:2] == ["who", "at"]
