"""A flipped byte anywhere gives a plain error or notice of the right kind: never a crash, never
wrong text, never silence. `verify` names what is hurt."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from diary.casework.attaching import attach, read_attachment
from diary.clock import FixedClock
from diary.diary import Diary
from diary.errors import Damaged, DiaryError, VaultDamaged
from diary.records import registry
from diary.records.fields import text
from diary.vault.backup import check_backup, make_backup
from tests.diaries import FAST, PASSPHRASE

TEXT = "what Jaz said, number "
COUNT = 60


@pytest.fixture
def vault(tmp_path: Path, clock: FixedClock) -> tuple[Path, dict[str, str], str]:
    """A closed vault with entries (id → text) and one attachment."""
    folder = tmp_path / "vault"
    diary, _ = Diary.create(folder, PASSPHRASE, "Sam", clock=clock, kdf=FAST)
    person = diary.do(lambda w: w.create_person({"chosen_name": "Jaz"})).result
    texts = {}
    for number in range(COUNT):
        words = f"{TEXT}{number} " + "kept " * 100
        entry = diary.do(lambda w, t=words: w.create("note", {"note": t}, person=person)).result
        texts[entry] = words
    entry = next(iter(texts))
    drawing = attach(diary, entry, b"a drawing of a boat" * 900, name="boat.txt").result
    diary.close()
    return folder, texts, drawing


def wrong(folder: Path, clock: FixedClock, texts: dict[str, str]) -> list[str]:
    """Open, read everything, verify; what was said of it. Raises only what isn't ours."""
    said: list[str] = []
    try:
        with Diary.open(folder, PASSPHRASE, clock=clock) as diary:
            said += diary.notices
            for identifier, words in texts.items():
                try:
                    view = diary.ask(lambda reads, i=identifier: reads.view(i))
                except DiaryError as error:
                    said.append(error.code)
                else:
                    assert view.get("note").strip() == words.strip(), "wrong text shown"
            try:
                said += diary.verify().faults
            except DiaryError as error:
                said.append(error.code)
    except DiaryError as error:
        said.append(error.code)
    return said


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 0x55
    path.write_bytes(data)


