"""A canary in every text field of every kind: shown on the screens, locked, and then found nowhere:
not on the disk outside the sealed files, not in logs, titles, clipboard, accessible names."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from diary.casework.attaching import attach
from diary.clock import FixedClock
from diary.diary import Diary
from diary.records import registry
from diary.records.fields import FieldSpec
from diary.records.registry import Kind
from tests.diaries import FAST, PASSPHRASE
from ui.app import Program, make_application
from ui.desk.tasks import Tasks
from ui.pages.going import record_target

CANARY = "zanzibarlantern"
WORDS = f"{CANARY} and what was said"
_MADE_OTHERWISE = {"young_person", "attachment"}


def filled(spec: FieldSpec) -> Any:
    if spec.type in {"text", "narrative", "own_words"}:
        return WORDS
    if spec.type == "choice":
        return spec.choices[-1].code
    if spec.type == "items":
        return [{p.name: filled(p) for p in spec.parts if filled(p) is not None}]
    return None


def values_of(kind: Kind, link: str) -> dict[str, Any]:
    """Every text of a kind filled, and what it needs beside; what does not go together left out."""
    values = {n: v for n, s in kind.fields.items() if (v := filled(s)) is not None}
    for _ in range(10):
        wrong = kind.problems({n: v for n, v in values.items() if v is not None})
        if not wrong:
            break
        for name in wrong:
            spec = kind.fields[name]
            if spec.type == "choice":
                codes = [c.code for c in spec.choices]
                values[name] = codes[codes.index(values[name]) - 1]
            elif spec.type == "when":
                values[name] = {"at": "2026-12-24", "precision": "day", "zone": "Europe/London"}
            elif spec.type == "link":
                values[name] = link
            else:
                values.pop(name, None)
    return values


@pytest.fixture
def program(
    tmp_path: Path, clock: FixedClock, qtbot: QtBot, qapp: QApplication
) -> Iterator[Program]:
    make_application([])
    folder = tmp_path / "vault"
    diary, _ = Diary.create(folder, PASSPHRASE, "Sam", clock=clock, kdf=FAST)
    program = Program(folder, tasks=Tasks(inline=True), clock=clock)
    program.enter(diary)
    assert program.window is not None
    qtbot.addWidget(program.window)
    yield program
    program.close()


def fill(diary: Diary) -> list[tuple[str, str, str]]:
    """(kind, record, person) of one record of every kind, with the canary in every text."""
    young = registry.kind("young_person")
    person = diary.do(lambda w: w.create_person(values_of(young, ""))).result
    made = [("young_person", str(person), str(person))]
    for kind in registry.kinds():
        if kind.code in _MADE_OTHERWISE:
            continue
        entry = diary.do(
            lambda w, k=kind: w.create(k.code, values_of(k, made[-1][1]), person=person)
        ).result
        made.append((kind.code, entry, person))
    drawing = attach(
        diary, made[2][1], WORDS.encode() * 50, name=f"{CANARY}.txt", caption=WORDS
    ).result
    made.append(("attachment", drawing, person))
    diary.save_draft(diary.new_draft("note", person, data={"note": WORDS}))
    return made


def visible_text(widget: QWidget) -> Iterator[str]:
    for name in ("text", "toPlainText", "title", "windowTitle", "placeholderText", "toolTip"):
        read = getattr(widget, name, None)
        if callable(read):
            try:
                said = read()
            except TypeError:
                continue
            if isinstance(said, str):
                yield said
    yield widget.objectName()
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    heard = QAccessible.queryAccessibleInterface(widget)
    if heard is not None:
        yield heard.text(QAccessible.Text.Name)
        yield heard.text(QAccessible.Text.Value)


def everywhere_on_screen() -> str:
    return "\n".join(text for widget in QApplication.allWidgets() for text in visible_text(widget))


def on_disk(*roots: Path) -> list[Path]:
    """Files that hold the canary in the clear, in the encodings a program would write."""
    wanted = [CANARY.encode(), CANARY.encode("utf-16-le"), CANARY.encode("utf-16-be")]
    return [
        path
        for root in roots
        for path in root.rglob("*")
        if CANARY in path.name or (path.is_file() and any(w in path.read_bytes() for w in wanted))
    ]


def test_the_canary_is_nowhere_after_lock(
    program: Program, tmp_path: Path, qtbot: QtBot, caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    caplog.set_level(logging.DEBUG)
    assert program.session is not None
    assert program.window is not None
    diary = program.session.diary
    made = fill(diary)
    program.session.desk.changed.emit(_touched(made))
    for key in ("today", "people", "search"):
        args = {"query": CANARY} if key == "search" else {}
        program.window.show_page(key, **args)
        qtbot.wait_until(program.tasks.is_idle)
    for kind, record, person in made:
        key, args = record_target(kind, record, person)
        program.window.show_page(key, **args)
        QCoreApplication.processEvents()
        assert CANARY not in program.window.windowTitle()
    program.window.show_page("person", person=made[0][1])
    QCoreApplication.processEvents()
    assert CANARY in everywhere_on_screen(), "the screens never showed it: this test proves nothing"
    program.window.activateWindow()
    qtbot.wait_until(lambda: QGuiApplication.focusWindow() is not None)
    QGuiApplication.clipboard().setText(WORDS)
    program.lock("Locked.")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()
    gc.collect()
    assert CANARY not in everywhere_on_screen()
    assert CANARY not in QGuiApplication.clipboard().text()
    assert on_disk(tmp_path) == []
    said = capfd.readouterr()
    assert CANARY not in caplog.text + said.out + said.err


def _touched(made: list[tuple[str, str, str]]) -> Any:
    from diary.records.work import Touched

    return Touched(frozenset(kind for kind, _, _ in made), frozenset(p for _, _, p in made))
