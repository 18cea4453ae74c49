"""A hub of its own to measure: a database in a temporary folder, a real web server and worker."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from doneinone.foundation.embedded_postgres import EmbeddedPostgres

ROOT = Path(__file__).resolve().parents[1]
KEYS = 200
"""API keys: each may open so many cases a minute, and the driver goes through them in turn."""

SECONDS_TO_START = 60


@dataclass(frozen=True)
class House:
    """Where everything is."""

    data: Path
    database: EmbeddedPostgres
    keys: tuple[str, ...]
    port: int
    pids: tuple[int, ...] = ()

    def url(self, *, role: str = "hub_app", name: str = "hub") -> str:
        """Give what psycopg connects with."""
        return f"host={self.database.host} dbname={name} user={role}"


def prepare(data: Path) -> House:
    """Make the hub: tables, the published demonstration, its places, the cast and API keys."""
    os.environ["DONEINONE_DATA"] = str(data)
    (data / "static").mkdir(parents=True, exist_ok=True)
    os.environ["DJANGO_SETTINGS_MODULE"] = "doneinone.config.settings"
    os.environ["DONEINONE_EMAIL"] = "doneinone.adapters.email.RecordedEmail"
    os.environ["DONEINONE_DB_ROLE"] = "hub_owner"
    database = EmbeddedPostgres(data=data / "database")
    database.start()
    import django

    django.setup()
    from django.core.management import call_command

    call_command("createcachetable", verbosity=0)
    call_command("migrate", interactive=False, verbosity=0)
    return House(data=data, database=database, keys=_fill(), port=_free_port())


def _fill() -> tuple[str, ...]:
    import doneinone.demo
    from doneinone.config.publishing import publish_folder
    from doneinone.demo.cast import make_staff
    from doneinone.domain.catalogue.queries import current_hub
    from doneinone.domain.directory.models import ApiKey
    from doneinone.domain.places.loading import load_places
    from doneinone.foundation.references import hash_secret

    now = datetime.now(UTC)
    load_places(
        council="E08000006", area_names=["Bridge End", "Ferry Bank", "Mill Lane"], letters="M"
    )
    publish_folder(
        Path(doneinone.demo.__file__).parent / "hub", by="bench", on_purpose=True, now=now
    )
    hub = current_hub()
    make_staff(hub=hub, random=Random(1), now=now)
    secrets = tuple(f"dio_bench_{number}" for number in range(KEYS))
    ApiKey.objects.bulk_create(
        ApiKey(
            agency=hub.agencies["irwell-council"], name="Bench", ending=secret[-4:],
            key_hash=hash_secret(secret), created_at=now,
        )
        for secret in secrets
    )  # fmt: skip
    return secrets


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@contextmanager
def running(house: House, *, processes: int = 2, worker: bool = True) -> Iterator[None]:
    """Run the real web server with so many processes, and one worker, until the block ends."""
    environment = {k: v for k, v in os.environ.items() if k != "DONEINONE_DB_ROLE"}
    environment["DONEINONE_ADDRESS"] = f"http://127.0.0.1:{house.port}"
    logs = house.data / "bench-logs"
    logs.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "doneinone.cli.main"]
    programs = [[*command, "web", "--port", str(house.port), "--workers", str(processes)]]
    if worker:
        programs.append([*command, "worker"])
    started: list[subprocess.Popen[Any]] = []
    try:
        for program in programs:
            with (logs / f"{program[3]}.log").open("ab") as log:
                started.append(
                    subprocess.Popen(
                        program, env=environment, stdout=log, stderr=log, start_new_session=True
                    )
                )
        _wait_for(house)
        yield
    finally:
        for one in started:
            one.terminate()
        for one in started:
            try:
                one.wait(20)
            except subprocess.TimeoutExpired:
                one.kill()
                one.wait()


def _wait_for(house: House) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        try:
            with socket.create_connection(("127.0.0.1", house.port), timeout=1) as trial:
                trial.sendall(b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                trial.settimeout(10)
                if trial.recv(20).startswith(b"HTTP/1.1 200"):
                    return
        except OSError:
            pass
        time.sleep(0.2)
    raise RuntimeError(f"the web server does not answer: see {house.data}/bench-logs")


def wait_until_drained(house: House, *, at_most: float = 120) -> float:
    """Wait until the worker has reacted to every event, and give the seconds that it took."""
    import psycopg

    began = time.monotonic()
    with psycopg.connect(house.url(role="hub_owner"), autocommit=True) as owner:
        while time.monotonic() - began < at_most:
            waiting = owner.execute("select exists (select from outbox)").fetchone()
            jobs = owner.execute(
                "select exists (select from procrastinate_jobs where status in ('todo', 'doing') "
                "and queue_name = 'jobs')"
            ).fetchone()
            if waiting == (False,) and jobs == (False,):
                break
            time.sleep(0.2)
    return time.monotonic() - began
