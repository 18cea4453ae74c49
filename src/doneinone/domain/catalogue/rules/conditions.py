"""Checking the conditions of a definition: names, order, kinds, and whether they can be true."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice, product
from typing import Any

from doneinone.domain.catalogue.rules.evaluating import SURROUNDINGS, fact, surroundings
from doneinone.domain.catalogue.rules.loading import Loc, Source
from doneinone.domain.catalogue.rules.nearest import did_you_mean
from doneinone.domain.catalogue.rules.questions import GroupQuestion, QuestionBase
from doneinone.domain.catalogue.rules.schema import ServiceDefinition
from doneinone.foundation.expressions import Condition, UnableToReadCondition, read_condition

MOST_TRIALS = 300

_QUOTED = r"'[^'\\]*'|\"[^\"\\]*\""
_NAME = r"(?<![\w.])([a-z][a-z0-9_]*)(?![\w.(])"
_COMPARED = re.compile(
    rf"{_NAME}\s*(==|!=)\s*({_QUOTED})|({_QUOTED})\s*(==|!=|in)\s*{_NAME}|{_NAME}\s+in\s+\[([^\]]*)\]"
)
_TEXT_LIKE = {"text", "long_text", "email", "telephone"}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a condition stands, and which questions it may name."""

    loc: Loc
    text: str
    own: str | None
    before: Mapping[str, QuestionBase]


def check_conditions(source: Source, definition: ServiceDefinition) -> None:
    """Note what is wrong with the conditions of a service."""
    every = {question.id: question for question in definition.questions}
    written = written_ids(source.data)
    for place in _conditions(definition):
        try:
            condition = read_condition(place.text)
        except UnableToReadCondition as error:
            caret = _caret(place.text, error)
            source.add(
                place.loc, f"{error.what}{caret}", error.remedy, inside=(error.line, error.column)
            )
            continue
        if _names_are_good(source, place, condition, every, written, definition):
            _compare_with_options(source, place)
            _try_out(source, place, condition)


def _caret(text: str, error: UnableToReadCondition) -> str:
    lines = text.splitlines() or [""]
    line = lines[error.line - 1] if error.line <= len(lines) else ""
    return f"\n    {line}\n    {' ' * (error.column - 1)}^\n "


def written_ids(data: Any) -> set[str]:
    """Give the ids of the questions as written, of those with mistakes too."""
    questions = data.get("questions") if isinstance(data, dict) else None
    if not isinstance(questions, list):
        return set()
    return {str(part["id"]) for part in questions if isinstance(part, dict) and "id" in part}


def _conditions(definition: ServiceDefinition) -> Iterator[_Place]:
    before: dict[str, QuestionBase] = {}
    for index, question in enumerate(definition.questions):
        loc: list[str | int] = ["questions", index]
        if question.when:
            yield _Place([*loc, "when"], question.when, question.id, dict(before))
        if isinstance(question, GroupQuestion):
            inner = dict(before)
            for number, part in enumerate(question.questions):
                if part.when:
                    way = [*loc, "questions", number, "when"]
                    yield _Place(way, part.when, part.id, dict(inner))
                inner[part.id] = part
        before[question.id] = question
    for index, route in enumerate(definition.routes):
        if route.when:
            yield _Place(["routes", index, "when"], route.when, None, before)
    for key, standard in definition.standards.items():
        if standard.when:
            yield _Place(["standards", key, "when"], standard.when, None, before)
    for index, line in enumerate(definition.script.must_say):
        if line.when:
            yield _Place(["script", "must_say", index, "when"], line.when, None, before)


def _names_are_good(
    source: Source, place: _Place, condition: Condition, every: Mapping[str, QuestionBase],
    written: set[str], definition: ServiceDefinition,
) -> bool:  # fmt: skip
    good = True
    for name in sorted(condition.names):
        if name in place.before or name in SURROUNDINGS:
            continue
        good = False
        found = re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", place.text)
        inside = (1, (found.start() if found and "\n" not in place.text else 0) + 1)
        if name == place.own:
            what, remedy = (
                f"The question '{name}' asks for its own answer.",
                "Name a question before it, or take the condition away.",
            )
        elif name in every:
            loop = _loop(definition, place.own, name)
            what = f"'{name}' is asked later than the condition that names it."
            remedy = f"Move '{name}' above '{place.own}'."
            if loop:
                what = f"The conditions go round in a loop: {' → '.join(loop)}."
                remedy = "Take one of these conditions away."
        elif name in written:
            continue  # the question is there and has a mistake of its own
        else:
            what = f"There is no question '{name}'."
            known = [*place.before, *SURROUNDINGS, "true", "false"]
            remedy = did_you_mean(name, known, otherwise="Name a question before this one.")
        source.add(place.loc, what, remedy, inside=inside)
    return good


