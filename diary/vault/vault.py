"""`Vault`: one open vault folder: its lock, its header, its keys. It opens nothing in the
database (that is the store's) and knows no record.

A folder holds `vault.json` (two generations), `diary.db`, `vault.head`, `attachments/`, `lock`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal, Self

from diary.errors import Locked, NotAllowed
from diary.vault import header as headers
from diary.vault import lock, place, recovery
from diary.vault.disk import os_errors, sync_folder
from diary.vault.folder import require_empty, sweep, take_back
from diary.vault.header import ATTACHMENTS, Header
from diary.vault.keyslots import KdfParams, Keys, calibrate, open_slot, seal_slot
from diary.vault.passphrase import encoded, require_strong
from diary.vault.steps import Progress, Stop, step
from diary.vault.unlock import SlotKind, asked_for, first_that_opens, new_header


class Vault:
    """An open vault. It holds the folder's lock until `close`; its repr shows only the id.

    `notices` are codes of what was found and mended on opening (see `header.HeaderRead`)."""

    def __init__(
        self, folder: Path, held: lock.FolderLock, header: Header, keys: Keys, opened_with: SlotKind
    ) -> None:
        self.folder = folder
        self.opened_with = opened_with
        self.notices: tuple[str, ...] = ()
        self._made: Literal["folder", "files"] | None = None
        self._held = held
        self._header = header
        self._keys: Keys | None = keys

    def __repr__(self) -> str:
        return f"<Vault {self.vault_id[:8]} {'open' if self._keys else 'closed'}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @classmethod
    def create(
        cls,
        folder: Path,
        passphrase: str,
        *,
        kdf: KdfParams | None = None,
        progress: Progress | None = None,
        cancelled: Stop | None = None,
    ) -> tuple[Vault, str]:
        """A new vault in a new or empty folder, and its recovery code, which is nowhere kept.

        Raises WeakPassphrase, SyncedFolder, FolderNotEmpty, FileInUse, ReadOnly, DiskFull,
        Cancelled (nothing stays). `kdf` is for tests; without it this machine is measured."""
        require_strong(passphrase)
        place.require_unsynced(folder)
        made = not folder.exists()
        with os_errors("folder"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        require_empty(folder)
        held = lock.FolderLock(folder)
        try:
            require_empty(folder)  # again: another window may have been a moment faster
        except BaseException:
            held.release()
            raise
        try:
            step(progress, cancelled, 0, 4)
            params = calibrate() if kdf is None else asked_for(kdf)
            step(progress, cancelled, 1, 4)
            code = recovery.new_code()
            header, keys = new_header(
                passphrase, code, params, lambda: step(progress, cancelled, 2, 4)
            )
            step(progress, cancelled, 3, 4)
            with os_errors(ATTACHMENTS):
                (folder / ATTACHMENTS).mkdir(mode=0o700, exist_ok=True)
                sync_folder(folder)
            headers.write(folder, header)
            with os_errors("folder"):
                sync_folder(folder.parent)
        except BaseException:
            held.release()
            take_back(folder, whole=made)
            raise
        step(progress, None, 4, 4)
        vault = cls(folder, held, header, keys, "passphrase")
        vault._made = "folder" if made else "files"
        return vault, code

    @classmethod
    def open(
        cls,
        folder: Path,
        passphrase: str,
        *,
        progress: Progress | None = None,
        cancelled: Stop | None = None,
    ) -> Vault:
        """Derives in the calling thread, which takes about a second and lets others run.

        Raises NotAVault, SyncedFolder, FileInUse, ReadOnly, MadeByNewerVersion, WrongPassphrase,
        VaultDamaged, Cancelled (the derived key is thrown away)."""
        return cls._unlock(folder, "passphrase", lambda: encoded(passphrase), progress, cancelled)

    @classmethod
    def open_with_recovery(
        cls,
        folder: Path,
        code: str,
        *,
        progress: Progress | None = None,
        cancelled: Stop | None = None,
    ) -> Vault:
        """As `open`; afterwards `set_passphrase_after_recovery` may be called. Raises
        WrongRecoveryCode, its hint naming the groups that look mistyped."""
        return cls._unlock(folder, "recovery", lambda: recovery.secret(code), progress, cancelled)

    @classmethod
    def _unlock(
        cls,
        folder: Path,
        kind: SlotKind,
        secret: Callable[[], bytes],
        progress: Progress | None,
        cancelled: Stop | None,
    ) -> Vault:
        place.require_unsynced(folder)
        headers.require_there(folder)
        typed = secret()
        held = lock.FolderLock(folder)
        try:
            step(progress, cancelled, 0, 2)
            found = headers.read(folder)
            header, keys, notices = first_that_opens(found, kind, typed)
            step(progress, cancelled, 1, 2)
            vault = cls(folder, held, header, keys, kind)
            vault.notices = notices
            if notices:
                headers.write(folder, header)
            sweep(folder)
            step(progress, None, 2, 2)
        except BaseException:
            held.release()
            raise
        return vault

    @property
    def vault_id(self) -> str:
        return self._header.vault_id

    @property
    def keys(self) -> Keys:
        """Raises Locked once the vault is closed."""
        if self._keys is None:
            raise Locked
        return self._keys

    @property
    def database(self) -> Path:
        return self.folder / headers.DATABASE

    @property
    def attachments(self) -> Path:
        return self.folder / ATTACHMENTS

    @property
    def header_bytes(self) -> bytes:
        """What `vault.json` holds, from memory: for a backup, whatever became of the file."""
        return headers.encode(self._header)

    @property
    def is_open(self) -> bool:
        return self._keys is not None

    def change_passphrase(self, old: str, new: str) -> None:
        """From now on only `new` opens the vault, in both generations of the header. Raises
        WrongPassphrase, WeakPassphrase. Backups made before still open with the old one."""
        require_strong(new)
        current = self._header.slots["passphrase"]
        open_slot(current, self.vault_id, encoded(old))
        self._put_slot("passphrase", encoded(new), current.kdf)

    def set_passphrase_after_recovery(self, new: str) -> None:
        """A new passphrase without the old one. Raises NotAllowed unless the vault was opened
        with the recovery code, WeakPassphrase."""
        if self.opened_with != "recovery":
            raise NotAllowed("recovery")
        require_strong(new)
        self._put_slot("passphrase", encoded(new), self._header.slots["passphrase"].kdf)

    def new_recovery_code(self, code: str | None = None) -> str:
        """A new recovery code; the one before stops working. Hand in a code from
        `recovery.new_code()` to have part of it typed back before it counts."""
        code = recovery.new_code() if code is None else recovery.parse(code)
        self._put_slot("recovery", recovery.secret(code), self._header.slots["recovery"].kdf)
        return code

    def _put_slot(self, kind: SlotKind, secret: bytes, kdf: KdfParams) -> None:
        keys = self.keys
        slot = seal_slot(kind, self.vault_id, secret, keys.root, kdf)
        changed = replace(
            self._header,
            generation=self._header.generation + 1,
            slots={**self._header.slots, kind: slot},
        ).signed(keys.header)
        if not headers.write(self.folder, changed):
            self.notices = (*self.notices, "header_stale")
        self._header = changed

    def take_back(self) -> None:
        """Undo `create`, where what was to follow could not be done: the vault is closed and gone,
        database included. Raises NotAllowed for a vault that was opened."""
        if self._made is None:
            raise NotAllowed("take_back")
        self.close()
        take_back(self.folder, whole=self._made == "folder")

    def close(self) -> None:
        """Let go of keys and lock; a second call does nothing. Python can't wipe the bytes of a
        key, so this promises no more than that nothing of ours refers to them."""
        self._keys = None
        self._held.release()
