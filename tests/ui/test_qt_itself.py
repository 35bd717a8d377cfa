"""Qt's binding, not our code: PySide6 6.12 on Python 3.11 aborted the process after some hundred
signals (it gave back references to None, True and False that it did not own). A raised pin fails
here first, in a child process, since an abort takes the whole test run with it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

EMIT = """
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot

class Bell(QObject):
    rung = Signal()
    swung = Signal(bool)
    told = Signal(object)

class Ear(QObject):
    heard = 0

    @Slot()
    @Slot(bool)
    @Slot(object)
    def hear(self, *_what):
        self.heard += 1

app = QCoreApplication([])
bell, ear = Bell(), Ear()
for signal in (bell.rung, bell.swung, bell.told):
    signal.connect(ear.hear)
    signal.connect(ear.hear, Qt.ConnectionType.QueuedConnection)
for turn in range(2_000):
    bell.rung.emit()
    bell.swung.emit(turn % 2 == 0)
    bell.told.emit(None)
app.processEvents()
print(ear.heard)
"""

CALL = """
from PySide6.QtCore import QCoreApplication, QObject

app = QCoreApplication([])
thing = QObject()
for turn in range(20_000):
    assert thing.setObjectName("a") is None
    assert thing.blockSignals(False) is False
    assert thing.parent() is None
print(None, True, False)
"""


@pytest.mark.parametrize(
    ("code", "said"), [(EMIT, "12000"), (CALL, "None True False")], ids=["signals", "calls"]
)
def test_the_process_survives(code: str, said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, said), done.stderr
