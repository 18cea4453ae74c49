"""The language of a page: asked for in the address, chosen before, or the browser's own."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

COOKIE = "language"
YEAR = 365 * 24 * 60 * 60


def page_language() -> str:
    """Give the code of the language in which the running page is written: "en" or "cy"."""
    return (translation.get_language() or "en").split("-")[0]


def _known(code: str | None) -> str | None:
    wanted = (code or "")[:2].lower()
    return wanted if wanted in dict(settings.LANGUAGES) else None


def _preferred(header: str) -> str | None:
    """Take the first language of an Accept-Language header that we have. Browsers sort it."""
    for part in header[:200].split(","):
        if found := _known(part.strip()):
            return found
    return None


class LanguageOfPage:
    """
    Middleware: write the page in the language that was asked for.

    ``?language=cy`` (or ``?lang=cy``) chooses one and a cookie keeps the choice; without either the
    browser's own preference holds.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language, and say which it is."""
        chosen = _known(request.GET.get("language") or request.GET.get("lang"))
        language = (
            chosen
            or _known(request.COOKIES.get(COOKIE))
            or _preferred(request.headers.get("Accept-Language", ""))
            or "en"
        )
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        if chosen and request.COOKIES.get(COOKIE) != chosen:
            response.set_cookie(
                COOKIE, chosen, max_age=YEAR, httponly=True, samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )  # fmt: skip
        return response
