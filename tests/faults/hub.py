"""A real hub for the fault tests: database, web and worker as processes, and a mail server."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import psycopg
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from doneinone.foundation.embedded_postgres import EmbeddedPostgres
from doneinone.foundation.processes import Program, Supervisor

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = re.compile(r"\b([2-9BCDFGHJKMNPQRSTVWXZ]{4}) ([2-9BCDFGHJKMNPQRSTVWXZ]{4})\b")
KEYS = [f"dio_a key for the fault tests {n}" for n in range(40)]
"""Several, because the API lets one key open only so many cases a minute."""

PREPARE = """
import os, sys
sys.path.insert(0, {tests!r})
from doneinone.cli._surroundings import make_django_ready
make_django_ready(owner=True)
import json
from cast import answers_of, publish_irwell
from doneinone.domain.catalogue.queries import current_hub
from doneinone.domain.directory.models import Agency, ApiKey
from doneinone.foundation.clock import now
from doneinone.foundation.references import hash_secret
publish_irwell()
council = Agency.objects.get(key="irwell-council")
for key in {keys!r}:
    ApiKey.objects.create(agency=council, name="Faults", ending=key[-4:],
        key_hash=hash_secret(key), created_at=now())
print(json.dumps(answers_of(current_hub(), "report-pothole")))
"""


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


@dataclass
class Post:
    """A mail server that keeps what it is sent: the reference in the subject and Message-ID."""

    port: int
    got: list[tuple[str, str]] = field(default_factory=list)
    controller: Controller | None = None

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take an e-mail."""
        content = envelope.content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=policy.default)
        found = REFERENCE.search(str(message["Subject"]))
        assert found is not None
        self.got.append((found.group(1) + found.group(2), str(message["Message-ID"])))
        return "250 OK"

    def open(self) -> None:
        """Begin to answer."""
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def close(self) -> None:
        """Stop answering."""
        if self.controller is not None:
            self.controller.stop()
            self.controller = None

    def references(self) -> set[str]:
        """The references that mail has come for."""
        return {reference for reference, _ in self.got}


@dataclass
class RunningHub:
    """The processes of a hub, and the ways to hurt them."""

    data: Path
    port: int
    post: Post
    supervisor: Supervisor
    database: EmbeddedPostgres
    said: list[str]
    answers: dict[str, Any]

    def kill_worker(self) -> None:
        """Kill the worker as the system does when memory is short."""
        os.kill(self.supervisor.pids()["worker"], 9)

    def kill_web(self) -> None:
        """Kill the main process of the web server; its own children go on for a moment."""
        os.kill(self.supervisor.pids()["web"], 9)

    def kill_one_web_process(self) -> None:
        """Kill one of the processes that answer."""
        main = self.supervisor.pids()["web"]
        children = [
            int(stat.parent.name)
            for stat in Path("/proc").glob("[0-9]*/stat")
            if _parent(stat) == main
        ]
        os.kill(max(children), 9)

    def kill_database(self) -> None:
        """Kill the database server."""
        pid = self.database.pid()
        assert pid
        os.kill(pid, 9)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Read from the database as its owner."""
        host = self.database.host
        with psycopg.connect(host=host, dbname="hub", user="hub_owner") as connection:
            return connection.execute(sql).fetchall()  # type: ignore[arg-type]

    def report(self, number: int, *, within: float = 60) -> str:
        """
        Report a pothole over HTTP, again and again until it is acknowledged, as any client does.

        The Idempotency-Key makes a report whose answer was lost on the wire open nothing twice.
        """
        body = {
            "answers": self.answers,
            "location": {"postcode": "M6 5WG"},
            "contact": {"name": f"Amina {number}", "email": f"amina{number}@example.org"},
        }
        deadline = time.monotonic() + within
        while True:
            request = urllib.request.Request(
                f"http://127.0.0.1:{self.port}/api/v1/services/report-pothole/cases",
                data=json.dumps(body).encode(),
                headers={
                    "Authorization": f"Bearer {KEYS[number % len(KEYS)]}",
                    "Content-Type": "application/json",
                    "Idempotency-Key": f"{self.port}-{number}",
                },
            )
            problem: object
            try:
                with urllib.request.urlopen(request, timeout=10) as answer:
                    reference: str = json.load(answer)["reference"]
                    return reference.replace(" ", "")
            except urllib.error.HTTPError as error:
                problem = f"{error.code} {error.read()[:500]!r}"
                if error.code not in (429, 500, 502, 503):
                    raise AssertionError(problem) from error
            except (OSError, ValueError) as error:
                problem = error
            assert time.monotonic() < deadline, problem
            time.sleep(0.2)

    def reports(self, numbers: range, *, then: dict[int, Callable[[], None]]) -> list[str]:
        """Report from eight clients at once; at some counts of acknowledgements do harm."""
        done: list[str] = []
        lock = threading.Lock()

        def one(number: int) -> None:
            reference = self.report(number)
            with lock:
                done.append(reference)
                harm = then.get(len(done))
            if harm is not None:
                harm()

        with ThreadPoolExecutor(8) as clients:
            list(clients.map(one, numbers))
        return done

    def wait_for(self, condition: Callable[[], bool], *, within: float, what: str) -> float:
        """Wait until something is so, and give the seconds it took."""
        start = time.monotonic()
        while not condition():
            if time.monotonic() - start > within:
                log = self.supervisor.log("worker").read_text()[-3000:]
                raise AssertionError(f"after {within} s not so: {what}\n{self.said}\n{log}")
            time.sleep(0.1)
        return time.monotonic() - start


def _parent(stat: Path) -> int | None:
    try:
        return int(stat.read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None


@contextmanager
def running_hub(data: Path, *, web_workers: int = 2) -> Iterator[RunningHub]:
    """Make a hub in a folder, start it, and stop all of it at the end."""
    port, post = free_port(), Post(free_port())
    environment = {
        "DONEINONE_DATA": str(data),
        "DONEINONE_ADDRESS": f"http://127.0.0.1:{port}",
        "DONEINONE_SMTP_PORT": str(post.port),
        "DJANGO_SETTINGS_MODULE": "doneinone.config.settings",
        "DONEINONE_DB_ROLE": "hub_app",
        "PYTHONPATH": str(ROOT / "src"),
    }
    whole = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | environment
    database = EmbeddedPostgres(data=data / "database")
    database.start()
    main = [sys.executable, "-m", "doneinone.cli.main"]
    said: list[str] = []
    try:
        subprocess.run([*main, "db", "migrate"], env=whole, check=True, stdout=subprocess.DEVNULL)
        prepare = PREPARE.format(tests=str(ROOT / "tests"), keys=KEYS)
        prepared = subprocess.run(
            [sys.executable, "-c", prepare], env=whole, check=True, stdout=subprocess.PIPE
        )
        answers = json.loads(prepared.stdout.splitlines()[-1])
        listen = ["--port", str(port), "--workers", str(web_workers)]
        supervisor = Supervisor(
            programs=[
                Program("web", [*main, "web", *listen], environment),
                Program("worker", [*main, "worker"], environment),
            ],
            logs=data / "logs",
            database=database,
            say=said.append,
        )
        hub = RunningHub(data, port, post, supervisor, database, said, answers)
        post.open()
        supervisor.start()
        watching = threading.Thread(target=supervisor.watch)
        watching.start()
        try:
            yield hub
        finally:
            supervisor.ask_to_stop()
            watching.join()
            supervisor.stop()
            post.close()
    finally:
        database.stop()
