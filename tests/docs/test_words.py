"""The glossary is used, the index names every page, and lists in the documentation are whole."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from doneinone.domain.catalogue.rules.schema import DEFAULT_MESSAGES
from doneinone.domain.messages.rules.templates import PLACEHOLDERS

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
GLOSSARY = (DOCS / "glossary.md").read_text(encoding="utf-8")
TERMS = re.findall(r"\*\*([^*]+)\*\*", GLOSSARY)


@cache
def everything_else() -> str:
    """All other documentation and every module: where the words are used."""
    pages = [page for page in (*DOCS.rglob("*.md"), *ROOT.glob("*.md")) if page.stem != "glossary"]
    modules = sorted((ROOT / "src/doneinone").rglob("*.py"))
    return " ".join(
        [page.read_text(encoding="utf-8") for page in pages]
        + [module.read_text(encoding="utf-8") for module in modules]
    ).lower()


@pytest.mark.parametrize("term", TERMS)
def test_a_word_of_the_glossary_is_used(term: str) -> None:
    assert re.search(rf"\b{re.escape(term.lower())}(s|es|ed)?\b", everything_else())


def test_the_glossary_is_in_order_and_says_each_word_once() -> None:
    heads = re.findall(r"^\*\*([^*]+)\*\*", GLOSSARY, re.M)
    assert heads == sorted(heads, key=str.lower)
    assert len(TERMS) == len(set(TERMS))


def test_the_index_leads_to_every_page() -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    pages = {page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md")} - {"README.md"}
    linked = set(re.findall(r"\]\(([^)#]+)", index))
    assert pages - linked == set()


def test_records_of_choices_are_numbered_without_a_gap_and_say_what_they_cost() -> None:
    found = sorted((DOCS / "adr").glob("*.md"))
    assert [page.name[:4] for page in found] == [f"{n:04}" for n in range(1, len(found) + 1)]
    for number, page in enumerate(found, start=1):
        text = page.read_text(encoding="utf-8")
        assert text.startswith(f"# {number}. "), page.name
        assert "## The question" in text, page.name
        assert "## What it costs" in text, page.name


def test_every_placeholder_of_messages_is_explained() -> None:
    text = (ROOT / "src/doneinone/demo/hub/messages/README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `\{\{ (\w+) \}\}`", text, re.M)) == set(PLACEHOLDERS)


def test_the_messages_that_are_sent_without_a_word_are_named() -> None:
    text = (DOCS / "reference/messages.md").read_text(encoding="utf-8")
    said = dict(re.findall(r"^\| `(\w+)` \| (`[\w-]+`|none)[^|]*\|", text, re.M))
    assert said.pop("moved") == "none"
    assert said == {
        event: f"`{template}`" if template else "none"
        for event, template in DEFAULT_MESSAGES.items()
    }


CODE = re.compile(r"[a-z]+(_[a-z0-9]+)+|[A-Z][a-z]+([A-Z][a-z]+)+")
OUR_PATH = re.compile(r"(cli|demo|config|channels|domain|adapters|foundation|packs)/[\w./*-]*")
NOT_HERE = {"pg_trgm"}
"""What is told of because it is not there."""

TELLING = sorted([*DOCS.rglob("explanation/*.md"), *DOCS.rglob("adr/*.md")])


@cache
def all_code() -> str:
    """Every file of code and definitions that is ours."""
    folders = ("src/doneinone", "tests", "tools", "bench")
    kinds = {".py", ".yaml", ".sh", ".jinja", ".toml", ".js"}
    files = [path for folder in folders for path in (ROOT / folder).rglob("*")]
    files += [ROOT / "pyproject.toml", ROOT / "requirements.lock"]
    return "\n".join(
        path.read_text(encoding="utf-8")
        for path in files
        if path.suffix in kinds | {".lock"} and "/vendor/" not in str(path)
    )


@pytest.mark.parametrize("page", TELLING, ids=lambda page: page.name)
def test_names_of_code_and_files_that_are_told_of_are_there(page: Path) -> None:
    package = ROOT / "src/doneinone"
    names = {path.name for path in package.rglob("*.py")}
    spans = set(re.findall(r"`([^`\n]+)`", page.read_text(encoding="utf-8")))
    told = {span for span in spans if CODE.fullmatch(span)} - NOT_HERE
    wrong = [span for span in told if span not in all_code()]
    wrong += [
        span
        for span in spans
        if OUR_PATH.fullmatch(span) and not (package / span).exists() and "*" not in span
    ]
    wrong += [span for span in spans if re.fullmatch(r"[a-z_]+\.py", span) and span not in names]
    assert not wrong, f"{page.name} tells of what is not there: {wrong}"
