"""A case as its page shows it, in plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from doneinone.channels.desk.calls.history import telephone_words
from doneinone.channels.desk.cases.words import stage_flow, timeline
from doneinone.channels.desk.rows import due_tag, standard_words, tint
from doneinone.domain.cases import rules
from doneinone.domain.cases.models import CLOSED, Case
from doneinone.domain.cases.queries import Whole
from doneinone.domain.catalogue.queries import Hub, service_at
from doneinone.domain.catalogue.rules.schema import ServiceDefinition
from doneinone.domain.catalogue.rules.showing import show as show_answer
from doneinone.domain.messages.queries import messages_of_case
from doneinone.foundation.actors import Actor
from doneinone.foundation.clock import local, say_date

LANGUAGES = {"en": "English", "cy": "Cymraeg"}
MEANS = {"email": "mail", "sms": "mobile", "letter": "letter"}
MOST_MESSAGES = 20


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looks at a case, when, and in which language."""

    actor: Actor
    hub: Hub
    now: datetime
    language: str


def definition_of(case: Case) -> ServiceDefinition:
    """Give the definition under which a case was opened."""
    return service_at(case.service_version_id).definition


def in_words(*, whole: Whole, looking: Looking) -> dict[str, Any]:
    """Give everything that the page of a case shows. One statement: the messages."""
    case, definition = whole.case, definition_of(whole.case)
    language = looking.language
    return {
        "case": head(whole=whole, looking=looking),
        "stages": stage_flow(
            case=case, events=whole.events, definition=definition, language=language
        ),
        "why": why(whole=whole, looking=looking),
        "clocks": clocks(whole=whole, looking=looking),
        "timeline": timeline(
            events=whole.events, definition=definition, person=case.contact_name, language=language
        ),
        "answers": answers(case=case, definition=definition, language=language),
        "files": [
            {
                "name": file.name,
                "href": reverse("desk-case-file", args=[case.reference, file.pk]),
                "size": f"{max(1, file.size // 1024)} KB",
                "at": file.added_at,
                "picture": file.kind.startswith("image/"),
            }
            for file in whole.files
        ],
        "sent": sent(case=case),
        "seen_by": who_sees(case=case, looking=looking),
        "contact": contact(case=case),
        "followers": whole.followers,
        "open_question": next((q.text for q in whole.questions if q.answered_at is None), ""),
    }


def head(*, whole: Whole, looking: Looking) -> dict[str, Any]:
    """Give the head of the page: what it is, when it is due, who is on it."""
    case, definition, language = whole.case, definition_of(whole.case), looking.language
    team = looking.hub.teams_by_id.get(case.team_id)
    tag = due_tag(
        definition=definition, due_at=case.due_at, standard=case.due_standard,
        waiting_since=case.waiting_since, closed_at=case.closed_at, now=looking.now,
        language=language,
    )  # fmt: skip
    told = ""
    if case.promised_at is not None and case.closed_at is None:
        day = say_date(local(case.promised_at).date(), language, today=looking.now.date())
        told = _("Told the person: %(date)s.") % {"date": day}
    tags = []
    if case.urgent:
        tags.append({"text": _("Danger"), "kind": "red"})
    if case.reopened:
        tags.append({"text": _("Reopened"), "kind": "yellow"})
    if case.sensitivity > 0:
        tags.append({"text": _("Restricted"), "kind": "purple"})
    title = definition.title.in_language(language)[0]
    return {
        "title": f"{title}, {case.place}" if case.place else title,
        "short": title,
        "reference": case.reference,
        "version": case.version,
        "tags": tags,
        "due": tag,
        "told": told,
        "back": {
            "href": reverse("desk-work") + f"?team={case.team_id}",
            "text": team.name if team else _("Work"),
        },
        "position": team.agency.name if team else "",
        "owner": case.owner.name if case.owner else "",
        "owner_tint": tint(case.owner_id),
        "mine": case.owner_id is not None and case.owner_id == looking.actor.staff_id,
        "closed": case.stage == CLOSED,
        "in_team": case.team_id in looking.actor.teams,
    }


def _reasons() -> dict[str, str]:
    return {
        rules.WAITING_FOR_PERSON: _("we asked the person"),
        rules.WHILE_CLOSED: _("closed, then opened again"),
    }


