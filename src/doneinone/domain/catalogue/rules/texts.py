"""
The small values that definitions are written with: texts in languages, lengths of time, hours.

Each is written as a plain string in YAML and stays one in JSON, and each knows how to read itself.
"""

import re
from datetime import time
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    RootModel,
    SerializerFunctionWrapHandler,
    StringConstraints,
    WrapSerializer,
)
from pydantic import model_validator as validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,59}$")]
"""The name of a service, team, stage, …: small letters, figures and hyphens."""

QuestionId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
"""The name of a question: underscores, not hyphens, because conditions would read a minus."""

OptionKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$")]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
CelText = Annotated[str, Field(min_length=1, examples=["danger == true"])]

Value = TypeVar("Value")


def _from_pairs(value: Any) -> Any:
    pairs = isinstance(value, list) and all(
        isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str) for pair in value
    )
    return dict(value) if pairs and value else value


def _to_pairs(value: Any, handler: SerializerFunctionWrapHandler) -> Any:
    return [[key, part] for key, part in handler(value).items()]


_IN_ORDER = (BeforeValidator(_from_pairs), WrapSerializer(_to_pairs, when_used="json"))

InOrder = Annotated[dict[Key, Value], _IN_ORDER[0], _IN_ORDER[1]]
"""Named parts whose order has a meaning: kept as pairs in JSON, because jsonb forgets order."""

OptionsInOrder = Annotated[dict[OptionKey, Value], _IN_ORDER[0], _IN_ORDER[1]]

Unit = Literal[
    "minutes", "hours", "working hours", "days", "working days", "weeks", "months", "years"
]

_DURATION = re.compile(r"^(\d{1,4}) (working )?(minute|hour|day|week|month|year)s?$")
_HOURS = re.compile(r"^([01]\d|2[0-3]):([0-5]\d)\s*-\s*(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Text(RootModel[dict[LanguageCode, str]]):
    """Words in one or more languages; a plain string is English."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)

    @validator(mode="before")
    @classmethod
    def _plain_is_english(cls, value: Any) -> Any:
        if isinstance(value, bool):
            return value
        return {"en": value} if isinstance(value, (str, int, float)) else value

    @validator(mode="after")
    def _has_english(self) -> "Text":
        if not self.root.get("en", "").strip():
            raise PydanticCustomError("english_missing", "The English text is missing")
        return self

    def in_language(self, language: str) -> tuple[str, bool]:
        """Give the words, and whether they are in the language asked for; English if not."""
        words = self.root.get(language, "")
        return (words, True) if words.strip() else (self.root["en"], language == "en")

    def is_translated(self, language: str) -> bool:
        """Say whether there are words in this language."""
        return bool(self.root.get(language, "").strip())

    def __str__(self) -> str:
        return self.root["en"]

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.root.items())))

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {
            "title": "Text",
            "description": "Words: a plain string is English, or one entry for each language.",
            "anyOf": [
                {"type": "string", "minLength": 1},
                {
                    "type": "object",
                    "properties": {
                        "en": {"type": "string", "description": "English"},
                        "cy": {"type": "string", "description": "Welsh"},
                    },
                    "required": ["en"],
                    "additionalProperties": {"type": "string"},
                },
            ],
        }


class Duration(RootModel[str]):
    """A length of time: ``2 hours``, ``5 working days``, ``1 month``."""

    model_config = ConfigDict(frozen=True)
    root: str = Field(
        pattern=r"^\d{1,4} (working )?(minute|hour|day|week|month|year)s?$",
        examples=["2 hours", "5 working days", "2 years"],
    )

    @validator(mode="after")
    def _makes_sense(self) -> "Duration":
        found = _DURATION.match(self.root)
        if (
            not found
            or not int(found.group(1))
            or (found.group(2) and found.group(3)[0] not in "hd")
        ):
            raise PydanticCustomError("duration", "This is not a length of time")
        return self

    @property
    def amount(self) -> int:
        """How many of the unit, at least 1."""
        return int(self.root.split(" ", 1)[0])

    @property
    def unit(self) -> Unit:
        """The unit, always in the plural."""
        unit: Any = self.root.split(" ", 1)[1].rstrip("s") + "s"
        return unit  # type: ignore[no-any-return]

    def __str__(self) -> str:
        return self.root


class OpeningHours(RootModel[dict[str, str]]):
    """
    When a team works: ``{mon-fri: "08:00-17:00", sat: "09:00-12:00, 13:00-15:00"}``.

    A day that is not named is a day off. A day named twice has the hours written last.
    """

    model_config = ConfigDict(frozen=True)

    @validator(mode="after")
    def _can_be_read(self) -> "OpeningHours":
        self.by_weekday()
        return self

    def by_weekday(self) -> dict[int, tuple[tuple[time, time], ...]]:
        """Give the spans of each working day, 0 for Monday; 24:00 is given as ``time.max``."""
        week: dict[int, tuple[tuple[time, time], ...]] = {}
        for days, hours in self.root.items():
            spans = tuple(_span(part.strip()) for part in hours.split(",") if part.strip())
            for day in _days(days):
                week[day] = () if hours.strip() == "closed" else spans
        return {day: spans for day, spans in sorted(week.items()) if spans}


def _span(text: str) -> tuple[time, time]:
    if text == "closed":
        return time(0), time(0)
    found = _HOURS.match(text)
    if not found:
        raise PydanticCustomError("hours", "'{text}' is not a span of hours", {"text": text})
    start = time(int(found.group(1)), int(found.group(2)))
    end = time(int(found.group(3)), int(found.group(4))) if found.group(3) else time.max
    if end <= start:
        raise PydanticCustomError("hours", "'{text}' ends before it starts", {"text": text})
    return start, end


def _days(text: str) -> list[int]:
    """Read ``mon``, ``mon-fri`` or ``mon,wed``."""
    days: list[int] = []
    for part in text.split(","):
        first, _, last = part.strip().lower().partition("-")
        if first not in _DAYS or (last and last not in _DAYS):
            raise PydanticCustomError("weekdays", "'{text}' is not a day", {"text": part.strip()})
        start, end = _DAYS.index(first), _DAYS.index(last or first)
        if end < start:
            raise PydanticCustomError("weekdays", "'{text}' goes backwards", {"text": part.strip()})
        days.extend(range(start, end + 1))
    return days
