"""
From data to definition: what does not fit the schema is told in plain words, all of it at once.

The parts that do not fit are then left out, so that the rest can be checked as well.
"""

import copy
import re
import types
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, RootModel, ValidationError

from doneinone.domain.catalogue.rules.loading import Loc, Source
from doneinone.domain.catalogue.rules.nearest import did_you_mean, nearest
from doneinone.domain.catalogue.rules.questions import QUESTION_TYPES, QuestionBase

Model = TypeVar("Model", bound=BaseModel)

_ROUNDS = 12

LEFT_OUT = "left-out"
"""Stands where a key was left out for a mistake that has been told."""

_FILLED_IN: dict[str, Any] = {
    "service": LEFT_OUT,
    "hub": LEFT_OUT,
    "theme": LEFT_OUT,
    "title": LEFT_OUT,
    "summary": LEFT_OUT,
    "name": LEFT_OUT,
    "council": "X00000000",
    "themes": {LEFT_OUT: {"title": LEFT_OUT}},
    "agencies": {LEFT_OUT: {"name": LEFT_OUT}},
    "teams": {LEFT_OUT: {"name": LEFT_OUT, "agency": LEFT_OUT}},
}

_PATTERNS = {
    r"^[a-z][a-z0-9-]{0,59}$": "Use small letters, figures and hyphens, starting with a letter.",
    r"^[a-z][a-z0-9_]{0,59}$": "Use small letters, figures and underscores, not hyphens.",
    r"^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$": "Use letters, figures, hyphens and underscores.",
    r"^[a-z]{2,3}$": "Use the code of a language: en, cy.",
    r"^[A-Z]\d{8}$": "Use the register's code: one letter and eight figures, like E08000006.",
    r"^#[0-9a-fA-F]{6}$": 'Write a colour like "#1d5c4a", in quotation marks.',
}
_KINDS = {
    "string_type": ("A text", "Write a text."),
    "int_type": ("A whole number", "Write a whole number."),
    "int_parsing": ("A whole number", "Write a whole number."),
    "int_from_float": ("A whole number", "Write a whole number."),
    "float_type": ("A number", "Write a number."),
    "float_parsing": ("A number", "Write a number."),
    "bool_type": ("true or false", "Write true or false."),
    "bool_parsing": ("true or false", "Write true or false."),
    "list_type": ("A list", "Write a list: [one, two]."),
    "dict_type": ("Parts with names", "Write the parts as `name: value`."),
    "model_type": ("Parts with names", "Write the parts as `name: value`."),
    "model_attributes_type": ("Parts with names", "Write the parts as `name: value`."),
}  # fmt: skip


def shape(source: Source, model: type[Model]) -> Model | None:
    """Make the definition; mistakes go to the source, and what is left is made if it can be."""
    if source.data is None:
        return None
    data = copy.deepcopy(source.data)
    for _ in range(_ROUNDS):
        try:
            return model.model_validate(data)
        except ValidationError as error:
            problems = error.errors(include_url=False)
        for problem in problems:
            _tell(source, model, problem)
        left_out = _leave_out(source, data, list(problems))
        if not _fill_in(data, problems) and not left_out:
            return None
    return None


def _tell(source: Source, model: type[BaseModel], problem: Any) -> None:
    loc = tuple(problem["loc"])
    at_key = problem["type"] == "extra_forbidden" or loc[-1:] == ("[key]",)
    if problem["type"] == "missing" and _was_written(source, loc):
        return  # it was left out for a mistake that has been told
    what, remedy = _explain(model, problem, loc)
    source.add([step for step in loc if step != "[key]"], what, remedy, at_key=at_key)


def _was_written(source: Source, loc: Loc) -> bool:
    current: Any = source.data
    for step in source.original(loc):
        inside = _inside(current, step)
        if inside:
            current = inside[0]
        elif step == loc[-1] or step not in QUESTION_TYPES:
            return False  # the type of a question stands in the way to its parts, and is no step
    return True


def _fill_in(data: Any, problems: list[Any]) -> bool:
    """Fill in what the whole file must have, so that the rest of it can be checked."""
    done = False
    for problem in problems:
        loc = problem["loc"]
        if problem["type"] == "missing" and len(loc) == 1 and loc[0] in _FILLED_IN:
            data[loc[0]] = copy.deepcopy(_FILLED_IN[loc[0]])
            done = True
    return done


def _explain(model: type[BaseModel], problem: Any, loc: Loc) -> tuple[str, str]:
    kind, given, context = problem["type"], problem.get("input"), problem.get("ctx", {})
    last = str(loc[-1]) if loc else ""
    if kind == "missing":
        about = _about(model, loc)
        return f"'{last}' is missing.", f"Add `{last}: …`. {about}".strip()
    if kind == "extra_forbidden":
        known = _fields(_at(model, loc[:-1]))
        return f"'{last}' is not known here.", did_you_mean(last, known, otherwise="Take it away.")
    if kind == "union_tag_not_found":
        return "The question has no type.", f"Add `type:` with one of {', '.join(QUESTION_TYPES)}."
    if kind == "union_tag_invalid":
        tag = str(context.get("tag", ""))
        return f"'{tag}' is not a type of question.", did_you_mean(
            tag, QUESTION_TYPES, otherwise="Use another type."
        )
    if kind == "literal_error":
        allowed = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        near = nearest(str(given), allowed)
        hint = f"Did you mean '{near}'? " if near else ""
        return f"'{_short(given)}' cannot stand here.", f"{hint}Write one of: {', '.join(allowed)}."
    if kind == "string_pattern_mismatch":
        pattern = str(context.get("pattern", ""))
        return f"'{_short(given)}' is not written well.", _PATTERNS.get(pattern, _other(pattern))
    if kind == "english_missing":
        return "The English text is missing.", "Add `en: …`; other languages come beside it."
    if kind == "duration":
        return f"'{_short(given)}' is not a length of time.", _other("month")
    if kind in ("hours", "weekdays"):
        return f"{problem['msg']}.", 'Write hours like {mon-fri: "08:00-17:00", sat: closed}.'
    if kind in _KINDS:
        wanted, remedy = _KINDS[kind]
        return f"{wanted} must stand at '{_named(loc)}', not {_shown(given)}.", remedy
    return _explain_limits(problem, loc)


