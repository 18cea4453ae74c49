"""The history of a case in the words of its page: the timeline, and the way through the stages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from doneinone.domain.cases.models import CLOSED, Case
from doneinone.domain.cases.rules import stage_label
from doneinone.domain.catalogue.rules.schema import ServiceDefinition
from doneinone.foundation.clock import local, say_short_date
from doneinone.foundation.timeline.models import Event

Note = dict[str, str]
Line = tuple[str, str, list[Note]]
MOST_DONE = 5
"""So many stages behind the present one stand in the head; the timeline has them all."""


def channel_words(channel: str) -> str:
    """Say by which way somebody reached us."""
    return {
        "web": _("online"),
        "desk": _("at a desk"),
        "phone": _("by telephone"),
        "counter": _("at a counter"),
        "email": _("by e-mail"),
        "post": _("by post"),
        "api": _("by another system"),
        "open311": _("by another system"),
        "system": _("by the hub"),
    }.get(channel, channel)


def _label(definition: ServiceDefinition, stage: str, language: str) -> str:
    return stage_label(definition, stage, language)


def _seen(text: str, small: str = "") -> list[Note]:
    """Give words that the person saw."""
    note = {"kind": "out", "text": text}
    return [note | ({"small": small} if small else {})] if text else []


def _kept(text: str) -> list[Note]:
    """Give words for staff only."""
    return [{"kind": "in", "text": text}] if text else []


def _opened(data: dict[str, Any], _def: ServiceDefinition, _language: str) -> Line:
    return "flag", _("Reported"), []


def _taken(data: dict[str, Any], _def: ServiceDefinition, _language: str) -> Line:
    name = data.get("owner_name", "")
    return "user", _("%(name)s has it") % {"name": name}, []


def _moved(data: dict[str, Any], definition: ServiceDefinition, language: str) -> Line:
    to = str(data.get("to", ""))
    stage = definition.stages.get(to)
    said = stage.tell.in_language(language)[0] if stage and stage.tell else ""
    title = _("Moved to %(stage)s") % {"stage": _label(definition, to, language)}
    return "arrow", title, _seen(" ".join(filter(None, [said, str(data.get("note", ""))])))


def _noted(data: dict[str, Any], _def: ServiceDefinition, _language: str) -> Line:
    return "lock", _("Note, staff only"), _kept(str(data.get("text", "")))


def _asked(data: dict[str, Any], _def: ServiceDefinition, _language: str) -> Line:
    small = _("The clock stands still until they answer") if data.get("stopped") else ""
    return "question", _("Asked the person"), _seen(str(data.get("text", "")), small)


def _answered(data: dict[str, Any], _def: ServiceDefinition, _language: str) -> Line:
    return "chat", _("The person answered"), _seen(str(data.get("text", "")))


def _closed(data: dict[str, Any], definition: ServiceDefinition, language: str) -> Line:
    outcome = definition.outcomes.get(str(data.get("outcome", "")))
    if outcome is None:
        return "tick", _("Closed"), _seen(str(data.get("note", "")))
    title = _("Closed: %(outcome)s") % {"outcome": outcome.label.in_language(language)[0]}
    said = outcome.tell.in_language(language)[0]
    return "tick", title, _seen(" ".join(filter(None, [said, str(data.get("note", ""))])))


def _reopened(data: dict[str, Any], _def: ServiceDefinition, _language: str) -> Line:
    return "undo", _("Opened again"), _seen(str(data.get("reason", "")))


def _shared(data: dict[str, Any], _def: ServiceDefinition, _language: str) -> Line:
    title = _("Shared with %(agency)s") % {"agency": data.get("name", "")}
    return "wall", title, _kept(str(data.get("reason", "")))


def _file(data: dict[str, Any], _def: ServiceDefinition, _language: str) -> Line:
    return "camera", _("File added: %(name)s") % {"name": data.get("name", "")}, []


def _followed(data: dict[str, Any], _def: ServiceDefinition, _language: str) -> Line:
    return "eye", _("Somebody else wants to be told about it"), []


LINES: dict[str, Callable[[dict[str, Any], ServiceDefinition, str], Line]] = {
    "case.opened": _opened,
    "case.taken": _taken,
    "case.moved": _moved,
    "case.noted": _noted,
    "case.asked": _asked,
    "case.answered": _answered,
    "case.closed": _closed,
    "case.reopened": _reopened,
    "case.shared": _shared,
    "case.file_added": _file,
    "case.followed": _followed,
}


def by_whom(event: Event, *, person: str = "") -> str:
    """Say who did it, and by which way if it was the person."""
    if event.actor_kind == "public":
        name = person or _("the person")
        return _("by %(name)s, %(way)s") % {"name": name, "way": channel_words(event.channel)}
    if event.actor_kind == "system":
        return _("by the hub")
    return _("by %(name)s") % {"name": event.actor_name}


def line_of(event: Event, *, definition: ServiceDefinition, language: str) -> Line:
    """Give an event's icon, title and what was written."""
    if event.kind in LINES:
        return LINES[event.kind](event.data, definition, language)
    return "ring", event.kind.removeprefix("case.").replace("_", " ").capitalize(), []


