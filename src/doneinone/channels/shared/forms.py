"""Questions as fields of a page, and fields as answers: the same on the web and on the desk."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.http import QueryDict
from django.utils.translation import gettext as _

from doneinone.domain.catalogue.rules.cleaning import clean_line
from doneinone.domain.catalogue.rules.forms import answer_from_form
from doneinone.domain.catalogue.rules.questions import (
    ChoiceQuestion,
    ChoicesQuestion,
    DeclarationQuestion,
    FileQuestion,
    GroupQuestion,
    LongTextQuestion,
    NumberQuestion,
    QuestionBase,
    TextQuestion,
)
from doneinone.domain.catalogue.rules.texts import Text
from doneinone.domain.places.queries import Place

_ADDRESS_FIELDS = {"line1": "line_1", "line2": "line_2", "town": "town", "postcode": "postcode"}
_ACCEPTED = {
    "image": "image/jpeg,image/png,image/webp",
    "pdf": "application/pdf",
    "document": "application/pdf",
    "spreadsheet": "application/pdf",
}


def line_of(data: QueryDict, name: str, *, most: int = 200) -> str:
    """Read one field as one clean line, never longer than ``most``; '' when it is not there."""
    return clean_line((data.get(name) or "")[: 4 * most])[:most]


def file_id(key: str) -> str:
    """Give the id by which a form speaks of a stored file, so that its key stays here."""
    return "f" + hashlib.sha256(key.encode()).hexdigest()[:20]


def place_json(place: Place) -> dict[str, Any]:
    """Write a place as forms keep it and ``make_ready`` takes it."""
    return {
        "easting": place.easting,
        "northing": place.northing,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "postcode": place.postcode,
        "label": place.label,
        "outside": place.outside,
        "area": place.area,
        "council": place.council_gss,
        "council_name": place.council_name,
        "council_link": place.council_link,
        "is_ours": place.is_ours,
        "near_boundary": place.near_boundary,
        "neighbour": {
            "name": place.neighbour.name,
            "metres": place.neighbour.metres,
            "direction": str(place.neighbour.direction),
        }
        if place.neighbour
        else None,
    }


def read_answer(question: QuestionBase, data: QueryDict, *, name: str | None = None) -> Any:
    """Gather the raw answer to a question from a form, ready for ``check_answer``."""
    return answer_from_form(question, _fields(data), name=name)


def _fields(data: QueryDict) -> dict[str, Sequence[str]]:
    """Name the parts of addresses as the rules do; the fields of a page have no underscores."""
    fields: dict[str, Sequence[str]] = {}
    for name, values in data.lists():
        stem, dash, part = name.rpartition("-")
        if dash and part in ("line1", "line2"):
            name = f"{stem}-{_ADDRESS_FIELDS[part]}"
        fields[name] = cast(Sequence[str], values)
    return fields


def field(
    question: QuestionBase,
    value: Any,
    *,
    language: str,
    name: str | None = None,
    errors: Mapping[str, str] | None = None,
    path: str | None = None,
    files: Sequence[Mapping[str, Any]] = (),
    items: int | None = None,
) -> dict[str, Any]:
    """
    Describe a question as the page's macro ``question`` takes it.

    :param value: the cleaned answer, or the raw one that was refused
    :param errors: what is wrong by path, as ``check_answer`` gives it
    :param path: where the question stands in those paths (``people.0.name``)
    :param files: the form's files, for a question of type file
    :param items: how many items of a group to ask for (at least one is)
    """
    name, path, errors = name or question.id, path or question.id, errors or {}
    ask, translated = question.ask.in_language(language)
    own = {part: words for part, words in errors.items() if _is_under(part, path)}
    described: dict[str, Any] = {
        "id": name,
        "type": question.kind,
        "ask": ask,
        "hint": _said(question.hint, language),
        "required": question.required and (question.when is None or path == question.id),
        "value": value,
        "language": language if translated else "en",
        "error": next(iter(own.values()), None),
        "bad": [_field_part(part[len(path) + 1 :]) for part in own if len(part) > len(path)],
    }
    if isinstance(question, GroupQuestion):
        return described | _group(question, value, language, name, errors, path, items)
    return described | _details(question, value, language, files)


def _said(text: Text | None, language: str) -> str:
    return text.in_language(language)[0] if text else ""


def _is_under(part: str, path: str) -> bool:
    return part == path or part.startswith(path + ".")


def _field_part(part: str) -> str:
    return {"line_1": "line1", "line_2": "line2"}.get(part, part)


def _details(
    question: QuestionBase, value: Any, language: str, files: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    if isinstance(question, (ChoiceQuestion, ChoicesQuestion)):
        options = question.options.items()
        return {"options": {key: text.in_language(language)[0] for key, text in options}}
    if isinstance(question, (TextQuestion, LongTextQuestion)):
        return {"max_length": question.max_length}
    if isinstance(question, NumberQuestion):
        return {"unit": _said(question.unit, language)}
    if isinstance(question, DeclarationQuestion):
        return {"text": question.text.in_language(language)[0]}
    if isinstance(question, FileQuestion):
        ids = value if isinstance(value, list) else []
        named = [{"id": file_id(f["key"]), "name": f["name"]} for f in files]
        return {
            "value": [one for one in named if one["id"] in ids],
            "accept": [_ACCEPTED[kind] for kind in question.accept],
            "max_files": question.max_files,
        }
    if question.kind == "address" and isinstance(value, Mapping) and "lines" not in value:
        lines = [str(value.get(part) or "") for part in ("line_1", "line_2", "town")]
        return {"value": {"lines": lines, "postcode": value.get("postcode") or ""}}
    return {}


def _group(
    question: GroupQuestion,
    value: Any,
    language: str,
    name: str,
    errors: Mapping[str, str],
    path: str,
    items: int | None,
) -> dict[str, Any]:
    given = [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []
    count = min(max(items or 0, len(given), question.min, 1), question.max)
    given += [{}] * (count - len(given))
    return {
        "error": errors.get(path),
        "item": _said(question.each, language) or _("Number"),
        "can_add": count < question.max,
        "questions": [
            [
                field(
                    part,
                    item.get(part.id),
                    language=language,
                    name=f"{name}-{at}-{part.id}",
                    errors=errors,
                    path=f"{path}.{at}.{part.id}",
                )
                for part in question.questions
            ]
            for at, item in enumerate(given[:count])
        ],
    }


def errors_in(described: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give the described questions that have an error, a group's own and those of its items."""
    found = [dict(described)] if described.get("error") else []
    for item in described.get("questions") or []:
        for part in item:
            found.extend(errors_in(part))
    return found
