"""
What a service is: the format of ``services/*.yaml``; :mod:`hubs` has that of ``hub.yaml``.

These classes check the shape of one file. What only shows when files are read together (does the
team exist, can the stage be reached) is in :mod:`checking`.
"""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    Field,
    model_validator,
)
from pydantic_core import PydanticCustomError

from doneinone.domain.catalogue.rules.questions import Part, Question
from doneinone.domain.catalogue.rules.texts import (
    CelText,
    Duration,
    InOrder,
    Key,
    LanguageCode,
    QuestionId,
    Text,
)
from doneinone.foundation.working_time import Span

CLOSED = "closed"
"""The stage every service has without saying so."""

StaffRole = Literal["adviser", "officer", "supervisor", "partner", "administrator"]
MessageEvent = Literal["opened", "asked", "answered", "moved", "closed", "reopened", "followed"]

DEFAULT_MESSAGES: dict[str, str | None] = {
    "opened": "case-received",
    "asked": "case-question",
    "answered": None,
    "closed": "case-closed",
    "reopened": "case-reopened",
    "followed": "case-followed",
}
"""The templates that are used where a definition does not say; ``None`` sends nothing."""


def _must_say(value: Any) -> Any:
    return value if isinstance(value, dict) and "say" in value else {"say": value}


class MustSay(Part):
    """A line the adviser must say; a plain text, or `{say: …, when: …}`."""

    say: Text
    """The line."""

    when: CelText | None = None
    """Said only when this condition is true (CEL)."""


class Script(Part):
    """What the adviser says besides the questions."""

    opening: Text | None = None
    """Said at the start."""

    must_say: list[
        Annotated[MustSay, BeforeValidator(_must_say, json_schema_input_type=Text | MustSay)]
    ] = []
    """Lines that must be said before the call ends."""

    closing: Text | None = None
    """Said at the end."""


class Route(Part):
    """Where a case goes; the first route whose condition is true wins."""

    when: CelText | None = None
    """The condition (CEL); without one the route always fits."""

    team: Key
    """The team the case goes to."""

    urgent: bool = False
    """Whether the case is to be dealt with before others."""

    share_with: list[Key] = []
    """Agencies that may see the case from the start, besides the team's own."""


class Standard(Part):
    """A step that must be done within a time."""

    label: Text
    """What must be done: Make it safe."""

    when: CelText | None = None
    """The standard holds only when this condition is true (CEL)."""

    within: Duration
    """How long it may take: 2 hours, 5 working days."""

    clock: Literal["team", "always"] = "team"
    """`team` counts the team's opening hours without bank holidays, `always` every hour."""

    met_by: Key
    """The stage that meets it; `closed` is one."""

    promise: bool = False
    """Whether this is the date that the person is told."""

    pauses: bool = False
    """Whether the clock stops while we wait for the person."""

    @model_validator(mode="after")
    def _can_be_counted(self) -> "Standard":
        """Refuse a length of time that the clock cannot count, such as working days on `always`."""
        try:
            Span.parse(str(self.within), clock=self.clock)
        except ValueError as problem:
            raise PydanticCustomError("span", "{problem}", {"problem": str(problem)}) from None
        return self


def _moves(value: Any) -> Any:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return {key: [] for key in value}
    return value


Moves = Annotated[
    dict[Key, list[StaffRole]],
    BeforeValidator(_moves, json_schema_input_type=list[Key] | dict[Key, list[StaffRole]]),
]


class Stage(Part):
    """A step on the way of a case; the first stage is where a case starts."""

    label: Text
    """What staff call it."""

    tell: Text | None = None
    """What the person is told; without it, the stage is not shown to them."""

    moves: Moves = {}
    """The stages that may follow: a list, or each with the roles that may make the move."""


class Outcome(Part):
    """How a case ends."""

    label: Text
    """What staff call it."""

    tell: Text
    """What the person is told."""

    fixed: bool = False
    """Whether what was asked for has been done."""


class Messages(Part):
    """Which template is sent at which event; `null` sends nothing."""

    opened: Key | None = "case-received"
    """When the case is opened."""

    asked: Key | None = "case-question"
    """When the person is asked something."""

    answered: Key | None = None
    """When the person has answered."""

    moved: dict[Key, Key | None] = {}
    """When the case reaches a stage."""

    closed: Key | None = "case-closed"
    """When the case is closed."""

    reopened: Key | None = "case-reopened"
    """When the case is opened again."""

    followed: Key | None = "case-followed"
    """When somebody follows a case that is there already."""


