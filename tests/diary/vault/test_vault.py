from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from diary.errors import (
    Cancelled,
    DiaryError,
    FileInUse,
    FolderNotEmpty,
    Locked,
    NotAllowed,
    NotAVault,
    SyncedFolder,
    VaultDamaged,
    WeakPassphrase,
    WrongPassphrase,
    WrongRecoveryCode,
)
from diary.vault import cipher, recovery
from diary.vault.head import write_head
from diary.vault.keyslots import KdfParams
from diary.vault.vault import Vault

NEW = "copper violin marsh window"


def child(code: str, *args: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *args],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_opens_again_with_the_same_keys(vault: Vault, passphrase: str) -> None:
    keys, vault_id = vault.keys, vault.vault_id
    vault.close()
    with Vault.open(vault.folder, passphrase) as again:
        assert again.keys == keys
        assert again.vault_id == vault_id
        assert again.notices == ()
        assert again.opened_with == "passphrase"


def test_two_vaults_share_no_key(
    vault: Vault, passphrase: str, cheap: KdfParams, tmp_path: Path
) -> None:
    other, _ = Vault.create(tmp_path / "other", passphrase, kdf=cheap)
    with other:
        mine = {vault.keys.database, vault.keys.header, vault.keys.head, vault.keys.backup}
        theirs = {other.keys.database, other.keys.header, other.keys.head, other.keys.backup}
    assert len(mine | theirs) == 8


def test_wrong_passphrase_is_said_and_the_lock_let_go(vault: Vault, passphrase: str) -> None:
    vault.close()
    with pytest.raises(WrongPassphrase):
        Vault.open(vault.folder, passphrase + "x")
    Vault.open(vault.folder, passphrase).close()


def test_the_same_passphrase_from_another_keyboard(tmp_path: Path, cheap: KdfParams) -> None:
    composed, decomposed = "caf\u00e9 by the harbour", "cafe\u0301 by the harbour"
    Vault.create(tmp_path / "v", composed, kdf=cheap)[0].close()
    Vault.open(tmp_path / "v", decomposed).close()


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(NotAVault):
        Vault.open(tmp_path / "nowhere", NEW)
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(NotAVault):
        Vault.open(empty, NEW)
    assert list(empty.iterdir()) == []


def test_a_database_without_its_header_is_damage(vault: Vault, passphrase: str) -> None:
    vault.close()
    vault.database.write_bytes(b"x" * 4096)
    for name in ("vault.json", "vault.json.1"):
        (vault.folder / name).unlink()
    with pytest.raises(VaultDamaged, match="header_missing"):
        Vault.open(vault.folder, passphrase)


