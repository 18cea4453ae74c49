"""
Run a whole hub on this machine: database, pages, worker.

Brings the tables to this version first. What dies is started again; Ctrl-C stops everything
that was started here. The output of each program is in the data folder, under logs.
"""

import argparse
import signal
import subprocess
import sys
import time
from pathlib import Path

from doneinone.cli._surroundings import (
    add_address_arguments,
    answers,
    command,
    data_folder,
    embedded_database,
    is_taken,
    public_address,
)
from doneinone.foundation.embedded_postgres import UnableToStartDatabase
from doneinone.foundation.processes import Program, Supervisor, UnableToSupervise

_WEB_SHOULD_ANSWER_WITHIN = 60  # seconds


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen."""
    add_address_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Start everything, watch over it, stop it."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that `finally` is reached
    database = embedded_database()
    started_here = database is not None and not database.alive()
    if is_taken(host=options.host, port=options.port):
        return refuse_port(options.port)
    try:
        if database is not None:
            database.start()
        if subprocess.run(command("db", "migrate"), check=False).returncode:
            print("The tables could not be brought to this version.", file=sys.stderr)
            return 1
        return serve(host=options.host, port=options.port, workers=options.workers)
    except (UnableToStartDatabase, UnableToSupervise) as problem:
        print(problem, file=sys.stderr)
        return 1
    finally:
        if started_here and database is not None:
            database.stop()


def serve(*, host: str, port: int, workers: int, opening: str = "") -> int:
    """
    Keep web server and worker running over a migrated database until asked to stop.

    :param opening: what to print once pages are served, instead of the address
    :returns: an exit code
    """
    if is_taken(host=host, port=port):
        return refuse_port(port)
    address = public_address(host=host, port=port)
    listen = ("--host", host, "--port", str(port), "--workers", str(workers))
    supervisor = Supervisor(
        programs=[
            Program(name="web", command=command("web", *listen)),
            Program(
                name="worker",
                command=command("worker"),
                environment={"DONEINONE_ADDRESS": address},
            ),
        ],
        logs=logs_folder(),
        database=embedded_database(),
        say=say,
    )
    with supervisor.heeding_signals():
        try:
            supervisor.start()
            if wait_for_web(supervisor, host=host, port=port):
                say(opening or f"The hub is at {address} . Ctrl-C stops it.")
            supervisor.watch()
        finally:
            supervisor.stop()
    say("Stopped.")
    return 0


def refuse_port(port: int) -> int:
    """Say that the port is taken, before anything is started."""
    print(f"Port {port} is taken: stop what listens there or add --port.", file=sys.stderr)
    return 1


def logs_folder() -> Path:
    """Where the programs' output goes."""
    return data_folder() / "logs"


def say(line: str) -> None:
    """Print at once, also into a pipe."""
    print(line, flush=True)


def wait_for_web(supervisor: Supervisor, *, host: str, port: int) -> bool:
    """Watch until pages are served; give up waiting, not watching, when that takes too long."""
    deadline = time.monotonic() + _WEB_SHOULD_ANSWER_WITHIN
    while not supervisor.stop_is_asked:
        if answers(host=host, port=port):
            return True
        if time.monotonic() > deadline:
            say(f"The pages are still not served: see {supervisor.log('web')}")
            return False
        supervisor.look()
        time.sleep(0.1)
    return False