def places(path: Path, many: int, seed: int) -> list[int]:
    size = path.stat().st_size
    chance = random.Random(seed)
    fixed = [0, 15, 16, size // 2, size - 1]
    return sorted({*fixed, *(chance.randrange(size) for _ in range(many))})


def test_a_flip_anywhere_in_the_database_is_said(
    vault: tuple[Path, dict[str, str], str], tmp_path: Path, clock: FixedClock
) -> None:
    folder, texts, _ = vault
    assert wrong(folder, clock, texts) == []
    database = folder / "diary.db"
    copy = tmp_path / "kept"
    shutil.copytree(folder, copy)
    for at in places(database, 25, 1):
        shutil.rmtree(folder)
        shutil.copytree(copy, folder)
        flip(database, at)
        assert said_beside_copy(folder, clock, texts), f"silence at byte {at}"


def said_beside_copy(folder: Path, clock: FixedClock, texts: dict[str, str]) -> list[str]:
    """What was said, beside the notice that the folder was copied (which these tests do)."""
    return [s for s in wrong(folder, clock, texts) if not s.startswith("restored_copy")]


def test_a_flip_in_the_wal_is_said(tmp_path: Path, clock: FixedClock) -> None:
    """A writer that was killed leaves a WAL; a flipped byte in it drops the newest entries."""
    folder = tmp_path / "vault"
    diary, _ = Diary.create(folder, PASSPHRASE, "Sam", clock=clock, kdf=FAST)
    person = diary.do(lambda w: w.create_person({"chosen_name": "Jaz"})).result
    texts = {}
    for number in range(20):
        words = f"{TEXT}{number}"
        entry = diary.do(lambda w, t=words: w.create("note", {"note": t}, person=person)).result
        texts[entry] = words
    copy = tmp_path / "copied-while-open"
    shutil.copytree(folder, copy)
    diary.close()
    wal = copy / "diary.db-wal"
    assert wal.stat().st_size > 0
    kept = tmp_path / "kept"
    shutil.copytree(copy, kept)
    silent = 0
    for at in places(wal, 15, 2):
        shutil.rmtree(copy)
        shutil.copytree(kept, copy)
        flip(copy / "diary.db-wal", at)
        said = said_beside_copy(copy, clock, texts)
        # Bytes of a page that a later frame of the WAL replaced are never read: nothing is hurt.
        hurt = any(s.startswith(("newest", "gone", "vault_damaged")) for s in said)
        silent += not hurt
        if not hurt:
            assert said == []
    assert silent < 12


@pytest.mark.parametrize("name", ["vault.json", "vault.head"])
def test_a_flip_in_the_small_files_is_said(
    vault: tuple[Path, dict[str, str], str], tmp_path: Path, clock: FixedClock, name: str
) -> None:
    folder, texts, _ = vault
    copy = tmp_path / "kept"
    shutil.copytree(folder, copy)
    for at in places(folder / name, 20, 3):
        shutil.rmtree(folder)
        shutil.copytree(copy, folder)
        flip(folder / name, at)
        assert said_beside_copy(folder, clock, texts), f"silence at byte {at} of {name}"


def test_a_flip_in_an_attachment_is_said_and_nothing_wrong_is_shown(
    vault: tuple[Path, dict[str, str], str], clock: FixedClock
) -> None:
    folder, _, drawing = vault
    sealed = next((folder / "attachments").iterdir())
    for at in places(sealed, 10, 4):
        whole = sealed.read_bytes()
        flip(sealed, at)
        with Diary.open(folder, PASSPHRASE, clock=clock) as diary:
            with pytest.raises(Damaged):
                read_attachment(diary, drawing)
            assert any("attachment" in fault for fault in diary.verify().faults)
        sealed.write_bytes(whole)
    with Diary.open(folder, PASSPHRASE, clock=clock) as diary:
        assert read_attachment(diary, drawing) == b"a drawing of a boat" * 900


def test_a_flip_in_a_backup_is_said(
    vault: tuple[Path, dict[str, str], str], tmp_path: Path, clock: FixedClock
) -> None:
    folder, _, _ = vault
    file = tmp_path / "all.kithbackup"
    with Diary.open(folder, PASSPHRASE, clock=clock) as diary:
        make_backup(diary.vault, file, now=clock.now())
        assert check_backup(file, diary.vault).hurt == ()
        whole = file.read_bytes()
        for at in places(file, 15, 5):
            flip(file, at)
            try:
                hurt = check_backup(file, diary.vault).hurt
            except DiaryError:
                hurt = ("all",)
            assert hurt, f"silence at byte {at}"
            file.write_bytes(whole)


def test_a_missing_database_never_comes_back_empty(
    vault: tuple[Path, dict[str, str], str], clock: FixedClock
) -> None:
    folder, _, _ = vault
    (folder / "diary.db").unlink()
    with pytest.raises(VaultDamaged):
        Diary.open(folder, PASSPHRASE, clock=clock)
    assert not (folder / "diary.db").exists()


def test_a_copy_goes_on_under_a_new_name(
    vault: tuple[Path, dict[str, str], str], tmp_path: Path, clock: FixedClock
) -> None:
    """Copied, worked on in both places: no sequence number is used twice."""
    folder, _, _ = vault
    twin = tmp_path / "twin"
    shutil.copytree(folder, twin)
    names, chains = [], []
    for place in (folder, twin):
        with Diary.open(place, PASSPHRASE, clock=clock) as diary:
            person = next(iter(diary.ask(lambda r: r.people())))
            diary.do(lambda w, p=person: w.create("note", {"note": "after"}, person=p))
            names.append(diary.standing.incarnation)
            chains.append(diary.verify().chains)
    assert names[0] != names[1]
    with Diary.open(twin, PASSPHRASE, clock=clock) as diary:
        assert diary.notices == []


@pytest.fixture
def newer_kind() -> Iterator[None]:
    """As if an upgrade had brought another kind of record."""

    class Boat(registry.Entry, table=True):
        name: Any = text("Name")

    registry.register(
        Boat, code="boat", name="Boat", plural="Boats", icon="flag", title=lambda _: "Boat"
    )
    yield
    registry.forget("boat")


def test_an_upgrade_makes_the_tables_anew_with_progress(
    vault: tuple[Path, dict[str, str], str], clock: FixedClock, request: pytest.FixtureRequest
) -> None:
    folder, texts, _ = vault
    request.getfixturevalue("newer_kind")  # only now: the vault was made before the upgrade
    told: list[tuple[int, int]] = []
    with Diary.open(
        folder, PASSPHRASE, clock=clock, progress=lambda done, of: told.append((done, of))
    ) as diary:
        assert diary.verify().faults == []
        assert len(diary.ask(lambda r: r.all("note"))) == len(texts)
        assert diary.ask(lambda r: r.all("boat")) == []
    assert told[-1][0] == told[-1][1] > COUNT
