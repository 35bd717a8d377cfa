"""From an error to words on stderr and an exit code. A bug of ours becomes a report that holds the
kind of error and our own lines only, never a value."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from diary.cli.program import UNAVAILABLE
from diary.errors import Cancelled, Damaged, DiaryError, InvalidEntry, Refused, Unavailable
from diary.words import words_for

BUG, REFUSED, DAMAGED, STOPPED = 1, 2, 4, 130
_HOUSE = Path(__file__).resolve().parent.parent.parent
_CODES = ((Cancelled, STOPPED), (Refused, REFUSED), (Unavailable, UNAVAILABLE), (Damaged, DAMAGED))


class Calm(TyperGroup):
    """A group of commands in which nothing ends in a traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except DiaryError as error:
            tell(error)
            raise typer.Exit(code_for(error)) from None
        except KeyboardInterrupt:
            tell(Cancelled())
            raise typer.Exit(STOPPED) from None
        except (typer.Exit, typer.Abort):
            raise
        except Exception as bug:
            if _is_usage(bug):
                raise
            sys.stderr.write(report(bug))
            raise typer.Exit(BUG) from None


def _is_usage(error: Exception) -> bool:
    """Whether typer itself will say it: a missing argument, an option that there is not."""
    return hasattr(error, "exit_code") and hasattr(error, "show")


def code_for(error: DiaryError) -> int:
    """The exit code of an error that we mean."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), BUG)


def tell(error: DiaryError) -> None:
    """Say on stderr what is wrong and what to do next."""
    words = words_for(error)
    lines = [f"{words.title}. {words.says}"]
    if isinstance(error, InvalidEntry):
        lines += [f"  {field}: {reason}" for field, reason in sorted(error.fields.items())]
    else:
        lines.append(words.next_step)
    print("\n".join(lines), file=sys.stderr)


def report(bug: BaseException) -> str:
    """What can be passed on to whoever mends Kith: it names no person, file or word of theirs."""
    found = ((Path(f.filename).resolve(), f) for f in traceback.extract_tb(bug.__traceback__))
    frames = [
        f"  {path.relative_to(_HOUSE).as_posix()}:{frame.lineno} {frame.name}"
        for path, frame in found
        if any(path.is_relative_to(_HOUSE / ours) for ours in ("diary", "ui"))
    ]
    head = (
        "This is a mistake in Kith, not yours. What was saved before is still there.\n"
        "Pass these lines on; they hold no word from the diary:\n"
    )
    return head + "\n".join([f"  {type(bug).__name__}", *frames]) + "\n"
