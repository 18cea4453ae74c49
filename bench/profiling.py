"""Where the time of one POST goes, by part, in one process."""

from __future__ import annotations

import cProfile
import json
import pstats
import time
from collections import defaultdict
from statistics import median
from typing import Any

from bench.driver import BODY, PATH

PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("psycopg, with the wait for the database's answers", ("psycopg", "selectors")),
    ("Django's ORM and its cursors", ("django/db", "foundation/inserting", "foundation/postgres")),
    ("reading the call (ninja, pydantic)", ("ninja", "pydantic")),
    (
        "the definition: answers, routes, dates",
        (
            "domain/catalogue",
            "working_time",
            "expressions",
            "cases/rules",
            "phonenumbers",
            "email_",
        ),
    ),
    ("the place", ("domain/places", "shapely")),
    ("the case and its event", ("domain/cases", "domain/intake", "timeline", "references", "json")),
    ("who acts", ("foundation/actors", "domain/directory", "api/keys")),
    ("our part of the API", ("channels/api",)),
    (
        "middleware, addresses, request and answer",
        ("/django/", "allauth", "whitenoise", "channels/shared", "asgiref", "wsgi"),
    ),
)


def caller(keys: tuple[str, ...]) -> Any:
    """Give a function that opens a case as the server does: the WSGI application, called."""
    import io

    from django.core.handlers.wsgi import WSGIHandler

    application, body = WSGIHandler(), json.dumps(BODY).encode()
    turn = 0

    def call() -> None:
        nonlocal turn
        turn += 1
        environ = {
            "REQUEST_METHOD": "POST", "PATH_INFO": PATH, "SCRIPT_NAME": "", "QUERY_STRING": "",
            "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body)),
            "HTTP_AUTHORIZATION": f"Bearer {keys[turn % len(keys)]}", "HTTP_HOST": "127.0.0.1",
            "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1", "wsgi.input": io.BytesIO(body), "wsgi.errors": None,
            "wsgi.url_scheme": "http", "wsgi.version": (1, 0), "wsgi.multithread": False,
            "wsgi.multiprocess": True, "wsgi.run_once": False,
        }  # fmt: skip
        status: list[str] = []

        def start(said: str, _headers: Any, _problem: Any = None) -> Any:
            status.append(said)

        answer = application(environ, start)
        b"".join(answer)
        answer.close()
        assert status[0].startswith("201"), status

    return call


def profile(keys: tuple[str, ...], *, times: int = 300) -> dict[str, Any]:
    """Open cases in this process: CPU and whole time of one, and the shares of its parts."""
    call = caller(keys)
    for _ in range(20):
        call()
    cpu, wall = [], []
    for _ in range(times):
        began, began_cpu = time.perf_counter(), time.process_time()
        call()
        cpu.append(time.process_time() - began_cpu)
        wall.append(time.perf_counter() - began)
    profiler = cProfile.Profile(time.process_time)
    profiler.enable()
    for _ in range(times):
        call()
    profiler.disable()
    stats = pstats.Stats(profiler)
    return {
        "cpu_us_median": round(1e6 * median(cpu)),
        "cpu_us_best": round(1e6 * min(cpu)),
        "wall_us_median": round(1e6 * median(wall)),
        "shares": shares(stats),
        "statements": statements(call),
    }


def shares(stats: pstats.Stats) -> dict[str, float]:
    """Give each part's share of the time spent in functions of its own."""
    spent: defaultdict[str, float] = defaultdict(float)
    for (file, _line, name), row in stats.stats.items():  # type: ignore[attr-defined]
        place = f"{file}:{name}"
        part = next((part for part, marks in PARTS if any(m in place for m in marks)), "the rest")
        spent[part] += row[2]
    whole = sum(spent.values())
    return {
        part: round(time / whole, 3)
        for part, time in sorted(spent.items(), key=lambda each: -each[1])
    }


def statements(call: Any) -> int:
    """Count the statements of one POST."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as found:
        call()
    return len(found)
