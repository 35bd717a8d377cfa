"""The table: one row a figure, with its baseline, their ratio and what was promised."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass

HEADS = ("work", "ours", "baseline", "ratio", "target", "")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `limit` is a most in `unit`, `times` a most as a ratio to the baseline."""

    work: str
    ours: float
    baseline: float | None = None
    unit: str = "ms"
    limit: float | None = None
    times: float | None = None

    @property
    def ratio(self) -> float | None:
        return self.ours / self.baseline if self.baseline else None

    @property
    def is_over(self) -> bool:
        over = self.limit is not None and self.ours > self.limit
        ratio = self.ratio
        return over or (self.times is not None and ratio is not None and ratio > self.times)

    def cells(self) -> tuple[str, ...]:
        targets = []
        if self.limit is not None:
            targets.append(f"{self.limit:g} {self.unit}")
        if self.times is not None:
            targets.append(f"{self.times:g}×")
        told = "over target" if self.is_over else ("ok" if targets else "")
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}×"
        return (
            self.work,
            _figure(self.ours, self.unit),
            "" if self.baseline is None else _figure(self.baseline, self.unit),
            ratio,
            ", ".join(targets),
            told,
        )


def _figure(value: float, unit: str) -> str:
    places = 2 if value < 10 else 1 if value < 100 else 0
    return f"{value:,.{places}f} {unit}"


def show(rows: Sequence[Row]) -> None:
    """Print the rows, their columns in line."""
    lines = [HEADS, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADS))]
    for line in lines:
        first, *rest = line
        cells = [
            first.ljust(widths[0]),
            *(c.rjust(w) for c, w in zip(rest, widths[1:], strict=True)),
        ]
        sys.stdout.write("  ".join(cells).rstrip() + "\n")


def say(text: str) -> None:
    """What is being done now, apart from the table."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def middle(values: Sequence[float]) -> float:
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    return sorted(values)[max(0, round(0.95 * len(values)) - 1)]
