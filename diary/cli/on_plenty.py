"""The commands for trying Kith out at full size: invented records, and how long things take."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from typing import Annotated, Any

import typer

from diary.casework.caseload import caseload
from diary.casework.gathering import due
from diary.casework.search import find
from diary.casework.timeline import story
from diary.cli import printing
from diary.cli.opening import JsonOption, PassphraseOption, VaultOption, opened
from diary.cli.work import working
from diary.diary import Diary
from diary.records.work import Work
from diary.vault.keyslots import FLOOR
from diary.vault.vault import Vault

People = Annotated[int, typer.Option("--people", min=1, help="How many young people.")]
Entries = Annotated[int, typer.Option("--entries", min=0, help="How many entries in all.")]
Seed = Annotated[int, typer.Option("--seed", help="The same number gives the same records.")]

_SAVES = 50
_ROUNDS = 7
Row = tuple[str, float, str]


def seed(
    people: People = 8,
    entries: Entries = 400,
    seed_number: Seed = 1,
    vault: VaultOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Fill a diary with invented people and entries, to try it out: all of them, or none."""
    from diary.seed import seed as fill

    with opened(vault, passphrase_file) as book, working("Inventing") as steps:
        fill(
            book,
            people=people,
            entries=entries,
            seed=seed_number,
            whole=True,
            progress=steps.progress,
            cancelled=steps.cancelled,
        )
    printing.say(f"Invented {people} young people and about {entries} entries.")


def bench(
    people: People = 20,
    entries: Entries = 10_000,
    seed_number: Seed = 1,
    json_out: JsonOption = False,
) -> None:
    """Measure this computer on an invented diary, which is thrown away afterwards."""
    with _somewhere() as place:
        rows = _measure(place / "diary", people, entries, seed_number)
    if json_out:
        told = [{"work": work, "took": took, "unit": unit} for work, took, unit in rows]
        printing.json_out({"people": people, "entries": entries, "figures": told})
        return
    printing.table(
        ("Work", "Took", ""), [(work, f"{took:,.1f}", unit) for work, took, unit in rows]
    )


@contextmanager
def _somewhere() -> Iterator[Path]:
    """A folder for what is invented, gone afterwards."""
    place = Path(tempfile.mkdtemp(prefix="kith-bench-"))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _measure(folder: Path, people: int, entries: int, seed_number: int) -> list[Row]:
    from diary.seed import seed as fill

    phrase = os.urandom(24).hex()
    book, _ = Diary.create(folder, phrase, "Bench", kdf=FLOOR)
    with book, working("Inventing") as steps:
        began = time.perf_counter()
        fill(
            book,
            people=people,
            entries=entries,
            seed=seed_number,
            whole=True,
            progress=steps.progress,
            cancelled=steps.cancelled,
        )
        took = time.perf_counter() - began
    rows: list[Row] = [(f"invent {entries:,} entries", took, "s")]
    began = time.perf_counter()
    held = Vault.open(folder, phrase)
    rows.append(("unlock: the passphrase", _ms(began), "ms"))
    began = time.perf_counter()
    with Diary.enter(held) as opened_book:
        rows.append(("unlock: the rest", _ms(began), "ms"))
        rows += _reads(opened_book)
        rows.append(("save a note, 95th percentile", _saves(opened_book), "ms"))
        began = time.perf_counter()
        opened_book.verify()
        rows.append(("prove everything", time.perf_counter() - began, "s"))
    return rows


def _ms(began: float) -> float:
    return (time.perf_counter() - began) * 1000


def _reads(book: Diary) -> list[Row]:
    person = book.ask(lambda reads: next(iter(reads.people())))
    questions: list[tuple[str, Callable[[Any], object]]] = [
        ("search a common word", lambda reads: find(reads, "said")),
        ("search the beginning of a word", lambda reads: find(reads, "s")),
        (
            "search with a person and a year",
            lambda reads: find(reads, f"person:{person} after:2020 the"),
        ),
        ("who is there", caseload),
        ("what is due", due),
        ("a young person's story", lambda reads: story(reads, person)),
    ]
    return [(work, _best(book, question), "ms") for work, question in questions]


def _best(book: Diary, question: Callable[[Any], object]) -> float:
    took = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        book.ask(question)
        took.append(_ms(began))
    return min(took)


def _saves(book: Diary) -> float:
    person = book.ask(lambda reads: next(iter(reads.people())))

    def verb(work: Work) -> None:
        work.create("note", {"note": "A note of middling length. " * 20}, person=person)

    took = []
    for _ in range(_SAVES):
        began = time.perf_counter()
        book.do(verb)
        took.append(_ms(began))
    return quantiles(took, n=20)[-1]
