"""Limits on what a request may bring, and how often somebody may try."""

from __future__ import annotations

from collections.abc import Callable
from time import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from doneinone.channels.shared.errors import error_page


class BodyLimit:
    """Refuse a body that is too large before it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the length that the request declares."""
        declared = request.META.get("CONTENT_LENGTH") or "0"
        if not declared.isdigit():
            return HttpResponse("The length of the content is not a number.", status=400)
        if int(declared) > settings.MAX_BODY_BYTES:
            return error_page(request, 413, limit=f"{settings.MAX_FILE_BYTES // 2**20} MB")
        return self.get_response(request)


class NoNulls:
    """
    Refuse a null character in an address or a form, before it reaches a database that takes none.

    Nobody types one; other control characters are cleaned away where answers are.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the path, the query and the fields of a form."""
        fields = [request.GET]
        if request.method == "POST" and request.content_type in FORMS:
            fields.append(request.POST)
        if "\0" in request.path or any(
            "\0" in text
            for each in fields
            for key, values in each.lists()
            for text in (key, *values)
            if isinstance(text, str)
        ):
            return error_page(request, 400)
        return self.get_response(request)


FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}


class TooManyTries(Exception):
    """Somebody tries too often. ``seconds`` says when they may try again."""

    def __init__(self, seconds: int) -> None:
        super().__init__("You have tried too many times.")
        self.seconds = seconds


def client_address(request: HttpRequest) -> str:
    """
    Give the address that a request comes from: as the server saw it, or as our proxies saw it.

    Each proxy adds the address it was called from at the end, so only as many of the last ones
    are believed as there are proxies of ours; what stands before may be made up by the caller.
    """
    seen = request.META.get("REMOTE_ADDR") or "unknown"
    named = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    proxies = settings.TRUSTED_PROXIES
    if proxies and len(named) >= proxies and named[-proxies]:
        return named[-proxies][:64]
    return seen


def limit_tries(*, what: str, who: str, most: int, seconds: int) -> None:
    """
    Count a try and refuse it when there were too many.

    The count is kept for a window of time in the cache that all web processes share.

    :raises TooManyTries: when there have been more than ``most`` in the window
    """
    now = int(time())
    window = now // seconds
    key = _counter(what, who, window)
    cache.add(key, 0, timeout=seconds + 5)
    try:
        tries = cache.incr(key)
    except ValueError:
        # The window ended between the two calls.
        tries = 1
    if tries > most:
        raise TooManyTries((window + 1) * seconds - now)


def forget_tries(*, what: str, who: str, seconds: int) -> None:
    """Forget the tries of this window: somebody has shown that they know what was asked for."""
    cache.delete(_counter(what, who, int(time()) // seconds))


def _counter(what: str, who: str, window: int) -> str:
    return f"tries:{what}:{who}:{window}"
