"""The questions of a service: one class for each type, told apart by ``type``."""

import re
from datetime import date, timedelta
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from doneinone.domain.catalogue.rules.texts import CelText, OptionsInOrder, QuestionId, Text

LONGEST_TEXT = 20_000
"""Characters that any answer may have, whatever its question says."""

_DAY = r"^(\d{4}-\d{2}-\d{2}|today( ?[+-] ?\d{1,4} (day|week|month|year)s?)?)$"
DayLimit = Annotated[str, StringConstraints(pattern=_DAY)]
"""A day as ``2026-03-27``, ``today``, ``today + 28 days`` or ``today - 1 year``."""


class Part(BaseModel):
    """What every part of a definition has in common: it never changes, nothing is ignored."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True, coerce_numbers_to_str=True
    )


class QuestionBase(Part):
    """What every question has."""

    id: QuestionId
    """The name of the question in conditions and answers: small letters, figures, underscores."""

    ask: Text
    """The question as it stands on the page."""

    hint: Text | None = None
    """Help that stands under the question."""

    say: Text | None = None
    """The question as the adviser says it; without it, `ask` is said."""

    required: bool = True
    """Whether there must be an answer."""

    when: CelText | None = None
    """Ask only when this condition over earlier answers is true (CEL)."""

    personal: bool | None = None
    """Whether the answer is personal data; names, addresses and the like always start as it."""

    @property
    def kind(self) -> str:
        """The type of the question."""
        return cast(str, getattr(self, "type"))  # noqa: B009

    @property
    def is_personal(self) -> bool:
        """Whether the answer is personal data, by what is written or else by the type."""
        if self.personal is not None:
            return self.personal
        return self.kind in {"name", "address", "email", "telephone", "file"}


class TextQuestion(QuestionBase):
    """One line of text."""

    type: Literal["text"]
    max_length: int = Field(200, ge=1, le=LONGEST_TEXT)
    """The most characters the answer may have."""


class LongTextQuestion(QuestionBase):
    """Text of several lines."""

    type: Literal["long_text"]
    max_length: int = Field(4_000, ge=1, le=LONGEST_TEXT)
    """The most characters the answer may have."""


Options = Annotated[OptionsInOrder[Text], Field(min_length=1, max_length=200)]


class ChoiceQuestion(QuestionBase):
    """One of several options."""

    type: Literal["choice"]
    options: Options
    """The options in the order they are shown: a key for each and its words."""


class ChoicesQuestion(QuestionBase):
    """Any number of several options."""

    type: Literal["choices"]
    options: Options
    """The options in the order they are shown: a key for each and its words."""

    min: int | None = Field(None, ge=1, le=200)
    """The fewest options to choose."""

    max: int | None = Field(None, ge=1, le=200)
    """The most options to choose."""


class YesNoQuestion(QuestionBase):
    """Yes or no; true or false in conditions."""

    type: Literal["yes_no"]


class DateQuestion(QuestionBase):
    """A day."""

    type: Literal["date"]
    earliest: DayLimit | None = None
    """The first day allowed: 2026-03-27, today, today - 1 year."""

    latest: DayLimit | None = None
    """The last day allowed: 2026-03-27, today, today + 28 days."""


class NumberQuestion(QuestionBase):
    """A number, decimal unless `whole`."""

    type: Literal["number"]
    min: float | None = None
    """The smallest number allowed."""

    max: float | None = None
    """The largest number allowed."""

    unit: Text | None = None
    """What is counted, shown after the number: metres."""

    whole: bool = False
    """Whether only whole numbers are allowed."""


class MoneyQuestion(QuestionBase):
    """An amount in pounds."""

    type: Literal["money"]
    min: float = Field(0, ge=-1e9)
    """The smallest amount allowed, in pounds."""

    max: float | None = None
    """The largest amount allowed, in pounds."""


class EmailQuestion(QuestionBase):
    """An e-mail address."""

    type: Literal["email"]


class TelephoneQuestion(QuestionBase):
    """A telephone number."""

    type: Literal["telephone"]


class NameQuestion(QuestionBase):
    """The name of a person."""

    type: Literal["name"]


class AddressQuestion(QuestionBase):
    """A postal address."""

    type: Literal["address"]


class LocationQuestion(QuestionBase):
    """A place on the map, beside the one the whole case has."""

    type: Literal["location"]


class FileQuestion(QuestionBase):
    """One or more files."""

    type: Literal["file"]
    accept: list[Literal["image", "pdf", "document", "spreadsheet"]] = Field(
        ["image", "pdf"], min_length=1
    )
    """The kinds of file that are taken."""

    max_files: int = Field(5, ge=1, le=20)
    """The most files that are taken."""


class DeclarationQuestion(QuestionBase):
    """Something the person confirms; the only answer is yes."""

    type: Literal["declaration"]
    text: Text
    """What the person declares."""


SimpleQuestion = Annotated[
    TextQuestion | LongTextQuestion | ChoiceQuestion | ChoicesQuestion | YesNoQuestion
    | DateQuestion | NumberQuestion | MoneyQuestion | EmailQuestion | TelephoneQuestion
    | NameQuestion | AddressQuestion | LocationQuestion | FileQuestion | DeclarationQuestion,
    Field(discriminator="type"),
]  # fmt: skip


class GroupQuestion(QuestionBase):
    """Several questions asked again for each item: each person, each vehicle."""

    type: Literal["group"]
    questions: list[SimpleQuestion] = Field(min_length=1, max_length=30)
    """The questions of one item; their conditions see the item's answers and those before it."""

    each: Text | None = None
    """What one item is called: Person."""

    min: int = Field(1, ge=0, le=50)
    """The fewest items."""

    max: int = Field(10, ge=1, le=50)
    """The most items."""


