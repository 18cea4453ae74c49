"""
Serve the pages and the API.

Becomes the web server (granian). It does not start the database: `doneinone run` does all.
"""

import argparse
import os
import sys

from doneinone.cli._surroundings import add_address_arguments, public_address

# Two threads in each process: every thread keeps a database connection of its own.
_SERVER = (
    *("--interface", "wsgi", "--blocking-threads", "2", "--no-ws"),
    *("--workers-kill-timeout", "5", "--respawn-failed-workers", "--respawn-interval", "0.5"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen."""
    add_address_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Put the web server in the place of this process, so that signals reach it directly."""
    os.environ["DONEINONE_ADDRESS"] = public_address(host=options.host, port=options.port)
    arguments = [sys.executable, "-m", "granian", *_SERVER]
    arguments += ["--host", options.host, "--port", str(options.port)]
    arguments += ["--workers", str(options.workers), "doneinone.config.wsgi:application"]
    sys.stdout.flush()
    os.execv(sys.executable, arguments)  # noqa: S606 - no shell is wanted
