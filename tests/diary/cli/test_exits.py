"""Exit codes and what stands on stderr: a plain reason, never case text, never the passphrase."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from diary.cli import commands, exits
from diary.cli.program import open_program
from diary.errors import Damaged, DiaryError, Refused, Unavailable
from tests.diary.cli.conftest import PASSPHRASE, ROOT, run_here

CANARY = "zaqxsw-canary-7781"


def walk(kind: type[DiaryError]) -> list[type[DiaryError]]:
    return [kind, *(inner for each in kind.__subclasses__() for inner in walk(each))]


@pytest.mark.parametrize(
    ("words", "given", "said"),
    [
        (("add", "note", "--person", "Ash"), {"nonsense": 1}, "nonsense: there is no such field"),
        (("add", "note", "--person", "Ash"), {}, "note: this is needed"),
        (("add", "note", "--person", "Ash"), {"note": 7}, "note: write this as text"),
        (("add", "note", "--person", "Nobody"), {"note": "x"}, "person:"),
        (("add", "contact"), {"kind": "meeting_up"}, "kind: choose one of"),
        (("add", "nonsense"), {"note": "x"}, "no such kind"),
        (("add", "note"), "{not json", "standard input: this is not JSON (line 1"),
        (("add", "note"), "[1]", "standard input: give one object"),
        (("add", "note"), b"\xff\xfe", "standard input: this is not UTF-8"),
        (("show", "aaaaaaaa"), None, "not in the diary"),
        (("show", "a"), None, "not in the diary"),
        (("show", "zz!!zz"), None, "not in the diary"),
        (("list",), None, "Missing argument"),
        (("nonsense",), None, "No such command"),
        (("list", "note", "--limit", "x"), None, "--limit"),
    ],
)
def test_refused_is_2_and_names_the_field(
    kith: Any, ash: str, words: tuple[str, ...], given: Any, said: str
) -> None:
    answer = kith(*words, given=given)
    assert answer.code == 2
    assert said in answer.err
    assert answer.out == ""


def test_every_wrong_field_is_named_at_once(kith: Any, ash: str) -> None:
    answer = kith("add", "note", "--person", ash, given={"note": 1, "at": "soon", "stray": 2})
    assert answer.code == 2
    for field in ("note:", "at:", "stray:"):
        assert field in answer.err


def test_a_wrong_passphrase_is_refused_and_not_repeated(kith: Any) -> None:
    answer = kith("people", env={"KITH_PASSPHRASE": CANARY})
    assert answer.code == 2
    assert "not the passphrase" in answer.err
    assert CANARY not in answer.out + answer.err


def test_without_a_passphrase_or_a_terminal_it_says_how(apart: Any) -> None:
    answer = apart("people")
    assert answer.code == 2
    assert "passphrase:" in answer.err
    assert "KITH_PASSPHRASE" in answer.err


def test_the_passphrase_comes_from_a_file(kith: Any, tmp_path: Path) -> None:
    file = tmp_path / "phrase"
    file.write_text(PASSPHRASE + "\n", encoding="utf-8")
    assert kith("people", "--passphrase-file", str(file), env={"KITH_PASSPHRASE": "x"}).code == 0
    assert kith("--passphrase-file", str(file), "people", env={"KITH_PASSPHRASE": "x"}).code == 0
    assert kith("people", "--passphrase-file", str(tmp_path / "none")).code == 3


def test_no_option_takes_the_passphrase_itself() -> None:
    for command in commands.app.registered_commands:
        said = run_here(str(command.name), "--help")
        assert said.code == 0
        assert "--passphrase " not in said.out
        assert "--passphrase-file" in said.out or "--vault" not in said.out


def test_the_vault_may_be_named_before_or_after_the_command(kith: Any, folder: Path) -> None:
    elsewhere = {"KITH_VAULT": str(folder / "nowhere")}
    assert kith("--vault", str(folder), "people", env=elsewhere).code == 0
    assert kith("people", "--vault", str(folder), env=elsewhere).code == 0
    assert kith("people", env=elsewhere).code == 2


def test_in_use_is_3(kith: Any, apart: Any, folder: Path) -> None:
    from diary.diary import Diary

    with Diary.open(folder, PASSPHRASE):
        answer = apart("people", env={"KITH_PASSPHRASE": PASSPHRASE})
    assert answer.code == 3
    assert "another window" in answer.err


def test_damage_is_4_and_names_no_word(kith: Any, folder: Path, note: str) -> None:
    size = (folder / "diary.db").stat().st_size
    with (folder / "diary.db").open("r+b") as file:
        for at in range(0, size, 512):
            file.seek(at)
            file.write(b"\x00" * 16)
    answer = kith("list", "note")
    assert answer.code == 4
    assert "damaged" in answer.err
    assert "harbour" not in answer.err


def test_nothing_that_was_given_shows_in_a_refusal(kith: Any, ash: str) -> None:
    for given in (
        {"note": CANARY, "at": CANARY},
        {"note": {"x": CANARY}},
        {"note": [CANARY]},
        {"note": CANARY, "also_entered": [{"system": 5, "reference": CANARY}]},
        '{"note": "' + CANARY,
        f'["{CANARY}"]',
    ):
        answer = kith("add", "note", "--person", ash, given=given)
        assert answer.code == 2
        assert CANARY not in answer.out + answer.err


def test_a_bug_gives_1_and_our_own_lines_only(
    kith: Any, note: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise KeyError(CANARY)

    monkeypatch.setattr("diary.cli.printing.record", broken)
    answer = kith("show", note)
    assert answer.code == 1
    assert CANARY not in answer.out + answer.err
    assert "harbour" not in answer.err
    assert "KeyError" in answer.err
    assert "diary/cli/on_records.py:" in answer.err
    assert str(ROOT) not in answer.err


def test_every_error_has_its_exit_code() -> None:
    for kind in walk(DiaryError):
        code = exits._CODES and next((c for k, c in exits._CODES if issubclass(kind, k)), 1)
        wanted = {Refused: 2, Unavailable: 3, Damaged: 4}
        for parent, number in wanted.items():
            if issubclass(kind, parent):
                assert code == number


def test_kith_alone_without_a_screen_says_one_sentence() -> None:
    from tests.diary.cli.conftest import run_apart

    answer = run_apart(env={"WAYLAND_DISPLAY": ""})
    assert answer.code == 3
    assert answer.err.count("\n") == 1
    assert "window" in answer.err
    assert "Traceback" not in answer.err


def test_kith_alone_on_a_screen_that_does_not_work_says_one_sentence() -> None:
    from tests.diary.cli.conftest import run_apart

    for env in ({"QT_QPA_PLATFORM": "nonsense"}, {"DISPLAY": "nowhere:99"}):
        answer = run_apart(env=env)
        assert answer.code == 3
        assert answer.err.count("\n") == 1
        assert "can't open its window" in answer.err


def test_kith_alone_without_qt_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setitem(sys.modules, "ui.app", None)
    assert open_program() == 3
    assert "missing" in capsys.readouterr().err


def test_ctrl_c_stops_a_long_work_and_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    """A real interrupt, while the copy is brought in."""
    book = folder
    env = os.environ | {"KITH_PASSPHRASE": PASSPHRASE, "KITH_VAULT": str(book)}
    copy = tmp_path / "copy"
    many = [_person(n) for n in range(150)]
    copy.mkdir()
    text = {"kith_export": 1, "made": "", "made_by": "", "members": [], "files": []}
    (copy / "kith-export.json").write_text(json.dumps(text | {"records": many}))
    process = subprocess.Popen(
        [sys.executable, "-c", _SLOW, "import", str(copy)],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Stopped" in err
    assert run_here("people", "--json").json == []
    assert run_here("verify", "--json").json["changes"] == 0
    shutil.rmtree(copy)


_SLOW = """
import time
from diary.cli import main
from diary.records.work import Work
kept = Work.bring_in
def slow(self, *args, **more):
    print("writing", flush=True)
    time.sleep(0.05)
    return kept(self, *args, **more)
