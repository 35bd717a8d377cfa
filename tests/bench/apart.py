"""Figures that need a process of their own: `python -m tests.bench.apart WHAT …` measures one
thing once and prints it as JSON. Nothing is imported before it is needed: importing is what
counts."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PASSPHRASE = "seven quiet herons over water"


def _ms_since(began: str) -> float:
    return (time.monotonic_ns() - int(began)) / 1e6


def _memory_mb() -> float:
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(x for x in status.read_text().splitlines() if x.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _until_painted(application: Any, widget: Any) -> None:
    """Let events run until the widget has painted once."""
    from PySide6.QtCore import QEvent, QObject

    class Seen(QObject):
        painted = False

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            self.painted = self.painted or event.type() == QEvent.Type.Paint
            return False

    seen = Seen()
    widget.installEventFilter(seen)
    _run_until(application, lambda: seen.painted)


def _run_until(application: Any, done: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not done():
        application.processEvents()
        if time.monotonic() > until:
            raise TimeoutError("nothing came of it")


def bare_window(began: str) -> dict[str, float]:
    """An empty QMainWindow, from the start of the process to its first paint."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    application = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.resize(900, 640)
    window.show()
    _until_painted(application, window)
    return {"ms": _ms_since(began)}


def unlock_window(began: str, folder: str) -> dict[str, float]:
    """The unlock window, from the start of the process to its first paint."""
    from ui.app import Program, make_application

    application = make_application(sys.argv[:1])
    program = Program(Path(folder))
    program.start()
    # The window itself is hidden by what lies in it.
    _until_painted(application, program.front.body.secret)
    took = _ms_since(began)
    loaded = [name for name in ("sqlmodel", "sqlalchemy", "diary.diary") if name in sys.modules]
    if loaded:
        raise RuntimeError(f"the unlock window waited for {loaded}")
    program.close()
    return {"ms": took}


def today_reads(folder: str, how: str) -> dict[str, float]:
    """From the key to what Today shows, read. `how`: "after" imports everything then; "ahead" as
    the program does it, which imports from the moment its window is shown: here two seconds for
    typing a passphrase, and then the key."""
    from ui.app import load_ahead, load_diary, make_application

    make_application(sys.argv[:1])
    if how == "ahead":
        load_ahead()
        time.sleep(2)
    from diary.vault.vault import Vault

    vault = Vault.open(Path(folder), PASSPHRASE)
    began = time.monotonic()
    load_diary()
    from diary.casework.today import today
    from diary.diary import Diary

    diary = Diary.enter(vault)
    view = diary.ask(today)
    took = (time.monotonic() - began) * 1000
    assert view.people
    diary.close()
    return {"ms": took}


def program(folder: str) -> dict[str, float]:
    """The whole program: from the key to Today painted, and the memory it then holds."""
    from diary.vault.vault import Vault
    from ui.app import Program, load_diary, make_application

    application = make_application(sys.argv[:1])
    running = Program(Path(folder))
    vault = Vault.open(Path(folder), PASSPHRASE)
    began = time.monotonic()
    load_diary()
    from diary.diary import Diary

    running.enter(Diary.enter(vault))
    assert running.window is not None
    _until_idle(application, running.tasks)
    took = (time.monotonic() - began) * 1000
    memory = _memory_mb()
    running.close()
    return {"ms": took, "mb": memory}


def _until_idle(application: Any, tasks: Any) -> None:
    _run_until(application, lambda: bool(tasks.is_idle()))
    application.processEvents()


def timeline(folder: str) -> dict[str, float]:
    """The page of the young person with most entries, from going there to its story painted."""
    from PySide6.QtCore import QEvent, QObject

    from diary.diary import Diary
    from ui.app import load_diary, make_application
    from ui.desk.desk import Desk
    from ui.desk.tasks import Tasks
    from ui.pages.person import PersonPage

    application = make_application(sys.argv[:1])
    load_diary()
    diary = Diary.open(Path(folder), PASSPHRASE)
    with diary.reading() as reads:
        person = reads.cursor.execute(
            "SELECT person FROM entry WHERE person IS NOT NULL GROUP BY person"
            " ORDER BY count(*) DESC LIMIT 1"
        ).fetchone()[0]
    tasks = Tasks()
    page = PersonPage(Desk(diary, tasks))
    page.resize(1366, 768)
    page.show()
    _run_until(application, tasks.is_idle)

    class Painted(QObject):
        at = 0.0

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if (
                event.type() == QEvent.Type.Paint
                and page.story.list.model().rowCount()
                and not self.at
            ):
                self.at = time.monotonic()
            return False

    painted = Painted()
    page.story.list.viewport().installEventFilter(painted)
    began = time.monotonic()
    page.arrive(person=person)
    _run_until(application, lambda: painted.at > 0)
    took = (painted.at - began) * 1000
    _until_idle(application, tasks)
    tasks.close()
    diary.close()
    return {"ms": took}


def main() -> int:
    what, *arguments = sys.argv[1:]
    measure: Callable[..., dict[str, float]] = globals()[what]
    sys.stdout.write(json.dumps(measure(*arguments)) + "\n")
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    status = main()
    # Not the figure's affair: how Qt takes its widgets down.
    os._exit(status)