def why(*, whole: Whole, looking: Looking) -> dict[str, Any] | None:
    """Give the day-by-day account of the date that counts: the next one due, or the promise."""
    case, definition = whole.case, definition_of(whole.case)
    running = [clock for clock in whole.clocks if clock.met_at is None]
    clock = next(
        (one for one in running if one.standard == case.due_standard),
        next((one for one in running if one.promise), None),
    )
    if clock is None or clock.standard not in definition.standards:
        return None
    standard = definition.standards[clock.standard]
    account = rules.explain_due(
        standard=standard, started_at=clock.started_at,
        waits=whole.waits, hours=looking.hub.hours_for(case.team_id, standard),
        calendar=looking.hub.calendar, language=looking.language, why=_reasons(),
    )  # fmt: skip
    return {
        "title": account.title,
        "standard": standard_words(definition, clock.standard, looking.language),
        "rows": [{"text": row.label, "value": row.text} for row in account.rows],
        "aloud": account.read_out(),
    }


def clocks(*, whole: Whole, looking: Looking) -> list[dict[str, Any]]:
    """Give each standard of the case with how it stands."""
    case, definition = whole.case, definition_of(whole.case)
    found = []
    for clock in whole.clocks:
        if clock.met_at is not None:
            kept = clock.due_at is None or clock.met_at <= clock.due_at
            tag = {"kind": "done", "words": _("Kept") if kept else _("Done, late"), "why": ""}
        else:
            tag = due_tag(
                definition=definition, due_at=clock.due_at, standard=clock.standard,
                waiting_since=case.waiting_since if clock.pauses else None, closed_at=None,
                now=looking.now, language=looking.language,
            )  # fmt: skip
        words = standard_words(definition, clock.standard, looking.language)
        found.append({"due": tag | {"why": words}, "promise": clock.promise})
    return found


def answers(*, case: Case, definition: ServiceDefinition, language: str) -> list[dict[str, str]]:
    """Give what was asked and answered, in the order of the definition."""
    return [
        {
            "ask": question.ask.in_language(language)[0],
            "answer": show_answer(question, case.answers[question.id], language),
        }
        for question in definition.questions
        if question.id in case.answers
    ]


def sent(*, case: Case) -> list[dict[str, str]]:
    """Give the messages that went about a case, newest first. One statement."""
    states = {"queued": _("about to go"), "sent": _("sent"), "refused": _("could not be sent")}
    return [
        {
            "icon": MEANS.get(one.means, "mail"),
            "text": one.subject or one.body[:120],
            "small": f"{one.address}, {states.get(one.status, one.status)}",
            "body": one.body,
        }
        for one in messages_of_case(case=case.pk, most=MOST_MESSAGES)
    ]


def who_sees(*, case: Case, looking: Looking) -> list[dict[str, str]]:
    """Say in sentences who can see a case."""
    by_id = {agency.pk: agency.name for agency in looking.hub.agencies.values()}
    team = looking.hub.teams_by_id.get(case.team_id)
    names = [by_id.get(one, _("another organisation")) for one in case.visible_to]
    lines = []
    if case.sensitivity > 0:
        lines.append({"who": _("Restricted:"), "what": _("only staff cleared for it, of these")})
    for name in names:
        what = (
            _("and its team %(team)s, who work on it") % {"team": team.name}
            if (team and team.agency.name == name)
            else _("without the notes of other organisations")
        )
        lines.append({"who": name, "what": what})
    if case.shown_publicly:
        lines.append(
            {"who": _("On the public map:"), "what": _("the place and the stage, no name")}
        )
    lines.append({"who": _("Nobody else."), "what": ""})
    return lines


def contact(*, case: Case) -> dict[str, Any]:
    """Give how the person can be reached."""
    href = ""
    if case.person_id is not None:
        try:
            href = reverse("desk-person", args=[case.person_id])
        except NoReverseMatch:
            href = ""
    return {
        "name": case.contact_name,
        "email": case.contact_email,
        "telephone": telephone_words(case.contact_telephone),
        "language": LANGUAGES.get(case.language, case.language),
        "other_language": case.language != "en",
        "href": href,
        "reached": bool(case.contact_email or case.contact_telephone),
    }
