"""
Conditions in CEL, the Common Expression Language (https://cel.dev).

A condition is read once and kept. It is a question about facts: a mapping from names to plain
values. A name without a fact is null, a condition that cannot be worked out is false, and only
the answer ``true`` itself counts as true.

CEL has no limit on running time of its own, so the limits are here: the length of a condition,
how deep its loops nest, and (by the callers) how long the lists are that it is asked about.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cel

LONGEST_CONDITION = 1_000
"""Characters in one condition."""

DEEPEST_LOOP = 2
"""How many of ``all``, ``exists``, ``map`` and ``filter`` may stand inside each other."""

LONGEST_LIST = 200
"""Items in any list of facts; a longer one makes the condition false."""

RESERVED_WORDS = frozenset(
    {
        *("as", "break", "const", "continue", "else", "false", "for", "function", "if", "import"),
        *("in", "let", "loop", "null", "package", "namespace", "return", "true", "var", "void"),
        "while",
    }
)
"""Names that CEL keeps for itself, so nothing of ours may be called so."""

_LOOP = re.compile(r"\.\s*(all|exists|exists_one|map|filter)\s*\(\s*([A-Za-z_]\w*)\s*,")
_QUOTED = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"")
_PLACE_OF_ERROR = re.compile(r"<input>:(\d+):(\d+): (.*)")


class UnableToReadCondition(Exception):
    """
    The condition is not good CEL. The message and the remedy may be shown to who writes it.

    ``line`` and ``column`` count from 1 inside the text of the condition.
    """

    def __init__(self, what: str, *, remedy: str, line: int = 1, column: int = 1) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition, read and ready to be asked."""

    text: str
    names: frozenset[str]
    """The facts it asks for; what a loop inside it names is not among them."""

    operations: frozenset[str]
    """The operators and functions it uses, by the names CEL gives them (``_&&_``, ``size``)."""

    program: Any

    def work_out(self, facts: Mapping[str, Any]) -> Any:
        """
        Give whatever value the condition has for these facts.

        :raises Exception: whatever CEL raises: wrong types, a missing key, division by zero
        """
        return self.program.execute({name: facts.get(name) for name in self.names})

    def is_true(self, facts: Mapping[str, Any]) -> bool:
        """Say whether the condition is true; one that cannot be worked out is not."""
        for name in self.names:
            value = facts.get(name)
            if isinstance(value, (list, tuple)) and len(value) > LONGEST_LIST:
                return False
        try:
            return self.work_out(facts) is True
        except Exception:  # CEL raises eight kinds; each means "cannot be worked out"
            return False

    def problem_with(self, facts: Mapping[str, Any]) -> str | None:
        """Try the condition on these facts; say in plain words what goes wrong, if anything."""
        try:
            value = self.work_out(facts)
        except Exception as error:  # the trial exists to find out
            return _why_it_failed(error, self.operations)
        if isinstance(value, bool):
            return None
        return f"it gives {_kind_of(value)}, not true or false"


@lru_cache(maxsize=8_192)
def read_condition(text: str) -> Condition:
    """
    Read a condition, or give the one read before from the same text.

    :raises UnableToReadCondition: if it is too long, too deep or not CEL
    """
    _refuse_beyond_limits(text)
    try:
        program = cel.compile(text)
    except ValueError as error:
        raise _in_plain_words(text, str(error)) from None
    inner = {match.group(2) for match in _LOOP.finditer(_QUOTED.sub(_blank, text))}
    return Condition(
        text=text,
        names=frozenset(program.variables()) - inner,
        operations=frozenset(program.functions()),
        program=program,
    )


def _blank(match: re.Match[str]) -> str:
    """Replace quoted text by as many spaces, so that columns stay where they are."""
    return " " * len(match.group(0))


