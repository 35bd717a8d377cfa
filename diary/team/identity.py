"""A device's own keys: Ed25519 to sign, X-Wing (ML-KEM-768 + X25519) to receive; and the paper
device, whose keys grow from the recovery code. What a device may do is the directory's affair.

A device's id is made from its public keys, so an id can never be given to other keys, and the
paper device finds its own wraps from nothing but the recovery code.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.mlkem import (
    MLKEM768PrivateKey,
    MLKEM768PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from diary.errors import HistoryBroken, SealBroken, VaultDamaged, WrongRecoveryCode
from diary.ids import DeviceId
from diary.team.seals import SUITE, bind, check_suite, id_of

SIGN_BYTES = 32
HPKE_PUBLIC_BYTES = 1216
SIGNATURE_BYTES = 65
_KEM_SEED_BYTES = 64
_KEM_PUBLIC_BYTES = 1184
_SECRET_BYTES = 1 + 32 + _KEM_SEED_BYTES + 32
_MIN_ENTROPY_BYTES = 16
_HPKE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.SHAKE256, hpke.AEAD.AES_256_GCM)


@dataclass(frozen=True)
class DevicePublic:
    """What others know of a device: `sign` 32 bytes (Ed25519), `hpke` 1,216 bytes (X-Wing)."""

    sign: bytes
    hpke: bytes

    def __post_init__(self) -> None:
        if len(self.sign) != SIGN_BYTES or len(self.hpke) != HPKE_PUBLIC_BYTES:
            raise HistoryBroken("device keys")

    @cached_property
    def id(self) -> DeviceId:
        """The device id that these keys, and no others, have."""
        return DeviceId(id_of(b"device", self.sign, self.hpke))

    def verify(self, context: bytes, message: bytes, signature: bytes) -> None:
        """Raises HistoryBroken unless `signature` was made by this device for this context."""
        check_suite(signature, "signature")
        if len(signature) != SIGNATURE_BYTES:
            raise HistoryBroken("signature")
        try:
            key = Ed25519PublicKey.from_public_bytes(self.sign)
            key.verify(signature[1:], bind(b"sign", SUITE, context, message))
        except (InvalidSignature, ValueError):
            raise HistoryBroken("signature") from None

    def encrypt(self, plain: bytes, info: bytes) -> bytes:
        """`plain` for this device alone; `info` must be said again to open it."""
        try:
            kem = MLKEM768PublicKey.from_public_bytes(self.hpke[:_KEM_PUBLIC_BYTES])
            curve = X25519PublicKey.from_public_bytes(self.hpke[_KEM_PUBLIC_BYTES:])
            public = hpke.MLKEM768X25519PublicKey(kem, curve)
            return bytes([SUITE]) + _HPKE.encrypt(plain, public, info=info)
        except ValueError:
            raise HistoryBroken("device keys") from None

    def __repr__(self) -> str:
        return f"DevicePublic({self.id[:8]})"


class DeviceSecrets:
    """A device's private keys. Never printed, never logged; `to_bytes` is for the vault only."""

    def __init__(self, sign_seed: bytes, kem_seed: bytes, curve: bytes) -> None:
        self._raw = bytes([SUITE]) + sign_seed + kem_seed + curve
        if len(self._raw) != _SECRET_BYTES:
            raise VaultDamaged("device keys")
        self._sign = Ed25519PrivateKey.from_private_bytes(sign_seed)
        kem = MLKEM768PrivateKey.from_seed_bytes(kem_seed)
        exchange = X25519PrivateKey.from_private_bytes(curve)
        self._hpke = hpke.MLKEM768X25519PrivateKey(kem, exchange)
        self._public = DevicePublic(
            self._sign.public_key().public_bytes_raw(),
            kem.public_key().public_bytes_raw() + exchange.public_key().public_bytes_raw(),
        )

    @classmethod
    def generate(cls) -> DeviceSecrets:
        """New keys from the system's randomness."""
        kem = MLKEM768PrivateKey.generate()
        return cls(
            Ed25519PrivateKey.generate().private_bytes_raw(),
            kem.private_bytes_raw(),
            X25519PrivateKey.generate().private_bytes_raw(),
        )

    @classmethod
    def from_bytes(cls, raw: bytes) -> DeviceSecrets:
        """The keys that `to_bytes` gave. Raises VaultDamaged, or MadeByNewerVersion."""
        if len(raw) != _SECRET_BYTES or raw[0] == 0:
            raise VaultDamaged("device keys")
        check_suite(raw, "device keys")
        return cls(raw[1:33], raw[33:97], raw[97:])

    def to_bytes(self) -> bytes:
        """129 bytes: suite, Ed25519 seed (32), ML-KEM seed (64), X25519 key (32)."""
        return self._raw

    def public(self) -> DevicePublic:
        return self._public

    @property
    def id(self) -> DeviceId:
        return self._public.id

    def sign(self, context: bytes, message: bytes) -> bytes:
        """65 bytes: suite and Ed25519 signature over context and message."""
        return bytes([SUITE]) + self._sign.sign(bind(b"sign", SUITE, context, message))

    def decrypt(self, sealed: bytes, info: bytes) -> bytes:
        """What was encrypted for this device with this `info`. Raises SealBroken."""
        check_suite(sealed, "wrap")
        try:
            return _HPKE.decrypt(sealed[1:], self._hpke, info=info)
        except (InvalidTag, ValueError):
            raise SealBroken("wrap") from None

    def __repr__(self) -> str:
        return f"DeviceSecrets({self.id[:8]})"

    def __reduce__(self) -> str:
        raise TypeError("device keys are not pickled")


def paper_device(recovery_entropy: bytes) -> DeviceSecrets:
    """The device that the recovery code is: the same code gives the same keys, for ever.
    `recovery_entropy` is the code's own bits (at least 16 bytes), not its letters."""
    if len(recovery_entropy) < _MIN_ENTROPY_BYTES:
        raise WrongRecoveryCode("too short")
    raw = HKDF(hashes.SHA256(), _SECRET_BYTES - 1, None, bind(b"paper-device", SUITE)).derive(
        recovery_entropy
    )
    return DeviceSecrets(raw[:32], raw[32:96], raw[96:])
