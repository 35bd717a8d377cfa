"""What holds for every test: no screen, no real home, the same random examples. Fixtures that
know a room (a vault, a window) live in that room's own conftest."""

from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest

# Before anything imports Qt. KITH_TEST_PLATFORM=xcb shows the windows while a test is written.
os.environ["QT_QPA_PLATFORM"] = os.environ.get("KITH_TEST_PLATFORM", "offscreen")
# The worker's own settings must not decide whether a test passes.
for leaking in ("KITH_PASSPHRASE", "KITH_VAULT", "QT_SCALE_FACTOR", "QT_STYLE_OVERRIDE"):
    os.environ.pop(leaking, None)

_shared = {
    "deadline": None,  # two cores, many workers: time says nothing here, `make bench` measures it
    "suppress_health_check": [
        hypothesis.HealthCheck.too_slow,
        hypothesis.HealthCheck.function_scoped_fixture,
    ],
}
hypothesis.settings.register_profile(
    "ci", max_examples=40, derandomize=True, print_blob=True, database=None, **_shared
)
hypothesis.settings.register_profile("dev", max_examples=40, **_shared)
hypothesis.settings.register_profile("long", max_examples=2_000, print_blob=True, **_shared)
hypothesis.settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev")
)


@pytest.fixture(autouse=True)
def kith_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for each test, child processes included; nothing touches the real one."""
    home = tmp_path / "kith-home"
    home.mkdir()
    monkeypatch.setenv("KITH_HOME", str(home))
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(home / variable.lower()))
    return home
