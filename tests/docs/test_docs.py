"""The documentation says nothing that is not so: links, paths, commands and examples are tried."""

from __future__ import annotations

import ast
import re
import subprocess
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote

import pytest

from doneinone.cli import init
from doneinone.cli.main import commands, parser
from doneinone.domain.catalogue.rules import check_hub

ROOT = Path(__file__).resolve().parents[2]
TUTORIAL = ROOT / "docs/tutorial/add-a-service.md"


def _pages() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    ).stdout.split("\n")  # fmt: skip
    if not any(listed):  # a copy without git
        own = [ROOT.glob("*.md"), *((ROOT / one).rglob("*.md") for one in ("docs", "src", "bench"))]
        return sorted(page for pages in own for page in pages)
    return sorted(ROOT / name for name in listed if name and (ROOT / name).exists())


PAGES = [page for page in _pages() if "/static/vendor/" not in str(page)]
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
every_page = pytest.mark.parametrize("page", PAGES, ids=NAMES)

FENCE = re.compile(
    r"^(?P<mark>```+|~~~+)(?P<kind>\S*)[^\n]*\n(?P<body>.*?)^(?P=mark)[ \t]*$", re.M | re.S
)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)[^)]*\)|<img[^>]+src=\"([^\"]+)\"")
HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$", re.M)
REPOSITORY = re.compile(
    r"(?:src|tests|docs|bench|tools|\.ci)/[A-Za-z0-9_./-]+|[A-Z-]+\.md|Makefile|pyproject\.toml"
)
DONEINONE = re.compile(r"(?<![\w/.@-])doneinone[ \t]+([a-z][a-z-]*)")
MAKE = re.compile(r"(?<![\w-])make[ \t]+([a-z][a-z-]*)(?![\w])")
OPTION = re.compile(r"(?<!\S)(--[a-z][a-z-]*)")


def prose(text: str) -> str:
    """Leave out the blocks of code."""
    return FENCE.sub("", text)


def blocks(text: str, kind: str) -> list[str]:
    """Give the blocks of code of a kind."""
    return [found["body"] for found in FENCE.finditer(text) if found["kind"] == kind]


def spans(text: str) -> list[str]:
    """Give what stands in single backticks."""
    return SPAN.findall(prose(text))


def commands_in(text: str) -> Iterator[str]:
    """Give each line of a terminal, and each span that may be a command."""
    yield from spans(text)
    for kind in ("console", "", "sh", "bash"):
        for block in blocks(text, kind):
            for line in block.replace("\\\n", " ").splitlines():
                if kind != "console" or line.startswith("$ "):
                    yield line.removeprefix("$ ").split(" # ")[0]


@cache
def anchors(page: Path) -> frozenset[str]:
    """Give the anchors that headings make, as they are made on the usual sites."""
    text = prose(page.read_text(encoding="utf-8"))
    found = set()
    for heading in HEADING.findall(text):
        plain = re.sub(r"[`*]|\]\([^)]*\)", "", heading).lower()
        found.add(re.sub(r"[^\w\- ]", "", plain).strip().replace(" ", "-"))
    return frozenset(found)


def test_there_is_documentation() -> None:
    assert {"README.md", "CONTRIBUTING.md", "docs/README.md"} <= set(NAMES)


@every_page
def test_links_and_images_lead_somewhere(page: Path) -> None:
    wrong = []
    text = SPAN.sub("", prose(page.read_text(encoding="utf-8")))
    for found in LINK.finditer(text):
        target = unquote(found[1] or found[2])
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        other = (page.parent / name).resolve() if name else page
        is_there = other.exists() and other.is_relative_to(ROOT)
        if not is_there or (anchor and other.suffix == ".md" and anchor not in anchors(other)):
            wrong.append(target)
    assert not wrong, f"{page.relative_to(ROOT)} links to what is not there: {wrong}"


@every_page
def test_paths_exist(page: Path) -> None:
    """A path of the repository in a span is there; `*`, `…` and names in <> stand for many."""
    wrong = [
        span
        for span in spans(page.read_text(encoding="utf-8"))
        if REPOSITORY.fullmatch(path := span.split("::")[0])
        and "tests/unit/visits" not in path  # the room of docs/how-to/add-a-room.md
        and "domain/visits" not in path
        and not (ROOT / path).exists()
        and not (page.parent / path).exists()
    ]
    assert not wrong, f"{page.relative_to(ROOT)} names what is not there: {wrong}"


