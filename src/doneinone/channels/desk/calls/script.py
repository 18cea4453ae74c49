"""The script of a matter: the same definition as every channel has, in spoken words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from doneinone.channels.desk.calls.history import title_of
from doneinone.channels.shared.forms import field
from doneinone.domain.cases import rules
from doneinone.domain.cases.queries import public_cases_near
from doneinone.domain.catalogue.queries import Hub, Published, service_at
from doneinone.domain.catalogue.rules.checked_answers import check_answer
from doneinone.domain.catalogue.rules.evaluating import Assessment, assess
from doneinone.domain.catalogue.rules.questions import QuestionBase
from doneinone.domain.catalogue.rules.showing import show
from doneinone.domain.contacts.models import Matter
from doneinone.foundation.clock import local, say_date, say_short_date, say_time
from doneinone.foundation.expressions import read_condition

PLACE = "place"


@dataclass(frozen=True, slots=True)
class Asking:
    """A matter that is being asked about, with what its definition says so far."""

    hub: Hub
    service: Published
    matter: Matter
    found: Assessment
    channel: str
    language: str
    now: datetime

    @property
    def definition(self) -> Any:
        """The definition under which the matter was taken up."""
        return self.service.definition


def asking_of(*, hub: Hub, matter: Matter, channel: str, language: str, now: datetime) -> Asking:
    """Work out where a matter stands. At most one statement."""
    service = service_at(matter.service_version_id or 0)
    found = assess(
        definition=service.definition, answers=matter.answers, place=matter.place,
        today=local(now, hub.calendar.zone).date(), channel=channel,
    )  # fmt: skip
    return Asking(hub, service, matter, found, channel, language, now)


def next_of(asking: Asking) -> str:
    """Say what to ask next: a question's id, ``place``, or nothing."""
    typed = [q.id for q in asking.found.questions if q.id in asking.matter.typed]
    if typed:
        return typed[0]
    if asking.definition.location == "required" and not asking.matter.place:
        return PLACE
    found = asking.found.next_question
    return found.id if found and found.kind != "file" else ""


def after(asking: Asking, id: str) -> str:  # noqa: A002 - the word of the format
    """Say what to ask after a question, answered or not; by the order of the page."""
    if id in asking.matter.typed or (id == PLACE and not asking.matter.place):
        return id
    order = [q.id for q in asking.found.questions if q.kind != "file"]
    rest = order[order.index(id) + 1 :] if id in order else order
    waiting = [q for q in rest if q not in asking.matter.answers]
    return waiting[0] if waiting else next_of(asking)


def rows(asking: Asking, *, now_id: str, errors: Mapping[str, str]) -> list[dict[str, Any]]:
    """Give a row for each question, in the order of the definition, with its state."""
    return [_row(asking, question, now_id, errors) for question in asking.definition.questions]


def _row(
    asking: Asking, question: QuestionBase, now_id: str, errors: Mapping[str, str]
) -> dict[str, Any]:
    language, matter = asking.language, asking.matter
    ask = question.ask.in_language(language)[0]
    say = (question.say or question.ask).in_language(language)[0]
    row: dict[str, Any] = {"id": question.id, "ask": ask, "say": say, "error": ""}
    if asking.found.question(question.id) is None:
        kept = matter.answers.get(question.id)
        return row | {
            "state": "skipped",
            "why": _why_not(asking, question),
            "answer": show(question, kept, language) if kept is not None else "",
        }
    if question.kind == "file":
        return row | {"state": "skipped", "why": _("They can send it by the link we send them.")}
    value = matter.typed.get(question.id, matter.answers.get(question.id))
    wrong = dict(errors) if question.id == now_id else {}
    if question.id in matter.typed:
        wrong = _what_is_wrong(asking, question) | wrong
    row["error"] = next((w for path, w in wrong.items() if path.split(".")[0] == question.id), "")
    if question.id == now_id:
        described = field(question, value, language=language, errors=wrong)
        other = "en" if language == "cy" else "cy"
        spoken = question.say or question.ask
        text, translated = spoken.in_language(other)
        return row | {
            "state": "now",
            "field": described | {"say": say},
            "other": {"language": other, "text": text} if translated else None,
        }
    if question.id in matter.answers and question.id not in matter.typed:
        shown = show(question, value, language).replace("\n", ", ")
        return row | {"state": "answered", "answer": shown}
    return row | {"state": "later"}


