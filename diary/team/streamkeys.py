"""Keys of streams, one per epoch: made, wrapped to devices, opened again, chosen for writing.
Who ought to have them is the directory's affair; sealing entries with them is `sync`'s.

An epoch's id is made from its key, so a wrap that opens to another key than the epoch's is found
out. A wrap is a signature (65 bytes) and a map saying for whom it is and by whom; stream, epoch
and device are bound into the encryption too. Keys are only ever added, never changed.
"""

from __future__ import annotations

import secrets as randomness
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NewType

import msgspec

from diary.errors import HistoryBroken, MadeByNewerVersion, SealBroken
from diary.ids import DeviceId, StreamId, TeamId
from diary.team.identity import SIGNATURE_BYTES, DevicePublic, DeviceSecrets
from diary.team.seals import KEY_BYTES, bind, id_of, seal, unseal
from diary.team.statements import EpochEntry

EpochId = NewType("EpochId", str)
_CONTEXT = b"wrap"


@dataclass(frozen=True, repr=False)
class Epoch:
    """A new epoch: its id, its 32-byte key, and `entry`, which goes into a statement."""

    id: EpochId
    stream: StreamId
    key: bytes
    entry: EpochEntry

    def __repr__(self) -> str:
        return f"Epoch({self.id[:8]})"


class Wrap(msgspec.Struct, frozen=True):
    """What a wrap says of itself. `sealed` opens only for `device`."""

    team: str
    stream: str
    epoch: str
    device: str
    by: str
    sealed: bytes


_WRAP = msgspec.msgpack.Decoder(Wrap)
_EARLIER = msgspec.msgpack.Decoder(dict[str, bytes])
_ENCODE = msgspec.msgpack.Encoder(order="sorted")


def new_epoch(
    team: TeamId,
    stream: StreamId,
    devices: Mapping[DeviceId, DevicePublic],
    signer: DeviceSecrets,
    earlier: Mapping[EpochId, bytes] | None = None,
) -> tuple[Epoch, list[bytes]]:
    """A fresh key for `stream` and a signed wrap for each of `devices`, in the order of their
    ids. `earlier` are the stream's keys so far; whoever gets the new one gets them with it."""
    key = randomness.token_bytes(KEY_BYTES)
    epoch = epoch_of(team, stream, key)
    sealed = b""
    if earlier:
        plain = _ENCODE.encode(dict(earlier))
        sealed = seal(key, plain, bind(b"earlier-keys", team, stream, epoch))
    wraps = [wrap_key(team, stream, key, devices[each], signer) for each in sorted(devices)]
    return Epoch(epoch, stream, key, EpochEntry(epoch, stream, sealed)), wraps


def epoch_of(team: TeamId, stream: StreamId, key: bytes) -> EpochId:
    """The id that only the epoch with this key has."""
    return EpochId(id_of(b"epoch", team, stream, key))


def wrap_key(
    team: TeamId, stream: StreamId, key: bytes, device: DevicePublic, signer: DeviceSecrets
) -> bytes:
    """A signed wrap of a stream's epoch key for one device."""
    epoch = epoch_of(team, stream, key)
    sealed = device.encrypt(key, _info(team, stream, epoch, device.id))
    body = _ENCODE.encode(Wrap(team, stream, epoch, device.id, signer.id, sealed))
    return signer.sign(_CONTEXT, body) + body


def read_wrap(raw: bytes) -> Wrap:
    """What a wrap says of itself, unchecked. Raises SealBroken."""
    try:
        return _WRAP.decode(raw[SIGNATURE_BYTES:])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise SealBroken("wrap") from None


def open_wrap(
    raw: bytes,
    secrets: DeviceSecrets,
    signer: DevicePublic,
    team: TeamId,
    stream: StreamId,
    epoch: EpochId,
) -> bytes:
    """The epoch's 32-byte key. Raises SealBroken for a wrap that is changed, not by `signer`, or
    for another stream, epoch or device."""
    wrap = read_wrap(raw)
    try:
        signer.verify(_CONTEXT, raw[SIGNATURE_BYTES:], raw[:SIGNATURE_BYTES])
    except HistoryBroken:
        raise SealBroken("wrap") from None
    told = (wrap.team, wrap.stream, wrap.epoch, wrap.device, wrap.by)
    if told != (team, stream, epoch, secrets.id, signer.id):
        raise SealBroken("wrap")
    key = secrets.decrypt(wrap.sealed, _info(team, stream, epoch, secrets.id))
    if len(key) != KEY_BYTES or epoch_of(team, stream, key) != epoch:
        raise SealBroken("wrap")
    return key


