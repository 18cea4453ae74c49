"""What the team list, the tracking page and the search for people cost as the hub grows."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from statistics import median
from typing import Any

import psycopg

from bench.house import House
from bench.rows import Filled, fill

LARGE = ("case", "case_clock", "event", "message", "person")
BOUND = 1.5
Call = Callable[[], object]


@dataclass(frozen=True)
class Who:
    """The staff who look, as actors and with a browser that is signed in."""

    carl: Any
    bea: Any
    carl_browser: Any
    bea_browser: Any


def name_of(cases: int) -> str:
    """Name the database with so many cases."""
    return f"bench_{cases}"


def copy_databases(house: House, sizes: tuple[int, ...]) -> None:
    """Copy the hub once for each size, while it is still empty."""
    from django.db import connections

    connections.close_all()
    with psycopg.connect(house.url(role="postgres", name="postgres"), autocommit=True) as postgres:
        for cases in sizes:
            postgres.execute(f"create database {name_of(cases)} template hub owner hub_owner")


def fill_all(house: House, sizes: tuple[int, ...]) -> list[Filled]:
    """Fill each of them."""
    from doneinone.domain.catalogue.queries import current_hub

    team = current_hub().teams["highways"].pk
    found = []
    for cases in sizes:
        name = name_of(cases)
        found.append(
            fill(house.url(role="hub_owner", name=name), name=name, cases=cases, team=team)
        )
        print(
            f"  {cases:,} cases made in {found[-1].seconds:.0f} s; the team has "
            f"{found[-1].open_of_team:,} open",
            flush=True,
        )
    return found


@contextmanager
def inside(name: str) -> Iterator[None]:
    """Have Django speak to another database."""
    from django.db import connection

    connection.close()
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def sign_in() -> Who:
    """Sign Carl and Bea in, in the database that Django speaks to now."""
    from django.test import Client

    from doneinone.domain.directory.queries import actor_of_staff
    from doneinone.domain.identity.models import Staff

    browsers = {}
    actors = {}
    for name in ("carl", "bea"):
        staff = Staff.objects.get(email=f"{name}@irwell.example")
        browsers[name] = Client(HTTP_HOST="127.0.0.1")
        browsers[name].force_login(
            staff, backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        actors[name] = actor_of_staff(staff=staff)
    return Who(actors["carl"], actors["bea"], browsers["carl"], browsers["bea"])


def looks(who: Who, *, cases: int, random: Random) -> dict[str, Call]:
    """Give what is measured: each call looks at another case or person."""
    from django.test import Client
    from django.urls import reverse

    from doneinone.domain.cases.queries import count_cases, list_cases
    from doneinone.domain.cases.tracking import track_case
    from doneinone.domain.messages.links import sign_track
    from doneinone.domain.messages.queries import sent_about_case
    from doneinone.domain.people.queries import find_people
    from doneinone.foundation.actors import acting, public
    from doneinone.foundation.clock import now

    anybody = Client(HTTP_HOST="127.0.0.1")

    def get(browser: Any, address: str) -> None:
        answer = browser.get(address)
        assert answer.status_code == 200, (address, answer.status_code)

    def listed() -> None:
        with acting(who.carl):
            rows, _more = list_cases(actor=who.carl, team=None, now=now())
            count_cases(actor=who.carl, team=None, now=now())
            assert len(rows) == 50

    def tracked() -> None:
        case = random.randrange(1, cases + 1)
        with acting(public(cases=[case])):
            found = track_case(case_id=case)
            sent_about_case(case_id=case, addresses=[found.case.contact_email])

    def search(kind: str) -> Call:
        def run() -> None:
            text = _text(kind, random.choice(people))
            with acting(who.bea):
                assert find_people(text=text).people or kind == "misspelt", text

        return run

    people = _people(random)
    kinds = ("telephone", "e-mail", "name and postcode", "name", "misspelt")
    return {
        "team list: queries": listed,
        "team list: page": lambda: get(who.carl_browser, reverse("desk-work")),
        "tracking: queries": tracked,
        "tracking: page": lambda: get(
            anybody,
            reverse("track-by-link", args=[sign_track(case=random.randrange(1, cases + 1))]),
        ),
        **{f"person search by {kind}: queries": search(kind) for kind in kinds},
        "person search: page": lambda: get(
            who.bea_browser,
            f"{reverse('desk-people')}?q={_text('telephone', random.choice(people))}",
        ),
    }  # fmt: skip


def _people(random: Random) -> list[dict[str, str]]:
    """Choose some people who are there, to be looked for."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select max(id) from person")
        [(last,)] = cursor.fetchall()
        cursor.execute(
            "select given, family, telephone, email, postcode from person where id = any(%s)",
            [random.sample(range(1, last + 1), 60)],
        )
        names = ("given", "family", "telephone", "email", "postcode")
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _text(kind: str, person: dict[str, str]) -> str:
    name = f"{person['given']} {person['family']}"
    return {
        "telephone": "0" + person["telephone"][3:],
        "e-mail": person["email"],
        "name": name,
        "name and postcode": f"{name} {person['postcode']}",
        "misspelt": re.sub(r"([a-z])\1", r"\1", name).replace("y", "i").replace("ck", "k"),
    }[kind]


