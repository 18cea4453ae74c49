"""Every action takes an actor by keyword, is typed, and records what it did."""

from __future__ import annotations

import ast
import inspect
import pkgutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

import doneinone.domain
from doneinone.foundation.actors import ACTIONS

for _found in pkgutil.walk_packages(doneinone.domain.__path__, "doneinone.domain."):
    if ".actions." in _found.name:
        import_module(_found.name)

# A form that nobody has handed in is not yet anything that happened to a case, a contact or a
# person: it has no timeline, and nobody but its holder may know of it. The same holds for what an
# adviser has typed while somebody is still talking: the event is that the matter was finished.
NO_EVENT = {"begin_draft", "give_code", "change_draft", "take_up_draft", "save_matter"}
# Each of these makes its change through another action, which records it.
THROUGH = {"hand_in_draft", "open_case_for_matter"}


def _calls(name: str, tree: ast.AST) -> bool:
    return any(
        isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) == name
        for node in ast.walk(tree)
    )


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_it_records_one_event(name: str) -> None:
    function = inspect.unwrap(ACTIONS[name])
    if function.__name__ in NO_EVENT | THROUGH:
        return
    module = ast.parse(Path(inspect.getfile(function)).read_text())
    functions = {node.name: node for node in module.body if isinstance(node, ast.FunctionDef)}
    seen, waiting = set(), [function.__name__]
    while waiting:
        this = waiting.pop()
        seen.add(this)
        if _calls("record", functions[this]):
            return
        waiting += [
            other for other in functions if other not in seen and _calls(other, functions[this])
        ]
    pytest.fail(f"{name} records no event")


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_it_takes_keywords_only_and_says_what_they_are(name: str) -> None:
    function: Callable[..., object] = inspect.unwrap(ACTIONS[name])
    parameters = inspect.signature(function).parameters
    assert "actor" in parameters
    for parameter in parameters.values():
        assert parameter.kind is inspect.Parameter.KEYWORD_ONLY, parameter.name
        assert parameter.annotation is not inspect.Parameter.empty, parameter.name
    assert function.__doc__


def test_there_are_actions() -> None:
    assert len(ACTIONS) > 20
