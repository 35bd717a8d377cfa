from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from diary import paths
from diary.ids import new_id
from diary.vault import nonce


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "some vault"
    made.mkdir()
    (made / "diary.db").write_bytes(b"x")
    return made


def test_remembered_until_forgotten(folder: Path) -> None:
    vault_id = new_id()
    assert nonce.recall(vault_id, folder) is None
    assert nonce.remember(vault_id, b"one", folder)
    assert nonce.remember(vault_id, b"two", folder)
    assert nonce.recall(vault_id, folder) == b"two"
    assert nonce.recall(new_id(), folder) is None
    nonce.forget(vault_id)
    nonce.forget(vault_id)
    assert nonce.recall(vault_id, folder) is None


def test_does_not_count_for_a_copy_a_move_or_a_replaced_database(
    folder: Path, tmp_path: Path
) -> None:
    vault_id = new_id()
    nonce.remember(vault_id, b"one", folder)
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    assert nonce.recall(vault_id, copy) is None
    assert nonce.recall(vault_id, folder) == b"one"
    shutil.copy(folder / "diary.db", folder / "restored")
    (folder / "restored").replace(folder / "diary.db")
    assert nonce.recall(vault_id, folder) is None


@pytest.mark.parametrize("hurt", [b"", b"{}", b"[]", b'{"nonce": 3, "where": ""}', b"\xff\x00"])
def test_damage_counts_as_absence(folder: Path, hurt: bytes) -> None:
    vault_id = new_id()
    nonce.remember(vault_id, b"one", folder)
    (paths.machine_state() / f"{vault_id}.json").write_bytes(hurt)
    assert nonce.recall(vault_id, folder) is None


def test_no_room_is_said_not_raised(folder: Path) -> None:
    paths.machine_state().parent.mkdir(parents=True, exist_ok=True)
    paths.machine_state().write_text("a file where the folder ought to be")
    assert not nonce.remember(new_id(), b"one", folder)


def test_says_nothing_of_the_path(folder: Path) -> None:
    vault_id = new_id()
    nonce.remember(vault_id, b"one", folder)
    assert "some vault" not in (paths.machine_state() / f"{vault_id}.json").read_text()


def test_only_ids_become_file_names(folder: Path) -> None:
    with pytest.raises(ValueError, match="vault id"):
        nonce.recall("../../etc/passwd", folder)
