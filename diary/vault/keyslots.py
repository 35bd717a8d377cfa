"""From a passphrase or a recovery code to the vault key, and from the vault key to the keys of the
rooms. Argon2id, AES-256-GCM-SIV and HKDF come from `cryptography`; where slots are kept is the
header's business."""

from __future__ import annotations

import hmac
import os
import time
from dataclasses import dataclass, field, replace

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

from diary.errors import CannotReach, VaultDamaged, WrongPassphrase, WrongRecoveryCode

KEY = 32
_CHECK = 16
_SALT = 16
_NONCE = 12
SLOT_SIZES = {"salt": _SALT, "check": _CHECK, "nonce": _NONCE, "wrapped": KEY + 16}
_CEILING_KIB = 4 * 1024 * 1024
_CEILING_PASSES = 64


@dataclass(frozen=True, slots=True)
class KdfParams:
    """What a guess costs. `for_tests` marks parameters under the floor, which are only ever made
    by handing them in by name; a slot under the floor without that mark has been tampered with."""

    memory_kib: int
    passes: int
    lanes: int
    for_tests: bool = False

    def under_floor(self) -> bool:
        return self.memory_kib < FLOOR.memory_kib or self.passes < FLOOR.passes

    def acceptable(self) -> bool:
        """Neither lowered nor so high that opening would exhaust the machine."""
        if not (1 <= self.lanes <= 64 and 8 * self.lanes <= self.memory_kib <= _CEILING_KIB):
            return False
        return 1 <= self.passes <= _CEILING_PASSES and (self.for_tests or not self.under_floor())


FLOOR = KdfParams(64 * 1024, 3, 4)
_CALIBRATE_CAP_KIB = 512 * 1024


@dataclass(frozen=True, slots=True)
class Slot:
    """The vault key, wrapped under one secret. Nothing in here is secret."""

    kind: str
    kdf: KdfParams
    salt: bytes
    check: bytes
    nonce: bytes
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of an open vault. Its repr shows none of them; keep it no longer than the vault."""

    database: bytes = field(repr=False)
    header: bytes = field(repr=False)
    head: bytes = field(repr=False)
    backup: bytes = field(repr=False)
    root: bytes = field(repr=False)

    @classmethod
    def of(cls, vault_key: bytes) -> Keys:
        return cls(
            database=_subkey(vault_key, "database"),
            header=_subkey(vault_key, "header"),
            head=_subkey(vault_key, "head"),
            backup=_subkey(vault_key, "backup"),
            root=vault_key,
        )


def _subkey(vault_key: bytes, purpose: str) -> bytes:
    info = b"kith/v1/" + purpose.encode("ascii")
    return HKDF(hashes.SHA256(), KEY, None, info).derive(vault_key)


def calibrate(target_s: float = 1.0) -> KdfParams:
    """Parameters that take about `target_s` seconds on this machine and never less than the
    floor. Memory is raised first (it costs an attacker most), then passes."""
    took = min(_time_of(FLOOR) for _ in range(2))
    steps = int(target_s / took)
    memory = min(FLOOR.memory_kib * max(1, steps), _CALIBRATE_CAP_KIB)
    params = replace(FLOOR, memory_kib=memory)
    while memory > FLOOR.memory_kib:
        try:
            took = _time_of(params)
        except MemoryError:
            memory //= 2
            params = replace(FLOOR, memory_kib=max(memory, FLOOR.memory_kib))
            continue
        passes = int(FLOOR.passes * target_s / took)
        return replace(params, passes=min(max(FLOOR.passes, passes), _CEILING_PASSES))
    return replace(FLOOR)


def _time_of(params: KdfParams) -> float:
    begun = time.perf_counter()
    _stretch(b"calibration", params, b"s" * _SALT, b"")
    return time.perf_counter() - begun


def _stretch(secret: bytes, params: KdfParams, salt: bytes, bound_to: bytes) -> bytes:
    return Argon2id(
        salt=salt,
        length=KEY,
        iterations=params.passes,
        lanes=params.lanes,
        memory_cost=params.memory_kib,
        ad=bound_to,
    ).derive(secret)


def _place(kind: str, vault_id: str) -> bytes:
    return f"kith/v1/slot/{kind}/{vault_id}".encode()


def seal_slot(kind: str, vault_id: str, secret: bytes, vault_key: bytes, kdf: KdfParams) -> Slot:
    """The vault key wrapped under `secret`, which may be weak: Argon2id stretches it."""
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    wrap, check = _wrap_and_check(kind, vault_id, secret, kdf, salt)
    wrapped = AESGCMSIV(wrap).encrypt(nonce, vault_key, _place(kind, vault_id) + check)
    return Slot(kind, kdf, salt, check, nonce, wrapped)


def _wrap_and_check(
    kind: str, vault_id: str, secret: bytes, kdf: KdfParams, salt: bytes
) -> tuple[bytes, bytes]:
    try:
        stretched = _stretch(secret, kdf, salt, _place(kind, vault_id))
    except MemoryError:
        raise CannotReach("memory") from None
    wrap = HKDFExpand(hashes.SHA256(), KEY, b"kith/v1/wrap").derive(stretched)
    check = HKDFExpand(hashes.SHA256(), _CHECK, b"kith/v1/check").derive(stretched)
    return wrap, check


def open_slot(slot: Slot, vault_id: str, secret: bytes) -> bytes:
    """The vault key. Raises WrongPassphrase or WrongRecoveryCode where the secret is not the one
    that sealed the slot, VaultDamaged where it is and the slot still does not open."""
    if not slot.kdf.acceptable():
        raise VaultDamaged("kdf_lowered")
    wrap, check = _wrap_and_check(slot.kind, vault_id, secret, slot.kdf, slot.salt)
    if not hmac.compare_digest(check, slot.check):
        raise WrongRecoveryCode if slot.kind == "recovery" else WrongPassphrase
    try:
        return AESGCMSIV(wrap).decrypt(
            slot.nonce, slot.wrapped, _place(slot.kind, vault_id) + check
        )
    except (InvalidTag, ValueError):
        raise VaultDamaged(f"slot_{slot.kind}") from None
