"""Making the history in several processes, each a share of it. They start without Django's apps."""

from __future__ import annotations

import multiprocessing
import signal
import traceback
from collections.abc import Callable, Sequence
from queue import Empty
from typing import Any

from doneinone.demo.plan import Made, Plan

WAIT_FOR_OTHERS = 120.0
"""Seconds that a process waits at the end of a day for those that make the other shares."""


class UnableToMakeDemo(Exception):
    """The demonstration cannot be made. The message may be shown."""


def live_together(*, plans: Sequence[Plan], tell: Callable[[int], None]) -> Made:
    """
    Make each share in a process of its own; the days of all go on together.

    :param tell: called with how many more people or days there are
    :raises UnableToMakeDemo: if a process fails or is killed
    """
    fresh = multiprocessing.get_context("spawn")
    told: Any = fresh.Queue()
    together: Any = fresh.Barrier(len(plans))
    children = [
        fresh.Process(target=_share, args=(plan, told, together), daemon=True) for plan in plans
    ]
    whole, running = Made(), len(plans)
    try:
        for child in children:
            child.start()
        while running:
            try:
                what, value = told.get(timeout=1)
            except Empty:
                if any(child.exitcode for child in children):
                    raise UnableToMakeDemo("A process that makes the history ended.") from None
                continue
            if what == "failed":
                raise UnableToMakeDemo(value)
            if what == "made":
                running -= 1
                whole += value
            else:
                tell(value)
        for child in children:
            child.join()
    finally:
        for child in children:
            if child.is_alive():
                child.kill()
            if child.pid:
                child.join()
        told.close()
    return whole


def _share(plan: Plan, told: Any, together: Any) -> None:
    """Make one share of the history: what a process of its own does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started us ends us
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        import django

        django.setup()
        from django.db import connections

        from doneinone.demo.history import make_history

        made = make_history(
            plan=plan,
            tell=lambda what, count: told.put((what, count)),
            meet=lambda: together.wait(WAIT_FOR_OTHERS),
        )
        connections.close_all()
        told.put(("made", made))
    except Exception:
        together.abort()
        told.put(("failed", traceback.format_exc()))
