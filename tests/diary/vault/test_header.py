from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.errors import DiaryError, MadeByNewerVersion, VaultDamaged, WrongPassphrase
from diary.vault import header
from diary.vault.keyslots import FLOOR, KdfParams, seal_slot
from diary.vault.vault import Vault


def resealed(data: bytes, change: str) -> bytes:
    """The header as an attacker would leave it: changed, with a checksum that holds."""
    body = json.loads(data)
    body.pop("checksum")
    exec(change, {"body": body})  # the change is written in this file
    body["checksum"] = header._checksum(body)
    return header._canonical(body)


def both(folder: Path, data: bytes) -> None:
    (folder / "vault.json").write_bytes(data)
    (folder / "vault.json.1").write_bytes(data)


@pytest.mark.parametrize("name", ["vault.json", "vault.json.1"])
def test_any_byte_flipped_falls_back_with_a_notice(vault: Vault, name: str) -> None:
    vault.close()
    role = "spare" if name.endswith(".1") else "current"
    whole = (vault.folder / name).read_bytes()
    for at in range(len(whole)):
        hurt = bytearray(whole)
        hurt[at] ^= (0x01, 0x20, 0xFF)[at % 3]
        (vault.folder / name).write_bytes(hurt)
        found = header.read(vault.folder)
        assert found.notices == (f"header_{role}_damaged",), at
        assert len(found.candidates) == 1


def test_any_byte_flipped_in_both_is_damage(vault: Vault, passphrase: str) -> None:
    vault.close()
    whole = (vault.folder / "vault.json").read_bytes()
    for at in range(len(whole)):
        hurt = bytearray(whole)
        hurt[at] ^= 0x01
        both(vault.folder, hurt)
        with pytest.raises(VaultDamaged):
            Vault.open(vault.folder, passphrase)


@pytest.mark.parametrize("left", [0, 1, 100, -1])
def test_cut_short_in_both_is_damage(vault: Vault, passphrase: str, left: int) -> None:
    vault.close()
    both(vault.folder, (vault.folder / "vault.json").read_bytes()[:left])
    with pytest.raises(VaultDamaged):
        Vault.open(vault.folder, passphrase)


@pytest.mark.parametrize("name", ["vault.json", "vault.json.1"])
@pytest.mark.parametrize("missing", [True, False])
def test_a_hurt_generation_is_mended_on_opening(
    vault: Vault, passphrase: str, name: str, missing: bool
) -> None:
    vault.close()
    file = vault.folder / name
    whole = file.read_bytes()
    if missing:
        file.unlink()
    else:
        file.write_bytes(b"{}")
    with Vault.open(vault.folder, passphrase) as again:
        role = "spare" if name.endswith(".1") else "current"
        assert again.notices == (f"header_{role}_{'missing' if missing else 'damaged'}",)
    assert file.read_bytes() == whole
    with Vault.open(vault.folder, passphrase) as again:
        assert again.notices == ()


def test_a_wrong_passphrase_mends_nothing(vault: Vault) -> None:
    vault.close()
    (vault.folder / "vault.json").write_bytes(b"hurt")
    with pytest.raises(WrongPassphrase):
        Vault.open(vault.folder, "quite another phrase")
    assert (vault.folder / "vault.json").read_bytes() == b"hurt"


def test_a_slot_change_cut_short_counts_and_is_finished(vault: Vault, passphrase: str) -> None:
    old = (vault.folder / "vault.json.1").read_bytes()
    vault.change_passphrase(passphrase, "copper violin marsh window")
    vault.close()
    (vault.folder / "vault.json.1").write_bytes(old)
    with pytest.raises(WrongPassphrase):
        Vault.open(vault.folder, passphrase)
    with Vault.open(vault.folder, "copper violin marsh window") as again:
        assert again.notices == ("header_stale",)
    assert (vault.folder / "vault.json.1").read_bytes() != old


@pytest.mark.parametrize("slot", ["passphrase", "recovery"])
def test_lowered_parameters_are_detected(vault: Vault, passphrase: str, slot: str) -> None:
    """Of the slot in use before anything is derived, of the other one right after."""
    vault.close()
    data = (vault.folder / "vault.json").read_bytes()
    both(vault.folder, resealed(data, f"body['slots']['{slot}']['kdf'].pop('for_tests')"))
    with pytest.raises(VaultDamaged):
        Vault.open(vault.folder, passphrase)


def test_lowered_parameters_of_a_real_vault_are_detected(tmp_path: Path, passphrase: str) -> None:
    vault, code = Vault.create(tmp_path / "real", passphrase, kdf=FLOOR)
    vault.close()
    data = (vault.folder / "vault.json").read_bytes()
    both(vault.folder, resealed(data, "body['slots']['passphrase']['kdf']['memory_kib'] = 1024"))
    with pytest.raises(VaultDamaged, match="kdf_lowered"):
        Vault.open(vault.folder, passphrase)
    with pytest.raises(VaultDamaged, match="header_changed"):
        Vault.open_with_recovery(vault.folder, code)


