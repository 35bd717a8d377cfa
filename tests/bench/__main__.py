"""`python -m tests.bench`: measures, prints the table, says plainly what is over its target. Ends
with 1 only where something could not be measured at all."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from diary.casework.search import find
from diary.clock import FixedClock, When
from diary.diary import Diary
from diary.seed import seed
from tests.bench import plain
from tests.bench.apart import PASSPHRASE
from tests.bench.table import Row, middle, p95, say, show

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
PEOPLE = 20


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--story", type=int, default=5_000, help="entries of one young person")
    parser.add_argument("--runs", type=int, default=7, help="processes for each figure of its own")
    asked = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="kith-bench-", ignore_cleanup_errors=True) as made:
        os.environ["KITH_HOME"] = str(Path(made) / "home")
        show(measure(Path(made), asked.entries, asked.story, asked.runs))
    return 0


def measure(place: Path, entries: int, story: int, runs: int) -> list[Row]:
    vault = place / "vault"
    say(f"seeding {entries:,} entries")
    diary, _ = Diary.create(vault, PASSPHRASE, "Sam", clock=FixedClock(NOW))
    seeding, copy = seeding_row(diary, place, entries)
    say("saving")
    saving = saving_rows(diary, place, copy)
    say("searching")
    searching = searching_rows(diary, place)
    say("saving beside bulk work")
    waiting = waiting_row(diary)
    del copy
    diary.close()
    say("windows")
    return [
        *window_rows(vault, runs),
        *saving,
        waiting,
        *searching,
        seeding,
        *story_rows(place, story, runs),
        *program_rows(vault, runs),
    ]


# -- in this process ----------------------------------------------------------------------------


def seeding_row(diary: Diary, place: Path, entries: int) -> tuple[Row, plain.Copy]:
    began = time.perf_counter()
    seed(diary, PEOPLE, entries, 1, whole=True)
    ours = time.perf_counter() - began
    copy = plain.copy_of(diary)
    theirs = plain.write(place / "plain.db", copy)
    return Row(f"seed {entries:,} entries", ours, theirs, "s", times=3), copy


def saving_rows(diary: Diary, place: Path, copy: plain.Copy) -> list[Row]:
    person = next(iter(diary.ask(lambda reads: reads.people())))
    values = {
        "kind": "met",
        "at": When.about(NOW, "Europe/London").to_map(),
        "with_or_about": "with",
        "note": "We met at the canal path and had chips. A good hour.",
        "words": "Can we do this again?",
        "seen": "yes",
    }
    baseline = plain.PlainSaves(place / "plain.db", copy)
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(200):
        theirs.append(baseline.save())
        began = time.perf_counter()
        diary.do(lambda work: work.create("contact", values, person=person))
        ours.append((time.perf_counter() - began) * 1000)
    baseline.close()
    return [
        Row("durable save of a contact, 95th percentile", p95(ours), p95(theirs), limit=10),
        Row("durable save of a contact, median", middle(ours), middle(theirs)),
    ]


def waiting_row(diary: Diary) -> Row:
    """What a save takes, its waiting and its own time, while another thread writes in bulk."""
    person = next(iter(diary.ask(lambda reads: reads.people())))
    busy = threading.Thread(target=lambda: seed(diary, 5, 5_000, 3))
    busy.start()
    took = []
    while busy.is_alive():
        took.append(
            _timed(
                lambda: diary.do(
                    lambda work: work.create("note", {"note": "A line between."}, person=person)
                )
            )
        )
        time.sleep(0.03)
    busy.join()
    return Row("a save while 5,000 entries are written, 95th percentile", p95(took), limit=50)


def searching_rows(diary: Diary, place: Path) -> list[Row]:
    name = diary.ask(lambda reads: sorted(reads.people().values()))[0]
    queries = {
        "common word": ("the", '"the"'),
        "rare word": ("exhibition", '"exhibition"'),
        "prefix of two letters": ("th", '"th" *'),
        "prefix of four letters": ("prom", '"prom" *'),
        "phrase": ('"came up twice"', '"came up twice"'),
        "word, person and dates": (
            f"football person:{name} after:2026-03 before:2026-09",
            '"football"',
        ),
        "kind and a word not wanted": ("kind:note -helmet", '"note" NOT "helmet"'),
    }
    connection = plain.connect(place / "plain.db")
    sql = (
        "SELECT e.* FROM (SELECT rowid AS r FROM words WHERE words MATCH ?"
        " ORDER BY rowid DESC LIMIT 50) JOIN entry e ON e.sort=r ORDER BY e.sort DESC"
    )
    rows = []
    for what, (ours_query, plain_query) in queries.items():
        ours: list[float] = []
        theirs: list[float] = []
        for _ in range(21):
            theirs.append(_timed(lambda q=plain_query: connection.execute(sql, (q,)).fetchall()))
            ours.append(_timed(lambda q=ours_query: diary.ask(find, q)))
        rows.append(Row(f"search: {what}", p95(ours), middle(theirs), limit=50))
    connection.close()
    return rows


def _timed(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


# -- in processes of their own ------------------------------------------------------------------


def apart(what: str, *arguments: str) -> dict[str, float]:
    """One measurement in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.apart", what, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
    )
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def _now() -> str:
    return str(time.monotonic_ns())


def window_rows(vault: Path, runs: int) -> list[Row]:
    bare, ours = [], []
    for _ in range(runs + 1):
        bare.append(apart("bare_window", _now())["ms"])
        ours.append(apart("unlock_window", _now(), str(vault))["ms"])
    # The first of each reads the libraries from the disk.
    return [Row("start to unlock window", middle(ours[1:]), middle(bare[1:]), times=1.5)]


def program_rows(vault: Path, runs: int) -> list[Row]:
    folder = str(vault)
    after, ahead, whole, memory = [], [], [], []
    for _ in range(runs):
        after.append(apart("today_reads", folder, "after")["ms"])
        ahead.append(apart("today_reads", folder, "ahead")["ms"])
        told = apart("program", folder)
        whole.append(told["ms"])
        memory.append(told["mb"])
    return [
        Row("key to Today's reads, imports too", middle(after), limit=500),
        Row("the same, imported while typing, as the program does", middle(ahead), limit=500),
        Row("key to Today painted, imports too", middle(whole)),
        Row("memory of the program on Today", statistics.median(memory), unit="MB", limit=300),
    ]


def story_rows(place: Path, story: int, runs: int) -> list[Row]:
    folder = place / "story"
    diary, _ = Diary.create(folder, PASSPHRASE, "Sam", clock=FixedClock(NOW))
    with diary:
        seed(diary, 1, story, 2, whole=True)
    times = [apart("timeline", str(folder))["ms"] for _ in range(runs)]
    return [Row(f"first paint of a story with {story:,} entries", middle(times), limit=100)]


if __name__ == "__main__":
    sys.exit(main())
