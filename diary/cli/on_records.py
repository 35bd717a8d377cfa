"""The commands that write and read records of any kind. What a kind means is in `records`."""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any

import typer

import diary.records  # noqa: F401 makes every record kind known
from diary.casework.caseload import PersonCard, caseload
from diary.casework.finding import person_named, record_named
from diary.cli import printing
from diary.cli.opening import JsonOption, PassphraseOption, VaultOption, opened
from diary.cli.plain import clock_words, kind_map
from diary.clock import utc_text
from diary.diary import Diary
from diary.errors import InvalidEntry
from diary.ids import RecordId, short
from diary.records import registry
from diary.records.reads import Reads
from diary.records.work import Work

Kind = Annotated[str, typer.Argument(metavar="KIND", help="What kind: see kith kinds.")]
Identifier = Annotated[
    str, typer.Argument(metavar="ID", help="The entry's id, or the beginning of it.")
]
Person = Annotated[
    str | None, typer.Option("--person", metavar="NAME", help="A chosen name, or an id.")
]
Why = Annotated[str | None, typer.Option("--why", help="The reason, kept in the history.")]


def add(
    kind: Kind,
    person: Person = None,
    restricted: Annotated[
        bool, typer.Option("--restricted", help="Into the part of their diary that few may read.")
    ] = False,
    why: Why = None,
    vault: VaultOption = None,
    passphrase_file: PassphraseOption = None,
    json_out: JsonOption = False,
) -> None:
    """Write a new entry; its fields come as JSON on standard input."""
    registry.kind(kind)
    values = _from_stdin()

    def verb(work: Work) -> RecordId:
        if kind == "young_person":
            return work.create_person(values)
        whose = None if person is None else person_named(work, person)
        return work.create(kind, values, person=whose, restricted=restricted, why=why)

    with opened(vault, passphrase_file) as book:
        tell_record(book, book.do(verb).result, json_out, f"Saved as {{}} ({kind}).")


def edit(
    identifier: Identifier,
    why: Why = None,
    vault: VaultOption = None,
    passphrase_file: PassphraseOption = None,
    json_out: JsonOption = False,
) -> None:
    """Change the fields given as JSON on standard input; null clears a field."""
    values = _from_stdin()

    def verb(work: Work) -> RecordId:
        record = record_named(work, identifier)
        work.edit(record, values, why=why)
        return record

    with opened(vault, passphrase_file) as book:
        tell_record(book, book.do(verb).result, json_out, "Saved {}.")


def retract(
    identifier: Identifier,
    reason: Annotated[str, typer.Option("--reason", help="Why; it stays in the history.")],
    vault: VaultOption = None,
    passphrase_file: PassphraseOption = None,
    json_out: JsonOption = False,
) -> None:
    """Take an entry out of sight. It stays readable in the history, with the reason."""

    def verb(work: Work) -> RecordId:
        record = record_named(work, identifier)
        work.retract(record, reason)
        return record

    with opened(vault, passphrase_file) as book:
        tell_record(book, book.do(verb).result, json_out, "Taken back: {}. Its history stays.")


def restore_entry(
    identifier: Identifier,
    why: Why = None,
    vault: VaultOption = None,
    passphrase_file: PassphraseOption = None,
    json_out: JsonOption = False,
) -> None:
    """Bring an entry back that was taken back."""

    def verb(work: Work) -> RecordId:
        record = record_named(work, identifier)
        work.restore(record, why)
        return record

    with opened(vault, passphrase_file) as book:
        tell_record(book, book.do(verb).result, json_out, "Brought back: {}.")


def show(
    identifier: Identifier,
    vault: VaultOption = None,
    passphrase_file: PassphraseOption = None,
    json_out: JsonOption = False,
) -> None:
    """Print one entry as it stands."""
    with opened(vault, passphrase_file) as book, book.reading() as reads:
        printing.record(reads, reads.view(record_named(reads, identifier)), as_json=json_out)


