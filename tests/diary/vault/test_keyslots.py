from __future__ import annotations

import os
import threading
import time
from dataclasses import replace

import pytest

from diary.errors import VaultDamaged, WrongPassphrase, WrongRecoveryCode
from diary.ids import new_id
from diary.vault.keyslots import FLOOR, KdfParams, Keys, calibrate, open_slot, seal_slot

CHEAP = KdfParams(64, 1, 1, for_tests=True)


def test_round_trip() -> None:
    vault_id, key = new_id(), os.urandom(32)
    slot = seal_slot("passphrase", vault_id, b"secret", key, CHEAP)
    assert open_slot(slot, vault_id, b"secret") == key
    assert key not in (slot.wrapped, slot.check, slot.salt)


def test_a_wrong_secret_and_a_damaged_slot_are_told_apart() -> None:
    vault_id = new_id()
    slot = seal_slot("passphrase", vault_id, b"secret", b"k" * 32, CHEAP)
    with pytest.raises(WrongPassphrase):
        open_slot(slot, vault_id, b"Secret")
    for part in ("wrapped", "nonce"):
        whole = getattr(slot, part)
        for at in range(len(whole)):
            hurt = bytearray(whole)
            hurt[at] ^= 0x10
            with pytest.raises(VaultDamaged):
                open_slot(replace(slot, **{part: bytes(hurt)}), vault_id, b"secret")


def test_a_slot_opens_only_in_its_own_vault_and_place() -> None:
    vault_id = new_id()
    slot = seal_slot("passphrase", vault_id, b"secret", b"k" * 32, CHEAP)
    with pytest.raises(WrongPassphrase):
        open_slot(slot, new_id(), b"secret")
    with pytest.raises(WrongRecoveryCode):
        open_slot(replace(slot, kind="recovery"), vault_id, b"secret")


def test_same_secret_never_seals_alike() -> None:
    one = seal_slot("passphrase", "v", b"secret", b"k" * 32, CHEAP)
    two = seal_slot("passphrase", "v", b"secret", b"k" * 32, CHEAP)
    assert one.salt != two.salt
    assert one.check != two.check
    assert one.wrapped != two.wrapped


def test_keys_differ_by_purpose_and_come_back_the_same() -> None:
    keys = Keys.of(b"k" * 32)
    parts = [keys.database, keys.header, keys.head, keys.backup, keys.root]
    assert len(set(parts)) == 5
    assert all(len(part) == 32 for part in parts)
    assert Keys.of(b"k" * 32) == keys


def test_calibration_keeps_the_floor_and_comes_near_its_aim() -> None:
    params = calibrate(0.5)
    assert params.memory_kib >= 64 * 1024
    assert params.passes >= 3
    assert params.lanes == 4
    assert not params.for_tests
    begun = time.perf_counter()
    seal_slot("passphrase", "v", b"secret", b"k" * 32, params)
    assert 0.1 < time.perf_counter() - begun < 3.0  # other work may share the machine


def test_a_machine_too_slow_still_gets_the_floor() -> None:
    assert calibrate(0.0001) == FLOOR


def test_deriving_lets_other_threads_run() -> None:
    """The unlock window keeps painting."""
    ticks, over = 0, threading.Event()

    def tick() -> None:
        nonlocal ticks
        while not over.wait(0.002):
            ticks += 1

    thread = threading.Thread(target=tick)
    thread.start()
    seal_slot("passphrase", "v", b"secret", b"k" * 32, FLOOR)
    over.set()
    thread.join()
    assert ticks >= 5
