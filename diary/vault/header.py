"""`vault.json`: which vault this is, what a guess costs, and the wrapped key, in two generations
of one file. A checksum catches damage before anybody has typed a passphrase; a MAC catches
tampering right after. How slots are sealed belongs to `keyslots`.

The file is canonical JSON and is only taken if encoding it again gives the same bytes, so no
byte of it can change unseen. The checksum rule holds for every later format, so that damage is
never mistaken for a newer version.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from diary.errors import MadeByNewerVersion, NotAVault, VaultDamaged
from diary.ids import is_id
from diary.vault.disk import move_into_place, os_errors, stage
from diary.vault.keyslots import SLOT_SIZES, KdfParams, Slot

FORMAT = 1
CURRENT = "vault.json"
SPARE = "vault.json.1"
DATABASE = "diary.db"
ATTACHMENTS = "attachments"
_LIMIT = 256 * 1024
_OURS = {"format", "vault", "generation", "slots", "mac", "checksum"}


@dataclass(frozen=True, slots=True)
class Header:
    """One generation, as read or about to be written. `rest` holds what a later program added."""

    vault_id: str
    generation: int
    slots: Mapping[str, Slot]
    mac: bytes = b""
    rest: Mapping[str, Any] = field(default_factory=dict)

    def signed(self, key: bytes) -> Header:
        return replace(self, mac=_mac(self, key))

    def holds(self, key: bytes) -> bool:
        """Whether the MAC is the one that this vault's own key makes."""
        return hmac.compare_digest(self.mac, _mac(self, key))


@dataclass(frozen=True, slots=True)
class HeaderRead:
    """What was found. `candidates` are tried in order; more than one only where two generations
    that ought to be equal differ. `notices` are codes: `header_current_damaged`,
    `header_spare_damaged`, `header_current_missing`, `header_spare_missing`, `header_stale`
    (a slot change was cut short) and `headers_differ`. `older` is what a change replaced."""

    candidates: tuple[Header, ...]
    notices: tuple[str, ...]
    older: tuple[Header, ...] = ()


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _canonical(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, sort_keys=True, indent=1, ensure_ascii=True).encode("ascii") + b"\n"


def _body(header: Header) -> dict[str, Any]:
    return {
        **header.rest,
        "format": FORMAT,
        "vault": header.vault_id,
        "generation": header.generation,
        "slots": {name: _slot_map(slot) for name, slot in header.slots.items()},
    }


def _slot_map(slot: Slot) -> dict[str, Any]:
    kdf: dict[str, Any] = {
        "name": "argon2id",
        "memory_kib": slot.kdf.memory_kib,
        "passes": slot.kdf.passes,
        "lanes": slot.kdf.lanes,
    }
    if slot.kdf.for_tests:
        kdf["for_tests"] = True
    return {
        "kdf": kdf,
        "salt": _b64(slot.salt),
        "check": _b64(slot.check),
        "nonce": _b64(slot.nonce),
        "wrapped": _b64(slot.wrapped),
    }


def _mac(header: Header, key: bytes) -> bytes:
    return hmac.digest(key, _canonical(_body(header)), "sha256")


def _checksum(body: Mapping[str, Any]) -> str:
    bare = {name: value for name, value in body.items() if name != "checksum"}
    return hashlib.sha256(_canonical(bare)).hexdigest()


def encode(header: Header) -> bytes:
    """The bytes of one generation, checksum included."""
    body = _body(header) | {"mac": _b64(header.mac)}
    return _canonical(body | {"checksum": _checksum(body)})


def decode(data: bytes) -> Header:
    """One generation from its bytes. Raises VaultDamaged, MadeByNewerVersion."""
    try:
        body = json.loads(data.decode("ascii"))
        sound = isinstance(body, dict) and data == _canonical(body)
    except (ValueError, RecursionError):
        sound = False
    if not sound or body.get("checksum") != _checksum(body):
        raise VaultDamaged("header")
    try:
        if body["format"] > FORMAT:
            raise MadeByNewerVersion("header")
        return _from_body(body)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        raise VaultDamaged("header") from None


def _from_body(body: Mapping[str, Any]) -> Header:
    if not is_id(body["vault"]):
        raise ValueError
    return Header(
        vault_id=body["vault"],
        generation=int(body["generation"]),
        slots={name: _slot(name, value) for name, value in body["slots"].items()},
        mac=base64.b64decode(body["mac"], validate=True),
        rest={name: value for name, value in body.items() if name not in _OURS},
    )


def _slot(name: str, value: Mapping[str, Any]) -> Slot:
    kdf = value["kdf"]
    if kdf["name"] != "argon2id":
        raise ValueError
    params = KdfParams(
        int(kdf["memory_kib"]), int(kdf["passes"]), int(kdf["lanes"]), bool(kdf.get("for_tests"))
    )
    salt, check, nonce, wrapped = (_sized(value[part], size) for part, size in SLOT_SIZES.items())
    return Slot(name, params, salt, check, nonce, wrapped)


def _sized(text: str, size: int) -> bytes:
    data = base64.b64decode(text, validate=True)
    if len(data) != size:
        raise ValueError
    return data


def require_there(folder: Path) -> None:
    """Raises NotAVault where there is no generation, sound or not (VaultDamaged where a
    database lies without one)."""
    if (folder / CURRENT).is_file() or (folder / SPARE).is_file():
        return
    if (folder / DATABASE).exists():
        raise VaultDamaged("header_missing")
    raise NotAVault


def write(folder: Path, header: Header) -> bool:
    """Both generations, the current one first: killed in between, the newer one counts. A full
    disk is met before either is touched. False where only the spare one could not be replaced:
    the change counts, and the next opening finishes it."""
    data = encode(header)
    with os_errors(CURRENT):
        spare = stage(folder / SPARE, data)
        try:
            move_into_place(stage(folder / CURRENT, data), folder / CURRENT)
        except BaseException:
            with suppress(OSError):
                spare.unlink()
            raise
    try:
        move_into_place(spare, folder / SPARE)
    except OSError:
        return False
    return True


def read(folder: Path) -> HeaderRead:
    """The generation that counts. Raises as `require_there` does, VaultDamaged where neither
    generation is sound, MadeByNewerVersion."""
    require_there(folder)
    found: list[Header] = []
    notices: list[str] = []
    for name, role in ((CURRENT, "current"), (SPARE, "spare")):
        data = _bytes_of(folder / name)
        if data is None:
            notices.append(f"header_{role}_missing")
            continue
        try:
            found.append(decode(data))
        except VaultDamaged:
            notices.append(f"header_{role}_damaged")
    if not found:
        raise VaultDamaged("header")
    return _choose(found, notices)


def _choose(found: list[Header], notices: list[str]) -> HeaderRead:
    newest = max(header.generation for header in found)
    counting = tuple(header for header in found if header.generation == newest)
    if len(counting) == 2 and counting[0] == counting[1]:
        counting = counting[:1]
    elif len(counting) == 2:
        notices.append("headers_differ")
    elif len(found) == 2:
        notices.append("header_stale")
    older = tuple(header for header in found if header.generation < newest)
    return HeaderRead(counting, tuple(notices), older)


def _bytes_of(path: Path) -> bytes | None:
    with os_errors(path.name, writing=False):
        try:
            with path.open("rb") as file:
                return file.read(_LIMIT)
        except FileNotFoundError:
            return None
