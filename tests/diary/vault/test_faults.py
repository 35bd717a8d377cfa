"""The vault when the machine fails it: killed, full, read-only, and what it may import."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from diary.errors import DiaryError, DiskFull, ReadOnly, WrongPassphrase
from diary.vault import attachments, cipher
from diary.vault.backup import check_backup
from diary.vault.keyslots import KdfParams
from diary.vault.restore import restore
from diary.vault.vault import Vault

NEW = "copper violin marsh window"


def child(code: str, *args: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *args],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def killed(process: subprocess.Popen[str], after: float) -> list[str]:
    """What it had said when it was killed, `after` seconds from its first line."""
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    rest, complaints = process.communicate()
    assert complaints == ""
    return [first.strip(), *rest.split()]


def test_neither_sqlmodel_nor_sqlcipher_before_they_are_needed(
    vault: Vault, passphrase: str
) -> None:
    """The unlock window has to paint first."""
    vault.close()
    code = """
        import sys, pathlib
        from diary.vault import attachments, backup, generations, restore
        from diary.vault.vault import Vault
        Vault.open(pathlib.Path(sys.argv[1]), sys.argv[2]).close()
        print([n for n in ("sqlmodel", "sqlalchemy", "sqlcipher3", "PySide6") if n in sys.modules])
    """
    said, complaints = child(code, str(vault.folder), passphrase).communicate()
    assert (said, complaints) == ("[]\n", "")


def test_killed_while_sealing(vault: Vault, passphrase: str) -> None:
    """Whatever was acknowledged opens; nothing half-written carries a finished name."""
    vault.close()
    dice = random.Random(7)
    for _ in range(4):
        said = killed(
            child(
                """
                import sys, pathlib
                from diary.vault import attachments
                from diary.vault.vault import Vault
                vault = Vault.open(pathlib.Path(sys.argv[1]), sys.argv[2])
                print("open", flush=True)
                while True:
                    sealed = attachments.seal_bytes(vault, b"drawing " * 200_000)
                    print(sealed.file_id + ":" + sealed.key.hex(), flush=True)
                """,
                str(vault.folder),
                passphrase,
            ),
            dice.uniform(0.02, 0.3),
        )
        with Vault.open(vault.folder, passphrase) as again:
            names = {path.name for path in again.attachments.iterdir()}
            assert names == {f"{file_id}.kith" for file_id in attachments.ids(again)}
            for line in said[1:]:
                file_id, _, key = line.partition(":")
                assert attachments.read(again, file_id, bytes.fromhex(key)) == b"drawing " * 200_000


def test_killed_while_backing_up_and_restoring(
    vault: Vault, passphrase: str, tmp_path: Path
) -> None:
    """A backup is there and whole, or not there; a restored folder likewise."""
    made = cipher.connect(vault.database, vault.keys.database, create=True)
    made.execute("CREATE TABLE line (words TEXT)")
    made.executemany("INSERT INTO line VALUES (?)", [("x" * 900,)] * 8000)
    made.commit()
    made.close()
    vault.close()
    dice = random.Random(11)
    for round_ in range(5):
        killed(
            child(
                """
                import sys, pathlib
                from diary.vault.backup import make_backup
                from diary.vault.restore import restore
                from diary.vault.vault import Vault
                folder, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[3])
                vault = Vault.open(folder, sys.argv[2])
                print("open", flush=True)
                for n in range(1000):
                    make_backup(vault, out / f"{n}.kithbackup")
                    restore(out / f"{n}.kithbackup", out / f"restored {n}")
                """,
                str(vault.folder),
                passphrase,
                str(made_folder(tmp_path, round_)),
            ),
            dice.uniform(0.05, 0.8),
        )
        out = made_folder(tmp_path, round_)
        with Vault.open(vault.folder, passphrase) as again:
            assert not list(again.folder.glob("*.part*"))
            for file in out.glob("*.kithbackup"):
                assert check_backup(file, again).hurt == ()
        for folder in out.glob("restored *"):
            with Vault.open(folder, passphrase) as again:
                found = cipher.connect(again.database, again.keys.database)
                assert cipher.faults(found) == []
                found.close()


def made_folder(tmp_path: Path, number: int) -> Path:
    folder = tmp_path / f"out {number}"
    folder.mkdir(exist_ok=True)
    return folder


def test_killed_during_creation_the_folder_can_be_taken_again(
    tmp_path: Path, passphrase: str
) -> None:
    dice = random.Random(3)
    code = """
        import sys, pathlib
        from diary.vault.keyslots import KdfParams
        from diary.vault.vault import Vault
        print("ready", flush=True)
        Vault.create(pathlib.Path(sys.argv[1]), sys.argv[2], kdf=KdfParams(64, 1, 1))
    """
    cheap = KdfParams(64, 1, 1)
    for round_ in range(12):
        folder = tmp_path / f"v{round_}"
        killed(child(code, str(folder), passphrase), dice.uniform(0, 0.03))
        if (folder / "vault.json").exists():
            Vault.open(folder, passphrase).close()
        else:
            Vault.create(folder, passphrase, kdf=cheap)[0].close()


def fill(folder: Path) -> None:
    """Leave no room at all."""
    with (folder / "filler").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            return


def test_a_full_disk_stops_creation(small_disk: Path, passphrase: str, cheap: KdfParams) -> None:
    with (small_disk / "filler").open("wb") as file:
        file.write(b"x" * 12_000)
    with pytest.raises(DiskFull):
        Vault.create(small_disk / "vault", passphrase, kdf=cheap)
    assert [path.name for path in small_disk.iterdir()] == ["filler"]


def test_a_full_disk_stops_a_change_and_the_old_passphrase_stands(
    small_disk: Path, passphrase: str, cheap: KdfParams
) -> None:
    """Also where there is room for one generation and not for two."""
    folder = small_disk / "vault"
    Vault.create(folder, passphrase, kdf=cheap)[0].close()
    for free in (0, 4096):
        fill(small_disk)
        with (small_disk / "filler").open("r+b") as file:
            file.truncate((small_disk / "filler").stat().st_size - free)
        with Vault.open(folder, passphrase) as vault:
            with pytest.raises(DiskFull):
                vault.change_passphrase(passphrase, NEW)
            with pytest.raises(DiskFull):
                attachments.seal_bytes(vault, b"x" * 9000)
            assert attachments.ids(vault) == []
            with pytest.raises(DiskFull):
                vault.new_recovery_code()
        with pytest.raises(WrongPassphrase):
            Vault.open(folder, NEW)
        assert not list(folder.rglob("*.part"))
    (small_disk / "filler").unlink()
    with Vault.open(folder, passphrase) as vault:
        assert vault.notices == ()
        vault.change_passphrase(passphrase, NEW)


@pytest.fixture
def frozen_disk(small_disk: Path, passphrase: str, cheap: KdfParams) -> Iterator[Path]:
    Vault.create(small_disk / "vault", passphrase, kdf=cheap)[0].close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    yield small_disk
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)


def test_a_read_only_disk_is_said(frozen_disk: Path, passphrase: str, cheap: KdfParams) -> None:
    with pytest.raises(ReadOnly):
        Vault.open(frozen_disk / "vault", passphrase)
    with pytest.raises(ReadOnly):
        Vault.create(frozen_disk / "other", passphrase, kdf=cheap)


def test_the_whole_vault_flipped_byte_by_byte_never_crashes(vault: Vault, passphrase: str) -> None:
    """Opening either works or gives one of our errors, whatever file is hurt."""
    vault.close()
    for name in ("vault.json", "vault.json.1", "lock"):
        file = vault.folder / name
        whole = file.read_bytes()
        for at in range(0, max(1, len(whole)), 37):
            file.write_bytes(whole[:at] + b"\x00" + whole[at + 1 :])
            try:
                Vault.open(vault.folder, passphrase).close()
            except DiaryError as error:
                pytest.fail(f"{name} at {at}: {error}")
            file.write_bytes(whole)


def test_restoring_over_a_leftover_of_a_killed_restore(vault: Vault, tmp_path: Path) -> None:
    from diary.vault.backup import make_backup

    made = cipher.connect(vault.database, vault.keys.database, create=True)
    made.close()
    make_backup(vault, tmp_path / "b.kithbackup")
    leftover = tmp_path / ".restored.restoring"
    (leftover / "attachments").mkdir(parents=True)
    (leftover / "vault.json").write_bytes(b"half")
    (leftover / "attachments" / "x.kith").write_bytes(b"half")
    restore(tmp_path / "b.kithbackup", tmp_path / "restored")
    assert not leftover.exists()
