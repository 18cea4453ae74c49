"""How far the making is: bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

_A_LINE_EVERY = 15.0
"""Seconds between plain lines of one step, so that a log stays short and nobody thinks it hangs."""


class Steps:
    """Tells the steps of the making, one line or bar for each."""

    def __init__(self) -> None:
        self._terminal = sys.stdout.isatty()

    @contextmanager
    def step(self, title: str, *, total: int = 1) -> Iterator[Step]:
        """Tell one step; ``total`` says in how many parts it comes."""
        began = time.monotonic()
        if self._terminal:
            columns = (
                TextColumn("{task.description:<34}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
            )
            with Progress(*columns) as bars:
                yield Step(title, total, bars)
            return
        step = Step(title, total, None)
        yield step
        result = f": {step.result}" if step.result else ""
        print(f"{title}{result} ({time.monotonic() - began:.1f} s)", flush=True)


class Step:
    """One step that goes on."""

    def __init__(self, title: str, total: int, bars: Progress | None) -> None:
        self.result = ""
        self._title = title
        self._total = total
        self._done = 0
        self._bars = bars
        self._task = bars.add_task(title, total=total) if bars else None
        self._said_at = time.monotonic()

    def advance(self, count: int = 1) -> None:
        """Say that so many more parts are done."""
        self._done += count
        if self._bars is not None and self._task is not None:
            self._bars.advance(self._task, count)
        elif time.monotonic() - self._said_at > _A_LINE_EVERY:
            self._said_at = time.monotonic()
            print(f"{self._title}: {self._done} of {self._total}", flush=True)

    def end(self, result: str) -> None:
        """Say what came of it."""
        self.result = result
        if self._bars is not None and self._task is not None:
            self._bars.update(
                self._task, completed=self._total, description=f"{self._title}: {result}"
            )
