"""The commands that look back and ahead: an entry's history, the search, what is due."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Annotated, Any

import typer

from diary.casework.finding import record_named
from diary.casework.gathering import due as due_now
from diary.casework.history import Changed, Version, history, word_diff
from diary.casework.names import Names
from diary.casework.search import find
from diary.cli import printing
from diary.cli.on_records import Identifier
from diary.cli.opening import JsonOption, PassphraseOption, VaultOption, opened
from diary.cli.plain import instant, moment_words, words_of
from diary.errors import InvalidEntry
from diary.ids import short
from diary.practice.reminders import Due
from diary.records.registry import Kind
from diary.store.search import Found, Hit

_MARKS = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}


def history_of(
    identifier: Identifier,
    vault: VaultOption = None,
    passphrase_file: PassphraseOption = None,
    json_out: JsonOption = False,
) -> None:
    """Print every version of an entry: who, when, on which device, why, and what changed."""
    with opened(vault, passphrase_file) as book, book.reading() as reads:
        record = record_named(reads, identifier)
        versions = history(reads, record)
        kind = reads.kind_of(record)
    if json_out:
        printing.json_out([_version_map(version) for version in versions])
        return
    for number, version in enumerate(versions, 1):
        _print_version(number, version, kind)


def _version_map(version: Version) -> dict[str, Any]:
    brought = version.brought_in
    return {
        "change": version.change,
        "parents": list(version.parents),
        "step": version.step,
        "by": version.by,
        "by_name": version.by_name,
        "device": version.device,
        "at": instant(version.at),
        "zone": version.zone,
        "why": version.why,
        "known": version.known,
        "brought_in": None
        if brought is None
        else {"by": brought.by, "by_name": brought.by_name, "at": instant(brought.at)},
        "changed": [
            {
                "path": change.path,
                "label": change.label,
                "before": change.before,
                "after": change.after,
                "words": _diff(change),
            }
            for change in version.changed
        ],
    }


def _diff(change: Changed) -> list[tuple[str, str]] | None:
    if isinstance(change.before, str) and isinstance(change.after, str):
        return [(op, text) for op, text in word_diff(change.before, change.after)]
    return None


def _print_version(number: int, version: Version, kind: Kind) -> None:
    told = f"{number}. {version.step} {moment_words(version.at, version.zone)} by "
    printing.say(f"{told}{version.by_name or short(version.by)}, device {short(version.device)}")
    if version.why:
        printing.say(f"   Why: {version.why}")
    if version.brought_in is not None:
        brought = version.brought_in
        printing.say(f"   Brought in {moment_words(brought.at, version.zone)} by {brought.by_name}")
    if not version.known:
        printing.say("   Its words were destroyed by order.")
    rows = [(change.label, _changed_words(change, kind)) for change in version.changed]
    if rows:
        printing.table(("", ""), rows)


def _changed_words(change: Changed, kind: Kind) -> str:
    parts, spec = _diff(change), kind.spec(change.path)
    if parts is not None and spec is not None and spec.type in {"text", "narrative", "own_words"}:
        return "".join(_MARKS[op].format(text) for op, text in parts)
    before, after = _plain(change, kind, change.before), _plain(change, kind, change.after)
    return f"{before} → {after}" if before else after


def _plain(change: Changed, kind: Kind, value: Any) -> str:
    spec = kind.spec(change.path)
    if value is None:
        return "" if value is change.before else "(cleared)"
    if isinstance(value, dict) and "gone" in value:
        return f"(taken out: {value['gone']})"
    if isinstance(value, bool) and "/" in change.path:
        return "(there)" if value else "(taken out)"
    if spec is None:
        return value if isinstance(value, str) else str(value)
    return words_of(spec, value)


def search(
    query: Annotated[
        list[str],
        typer.Argument(
            metavar="QUERY",
            help='Words, "phrases", -without, kind: person: before: after: by: is:',
        ),
    ],
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many.")] = 50,
    offset: Annotated[int, typer.Option("--offset", min=0, help="Leave out the first ones.")] = 0,
    best: Annotated[bool, typer.Option("--best", help="Best first; else newest first.")] = False,
    vault: VaultOption = None,
    passphrase_file: PassphraseOption = None,
    json_out: JsonOption = False,
) -> None:
    """Search all entries, newest first by when it happened."""
    with opened(vault, passphrase_file) as book, book.reading() as reads:
        found = find(
            reads, " ".join(query), limit=limit, offset=offset, order="best" if best else "newest"
        )
        names = Names(reads)
        if json_out:
            printing.json_out(_found_map(found, names))
            return
        rows = [
            (short(hit.id), _when(hit, book.clock.zone()), names.person(hit.person), _passage(hit))
            for hit in (*found.drafts, *found.hits)
        ]
    if not rows:
        printing.say("Nothing found.")
        return
    printing.table(("Id", "When", "Whose", "Where it says so"), rows)
    printing.say(f"{'More than ' if found.more else ''}{found.total} found.")


def _when(hit: Hit, zone: str) -> str:
    ms = hit.written_at if hit.happened is None else hit.happened * 1000
    return moment_words(ms, zone)


def _passage(hit: Hit) -> str:
    draft = "(not finished) " if hit.draft else ""
    return f"{draft}{hit.title}: {hit.passage}" if hit.passage else f"{draft}{hit.title}"


def _found_map(found: Found, names: Names) -> dict[str, Any]:
    return {
        "total": found.total,
        "more": found.more,
        "hits": [_hit_map(hit, names) for hit in found.hits],
        "drafts": [_hit_map(hit, names) for hit in found.drafts],
    }


def _hit_map(hit: Hit, names: Names) -> dict[str, Any]:
    return {
        "id": hit.id,
        "kind": hit.kind,
        "person": hit.person,
        "person_name": names.person(hit.person) or None,
        "title": hit.title,
        "passage": hit.passage,
        "ranges": [list(pair) for pair in hit.ranges],
        "happened": instant(None if hit.happened is None else hit.happened * 1000),
        "written_at": instant(hit.written_at),
        "significant": hit.significant,
        "restricted": hit.restricted,
        "retracted": hit.retracted,
        "draft": hit.draft,
    }


def due(
    now: Annotated[
        str | None,
        typer.Option("--now", metavar="TIME", help="As if it were then: 2026-03-28T10:00+00:00"),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also what rests in the quiet hours.")
    ] = False,
    vault: VaultOption = None,
    passphrase_file: PassphraseOption = None,
    json_out: JsonOption = False,
) -> None:
    """Print what is due, in order, one line for each young person, each saying why."""
    at = None if now is None else _moment(now)
    with opened(vault, passphrase_file) as book, book.reading() as reads:
        lines = due_now(reads, now=at, quiet=not everything)
        names = Names(reads)
        told = [(line, names.person(line.person)) for line in lines]
    if json_out:
        printing.json_out([_due_map(line, name) for line, name in told])
        return
    if not told:
        printing.say("Nothing is due.")
        return
    rows = [
        (line.titled(name), line.clock, "; ".join(reason.why for reason in line.reasons))
        for line, name in told
    ]
    printing.table(("What", "Clock", "Why"), rows)


def _due_map(line: Due, name: str) -> dict[str, Any]:
    return {**line.to_map(), "person_name": name or None, "titled": line.titled(name)}


def _moment(said: str) -> datetime:
    with suppress(ValueError):
        at = datetime.fromisoformat(said)
        if at.tzinfo is not None:
            return at
    raise InvalidEntry({"--now": "write the time with its zone: 2026-03-28T10:00+00:00"})
