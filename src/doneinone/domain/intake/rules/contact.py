"""How to reach somebody: cleaned by the same rules as the questions of a definition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from doneinone.domain.cases.actions.open_case import Who
from doneinone.domain.catalogue.rules.questions import Question
from doneinone.domain.catalogue.rules.schema import ServiceDefinition


@dataclass(frozen=True, slots=True)
class ContactWords:
    """What is said when contact details are missing, by language."""

    needed: str
    name_needed: str


WORDS = {
    "en": ContactWords(
        needed="Enter an e-mail address or a telephone number, so that we can tell you more.",
        name_needed="Enter your name.",
    ),
    "cy": ContactWords(
        needed="Rhowch gyfeiriad e-bost neu rif ffôn, er mwyn i ni roi gwybod i chi.",
        name_needed="Rhowch eich enw.",
    ),
}

_QUESTION: TypeAdapter[Any] = TypeAdapter(Question)

_ASKED: dict[str, dict[str, Any]] = {
    "name": {"type": "text", "ask": {"en": "Your name", "cy": "Eich enw"}, "max_length": 120},
    "email": {"type": "email", "ask": {"en": "E-mail address", "cy": "Cyfeiriad e-bost"}},
    "telephone": {"type": "telephone", "ask": {"en": "Telephone number", "cy": "Rhif ffôn"}},
}

QUESTIONS = tuple(
    _QUESTION.validate_python({"id": key, "required": False, **asked})
    for key, asked in _ASKED.items()
)
"""The questions about the person, which every channel asks the same way."""


def contact_problem(*, definition: ServiceDefinition, who: Who, language: str) -> dict[str, str]:
    """Say what is missing of the contact details that a service requires, by field."""
    if definition.contact != "required":
        return {}
    said = WORDS.get(language, WORDS["en"])
    problems = {}
    if not who.name:
        problems["name"] = said.name_needed
    if not (who.email or who.telephone):
        problems["email"] = said.needed
    return problems


def joined_name(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Take a name given in parts as one line."""
    name = raw.get("name")
    if isinstance(name, Mapping):
        parts = [name.get("title"), name.get("given"), name.get("family")]
        return {**raw, "name": " ".join(part for part in parts if isinstance(part, str) and part)}
    return raw