def _loop(definition: ServiceDefinition, start: str | None, name: str) -> list[str] | None:
    """Find the way from a question back to `start` through conditions."""
    asks: dict[str, set[str]] = {}
    for question in definition.questions:
        if question.when:
            try:
                asks[question.id] = set(read_condition(question.when).names)
            except UnableToReadCondition:
                continue
    ways: list[list[str]] = [[start or "", name]]
    seen = {name}
    while ways:
        way = ways.pop(0)
        for following in sorted(asks.get(way[-1], ())):
            if following == start:
                return [*way, following]
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return None


def _compare_with_options(source: Source, place: _Place) -> None:
    """Find answers that a question can never have: ``source == 'mian'``, ``danger == 'yes'``."""
    for found in _COMPARED.finditer(place.text):
        first, _, literal, left, word, second, member, listed = found.groups()
        name = first or second or member
        question = place.before.get(name or "")
        if question is None:
            continue
        literals = re.findall(_QUOTED, listed) if listed else [literal or left]
        is_in = word == "in"
        for quoted in literals:
            problem = _never(question, quoted[1:-1], is_in=is_in)
            if problem:
                column = found.start() + found.group(0).index(quoted) + 1
                inside = (1, column if "\n" not in place.text else 1)
                source.add(place.loc, problem[0], problem[1], inside=inside)


def _never(question: QuestionBase, value: str, *, is_in: bool) -> tuple[str, str] | None:
    kind = question.kind
    if kind in ("choice", "choices"):
        options = list(getattr(question, "options", {}))
        if value not in options:
            return (
                f"'{value}' is not an option of '{question.id}'.",
                did_you_mean(value, options, otherwise="Name one of its options."),
            )
        if kind == "choices" and not is_in:
            return (
                f"'{question.id}' may have several options, so it never equals one.",
                f"Write '{value}' in {question.id}.",
            )
        return None
    if kind in _TEXT_LIKE or is_in:
        return None
    written = {
        "yes_no": f"{question.id} == true or {question.id} == false",
        "declaration": f"{question.id} == true",
        "number": f"{question.id} == 3",
        "money": f"{question.id} == 12.5",
        "date": f"{question.id} == timestamp('2026-03-27T00:00:00Z')",
    }.get(kind)
    if written is None:
        return None
    return f"'{question.id}' is never a text.", f"Write it like: {written}."


def _try_out(source: Source, place: _Place, condition: Condition) -> None:
    """Try a condition on possible answers, so that what fails is known before it is asked."""
    around = surroundings(
        today=date(2026, 6, 1),
        place={"council": "E08000006", "area": "Ordsall", "postcode": "M5 3AA"},
        channel="web",
    )
    names = [name for name in sorted(condition.names) if name in place.before]
    samples = [_samples(place.before[name]) for name in names]
    ever = False
    for values in islice(product(*samples), MOST_TRIALS):
        facts = {**around, **dict(zip(names, values, strict=True))}
        problem = condition.problem_with(facts)
        if problem:
            source.add(
                place.loc,
                f"The condition does not work, because {problem}.",
                "Compare each question with the kind of answer it has.",
            )
            return
        ever = ever or condition.is_true(facts)
    if condition.operations & {"!_", "_?_:_"} and condition.problem_with(around):
        source.add(
            place.loc,
            "While a question in it is unanswered, this condition counts as false.",
            f"If that is not meant, begin with {names[0] if names else 'it'} != null.",
            is_warning=True,
        )
    if not ever and names and _is_exhaustive(place.before[name] for name in names):
        blank = [[None, *sample] for sample in samples]
        tried = islice(product(*blank), MOST_TRIALS * 4)
        if not any(
            condition.is_true({**around, **dict(zip(names, values, strict=True))})
            for values in tried
        ):
            source.add(
                place.loc,
                "No answers make this condition true.",
                "See whether && should be ||.",
                is_warning=True,
            )


def _is_exhaustive(questions: Iterable[QuestionBase]) -> bool:
    sizes = 1
    for question in questions:
        if question.kind not in ("choice", "yes_no"):
            return False
        sizes *= len(_samples(question)) + 1
    return sizes <= MOST_TRIALS


def _samples(question: QuestionBase) -> list[Any]:
    kind = question.kind
    if kind == "choice":
        return list(getattr(question, "options", {}))
    if kind == "choices":
        options = list(getattr(question, "options", {}))
        return [options[:1], options]
    if isinstance(question, GroupQuestion):
        item = {part.id: _samples(part)[0] for part in question.questions}
        return [[item]]
    values = _VALUES.get(kind, ["abc"])
    return [fact(question, value) for value in values]


_VALUES: dict[str, list[Any]] = {
    "yes_no": [True, False],
    "declaration": [True],
    "date": ["2026-03-27"],
    "number": [3],
    "money": ["12.50"],
    "name": [{"given": "Amina", "family": "Yusuf"}],
    "address": [{"lines": ["1 Chapel Street"], "postcode": "M3 5FS"}],
    "location": [{"postcode": "M3 5FS", "easting": 383000.0, "northing": 398000.0}],
    "file": [["one"]],
    "email": ["amina@irwell.example"],
    "telephone": ["+441614960100"],
}
