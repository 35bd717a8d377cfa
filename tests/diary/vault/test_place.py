from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from diary.errors import SyncedFolder
from diary.vault import place


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("OneDrive/Kith", "OneDrive"),
        ("OneDrive - Northfold Council/Documents/Kith", "OneDrive"),
        ("Dropbox/kith", "Dropbox"),
        ("Dropbox (Personal)/kith", "Dropbox"),
        ("Google Drive/My Drive/kith", "Google Drive"),
        ("Library/CloudStorage/GoogleDrive-me@example.org/kith", "a cloud drive"),
        ("Library/Mobile Documents/com~apple~CloudDocs/kith", "iCloud"),
        ("iCloudDrive/kith", "iCloud"),
        ("Nextcloud/kith", "Nextcloud"),
        ("Box/kith", "Box"),
        ("Syncthing/kith", "Syncthing"),
    ],
)
def test_by_name(tmp_path: Path, folder: str, name: str) -> None:
    with pytest.raises(SyncedFolder) as said:
        place.require_unsynced(tmp_path / folder)
    assert said.value.hint == name


@pytest.mark.parametrize(
    "folder", ["kith", "Boxing club/kith", "my dropbox notes/kith", "Documents"]
)
def test_ordinary_folders_pass(tmp_path: Path, folder: str) -> None:
    place.require_unsynced(tmp_path / folder)


@pytest.mark.parametrize(
    ("marker", "name"),
    [(".stfolder", "Syncthing"), (".dropbox.cache", "Dropbox"), (".sync_1a2b.db", "Nextcloud")],
)
def test_by_what_the_program_leaves(tmp_path: Path, marker: str, name: str) -> None:
    (tmp_path / "shared" / marker).mkdir(parents=True)
    assert place.carried_by(tmp_path / "shared" / "deep" / "kith") == name


def test_by_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "Work files"))
    assert place.carried_by(tmp_path / "Work files" / "kith") == "OneDrive"
    assert place.carried_by(tmp_path / "Work" / "kith") is None


def test_by_dropbox_own_settings(tmp_path: Path, home: Path) -> None:
    (home / ".dropbox").mkdir(parents=True)
    (home / ".dropbox" / "info.json").write_text(
        json.dumps({"personal": {"path": str(tmp_path / "elsewhere")}})
    )
    assert place.carried_by(tmp_path / "elsewhere" / "kith") == "Dropbox"
    assert place.carried_by(home / "kith") is None


def test_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "innocent").symlink_to(tmp_path / "Dropbox")
    assert place.carried_by(tmp_path / "innocent" / "kith") == "Dropbox"


@pytest.mark.parametrize("folder", ["/", "/proc", "/dev/shm", "/nowhere/at/all", ""])
def test_disk_encryption_is_known_or_not_never_a_crash(folder: str) -> None:
    assert place.disk_encrypted(Path(folder)) in {True, False, None}


def test_disk_encryption_agrees_with_the_system(tmp_path: Path) -> None:
    """lsblk knows the same from the same kernel, by another way."""
    try:
        shown = subprocess.run(
            ["lsblk", "-no", "TYPE", "-s", _device(tmp_path)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError, StopIteration):
        pytest.skip("no block device that lsblk knows under the test folder")
    assert place.disk_encrypted(tmp_path) is ("crypt" in shown)


def _device(path: Path) -> str:
    found = subprocess.run(
        ["findmnt", "-no", "SOURCE", "-T", str(path)], capture_output=True, text=True, check=True
    )
    return next(line for line in found.stdout.split() if line.startswith("/dev/"))


def test_the_layers_of_a_block_device(tmp_path: Path) -> None:
    """LVM on LUKS on a partition, as the kernel shows it; and a stripe with one bare leg."""

    def device(name: str, uuid: str = "", below: tuple[Path, ...] = ()) -> Path:
        path = tmp_path / name
        (path / "slaves").mkdir(parents=True)
        if uuid:
            (path / "dm").mkdir()
            (path / "dm" / "uuid").write_text(uuid + "\n")
        for lower in below:
            (path / "slaves" / lower.name).symlink_to(lower)
        return path

    bare = device("sda2")
    luks = device("dm-0", "CRYPT-LUKS2-0123", (bare,))
    root = device("dm-1", "LVM-abc", (luks,))
    half = device("dm-2", "LVM-def", (luks, bare))
    assert place._crypt_below(root)
    assert not place._crypt_below(half)
    assert not place._crypt_below(bare)


@pytest.mark.parametrize("folder", ["/", "/proc", "/nowhere/at/all", ""])
def test_network_drives_are_known_or_not_never_a_crash(folder: str) -> None:
    assert place.on_network(Path(folder)) in {True, False}


def test_a_share_is_a_network_drive(tmp_path: Path) -> None:
    assert place._network_drive("\\\\server\\share\\kith")
    assert not place._network_drive(str(tmp_path))
