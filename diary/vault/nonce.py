"""The per-machine half of noticing a restored copy: the nonce that the last opening of a vault
wrote, kept outside the vault. The store keeps the other half in the database and compares; any
difference, or nothing here, means a new device incarnation before the first write.

The nonce only counts for the very folder and database file it was written for: a folder copied,
moved or brought back by a file-level backup gets a new incarnation, which costs nothing, where
going on with the old one could use a sequence number twice.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from diary import paths
from diary.errors import CannotReach, DiskFull, ReadOnly
from diary.ids import is_id
from diary.vault.disk import write_whole
from diary.vault.header import DATABASE


def _file(vault_id: str) -> Path:
    if not is_id(vault_id):
        raise ValueError("not a vault id")
    return paths.machine_state() / f"{vault_id}.json"


def _where(folder: Path) -> str:
    try:
        inode = (folder / DATABASE).stat().st_ino
    except OSError:
        inode = 0
    return hashlib.sha256(f"{folder.resolve()}\0{inode}".encode()).hexdigest()


def remember(vault_id: str, nonce: bytes, folder: Path) -> bool:
    """Keep `nonce` for this vault in this folder; call it once the database file is there. False
    where the machine has no room for it: then the next opening starts a new incarnation."""
    file = _file(vault_id)
    text = json.dumps({"nonce": nonce.hex(), "where": _where(folder)})
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(file, text.encode())
    except (OSError, CannotReach, DiskFull, ReadOnly):
        return False
    return True


def recall(vault_id: str, folder: Path) -> bytes | None:
    """The nonce kept for this vault in this folder, None where there is none that counts."""
    file = _file(vault_id)
    try:
        kept = json.loads(file.read_text())
        if kept["where"] != _where(folder):
            return None
        return bytes.fromhex(kept["nonce"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def forget(vault_id: str) -> None:
    """After a restore: whichever folder is opened next starts a new incarnation."""
    try:
        _file(vault_id).unlink(missing_ok=True)
    except OSError:
        # Nothing is lost: the folder it counts for is part of what was kept.
        return
