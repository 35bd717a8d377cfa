"""What a command prints: calm plain tables for people, JSON for scripts. Case text is data here: no
markup and no terminal codes that it may hold are ever acted on."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import msgspec
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from diary.casework.names import Names
from diary.cli.plain import happened_words, moment_words, record_map, words_of
from diary.ids import short
from diary.records import registry
from diary.records.reads import Reads
from diary.records.view import View

WIDTH = 100
_TURNING = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_STRANGE = "\N{REPLACEMENT CHARACTER}"
_CONTROLS = dict.fromkeys((*range(32), *range(127, 160), *_TURNING), _STRANGE) | {
    ord("\n"): "\n",
    ord("\t"): "    ",
}
"""Terminal codes, and marks that turn what follows about."""


def say(*lines: str) -> None:
    """Lines for people, on stdout."""
    for line in lines:
        print(line.translate(_CONTROLS))


def aside(*lines: str) -> None:
    """Lines that are not the answer itself, on stderr."""
    for line in lines:
        print(line.translate(_CONTROLS), file=sys.stderr)


def json_out(value: Any) -> None:
    """JSON on stdout, indented, in UTF-8 as it is."""
    text = msgspec.json.format(msgspec.json.encode(value), indent=2).decode("utf-8")
    sys.stdout.write(text + "\n")


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A plain table; the last column takes what room there is."""
    grid = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, show_header=any(heads))
    for head in heads:
        grid.add_column(Text(head), no_wrap=head != heads[-1], overflow="fold")
    for row in rows:
        grid.add_row(*(Text(cell.translate(_CONTROLS)) for cell in row))
    _console().print(grid)


def _console() -> Console:
    wide = Console().width if sys.stdout.isatty() else WIDTH
    return Console(width=wide, markup=False, highlight=False, emoji=False)


def records(reads: Reads, views: Sequence[View], *, as_json: bool) -> None:
    """Several records: JSON, or one line each."""
    names = Names(reads)
    if as_json:
        json_out([record_map(view, names) for view in views])
        return
    if not views:
        say("Nothing here yet.")
        return
    rows = [(short(v.id), happened_words(v), names.person(v.person), _titled(v)) for v in views]
    table(("Id", "When", "Whose", "What"), rows)


def _titled(view: View) -> str:
    title = registry.kind(view.kind).title(view.values)
    return f"{title} (taken back: {view.retracted})" if view.retracted is not None else title


def record(reads: Reads, view: View, *, as_json: bool) -> None:
    """One record, whole."""
    names = Names(reads)
    if as_json:
        json_out(record_map(view, names))
        return
    kind = registry.kind(view.kind)
    say(f"{kind.name}: {_titled(view)}", *_about(view, names))
    rows = [
        (spec.label, words_of(spec, view.get(name)))
        for name, spec in kind.fields.items()
        if view.get(name) is not None and not spec.hidden
    ]
    if rows:
        table(("", ""), rows)
    for field, reason in view.invalid.items():
        say(f"Not right: {field}: {reason}")
    for path in view.questions:
        say(f"To settle: two accounts of {path}; see kith history {short(view.id)}")


def _about(view: View, names: Names) -> list[str]:
    who = names.of(view.author) or str((view.origin or {}).get("name") or "")
    lines = [f"{view.id}, written {moment_words(view.written_at, view.zone)} by {who}"]
    if view.person:
        shared = " (restricted)" if view.restricted else ""
        lines.append(f"{names.person(view.person)}'s diary{shared}")
    if view.version > 1:
        lines.append(f"Version {view.version}, {moment_words(view.changed_at, view.zone)}")
    return lines