def open_earlier(team: TeamId, entry: EpochEntry, key: bytes) -> dict[EpochId, bytes]:
    """The keys of the epochs before this one. Raises SealBroken."""
    if not entry.earlier:
        return {}
    stream = StreamId(entry.stream)
    plain = unseal(key, entry.earlier, bind(b"earlier-keys", team, stream, entry.id), "keys")
    try:
        keys = _EARLIER.decode(plain)
    except msgspec.MsgspecError:
        raise SealBroken("keys") from None
    if any(epoch_of(team, stream, each) != epoch for epoch, each in keys.items()):
        raise SealBroken("keys")
    return {EpochId(epoch): each for epoch, each in keys.items()}


def pick_epoch(
    covered: Mapping[EpochId, frozenset[DeviceId]], readers: frozenset[DeviceId]
) -> EpochId | None:
    """The epoch to write under: the lowest id whose key exactly today's reading devices have.
    None means that somebody who holds the key must wrap it, or make a new epoch, first."""
    fitting = [epoch for epoch, devices in covered.items() if devices == readers]
    return min(fitting, default=None)


class KeyRing:
    """The stream keys that one device can open, found as they are asked for. Never printed."""

    def __init__(self, secrets: DeviceSecrets) -> None:
        self._secrets = secrets
        self._team = TeamId("")
        self._keys: dict[str, dict[str, bytes]] = {}
        self._wraps: dict[tuple[str, str], list[tuple[bytes, DevicePublic]]] = {}
        self._entries: dict[str, dict[str, EpochEntry]] = {}

    @property
    def device(self) -> DeviceId:
        return self._secrets.id

    def learn(
        self,
        team: TeamId,
        epochs: Iterable[EpochEntry],
        wraps: Iterable[tuple[Wrap, bytes, DevicePublic]],
    ) -> None:
        """Take note of accepted epochs and of the wraps for this device (each with its signer).
        Nothing is opened yet; saying the same twice changes nothing."""
        self._team = team
        for entry in epochs:
            self._entries.setdefault(entry.stream, {})[entry.id] = entry
        for wrap, raw, signer in wraps:
            if wrap.device != self._secrets.id:
                continue
            known = self._wraps.setdefault((wrap.stream, wrap.epoch), [])
            if (raw, signer) not in known:
                known.append((raw, signer))

    def key(self, stream: StreamId, epoch: EpochId) -> bytes | None:
        """The epoch's 32-byte key, or None where this device has not been given it (yet)."""
        known = self._keys.setdefault(stream, {})
        if epoch in known:
            return known[epoch]
        found = self._from_wrap(stream, epoch)
        if found is None:
            found = self._from_later(stream, epoch)
        if found is not None:
            known[epoch] = found
        return found

    def hold(self, stream: StreamId, key: bytes, team: TeamId) -> None:
        """Keep a key that was just made here."""
        self._team = team
        self._keys.setdefault(stream, {})[epoch_of(team, stream, key)] = key

    def held(self, stream: StreamId) -> dict[EpochId, bytes]:
        """Every key of `stream` that this device can open."""
        ids = {*self._keys.get(stream, {}), *self._entries.get(stream, {})}
        found = {EpochId(each): self.key(stream, EpochId(each)) for each in ids}
        return {epoch: key for epoch, key in found.items() if key is not None}

    def _from_wrap(self, stream: StreamId, epoch: EpochId) -> bytes | None:
        for raw, signer in self._wraps.get((stream, epoch), ()):
            try:
                return open_wrap(raw, self._secrets, signer, self._team, stream, epoch)
            except (SealBroken, MadeByNewerVersion):
                continue
        return None

    def _from_later(self, stream: StreamId, epoch: EpochId) -> bytes | None:
        for later, entry in self._entries.get(stream, {}).items():
            key = self._keys.get(stream, {}).get(later) or self._from_wrap(stream, EpochId(later))
            if key is None or not entry.earlier:
                continue
            try:
                found = open_earlier(self._team, entry, key).get(epoch)
            except (SealBroken, MadeByNewerVersion):
                continue
            if found is not None:
                return found
        return None

    def __repr__(self) -> str:
        return f"KeyRing({self._secrets.id[:8]}, {len(self._wraps)} epochs)"


def _info(team: TeamId, stream: StreamId, epoch: EpochId, device: DeviceId) -> bytes:
    return bind(_CONTEXT, team, stream, epoch, device)
