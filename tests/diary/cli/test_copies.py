"""A copy taken out and brought in again is the same diary: every kind, every version, every file,
through the real commands; and what is no good copy changes nothing."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from diary.casework.attaching import attach, read_attachment
from diary.diary import Diary
from diary.errors import InvalidEntry
from diary.records import registry
from diary.records.reads import Reads
from diary.records.registry import Kind
from diary.records.view import View
from tests.diary.cli.conftest import CHEAP, PASSPHRASE, run_here
from tests.strategies import values_for

PRIVATE = {"me", "organisation"}


def open_book(folder: Path) -> Diary:
    return Diary.open(folder, PASSPHRASE)


def seen(view: View) -> dict[str, Any]:
    """All of a row that a copy must give back."""
    asked: Mapping[str, Any] = view.questions
    return {
        "values": dict(view.values),
        "person": view.person,
        "restricted": view.restricted,
        "author": view.author,
        "device": view.device,
        "zone": view.zone,
        "written_at": view.written_at,
        "happened": view.happened,
        "version": view.version,
        "amended": view.amended,
        "retracted": view.retracted,
        "invalid": dict(view.invalid),
        "questions": {
            path: [{k: v for k, v in one.items() if k != "change"} for one in answers]
            for path, answers in asked.items()
        },
    }


def tables(reads: Reads) -> dict[str, dict[str, Any]]:
    return {
        kind.code: {view.id: seen(view) for view in reads.all(kind.code, retracted=True)}
        for kind in registry.kinds()
    }


def fill(book: Diary, kind: Kind, data: st.DataObject) -> None:
    """Records of a kind: edited, edited apart, restricted, taken back."""
    people = [
        book.do(lambda work, n=name: work.create_person({"chosen_name": n})).result
        for name in ("Ash", "Bo")
    ]
    values = data.draw(st.lists(values_for(kind), min_size=2, max_size=4))
    restricted, apart, back = (data.draw(st.booleans()) for _ in range(3))
    if kind.code == "young_person":
        made = people[0]
    else:
        whose = None if kind.home == "private" else people[1]
        secret = restricted and whose is not None
        made = book.do(
            lambda work: work.create(kind.code, values[0], person=whose, restricted=secret)
        ).result
    base = book.ask(lambda reads: reads.view(made))
    shown: dict[str, Any] = {"base": base.heads, "base_values": base.values} if apart else {}
    for changed in values[1:]:
        # Apart: all forms showed the first version, so their answers stand beside each other. What
        # does not go with the rest is refused, and that is no matter here.
        with suppress(InvalidEntry):
            book.do(lambda work, c=changed: work.edit(made, c, why="again", **shown))
    if back:
        book.do(lambda work: work.retract(made, "not so"))


@pytest.mark.parametrize("kind", [pytest.param(k, id=k.code) for k in registry.kinds()])
@settings(max_examples=2, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(data=st.data())
def test_every_kind_comes_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, kind: Kind, data: st.DataObject
) -> None:
    base = tmp_path_factory.mktemp("copies")
    ending = data.draw(st.sampled_from(["", ".zip"]))
    here, there = base / "here", base / "there"
    for vault, name in ((here, "Sam"), (there, "Kim")):
        book, _ = Diary.create(vault, PASSPHRASE, name, kdf=CHEAP)
        with book:
            if vault == here:
                fill(book, kind, data)
    compare(here, there, base / f"copy{ending}")


def compare(here: Path, there: Path, copy: Path) -> None:
    """Take a copy from here to there, and find both alike."""
    taken = run_here("export", str(copy), "--vault", str(here), "--json").json
    assert run_here("import", str(copy), "--vault", str(there), "--json").json == taken
    with open_book(here) as one, open_book(there) as two:
        assert two.ask(tables) == one.ask(tables)
        # The invented attachments name files that never were.
        assert [f for f in two.verify().faults if not f.startswith("attachment ")] == []


@pytest.fixture
def copy(kith: Any, note: str, folder: Path, tmp_path: Path) -> Path:
    """A copy with one entry, two versions, and one attachment, in a folder."""
    kith("edit", note, "--why", "misheard", given={"note": "We walked to the park."})
    with open_book(folder) as book:
        attach(book, note, b"picture" * 1000, name="../..\\CON.jpg", caption="The park")
    target = tmp_path / "copy"
    assert kith("export", str(target)).code == 0
    return target


def test_attachments_and_authors_come_along(
    copy: Path, kith: Any, note: str, folder: Path, another: Path
) -> None:
    answer = kith("import", str(copy), "--vault", str(another), "--json")
    assert answer.json["files"] == 1
    with open_book(another) as book:
        (view,) = book.ask(lambda reads: reads.all("attachment"))
        assert read_attachment(book, view.id) == b"picture" * 1000
    versions = kith("history", note, "--vault", str(another), "--json").json
    assert [(v["by_name"], v["why"]) for v in versions] == [
        ("Sam Okoro", None),
        ("Sam Okoro", "misheard"),
    ]
    assert {v["brought_in"]["by_name"] for v in versions} == {"Kim Reed"}
    assert kith("history", note, "--json").json[1]["at"] == versions[1]["at"]
    assert kith("edit", note, "--vault", str(another), given={"note": "Mine now"}).code == 0


def test_a_copy_of_a_copy_loses_nothing(
    kith: Any, note: str, folder: Path, another: Path, tmp_path: Path
) -> None:
    kith("edit", note, "--why", "misheard", given={"note": "We walked to the park."})
    third = tmp_path / "third"
    Diary.create(third, PASSPHRASE, "Lee", kdf=CHEAP)[0].close()
    compare(folder, another, tmp_path / "first.zip")
    compare(another, third, tmp_path / "second")
    first, last = (
        kith("history", note, "--vault", str(vault), "--json").json for vault in (folder, third)
    )
    for one, two in zip(first, last, strict=True):
        for same in ("step", "by", "by_name", "device", "at", "zone", "why", "changed"):
            assert one[same] == two[same]
    assert {v["brought_in"]["by_name"] for v in last} == {"Lee"}


def test_what_lies_in_a_copy(copy: Path) -> None:
    names = sorted(path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file())
    assert names[1:] == [names[1], names[2]] or len(names) == 3
    assert "README.txt" in names
    assert "kith-export.json" in names
    (file,) = (copy / "attachments").iterdir()
    assert file.read_bytes() == b"picture" * 1000
    assert file.name.endswith("-_CON.jpg")
    said = json.loads((copy / "kith-export.json").read_text(encoding="utf-8"))
    (entry,) = [r for r in said["records"] if r["kind"] == "note"]
    first, second = entry["versions"]
    assert first["writes"]["note"] == "We walked to the harbour."
    assert (second["why"], second["parents"]) == ("misheard", [first["change"]])
    assert "anybody" in (copy / "README.txt").read_text(encoding="utf-8")


def test_each_diary_says_that_a_copy_was_taken_out(copy: Path, kith: Any) -> None:
    (entry,) = kith("list", "export_log", "--json").json
    assert entry["person_name"] == "Ash"
    assert entry["values"]["form"] == "folder"
    assert entry["values"]["by"] == "Sam Okoro"
    assert str(copy) not in json.dumps(entry)


def test_taking_out_warns_and_writes_over_nothing(copy: Path, kith: Any, tmp_path: Path) -> None:
    again = kith("export", str(copy))
    assert again.code == 2
    assert "anybody" in again.err
    assert len(kith("list", "export_log", "--json").json) == 1
    file = tmp_path / "there.zip"
    file.write_bytes(b"mine")
    assert kith("export", str(file)).code == 2
    assert file.read_bytes() == b"mine"


def test_a_copy_inside_the_diary_is_refused(kith: Any, note: str, folder: Path) -> None:
    assert kith("export", str(folder / "attachments" / "x")).code == 3
    assert kith("list", "export_log", "--json").json == []


def test_only_an_empty_diary_takes_a_copy(copy: Path, kith: Any, another: Path) -> None:
    kith("add", "note", "--vault", str(another), given={"note": "mine"})
    answer = kith("import", str(copy), "--vault", str(another))
    assert answer.code == 2
    assert "not empty" in answer.err
    assert kith("people", "--vault", str(another), "--json").json == []


def test_other_files_are_no_copies(kith: Any, tmp_path: Path) -> None:
    (tmp_path / "some.txt").write_text("hello")
    (tmp_path / "folder").mkdir()
    for name in ("some.txt", "folder"):
        answer = kith("import", str(tmp_path / name))
        assert answer.code == 2
        assert "not a copy" in answer.err
    assert kith("import", str(tmp_path / "missing")).code == 3


def change_json(copy: Path, path: list[Any], value: Any) -> None:
    file = copy / "kith-export.json"
    whole = json.loads(file.read_text(encoding="utf-8"))
    at = whole
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    file.write_text(json.dumps(whole), encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (["kith_export"], 2, 4),
        (["records"], 7, 2),
        (["records", 0, "id"], "x", 4),
        (["records", 0, "person"], "b" * 26, 4),
        (["records", 1, "person"], "b" * 26, 4),
        (["records", 1, "part"], "private", 4),
        (["records", 1, "id"], "../../etc/passwd", 4),
        (["records", 1, "kind"], "note; drop table note", 4),
        (["records", 1, "versions"], [], 4),
        (["records", 1, "versions", 0, "parents"], ["00"], 4),
        (["records", 1, "versions", 0, "at"], "yesterday", 4),
        (["records", 1, "versions", 0, "zone"], "Nowhere/Land", 4),
        (["records", 1, "versions", 0, "origin"], {"at": "soon"}, 4),
        (["records", 1, "versions", 0, "writes", "note"], {"zaqxsw": 1}, 4),
        (["records", 1, "versions", 0, "writes", "at"], "zaqxsw", 4),
        (["records", 1, "versions", 0, "writes", "@retracted"], 5, 4),
        (["records", 1, "versions", 0, "writes", "also_entered"], [{"zaqxsw": 1}], 4),
        (["files", 0, "path"], "attachments/../../zaqxsw", 4),
        (["files", 0, "path"], "attachments/not-there", 4),
        (["files", 0, "key"], "zz", 4),
        (["files", 0, "size"], 3, 4),
        (["files", 0, "sha256"], "00", 4),
    ],
)
def test_a_changed_copy_is_refused_whole(
    copy: Path, kith: Any, another: Path, path: list[Any], value: Any, code: int
) -> None:
    change_json(copy, path, value)
    answer = kith("import", str(copy), "--vault", str(another))
    assert answer.code == code, answer.err
    assert "zaqxsw" not in answer.err
    assert "harbour" not in answer.err
    assert kith("people", "--vault", str(another), "--json").json == []
    assert list((another / "attachments").iterdir()) == []
    assert kith("verify", "--vault", str(another), "--json").json["changes"] == 0


def test_a_cut_or_changed_file_is_refused(copy: Path, kith: Any, another: Path) -> None:
    (file,) = (copy / "attachments").iterdir()
    file.write_bytes(b"other" * 1400)
    assert kith("import", str(copy), "--vault", str(another)).code == 4
    main = copy / "kith-export.json"
    main.write_bytes(main.read_bytes()[:-40])
    assert kith("import", str(copy), "--vault", str(another)).code == 4
    assert list((another / "attachments").iterdir()) == []


def test_a_hurt_zip_is_refused(kith: Any, note: str, another: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.zip"
    assert kith("export", str(target)).code == 0
    with zipfile.ZipFile(target) as packed:
        assert sorted(packed.namelist()) == ["README.txt", "kith-export.json"]
    data = bytearray(target.read_bytes())
    data[len(data) // 3] ^= 0xFF
    target.write_bytes(bytes(data))
    answer = kith("import", str(target), "--vault", str(another))
    assert answer.code in (2, 4), answer.err
    assert kith("people", "--vault", str(another), "--json").json == []


def test_kinds_and_fields_of_a_newer_kith_are_kept(
    copy: Path, kith: Any, note: str, another: Path, tmp_path: Path
) -> None:
    change_json(copy, ["records", 1, "versions", 0, "writes", "mood_later"], {"new": ["shape"]})
    file = copy / "kith-export.json"
    whole = json.loads(file.read_text(encoding="utf-8"))
    strange = {**whole["records"][1], "id": "c" * 26, "kind": "kind_of_later"}
    whole["records"].append(strange)
    file.write_text(json.dumps(whole), encoding="utf-8")
    assert kith("import", str(copy), "--vault", str(another)).code == 0
    on = tmp_path / "on"
    assert kith("export", str(on), "--vault", str(another)).code == 0
    said = json.loads((on / "kith-export.json").read_text(encoding="utf-8"))
    by_id = {r["id"]: r for r in said["records"]}
    assert by_id["c" * 26]["kind"] == "kind_of_later"
    assert by_id[note]["versions"][0]["writes"]["mood_later"] == {"new": ["shape"]}


def test_a_copy_that_is_stopped_leaves_no_copy_and_says_so(
    kith: Any, note: str, folder: Path, tmp_path: Path
) -> None:
    from diary.errors import Cancelled
    from diary.reports.export import export

    target = tmp_path / "copy"
    asked = iter([False, True, True])
    with open_book(folder) as book, pytest.raises(Cancelled):
        export(book, target, cancelled=lambda: next(asked, True))
    assert sorted(path.name for path in tmp_path.iterdir() if "copy" in path.name) == []
    (entry,) = kith("list", "export_log", "--retracted", "--json").json
    assert entry["retracted"]


def test_a_missing_file_does_not_stop_a_copy(
    kith: Any, note: str, folder: Path, another: Path, tmp_path: Path
) -> None:
    with open_book(folder) as book:
        attach(book, note, b"one", name="one.txt")
        attach(book, note, b"two", name="two.txt")
    first, second = sorted((folder / "attachments").iterdir())
    first.unlink()
    second.write_bytes(second.read_bytes()[:-3])
    target = tmp_path / "copy.zip"
    assert kith("export", str(target), "--json").json["missing"] == 2
    brought = kith("import", str(target), "--vault", str(another), "--json").json
    assert (brought["files"], brought["missing"]) == (0, 2)
    assert len(kith("list", "attachment", "--vault", str(another), "--json").json) == 2
