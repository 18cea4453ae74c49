"""How the facts of a person are checked, for making and for changing one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from doneinone.domain.catalogue.rules.checked_answers import check_answer
from doneinone.domain.catalogue.rules.cleaning import clean_line, clean_postcode
from doneinone.domain.catalogue.rules.questions import Question
from doneinone.domain.people.models import Person
from doneinone.domain.people.rules import Details, keys_of, known_needs

__all__ = ["Details", "check_details", "keys_for"]

_QUESTION: TypeAdapter[Any] = TypeAdapter(Question)


def _asked(id: str, **more: Any) -> Any:  # noqa: A002 - the word of the format
    return _QUESTION.validate_python({"id": id, "ask": id, "required": False, **more})


_QUESTIONS = (
    _asked("email", type="email"),
    _asked("telephone", type="telephone"),
    _asked("born_on", type="date", earliest="1900-01-01", latest="today"),
)

LINES = {"title": 40, "given": 100, "family": 100, "address": 300}

WORDS = {
    "name": {"en": "Enter a first name or a last name.", "cy": "Rhowch enw cyntaf neu gyfenw."},
    "long": {"en": "Use {most} letters or fewer.", "cy": "Defnyddiwch {most} llythyren neu lai."},
    "postcode": {
        "en": "Enter a full postcode, like M6 5WG, or leave it empty.",
        "cy": "Rhowch god post llawn, fel M6 5WG, neu gadewch yn wag.",
    },
}


def check_details(
    *, details: Details, today: date, language: str
) -> tuple[dict[str, Any], dict[str, str]]:
    """Give the facts as they are kept, and what is wrong with them by field."""
    spoken = "cy" if language.startswith("cy") else "en"
    kept: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for name, most in LINES.items():
        kept[name] = clean_line(getattr(details, name))
        if len(kept[name]) > most:
            errors[name] = WORDS["long"][spoken].format(most=most)
    if not (kept["given"] or kept["family"]):
        errors["family"] = WORDS["name"][spoken]
    for question in _QUESTIONS:
        raw = getattr(details, question.id)
        raw = raw.isoformat() if isinstance(raw, date) else raw
        if isinstance(raw, Mapping) and not any(raw.values()):
            raw = None
        value, wrong = check_answer(question=question, raw=raw, today=today, language=spoken)
        for path, words in wrong.items():
            errors.setdefault(path.split(".")[0], words)
        kept[question.id] = value or ""
    kept["email"] = kept["email"].lower()
    kept["born_on"] = date.fromisoformat(kept["born_on"]) if kept["born_on"] else None
    postcode = clean_postcode(details.postcode) if details.postcode.strip() else ""
    if postcode is None:
        errors["postcode"] = WORDS["postcode"][spoken]
    kept["postcode"] = (postcode or "").replace(" ", "")
    kept["language"] = "cy" if details.language == "cy" else "en"
    kept["needs"] = known_needs(details.needs)
    return kept, errors


def keys_for(person: Person) -> list[str]:
    """Give the keys of a person as they stand."""
    return keys_of(
        given=person.given, family=person.family, born_on=person.born_on, email=person.email,
        telephone=person.telephone, address=person.address, postcode=person.postcode,
    )  # fmt: skip
