"""Killed at any moment: what was acknowledged is there, the history holds, the vault opens. And
each acknowledged save was really synced to the disk."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from diary.diary import Diary
from tests.diaries import FAST, PASSPHRASE

WRITER = Path(__file__).with_name("writer.py")
ROOT = Path(__file__).resolve().parents[2]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def new_vault(folder: Path) -> None:
    diary, _ = Diary.create(folder, PASSPHRASE, "Sam", kdf=FAST)
    for name in ("Jaz", "Tom"):
        diary.do(lambda w, n=name: w.create_person({"chosen_name": n}))
    diary.close()


def run_and_kill(folder: Path, seed: int, after: float) -> list[str]:
    """What the child acknowledged before it was killed."""
    with subprocess.Popen(
        [sys.executable, str(WRITER), str(folder), PASSPHRASE, str(seed)],
        stdout=subprocess.PIPE, text=True, env=environment(),
    ) as child:  # fmt: skip
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(after)
        child.send_signal(signal.SIGKILL)
        said = child.stdout.read()
    # A line cut off by the kill was still acknowledged only in part: it doesn't count.
    return said[: said.rfind("\n") + 1].splitlines()


def check(folder: Path, acknowledged: dict[str, tuple[str, str]]) -> None:
    with Diary.open(folder, PASSPHRASE) as diary:
        assert diary.verify().faults == []
        assert not [n for n in diary.notices if n.startswith("newest_lost")]
        drafts = {d.id: d.data["note"].strip() for d in diary.drafts()}
        for identifier, (kind, text) in acknowledged.items():
            if kind == "draft":
                assert drafts[identifier] == text
            else:
                view = diary.ask(lambda reads, i=identifier: reads.view(i))
                number = int(text.split()[2])
                have = int(view.get("note").split()[2])
                # The killed change after the last acknowledged one may have got through too.
                assert have >= number
                if have == number:
                    assert view.get("note").strip() == text


def kill_often(tmp_path: Path, times: int) -> None:
    folder = tmp_path / "vault"
    new_vault(folder)
    chance = random.Random(20261124)
    acknowledged: dict[str, tuple[str, str]] = {}
    for seed in range(times):
        for line in run_and_kill(folder, seed, chance.uniform(0.02, 0.35)):
            what, identifier, text = line.split(" ", 2)
            acknowledged[identifier] = (what, text)
        check(folder, acknowledged)
    assert len(acknowledged) > times


def test_killed_twenty_times_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    kill_often(tmp_path, 20)


@pytest.mark.long
def test_killed_two_hundred_times_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    kill_often(tmp_path, 200)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="strace is Linux's")
def test_every_acknowledged_save_was_synced(tmp_path: Path) -> None:
    """Count the syncs of the WAL between acknowledgements: at least one each."""
    assert shutil.which("strace"), "strace is missing; make test installs it"
    folder = tmp_path / "vault"
    new_vault(folder)
    trace = tmp_path / "trace"
    with subprocess.Popen(
        ["strace", "-f", "-y", "-o", str(trace), "-e", "trace=fdatasync,fsync,write",
         sys.executable, str(WRITER), str(folder), PASSPHRASE, "1"],
        stdout=subprocess.PIPE, text=True, env=environment(), start_new_session=True,
    ) as child:  # fmt: skip
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        for _ in range(40):
            child.stdout.readline()
        os.killpg(child.pid, signal.SIGKILL)
    synced, saves, unsynced = 0, 0, 0
    for line in trace.read_text(errors="replace").splitlines():
        if re.search(r"f(data)?sync\(\d+<[^>]*diary\.db(-wal)?>", line):
            synced += 1
        elif re.search(r'write\(1<.*"(new|edit|draft) ', line):
            saves += 1
            unsynced += synced == 0
            synced = 0
    assert saves >= 40
    assert unsynced == 0
