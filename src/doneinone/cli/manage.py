"""
Run one of Django's own commands, such as `manage check`.

Logs in as the role that serves; set DONEINONE_DB_ROLE=hub_owner for one that changes tables.
"""

import argparse
import os


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything is passed on."""
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="the command and its options")


def run(options: argparse.Namespace) -> int:
    """Hand over to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doneinone.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["doneinone manage", *options.arguments])
    return 0