@cache
def targets() -> frozenset[str]:
    """Give the targets of the Makefile."""
    return frozenset(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))


@every_page
def test_commands_exist_with_their_options(page: Path) -> None:
    known, wrong = commands(), []
    for line in commands_in(page.read_text(encoding="utf-8")):
        wrong += [f"make {one}" for one in MAKE.findall(line) if one not in targets()]
        for found in DONEINONE.finditer(line):
            name = found[1]
            if name not in known:
                wrong.append(found[0])
            elif name != "manage":
                said = OPTION.findall(line[found.end() :])
                wrong += [f"{name} {one}" for one in said if one not in options_of(name)]
    assert not wrong, f"{page.relative_to(ROOT)} names commands that are not there: {wrong}"


@cache
def options_of(name: str) -> frozenset[str]:
    """Give the options of one of our commands."""
    one = ArgumentParser()
    commands()[name].add_arguments(one)
    return frozenset(OPTION.findall(one.format_help().replace("[", " ").replace(",", " ")))


def test_every_command_and_target_is_described() -> None:
    text = (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8")
    assert {f"doneinone {name}" for name in commands()} <= set(
        re.findall(r"doneinone [a-z-]+", text)
    )
    shown = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.M))
    assert {f"make {name}" for name in shown - {"help"}} <= set(re.findall(r"make [a-z-]+", text))
    assert parser().prog == "doneinone"


def test_every_setting_is_described() -> None:
    read = set()
    for path in (ROOT / "src").rglob("*.py"):
        if path.name != "settings_test.py":
            text = path.read_text(encoding="utf-8")
            read |= set(re.findall(r"environ(?:\.get\(|\[)\s*\"([A-Z_]+)\"", text))
    read -= {"DJANGO_SETTINGS_MODULE"}
    text = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    described = set(re.findall(r"^\| `([A-Z_]+)` \|", text, re.M))
    assert read - described == set(), "not described"
    assert described - read - {"OWNER_DATABASE_URL"} == set(), "described and not read"


@every_page
def test_python_compiles(page: Path) -> None:
    for number, block in enumerate(blocks(page.read_text(encoding="utf-8"), "python"), start=1):
        compile(block, f"{page.relative_to(ROOT)} block {number}", "exec")


@every_page
def test_python_imports_what_is_there(page: Path) -> None:
    wrong = []
    for block in blocks(page.read_text(encoding="utf-8"), "python"):
        for node in ast.walk(ast.parse(block)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("doneinone."):
                module = import_module(node.module or "")
                wrong += [one.name for one in node.names if not hasattr(module, one.name)]
    assert not wrong, f"{page.relative_to(ROOT)} imports what is not there: {wrong}"


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    """The hub of the tutorial: that of `doneinone init`, and the service that is written there."""
    folder = tmp_path / "hub"
    assert init.run(Namespace(folder=folder)) == 0
    [service] = blocks(TUTORIAL.read_text(encoding="utf-8"), "yaml")
    (folder / "services/report-broken-swing.yaml").write_text(service, encoding="utf-8")
    return folder


def test_the_tutorial_service_is_right(hub: Path) -> None:
    bundle, mistakes = check_hub(hub)
    assert mistakes == []
    assert bundle is not None
    assert len(bundle.services["report-broken-swing"].examples) == 3


def test_the_tutorial_mistakes_are_named_as_it_says(hub: Path) -> None:
    path = hub / "services/report-broken-swing.yaml"
    right = path.read_text(encoding="utf-8")
    told = TUTORIAL.read_text(encoding="utf-8")
    wrong = right.replace("met_by: fenced-off", "met_by: fenced").replace("what == 'o", "wat == 'o")
    otherwise = right.replace("expect: {urgent: false", "expect: {urgent: true")
    for text, count in ((wrong, 2), (otherwise, 1)):
        path.write_text(text, encoding="utf-8")
        _, mistakes = check_hub(hub)
        assert len(mistakes) == count
        for mistake in mistakes:
            assert f"hub/{mistake}" in told
