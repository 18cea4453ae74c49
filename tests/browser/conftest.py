"""
A real browser before the real pages: a server in a thread of the tests, Chromium, axe.

What a test does stays in the tests' database until the run ends, as on a real hub; so no test may
count on an empty one. ``BROWSER_SHOTS=folder`` keeps a picture of every page that is checked.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

if TYPE_CHECKING:
    from cast import Cast

_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, _NAMES)), None)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--enable-unsafe-swiftshader",
]  # fmt: skip
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WITHOUT_SCRIPT: list[BrowserContext] = []
SHOTS = os.environ.get("BROWSER_SHOTS")

# Playwright keeps an event loop in the main thread, where the tests use the database too.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """
    Make the tests' database, whatever the tests are marked with.

    The server has connections of its own, so nothing here runs in a transaction that is undone,
    and pytest-django makes a database only where some test asks for such a transaction.
    """
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    if str(connection.settings_dict["NAME"]).startswith("test_"):
        yield
        return
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"})
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def unblocked(published: None, django_db_blocker: Any) -> Iterator[None]:
    """Open the database for the whole run, with what every hub has in it."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="session")
def everyone(unblocked: None) -> Cast:
    """Bea, Carl, Dev, Eve, Flo and Gus, made once for the run."""
    from cast import make_cast
    from doneinone.domain.catalogue.queries import current_hub

    return make_cast(current_hub())


@pytest.fixture(scope="session")
def site(unblocked: None) -> Iterator[str]:
    """Serve the hub on a free port of this machine, and give its address."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.db import connections

    class Quiet(WSGIRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Say nothing."""

    connections.databases["default"]["CONN_MAX_AGE"] = 0
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.daemon_threads = True
    server.set_app(WSGIHandler())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join(timeout=5)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for the run."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def device(chromium: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Open a page on a new device: nothing of other devices is on it."""
    from django.core.cache import cache

    cache.clear()
    opened: list[BrowserContext] = []

    def new(*, javascript: bool = True, width: int = 1280, language: str = "en-GB") -> Page:
        context = chromium.new_context(
            base_url=site, java_script_enabled=javascript, locale=language,
            viewport={"width": width, "height": 900}, reduced_motion="reduce",
        )  # fmt: skip
        context.set_default_timeout(10_000)
        opened.append(context)
        if not javascript:
            WITHOUT_SCRIPT.append(context)
        page = context.new_page()
        page.on("pageerror", lambda problem: pytest.fail(f"script: {problem}"))
        return page

    yield new
    for context in opened:
        context.close()


@pytest.fixture
def check(device: Callable[..., Page], site: str) -> Callable[..., None]:
    """Look at the page that is open: nothing for axe to find, nothing wider than 320 pixels."""

    def look(page: Page, name: str = "", *, wide: bool = False) -> None:
        if _has_script(page):
            faults = _faults(page)
            assert not faults, f"{page.url}: {faults}"
        size = page.viewport_size or {"width": 1280, "height": 900}
        for width in (390, 1280) if SHOTS and name else ():
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(500 if "where" in name else 50)
            page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)
        if _has_script(page) and not wide:
            page.set_viewport_size({"width": 320, "height": 640})
            reach = page.evaluate("document.documentElement.scrollWidth")
            assert reach <= 320, f"{page.url} is {reach} pixels wide on a screen of 320"
        page.set_viewport_size(size)

    return look


def _has_script(page: Page) -> bool:
    """Say whether the page may run script: where it may not, there is nothing to run axe in."""
    return page.context not in WITHOUT_SCRIPT


def _faults(page: Page) -> list[str]:
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(AXE)
    found = page.evaluate(
        "values => axe.run(document, {runOnly: {type: 'tag', values}})",
        RULES,
    )
    return [
        f"{fault['id']}: {fault['help']}: {[node['html'][:200] for node in fault['nodes'][:3]]}"
        for fault in found["violations"]
    ]
