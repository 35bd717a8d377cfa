"""Whole histories: who there is, what happened when, in the order in which it was written down."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from diary.ids import new_id
from diary.records.bulk import Fresh
from diary.seed import kinds
from diary.seed.words import DAY, Dice, Odds, Values, Who, story
from diary.vault import attachments
from diary.vault.steps import Progress, Stop

if TYPE_CHECKING:
    from diary.diary import Diary

YEARS = timedelta(days=730)
_FILES_MOST = 40
_FILE_EACH = 250
_OFTEN = Odds(
    {kind: often for kind, (often, _) in kinds.PLAIN.items()}
    | {"missing_episode": 1.6, "spell": 1.0}
)


def seed(
    diary: Diary,
    people: int = 8,
    entries: int = 1000,
    seed: int = 1,
    *,
    whole: bool = False,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> None:
    """Write `people` young people and `entries` entries about them over two years that end now by
    the diary's clock; the same words and times for the same seed. `whole`: in one transaction, all
    or nothing, for a vault that nobody else writes in; otherwise a save never waits long, and
    what was written stands when it is cancelled. Raises ValueError, Cancelled."""
    if people < 1 or entries < 0:
        raise ValueError("at least one young person, and no fewer than no entries")
    dice = Dice(seed, diary.clock.now(), diary.clock.zone())
    with _sealed_files(diary) as sealed:
        diary.bring(
            _all(diary, dice, people, entries, sealed),
            people + entries,
            whole=whole,
            progress=progress,
            cancelled=cancelled,
        )


@contextmanager
def _sealed_files(diary: Diary) -> Iterator[list[str]]:
    """Sealed files whose record was never written do not stay."""
    sealed: list[str] = []
    try:
        yield sealed
    except BaseException:
        named = {view.get("file_id") for view in diary.ask(lambda reads: reads.all("attachment"))}
        for file_id in sealed:
            if file_id not in named:
                attachments.remove(diary.vault, file_id)
        raise


def _all(diary: Diary, dice: Dice, people: int, entries: int, sealed: list[str]) -> Iterator[Fresh]:
    shares = [dice.random.uniform(0.5, 1.5) for _ in range(people)]
    files = min(_FILES_MOST, entries // _FILE_EACH)
    done, gone = 0, 0.0
    for number, share in enumerate(shares):
        gone += share
        quota = round(entries * gone / sum(shares)) - done
        done += quota
        mine = min(quota, files // people + (number < files % people))
        who = _somebody(dice, number)
        dice.begin(who)
        yield Fresh("young_person", kinds.young_person(dice, who), record=who.id, written=who.start)
        history = list(_history(dice, who, quota - mine))
        yield from sorted(history, key=lambda fresh: fresh.written or dice.now)
        for _ in range(mine):
            yield _file(diary, dice, who, sealed)


def _somebody(dice: Dice, number: int) -> Who:
    names, families = story()["people"]["names"], story()["people"]["families"]
    name = names[number % len(names)]
    if number >= len(names):
        name += " " + families[number // len(names) % len(families)]
    started = dice.now - YEARS
    if dice.chance(0.4):
        started += YEARS * dice.random.uniform(0, 0.7)
    places = story()["places"]
    return Who(
        id=new_id(),
        name=name,
        home=dice.one(places["homes"]),
        school=dice.one(places["schools"]),
        worker=dice.one(places["workers"]),
        carer=dice.one(places["carers"]),
        start=dice.moment(started, started + 5 * DAY),
    )


def _history(dice: Dice, who: Who, quota: int) -> Iterator[Fresh]:
    """`quota` records in the order of what happened."""
    if quota >= 12:
        for aspect in ("home", "school", "looked_after", "plan"):
            yield _fresh(
                dice, who, "spell", who.start, kinds.spell(dice, who, who.start, None, aspect)
            )
        quota -= 4
    times = deque(sorted(dice.moment(who.start, dice.now) for _ in range(quota)))
    while times:
        at = times.popleft()
        kind = dice.pick(_OFTEN)
        dice.begin(who)
        if kind == "second_account" and not who.last_contact:
            kind = "note"
        if kind == "missing_episode":
            yield from _gone(dice, who, at, times)
        elif kind == "spell":
            until = dice.after(at, 24 * 20, 24 * 200)
            ended = until if until < dice.now else None
            values = kinds.spell(
                dice, who, at, ended, dice.one(["home", "school", "plan", "legal"])
            )
            yield _fresh(dice, who, kind, at, values)
        else:
            yield _plain(dice, who, kind, at)


def _plain(dice: Dice, who: Who, kind: str, at: datetime) -> Fresh:
    _, values_of = kinds.PLAIN[kind]
    fresh = _fresh(dice, who, kind, at, values_of(dice, who, at))
    if kind == "contact":
        who.last_contact = fresh.record
    elif kind == "goal":
        who.goals.append(fresh.record)
    return fresh


def _gone(dice: Dice, who: Who, at: datetime, times: deque[datetime]) -> Iterator[Fresh]:
    """An episode, and the conversation after it where there is room for one more record."""
    values, back = kinds.missing_episode(dice, who, at)
    episode = _fresh(dice, who, "missing_episode", at, values)
    yield episode
    if times:
        times.pop()
        talk = dice.after(back, 6, dice.one([48, 70, 70, 110]))
        told = kinds.return_conversation(dice, who, talk, episode.record, back)
        yield _fresh(dice, who, "return_conversation", talk, told)


def _fresh(dice: Dice, who: Who, kind: str, at: datetime, values: Values) -> Fresh:
    private = kind == "worker_safety"
    late = dice.roll()
    written = dice.after(at, 0.1, 4)
    if late < 0.11:
        written = dice.after(at, 12, 30) if late > 0.03 else dice.after(at, 60, 100)
        if late <= 0.03 and not private:
            values["late_reason"] = dice.say("contact", "late")
    if kind in {"contact", "note", "key_moment"} and dice.chance(0.04):
        values["significant"] = True
    restricted = kind == "concern" and dice.chance(0.15)
    return Fresh(
        kind, values, None if private else who.id, restricted, record=new_id(), written=written
    )


def _file(diary: Diary, dice: Dice, who: Who, sealed: list[str]) -> Fresh:
    dice.begin(who)
    text = dice.tell(("contact", "met"), ("contact", "closing"))
    file = attachments.seal_bytes(diary.vault, text.encode())
    sealed.append(file.file_id)
    values: dict[str, Any] = {
        "name": "letter.txt",
        "caption": "A letter they wanted kept",
        "media_type": "text/plain",
        "taken_at": dice.day(dice.now - dice.random.randint(1, 300) * DAY),
        "file_id": file.file_id,
        "file_key": file.key.hex(),
        "size": file.size,
        "sha256": file.digest.hex(),
        "entry": who.last_contact or None,
    }
    return Fresh("attachment", values, who.id, record=new_id(), written=dice.now)