Question = Annotated[
    TextQuestion | LongTextQuestion | ChoiceQuestion | ChoicesQuestion | YesNoQuestion
    | DateQuestion | NumberQuestion | MoneyQuestion | EmailQuestion | TelephoneQuestion
    | NameQuestion | AddressQuestion | LocationQuestion | FileQuestion | DeclarationQuestion
    | GroupQuestion,
    Field(discriminator="type"),
]  # fmt: skip

QUESTION_TYPES: dict[str, type[QuestionBase]] = {
    "text": TextQuestion,
    "long_text": LongTextQuestion,
    "choice": ChoiceQuestion,
    "choices": ChoicesQuestion,
    "yes_no": YesNoQuestion,
    "date": DateQuestion,
    "number": NumberQuestion,
    "money": MoneyQuestion,
    "email": EmailQuestion,
    "telephone": TelephoneQuestion,
    "name": NameQuestion,
    "address": AddressQuestion,
    "location": LocationQuestion,
    "file": FileQuestion,
    "declaration": DeclarationQuestion,
    "group": GroupQuestion,
}


def day_of_limit(limit: str, *, today: date) -> date:
    """
    Give the day that a limit like ``today + 28 days`` means.

    :raises ValueError: if there is no such day
    """
    if not limit.startswith("today"):
        return date.fromisoformat(limit)
    found = re.match(r"today ?([+-]) ?(\d+) (day|week|month|year)", limit)
    if not found:
        return today
    amount = int(found.group(2)) * (1 if found.group(1) == "+" else -1)
    if found.group(3) in ("day", "week"):
        return today + timedelta(days=amount * (7 if found.group(3) == "week" else 1))
    months = today.year * 12 + today.month - 1 + amount * (12 if found.group(3) == "year" else 1)
    year, month = divmod(months, 12)
    for day in range(today.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:  # no such day in that month: take the one before
            continue
    return date(year, month + 1, today.day)


def question_fields(kind: str) -> dict[str, Any]:
    """Give the fields that a question of this type may have."""
    return dict(QUESTION_TYPES[kind].model_fields)
