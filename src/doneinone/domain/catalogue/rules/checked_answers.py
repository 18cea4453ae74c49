"""All answers of a service at once: cleaned, refused with words, or left behind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from doneinone.domain.catalogue.rules.answers import clean, missing
from doneinone.domain.catalogue.rules.cleaning import clean_line
from doneinone.domain.catalogue.rules.evaluating import applies, fact, surroundings
from doneinone.domain.catalogue.rules.nearest import nearest
from doneinone.domain.catalogue.rules.questions import GroupQuestion, QuestionBase
from doneinone.domain.catalogue.rules.refusals import UnableToTakeAnswer, is_empty
from doneinone.domain.catalogue.rules.schema import ServiceDefinition
from doneinone.domain.catalogue.rules.wording import words
from doneinone.foundation.expressions import read_condition

MOST_UNKNOWN = 20
"""Unknown names that are told one by one."""


@dataclass(slots=True)
class Checked:
    """What came of checking: what may be kept, what is wrong by path, what does not apply."""

    answers: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.errors


@dataclass(frozen=True, slots=True)
class _Way:
    """How to check: the day, the language, and what is forgiven."""

    today: date
    language: str
    strict: bool
    partial: bool


def check_answers(
    *,
    definition: ServiceDefinition,
    raw: object,
    today: date,
    place: Mapping[str, Any] | None = None,
    channel: str | None = None,
    strict: bool = False,
    partial: bool = False,
    language: str = "en",
) -> Checked:
    """
    Check everything that was sent for a service.

    :param strict: an answer to a question that does not apply is an error (API), not dropped
    :param partial: a required answer that is not there is forgiven (drafts, examples)

    Errors are found by path: ``depth``, ``born.year``, ``people.0.name``; '' is the whole.
    """
    checked = Checked()
    if not isinstance(raw, Mapping):
        checked.errors[""] = words("not_an_object", language)
        return checked
    way = _Way(today, language, strict, partial)
    facts = surroundings(today=today, place=place, channel=channel)
    _check_each(definition.questions, raw, facts, way, checked)
    return checked


def check_answer(
    *,
    question: QuestionBase,
    raw: object,
    today: date,
    facts: Mapping[str, Any] | None = None,
    partial: bool = False,
    language: str = "en",
) -> tuple[Any, dict[str, str]]:
    """
    Check one answer, as a page with one question does.

    Gives the value (nothing if it is blank and may be) and the errors by path, each starting
    with the id of the question. `facts` are those of the assessment, for conditions in groups.
    """
    way = _Way(today, language, False, partial)
    checked = Checked()
    _check_one(question, raw, dict(facts or {}), way, checked, path=question.id)
    return checked.answers.get(question.id), checked.errors


def _check_each(
    questions: list[Any], raw: Mapping[Any, Any], facts: dict[str, Any], way: _Way,
    checked: Checked, prefix: str = "",
) -> None:  # fmt: skip
    known = {question.id for question in questions}
    for question in questions:
        path = prefix + question.id
        if applies(question, facts):
            _check_one(question, raw.get(question.id), facts, way, checked, path=path)
        elif not is_empty(raw.get(question.id)):
            if way.strict and not _in_doubt(question, checked, prefix):
                checked.errors[path] = words("does_not_apply", way.language)
            else:
                checked.dropped.append(path)
    _name_unknown([key for key in raw if key not in known], known, way, checked, prefix)


def _in_doubt(question: QuestionBase, checked: Checked, prefix: str) -> bool:
    """Say whether a wrong answer elsewhere is why this question seems not to apply."""
    wrong = {path.removeprefix(prefix).split(".")[0] for path in checked.errors}
    return question.when is not None and bool(read_condition(question.when).names & wrong)


def _check_one(
    question: QuestionBase, raw: object, facts: dict[str, Any], way: _Way, checked: Checked,
    *, path: str,
) -> None:  # fmt: skip
    if is_empty(raw):
        if isinstance(question, GroupQuestion) and question.min == 0:
            return
        if question.required and not way.partial:
            checked.errors[path] = missing(question, way.language)
        return
    try:
        if isinstance(question, GroupQuestion):
            value = _check_group(question, raw, facts, way, checked, path)
        else:
            value = clean(question, raw, today=way.today, language=way.language)
    except UnableToTakeAnswer as refused:
        for part, message in refused.problems.items():
            checked.errors[f"{path}.{part}" if part else path] = message
        return
    if value is not None:
        checked.answers[question.id] = value
        facts[question.id] = fact(question, value)


def _check_group(
    question: GroupQuestion, raw: object, facts: Mapping[str, Any], way: _Way, checked: Checked,
    path: str,
) -> list[dict[str, Any]] | None:  # fmt: skip
    if not isinstance(raw, (list, tuple)):
        raise UnableToTakeAnswer({"": words("group_wrong", way.language)})
    if len(raw) > question.max:
        raise UnableToTakeAnswer({"": words("group_max", way.language, {"max": question.max})})
    items: list[dict[str, Any]] = []
    wrong = False
    for index, item in enumerate(raw):
        if not isinstance(item, Mapping):
            raise UnableToTakeAnswer({str(index): words("group_wrong", way.language)})
        inner = Checked()
        _check_each(question.questions, item, dict(facts), way, inner, f"{path}.{index}.")
        checked.errors.update(inner.errors)
        checked.dropped.extend(inner.dropped)
        wrong = wrong or not inner.ok
        items.append(inner.answers)
    least = max(question.min, 1 if question.required else 0)
    if len(items) < least and not way.partial:
        raise UnableToTakeAnswer({"": words("group_min", way.language, {"min": least})})
    return None if wrong else items


def _name_unknown(
    unknown: list[Any], known: set[str], way: _Way, checked: Checked, prefix: str
) -> None:
    for key in unknown[:MOST_UNKNOWN]:
        name = clean_line(str(key)[:60]) or "?"
        near = nearest(name, known)
        text = "unknown_near" if near else "unknown"
        checked.errors[prefix + name] = words(text, way.language, {"id": name, "near": near})
    if len(unknown) > MOST_UNKNOWN:
        checked.errors[prefix.rstrip(".")] = words("too_many_unknown", way.language)
