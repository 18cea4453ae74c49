"""The honest date: by when something reported now would be done, and how that is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from doneinone.domain.cases import rules
from doneinone.domain.catalogue.queries import Hub
from doneinone.domain.catalogue.rules.evaluating import Assessment
from doneinone.domain.catalogue.rules.schema import Standard
from doneinone.domain.insight.queries import HonestTime, honest_date
from doneinone.foundation.clock import local, say_count, say_date, say_time


@dataclass(frozen=True, slots=True)
class Promise:
    """What a report made now would be promised."""

    due_at: datetime
    standard: Standard


def promise_now(*, hub: Hub, found: Assessment, now: datetime) -> Promise | None:
    """Work out what a report made now would be promised, or None where nothing is promised."""
    standard = next((one for one in found.standards.values() if one.promise), None)
    team = hub.teams.get(found.routing.team or "")
    if standard is None or team is None:
        return None
    due = rules.due(
        standard=standard, started_at=now, waits=(), hours=hub.hours_for(team.pk, standard),
        calendar=hub.calendar,
    )  # fmt: skip
    return Promise(due, standard) if due else None


def say_within(standard: Standard, language: str) -> str:
    """Say how long a standard allows: "5 working days", "2 hours"."""
    unit = standard.within.unit.rstrip("s")
    try:
        return say_count(standard.within.amount, unit, language)
    except KeyError:
        return str(standard.within)


def say_due(due: datetime, *, hub: Hub, now: datetime, language: str) -> str:
    """Say a due moment as a day; today's and tomorrow's with the time."""
    zone = hub.calendar.zone
    day, today = local(due, zone).date(), local(now, zone).date()
    words = say_date(day, language, today=today)
    if (day - today).days <= 1:
        time = say_time(due, language, zone=zone)
        return _("%(day)s, by %(time)s") % {"day": words, "time": time}
    return words


def usual_now(*, hub: Hub, service: str, now: datetime) -> HonestTime | None:
    """
    Read how long eight in ten people wait for a service now; None when too few were done lately.

    At most one statement in five minutes.
    """
    return honest_date(hub=hub, service=service, today=local(now, hub.calendar.zone).date())


def usual_fact(usual: HonestTime | None, language: str) -> list[dict[str, str]]:
    """Say how long it takes at the moment, as a fact of the date box; nothing of too few cases."""
    if usual is None:
        return []
    if usual.working_days == 0:
        words = _("8 in 10 on the same day")
    else:
        days = say_count(usual.working_days, "working day", language)
        words = _("8 in 10 in %(days)s") % {"days": days}
    return [{"name": _("At the moment"), "words": words}]


def date_box(
    *, hub: Hub, service: str, found: Assessment, now: datetime, language: str
) -> dict[str, Any] | None:
    """Describe the date to expect as the macro ``honest_date`` takes it. At most one statement."""
    promise = promise_now(hub=hub, found=found, now=now)
    if promise is None:
        return None
    label = promise.standard.label.in_language(language)[0]
    usual = usual_now(hub=hub, service=service, now=now)
    return {
        "lead": _("Report it now, and you can expect it done by"),
        "date": say_due(promise.due_at, hub=hub, now=now, language=language),
        "more": _("We tell you if this moves."),
        "facts": [
            {"name": _("Our promise"), "words": say_within(promise.standard, language)},
            *usual_fact(usual, language),
            {"name": _("What we do"), "words": label},
        ],
    }
