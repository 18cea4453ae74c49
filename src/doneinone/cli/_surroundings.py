"""What the commands share: the data folder, the embedded database, Django made ready."""

import argparse
import os
import socket
import sys
from pathlib import Path

from doneinone.foundation.embedded_postgres import EmbeddedPostgres

MODULE = "doneinone.cli.main"


def command(*arguments: str) -> list[str]:
    """One of our own commands as a child process, with this very Python."""
    return [sys.executable, "-m", MODULE, *arguments]


def data_folder() -> Path:
    """The folder that holds the hub's data: DONEINONE_DATA, or `var` here. As the settings do."""
    return Path(os.environ.get("DONEINONE_DATA", "var")).resolve()


def embedded_database() -> EmbeddedPostgres | None:
    """The embedded database, or nothing where DATABASE_URL names a server of your own."""
    if os.environ.get("DATABASE_URL"):
        return None
    return EmbeddedPostgres(data=data_folder() / "database")


def make_django_ready(*, owner: bool = False) -> None:
    """
    Load the settings and the apps.

    :param owner: log in as the role that owns the tables, not the one that serves
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doneinone.config.settings")
    if owner:
        os.environ["DONEINONE_DB_ROLE"] = "hub_owner"
    import django

    django.setup()


def add_address_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the web server listens, and with how many processes."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (%(default)s)")
    parser.add_argument(
        "--workers",
        type=int,
        default=min(os.cpu_count() or 2, 4),
        help="web server processes (%(default)s: one for each core, four at most)",
    )


def public_address(*, host: str, port: int) -> str:
    """Where people reach the hub: DONEINONE_ADDRESS, or this machine."""
    here = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared, not bound
    return os.environ.get("DONEINONE_ADDRESS") or f"http://{here}:{port}"


def is_taken(*, host: str, port: int) -> bool:
    """Whether something listens on the port already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            return True
    return False


def answers(*, host: str, port: int) -> bool:
    """Whether the web server takes connections now."""
    here = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 - compared, not bound
    try:
        socket.create_connection((here, port), timeout=0.5).close()
    except OSError:
        return False
    return True
