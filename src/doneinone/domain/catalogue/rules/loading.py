"""
Reading YAML so that every mistake has its file, line and column.

Only plain data is read. Keys are always text, and of the bare words only ``true``, ``false`` and
``null`` are more than words (so an option may be called ``no``). Aliases may be used but not to
blow a file up; a key may stand only once.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

LARGEST_FILE = 512_000
"""Bytes of one definition."""

MOST_NODES = 50_000
DEEPEST_NODE = 30

Loc = Sequence[str | int]
"""The way to a part of a file: ``("questions", 0, "when")``."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN_TAGS = {
    f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "timestamp")
} | {"tag:yaml.org,2002:merge", "tag:yaml.org,2002:value"}
_INTEGER = re.compile(r"[+-]?(0|[1-9]\d{0,17})")
_DECIMAL = re.compile(r"[+-]?\d{1,17}\.\d{1,17}")


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """Something wrong in a file: where, what happened, and what to write instead."""

    file: str
    line: int
    column: int
    what: str
    remedy: str
    is_warning: bool = False

    def __str__(self) -> str:
        kind = "warning: " if self.is_warning else ""
        return f"{self.file}:{self.line}:{self.column}: {kind}{self.what} {self.remedy}".rstrip()


@dataclass
class Source:
    """One file as it was read: its data, and where each part stands."""

    path: Path
    name: str
    root: Any = None
    data: Any = None
    mistakes: list[Mistake] = field(default_factory=list)
    left_out: dict[tuple[str | int, ...], set[int]] = field(default_factory=dict)

    def add(
        self,
        loc: Loc,
        what: str,
        remedy: str,
        *,
        at_key: bool = False,
        is_warning: bool = False,
        inside: tuple[int, int] | None = None,
    ) -> None:
        """Note a mistake at a part; `inside` is a line and column within a text, from 1."""
        line, column = self.position(loc, at_key=at_key, inside=inside)
        found = Mistake(self.name, line, column, what, remedy, is_warning)
        if found not in self.mistakes:
            self.mistakes.append(found)

    def position(
        self, loc: Loc, *, at_key: bool = False, inside: tuple[int, int] | None = None
    ) -> tuple[int, int]:
        """Give line and column, from 1, of a part or of the nearest part around it."""
        node, key = self.root, None
        for step in self.original(loc):
            if isinstance(node, yaml.MappingNode):
                pair = next((p for p in node.value if p[0].value == str(step)), None)
                if pair is not None:
                    key, node = pair
            elif (
                isinstance(node, yaml.SequenceNode)
                and isinstance(step, int)
                and step < len(node.value)
            ):
                key, node = None, node.value[step]
        if node is None:
            return 1, 1
        mark = (key if at_key and key is not None else node).start_mark
        if inside is None:
            return mark.line + 1, mark.column + 1
        line, column = inside
        if node.style in ("|", ">"):
            return mark.line + 1 + line, column
        quoted = 1 if node.style in ("'", '"') else 0
        before = mark.column + quoted if line == 1 else 0
        return mark.line + line, before + column

    def leave_out(self, way: Loc) -> None:
        """Remember that a part was left out, so that those after it in a list keep their place."""
        way = self.original(way)
        if isinstance(way[-1], int):
            self.left_out.setdefault(tuple(way[:-1]), set()).add(way[-1])

    def original(self, loc: Loc) -> list[str | int]:
        """Give the way in the file to a part of the definition."""
        way: list[str | int] = []
        for step in loc:
            if isinstance(step, int):
                for gone in sorted(self.left_out.get(tuple(way), ())):
                    step += gone <= step
            way.append(step)
        return way

    @property
    def is_good(self) -> bool:
        """Whether there are no mistakes, warnings aside."""
        return all(mistake.is_warning for mistake in self.mistakes)


