"""
Do what follows from what happened: reactions, messages, deadlines.

Ends with a code other than zero when the database goes away; `doneinone run` starts it again.
"""

import argparse

from doneinone.cli._surroundings import make_django_ready


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(options: argparse.Namespace) -> int:
    """Work until told to stop; the job in hand is finished first."""
    make_django_ready()
    from doneinone.foundation.jobs import run_worker

    return run_worker()
