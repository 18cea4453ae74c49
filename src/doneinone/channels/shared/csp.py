"""
The Content-Security-Policy of every answer: only our own files, no inline script, no inline style.

No page has inline script or style, so the policy needs neither a nonce nor a hash.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

POLICY = MappingProxyType(
    {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data: blob:",  # the sign-in QR code; map tiles
        "worker-src": "'self' blob:",  # the map draws in a worker
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "object-src": "'none'",
    }
)


def policy(*, image_sources: tuple[str, ...] = ()) -> str:
    """Write the policy as one header value; ``image_sources`` are extra hosts for map tiles."""
    parts = dict(POLICY)
    if image_sources:
        hosts = " ".join(image_sources)
        parts["img-src"] = f"{parts['img-src']} {hosts}"
        parts["connect-src"] = f"'self' {hosts}"
    return "; ".join(f"{name} {value}" for name, value in parts.items())


class ContentSecurityPolicy:
    """Middleware: put the policy on every answer that has none of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        tiles = urlsplit(settings.MAP_TILES)
        hosts = (f"{tiles.scheme}://{tiles.netloc}",) if tiles.netloc else ()
        self.header = policy(image_sources=hosts)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request and add the header."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.header)
        return response
