"""
The evaluator: what a definition means for the answers given so far.

Web form, adviser's desk and API all ask here, so that they cannot disagree. Nothing in it changes
anything, reads a clock or knows a database.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from doneinone.domain.catalogue.rules.questions import GroupQuestion, QuestionBase
from doneinone.domain.catalogue.rules.schema import ServiceDefinition, Standard
from doneinone.domain.catalogue.rules.texts import Text
from doneinone.foundation.expressions import read_condition

SURROUNDINGS = ("place", "channel", "today")
"""What conditions may name besides questions."""

PLACE_PARTS = ("council", "area", "postcode")

_PARTS = {
    "name": ("title", "given", "family"),
    "location": ("postcode", "easting", "northing", "latitude", "longitude", "label"),
}


@dataclass(frozen=True, slots=True)
class Routing:
    """Where a case goes."""

    team: str | None
    urgent: bool = False
    share_with: tuple[str, ...] = ()


def surroundings(
    *, today: date, place: Mapping[str, Any] | None = None, channel: str | None = None
) -> dict[str, Any]:
    """Give the facts that conditions may name besides the answers."""
    known = place or {}
    return {
        "place": {part: known.get(part) for part in PLACE_PARTS},
        "channel": channel,
        "today": _midnight(today),
    }


def fact(question: QuestionBase, value: Any) -> Any:
    """
    Give an answer as conditions see it.

    A date is the start of that day in UTC (and so is `today`), so that days compare as days;
    money is a number of pounds; a number is decimal unless its question is `whole`.
    """
    if value is None:
        return None
    kind = question.kind
    if kind == "date":
        return _midnight(date.fromisoformat(value))
    if kind == "money" or (kind == "number" and not getattr(question, "whole", False)):
        return float(value)
    if kind in _PARTS:
        return {part: value.get(part) for part in _PARTS[kind]}
    if isinstance(question, GroupQuestion):
        return [
            {part.id: fact(part, item.get(part.id)) for part in question.questions}
            for item in value
        ]
    return value


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def applies(question: QuestionBase, facts: Mapping[str, Any]) -> bool:
    """Say whether a question is asked, given the facts before it."""
    return question.when is None or read_condition(question.when).is_true(facts)


class Assessment:
    """What follows from a definition and answers; each part is worked out when first asked for."""

    def __init__(
        self,
        *,
        definition: ServiceDefinition,
        answers: Mapping[str, Any],
        around: Mapping[str, Any],
    ) -> None:
        self.definition = definition
        self.answers = answers
        self._around = around

    @cached_property
    def _walked(self) -> tuple[tuple[QuestionBase, ...], dict[str, Any]]:
        facts = dict(self._around)
        asked: list[QuestionBase] = []
        for question in self.definition.questions:
            if applies(question, facts):
                asked.append(question)
                value = self.answers.get(question.id)
                if value is not None:
                    facts[question.id] = fact(question, value)
        return tuple(asked), facts

    @property
    def questions(self) -> tuple[QuestionBase, ...]:
        """The questions that apply, in order: the pages of the web form."""
        return self._walked[0]

    @property
    def facts(self) -> Mapping[str, Any]:
        """What conditions see: the answers that apply, place, channel and today."""
        return self._walked[1]

    def question(self, id: str) -> QuestionBase | None:  # noqa: A002 - the word of the format
        """Give the question with this id if it applies."""
        return next((asked for asked in self.questions if asked.id == id), None)

    @property
    def next_question(self) -> QuestionBase | None:
        """
        The first question that applies and has not been answered.

        An answer of ``None`` says that an optional question was shown and left blank.
        """
        for question in self.questions:
            value = self.answers.get(question.id)
            if value is None and (question.required or question.id not in self.answers):
                return question
        return None

    def before(self, id: str) -> QuestionBase | None:  # noqa: A002
        """Give the question asked before this one, for the way back."""
        found = None
        for question in self.questions:
            if question.id == id:
                return found
            found = question
        return None

    def after(self, id: str) -> QuestionBase | None:  # noqa: A002
        """Give the question asked after this one, answered or not."""
        asked = [question.id for question in self.questions]
        place = asked.index(id) + 1 if id in asked else len(asked)
        return self.questions[place] if place < len(asked) else None

    @property
    def is_complete(self) -> bool:
        """Whether every required question that applies has an answer."""
        return all(
            self.answers.get(question.id) is not None
            for question in self.questions
            if question.required
        )

    @cached_property
    def kept(self) -> dict[str, Any]:
        """The answers to questions that apply, in order; others are left behind."""
        return {
            question.id: self.answers[question.id]
            for question in self.questions
            if self.answers.get(question.id) is not None
        }

    @cached_property
    def routing(self) -> Routing:
        """Where the case goes: the first route that fits, or the service's own team."""
        for route in self.definition.routes:
            if self._holds(route.when):
                return Routing(route.team, route.urgent, tuple(route.share_with))
        return Routing(self.definition.team)

    @cached_property
    def standards(self) -> dict[str, Standard]:
        """The standards that hold, by key."""
        return {
            key: standard
            for key, standard in self.definition.standards.items()
            if self._holds(standard.when)
        }

    @cached_property
    def must_say(self) -> tuple[Text, ...]:
        """The lines the adviser must say."""
        return tuple(line.say for line in self.definition.script.must_say if self._holds(line.when))

    def _holds(self, when: str | None) -> bool:
        return when is None or read_condition(when).is_true(self.facts)


def assess(
    *,
    definition: ServiceDefinition,
    answers: Mapping[str, Any],
    today: date,
    place: Mapping[str, Any] | None = None,
    channel: str | None = None,
) -> Assessment:
    """
    Say what follows from cleaned answers.

    `answers` are values as :func:`checked_answers.check_answers` gives them; `place` has any of
    council (GSS code), area (key or name of the ward) and postcode.
    """
    around = surroundings(today=today, place=place, channel=channel)
    return Assessment(definition=definition, answers=answers, around=around)
