"""
Show a whole hub with invented people and cases: Irwell.

Makes the demonstration the first time, in a data folder of its own (var/demo, or --data), then
runs it like `doneinone run`. Nothing leaves this machine: every message it would send can be read
on a page. Ctrl-C stops everything.
"""

import argparse
import contextlib
import fcntl
import io
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from doneinone.cli._surroundings import (
    add_address_arguments,
    data_folder,
    embedded_database,
    is_taken,
    make_django_ready,
    public_address,
)
from doneinone.cli.db import migrate
from doneinone.cli.run import refuse_port, serve
from doneinone.foundation.embedded_postgres import EmbeddedPostgres, UnableToStartDatabase
from doneinone.foundation.processes import UnableToSupervise

if TYPE_CHECKING:
    from doneinone.demo.cast import SignIns

_WRITTEN = ("database", "files", "logs", "static", "secret-key", "demo.json")
"""What a demonstration has in its folder, besides the database's own lock and log."""


class UnableToShowDemo(Exception):
    """The demonstration cannot be shown. The message says what to do."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, how large, whether anew."""
    add_address_arguments(parser)
    parser.add_argument(
        "--data", type=Path, help="folder for all that it writes (DONEINONE_DATA, or var/demo)"
    )
    parser.add_argument("--people", type=int, default=5000, help="how many people (%(default)s)")
    parser.add_argument(
        "--days", type=int, default=90, help="how many days of contacts and cases (%(default)s)"
    )
    parser.add_argument("--fresh", action="store_true", help="throw the last one away first")
    parser.add_argument("--only-make", action="store_true", help="make it, do not serve it")


def run(options: argparse.Namespace) -> int:
    """Make the demonstration if there is none, then serve it."""
    if options.people < 1 or options.days < 1:
        print("--people and --days are whole numbers from 1.", file=sys.stderr)
        return 1
    if options.data is not None:
        os.environ["DONEINONE_DATA"] = str(options.data.resolve())
    os.environ.setdefault("DONEINONE_DATA", os.path.join("var", "demo"))
    os.environ["DONEINONE_DEMO"] = "1"
    address = public_address(host=options.host, port=options.port)
    os.environ["DONEINONE_ADDRESS"] = address
    if not options.only_make and is_taken(host=options.host, port=options.port):
        return refuse_port(options.port)
    database = embedded_database()
    if database is None:
        print("DATABASE_URL is set: the demonstration has its own; unset it.", file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with only_one(data_folder()):
            try:
                return show(options, database=database, address=address)
            finally:
                database.stop()
    except (UnableToStartDatabase, UnableToSupervise, UnableToShowDemo) as problem:
        print(problem, file=sys.stderr)
        return 1


def show(options: argparse.Namespace, *, database: EmbeddedPostgres, address: str) -> int:
    """Prepare the demonstration and serve it until asked to stop."""
    sign_ins = prepare(
        database=database, people=options.people, days=options.days, fresh=options.fresh
    )
    if options.only_make:
        return 0
    return serve(
        host=options.host,
        port=options.port,
        workers=options.workers,
        opening=opening(sign_ins, address=address),
    )


@contextlib.contextmanager
def only_one(data: Path) -> Iterator[None]:
    """
    Hold the folder, so that nobody else makes or shows a demonstration in it.

    :raises UnableToShowDemo: if somebody does
    """
    data.mkdir(parents=True, exist_ok=True)
    with (data / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UnableToShowDemo(
                f"The demonstration in {data} runs already: stop it first, or add --data."
            ) from None
        yield


def prepare(*, database: EmbeddedPostgres, people: int, days: int, fresh: bool) -> "SignIns":
    """
    See that there is a whole demonstration in the database, made now or before.

    :raises UnableToShowDemo: if the folder holds a hub that is no demonstration
    """
    bring_up(database)
    from django.db import connections

    from doneinone.demo import cast, marker
    from doneinone.demo.main import Size, make
    from doneinone.demo.shares import UnableToMakeDemo
    from doneinone.domain.catalogue.queries import forget_hub
    from doneinone.foundation import clock

    try:
        found = marker.read_marker()
        sign_ins = cast.kept(data=data_folder())
        if found.holds_a_hub and not found.is_demonstration:
            raise UnableToShowDemo(
                f"{data_folder()} holds a hub that is no demonstration: name another --data."
            )
        if found.is_whole and sign_ins is not None and not fresh:
            if found.made_on != clock.now().date():
                print(f"This was made on {found.made_on}; add --fresh for one that ends today.")
            return sign_ins
        if found.is_demonstration:
            if not fresh:
                print("The last demonstration is not whole; it is made anew.", flush=True)
            connections.close_all()
            forget_hub()
            throw_away(database)
            bring_up(database)
        size = Size(people=people, days=days, processes=min(os.cpu_count() or 1, 2))
        return make(data=data_folder(), size=size, now=clock.now())
    except UnableToMakeDemo as problem:
        raise UnableToShowDemo(str(problem)) from problem
    finally:
        connections.close_all()
        # The processes that serve log in as the role that row security holds for.
        os.environ.pop("DONEINONE_DB_ROLE", None)


def bring_up(database: EmbeddedPostgres) -> None:
    """Start the database and bring its tables to this version, as their owner."""
    database.start()
    make_django_ready(owner=True)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        migrate(database=database)


def throw_away(database: EmbeddedPostgres) -> None:
    """Remove what a demonstration wrote into its folder, and nothing else."""
    database.stop()
    for name in _WRITTEN:
        if name == "secret-key":
            continue  # this very process has read it; the new one keeps it
        path = data_folder() / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def opening(sign_ins: "SignIns", *, address: str) -> str:
    """Say how to look round: the address, who to sign in as, the key, and that it is ready."""
    width = max(len(one.email) for one in sign_ins.cast)
    lines = [
        "",
        f"The public's pages: {address}/",
        f"The desk:           {address}/desk/",
        f"Sign in with the password {sign_ins.password} as",
        *(f"  {one.email:<{width}}  {one.name}, {one.role}" for one in sign_ins.cast),
        f"Flo and Gus are asked for a code as well: it stands on {address}/demo",
        f"API key: {sign_ins.api_key}",
        "Ctrl-C stops everything.",
        f"ready: {address}",
    ]
    return "\n".join(lines)