@pytest.mark.parametrize("value", [0, -1, 10**9])
@pytest.mark.parametrize("part", ["memory_kib", "passes", "lanes"])
def test_absurd_parameters_are_damage_not_a_crash(
    vault: Vault, passphrase: str, part: str, value: int
) -> None:
    vault.close()
    data = (vault.folder / "vault.json").read_bytes()
    both(vault.folder, resealed(data, f"body['slots']['passphrase']['kdf']['{part}'] = {value}"))
    with pytest.raises(VaultDamaged):
        Vault.open(vault.folder, passphrase)


def test_one_generation_tampered_with_is_passed_over(vault: Vault, passphrase: str) -> None:
    vault.close()
    file = vault.folder / "vault.json"
    whole = file.read_bytes()
    file.write_bytes(resealed(whole, "body['slots']['passphrase']['salt'] = 'A' * 22 + '=='"))
    with Vault.open(vault.folder, passphrase) as again:
        assert again.notices == ("headers_differ",)
    assert file.read_bytes() == whole


def test_a_forged_newer_generation_is_passed_over(vault: Vault, passphrase: str) -> None:
    """It must not lock anybody out while the true one lies beside it."""
    vault.close()
    file = vault.folder / "vault.json"
    whole = file.read_bytes()
    file.write_bytes(
        resealed(
            whole, "body['generation'] = 99; body['slots']['passphrase']['salt'] = 'A' * 22 + '=='"
        )
    )
    with pytest.raises(WrongPassphrase):
        Vault.open(vault.folder, "quite another phrase")
    with Vault.open(vault.folder, passphrase) as again:
        assert again.notices == ("headers_differ",)
    assert file.read_bytes() == whole


def test_a_swapped_header_is_detected(
    vault: Vault, passphrase: str, cheap: KdfParams, tmp_path: Path
) -> None:
    """An attacker who knows nothing replaces slots by ones of his own making."""
    vault.close()
    found = header.read(vault.folder).candidates[0]
    mine = seal_slot("passphrase", found.vault_id, b"known to the attacker", b"k" * 32,
                     replace(cheap, for_tests=True))  # fmt: skip
    swapped = replace(found, slots={**found.slots, "passphrase": mine})
    both(vault.folder, header.encode(swapped))
    with pytest.raises(VaultDamaged, match="header_changed"):
        Vault.open(vault.folder, "known to the attacker")


def test_a_newer_format_is_said(vault: Vault, passphrase: str) -> None:
    vault.close()
    data = (vault.folder / "vault.json").read_bytes()
    both(vault.folder, resealed(data, "body['format'] = 2; body['slots'] = ['other', 'shape']"))
    with pytest.raises(MadeByNewerVersion):
        Vault.open(vault.folder, passphrase)


def test_what_a_later_program_added_is_kept(vault: Vault, passphrase: str) -> None:
    keys = vault.keys
    found = header.read(vault.folder).candidates[0]
    header.write(vault.folder, replace(found, rest={"later": {"a": [1, "b"]}}).signed(keys.header))
    vault.close()
    with Vault.open(vault.folder, passphrase) as again:
        again.new_recovery_code()
    assert header.read(vault.folder).candidates[0].rest == {"later": {"a": [1, "b"]}}


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b"{}\n", b'"a"']
)
def test_nonsense_is_damage(vault: Vault, passphrase: str, data: bytes) -> None:
    vault.close()
    both(vault.folder, data)
    with pytest.raises(DiaryError) as said:
        Vault.open(vault.folder, passphrase)
    assert isinstance(said.value, VaultDamaged)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
PARTS = ["format", "vault", "generation", "slots", "mac"]
INNER = ["kdf", "salt", "check", "nonce", "wrapped"]


def sound_body() -> dict[str, object]:
    kdf = KdfParams(64, 1, 1, for_tests=True)
    slot = seal_slot("passphrase", "a" * 26, b"secret", b"k" * 32, kdf)
    body: dict[str, object] = json.loads(
        header.encode(header.Header("a" * 26, 1, {"passphrase": slot}))
    )
    return body


SOUND = sound_body()


@given(st.sampled_from([*PARTS, *INNER, "memory_kib", "name"]), json_values)
def test_whatever_a_forger_writes_gives_one_of_our_errors(part: str, value: object) -> None:
    """The checksum holds, as anybody can make it; only the shape is wrong."""
    body = json.loads(json.dumps(SOUND))
    body.pop("checksum")
    slot = body["slots"]["passphrase"]
    place = body if part in PARTS else slot if part in INNER else slot["kdf"]
    place[part] = value
    body["checksum"] = header._checksum(body)
    try:
        decoded = header.decode(header._canonical(body))
    except (VaultDamaged, MadeByNewerVersion):
        return
    assert decoded.slots.keys() <= {"passphrase"}
