"""Every error of the API as problem details (RFC 9457), in plain words that say what to do."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from ninja.errors import ValidationError

MEDIA_TYPE = "application/problem+json"
MOST_ERRORS = 50
"""Mistakes that are told one by one."""


class Problem(Exception):
    """
    A call that is refused.

    :ivar status: the HTTP status
    :ivar detail: what is wrong and what to do, in words that may be shown
    :ivar errors: what is wrong by field, as ``answers.depth``, ``location`` or ``contact.email``
    :ivar headers: further headers of the answer
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = dict(errors or {})
        self.headers = dict(headers or {})


def problem_response(problem: Problem) -> HttpResponse:
    """Answer with a problem."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
    }
    if problem.errors:
        body["errors"] = [
            _named(path, detail) for path, detail in list(problem.errors.items())[:MOST_ERRORS]
        ]
    return HttpResponse(
        json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"),
        status=problem.status,
        content_type=MEDIA_TYPE,
        headers=problem.headers,
    )


def _named(path: str, detail: str) -> dict[str, str]:
    """Name a mistake by its field, and inside the body by a JSON pointer as in RFC 9457, 3."""
    first = path.split(".")[0]
    if first not in IN_BODY:
        return {"field": path, "detail": detail}
    parts = (part.replace("~", "~0").replace("/", "~1") for part in path.split("."))
    return {"field": path, "pointer": "#/" + "/".join(parts), "detail": detail}


IN_BODY = {"answers", "location", "contact", "language"}
"""The fields of a body; what else is named is a header, a part of a form, or unknown."""


def problem_of_shape(found: ValidationError) -> Problem:
    """Say in plain words what is wrong with the shape of a call: its body, its headers."""
    errors: dict[str, str] = {}
    for mistake in found.errors[:MOST_ERRORS]:
        place = list(mistake.get("loc", ()))
        # ("body", "body", "location", "easting"): where it was read, the argument, and the field.
        path = place[2:] if place[:1] == ["body"] else place[1:]
        errors.setdefault(".".join(_short(path)) or "body", _in_words(mistake))
    return Problem(422, "Some parts of this need another look: see errors.", errors=errors)


def _short(path: Iterable[object]) -> list[str]:
    return [str(part)[:60] for part in path]


def _in_words(mistake: Mapping[str, Any]) -> str:
    kind, limits = str(mistake.get("type")), mistake.get("ctx") or {}
    if kind in _WORDS:
        return _WORDS[kind].format(**limits)
    return str(mistake.get("msg", "Check this."))


_WORDS = {
    "missing": "This is needed.",
    "extra_forbidden": "There is no such field. Take it out, or check its spelling.",
    "string_type": "Give this as text.",
    "string_too_long": "Use {max_length} characters or fewer.",
    "string_too_short": "Use {min_length} characters or more.",
    "string_pattern_mismatch": "Use only plain characters: letters, digits, and marks of ASCII.",
    "float_type": "Give this as a number.",
    "finite_number": "Give this as a number.",
    "dict_type": "Give this as an object, with a field for each value.",
    "model_type": "Give this as an object, with a field for each value.",
    "model_attributes_type": "Give this as an object, with a field for each value.",
    "literal_error": "Give one of: {expected}.",
}
