"""The command `doneinone demo` as a newcomer runs it: a real process, stopped with Ctrl-C."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "chromium"
FIRST_START_WITHIN = 240.0
SECOND_START_WITHIN = 60.0
"""Seconds, with much to spare: machines that run tests are busy."""


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def processes_of(folder: Path) -> list[str]:
    """Every process that names the folder in its command line, its environment or as its place."""
    wanted = str(folder).encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        if int(process.name) == os.getpid():
            continue
        try:
            line = (process / "cmdline").read_bytes()
            environment = (process / "environ").read_bytes()
            place = os.readlink(process / "cwd").encode()
            state = (process / "stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if wanted in line + environment + place and state not in "ZX":
            found.append(f"{process.name} {line!r}")
    return found


class Demo:
    """A running demonstration."""

    def __init__(self, *, data: Path, port: int, log: Path) -> None:
        self.log = log
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("DONEINONE_") and name != "DJANGO_SETTINGS_MODULE"
        }
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [
                    sys.executable, "-m", "doneinone.cli.main", "demo", "--data", str(data),
                    "--port", str(port), "--people", "30", "--days", "3", "--workers", "1",
                ],
                stdout=output, stderr=output, env=environment, start_new_session=True,
            )  # fmt: skip

    def wait_for(self, pattern: str, *, within: float) -> str:
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            found = re.search(pattern, self.log.read_text(), re.MULTILINE)
            if found:
                return found.group(1)
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.1)
        raise AssertionError(f"no {pattern} within {within} s:\n{self.log.read_text()}")

    def stop(self, number: int = signal.SIGINT) -> int:
        os.kill(self.process.pid, number)
        return self.process.wait(60)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    data = tmp_path / "irwell"
    yield data
    for one in processes_of(data):
        os.kill(int(one.split()[0]), signal.SIGKILL)


def get(address: str, **headers: str) -> tuple[int, bytes]:
    with urllib.request.urlopen(
        urllib.request.Request(address, headers=headers), timeout=30
    ) as answer:
        return answer.status, answer.read()


@pytest.mark.slow
def test_a_demonstration_starts_serves_stops_and_starts_again(folder: Path, tmp_path: Path) -> None:
    port = free_port()
    began = time.monotonic()
    demo = Demo(data=folder, port=port, log=tmp_path / "first.log")
    address = demo.wait_for(r"^ready: (\S+)$", within=FIRST_START_WITHIN)
    first = time.monotonic() - began
    assert address == f"http://127.0.0.1:{port}"
    key = demo.wait_for(r"^API key: (\S+)$", within=1)

    status, page = get(f"{address}/")
    assert status == 200
    assert b"Irwell" in page
    look_around(address, json.loads((folder / "demo.json").read_text())["password"])
    status, answer = get(f"{address}/api/v1/services", Authorization=f"Bearer {key}")
    assert status == 200
    assert b"report-pothole" in answer
    reference = open_a_case(address, key)
    status, answer = get(f"{address}/api/v1/cases/{reference}", Authorization=f"Bearer {key}")
    assert status == 200

    assert demo.stop() == 0
    assert processes_of(folder) == []
    assert json.loads((folder / "demo.json").read_text())["api_key"] == key

    began = time.monotonic()
    again = Demo(data=folder, port=port, log=tmp_path / "second.log")
    again.wait_for(r"^ready: (\S+)$", within=SECOND_START_WITHIN)
    second = time.monotonic() - began
    assert again.wait_for(r"^API key: (\S+)$", within=1) == key
    status, _ = get(f"{address}/api/v1/cases/{reference}", Authorization=f"Bearer {key}")
    assert status == 200
    assert again.stop(signal.SIGTERM) == 0
    assert processes_of(folder) == []
    assert second < first


def look_around(address: str, password: str) -> None:
    """Do in a browser what the printed lines invite to: the front page, then the desk as Carl."""
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*flags, *quiet])
        page = browser.new_page()
        page.goto(address)
        assert page.get_by_role("heading", name="What do you need?").is_visible()
        page.goto(f"{address}/desk/")
        page.fill("input[name=login]", "carl@irwell.example")
        page.fill("input[name=password]", password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"{address}/desk/work/")
        assert page.get_by_role("heading", name="Highways").first.is_visible()
        browser.close()


def open_a_case(address: str, key: str) -> str:
    body = {
        "answers": {
            "depth": "medium", "across": "plate", "where_in_road": "edge", "danger": False,
        },
        "location": {"postcode": "M6 5WG"},
        "contact": {"name": "Amina Yusuf", "email": "amina@example.org"},
    }  # fmt: skip
    request = urllib.request.Request(
        f"{address}/api/v1/services/report-pothole/cases",
        data=json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert answer.status == 201
        return str(json.load(answer)["reference"])


@pytest.mark.slow
def test_one_that_was_interrupted_is_made_anew(folder: Path, tmp_path: Path) -> None:
    port = free_port()
    demo = Demo(data=folder, port=port, log=tmp_path / "interrupted.log")
    demo.wait_for(r"^(Places)", within=FIRST_START_WITHIN)
    assert demo.stop() == 130
    assert processes_of(folder) == []

    again = Demo(data=folder, port=port, log=tmp_path / "again.log")
    again.wait_for(r"^ready: (\S+)$", within=FIRST_START_WITHIN)
    assert "is not whole; it is made anew" in again.log.read_text()
    assert again.stop() == 0
    assert processes_of(folder) == []
