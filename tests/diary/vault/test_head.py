from __future__ import annotations

import time

import pytest

from diary.vault.head import HeadMark, HeadUnreadable, read_head, write_head
from diary.vault.vault import Vault

HEADS = bytes(range(32))


def test_round_trip_and_overwriting(vault: Vault) -> None:
    assert read_head(vault) is None
    for seq in (0, 1, 2**63):
        write_head(vault, seq, HEADS)
        assert read_head(vault) == HeadMark(seq, HEADS)
    assert (vault.folder / "vault.head").stat().st_size == 80


def test_survives_closing(vault: Vault, passphrase: str) -> None:
    write_head(vault, 7, HEADS)
    vault.close()
    with Vault.open(vault.folder, passphrase) as again:
        assert read_head(again) == HeadMark(7, HEADS)


def test_any_byte_flipped_is_said(vault: Vault) -> None:
    write_head(vault, 7, HEADS)
    file = vault.folder / "vault.head"
    whole = file.read_bytes()
    for at in range(len(whole)):
        for bits in (0x01, 0x80, 0xFF):
            hurt = bytearray(whole)
            hurt[at] ^= bits
            file.write_bytes(hurt)
            assert read_head(vault) == HeadUnreadable()
    for data in (b"", whole[:40], whole + b"x"):
        file.write_bytes(data)
        assert read_head(vault) == HeadUnreadable()


def test_another_vaults_mark_is_not_taken(vault: Vault, made_again: Vault) -> None:
    write_head(made_again, 7, HEADS)
    (vault.folder / "vault.head").write_bytes((made_again.folder / "vault.head").read_bytes())
    assert read_head(vault) == HeadUnreadable()


def test_only_a_digest(vault: Vault) -> None:
    with pytest.raises(ValueError, match="32-byte"):
        write_head(vault, 1, b"short")


def test_costs_next_to_nothing(vault: Vault) -> None:
    took = []
    for seq in range(300):
        begun = time.perf_counter()
        write_head(vault, seq, HEADS)
        took.append(time.perf_counter() - begun)
    assert sorted(took)[150] < 0.0005
