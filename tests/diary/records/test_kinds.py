"""What holds for every kind of record: the form that the generics build from it, what an empty form
is told, that values come back as they went in, and that nothing written shows where it must not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.errors import InvalidEntry
from diary.paths import resource
from diary.records import registry
from diary.records.fields import FieldSpec
from diary.records.registry import Entry, Kind
from diary.store.shape import Record
from tests.strategies import value_for, values_for

KINDS = [pytest.param(k, id=k.code) for k in registry.kinds()]
every_kind = pytest.mark.parametrize("kind", KINDS)
few = settings(max_examples=12)  # times the number of kinds
SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
CANARY = "zaqxsw canary"

EMPTY: dict[str, set[str]] = {
    "action": {"what"},
    "attachment": {"name", "file_id", "file_key"},
    "concern": {"words"},
    "contact": {"kind"},
    "export_log": {"at", "what"},
    "goal": {"hope"},
    "key_moment": {"kind"},
    "me": {"display_name"},
    "meeting": {"kind"},
    "missing_episode": set(),
    "note": {"note"},
    "organisation": set(),
    "promise": {"what"},
    "put_off": {"key", "reason", "until"},
    "return_conversation": set(),
    "second_account": {"of", "account"},
    "spell": {"aspect"},
    "trust": {"child_did"},
    "worker_safety": {"what"},
    "young_person": {"chosen_name"},
}
"""What an empty form is told. A field more here is a minute more for a worker in a hurry."""

BLAMING = (
    "refus",
    "fail",
    "abscond",
    "non-compliant",
    "engage",
    "challenging",
    "behaviour",
    "placement",
    "attention",
    "manipulat",
    "promiscu",
    "the case",
    "service user",
    "lac",
    "dna",
)

PROMPTS = {
    "goal": {"steps", "stands"},
    "return_conversation": {
        "lines",
        "asked_before",
        "asked_away",
        "asked_back",
        "asked_health",
        "asked_safe",
    },
    "trust": {"their_scale"},
    "young_person": {"chosen_name", "pronouns"},
}
"""What else than their own words may be on screen while they sit beside the worker."""


def all_specs(kind: Kind) -> Iterator[FieldSpec]:
    for spec in kind.fields.values():
        yield spec
        yield from spec.parts


def test_every_file_is_a_kind() -> None:
    assert {k.code for k in registry.kinds()} == set(EMPTY)


@every_kind
def test_every_field_has_a_label_and_a_stable_name(kind: Kind) -> None:
    for spec in all_specs(kind):
        assert SNAKE.fullmatch(spec.name), spec.name
        assert spec.label[:1].isupper(), spec.name
        assert spec.label == spec.label.strip(), spec.name
        assert spec.help == "" or spec.help[-1] in ".?", spec.name
        assert len(spec.help) <= 90, spec.name


@every_kind
def test_labels_of_one_fold_differ(kind: Kind) -> None:
    for section in {s.section for s in kind.fields.values()}:
        labels = [s.label for s in kind.fields.values() if s.section == section and not s.hidden]
        assert len(labels) == len(set(labels)), section


@every_kind
def test_every_choice_has_snake_case_codes_and_words(kind: Kind) -> None:
    for spec in all_specs(kind):
        assert bool(spec.choices) == (spec.type in {"choice", "choices"}), spec.name
        assert len({c.code for c in spec.choices}) == len(spec.choices), spec.name
        assert len({c.words for c in spec.choices}) == len(spec.choices), spec.name
        for option in spec.choices:
            assert SNAKE.fullmatch(option.code), option.code
            assert option.words[:1].isupper(), option.code


@every_kind
def test_items_have_parts_of_their_own_and_no_deeper(kind: Kind) -> None:
    for spec in kind.fields.values():
        assert bool(spec.parts) == (spec.type == "items"), spec.name
        for part in spec.parts:
            assert part.name != "id"
            assert not part.is_set, f"{spec.name}/{part.name} can't be merged"


@every_kind
def test_what_a_worker_needs_first_stands_first(kind: Kind) -> None:
    own = [s for s in kind.fields.values() if s.name not in Entry.model_fields and not s.hidden]
    folds = [s.section for s in own]
    assert [*dict.fromkeys(folds)] == [
        f for i, f in enumerate(folds) if i == 0 or folds[i - 1] != f
    ]
    assert folds[0] == ""
    assert folds.count("") <= 8
    assert all(s.section == "" for s in own if s.required)


@every_kind
def test_the_table_is_named_like_the_kind_and_hides_no_column(kind: Kind) -> None:
    assert kind.table.__table__.name == kind.code  # type: ignore[attr-defined]
    assert not set(kind.fields) & set(Record.model_fields)
    assert kind.happened == "" or kind.fields[kind.happened].type in {"when", "date"}


@every_kind
def test_its_icon_is_there(kind: Kind) -> None:
    assert resource(f"icons/{kind.icon}.svg").is_file()


@every_kind
def test_links_point_at_kinds_that_exist(kind: Kind) -> None:
    for spec in all_specs(kind):
        assert spec.to == "" or registry.known(spec.to), spec.name


@every_kind
def test_no_wording_blames_the_young_person(kind: Kind) -> None:
    words = [kind.name, kind.plural]
    for spec in all_specs(kind):
        words += [spec.label, spec.help, spec.section, *(c.words for c in spec.choices)]
    for term in BLAMING:
        whole = re.compile(rf"\b{term}" + (r"\b" if len(term) < 4 else ""), re.IGNORECASE)
        assert [w for w in words if whole.search(w)] == []


@every_kind
def test_only_their_own_words_are_on_screen_beside_them(kind: Kind) -> None:
    beside = {s.name for s in kind.fields.values() if s.beside and s.type != "own_words"}
    assert beside == PROMPTS.get(kind.code, set())


@every_kind
def test_the_empty_form(kind: Kind) -> None:
    assert set(kind.problems({})) == EMPTY[kind.code]


@every_kind
@few
@given(data=st.data())
def test_values_come_back_as_they_went_in(kind: Kind, data: st.DataObject) -> None:
    values = data.draw(values_for(kind, full=True))
    assert kind.clean(values) == values
    assert kind.clean(json.loads(json.dumps(values))) == values


@every_kind
@few
@given(data=st.data())
def test_lists_can_show_any_part_of_a_record(kind: Kind, data: st.DataObject) -> None:
    values = data.draw(values_for(kind))
    kept = data.draw(st.sets(st.sampled_from(sorted(values) or ["none"])))
    some = {name: values[name] for name in values if name in kept}
    for shown in (some, values, {}):
        title = kind.title(shown)
        assert title
        assert "\n" not in title
        assert len(title) <= 600
        assert kind.meta is None or "\n" not in kind.meta(shown)
        kind.entry_text(shown)


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@every_kind
@few
@given(data=st.data())
def test_what_a_newer_version_wrote_is_still_listed(kind: Kind, data: st.DataObject) -> None:
    names = st.sampled_from(sorted(kind.fields))
    values = data.draw(st.dictionaries(names, junk, max_size=8))
    assert isinstance(kind.title(values), str)
    assert kind.entry_text(values).title == kind.title(values)
    for reason in kind.problems(values).values():
        assert reason


@every_kind
@few
@given(data=st.data())
def test_reasons_are_sentences_about_fields_on_the_form(kind: Kind, data: st.DataObject) -> None:
    specs = kind.fields
    times = {n: value_for(s) for n, s in specs.items() if s.type == "when"}
    mixed = data.draw(values_for(kind)) | data.draw(st.fixed_dictionaries(times))
    for name, reason in kind.problems(mixed).items():
        assert name in specs
        assert reason[0].isupper()
        assert reason.endswith(".")


def wrong_values(spec: FieldSpec) -> Any:
    """Something that holds the canary and can't be taken, for each type of field."""
    bad: dict[str, Any] = {
        "text": CANARY * 60,
        "narrative": [CANARY],
        "own_words": [CANARY],
        "choice": CANARY,
        "choices": [CANARY],
        "flag": CANARY,
        "number": CANARY,
        "date": CANARY,
        "when": {"at": CANARY, "zone": "Europe/London"},
        "link": [CANARY],
        "links": [[CANARY]],
        "items": [CANARY],
    }
    return bad[spec.type]


