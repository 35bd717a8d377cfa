"""A child that writes without end and says what it was told is saved. Killed from outside.

Run: python writer.py FOLDER PASSPHRASE SEED. Each acknowledged entry is one line on standard
output, written and flushed after `Diary.do` has returned."""

from __future__ import annotations

import random
import sys
from pathlib import Path

from diary.diary import Diary


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    folder, passphrase, seed = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    chance = random.Random(seed)
    diary = Diary.open(folder, passphrase)
    people = list(diary.ask(lambda reads: reads.people()))
    say("ready")
    mine: list[str] = []
    number = 0
    while True:
        number += 1
        text = f"entry {seed} {number} " + "word " * chance.randrange(1, 300)
        what = chance.random()
        if mine and what < 0.2:
            entry = chance.choice(mine)
            diary.do(lambda w, e=entry, t=text: w.edit(e, {"note": t}))
            say(f"edit {entry} {text.strip()}")
        elif what < 0.3:
            draft = diary.new_draft("note", people[0], data={"note": text})
            diary.save_draft(draft)
            say(f"draft {draft.id} {text.strip()}")
        else:
            person = chance.choice(people)
            entry = diary.do(
                lambda w, p=person, t=text: w.create("note", {"note": t}, person=p)
            ).result
            mine.append(entry)
            say(f"new {entry} {text.strip()}")


if __name__ == "__main__":
    main()