def _refuse_beyond_limits(text: str) -> None:
    if len(text) > LONGEST_CONDITION:
        raise UnableToReadCondition(
            f"The condition has {len(text):,} characters; {LONGEST_CONDITION:,} are allowed.",
            remedy="Make it shorter, or ask a yes/no question and use its answer.",
        )
    bare = _QUOTED.sub(_blank, text)
    depth = 0
    loops: list[int] = []
    starts = {match.start(): match.end() for match in _LOOP.finditer(bare)}
    for index, character in enumerate(bare):
        if index in starts:
            loops.append(depth)
            if len(loops) > DEEPEST_LOOP:
                raise UnableToReadCondition(
                    f"More than {DEEPEST_LOOP} loops stand inside each other.",
                    remedy="Use at most two of all, exists, map and filter inside each other.",
                    column=index + 1,
                )
        if character == "(":
            depth += 1
        elif character == ")":
            depth -= 1
            while loops and loops[-1] >= depth:
                loops.pop()


def _in_plain_words(text: str, complaint: str) -> UnableToReadCondition:
    """Turn the parser's complaint into what happened and what to write instead."""
    found = _PLACE_OF_ERROR.search(complaint)
    if not found:
        return UnableToReadCondition(
            "The condition cannot be read.", remedy="Write it like: danger == true"
        )
    line, column, said = int(found.group(1)), int(found.group(2)), found.group(3)
    lines = text.splitlines() or [""]
    written = lines[line - 1] if line <= len(lines) else ""
    what, remedy = _explain(written, column, said)
    return UnableToReadCondition(what, remedy=remedy, line=line, column=column)


_WORDS = {
    "and": "Write && for and.",
    "or": "Write || for or.",
    "not": "Write ! for not, as in !(danger == true).",
    "is": "Write == to compare.",
    "&": "Write && for and.",
    "|": "Write || for or.",
    "<>": "Write != for is not.",
}


def _explain(written: str, column: int, said: str) -> tuple[str, str]:
    rest = written[column - 1 :]
    word = re.match(r"\w+|[&|]|<>", rest)
    remedy = _WORDS.get(word.group(0).lower() if word else "")
    if remedy and word:
        return f"'{word.group(0)}' is not understood in a condition.", remedy
    before = re.search(r"(\w+)\s+$", written[: column - 1])
    if before and before.group(1).lower() in _WORDS:
        return f"'{before.group(1)}' is not understood.", _WORDS[before.group(1).lower()]
    if re.match(r"[‘’“”]", rest):
        return (
            "The quotation marks are curly.",
            "Write straight quotation marks, as in source == 'main'.",
        )
    if rest.startswith("=") or "'= " in said or said.endswith("'='"):
        return "A single or a third = is not understood.", "Write == to compare two values."
    if "missing ')'" in said:
        return "A bracket is opened and not closed.", "Put the ) where it belongs."
    if "token recognition error at: ''" in said or "token recognition error at: '\"" in said:
        return "A quotation mark is opened and not closed.", "Close it, as in source == 'main'."
    if ("<EOF>" in said and "expecting <EOF>" not in said) or "Incomplete" in said:
        return (
            "The condition ends too early.",
            "Finish it, as in danger == true, or take the last part away.",
        )
    part = rest[:20].strip() or "the end"
    return (
        f"'{part}' is not understood here.",
        "Compare with == != < > or in, and join with && and ||.",
    )


def _why_it_failed(error: Exception, operations: frozenset[str]) -> str:
    """Say in plain words why CEL could not work a condition out."""
    if isinstance(error, KeyError):
        return f"there is nothing called {error} inside it"
    if isinstance(error, ZeroDivisionError):
        return "it divides by zero"
    if isinstance(error, OverflowError):
        return "a number in it grows too large"
    said = str(error)
    missing = re.search(r"Undefined variable or function: '(\w+)'", said)
    if missing and missing.group(1) in operations:
        name = missing.group(1)
        known = {"size", "contains", "startsWith", "endsWith", "matches", "string", "int", "double"}
        if name in known:
            return f"{name}() cannot be used on this kind of answer"
        return f"there is no function {name}()"
    if "float + int" in said or "int + float" in said or ("float" in said and "int" in said):
        return "it reckons with a whole number and a decimal one; write the whole one as 1.0"
    if isinstance(error, TypeError):
        return "it compares or joins two kinds of thing that do not go together"
    return "it cannot be worked out"


def _kind_of(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return "a text"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, (list, tuple)):
        return "a list"
    return "something else"
