"""Who calls: a key in the Authorization header acts for one agency."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer

from doneinone.channels.api.problems import Problem
from doneinone.domain.directory.queries import actor_of_key
from doneinone.foundation.actors import Actor
from doneinone.foundation.clock import now

REALM = 'Bearer realm="Done in One"'
LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Caller:
    """The system that calls, and the key it calls with."""

    actor: Actor
    key_id: int


class ApiKey(HttpBearer):
    """`Authorization: Bearer <key>`. A key acts for one agency and sees what that agency sees."""

    def __call__(self, request: HttpRequest) -> Caller:
        """
        Find the caller. One statement.

        :raises Problem: 401 if there is no key, or it is unknown, revoked or out of date
        """
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not secret.strip():
            raise Problem(
                401,
                "Send your key in the header: Authorization: Bearer <key>.",
                headers={"WWW-Authenticate": REALM},
            )
        return self.authenticate(request, secret.strip())

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """
        Find the caller of a key.

        :raises Problem: 401 if it is unknown, revoked or out of date
        """
        found = actor_of_key(secret=token, now=now()) if len(token) <= LONGEST_KEY else None
        if found is None:
            raise Problem(
                401,
                "We do not know that key, or it is no longer in use. "
                "Ask the administrator of your agency for a new one.",
                headers={"WWW-Authenticate": REALM + ', error="invalid_token"'},
            )
        return Caller(actor=found[0], key_id=found[1])


def caller_of(request: HttpRequest) -> Caller:
    """Give the caller that was found before the view ran."""
    caller = getattr(request, "auth", None)
    if not isinstance(caller, Caller):
        raise TypeError("this address is not behind a key")
    return caller


OPENINGS_PER_MINUTE = 600
"""How many cases one key may open in a minute, where ``API_OPENINGS_PER_MINUTE`` is not set."""

_lock = Lock()
_counted: dict[int, int] = {}
_minute = 0


def count_opening(*, key_id: int) -> None:
    """
    Count a case that a key asks to open, and refuse it when there were too many this minute.

    Each web process counts for itself and in memory: this stops a client that runs away, and it
    must cost nothing beside the case itself. With two processes a key may open up to twice as many.

    :raises Problem: 429, with the seconds to wait in Retry-After
    """
    global _minute
    at = int(now().timestamp())
    most = getattr(settings, "API_OPENINGS_PER_MINUTE", OPENINGS_PER_MINUTE)
    with _lock:
        if at // 60 != _minute:
            _minute = at // 60
            _counted.clear()
        _counted[key_id] = tries = _counted.get(key_id, 0) + 1
    if tries > most:
        wait = 60 - at % 60
        raise Problem(
            429,
            f"This key may open {most} cases a minute. Wait {wait} seconds and send it again.",
            headers={"Retry-After": str(wait)},
        )


def forget_openings() -> None:
    """Forget what was counted, as between tests."""
    with _lock:
        _counted.clear()
