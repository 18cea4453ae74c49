"""
Show a whole hub with invented people and cases: Irwell.

Makes the demonstration the first time, in a data folder of its own (var/demo, or
DONEINONE_DATA), then runs it like `doneinone run`. Nothing leaves this machine: every message
it would send can be read on a page.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys

from doneinone.cli._surroundings import (
    add_address_arguments,
    command,
    data_folder,
    embedded_database,
    is_taken,
    make_django_ready,
    public_address,
)
from doneinone.cli.run import refuse_port, serve
from doneinone.foundation.embedded_postgres import UnableToStartDatabase
from doneinone.foundation.processes import UnableToSupervise


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, how large, whether anew."""
    add_address_arguments(parser)
    parser.add_argument(
        "--cases", type=int, default=2000, help="how many cases to invent (%(default)s)"
    )
    parser.add_argument("--fresh", action="store_true", help="throw the last one away first")
    parser.add_argument("--only-make", action="store_true", help="make it, do not serve it")


def run(options: argparse.Namespace) -> int:
    """Make the demonstration if there is none, then serve it."""
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
        if options.fresh:
            database.stop()
            shutil.rmtree(data_folder(), ignore_errors=True)
        started_here = not database.alive()
        try:
            database.start()
            opening = make(cases=options.cases, address=address)
            if opening is None:
                return 1
            if options.only_make:
                return 0
            return serve(
                host=options.host, port=options.port, workers=options.workers, opening=opening
            )
        finally:
            if started_here:
                database.stop()
    except (UnableToStartDatabase, UnableToSupervise) as problem:
        print(problem, file=sys.stderr)
        return 1


def make(*, cases: int, address: str) -> str | None:
    """Fill the hub with invented people and cases; what to say once it is served, or nothing."""
    if subprocess.run(command("db", "migrate"), stdout=subprocess.DEVNULL, check=False).returncode:
        print("The tables could not be made.", file=sys.stderr)
        return None
    make_django_ready()
    from django.db import connections

    from doneinone.demo.main import run as fill

    try:
        return fill(cases=cases, address=address)
    finally:
        connections.close_all()
