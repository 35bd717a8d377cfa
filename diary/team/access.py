"""Who reads and writes a stream, and keeping its keys in step with that: giving, withdrawing,
wrapping for devices that lack a key, a new epoch where somebody still holds one who should not.
Opening streams is in `founding`; people and devices are in `members` and `devices`."""

from __future__ import annotations

from collections.abc import Iterable

from diary.ids import MemberId, StreamId
from diary.team.authoring import Author, Said, need_key
from diary.team.directory import Directory
from diary.team.statements import EpochEntry, HeadEntry
from diary.team.streamkeys import new_epoch, wrap_key

_WRAPS_PER_STATEMENT = 256


def give_access(
    directory: Directory, author: Author, stream: StreamId, member: MemberId, right: str
) -> Said:
    """Let `member` read ("r") or read and write ("w"). Their devices get every key we hold.
    Raises NotAllowed unless the author writes in the stream themself."""
    need_key(directory, author.keys, stream)
    raw, after = author.say(directory, "access_given", stream=stream, access={member: right})
    return Said((raw,), after).then(bring_keys_up_to_date(after, author, [stream]))


def withdraw_access(
    directory: Directory,
    author: Author,
    stream: StreamId,
    member: MemberId,
    *,
    reason: str,
    heads: Iterable[HeadEntry] = (),
) -> Said:
    """End `member`'s access. `heads` are the newest changes of their devices that we accept.
    Where we hold the key, a new epoch follows at once; else the first holder makes it."""
    raw, after = author.say(
        directory,
        "access_withdrawn",
        {"reason": reason},
        stream=stream,
        subject=member,
        heads=list(heads),
    )
    return Said((raw,), after).then(bring_keys_up_to_date(after, author, [stream]))


def bring_keys_up_to_date(
    directory: Directory, author: Author, streams: Iterable[StreamId] | None = None
) -> Said:
    """The statements, if any are needed, that give today's reading devices every key we hold,
    and a new epoch to each stream that has none for exactly them. Every holder may run this at
    any time; two who do so at once do no harm. `streams`: only these, by default all."""
    wanted = list(directory.streams) if streams is None else list(streams)
    epochs: list[EpochEntry] = []
    wraps: list[bytes] = []
    said = Said((), directory)
    for stream in wanted:
        fresh, more = _lacking(directory, author, stream)
        epochs += fresh
        wraps += more
        if len(wraps) >= _WRAPS_PER_STATEMENT:
            said = said.then(_say_keys(said.directory, author, epochs, wraps))
            epochs, wraps = [], []
    return said.then(_say_keys(said.directory, author, epochs, wraps)) if wraps else said


def _say_keys(
    directory: Directory, author: Author, epochs: list[EpochEntry], wraps: list[bytes]
) -> Said:
    raw, after = author.say(directory, "keys", epochs=epochs, wraps=wraps)
    return Said((raw,), after)


def _lacking(
    directory: Directory, author: Author, stream: StreamId
) -> tuple[list[EpochEntry], list[bytes]]:
    readers = directory.reading_devices(stream)
    held = author.keys.held(stream)
    if author.device not in readers or not held:
        return [], []
    covered = directory.epochs(stream)
    wraps = [
        wrap_key(directory.team, stream, held[epoch], readers[device], author.secrets)
        for epoch in sorted(held)
        for device in sorted(readers.keys() - covered.get(epoch, frozenset()))
    ]
    if any(covered.get(epoch, frozenset()) <= readers.keys() for epoch in held):
        return [], wraps
    epoch, more = new_epoch(directory.team, stream, readers, author.secrets, held)
    author.keys.hold(stream, epoch.key, directory.team)
    return [epoch.entry], wraps + more
