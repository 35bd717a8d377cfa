"""Writing and reading entries through the real commands."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diary.records import registry
from diary.records.registry import Kind
from tests.strategies import values_for

KINDS = [pytest.param(k, id=k.code) for k in registry.kinds()]


def test_an_entry_comes_back_as_it_was_given(kith: Any, note: str, ash: str) -> None:
    shown = kith("show", note, "--json").json
    assert shown["values"]["note"] == "We walked to the harbour."
    assert shown["values"]["at"] == {
        "at": "2026-03-01T10:00:00Z",
        "zone": "Europe/London",
        "precision": "exact",
    }
    assert shown["happened"] == "2026-03-01T10:00:00Z"
    assert (shown["kind"], shown["person"], shown["person_name"]) == ("note", ash, "Ash")
    assert (shown["version"], shown["author_name"]) == (1, "Sam Okoro")
    assert kith("show", note[:8], "--json").json == shown


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=2, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_kind_is_added_and_shown(kith: Any, kind: Kind, data: st.DataObject) -> None:
    values = data.draw(values_for(kind))
    people = kith("people", "--json").json
    if not people:
        kith("add", "young_person", given={"chosen_name": "Ash"})
        people = kith("people", "--json").json
    whose = ["--person", people[0]["id"]] if kind.home != "private" else []
    added = kith("add", kind.code, *whose, "--json", given=values)
    assert added.code == 0, added.err
    kept = added.json["values"]
    for name, value in values.items():
        if isinstance(value, list):
            key = (lambda x: x["id"]) if isinstance(value[0], dict) else str
            assert kept[name] == sorted(value, key=key), name
        else:
            assert kept[name] == value, name
    assert kith("show", added.json["id"]).code == 0
    assert added.json["id"] in [r["id"] for r in kith("list", kind.code, "--json").json]


def test_an_edit_changes_only_what_it_names(kith: Any, note: str) -> None:
    edited = kith("edit", note, "--why", "misheard", "--json", given={"note": "We sat by it."}).json
    assert edited["values"]["note"] == "We sat by it."
    assert edited["values"]["words"] == "It was all right"
    assert (edited["version"], edited["amended"]) == (2, True)
    cleared = kith("edit", note, "--json", given={"words": None}).json
    assert "words" not in cleared["values"]


def test_what_is_taken_back_leaves_the_list_and_stays_in_the_history(kith: Any, note: str) -> None:
    assert kith("retract", note).code == 2
    assert kith("retract", note, "--reason", "written twice").code == 0
    assert kith("list", "note", "--json").json == []
    assert kith("list", "note", "--retracted", "--json").json[0]["retracted"] == "written twice"
    steps = [version["step"] for version in kith("history", note, "--json").json]
    assert steps == ["written", "taken back"]
    assert kith("edit", note, given={"note": "x"}).code == 2
    assert kith("restore-entry", note).code == 0
    assert len(kith("list", "note", "--json").json) == 1


def test_the_history_names_who_when_device_why_and_the_words(kith: Any, note: str) -> None:
    kith("edit", note, "--why", "misheard", given={"note": "We walked to the park."})
    first, second = kith("history", note, "--json").json
    assert (first["step"], first["by_name"], first["why"]) == ("written", "Sam Okoro", None)
    assert (second["step"], second["why"]) == ("changed", "misheard")
    assert second["device"]
    assert second["at"].endswith("Z")
    (change,) = second["changed"]
    assert (change["path"], change["label"]) == ("note", "Note")
    assert change["before"] == "We walked to the harbour."
    assert ["gone", "harbour"] in change["words"]
    assert ["new", "park"] in change["words"]
    told = kith("history", note).out
    assert "[-harbour-]{+park+}" in told
    assert "misheard" in told


def test_lists_filter_by_person_and_limit(kith: Any, note: str) -> None:
    kith("add", "young_person", given={"chosen_name": "Bo"})
    kith("add", "note", "--person", "bo", given={"note": "Newer", "at": "2026-03-02"})
    assert [r["person_name"] for r in kith("list", "note", "--json").json] == ["Bo", "Ash"]
    assert len(kith("list", "note", "--limit", "1", "--json").json) == 1
    assert [r["id"] for r in kith("list", "note", "--person", "ASH", "--json").json] == [note]
    assert [p["chosen_name"] for p in kith("people", "--json").json] == ["Ash", "Bo"]


def test_restricted_entries_say_so(kith: Any, ash: str) -> None:
    added = kith("add", "note", "--person", ash, "--restricted", "--json", given={"note": "x"})
    assert added.json["restricted"] is True


def test_kinds_tell_all_that_a_form_must_know() -> None:
    from tests.diary.cli.conftest import run_here

    told = {kind["code"]: kind for kind in run_here("kinds", "--json").json}
    assert set(told) == {kind.code for kind in registry.kinds()}
    for kind in registry.kinds():
        said = told[kind.code]
        assert [f["name"] for f in said["fields"]] == list(kind.fields)
        for field in said["fields"]:
            spec = kind.fields[field["name"]]
            assert (field["type"], field["required"]) == (spec.type, spec.required)
            assert field["section"] in said["sections"]
            assert [c["code"] for c in field["choices"]] == [c.code for c in spec.choices]
            assert [p["name"] for p in field["parts"]] == [p.name for p in spec.parts]
    assert run_here("kinds").code == 0


def test_search_finds_the_passage(kith: Any, note: str) -> None:
    found = kith("search", "harbour", "--json").json
    assert [hit["id"] for hit in found["hits"]] == [note]
    (hit,) = found["hits"]
    assert [hit["passage"][a:b].lower() for a, b in hit["ranges"]] == ["harbour"]
    assert kith("search", "harbour", "-walked", "--json").json["total"] == 0
    assert kith("search", 'person:ash "to the harbour"', "--json").json["total"] == 1
    assert "harbour" in kith("search", "walked").out
    assert kith("search", "kind:nonsense").code == 2


def test_due_is_the_list_of_that_moment(kith: Any, ash: str) -> None:
    episode = {"last_seen": "2026-03-24T20:00", "returned": "2026-03-25T10:00+00:00"}
    fields = registry.kind("missing_episode").fields
    given = {name: value for name, value in episode.items() if name in fields}
    if "returned" not in fields:
        returned = next(n for n in fields if "return" in n and fields[n].type == "when")
        given[returned] = episode["returned"]
    added = kith("add", "missing_episode", "--person", ash, "--json", given=given)
    assert added.code == 0, added.err
    now = "2026-03-28T10:00+00:00"
    lines = kith("due", "--json", "--now", now, "--all").json
    assert [line["person"] for line in lines] == [ash]
    assert lines[0]["titled"].count("Ash") == 1
    assert all(reason["why"] for reason in lines[0]["reasons"])
    assert "Ash" in kith("due", "--now", now, "--all").out
    assert kith("due", "--now", "2026-03-28T10:00").code == 2


def test_terminal_codes_in_an_entry_are_shown_and_not_obeyed(kith: Any, ash: str) -> None:
    evil = "red \x1b[31m[bold]text[/bold] \u202e"
    added = kith(
        "add", "note", "--person", ash, "--json", given={"note": evil, "about": "\x1b]0;x\x07"}
    )
    assert added.code == 0, added.err
    for said in (kith("show", added.json["id"]), kith("list", "note"), kith("search", "red")):
        assert "\x1b" not in said.out
        assert "\x07" not in said.out
        assert "\u202e" not in said.out
    assert "[bold]text[/bold]" in kith("show", added.json["id"]).out
    assert kith("show", added.json["id"], "--json").json["values"]["note"] == evil


def test_standard_input_takes_a_byte_order_mark(kith: Any, ash: str) -> None:
    text = b"\xef\xbb\xbf" + json.dumps({"note": "é"}).encode()
    assert kith("add", "note", "--person", ash, "--json", given=text).json["values"]["note"] == "é"