def measure(*, sizes: tuple[int, ...], rounds: int, times: int) -> dict[str, Any]:
    """Measure every look at every size in turns, and give medians, ratios and plans."""
    took: dict[str, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    who: dict[int, Who] = {}
    scans: dict[str, list[str]] = {}
    counts: dict[str, int] = {}
    for number in range(rounds):
        for cases in sizes:
            with inside(name_of(cases)):
                who.setdefault(cases, sign_in())
                calls = looks(who[cases], cases=cases, random=Random(number))
                if number == 0 and cases == max(sizes):
                    scans, counts = whole_reads(calls)
                for name, call in calls.items():
                    for _ in range(3):
                        call()
                    spent = []
                    for _ in range(times):
                        began = time.perf_counter()
                        call()
                        spent.append(1000 * (time.perf_counter() - began))
                    took[name][cases].append(median(spent))
        print(f"  round {number + 1} of {rounds} done", flush=True)
    return {
        "looks": {name: _summary(by_size, sizes) for name, by_size in took.items()},
        "statements_of_pages": {k: v for k, v in counts.items() if k.endswith("page")},
        "whole_reads_of_large_tables": scans,
        "rounds": rounds,
        "times_in_each": times,
    }


def _summary(by_size: dict[int, list[float]], sizes: tuple[int, ...]) -> dict[str, Any]:
    best = {cases: min(by_size[cases]) for cases in sizes}
    middle = {cases: median(by_size[cases]) for cases in sizes}
    return {
        "best_ms": {str(cases): round(value, 2) for cases, value in best.items()},
        "median_ms": {str(cases): round(value, 2) for cases, value in middle.items()},
        "largest_to_smallest": round(best[max(sizes)] / best[min(sizes)], 2),
        "largest_to_smallest_of_medians": round(middle[max(sizes)] / middle[min(sizes)], 2),
    }


def whole_reads(calls: dict[str, Call]) -> tuple[dict[str, list[str]], dict[str, int]]:
    """
    Say which large tables each look reads from end to end, and how many statements it takes.

    The database counts this itself for the running transaction, so functions are seen through; and
    the plan of each statement is asked for, as the role that ran it.
    """
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    found: dict[str, list[str]] = {}
    counts: dict[str, int] = {}
    for name, call in calls.items():
        call()
        with CaptureQueriesContext(connection) as asked:
            call()
        counts[name] = len([one for one in asked if one["sql"] not in ("BEGIN", "COMMIT")])
        with transaction.atomic():
            before = _counters()
            call()
            after = _counters()
        found[name] = sorted(
            {table for table in LARGE if after.get(table, 0) > before.get(table, 0)}
            | _planned(asked.captured_queries)
        )
    return found, counts


def _counters() -> dict[str, int]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select relname, seq_scan from pg_stat_xact_user_tables")
        return dict(cursor.fetchall())


def _planned(asked: list[dict[str, str]]) -> set[str]:
    """Ask for the plans of statements, under the actor that was set before each."""
    from django.db import connection, transaction

    found: set[str] = set()
    with transaction.atomic(), connection.cursor() as cursor:
        for one in asked:
            sql = one["sql"]
            if sql.startswith("select set_config("):
                cursor.execute(sql.replace("%", "%%") if "%" in sql else sql)
            elif sql.lstrip().lower().startswith(("select", "with")):
                cursor.execute("explain (format json) " + sql)
                [(plan,)] = cursor.fetchall()
                found |= _sequential(plan[0]["Plan"])
        transaction.set_rollback(True)
    return found


def _sequential(plan: dict[str, Any]) -> set[str]:
    found = set()
    if plan["Node Type"] == "Seq Scan" and plan.get("Relation Name") in LARGE:
        found.add(str(plan["Relation Name"]))
    for part in plan.get("Plans", []):
        found |= _sequential(part)
    return found
