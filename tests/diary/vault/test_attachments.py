from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.errors import Cancelled, CannotReach, Gone, SealBroken
from diary.ids import new_id
from diary.vault import attachments
from diary.vault.attachments import CHUNK
from diary.vault.vault import Vault

CANARY = b"a drawing of a kingfisher, from Robin. " * 40
SIZES = [
    0,
    1,
    7,
    8,
    100,
    CHUNK - 9,
    CHUNK - 8,
    CHUNK - 7,
    CHUNK,
    CHUNK + 1,
    3 * CHUNK - 8,
    3 * CHUNK + 5,
]


def content(size: int) -> bytes:
    return (CANARY * (size // len(CANARY) + 1))[:size]


@pytest.mark.parametrize("size", SIZES)
def test_round_trip(vault: Vault, tmp_path: Path, size: int) -> None:
    data = content(size)
    source = tmp_path / "source"
    source.write_bytes(data)
    for sealed in (attachments.seal_bytes(vault, data), attachments.seal_path(vault, source)):
        assert sealed.size == size
        assert sealed.digest == hashlib.sha256(data).digest()
        assert attachments.read(vault, sealed.file_id, sealed.key) == data
        attachments.verify(vault, sealed.file_id, sealed.key)
        assert attachments.is_here(vault, sealed.file_id)
    assert len(attachments.ids(vault)) == 2


def test_reads_like_a_file(vault: Vault) -> None:
    data = os.urandom(CHUNK * 2 + 777)
    sealed = attachments.seal_bytes(vault, data)
    with io.BufferedReader(attachments.open_sealed(vault, sealed.file_id, sealed.key)) as file:
        for at in (0, CHUNK - 20, CHUNK * 2, len(data) - 5, 3):
            file.seek(at)
            assert file.read(40) == data[at : at + 40]
        file.seek(-5, io.SEEK_END)
        assert file.read() == data[-5:]
        assert file.read() == b""
        file.seek(len(data) + 100)
        assert file.read() == b""


def test_nothing_readable_and_the_name_gives_nothing_away(vault: Vault, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(content(100_000))
    attachments.seal_path(vault, source)
    source.unlink()
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert CANARY[:20] not in path.read_bytes()
            assert "source" not in path.name


def test_repr_shows_no_key(vault: Vault) -> None:
    sealed = attachments.seal_bytes(vault, b"x")
    assert repr(sealed.key) not in repr(sealed)
    assert "digest" not in repr(sealed)


def test_any_byte_flipped_is_found(vault: Vault) -> None:
    sealed = attachments.seal_bytes(vault, content(300))
    file = attachments.path_of(vault, sealed.file_id)
    whole = file.read_bytes()
    for at in range(len(whole)):
        hurt = bytearray(whole)
        hurt[at] ^= 0x40
        file.write_bytes(hurt)
        with pytest.raises(SealBroken):
            attachments.read(vault, sealed.file_id, sealed.key)
        with pytest.raises(SealBroken):
            attachments.verify(vault, sealed.file_id, sealed.key)


@pytest.mark.parametrize("left", [0, 1, 8, 23, 24, 100, CHUNK, CHUNK + 24, 2 * CHUNK + 40, -1])
def test_cut_short_is_found_before_anything_is_given(vault: Vault, left: int) -> None:
    sealed = attachments.seal_bytes(vault, content(3 * CHUNK))
    file = attachments.path_of(vault, sealed.file_id)
    file.write_bytes(file.read_bytes()[:left])
    with pytest.raises(SealBroken):
        next(attachments.chunks(vault, sealed.file_id, sealed.key))


def test_lengthened_swapped_and_repeated_chunks_are_found(vault: Vault) -> None:
    sealed = attachments.seal_bytes(vault, content(4 * CHUNK))
    file = attachments.path_of(vault, sealed.file_id)
    whole = file.read_bytes()
    step = CHUNK + 16
    head, body = whole[:8], [whole[at : at + step] for at in range(8, len(whole), step)]
    for order in (
        [*body, body[-1]],
        [body[0], body[2], body[1], *body[3:]],
        [body[0], body[1], body[1], *body[3:]],
        [body[1], body[0], *body[2:]],
        body[:-1],
    ):
        file.write_bytes(head + b"".join(order))
        with pytest.raises(SealBroken):
            attachments.read(vault, sealed.file_id, sealed.key)
    file.write_bytes(whole + b"\0")
    with pytest.raises(SealBroken):
        attachments.read(vault, sealed.file_id, sealed.key)


def test_hurt_padding_is_found_by_verify(vault: Vault) -> None:
    size = 64 * CHUNK + 100
    assert attachments.padded(size + 8) == 66 * CHUNK
    sealed = attachments.seal_bytes(vault, bytes(size))
    file = attachments.path_of(vault, sealed.file_id)
    with file.open("r+b") as raw:
        raw.seek(-40, io.SEEK_END)
        raw.write(b"!")
    assert len(attachments.read(vault, sealed.file_id, sealed.key)) == size
    with pytest.raises(SealBroken):
        attachments.verify(vault, sealed.file_id, sealed.key)


def test_another_files_bytes_or_key_do_not_open(vault: Vault) -> None:
    one, two = attachments.seal_bytes(vault, b"one"), attachments.seal_bytes(vault, b"two")
    with pytest.raises(SealBroken):
        attachments.read(vault, one.file_id, two.key)
    path = attachments.path_of(vault, one.file_id)
    path.write_bytes(attachments.path_of(vault, two.file_id).read_bytes())
    for key in (one.key, two.key):
        with pytest.raises(SealBroken):
            attachments.read(vault, one.file_id, key)


@pytest.mark.parametrize("name", ["", "../vault", "../../etc/passwd", "A" * 26, "a" * 27])
def test_only_ids_become_file_names(vault: Vault, name: str) -> None:
    with pytest.raises(Gone):
        attachments.read(vault, name, b"k" * 32)


def test_not_here_yet(vault: Vault) -> None:
    file_id = new_id()
    assert not attachments.is_here(vault, file_id)
    with pytest.raises(Gone):
        attachments.read(vault, file_id, b"k" * 32)
    attachments.remove(vault, file_id)


def test_removed(vault: Vault) -> None:
    sealed = attachments.seal_bytes(vault, b"x")
    attachments.remove(vault, sealed.file_id)
    assert attachments.ids(vault) == []


def test_the_same_bytes_open_on_a_colleagues_device(vault: Vault, made_again: Vault) -> None:
    sealed = attachments.seal_bytes(vault, content(CHUNK + 5))
    data = attachments.path_of(vault, sealed.file_id).read_bytes()
    attachments.adopt(made_again, sealed.file_id, [data[:1000], data[1000:]])
    assert attachments.read(made_again, sealed.file_id, sealed.key) == content(CHUNK + 5)
    attachments.adopt(made_again, sealed.file_id, [b"other bytes"])
    assert attachments.read(made_again, sealed.file_id, sealed.key) == content(CHUNK + 5)


def test_cancelled_leaves_nothing_and_progress_counts_bytes(vault: Vault) -> None:
    seen: list[tuple[int, int]] = []
    data = content(3 * CHUNK)
    with pytest.raises(Cancelled):
        attachments.seal_bytes(
            vault,
            data,
            progress=lambda done, total: seen.append((done, total)),
            cancelled=lambda: len(seen) == 3,
        )
    assert list(vault.attachments.iterdir()) == []
    assert seen[0] == (0, len(data))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    seen.clear()
    attachments.seal_bytes(vault, data, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (len(data), len(data))


def test_a_source_that_is_not_there(vault: Vault, tmp_path: Path) -> None:
    with pytest.raises(CannotReach) as said:
        attachments.seal_path(vault, tmp_path / "Robin Fell.jpg")
    assert "Robin" not in str(said.value)
    with pytest.raises(CannotReach):
        attachments.seal_path(vault, tmp_path)


def test_what_a_crash_left_is_swept_on_opening(vault: Vault, passphrase: str) -> None:
    sealed = attachments.seal_bytes(vault, b"x")
    half = vault.attachments / f"{new_id()}.kith.part"
    half.write_bytes(b"half")
    vault.close()
    with Vault.open(vault.folder, passphrase) as again:
        assert not half.exists()
        assert attachments.ids(again) == [sealed.file_id]


@given(st.integers(0, 2**44))
def test_padding_hides_the_size_and_costs_at_most_an_eighth(size: int) -> None:
    padded = attachments.padded(size)
    assert size <= padded <= size * 1.125 + 1
    assert attachments.padded(padded) == padded
