"""
Take the pictures of the documentation anew, from a small demonstration that is made for it.

Needs the tools of development and Chromium (`make screenshots` sees to both). The pictures go to
docs/images. With a folder as argument an existing demonstration in it is shown instead.
"""

from __future__ import annotations

import base64
import hmac
import json
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).resolve().parents[1] / "docs/images"
DESK = {"width": 1280, "height": 860}
PHONE = {"width": 400, "height": 800}
LARGEST = 300_000
"""Bytes of one picture; a larger one gets fewer colours."""

SIZE = ("--people", "1500", "--days", "40")
BROWSER_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip


def main() -> int:
    """Start the demonstration, walk through it, and write the pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with demonstration(given) as (address, facts), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(BROWSER_FLAGS))
        walk(browser, address, facts)
        browser.close()
    for picture in sorted(IMAGES.glob("*.png")):
        shrink(picture)
        say(f"{picture.name}: {picture.stat().st_size // 1000} kB")
    return 0


def say(line: str) -> None:
    """Print at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


@contextmanager
def demonstration(given: Path | None) -> Iterator[tuple[str, dict[str, Any]]]:
    """Run a demonstration on a free port as long as this lasts."""
    data = given or Path(tempfile.mkdtemp(prefix="doneinone-pictures-"))
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    command = [sys.executable, "-m", "doneinone.cli.main", "demo", "--data", str(data), *SIZE]
    process = subprocess.Popen(  # noqa: S603 - our own command
        [*command, "--port", str(port)], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            say(line.rstrip())
            if line.startswith("ready: "):
                break
        else:
            raise SystemExit("The demonstration did not start.")
        yield f"http://127.0.0.1:{port}", json.loads((data / "demo.json").read_text())
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)
        if given is None:
            shutil.rmtree(data, ignore_errors=True)


def chromium() -> str:
    """Find the browser of this machine."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    raise SystemExit("There is no Chromium here: make browser")


def walk(browser: Browser, address: str, facts: dict[str, Any]) -> None:
    """Visit the main pages as the public, an adviser, an officer and a supervisor."""
    with page_of(browser, address, DESK) as page:
        page.goto("/")
        take(page, "home")
    with page_of(browser, address, PHONE) as page:
        report(page)
    with page_of(browser, address, DESK) as page:
        sign_in(page, facts, "carl")
        page.goto("/desk/work/")
        take(page, "work-list")
        page.locator("main a[href*='/desk/cases/']").first.click()
        page.wait_for_load_state("networkidle")
        take(page, "case")
    with page_of(browser, address, DESK) as page:
        sign_in(page, facts, "bea")
        call(page)
    with page_of(browser, address, DESK) as page:
        sign_in(page, facts, "flo")
        page.goto("/desk/insight/")
        page.wait_for_timeout(1500)
        take(page, "insight")


@contextmanager
def page_of(browser: Browser, address: str, size: dict[str, int]) -> Iterator[Page]:
    """Open a page of somebody who was not here before."""
    context = browser.new_context(
        base_url=address, viewport={"width": size["width"], "height": size["height"]},
        locale="en-GB", timezone_id="Europe/London",
    )  # fmt: skip
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def report(page: Page) -> None:
    """Report a pothole on a phone up to the end, then track it."""
    page.goto("/services/report-pothole")
    take(page, "service-on-a-phone")
    go_on(page)
    fill_where(page)
    take(page, "report-location")
    for _ in range(14):
        go_on(page)
        if page.url.rstrip("/").endswith("/sent"):
            break
        answer_page(page)
    take(page, "report-sent")
    link = page.locator("main a[href*='/track']")
    if link.count():
        link.first.click()
        page.wait_for_load_state("networkidle")
        take(page, "track")


def fill_where(page: Page) -> None:
    """Find a street, so that the map shows where it is."""
    page.fill("input[name=place]", "Lime Grove")
    page.click("button[value=find]")
    page.wait_for_load_state("networkidle")
    offered = page.locator("main input[type=radio]")
    if offered.count():
        offered.first.check(force=True)
    page.wait_for_timeout(1500)


def answer_page(page: Page) -> None:
    """Answer whatever one page asks, with what it offers first."""
    radios = page.locator("main input[type=radio]")
    if radios.count():
        radios.first.check(force=True)
    for name, value in (("name", "Amina Yusuf"), ("email", "amina@example.org")):
        field = page.locator(f"main input[name='{name}']")
        if field.count() and field.first.is_visible():
            field.first.fill(value)
    texts = page.locator("main textarea:visible, main input.govuk-input:visible")
    for number in range(texts.count()):
        field = texts.nth(number)
        if not field.input_value() and field.get_attribute("name") != "telephone":
            field.fill("Opposite the bus stop")


def go_on(page: Page) -> None:
    """Press the main button of a page, and wait for the next."""
    button = page.locator(
        "main button.govuk-button:not(.govuk-button--secondary), main a.govuk-button"
    )
    button.first.click()
    page.wait_for_load_state("networkidle")


def call(page: Page) -> None:
    """Begin a call at the desk and take up a pothole."""
    page.goto("/desk/call/")
    page.locator("main form button").first.click()
    page.wait_for_load_state("networkidle")
    search = page.locator("main form[action*='add'] input[type=text], main input[type=search]")
    if search.count():
        search.first.fill("hole in the road")
        search.first.press("Enter")
        page.wait_for_timeout(1200)
    offered = page.locator("main button[value='report-pothole']")
    if offered.count():
        offered.first.click()
        page.wait_for_load_state("networkidle")
    take(page, "call")


def sign_in(page: Page, facts: dict[str, Any], who: str) -> None:
    """Sign in as one of the cast, with the second step where it is asked for."""
    member = next(one for one in facts["cast"] if one["email"].startswith(f"{who}@"))
    page.goto("/accounts/login/")
    page.fill("input[name=login]", member["email"])
    page.fill("input[name=password]", facts["password"])
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state("networkidle")
    code = page.locator("input[name=code]")
    if code.count() and member["totp"]:
        code.fill(one_time_code(member["totp"]))
        page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/desk/"))


def one_time_code(secret: str) -> str:
    """Work out the code of the second step (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    at = digest[-1] & 15
    number = struct.unpack(">I", digest[at : at + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def take(page: Page, name: str) -> None:
    """Take a picture of what is on the screen."""
    page.wait_for_timeout(400)
    page.screenshot(path=IMAGES / f"{name}.png")
    title = re.sub(r"\s+", " ", page.title())
    say(f"{name}: {page.url} ({title})")


def shrink(picture: Path) -> None:
    """Give a picture fewer colours where it is too large."""
    if picture.stat().st_size > LARGEST or os.environ.get("ALWAYS_SHRINK"):
        with Image.open(picture) as opened:
            opened.convert("RGB").quantize(colors=128).save(picture, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
