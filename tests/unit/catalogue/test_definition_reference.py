"""The reference pages of the two formats say what the classes say that read them."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from doneinone.domain.catalogue.rules.questions import QUESTION_TYPES

TOOL = Path(__file__).resolve().parents[3] / "tools/definition_reference.py"
REMEDY = "docs/reference/{} is old: run .venv/bin/python tools/definition_reference.py"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("definition_reference", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["definition-format.md", "hub-format.md"])
def test_the_page_is_what_the_tool_writes(tool: ModuleType, name: str) -> None:
    written = (tool.REFERENCE / name).read_text(encoding="utf-8")
    assert written == tool.PAGES[name](), REMEDY.format(name)


def test_every_question_type_is_described(tool: ModuleType) -> None:
    page = tool.service_page()
    assert [kind for kind in QUESTION_TYPES if f"### `type: {kind}`" not in page] == []


@pytest.mark.parametrize("name", ["definition-format.md", "hub-format.md"])
def test_every_field_has_a_meaning(tool: ModuleType, name: str) -> None:
    rows = [row for row in tool.PAGES[name]().splitlines() if row.startswith("| `")]
    assert rows
    assert [row for row in rows if row.rstrip().endswith("|  |")] == []
