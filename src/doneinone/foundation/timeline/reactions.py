"""Reactions: what follows from events, after commit, in batches, safe to run twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from doneinone.foundation.actors import Actor
from doneinone.foundation.timeline.models import Event

React = Callable[[Actor, Sequence[Event]], None]


@dataclass(frozen=True, slots=True)
class Reaction:
    """A function that reads events of some kinds and does what follows from them."""

    name: str
    kinds: frozenset[str]
    run: React


REACTIONS: dict[str, Reaction] = {}


def reaction(*kinds: str) -> Callable[[React], React]:
    """
    Register a reaction to kinds of events.

    It is given a system actor that can see what the events' readers can see, and a batch of events
    in order. It may be called again for events it has seen: what it writes must be tied to the
    event by a unique constraint. It must not touch the outside world: it defers a job for that.
    """

    def register(function: React) -> React:
        name = f"{function.__module__.removeprefix('doneinone.domain.')}.{function.__name__}"
        if name in REACTIONS:
            raise ValueError(f"There are two reactions named {name}")
        REACTIONS[name] = Reaction(name=name, kinds=frozenset(kinds), run=function)
        return function

    return register