def read_source(path: Path, *, name: str) -> Source:
    """Read a YAML file; what is wrong with it as YAML is among its mistakes."""
    source = Source(path, name)
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            source.add([], f"The file has {size:,} bytes.", f"Keep it under {LARGEST_FILE:,}.")
            return source
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        source.add([], "The file is not text in UTF-8.", "Save it as UTF-8.")
        return source
    except OSError:
        source.add([], "The file cannot be read.", "See that it is there and may be read.")
        return source
    try:
        source.root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        _note_bad_yaml(source, error)
        return source
    except (yaml.YAMLError, RecursionError, ValueError):
        source.add([], "The file is not YAML.", "Take away control characters and deep nesting.")
        return source
    if not isinstance(source.root, yaml.MappingNode):
        source.add([], "The file has no keys.", "Write it as `key: value`, one to a line.")
        source.root = None
        return source
    try:
        source.data = _Building(source).build(source.root, [])
    except _TooMuch as error:
        source.add([], str(error), "Write the parts out instead of repeating them by aliases.")
    return source


def _note_bad_yaml(source: Source, error: yaml.MarkedYAMLError) -> None:
    mark = error.problem_mark or error.context_mark
    said = f"{error.context or ''} {error.problem or ''}".strip()
    remedy = "See the line and the one above: a colon, a quotation mark or the indent is wrong."
    if "mapping values are not allowed" in said:
        remedy = "Put quotation marks around a text that has a colon in it, and see the indent."
    elif "found character '\\t'" in said or "cannot start any token" in said:
        remedy = "Indent with spaces, not tabs; put a text starting with @, ` or % in quotes."
    elif "flow" in said:
        remedy = "Close the bracket, and put quotation marks around a text with a comma in it."
    elif "quoted scalar" in said:
        remedy = "Close the quotation mark."
    elif "undefined alias" in said:
        remedy = "Put quotation marks around a text that starts with *."
    source.mistakes.append(
        Mistake(
            source.name,
            (mark.line if mark else 0) + 1,
            (mark.column if mark else 0) + 1,
            f"This is not YAML ({said}).",
            remedy,
        )
    )


class _TooMuch(Exception):
    """The file blows up when its aliases are followed."""


class _Building:
    """Makes plain data of nodes, counting them."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.count = 0

    def build(self, node: Any, loc: list[str | int]) -> Any:
        self.count += 1
        if self.count > MOST_NODES:
            raise _TooMuch(f"The file has more than {MOST_NODES:,} parts.")
        if len(loc) > DEEPEST_NODE:
            raise _TooMuch(f"The file is nested more than {DEEPEST_NODE} deep.")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, loc)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, [*loc, index]) for index, item in enumerate(node.value)]
        return self._scalar(node, loc)

    def _mapping(self, node: yaml.MappingNode, loc: list[str | int]) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, value in node.value:
            mark = key.start_mark
            if not isinstance(key, yaml.ScalarNode):
                self._note(mark, "A key must be a word.", "Write it as `key: value`.")
            elif key.value in data:
                self._note(mark, f"'{key.value}' is there twice.", "Take one of them away.")
            else:
                data[key.value] = self.build(value, [*loc, key.value])
        return data

    def _scalar(self, node: Any, loc: list[str | int]) -> Any:
        if node.tag and node.tag not in _PLAIN_TAGS:
            self._note(node.start_mark, f"The tag {node.tag} is not understood.", "Take it away.")
        text = str(node.value)
        if node.style:  # quoted or a block: plain words have '' or nothing
            return text
        if text in ("", "~", "null"):
            return None
        if text in ("true", "True", "false", "False"):
            return text.lower() == "true"
        if _INTEGER.fullmatch(text):
            return int(text)
        return float(text) if _DECIMAL.fullmatch(text) else text

    def _note(self, mark: Any, what: str, remedy: str) -> None:
        self.source.mistakes.append(
            Mistake(self.source.name, mark.line + 1, mark.column + 1, what, remedy)
        )
