"""Answers that fit a definition: sampled from its questions, so that any service can be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, cast

from doneinone.demo.names import Somebody, telephone
from doneinone.demo.words import ANSWERS, ELSEWHERE
from doneinone.domain.catalogue.rules.evaluating import applies, fact, surroundings
from doneinone.domain.catalogue.rules.questions import (
    ChoiceQuestion,
    ChoicesQuestion,
    DateQuestion,
    GroupQuestion,
    MoneyQuestion,
    NumberQuestion,
    QuestionBase,
    TextQuestion,
    day_of_limit,
)
from doneinone.domain.catalogue.rules.schema import ServiceDefinition

RARELY = {
    "danger": 0.07, "inside": 0.15, "hurt": 0.05, "pricked": 0.03, "now": 0.2, "rising": 0.3,
    "getting_in": 0.1, "wires": 0.08, "knows_owner": 0.08, "all_out": 0.2, "often": 0.6,
    "out_by_six": 0.92, "help": 0.07, "crossing": 0.08, "needs_water": 0.1, "yours": 0.05,
    "share": 0.9, "statement": 0.5, "reuse": 0.4, "discount": 0.25, "whole_street": 0.3,
}  # fmt: skip
"""How often a yes-or-no question is answered with yes; others two times in five."""

SELDOM_OPTIONS = frozenset(
    ("asbestos", "chemicals", "clinical", "burst", "sewage", "hateful", "farm", "birds", "hurt",
     "sexual", "burnt", "lorry", "deeper", "wires", "hanging", "box", "shut", "help", "main")
)  # fmt: skip
"""Options that are chosen five times less often than others: what brings out a crew."""

OPTIONAL_ANSWERED = 0.55


@dataclass(frozen=True, slots=True)
class Around:
    """Who answers, where and when."""

    person: Somebody
    address: str
    postcode: str
    place: Mapping[str, Any]
    channel: str
    today: date


def sample(*, definition: ServiceDefinition, around: Around, random: Random) -> dict[str, Any]:
    """Answer every question of a definition that applies, as somebody might."""
    facts = surroundings(today=around.today, place=around.place, channel=around.channel)
    return _each(definition.questions, facts, around, random, definition.service)


def _each(
    questions: list[Any], facts: dict[str, Any], around: Around, random: Random, service: str
) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for question in questions:
        if not applies(question, facts):
            continue
        if not question.required and random.random() > OPTIONAL_ANSWERED:
            continue
        value = _answer(question, facts, around, random, service)
        if value is not None:
            answers[question.id] = value
            facts[question.id] = fact(question, value)
    return answers


def _answer(
    question: QuestionBase, facts: Mapping[str, Any], around: Around, random: Random, service: str
) -> Any:
    """Answer one question by its type; nothing for a file."""
    kind = question.kind
    if kind == "group":
        group = cast(GroupQuestion, question)
        count = min(group.max, max(group.min, random.choice((1, 1, 1, 2, 3))))
        return [
            _each(list(group.questions), dict(facts), around, random, service) for _ in range(count)
        ]
    if kind == "choice":
        return _one_of(list(cast(ChoiceQuestion, question).options), random)
    if kind == "choices":
        return _some_of(cast(ChoicesQuestion, question), random)
    if kind == "yes_no":
        return random.random() < RARELY.get(question.id, 0.4)
    if kind in ("text", "long_text"):
        said = ANSWERS.get((service, question.id)) or ANSWERS.get(("", question.id)) or ELSEWHERE
        return random.choice(said)[: cast(TextQuestion, question).max_length]
    if kind == "number":
        return _number(cast(NumberQuestion, question), random)
    if kind == "date":
        return _day(cast(DateQuestion, question), around.today, random)
    if kind == "money":
        money = cast(MoneyQuestion, question)
        return f"{max(money.min, min(money.max or 30, random.choice((15, 30, 30, 45)))):.2f}"
    return _about(kind, around, random)


def _about(kind: str, around: Around, random: Random) -> Any:
    """Answer a question about the person or a place."""
    person = around.person
    if kind == "name":
        return {"given": person.given, "family": person.family}
    if kind == "email":
        return person.email or "somebody@example.org"
    if kind == "telephone":
        return person.telephone or telephone(random=random)
    if kind == "address":
        return {"lines": [around.address], "postcode": around.postcode}
    if kind == "location":
        return {"postcode": around.postcode}
    return True if kind == "declaration" else None


def _one_of(options: list[str], random: Random) -> str:
    weights = [0.2 if option in SELDOM_OPTIONS else 1.0 for option in options]
    return random.choices(options, weights=weights)[0]


def _some_of(question: ChoicesQuestion, random: Random) -> list[str]:
    options = list(question.options)
    most = min(question.max or len(options), len(options), 3)
    count = max(question.min or 1, random.choice((1, 1, 2, most)))
    chosen = {_one_of(options, random) for _ in range(count)}
    for option in options:
        if len(chosen) < (question.min or 1):
            chosen.add(option)
    return [option for option in options if option in chosen]


def _number(question: NumberQuestion, random: Random) -> float | int:
    least = question.min if question.min is not None else 0
    most = min(question.max if question.max is not None else 100, least + 40)
    value = least + (most - least) * random.betavariate(1, 4)
    return round(value) if question.whole else round(max(value, least), 1)


def _day(question: DateQuestion, today: date, random: Random) -> str:
    earliest = day_of_limit(question.earliest, today=today) if question.earliest else None
    latest = day_of_limit(question.latest, today=today) if question.latest else None
    if latest is not None and latest < today - timedelta(days=365):
        return (latest - timedelta(days=random.randrange(50 * 365))).isoformat()
    if earliest is not None and earliest > today:
        return (earliest + timedelta(days=random.randrange(14))).isoformat()
    back = (today - earliest).days if earliest else 30
    return (today - timedelta(days=random.randrange(min(back, 21) + 1))).isoformat()
