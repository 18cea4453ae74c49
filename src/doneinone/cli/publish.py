"""
Publish a hub's folder as a new version.

Services that changed get a new version; cases that are open keep the one they began under. When
an example of the version in force would end otherwise, nothing is published unless
--changed-on-purpose says that it is meant.
"""

import argparse
import getpass
import sys
from pathlib import Path

from doneinone.cli._surroundings import embedded_database, make_django_ready
from doneinone.cli.check import say_mistakes, say_number
from doneinone.foundation.embedded_postgres import UnableToStartDatabase

_NO_SUCH_TABLE = "42P01"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The folder, and whether changed results are meant."""
    parser.add_argument("folder", type=Path, help="the hub's folder, the one with hub.yaml")
    parser.add_argument(
        "--changed-on-purpose",
        action="store_true",
        help="examples of the version in force may end otherwise",
    )


def run(options: argparse.Namespace) -> int:
    """Publish into the hub's database, starting the embedded one for it if need be."""
    database = embedded_database()
    started_here = database is not None and not database.alive()
    try:
        if database is not None:
            database.start()
        make_django_ready()
        from django.db import ProgrammingError

        try:
            return publish(folder=options.folder, on_purpose=options.changed_on_purpose)
        except ProgrammingError as problem:
            if getattr(problem.__cause__, "sqlstate", "") != _NO_SUCH_TABLE:
                raise
            print("The tables are not there yet: doneinone db migrate", file=sys.stderr)
            return 1
    except UnableToStartDatabase as problem:
        print(problem, file=sys.stderr)
        return 1
    finally:
        if started_here and database is not None:
            from django.db import connections

            connections.close_all()
            database.stop()


def publish(*, folder: Path, on_purpose: bool) -> int:
    """Check the folder, publish it and say what became of each service; gives the exit code."""
    from doneinone.config.publishing import UnableToReadHub, publish_folder
    from doneinone.domain.catalogue.actions.publish import UnableToPublish
    from doneinone.foundation import clock

    try:
        done = publish_folder(folder, by=getpass.getuser(), on_purpose=on_purpose, now=clock.now())
    except UnableToReadHub as problem:
        wrong = [mistake for mistake in problem.mistakes if not mistake.is_warning]
        say_mistakes(folder, wrong)
        print(f"Not published: {say_number(len(wrong), 'mistake')}.", file=sys.stderr)
        return 1
    except UnableToPublish as problem:
        for key, changes in problem.changes.items():
            for change in changes:
                print(f"{key}: {change}")
        print(f"Not published. {problem}", file=sys.stderr)
        return 1
    for said, keys in (
        ("new", done.made),
        ("new version", done.changed),
        ("withdrawn", done.withdrawn),
    ):
        for key in keys:
            print(f"{said}: {key}")
    if not (done.made or done.changed or done.withdrawn):
        print("No service changed.")
    print(f"Published as version {done.number} of the hub.")
    return 0
