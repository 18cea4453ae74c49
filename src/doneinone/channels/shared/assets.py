"""
Style sheets, scripts and pictures, served by the web process itself (whitenoise).

Every file is at ``/static/<digest>/…``, where the digest is that of all of them: it may be kept for
ever, a new release has new addresses, and relative imports between scripts work unchanged. The same
files answer at ``/static/…`` with an ETag, and the pictures that GOV.UK and MOJ style sheets ask
for by a fixed address answer at ``/assets/images/…``.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whitenoise.middleware import WhiteNoiseMiddleware

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

STATIC = Path(__file__).parent / "static"
FIXED = ("moj-frontend",)


@cache
def static_url() -> str:
    """Give the address all static files are under: ``/static/<digest of their contents>/``."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(STATIC).as_posix().encode())
            digest.update(path.read_bytes())
    return f"/static/{digest.hexdigest()[:12]}/"


def is_immutable(path: str, url: str) -> bool:
    """Say whether a file may be kept for ever: its address changes with its contents."""
    return url.startswith(static_url())


class Assets(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Middleware: answer for static files before anything else is asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse], **options: Any) -> None:
        super().__init__(get_response, **options)
        self.add_files(str(STATIC), prefix=static_url())
        self.add_files(str(STATIC), prefix="/static/")
        for name in FIXED:
            self.add_files(str(STATIC / "vendor" / name / "assets"), prefix="/assets/")

    def immutable_file_test(self, path: str, url: str) -> bool:
        """Keep what is under the digest for ever."""
        return is_immutable(path, url)