@every_kind
def test_errors_name_fields_and_never_what_was_written(kind: Kind) -> None:
    values = {name: wrong_values(spec) for name, spec in kind.fields.items()}
    with pytest.raises(InvalidEntry) as caught:
        kind.clean(values)
    assert set(caught.value.fields) >= set(values)
    for shown in (str(caught.value), repr(caught.value), str(caught.value.fields)):
        assert CANARY not in shown
    assert caught.value.__cause__ is None


@every_kind
def test_repr_shows_the_kind_and_an_id_and_nothing_else(kind: Kind) -> None:
    written = {n: CANARY for n, s in kind.fields.items() if s.type in {"text", "narrative"}}
    row = kind.table.model_validate({"id": "abcdefghij", **written})
    assert repr(row) == f"<{kind.table.__name__} abcdefgh>"
    assert CANARY not in f"{row} {kind!r}"


@every_kind
@few
@given(data=st.data())
def test_what_is_written_can_be_found_and_what_is_hidden_cannot(
    kind: Kind, data: st.DataObject
) -> None:
    values = data.draw(values_for(kind, full=True))
    names = [n for n, s in kind.fields.items() if s.type in {"text", "narrative", "own_words"}]
    marked = {n: f"{CANARY}{i}#" for i, n in enumerate(names)}
    body = kind.entry_text({**values, **marked}).body
    for name, words in marked.items():
        assert (words in body) == kind.fields[name].searchable, name
    assert all(s.searchable is False for s in kind.fields.values() if s.hidden)
