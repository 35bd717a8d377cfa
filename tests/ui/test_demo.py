"""The demonstration walks through the main job by itself, in a process of its own, and leaves a
picture of each screen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from ui.demo.steps import STEPS

LEAST_COLOURS = 12


@pytest.fixture(scope="module")
def walked(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[subprocess.CompletedProcess[str], Path]:
    out = tmp_path_factory.mktemp("demo") / "out"
    settings = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    done = subprocess.run(
        [sys.executable, "-m", "ui.demo", "--headless", "--out", str(out)],
        env=settings,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    return done, out


def test_every_step_of_the_main_job_is_done(
    walked: tuple[subprocess.CompletedProcess[str], Path],
) -> None:
    done, _ = walked
    assert done.returncode == 0, done.stdout + done.stderr
    told = [line for line in done.stdout.splitlines() if line.startswith("ok ")]
    assert len(told) == len(STEPS) + 1
    assert "Traceback" not in done.stderr


def test_each_screen_has_left_a_picture_with_something_on_it(
    walked: tuple[subprocess.CompletedProcess[str], Path],
) -> None:
    pictures = sorted(walked[1].glob("*.png"))
    assert len(pictures) >= len(STEPS)
    assert [int(p.name[:2]) for p in pictures] == list(range(1, len(pictures) + 1))
    for picture in pictures:
        image = QImage(str(picture))
        assert (image.width(), image.height()) == (1366, 768)
        seen = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, 768, 5)}
        assert len(seen) >= LEAST_COLOURS, picture.name


def test_a_step_that_fails_is_named_and_the_status_says_so(tmp_path: Path) -> None:
    out = tmp_path / "out"
    script = (
        "import ui.demo.steps as s, ui.demo.walk as w, sys, pathlib\n"
        "def broken(hands, program):\n"
        "    hands.tab_to('Nothing of that name')\n"
        "    return ''\n"
        "w.STEPS = (broken,)\n"
        "sys.exit(w.walk(pathlib.Path(sys.argv[1])))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(out)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 1
    assert "FAILED 01 broken: no way to “Nothing of that name” by keyboard" in done.stdout
    assert (out / "01-failed.png").exists()
