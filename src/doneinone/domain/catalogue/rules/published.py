"""
JSON Schemas (draft 2020-12): of the format, for editors, and of a service's answers, for clients.

The two of the format lie beside this file; :func:`write_schemas` makes them anew.
"""

import json
from pathlib import Path
from typing import Any, cast

from doneinone.domain.catalogue.rules.hubs import HubDefinition
from doneinone.domain.catalogue.rules.questions import (
    ChoiceQuestion,
    ChoicesQuestion,
    DateQuestion,
    FileQuestion,
    GroupQuestion,
    NumberQuestion,
    QuestionBase,
    TextQuestion,
)
from doneinone.domain.catalogue.rules.schema import ServiceDefinition

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = Path(__file__).parent
_TEXT = {"type": "string"}


def service_schema() -> dict[str, Any]:
    """Give the JSON Schema of ``services/*.yaml``."""
    return {"$schema": DIALECT, **ServiceDefinition.model_json_schema(), "title": "Service"}


def hub_schema() -> dict[str, Any]:
    """Give the JSON Schema of ``hub.yaml``."""
    return {"$schema": DIALECT, **HubDefinition.model_json_schema(), "title": "Hub"}


def write_schemas(folder: Path = FOLDER) -> list[Path]:
    """Write ``service.schema.json`` and ``hub.schema.json``, and give their paths."""
    paths = []
    for name, schema in (("service", service_schema()), ("hub", hub_schema())):
        path = folder / f"{name}.schema.json"
        path.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        paths.append(path)
    return paths


def answers_schema(definition: ServiceDefinition, language: str = "en") -> dict[str, Any]:
    """
    Give the JSON Schema of the answers to a service.

    A question with a condition is never among the required ones: its condition stands in the
    description and in ``x-when``, and the evaluator judges it.
    """
    return {
        "$schema": DIALECT,
        "title": definition.title.in_language(language)[0],
        **_object(definition.questions, language),
    }


def _object(questions: Any, language: str) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {question.id: _property(question, language) for question in questions},
        "additionalProperties": False,
    }
    required = [
        question.id for question in questions if question.required and question.when is None
    ]
    return schema | ({"required": required} if required else {})


def _property(question: QuestionBase, language: str) -> dict[str, Any]:
    said = question.ask.in_language(language)[0]
    if question.hint:
        said += f" ({question.hint.in_language(language)[0]})"
    schema = {"description": said, **_value(question, language)}
    if question.when:
        schema["description"] += f" Asked when: {question.when}"
        schema["x-when"] = question.when
    return schema


def _value(question: QuestionBase, language: str) -> dict[str, Any]:
    kind = question.kind
    if kind in ("text", "long_text"):
        return {"type": "string", "maxLength": cast(TextQuestion, question).max_length}
    if kind == "choice":
        return _options(cast(ChoiceQuestion, question), language)
    if kind == "choices":
        several = cast(ChoicesQuestion, question)
        limits = {"minItems": several.min or 1, "maxItems": several.max}
        return {
            "type": "array",
            "items": _options(several, language),
            **{name: limit for name, limit in limits.items() if limit},
        }
    if kind == "number":
        return _number(cast(NumberQuestion, question))
    if kind == "date":
        dated = cast(DateQuestion, question)
        limits_of_day = {"x-earliest": dated.earliest, "x-latest": dated.latest}
        return {
            "type": "string",
            "format": "date",
            **{name: day for name, day in limits_of_day.items() if day},
        }
    if kind == "file":
        most = cast(FileQuestion, question).max_files
        return {"type": "array", "items": _TEXT, "minItems": 1, "maxItems": most}
    if isinstance(question, GroupQuestion):
        return {
            "type": "array",
            "items": _object(question.questions, language),
            "minItems": question.min,
            "maxItems": question.max,
        }
    return _PLAIN[kind]


def _options(question: ChoiceQuestion | ChoicesQuestion, language: str) -> dict[str, Any]:
    return {
        "type": "string",
        "oneOf": [
            {"const": key, "title": label.in_language(language)[0]}
            for key, label in question.options.items()
        ],
    }


def _number(question: NumberQuestion) -> dict[str, Any]:
    limits = {"minimum": question.min, "maximum": question.max}
    return {
        "type": "integer" if question.whole else "number",
        **{name: limit for name, limit in limits.items() if limit is not None},
    }


_PLAIN: dict[str, dict[str, Any]] = {
    "yes_no": {"type": "boolean"},
    "declaration": {"const": True},
    "money": {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]{1,2})?$", "examples": ["12.50"]},
    "email": {"type": "string", "format": "email"},
    "telephone": {"type": "string", "examples": ["+441614960100", "0161 496 0100"]},
    "name": {
        "type": "object",
        "properties": {"title": _TEXT, "given": _TEXT, "family": _TEXT},
        "anyOf": [{"required": ["given"]}, {"required": ["family"]}],
        "additionalProperties": False,
    },
    "address": {
        "type": "object",
        "properties": {
            "lines": {"type": "array", "items": _TEXT, "minItems": 1, "maxItems": 6},
            "postcode": _TEXT,
        },
        "required": ["lines", "postcode"],
        "additionalProperties": False,
    },
    "location": {
        "type": "object",
        "properties": {
            "postcode": _TEXT,
            "easting": {"type": "number", "minimum": 0, "maximum": 700_000},
            "northing": {"type": "number", "minimum": 0, "maximum": 1_300_000},
            "latitude": {"type": "number", "minimum": 49, "maximum": 61.5},
            "longitude": {"type": "number", "minimum": -9.5, "maximum": 2.5},
            "label": _TEXT,
        },
        "minProperties": 1,
        "additionalProperties": False,
    },
}
