"""Who acts in a web request: worked out once, before any view runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse

from doneinone.domain.directory.queries import actor_of_staff
from doneinone.foundation.actors import Actor, public


class ActingRequest(HttpRequest):
    """A request that knows who acts."""

    actor: Actor


class ActorOfRequest:
    """
    Give each request its actor: the member of staff who signed in on the desk, or the public.

    Only the desk's pages ask who signed in, so a public page pays nothing for it. Views open
    ``acting(request.actor)`` around what they read; actions open it themselves.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach the actor."""
        acting_request = cast(ActingRequest, request)
        acting_request.actor = _actor(request)
        return self.get_response(request)


def _actor(request: HttpRequest) -> Actor:
    if request.path.startswith("/desk/") and request.user.is_authenticated:
        return actor_of_staff(staff=request.user)
    return public()
