"""What the tracking page shows: steps, the honest date, what was sent and what was told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doneinone.channels.web.promises import say_due, say_within, usual_fact
from doneinone.domain.cases import rules
from doneinone.domain.cases.models import CLOSED
from doneinone.domain.cases.tracking import Tracked
from doneinone.domain.catalogue.queries import Hub, service_at
from doneinone.domain.catalogue.rules.schema import ServiceDefinition
from doneinone.domain.catalogue.rules.showing import show as in_words
from doneinone.domain.insight.queries import HonestTime
from doneinone.domain.messages.links import sign_answer, sign_file
from doneinone.domain.messages.models import Message
from doneinone.foundation.clock import local, say_date, say_moment
from doneinone.foundation.timeline.models import Event


def tracked_page(
    *,
    hub: Hub,
    tracked: Tracked,
    messages: Sequence[Message],
    token: str,
    usual: HonestTime | None,
    own: bool,
    language: str,
    now: datetime,
) -> dict[str, Any]:
    """
    Describe the page of a case. Reads nothing.

    :param usual: how long it takes others at the moment, where enough were done to say
    :param own: whether it is the page of who reported it; a follower sees less
    """
    case = tracked.case
    definition = service_at(case.service_version_id).definition
    team = hub.teams_by_id.get(case.team_id)
    title, translated = definition.title.in_language(language)
    zone = hub.calendar.zone
    shown: dict[str, Any] = {
        "title": title,
        "reference": case.reference,
        "place": case.place,
        "own": own,
        "closed": case.closed_at is not None,
        "steps": steps_of(tracked, definition, own=own, hub=hub, language=language, now=now),
        "date": date_of(tracked, definition, usual=usual, hub=hub, language=language, now=now),
        "missed": _missed(tracked, now),
        "why": why_of(tracked, definition, hub=hub, language=language),
        "untranslated": not translated,
        "team": _team_name(hub, team.key if team else "", language),
        "can_reopen": own
        and rules.reopen_problem(
            stage=case.stage, closed_at=case.closed_at, now=now, by_staff=False
        )
        is None,
    }
    if own:
        shown |= {
            "not_fixed": reverse("track-not-fixed", args=[token]),
            "worse": reverse("track-worse", args=[token]),
            "asked": tracked.asked,
            "answer": reverse(
                "answer",
                args=[sign_answer(case=case.pk, question=tracked.asked.id)],
            )
            if tracked.asked
            else "",
            "sent": [_sent(one, zone, language) for one in messages],
            "told": _told(tracked, definition, language),
            "files": [
                {
                    "name": one["name"],
                    "href": reverse("file", args=[sign_file(case=case.pk, file=one["id"])]),
                }
                for one in tracked.files
            ],
        }
    return shown


def _team_name(hub: Hub, key: str, language: str) -> str:
    named = hub.definition.teams.get(key)
    return named.name.in_language(language)[0] if named else ""


def _missed(tracked: Tracked, now: datetime) -> bool:
    promised = tracked.case.promised_at
    if promised is None or tracked.case.waiting_since is not None:
        return False
    return (tracked.case.closed_at or now) > promised


def date_of(
    tracked: Tracked,
    definition: ServiceDefinition,
    *,
    usual: HonestTime | None,
    hub: Hub,
    language: str,
    now: datetime,
) -> dict[str, Any] | None:
    """Describe the date box: when it is to be done, when it was, or why there is no date."""
    case, zone = tracked.case, hub.calendar.zone
    today = local(now, zone).date()
    facts: list[dict[str, str]] = []
    standard = definition.standards.get(tracked.promise)
    promised = case.promised_at
    if promised and standard:
        words = say_date(local(promised, zone).date(), language, today=today)
        if _missed(tracked, now):
            words = _("%(day)s. Missed") % {"day": words}
        elif case.closed_at:
            words = _("%(day)s. Kept") % {"day": words}
        facts.append({"name": _("Our promise"), "words": words})
        facts.append({"name": _("That is"), "words": say_within(standard, language)})
    if case.closed_at is None:
        facts += usual_fact(usual, language)
    opened = say_date(local(case.opened_at, zone).date(), language, today=today)
    facts.append({"name": _("Reported"), "words": opened})
    if case.closed_at:
        day = say_date(local(case.closed_at, zone).date(), language, today=today)
        return {"lead": _("We finished on"), "date": day, "more": "", "facts": facts}
    if case.waiting_since is not None:
        more = _("When you answer, the date moves by as long as we waited.")
        return {"lead": _("The clock stands still"), "date": _("We wait for your answer"),
                "more": more, "facts": facts}  # fmt: skip
    if promised is None:
        return None
    day = say_due(promised, hub=hub, now=now, language=language)
    if promised < now:
        more = _("That day has passed and we are sorry. The team can see that it is late.")
        return {"lead": _("We promised it by"), "date": day, "more": more, "facts": facts}
    days = (local(promised, zone).date() - today).days
    more = (
        ngettext("%(number)s day from today", "%(number)s days from today", days) % {"number": days}
        if days
        else _("Today")
    )
    return {"lead": _("You can expect it done by"), "date": day, "more": more, "facts": facts}


def why_of(
    tracked: Tracked, definition: ServiceDefinition, *, hub: Hub, language: str
) -> dict[str, Any] | None:
    """Give the day-by-day account of the promised date."""
    standard = definition.standards.get(tracked.promise)
    if standard is None or tracked.promise_started_at is None:
        return None
    explained = rules.explain_due(
        standard=standard,
        started_at=tracked.promise_started_at,
        waits=tracked.waits,
        hours=hub.hours_for(tracked.case.team_id, standard),
        calendar=hub.calendar,
        language=language,
        why={
            rules.WAITING_FOR_PERSON: _("we waited for your answer"),
            rules.WHILE_CLOSED: _("it was closed"),
        },
    )
    rows = [{"text": row.label, "value": row.text} for row in explained.rows]
    return {"title": explained.title, "rows": rows}


def steps_of(
    tracked: Tracked,
    definition: ServiceDefinition,
    *,
    own: bool,
    hub: Hub,
    language: str,
    now: datetime,
) -> list[dict[str, Any]]:
    """Tell what happened, where it is now and what comes next, in the macro's words."""
    case, zone = tracked.case, hub.calendar.zone
    today = local(now, zone).date()
    steps: list[dict[str, Any]] = []
    for event in tracked.events:
        step = _step(event, definition, own=own, language=language)
        if event.kind == "case.reopened" and steps:
            _undo(steps, event, own=own)
        elif step:
            step["when"] = say_moment(event.at, language, today=today, zone=zone)
            steps.append({"state": "done", **step})
    if case.stage == CLOSED:
        if steps and own:
            steps.append({"state": "next", "title": _("you tell us if it is not right")})
        return steps
    stage = definition.stages.get(case.stage)
    tell = stage.tell.in_language(language)[0] if stage and stage.tell else ""
    label = rules.stage_label(definition, case.stage, language)
    if tracked.asked and own:
        label, tell = _("we wait for your answer"), tracked.asked.text
    elif steps and steps[-1].get("stage") == case.stage:
        last = steps.pop()
        tell = last["text"]
    steps.append({"state": "now", "title": label, "text": tell})
    promised = case.promised_at
    when = ""
    if promised and promised > now and case.waiting_since is None:
        when = _("By %(day)s") % {
            "day": say_date(local(promised, zone).date(), language, today=today)
        }
    steps.append({"state": "next", "title": _("it is done, and we tell you how"), "when": when})
    return steps