def timeline(
    *, events: Sequence[Event], definition: ServiceDefinition, person: str, language: str
) -> list[dict[str, Any]]:
    """Put events, newest first, in the words of the page."""
    found = []
    for event in events:
        icon, title, notes = line_of(event, definition=definition, language=language)
        found.append(
            {
                "icon": icon,
                "title": title,
                "by": by_whom(event, person=person),
                "at": event.at,
                "notes": notes,
                "staff_only": event.audience != "person",
            }
        )
    return found


def changes(
    *, events: Sequence[Event], definition: ServiceDefinition, language: str
) -> list[dict[str, Any]]:
    """Say what happened since somebody read a case, oldest first, for the conflict banner."""
    return [
        {
            "who": event.actor_name
            or (_("The person") if event.actor_kind == "public" else _("The hub")),
            "what": line_of(event, definition=definition, language=language)[1],
            "at": event.at,
        }
        for event in events
    ]


def _day(moment: datetime, language: str) -> str:
    return say_short_date(local(moment).date(), language, weekday=False)


def stage_flow(
    *, case: Case, events: Sequence[Event], definition: ServiceDefinition, language: str
) -> list[dict[str, str]]:
    """
    Give the way of a case through its stages: behind it, present, to come.

    :param events: newest first
    """
    opened = _day(case.opened_at, language)
    text = f"{opened}, {channel_words(case.channel)}"
    done: list[dict[str, str]] = []
    stage = definition.first_stage
    for event in reversed(events):
        day = _day(event.at, language)
        if event.kind == "case.moved":
            done.append(
                {"state": "done", "label": _label(definition, stage, language), "text": text}
            )
            stage, text = str(event.data.get("to", stage)), day
        elif event.kind == "case.closed":
            done.append(
                {"state": "done", "label": _label(definition, stage, language), "text": text}
            )
            stage, text = CLOSED, day
        elif event.kind == "case.reopened":
            done.append({"state": "undone", "label": _("Closed, then opened again"), "text": day})
            stage, text = definition.first_stage, day
    if case.stage == CLOSED and case.outcome in definition.outcomes:
        text = definition.outcomes[case.outcome].label.in_language(language)[0]
    now = {"state": "now", "label": _label(definition, case.stage, language), "text": text}
    return [*done[-MOST_DONE:], now, *_to_come(case, definition, done, language)]


def _to_come(
    case: Case, definition: ServiceDefinition, done: Sequence[dict[str, str]], language: str
) -> list[dict[str, str]]:
    if case.stage == CLOSED:
        return []
    keys = list(definition.stages)
    after = keys[keys.index(case.stage) + 1 :] if case.stage in keys else []
    behind = {one["label"] for one in done}
    labels = [_label(definition, key, language) for key in after]
    return [
        {"state": "next", "label": label, "text": ""} for label in labels if label not in behind
    ] + [{"state": "next", "label": _label(definition, CLOSED, language), "text": ""}]
