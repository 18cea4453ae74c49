"""Answers as HTML forms send them: fields named by question and part, gathered for checking."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from doneinone.domain.catalogue.rules.questions import GroupQuestion, QuestionBase

FORM_PARTS: dict[str, tuple[str, ...]] = {
    "date": ("day", "month", "year"),
    "name": ("title", "given", "family"),
    "address": ("line_1", "line_2", "line_3", "town", "county", "postcode"),
    "location": ("postcode", "easting", "northing", "latitude", "longitude", "label"),
}
"""The parts of the questions that have several fields, named ``{id}-{part}``."""


def answer_from_form(
    question: QuestionBase, form: Mapping[str, Sequence[str]], *, name: str | None = None
) -> Any:
    """
    Gather the raw answer to one question from a form, ready for `check_answer`.

    `form` gives the list of values of each field (``dict(request.POST.lists())``). A field is
    called by the question's id; its parts are ``born-day``; the fields of the second item of a
    group are ``people-1-name-given``.
    """
    name = name or question.id
    if isinstance(question, GroupQuestion):
        return _group(question, form, name)
    parts = FORM_PARTS.get(question.kind)
    if parts:
        found = {part: _one(form, f"{name}-{part}") for part in parts}
        sent = {part: value for part, value in found.items() if value is not None}
        return sent or None
    if question.kind in ("choices", "file"):
        return [value for value in form.get(name, []) if value]
    return _one(form, name)


def _one(form: Mapping[str, Sequence[str]], name: str) -> str | None:
    values = form.get(name)
    return values[-1] if values else None


def _group(
    question: GroupQuestion, form: Mapping[str, Sequence[str]], name: str
) -> list[dict[str, Any]]:
    pattern = re.compile(re.escape(name) + r"-(\d{1,3})-")
    numbers = {int(found.group(1)) for field in form if (found := pattern.match(field))}
    items = []
    for number in sorted(numbers)[: question.max + 1]:
        item = {
            part.id: value
            for part in question.questions
            if (value := answer_from_form(part, form, name=f"{name}-{number}-{part.id}"))
        }
        if item:
            items.append(item)
    return items
