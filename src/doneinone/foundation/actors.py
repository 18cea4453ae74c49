"""Who is acting: the one place that tells the database, so that row security can answer.

Every web transaction, job and command runs inside ``acting(actor)``. It opens a transaction and
sets, for that transaction only, the settings that the row policies read. Without an actor the
policies see nothing, so a forgotten ``acting`` shows an empty page instead of everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Literal, ParamSpec, TypeVar

from django.db import connection, transaction
from psycopg.pq import TransactionStatus

APP_ROLE = "hub_app"

STANDARD = 0
RESTRICTED = 1

ActorKind = Literal["public", "staff", "client", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """
    Somebody or something that acts on the hub, and what the wall lets it see.

    ``agencies`` are the agencies whose rows it may see, ``clearance`` the highest sensitivity
    (0 standard, 1 restricted; -1 sees no walled row at all). ``cases`` and ``keys`` open single
    cases and single half-finished forms to a member of the public who has proved a right to them.
    """

    kind: ActorKind
    name: str
    agencies: tuple[int, ...] = ()
    clearance: int = -1
    staff_id: int | None = None
    agency_id: int | None = None
    teams: tuple[int, ...] = ()
    roles: frozenset[str] = field(default_factory=frozenset)
    channel: str = "web"
    cases: tuple[int, ...] = ()
    keys: tuple[str, ...] = ()
    purpose: str = ""

    def may(self, role: str) -> bool:
        """Say whether the actor holds a role, such as ``officer``."""
        return role in self.roles

    def with_case(self, case_id: int) -> Actor:
        """Return the same actor with one case opened to it, as by its reference and a proof."""
        return replace(self, cases=(*self.cases, case_id))

    def on(self, channel: str) -> Actor:
        """Return the same actor on another channel."""
        return replace(self, channel=channel)


def public(*, channel: str = "web", cases: Sequence[int] = (), keys: Sequence[str] = ()) -> Actor:
    """Make the actor of a member of the public, who sees only what they hold a key to."""
    return Actor(kind="public", name="", channel=channel, cases=tuple(cases), keys=tuple(keys))


def system(*, name: str, agencies: Sequence[int], clearance: int = RESTRICTED) -> Actor:
    """Make the actor of a job or command, for the agencies whose rows it is to work on."""
    return Actor(
        kind="system",
        name=name,
        agencies=tuple(agencies),
        clearance=clearance,
        channel="system",
        roles=frozenset({"system"}),
    )


_current: ContextVar[Actor | None] = ContextVar("doneinone_actor", default=None)


def current_actor() -> Actor | None:
    """Return the actor of the running transaction, or None."""
    return _current.get()


_SET = (
    "select set_config('role', %s, true), set_config('hub.agencies', %s, true), "
    "set_config('hub.clearance', %s, true), set_config('hub.cases', %s, true), "
    "set_config('hub.keys', %s, true)"
)


def _state(actor: Actor | None) -> None:
    """Tell the database who acts until the transaction ends, in one round trip."""
    if actor is None:
        values = ["none", "", "", "", ""]
    else:
        values = [
            APP_ROLE,
            "{" + ",".join(map(str, actor.agencies)) + "}",
            str(actor.clearance),
            "{" + ",".join(map(str, actor.cases)) + "}",
            "{" + ",".join(actor.keys) + "}",
        ]
    with connection.cursor() as cursor:
        cursor.execute(_SET, values)


@contextmanager
def acting(actor: Actor) -> Iterator[Actor]:
    """
    Run a block as an actor, in a transaction of its own or in the one that is open.

    Inside an open transaction the actor before is put back at the end of the block, because what
    ``SET LOCAL`` sets lasts until the end of the outer transaction.
    """
    before = _current.get()
    nested = connection.in_atomic_block
    if nested and before == actor:
        yield actor
        return
    token = _current.set(actor)
    try:
        if not nested:
            with transaction.atomic():
                _state(actor)
                yield actor
            return
        _state(actor)
        try:
            yield actor
        finally:
            # After a database error the transaction accepts no statement; the rollback to the
            # savepoint or the start puts the settings back by itself.
            if connection.connection.info.transaction_status == TransactionStatus.INTRANS:
                _state(before)
    finally:
        _current.reset(token)


P = ParamSpec("P")
R = TypeVar("R")

ACTIONS: dict[str, Callable[..., object]] = {}


def action(function: Callable[P, R]) -> Callable[P, R]:
    """
    Make a function an action: one change, by one actor, in one transaction that holds or is undone.

    The function takes a keyword ``actor``. Called outside a transaction it opens one; called inside
    one it takes a savepoint, so that an action refused half-way leaves nothing behind either way.
    Every action is listed in ``ACTIONS``, which the guard tests walk.
    """

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        actor = kwargs.get("actor")
        if not isinstance(actor, Actor):
            raise TypeError(f"{function.__qualname__} needs actor=")
        if connection.in_atomic_block:
            with transaction.atomic(), acting(actor):
                return function(*args, **kwargs)
        with acting(actor):
            return function(*args, **kwargs)

    ACTIONS[f"{function.__module__}.{function.__qualname__}"] = run
    return run