Work.bring_in = slow
main()
"""


def _person(number: int) -> dict[str, Any]:
    name = f"{'a' * 22}{number:04}".translate(str.maketrans("0189", "bcde"))
    version = {
        "change": f"{number:064x}", "parents": [], "author": "a" * 26, "role": "mentor",
        "device": "d", "at": "2026-01-01T00:00:00.000Z", "zone": "Europe/London", "why": None,
        "writes": {"chosen_name": f"P{number}"},
    }  # fmt: skip
    return {"id": name, "kind": "young_person", "person": name, "part": "everyday",
            "versions": [version]}  # fmt: skip


def test_killed_while_a_copy_is_brought_in_it_is_empty_or_whole(
    folder: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    text = {"kith_export": 1, "made": "", "made_by": "", "members": [], "files": []}
    text |= {"records": [_person(n) for n in range(60)]}
    (copy / "kith-export.json").write_text(json.dumps(text))
    env = os.environ | {"KITH_PASSPHRASE": PASSPHRASE, "KITH_VAULT": str(folder)}
    for moment in (0.0, 0.2, 0.5, 0.9, 1.3, 2.0, 4.0):
        process = subprocess.Popen(
            [sys.executable, "-m", "diary.cli", "import", str(copy)],
            cwd=ROOT,
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(moment)
        process.kill()
        process.wait()
        people = run_here("people", "--json").json
        assert len(people) in (0, 60)
        assert run_here("verify", "--json").json["clean"] is True
        if people:
            break
    else:
        assert run_here("import", str(copy)).code == 0
    assert len(run_here("people", "--json").json) == 60
