"""Making a diary, proving it, backing it up, its keys; files beside entries. Through the real
commands."""

from __future__ import annotations

import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.diary.cli.conftest import PASSPHRASE, run_here

NEW = "granite willow ferry seven"


def test_a_new_diary_shows_its_code_once_and_opens_with_it(tmp_path: Path) -> None:
    where = str(tmp_path / "fresh")
    made = run_here("new", "--name", "Sam", "--role", "key_worker", "--vault", where)
    assert made.code == 0, made.err
    (code,) = [line.strip() for line in made.out.splitlines() if line.strip().count("-") == 6]
    assert run_here("new", "--vault", where).code == 2
    file = tmp_path / "code"
    file.write_text(code)
    changed = run_here(
        "passphrase", "--recovery-file", str(file), "--vault", where,
        env={"KITH_NEW_PASSPHRASE": NEW},
    )  # fmt: skip
    assert changed.code == 0, changed.err
    assert run_here("people", "--vault", where).code == 2
    assert run_here("people", "--vault", where, env={"KITH_PASSPHRASE": NEW}).code == 0
    assert PASSPHRASE not in made.out + made.err


def test_the_code_goes_into_a_file_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "code"
    where = str(tmp_path / "fresh")
    made = run_here("new", "--name", "Sam", "--recovery-file", str(file), "--vault", where)
    assert made.code == 0, made.err
    code = file.read_text().strip()
    assert code.count("-") == 6
    assert code not in made.out + made.err
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    other = str(tmp_path / "other")
    assert run_here("new", "--recovery-file", str(file), "--vault", other).code == 2
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize(
    ("words", "env", "said"),
    [
        ((), {"KITH_PASSPHRASE": "short"}, "ten characters"),
        (("--role", "boss"), {}, "role: "),
        (("--name", " "), {}, "name: "),
    ],
)
def test_a_refused_diary_leaves_nothing(
    tmp_path: Path, words: tuple[str, ...], env: dict[str, str], said: str
) -> None:
    where = tmp_path / "fresh"
    answer = run_here("new", *words, "--vault", str(where), env=env)
    assert answer.code == 2
    assert said in answer.err
    assert not (where / "vault.json").exists()


