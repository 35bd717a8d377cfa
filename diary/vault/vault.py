"""`Vault`: one open vault folder: its lock, its header, its keys. It opens nothing in the
database (that is the store's) and knows no record.

A folder holds `vault.json` (two generations), `diary.db`, `vault.head`, `attachments/`, `lock`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal, Self

from diary.errors import (
    FolderNotEmpty,
    Locked,
    NotAllowed,
    VaultDamaged,
    WrongPassphrase,
    WrongRecoveryCode,
)
from diary.ids import new_id
from diary.vault import header as headers
from diary.vault import lock, place, recovery
from diary.vault.disk import os_errors, sync_folder
from diary.vault.header import ATTACHMENTS, Header
from diary.vault.keyslots import FLOOR, KEY, KdfParams, Keys, calibrate, open_slot, seal_slot
from diary.vault.passphrase import encoded, require_strong
from diary.vault.steps import Progress, Stop, step

SlotKind = Literal["passphrase", "recovery"]


class Vault:
    """An open vault. It holds the folder's lock until `close`; its repr shows only the id.

    `notices` are codes of what was found and mended on opening (see `header.HeaderRead`)."""

    def __init__(
        self, folder: Path, held: lock.FolderLock, header: Header, keys: Keys, opened_with: SlotKind
    ) -> None:
        self.folder = folder
        self.opened_with = opened_with
        self.notices: tuple[str, ...] = ()
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
        _require_empty(folder)
        held = lock.FolderLock(folder)
        try:
            step(progress, cancelled, 0, 4)
            params = calibrate() if kdf is None else _asked_for(kdf)
            step(progress, cancelled, 1, 4)
            code = recovery.new_code()
            header, keys = _new_header(
                passphrase, code, params, lambda: step(progress, cancelled, 2, 4)
            )
            step(progress, cancelled, 3, 4)
            with os_errors(ATTACHMENTS):
                (folder / ATTACHMENTS).mkdir(mode=0o700, exist_ok=True)
                sync_folder(folder)
            headers.write(folder, header)
        except BaseException:
            held.release()
            _take_back(folder, whole=made)
            raise
        step(progress, None, 4, 4)
        return cls(folder, held, header, keys, "passphrase"), code

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
            header, keys = _first_that_opens(found.candidates, kind, typed)
            step(progress, cancelled, 1, 2)
            vault = cls(folder, held, header, keys, kind)
            vault.notices = found.notices
            if found.notices:
                headers.write(folder, header)
            _sweep(folder)
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

    def close(self) -> None:
        """Let go of keys and lock; a second call does nothing. Python can't wipe the bytes of a
        key, so this promises no more than that nothing of ours refers to them."""
        self._keys = None
        self._held.release()


def _asked_for(kdf: KdfParams) -> KdfParams:
    return replace(kdf, for_tests=kdf.under_floor())


def _new_header(
    passphrase: str, code: str, kdf: KdfParams, between: Callable[[], None]
) -> tuple[Header, Keys]:
    vault_id, vault_key = new_id(), os.urandom(KEY)
    by_passphrase = seal_slot("passphrase", vault_id, encoded(passphrase), vault_key, kdf)
    between()
    # 140 random bits need no more stretching than the floor.
    floor = kdf if kdf.for_tests else FLOOR
    by_code = seal_slot("recovery", vault_id, recovery.secret(code), vault_key, floor)
    keys = Keys.of(vault_key)
    header = Header(vault_id, 1, {"passphrase": by_passphrase, "recovery": by_code})
    return header.signed(keys.header), keys


def _first_that_opens(
    candidates: tuple[Header, ...], kind: SlotKind, secret: bytes
) -> tuple[Header, Keys]:
    """The first generation that the secret opens and whose MAC holds. Where none does, the
    gravest reason is raised: damage before a wrong secret."""
    damage: VaultDamaged | None = None
    wrong: WrongPassphrase | WrongRecoveryCode | None = None
    for header in candidates:
        try:
            if kind not in header.slots:
                raise VaultDamaged(f"slot_{kind}")
            keys = Keys.of(open_slot(header.slots[kind], header.vault_id, secret))
            if header.holds(keys.header):
                return header, keys
            damage = VaultDamaged("header_changed")
        except VaultDamaged as error:
            damage = error
        except (WrongPassphrase, WrongRecoveryCode) as error:
            wrong = error
    raise damage or wrong or VaultDamaged("header")


def _require_empty(folder: Path) -> None:
    """Empty, or holding only what a creation cut short leaves behind."""
    half = {headers.CURRENT + ".part", headers.SPARE + ".part"}
    leftovers = {lock.NAME, ATTACHMENTS, *half}
    with os_errors("folder", writing=False):
        names = {path.name for path in folder.iterdir()}
        kept = folder / ATTACHMENTS
        if names - leftovers or (kept.is_dir() and any(kept.iterdir())):
            raise FolderNotEmpty


def _sweep(folder: Path) -> None:
    """What a crash left half written; all of it is sealed, and none of it was acknowledged."""
    for where in (folder, folder / ATTACHMENTS):
        for pattern in ("*.part", "*.part-*"):
            for path in where.glob(pattern):
                _quietly(path, Path.unlink)


def _take_back(folder: Path, *, whole: bool) -> None:
    for name in (headers.CURRENT, headers.SPARE, lock.NAME):
        _quietly(folder / name, Path.unlink)
    _quietly(folder / ATTACHMENTS, Path.rmdir)
    if whole:
        _quietly(folder, Path.rmdir)


def _quietly(path: Path, undo: Callable[[Path], None]) -> None:
    try:
        undo(path)
    except OSError:
        # What stays behind is empty of anything secret, and a next attempt takes it over.
        return