def list_records(
    kind: Kind,
    person: Person = None,
    retracted: Annotated[
        bool, typer.Option("--retracted", help="Those taken back as well.")
    ] = False,
    limit: Annotated[int, typer.Option("--limit", min=0, help="At most so many; 0 is all.")] = 0,
    vault: VaultOption = None,
    passphrase_file: PassphraseOption = None,
    json_out: JsonOption = False,
) -> None:
    """List the entries of a kind, newest first by when they happened."""
    registry.kind(kind)
    with opened(vault, passphrase_file) as book, book.reading() as reads:
        whose = None if person is None else person_named(reads, person)
        views = reads.all(kind, person=whose, retracted=retracted, limit=limit)
        printing.records(reads, views, as_json=json_out)


def people(
    archived: Annotated[bool, typer.Option("--archived", help="Those put away as well.")] = False,
    vault: VaultOption = None,
    passphrase_file: PassphraseOption = None,
    json_out: JsonOption = False,
) -> None:
    """List the young people, by chosen name."""
    with opened(vault, passphrase_file) as book, book.reading() as reads:
        cards = caseload(reads, archived=archived)
    if json_out:
        printing.json_out([_card_map(card) for card in cards])
    elif not cards:
        printing.say("Nobody here yet. Who are you standing by? kith add young_person")
    else:
        rows = [(short(c.id), _seen(c), str(c.entries), c.name) for c in cards]
        printing.table(("Id", "Last seen", "Entries", "Name"), rows)


def _seen(card: PersonCard) -> str:
    return "not yet" if card.last_seen is None else clock_words(card.last_seen.astimezone())


def _card_map(card: PersonCard) -> dict[str, Any]:
    return {
        "id": card.id,
        "chosen_name": card.name,
        "pronouns": card.pronouns or None,
        "last_seen": None if card.last_seen is None else utc_text(card.last_seen),
        "last_contact": None if card.last_contact is None else utc_text(card.last_contact),
        "next_agreed": None if card.next_agreed is None else card.next_agreed.to_map(),
        "missing": card.missing,
        "open_concerns": card.concerns,
        "open_promises": card.promises,
        "drafts": card.drafts,
        "entries": card.entries,
        "archived": card.archived,
    }


def kinds(json_out: JsonOption = False) -> None:
    """Print every kind of entry with its fields. Needs no diary."""
    known = list(registry.kinds())
    if json_out:
        printing.json_out([kind_map(kind) for kind in known])
        return
    for kind in known:
        printing.say(f"{kind.code}: {kind.name}")
        rows = [
            (name, spec.type, " ".join((spec.label, "(needed)" if spec.required else "")).strip())
            for name, spec in kind.fields.items()
            if not spec.hidden
        ]
        printing.table(("Field", "Type", "Meaning"), rows)


def tell_record(book: Diary, record: RecordId, as_json: bool, told: str) -> None:
    """Say what became of a record; with its id where `told` has braces."""
    if not as_json:
        printing.say(told.format(record))
        return
    book.ask(_print_json, record)


def _print_json(reads: Reads, record: RecordId) -> None:
    printing.record(reads, reads.view(record), as_json=True)


def _from_stdin() -> dict[str, Any]:
    """A JSON object. What was typed never comes back in a message: it may be case text."""
    if sys.stdin.isatty():
        printing.aside("Type the fields as JSON, then Ctrl+D:")
    try:
        given = json.loads(sys.stdin.buffer.read().decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise InvalidEntry({"standard input": "this is not UTF-8 text"}) from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise InvalidEntry({"standard input": f"this is not JSON ({where})"}) from None
    except RecursionError:
        raise InvalidEntry({"standard input": "this is nested too deeply"}) from None
    if not isinstance(given, dict):
        raise InvalidEntry({"standard input": 'give one object: {"field": "value"}'})
    return given
