"""The command `doneinone`: each command is a module of this package, found by its name."""

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Sequence
from types import ModuleType

from doneinone import cli


def commands() -> dict[str, ModuleType]:
    """
    Every command and the module that carries it out.

    A module's docstring is the command's help (first line in the list, all of it under --help);
    `add_arguments(parser)` says what it takes; `run(options)` does it and returns the exit code.
    """
    names = sorted(
        found.name
        for found in pkgutil.iter_modules(cli.__path__)
        if found.name != "main" and not found.name.startswith("_")
    )
    return {
        name.replace("_", "-"): importlib.import_module(f"{cli.__name__}.{name}") for name in names
    }


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    whole = argparse.ArgumentParser(
        prog="doneinone",
        description="Done in One: one front door for a place. Run a hub, check its services.",
        epilog="doneinone COMMAND --help says more about each.",
    )
    whole.add_argument("--version", action="store_true", help="say which version this is")
    each = whole.add_subparsers(metavar="COMMAND", title="commands")
    for name, module in commands().items():
        about = (module.__doc__ or "").strip()
        one = each.add_parser(
            name,
            help=about.split("\n", 1)[0],
            description=about,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.add_arguments(one)
        one.set_defaults(run=module.run)
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command; its exit code is ours. With no command, list them all."""
    whole = parser()
    options = whole.parse_args(arguments)
    if options.version:
        from importlib.metadata import version

        print(version("doneinone"))
        return 0
    if not hasattr(options, "run"):
        whole.print_help()
        return 0
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