def test_a_new_recovery_code_replaces_the_old_one(kith: Any, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    assert kith("recovery-code", "--recovery-file", str(first)).code == 0
    assert kith("recovery-code", "--recovery-file", str(second)).code == 0
    env = {"KITH_NEW_PASSPHRASE": NEW}
    assert kith("passphrase", "--recovery-file", str(first), env=env).code == 2
    assert kith("passphrase", "--recovery-file", str(second), env=env).code == 0
    assert kith("people", env={"KITH_PASSPHRASE": NEW}).code == 0


def test_a_new_passphrase_replaces_the_old_one(kith: Any, tmp_path: Path) -> None:
    file = tmp_path / "new"
    file.write_text(NEW + "\n", encoding="utf-8")
    assert kith("passphrase", "--new-passphrase-file", str(file)).code == 0
    assert kith("people").code == 2
    assert kith("people", env={"KITH_PASSPHRASE": NEW}).code == 0


def test_verify_counts_and_says_that_all_is_whole(kith: Any, note: str) -> None:
    told = kith("verify", "--json").json
    assert (told["clean"], told["changes"], told["records"]) == (True, 2, 2)
    assert "whole" in kith("verify").out


def test_verify_names_a_hurt_file_and_exits_4(
    kith: Any, note: str, folder: Path, tmp_path: Path
) -> None:
    picture = tmp_path / "picture.jpg"
    picture.write_bytes(b"bytes" * 100)
    made = kith("attach", note, str(picture), "--json").json["id"]
    (sealed,) = (folder / "attachments").iterdir()
    data = bytearray(sealed.read_bytes())
    data[-5] ^= 1
    sealed.write_bytes(bytes(data))
    answer = kith("verify")
    assert answer.code == 4
    assert made[:8] in answer.out
    assert kith("attachment", made, "-o", str(tmp_path / "out")).code == 4
    assert not (tmp_path / "out").exists()


def test_a_backup_comes_back_in_a_new_folder(kith: Any, note: str, tmp_path: Path) -> None:
    file, back = tmp_path / "b.kithbackup", tmp_path / "back"
    assert kith("backup", str(file)).code == 0
    assert kith("backup", str(file)).code == 2
    assert kith("backup", str(file), "--replace").code == 0
    assert kith("restore", str(file), str(back)).code == 0
    shown = kith("show", note, "--vault", str(back), "--json")
    assert shown.json["id"] == note
    assert "This is a copy of the diary" in shown.err
    assert kith("restore", str(file), str(back)).code == 2


def test_a_hurt_backup_is_4_and_nothing_comes_back(kith: Any, note: str, tmp_path: Path) -> None:
    file, back = tmp_path / "b.kithbackup", tmp_path / "back"
    assert kith("backup", str(file)).code == 0
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(bytes(data))
    assert kith("restore", str(file), str(back)).code == 4
    assert not back.exists()
    assert kith("restore", str(tmp_path / "none"), str(back)).code == 3


def test_a_file_is_sealed_and_comes_out_again(
    kith: Any, note: str, folder: Path, tmp_path: Path
) -> None:
    picture, out = tmp_path / "picture of ash.jpg", tmp_path / "out.jpg"
    picture.write_bytes(b"recognisable bytes" * 200)
    made = kith("attach", note, str(picture), "--caption", "The harbour", "--json")
    values = made.json["values"]
    assert (values["name"], values["media_type"]) == ("picture of ash.jpg", "image/jpeg")
    assert (values["entry"], values["size"]) == (note, 3600)
    for path in folder.rglob("*"):
        assert not path.is_file() or b"recognisable" not in path.read_bytes()
    taken = kith("attachment", made.json["id"], "-o", str(out))
    assert taken.code == 0
    assert "anybody" in taken.err
    assert out.read_bytes() == picture.read_bytes()
    assert kith("attachment", made.json["id"], "-o", str(out)).code == 2
    assert kith("attachment", note, "-o", str(tmp_path / "x")).code == 2
    assert kith("detach", made.json["id"], "--reason", "wrong picture").code == 0
    assert kith("list", "attachment", "--json").json == []


def test_a_file_that_is_not_there_is_3_and_seals_nothing(
    kith: Any, note: str, folder: Path, tmp_path: Path
) -> None:
    assert kith("attach", note, str(tmp_path / "none")).code == 3
    assert kith("attach", "aaaaaaaa", str(folder / "vault.json")).code == 2
    assert list((folder / "attachments").iterdir()) == []


def test_a_misfiled_entry_moves_with_what_hangs_on_it(kith: Any, note: str, tmp_path: Path) -> None:
    picture = tmp_path / "p.txt"
    picture.write_text("x")
    kith("attach", note, str(picture))
    kith("add", "second_account", "--person", "Ash", given={"of": note, "account": "I saw it too"})
    before = kith("show", note, "--json").json
    kith("add", "young_person", given={"chosen_name": "Bo"})
    moved = kith("misfiled", note, "--person", "bo", "--why", "it was Bo", "--json")
    assert moved.code == 0, moved.err
    now = moved.json
    for same in ("values", "written_at", "author", "zone", "happened", "restricted"):
        assert now[same] == before[same]
    assert now["person_name"] == "Bo"
    assert kith("show", note, "--json").json["retracted"] == "it was Bo"
    for kind, field in (("attachment", "entry"), ("second_account", "of")):
        (along,) = kith("list", kind, "--json").json
        assert (along["person_name"], along["values"][field]) == ("Bo", now["id"])
    assert kith("misfiled", now["id"], "--person", "bo", "--why", "again").code == 2
    assert kith("misfiled", now["id"], "--person", "ash", "--why", " ").code == 2
    assert len(kith("list", "note", "--json").json) == 1
    assert kith("verify", "--json").json["clean"] is True
