"""
Check a hub's folder: every mistake with its file, line and remedy.

Reads hub.yaml, the services, the packs they name and the messages, and runs every example.
Needs no database.
Exit code 1 when there is a mistake; warnings do not count.
"""

import argparse
import sys
from pathlib import Path

from doneinone.domain.catalogue.rules import Mistake, check_hub, find_packs
from doneinone.domain.messages.rules.templates import read_templates


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The folder."""
    parser.add_argument("folder", type=Path, help="the hub's folder, the one with hub.yaml")
    parser.add_argument("--quiet", action="store_true", help="leave the warnings out")


def run(options: argparse.Namespace) -> int:
    """Check the folder and say what was found."""
    folder: Path = options.folder
    bundle, mistakes = check_hub(folder)
    packs = find_packs()
    named = [packs[name] for name in (bundle.hub.packs if bundle else []) if name in packs]
    _, wrong_messages = read_templates([*named, folder])
    mistakes = [*mistakes, *wrong_messages]
    warnings = [mistake for mistake in mistakes if mistake.is_warning]
    if warnings and not options.quiet:
        say_mistakes(folder, warnings)
        print()
    wrong = [mistake for mistake in mistakes if not mistake.is_warning]
    say_mistakes(folder, wrong)
    if bundle is None or wrong:
        print(f"{say_number(len(wrong), 'mistake')} in {folder}.", file=sys.stderr)
        return 1
    examples = sum(len(service.examples) for service in bundle.services.values())
    print(
        f"{folder} is right: {say_number(len(bundle.services), 'service')}, "
        f"{say_number(examples, 'example')}, {say_number(len(warnings), 'warning')}."
    )
    return 0


def say_mistakes(folder: Path, mistakes: list[Mistake]) -> None:
    """Print mistakes, those of the folder's own files by a path that an editor can open."""
    for mistake in mistakes:
        own = (folder / mistake.file).exists()
        print(f"{folder}/{mistake}" if own else mistake)


def say_number(count: int, thing: str) -> str:
    """Say how many: `1 mistake`, `2 mistakes`."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