def _explain_limits(problem: Any, loc: Loc) -> tuple[str, str]:
    kind, context = problem["type"], problem.get("ctx", {})
    name = _named(loc)
    if kind == "too_short" or kind == "string_too_short":
        return f"'{name}' is empty.", "Write at least one."
    if kind == "too_long" or kind == "string_too_long":
        return f"'{name}' has too many.", f"At most {context.get('max_length')} are allowed."
    if kind == "greater_than_equal":
        return f"The number at '{name}' is too small.", f"Write {context['ge']:g} or more."
    if kind == "less_than_equal":
        return f"The number at '{name}' is too large.", f"Write {context['le']:g} or less."
    if kind.startswith("url"):
        return f"'{name}' is not a web address.", "Write it like https://irwell.example."
    if "email" in str(problem["msg"]):
        return f"'{name}' is not an e-mail address.", "Write it like hello@irwell.example."
    return f"'{name}' cannot be read: {problem['msg']}.", "See the description of the format."


def _other(pattern: str) -> str:
    if "today" in pattern:
        return "Write a day like 2026-03-27, today or today + 28 days."
    if "month" in pattern:
        return "Write a length of time like 2 hours, 5 working days or 2 years."
    return "See the description of the format."


def _named(loc: Loc) -> str:
    names = [step for step in loc if isinstance(step, str) and step not in QUESTION_TYPES]
    return next((name for name in reversed(names) if "[" not in name), "here")


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:39] + "…"


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "parts with names"
    return "a list" if isinstance(value, list) else f"'{_short(value)}'"


def _about(model: type[BaseModel], loc: Loc) -> str:
    around = _at(model, loc[:-1])
    if isinstance(around, type) and issubclass(around, BaseModel):
        found = around.model_fields.get(str(loc[-1]))
        return (found.description or "") if found else ""
    return ""


def _fields(around: Any) -> list[str]:
    if isinstance(around, type) and issubclass(around, BaseModel):
        return list(around.model_fields)
    return []


def _at(model: Any, loc: Loc) -> Any:
    """Find the class that describes a part of a definition."""
    current: Any = model
    for step in loc:
        current = _step(current, step)
    return _bare(current)


def _bare(kind: Any) -> Any:
    """Take away ``Annotated`` and ``| None``."""
    while True:
        if get_origin(kind) is Annotated:
            kind = get_args(kind)[0]
            continue
        if get_origin(kind) in (Union, types.UnionType):
            rest = [part for part in get_args(kind) if part is not types.NoneType]
            if len(rest) == 1:
                kind = rest[0]
                continue
        return kind


def _step(kind: Any, step: str | int) -> Any:
    kind = _bare(kind)
    if get_origin(kind) in (Union, types.UnionType):
        models = [part for part in get_args(kind) if isinstance(part, type)]
        if step in QUESTION_TYPES and any(issubclass(part, QuestionBase) for part in models):
            return QUESTION_TYPES[str(step)]
        return kind
    if isinstance(kind, type) and issubclass(kind, RootModel):
        return _step(kind.model_fields["root"].annotation, step)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        found = kind.model_fields.get(str(step))
        return found.annotation if found else kind
    arguments = get_args(kind)
    if get_origin(kind) is list:
        return arguments[0]
    return arguments[1] if get_origin(kind) is dict else kind


def _leave_out(source: Source, data: Any, problems: list[Any]) -> bool:
    """Take the parts that do not fit out of the data; say whether anything could be taken."""
    ways = {_way(data, problem) for problem in problems}
    done = False
    for way in sorted(ways, key=lambda way: [str(step).zfill(6) for step in way], reverse=True):
        if not way:
            continue
        around = data
        try:
            for step in way[:-1]:
                around = around[step]
            del around[way[-1]]
            source.leave_out(way)
            done = True
        except (KeyError, IndexError, TypeError):
            continue  # a part around it has been taken out already
    return done


def _way(data: Any, problem: Any) -> tuple[str | int, ...]:
    way: list[str | int] = []
    current = data
    for step in problem["loc"]:
        inside = _inside(current, step)
        if inside:
            current = inside[0]
            way.append(step)
    return tuple(way)


def _inside(current: Any, step: str | int) -> tuple[Any] | None:
    """Give the part that a step leads to, in a tuple, or nothing if there is none."""
    if isinstance(current, dict) and step in current:
        return (current[step],)
    if isinstance(current, list) and isinstance(step, int) and step < len(current):
        return (current[step],)
    return None
