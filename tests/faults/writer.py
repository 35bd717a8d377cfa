"""A child that writes without end and says what it was told is saved. Killed from outside.

Run: python writer.py FOLDER PASSPHRASE SEED. Each acknowledged entry is one line on standard output,
written and flushed after `Diary.do` has returned."""

from __future__ import annotations

import random
import sys
from pathlib import Path

from diary.diary import Diary


def main() -> None:
    folder, passphrase, seed = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    chance = random.Random(seed)
    diary = Diary.open(folder, passphrase)
    people = list(diary.ask(lambda reads: reads.people()))
    print("ready", flush=True)
    mine: list[str] = []
    number = 0
    while True:
        number += 1
        text = f"entry {seed} {number} " + "word " * chance.randrange(1, 300)
        what = chance.random()
        if mine and what < 0.2:
            entry = chance.choice(mine)
            diary.do(lambda w, e=entry, t=text: w.edit(e, {"note": t}))
            print(f"edit {entry} {text.strip()}", flush=True)
        elif what < 0.3:
            draft = diary.new_draft("note", people[0], data={"note": text})
            diary.save_draft(draft)
            print(f"draft {draft.id} {text.strip()}", flush=True)
        else:
            person = chance.choice(people)
            entry = diary.do(lambda w, p=person, t=text: w.create("note", {"note": t}, person=p)).result
            mine.append(entry)
            print(f"new {entry} {text.strip()}", flush=True)


if __name__ == "__main__":
    main()