def _step(
    event: Event, definition: ServiceDefinition, *, own: bool, language: str
) -> dict[str, Any] | None:
    data = event.data
    if event.kind == "case.opened":
        return {"title": _("You reported it") if own else _("It was reported"), "text": ""}
    if event.kind == "case.moved":
        stage = definition.stages.get(data.get("to", ""))
        if stage is None or stage.tell is None:
            return None
        label = stage.label.in_language(language)[0]
        text = " ".join(
            filter(None, [stage.tell.in_language(language)[0], data.get("note") if own else ""])
        )
        return {"title": label, "text": text, "stage": data["to"]}
    if event.kind == "case.closed":
        outcome = definition.outcomes.get(data.get("outcome", ""))
        title = outcome.label.in_language(language)[0] if outcome else _("Done")
        tell = outcome.tell.in_language(language)[0] if outcome else ""
        return {"title": title, "text": (data.get("note") if own else "") or tell}
    if not own:
        return None
    titles = {
        "case.asked": _("We asked you a question"),
        "case.answered": _("You answered"),
        "case.told_more": _("You told us more"),
    }
    if event.kind not in titles:
        return None
    return {"title": titles[event.kind], "text": data.get("text", "")}


def _undo(steps: list[dict[str, Any]], event: Event, *, own: bool) -> None:
    """Mark the last outcome as not so: the person said that it was not put right."""
    last = steps[-1]
    said = {"title": last["title"]}
    last["state"] = "undone"
    last["title"] = (
        _("We said: %(title)s. You told us it is not right") % said
        if own
        else _("We said: %(title)s. It was not right") % said
    )
    reason = event.data.get("reason", "") if own else ""
    if reason and reason[-1] not in ".!?":
        reason += "."
    last["text"] = " ".join(
        filter(None, [reason, _("It went back to the same team, and the clock went on.")])
    )


def _sent(message: Message, zone: Any, language: str) -> dict[str, str]:
    icons = {"email": "mail", "sms": "mobile", "letter": "letter"}
    means = {"email": _("E-mail"), "sms": _("Text message"), "letter": _("Letter")}
    at = say_moment(message.sent_at or message.made_at, language, zone=zone)
    status = {"queued": _("on its way"), "refused": _("could not be delivered")}
    small = [means.get(message.means, message.means), at, status.get(message.status, "")]
    return {
        "icon": icons.get(message.means, "mail"),
        "text": message.subject or means.get(message.means, message.means),
        "small": ", ".join(part for part in small if part),
    }


def _told(
    tracked: Tracked, definition: ServiceDefinition, language: str
) -> list[dict[str, str | None]]:
    rows: list[dict[str, str | None]] = []
    case = tracked.case
    if case.place:
        rows.append({"ask": _("Where it is"), "answer": case.place, "language": None})
    for asked in definition.questions:
        if asked.id in case.answers:
            ask, known = asked.ask.in_language(language)
            words = in_words(asked, case.answers[asked.id], language)
            rows.append({"ask": ask, "answer": words, "language": None if known else "en"})
    return rows
