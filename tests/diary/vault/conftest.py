"""A real vault with a cheap KDF, in a folder and a machine state of its own."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from diary.vault.keyslots import KdfParams
from diary.vault.vault import Vault

CHEAP = KdfParams(memory_kib=64, passes=1, lanes=1)
PASSPHRASE = "otter lantern quiet harbour"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KITH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "home"


@pytest.fixture
def cheap() -> KdfParams:
    return CHEAP


@pytest.fixture
def passphrase() -> str:
    return PASSPHRASE


@pytest.fixture
def made(tmp_path: Path) -> Iterator[tuple[Vault, str]]:
    vault, code = Vault.create(tmp_path / "vault", PASSPHRASE, kdf=CHEAP)
    yield vault, code
    vault.close()


@pytest.fixture
def vault(made: tuple[Vault, str]) -> Vault:
    return made[0]


@pytest.fixture
def code(made: tuple[Vault, str]) -> str:
    return made[1]


@pytest.fixture
def made_again(tmp_path: Path) -> Iterator[Vault]:
    vault, _ = Vault.create(tmp_path / "another", PASSPHRASE, kdf=CHEAP)
    with vault:
        yield vault


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of 16 KiB. Where the tests may not mount one, they are skipped."""
    folder = tmp_path / "small disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(folder)]
    try:
        subprocess.run(mount, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs the right to mount")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)
