from __future__ import annotations

import pickle

import pytest

from diary.errors import (
    HistoryBroken,
    MadeByNewerVersion,
    SealBroken,
    VaultDamaged,
    WrongRecoveryCode,
)
from diary.team.identity import DevicePublic, DeviceSecrets, paper_device


def test_keys_survive_being_stored() -> None:
    secrets = DeviceSecrets.generate()
    again = DeviceSecrets.from_bytes(secrets.to_bytes())
    assert again.public() == secrets.public()
    assert again.id == secrets.id
    sealed = secrets.public().encrypt(b"for you", b"here")
    assert again.decrypt(sealed, b"here") == b"for you"


def test_two_devices_never_share_keys_or_id() -> None:
    one, other = DeviceSecrets.generate(), DeviceSecrets.generate()
    assert one.id != other.id
    assert one.to_bytes() != other.to_bytes()


def test_an_id_belongs_to_exactly_these_keys() -> None:
    one, other = DeviceSecrets.generate().public(), DeviceSecrets.generate().public()
    assert DevicePublic(one.sign, other.hpke).id not in {one.id, other.id}


def test_a_signature_holds_for_its_context_and_message_only() -> None:
    secrets = DeviceSecrets.generate()
    public = secrets.public()
    signature = secrets.sign(b"head", b"message")
    public.verify(b"head", b"message", signature)
    for context, message in ((b"wrap", b"message"), (b"head", b"massage"), (b"hea", b"dmessage")):
        with pytest.raises(HistoryBroken):
            public.verify(context, message, signature)
    with pytest.raises(HistoryBroken):
        DeviceSecrets.generate().public().verify(b"head", b"message", signature)


@pytest.mark.parametrize("at", [1, 20, 40, 64])
def test_a_changed_signature_is_found_out(at: int) -> None:
    secrets = DeviceSecrets.generate()
    signature = bytearray(secrets.sign(b"head", b"message"))
    signature[at] ^= 1
    with pytest.raises(HistoryBroken):
        secrets.public().verify(b"head", b"message", bytes(signature))


def test_a_later_suite_is_said_to_be_newer_not_broken() -> None:
    secrets = DeviceSecrets.generate()
    with pytest.raises(MadeByNewerVersion):
        secrets.public().verify(b"head", b"m", b"\x02" + secrets.sign(b"head", b"m")[1:])
    with pytest.raises(MadeByNewerVersion):
        DeviceSecrets.from_bytes(b"\x02" + secrets.to_bytes()[1:])


@pytest.mark.parametrize("cut", [0, 1, 64, 128])
def test_secrets_cut_short_are_damage(cut: int) -> None:
    with pytest.raises(VaultDamaged):
        DeviceSecrets.from_bytes(DeviceSecrets.generate().to_bytes()[:cut])


def test_what_is_sealed_for_one_device_opens_for_no_other_and_nowhere_else() -> None:
    secrets, other = DeviceSecrets.generate(), DeviceSecrets.generate()
    sealed = secrets.public().encrypt(b"key", b"here")
    for who, info, raw in (
        (other, b"here", sealed),
        (secrets, b"there", sealed),
        (secrets, b"here", sealed[:-1]),
        (secrets, b"here", sealed[:1]),
        (secrets, b"here", b""),
        (secrets, b"here", sealed[:-1] + bytes([sealed[-1] ^ 1])),
    ):
        with pytest.raises(SealBroken):
            who.decrypt(raw, info)


def test_the_recovery_code_always_gives_the_same_device() -> None:
    assert paper_device(b"a" * 20).id == paper_device(b"a" * 20).id
    assert paper_device(b"a" * 20).id != paper_device(b"a" * 19 + b"b").id
    with pytest.raises(WrongRecoveryCode):
        paper_device(b"short")


def test_secrets_show_nothing_and_cannot_be_pickled() -> None:
    secrets = DeviceSecrets.generate()
    shown = f"{secrets!r} {secrets} {secrets.public()!r}"
    for part in (secrets.to_bytes()[1:33], secrets.to_bytes()[33:97], secrets.public().sign):
        assert part.hex() not in shown
        assert repr(part) not in shown
    assert len(shown) < 120
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(secrets)
