"""From a secret to the vault key: which generation of the header it opens, and a first header for a
new vault. The file is `header`'s, one slot is `keyslots`', the open vault is `vault`'s."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from diary.errors import VaultDamaged, WrongPassphrase, WrongRecoveryCode
from diary.ids import new_id
from diary.vault import recovery
from diary.vault.header import Header, HeaderRead
from diary.vault.keyslots import FLOOR, KEY, KdfParams, Keys, open_slot, seal_slot
from diary.vault.passphrase import encoded

SlotKind = Literal["passphrase", "recovery"]


def asked_for(kdf: KdfParams) -> KdfParams:
    """Parameters handed in by name: marked where they are under the floor."""
    return replace(kdf, for_tests=kdf.under_floor())


def new_header(
    passphrase: str, code: str, kdf: KdfParams, between: Callable[[], None]
) -> tuple[Header, Keys]:
    """A header with two slots around a fresh vault key; `between` is called between the two
    derivations."""
    vault_id, vault_key = new_id(), os.urandom(KEY)
    by_passphrase = seal_slot("passphrase", vault_id, encoded(passphrase), vault_key, kdf)
    between()
    # 140 random bits need no more stretching than the floor.
    floor = kdf if kdf.for_tests else FLOOR
    by_code = seal_slot("recovery", vault_id, recovery.secret(code), vault_key, floor)
    keys = Keys.of(vault_key)
    header = Header(vault_id, 1, {"passphrase": by_passphrase, "recovery": by_code})
    return header.signed(keys.header), keys


def first_that_opens(
    found: HeaderRead, kind: SlotKind, secret: bytes
) -> tuple[Header, Keys, tuple[str, ...]]:
    """The first generation that the secret opens and whose MAC holds, its keys, and the notices.

    An older generation counts only where the newer one turns out not to be this vault's at all;
    else it is one that a slot change has replaced. Where none opens, the gravest reason is
    raised: VaultDamaged before WrongPassphrase or WrongRecoveryCode."""
    damage: VaultDamaged | None = None
    wrong: WrongPassphrase | WrongRecoveryCode | None = None
    for header in found.candidates:
        try:
            return header, _opened(header, kind, secret), found.notices
        except VaultDamaged as error:
            damage = error
        except (WrongPassphrase, WrongRecoveryCode) as error:
            wrong = error
    for header in found.older:
        try:
            keys = _opened(header, kind, secret)
        except (VaultDamaged, WrongPassphrase, WrongRecoveryCode):
            continue
        if not any(newer.holds(keys.header) for newer in found.candidates):
            return header, keys, ("headers_differ",)
    raise damage or wrong or VaultDamaged("header")


def _opened(header: Header, kind: SlotKind, secret: bytes) -> Keys:
    if kind not in header.slots:
        raise VaultDamaged(f"slot_{kind}")
    keys = Keys.of(open_slot(header.slots[kind], header.vault_id, secret))
    if not header.holds(keys.header):
        raise VaultDamaged("header_changed")
    return keys
