"""Where a vault may lie, and what is known of the disk under it. A program that carries folders
about would upload half-written database files and bring back old ones, so a vault is refused
there; the exchange folder for sync is another matter and may lie anywhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from diary.errors import SyncedFolder

_EXACT = {
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "mobile documents": "iCloud",
    "cloudstorage": "a cloud drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "box": "Box",
    "box sync": "Box",
    "syncthing": "Syncthing",
    "pcloud drive": "pCloud",
}
_BEGINNING = {
    "onedrive": "OneDrive",
    "dropbox (": "Dropbox",
    "googledrive-": "Google Drive",
    "nextcloud-": "Nextcloud",
}
_MARKERS = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".stfolder": "Syncthing",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".tmp.drivedownload": "Google Drive",
}
_PATTERNS = {".sync_*.db": "Nextcloud", "._sync_*.db": "Nextcloud"}
_ENVIRONMENT = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")


def require_unsynced(folder: Path) -> None:
    """Raises SyncedFolder; the hint is the name of the program that carries the folder."""
    if found := carried_by(folder):
        raise SyncedFolder(found)


def carried_by(folder: Path) -> str | None:
    """The name of the program that synchronises `folder`, None where none is noticed."""
    for path in {Path(os.path.abspath(folder)), _resolved(folder)}:  # noqa: PTH100 - keeps links
        if found := _by_name(path) or _by_known_roots(path) or _by_marker(path):
            return found
    return None


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path


def _by_name(path: Path) -> str | None:
    for part in path.parts:
        low = part.casefold()
        if low in _EXACT:
            return _EXACT[low]
        for beginning, name in _BEGINNING.items():
            if low.startswith(beginning):
                return name
    return None


def _by_known_roots(path: Path) -> str | None:
    roots = [(os.environ[name], "OneDrive") for name in _ENVIRONMENT if os.environ.get(name)]
    roots += [(root, "Dropbox") for root in _dropbox_roots()]
    for root, name in roots:
        if path.is_relative_to(_resolved(Path(root))) or path.is_relative_to(root):
            return name
    return None


def _dropbox_roots() -> list[str]:
    folders = [Path.home() / ".dropbox"]
    folders += [
        Path(os.environ[n]) / "Dropbox" for n in ("APPDATA", "LOCALAPPDATA") if n in os.environ
    ]
    found = []
    for folder in folders:
        try:
            accounts = json.loads((folder / "info.json").read_text(encoding="utf-8"))
            found += [str(account["path"]) for account in accounts.values()]
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue
    return found


def _by_marker(path: Path) -> str | None:
    home = _resolved(Path.home())
    for parent in (path, *path.parents):
        for marker, name in _MARKERS.items():
            # ~/.dropbox is where the program keeps its settings, not a folder that it carries.
            if parent != home and _there(parent / marker):
                return name
        for pattern, name in _PATTERNS.items():
            if parent != home and _any(parent, pattern):
                return name
    return None


def _there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _any(folder: Path, pattern: str) -> bool:
    try:
        return next(folder.glob(pattern), None) is not None
    except OSError:
        return False


def disk_encrypted(folder: Path) -> bool | None:
    """Whether the disk under `folder` is encrypted; None where that can't be known. May take a
    second; never raises."""
    system: str = sys.platform
    try:
        if system == "darwin":
            return _filevault()
        if system.startswith("linux"):
            return _linux(folder)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return None  # Windows tells only administrators


def _filevault() -> bool | None:
    said = subprocess.run(
        ["/usr/bin/fdesetup", "status"],
        capture_output=True, text=True, timeout=5, check=False,
    ).stdout  # fmt: skip
    if "FileVault is On" in said:
        return True
    return False if "FileVault is Off" in said else None


_NETWORK_FILESYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "fuse.davfs", "9p", "afs"}
_SEALED_FILESYSTEMS = {"ecryptfs", "fuse.gocryptfs", "fuse.encfs", "fuse.cryfs"}


def on_network(folder: Path) -> bool:
    """Whether `folder` lies on a network drive, where two machines can't keep a database from
    harm; worth a warning at set-up. False where that can't be known; never raises."""
    try:
        return _network_drive(str(folder.absolute())) or _network_mount(folder)
    except (OSError, ValueError, AttributeError, StopIteration):
        return False


def _network_drive(path: str) -> bool:
    import ctypes

    if path.startswith("\\\\"):
        return True
    system = getattr(ctypes, "windll", None)
    remote = 4  # DRIVE_REMOTE
    return system is not None and system.kernel32.GetDriveTypeW(Path(path).anchor) == remote


def _network_mount(folder: Path) -> bool:
    if not sys.platform.startswith("linux"):
        return False
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    return _mount_of(there.resolve())[0] in _NETWORK_FILESYSTEMS


def _linux(folder: Path) -> bool | None:
    there = next(path for path in (folder, *folder.resolve().parents) if path.exists())
    kind, source = _mount_of(there.resolve())
    if kind in _SEALED_FILESYSTEMS:
        return True
    number = there.stat().st_dev
    if os.major(number) == 0:
        device = Path(source)
        if not (source.startswith("/dev/") and device.is_block_device()):
            return None
        number = device.stat().st_rdev
    block = Path(f"/sys/dev/block/{os.major(number)}:{os.minor(number)}")
    return _crypt_below(block.resolve(strict=True))


def _mount_of(path: Path) -> tuple[str, str]:
    """Filesystem type and source of the mount that holds `path`."""
    best, found = -1, ("", "")
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        left, _, right = line.partition(" - ")
        point = left.split()[4].replace("\\040", " ")
        if len(point) > best and path.is_relative_to(point):
            kind, source = right.split()[:2]
            best, found = len(point), (kind, source)
    return found


def _crypt_below(block: Path) -> bool:
    """Whether every way down from this block device passes an encrypting layer."""
    uuid = block / "dm" / "uuid"
    if uuid.is_file() and uuid.read_text().startswith("CRYPT-"):
        return True
    slaves = block / "slaves"
    below = list(slaves.iterdir()) if slaves.is_dir() else []
    return bool(below) and all(_crypt_below(lower.resolve()) for lower in below)