def _what_is_wrong(asking: Asking, question: QuestionBase) -> dict[str, str]:
    return check_answer(
        question=question, raw=asking.matter.typed[question.id], facts=asking.found.facts,
        today=local(asking.now, asking.hub.calendar.zone).date(), language=asking.language,
    )[1]  # fmt: skip


def _why_not(asking: Asking, question: QuestionBase) -> str:
    """Say why a question is not needed: what was answered, or what it waits for."""
    names = read_condition(question.when or "true").names
    for other in asking.definition.questions:
        if other.id not in names:
            continue
        ask = other.ask.in_language(asking.language)[0]
        value = asking.matter.answers.get(other.id)
        if value is None:
            return _("Depends on: %(question)s") % {"question": ask}
        answer = show(other, value, asking.language).replace("\n", ", ")
        return _("Not needed. %(question)s %(answer)s") % {"question": ask, "answer": answer}
    return _("Not needed here")


def must_say(asking: Asking) -> list[dict[str, Any]]:
    """Give the lines that must be said, and whether they have been."""
    holds = set(asking.found.must_say)
    return [
        {
            "number": number,
            "text": line.say.in_language(asking.language)[0],
            "said": number in asking.matter.said,
        }
        for number, line in enumerate(asking.definition.script.must_say)
        if line.say in holds
    ]


def promise(asking: Asking) -> str:
    """Say by when they can expect it, were the case opened now; nothing if none is promised."""
    found = asking.found
    team = asking.hub.teams.get(found.routing.team or "")
    for standard in found.standards.values():
        if standard.promise and team is not None:
            due = rules.due(
                standard=standard, started_at=asking.now, waits=(),
                hours=asking.hub.hours_for(team.pk, standard), calendar=asking.hub.calendar,
            )  # fmt: skip
            return day_words(due, asking) if due else ""
    return ""


def day_words(due: datetime, asking: Asking) -> str:
    """Say a promised moment as it is told: the day, and the time when it is today."""
    zone = asking.hub.calendar.zone
    day, today = local(due, zone).date(), local(asking.now, zone).date()
    words = say_date(day, asking.language, today=today)
    if day == today:
        time = say_time(due, asking.language, zone=zone)
        return _("%(time)s today, %(day)s") % {"time": time, "day": words}
    return words


def near(asking: Asking) -> list[dict[str, Any]]:
    """Give what is already reported at the place, nearest first. At most one statement."""
    place, duplicates = asking.matter.place, asking.definition.duplicates
    if not place or duplicates is None or asking.definition.visibility != "public":
        return []
    found = public_cases_near(
        service=asking.definition.service, easting=place["easting"], northing=place["northing"],
        metres=duplicates.within_metres,
        since=asking.now - timedelta(days=duplicates.within_days), most=5,
    )  # fmt: skip
    told = []
    for number, case in enumerate(found, 1):
        definition = service_at(case.service_version_id).definition
        opened = say_short_date(local(case.opened_at).date(), asking.language)
        expected = (
            say_short_date(local(case.promised_at).date(), asking.language)
            if case.promised_at
            else ""
        )
        told.append(
            {
                "number": number,
                "id": case.id,
                "title": case.place,
                "reference": case.reference,
                "stage": rules.stage_label(definition, case.stage, asking.language),
                "opened": opened,
                "expected": expected,
                "metres": case.metres,
            }
        )
    return told


def articles_of(asking: Asking) -> list[dict[str, Any]]:
    """Give the knowledge that stands beside a service: what is read out, and the whole of it."""
    return [
        article
        for key in asking.definition.articles
        if (article := article_facts(asking.hub, key, asking.language)) is not None
    ]


def article_facts(hub: Hub, key: str, language: str) -> dict[str, Any] | None:
    """Give a knowledge article, or None if there is none of this key."""
    service = hub.services.get(key)
    if service is None or service.definition.kind != "information":
        return None
    definition = service.definition
    opening, text = definition.script.opening, definition.article
    return {
        "key": key,
        "title": title_of(hub, key, language),
        "summary": definition.summary.in_language(language)[0],
        "read_out": opening.in_language(language)[0] if opening else "",
        "text": text.in_language(language)[0] if text else "",
        "language": "cy" if text and language == "cy" and text.is_translated("cy") else "en",
    }