def test_creation_refuses_a_folder_in_use(
    tmp_path: Path, passphrase: str, cheap: KdfParams
) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "letter.txt").write_text("dear")
    with pytest.raises(FolderNotEmpty):
        Vault.create(folder, passphrase, kdf=cheap)
    assert [path.name for path in folder.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("after", range(4))
def test_creation_cancelled_leaves_nothing(
    tmp_path: Path, passphrase: str, cheap: KdfParams, after: int
) -> None:
    asked = iter([False] * after + [True])
    with pytest.raises(Cancelled):
        Vault.create(tmp_path / "v", passphrase, kdf=cheap, cancelled=lambda: next(asked))
    assert not (tmp_path / "v").exists()


def test_creation_can_be_undone_and_opening_can_not(
    tmp_path: Path, passphrase: str, cheap: KdfParams
) -> None:
    (tmp_path / "there").mkdir()
    for name, stays in (("new", False), ("there", True)):
        vault, _ = Vault.create(tmp_path / name, passphrase, kdf=cheap)
        cipher.connect(vault.database, vault.keys.database, create=True).close()
        write_head(vault, 1, bytes(32))
        vault.take_back()
        assert not vault.is_open
        assert (tmp_path / name).exists() is stays
        assert not stays or list((tmp_path / name).iterdir()) == []
    Vault.create(tmp_path / "new", passphrase, kdf=cheap)[0].close()
    with Vault.open(tmp_path / "new", passphrase) as opened, pytest.raises(NotAllowed):
        opened.take_back()
    Vault.open(tmp_path / "new", passphrase).close()


def test_opening_cancelled_discards_the_key(vault: Vault, passphrase: str) -> None:
    vault.close()
    seen: list[tuple[int, int]] = []
    with pytest.raises(Cancelled):
        Vault.open(
            vault.folder,
            passphrase,
            progress=lambda done, total: seen.append((done, total)),
            cancelled=lambda: bool(seen),
        )
    assert seen == [(0, 2)]
    Vault.open(vault.folder, passphrase).close()


def test_closed_is_locked(vault: Vault) -> None:
    vault.close()
    vault.close()
    assert not vault.is_open
    with pytest.raises(Locked):
        _ = vault.keys
    with pytest.raises(Locked):
        vault.new_recovery_code()


def test_repr_shows_no_key(vault: Vault) -> None:
    shown = repr(vault) + repr(vault.keys) + str(vault.keys)
    assert "root" not in shown
    for key in (vault.keys.root, vault.keys.database, vault.keys.head):
        assert repr(key) not in shown
        assert key.hex() not in shown


def test_a_second_window_is_refused(vault: Vault, passphrase: str) -> None:
    with pytest.raises(FileInUse):
        Vault.open(vault.folder, passphrase)


def test_a_second_process_is_refused_and_the_lock_dies_with_its_holder(
    vault: Vault, passphrase: str
) -> None:
    vault.close()
    holder = child(
        """
        import sys, pathlib, time
        from diary.vault.vault import Vault
        vault = Vault.open(pathlib.Path(sys.argv[1]), sys.argv[2])
        print("held", flush=True)
        time.sleep(60)
        """,
        str(vault.folder),
        passphrase,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(FileInUse):
        Vault.open(vault.folder, passphrase)
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    Vault.open(vault.folder, passphrase).close()


def test_changed_passphrase(vault: Vault, passphrase: str, code: str) -> None:
    keys = vault.keys
    before = (vault.folder / "vault.json").read_bytes()
    with pytest.raises(WrongPassphrase):
        vault.change_passphrase("not the old one", NEW)
    with pytest.raises(WeakPassphrase):
        vault.change_passphrase(passphrase, "short")
    assert (vault.folder / "vault.json").read_bytes() == before
    vault.change_passphrase(passphrase, NEW)
    vault.close()
    for lost in ("", "vault.json", "vault.json.1"):
        if lost:
            saved = (vault.folder / lost).read_bytes()
            (vault.folder / lost).unlink()
        with pytest.raises(WrongPassphrase):
            Vault.open(vault.folder, passphrase)
        if lost:
            (vault.folder / lost).write_bytes(saved)
    with Vault.open(vault.folder, NEW) as again:
        assert again.keys == keys
    with Vault.open_with_recovery(vault.folder, code) as again:
        assert again.keys == keys


def test_recovery_sets_a_new_passphrase(vault: Vault, passphrase: str, code: str) -> None:
    with pytest.raises(NotAllowed):
        vault.set_passphrase_after_recovery(NEW)
    vault.close()
    with Vault.open_with_recovery(vault.folder, code.lower().replace("-", " ")) as again:
        with pytest.raises(WeakPassphrase):
            again.set_passphrase_after_recovery("aaaaaaaaaaaaa")
        again.set_passphrase_after_recovery(NEW)
    with pytest.raises(WrongPassphrase):
        Vault.open(vault.folder, passphrase)
    Vault.open(vault.folder, NEW).close()


def test_new_recovery_code_replaces_the_old(vault: Vault, code: str) -> None:
    tested = recovery.new_code()
    assert vault.new_recovery_code(tested.lower()) == tested
    vault.close()
    with pytest.raises(WrongRecoveryCode):
        Vault.open_with_recovery(vault.folder, code)
    Vault.open_with_recovery(vault.folder, tested).close()


def test_a_mistyped_code_is_refused_before_the_vault_is_touched(vault: Vault, code: str) -> None:
    vault.close()
    wrong = ("2" if code[0] != "2" else "3") + code[1:]
    with pytest.raises(WrongRecoveryCode, match="groups 1"):
        Vault.open_with_recovery(vault.folder, wrong)


def test_synced_folder_is_refused_at_creation_and_opening(
    tmp_path: Path, vault: Vault, passphrase: str, cheap: KdfParams
) -> None:
    inside = tmp_path / "OneDrive - Council" / "Kith"
    with pytest.raises(SyncedFolder, match="OneDrive"):
        Vault.create(inside, passphrase, kdf=cheap)
    assert not inside.parent.exists()
    vault.close()
    inside.parent.mkdir()
    vault.folder.rename(inside)
    with pytest.raises(SyncedFolder):
        Vault.open(inside, passphrase)


def test_the_passphrase_is_nowhere_on_disk(
    vault: Vault, passphrase: str, code: str, tmp_path: Path
) -> None:
    vault.change_passphrase(passphrase, NEW)
    vault.close()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    for path in files:
        data = path.read_bytes()
        for secret in (passphrase, NEW, code, code.replace("-", "")):
            assert secret.encode() not in data
            assert secret.encode("utf-16-le") not in data


def test_only_this_user_may_read(vault: Vault) -> None:
    if os.name == "nt":
        pytest.skip("Windows keeps other permissions")
    assert vault.folder.stat().st_mode & 0o077 == 0
    assert (vault.folder / "vault.json").stat().st_mode & 0o077 == 0


def test_killed_during_slot_changes_the_vault_still_opens(vault: Vault, passphrase: str) -> None:
    """Every change acknowledged counts; one cut short leaves its old or its new passphrase."""
    vault.close()
    phrases = [passphrase] + [f"{NEW} number {n}" for n in range(4000)]
    at = 0
    for round_ in range(6):
        writer = child(
            """
            import sys, pathlib
            from diary.vault.vault import Vault
            folder, at = pathlib.Path(sys.argv[1]), int(sys.argv[2])
            phrases = [sys.argv[3]] + [f"{sys.argv[4]} number {n}" for n in range(4000)]
            vault = Vault.open(folder, phrases[at])
            while True:
                vault.change_passphrase(phrases[at], phrases[at + 1])
                at += 1
                print(at, flush=True)
            """,
            str(vault.folder),
            str(at),
            passphrase,
            NEW,
        )
        assert writer.stdout is not None
        for _ in range(3 + 2 * round_):
            assert writer.stdout.readline()
        writer.send_signal(signal.SIGKILL)
        rest, _ = writer.communicate()
        acknowledged = at + 3 + 2 * round_ + len(rest.split())
        at = next(n for n in (acknowledged + 1, acknowledged) if _opens(vault.folder, phrases[n]))
        with pytest.raises(WrongPassphrase):
            Vault.open(vault.folder, phrases[at - 1])


def _opens(folder: Path, phrase: str) -> bool:
    try:
        Vault.open(folder, phrase).close()
    except DiaryError:
        return False
    return True