class Duplicates(Part):
    """What counts as reported already."""

    within_metres: int = Field(ge=1, le=5_000)
    """How near, in metres."""

    within_days: int = Field(ge=1, le=730)
    """How long ago, in days."""


class Retention(Part):
    """How long a case is kept."""

    keep: Duration
    """How long: 2 years."""

    after: Literal["closed", "opened"] = "closed"
    """From when it is counted."""


class Expectation(Part):
    """What an example expects; what is not named is not checked."""

    team: Key | None = None
    """The team the case goes to."""

    urgent: bool | None = None
    """Whether it is urgent."""

    share_with: list[Key] | None = None
    """The agencies it is shared with."""

    standards: list[Key] | None = None
    """The standards that hold."""

    asks: list[QuestionId] | None = None
    """The questions that are asked, in order."""

    says: int | None = Field(None, ge=0)
    """How many lines the adviser must say."""


class Example(Part):
    """Answers and what they lead to; examples run as the tests of the service."""

    name: str = Field(min_length=1)
    """What the example shows."""

    answers: dict[str, Any] = {}
    """The answers, by question."""

    place: dict[Literal["council", "area", "postcode"], str | None] = {}
    """Where it is, if conditions ask."""

    channel: str | None = None
    """The channel it comes by, if conditions ask."""

    today: date | None = None
    """The day it happens, if dates matter."""

    expect: Expectation | None = None
    """What it leads to."""

    refused: list[str] = []
    """The answers that are refused: `depth`, or `people.0.born` inside a group."""


class ServiceDefinition(Part):
    """One file of `services/`: something people ask for, or an article that answers."""

    service: Key
    """The key of the service, the same for all its versions."""

    kind: Literal["case", "information"] = "case"
    """`case` opens a case; `information` is an article."""

    title: Text
    """What people call it: Report a pothole."""

    summary: Text
    """One line for lists."""

    theme: Key
    """The heading it is listed under."""

    team: Key | None = None
    """Where cases go when no route fits; a `case` service must have one."""

    lgsl: int | None = Field(None, ge=1, le=99_999)
    """Its number in the Local Government Service List."""

    segment: Key | None = None
    """The kind of person it is for."""

    known_as: list[str] | dict[LanguageCode, list[str]] = []
    """What people type or say when they mean it."""

    visibility: Literal["public", "standard", "restricted"] = "standard"
    """`public` shows place and stage on the map, `restricted` only cleared staff see it."""

    location: Literal["required", "optional", "none"] = "none"
    """Whether a place is asked for."""

    contact: Literal["required", "optional", "none"] = "optional"
    """Whether the person says who they are."""

    photos: Literal["optional", "none"] = "none"
    """Whether photographs may be added."""

    script: Script = Script()
    """What the adviser says."""

    articles: list[Key] = []
    """Information services that are shown beside it."""

    article: Text | None = None
    """The words of an information service, in Markdown."""

    questions: list[Question] = Field([], max_length=200)
    """The questions, in the order they are asked."""

    routes: list[Route] = Field([], max_length=100)
    """Where cases go; the first that fits wins."""

    standards: InOrder[Standard] = {}
    """What must be done within what time."""

    stages: InOrder[Stage] = {}
    """The way of a case; `closed` is built in."""

    outcomes: InOrder[Outcome] = {}
    """How a case may end."""

    messages: Messages = Messages()
    """Which messages are sent."""

    duplicates: Duplicates | None = None
    """What counts as reported already."""

    retention: Retention | None = None
    """How long cases are kept."""

    examples: list[Example] = []
    """Examples, which run as tests."""

    @model_validator(mode="before")
    @classmethod
    def _empty_is_default(cls, value: Any) -> Any:
        """Take a part that is named and left empty as not written."""
        if isinstance(value, dict):
            return {key: part for key, part in value.items() if part is not None}
        return value

    @property
    def first_stage(self) -> str:
        """The stage where a case starts."""
        return next(iter(self.stages), CLOSED)

    def spoken_names(self, language: str = "en") -> list[str]:
        """What people type or say for this service in a language."""
        if isinstance(self.known_as, dict):
            return self.known_as.get(language, [])
        return self.known_as if language == "en" else []
