"""Makes a fossil: a small vault as this version writes it, kept for ever and opened by a test.
Run once per release: python -m tests.fossils.make_fossil v1. Never run again over an old one."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PASSPHRASE = "a fossil is only invented people"


def contents(diary: Any) -> dict[str, Any]:
    """What the fossil's test compares: every record's plain values."""
    from diary.records import registry

    def read(reads: Any) -> dict[str, Any]:
        return {
            kind.code: {
                view.id: {"values": dict(view.values), "retracted": view.retracted}
                for view in reads.all(kind.code, retracted=True)
            }
            for kind in registry.kinds()
        }

    out: dict[str, Any] = diary.ask(read)
    return out


def main(name: str) -> None:
    os.environ["KITH_HOME"] = tempfile.mkdtemp()
    from diary.casework import concerns, contacts, episodes
    from diary.casework.attaching import attach
    from diary.clock import FixedClock, When
    from diary.diary import Diary
    from diary.sync.exchange import exchange
    from diary.vault.keyslots import KdfParams

    clock = FixedClock(datetime(2026, 11, 24, 14, 0, tzinfo=UTC))
    fast = KdfParams(memory_kib=8, passes=1, lanes=1, for_tests=True)
    folder = Path(tempfile.mkdtemp()) / "vault"
    diary, code = Diary.create(folder, PASSPHRASE, "Sam", clock=clock, kdf=fast)
    at = When.about(clock.now(), clock.zone()).to_map()
    person, contact = diary.do(
        contacts.quick_log, person=None, name="Jaz",
        values={"kind": "met", "at": at, "place": "the skate park", "words": "You came back."},
    ).result  # fmt: skip
    diary.do(lambda w: w.edit(contact, {"minutes": 50, "present": [{"who": "Dee"}]}))
    worry = diary.do(concerns.raise_concern, person, {"words": "He shouts."}).result
    diary.do(concerns.pass_on, worry, {"role": "safeguarding_lead", "how": "phone", "at": at})
    episode = diary.do(episodes.open_missing, person, {"last_seen_at": at}).result
    diary.do(episodes.tell, episode, {"body": "police", "at": at})
    diary.do(episodes.record_back, episode, {"returned_at": at})
    diary.do(episodes.offer, episode, {"at": at, "method": "phone", "answer": "declined"})
    attach(diary, contact, b"a boat, drawn", name="boat.txt")
    wrong = diary.do(lambda w: w.create("note", {"note": "not hers"}, person=person)).result
    diary.do(lambda w: w.retract(wrong, "the wrong diary"))
    standing = diary.standing
    other, _ = Diary.create_device(
        folder.parent / "other", PASSPHRASE, standing.directory.team, standing.writer.member,
        diary.admit_device, clock=clock, kdf=fast,
    )  # fmt: skip
    exchange(diary, other)
    diary.do(lambda w: w.edit(contact, {"purpose": "a walk"}))
    other.do(lambda w: w.edit(contact, {"purpose": "boxing"}))
    exchange(diary, other)
    told = {"recovery": code, "contents": contents(diary)}
    other.close()
    diary.close()
    with zipfile.ZipFile(HERE / f"{name}.zip", "w", zipfile.ZIP_DEFLATED) as fossil:
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "lock"):
            fossil.write(path, path.relative_to(folder))
    (HERE / f"{name}.json").write_text(json.dumps(told, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
