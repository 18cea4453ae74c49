"""
Start, stop, look at or migrate the database.

start    make the embedded database if there is none, and start it
stop     stop it; nothing committed is lost
status   say whether it runs, and where; exit code 3 if it does not
migrate  bring the tables to this version (as OWNER_DATABASE_URL where DATABASE_URL is given)
"""

import argparse
import sys

from doneinone.cli._surroundings import embedded_database, make_django_ready
from doneinone.foundation.embedded_postgres import EmbeddedPostgres, UnableToStartDatabase


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One word: what to do."""
    parser.add_argument("what", choices=["start", "stop", "status", "migrate"])


def run(options: argparse.Namespace) -> int:
    """Do it."""
    database = embedded_database()
    try:
        if options.what == "migrate":
            return migrate(database=database)
        if database is None:
            print("DATABASE_URL is set: that server is started and stopped where it runs.")
            return 1
        if options.what == "start":
            database.start()
        elif options.what == "stop":
            database.stop()
    except UnableToStartDatabase as problem:
        print(problem, file=sys.stderr)
        return 1
    return say_status(database=database, wanted=options.what != "stop")


def say_status(*, database: EmbeddedPostgres, wanted: bool) -> int:
    """Say whether the database runs; zero if it is as wanted, else 3."""
    pid = database.pid()
    if pid:
        print(f"The database runs (process {pid}).\n{database.url()}")
    else:
        print(f"The database does not run. Its folder: {database.data}")
    return 0 if wanted == bool(pid) else 3


def migrate(*, database: EmbeddedPostgres | None) -> int:
    """Bring the tables to this version, starting the embedded database for it if need be."""
    started_here = database is not None and not database.alive()
    if database is not None:
        database.start()
    try:
        make_django_ready(owner=True)
        from django.core.management import call_command

        call_command("createcachetable", verbosity=0)
        call_command("migrate", interactive=False, verbosity=1)
    finally:
        from django.db import connections

        connections.close_all()
        if started_here and database is not None:
            database.stop()
    return 0
