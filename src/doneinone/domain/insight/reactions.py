"""Counting: each event adds to the figures, a whole batch in one statement for each table.

A figure is counted exactly once, because it is added to in the transaction in which its event
leaves the outbox; a reaction that fails is undone before it is tried again. Rows are taken in one
order, so that two workers seldom wait for one another; where they do block one another the
database undoes one, and its events are counted one by one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import connection

from doneinone.domain.cases.models import Case
from doneinone.domain.catalogue.queries import Hub, current_hub
from doneinone.domain.contacts.models import Contact, Matter, Outcome
from doneinone.domain.contacts.rules import SELF_SERVICE
from doneinone.domain.insight.models import (
    ClosingTime,
    ContactFigure,
    DayFigure,
    Figure,
    OpenFigure,
)
from doneinone.domain.insight.rules import week_of, working_days_between
from doneinone.foundation.actors import RESTRICTED, Actor, acting
from doneinone.foundation.clock import local
from doneinone.foundation.timeline.models import Event
from doneinone.foundation.timeline.reactions import reaction

Key = tuple[Any, ...]


@reaction("case.opened", "case.closed", "case.reopened")
def count_cases(actor: Actor, events: Sequence[Event]) -> None:
    """Count cases by day, team and service, and how long they took. At most five statements."""
    hub = current_hub()
    cases = {
        row[0]: row[1:]
        for row in Case.objects.filter(
            pk__in=sorted({event.subject_id for event in events})
        ).values_list("pk", "agency_id", "team_id", "service")
    }
    by_day: defaultdict[Key, Counter[str]] = defaultdict(Counter)
    standing: defaultdict[Key, Counter[str]] = defaultdict(Counter)
    times: defaultdict[Key, Counter[str]] = defaultdict(Counter)
    for event in events:
        if event.subject_id not in cases:
            continue  # the case was removed: nothing is known of it any more
        agency, team_id, service = cases[event.subject_id]
        team = hub.teams_by_id[team_id].key
        what = event.kind.removeprefix("case.")
        day = _day(event.at, hub)
        figure = by_day[day, agency, team, service, event.sensitivity]
        figure[what] += 1
        standing[agency, team, service, event.sensitivity]["open"] += -1 if what == "closed" else 1
        if what == "closed":
            figure["closed_in_time"] += bool(event.data.get("in_time"))
            took = working_days_between(
                opened_on=_day(datetime.fromisoformat(event.data["opened_at"]), hub),
                closed_on=day,
                calendar=hub.calendar,
            )
            times[week_of(day), agency, service, took, event.sensitivity]["cases"] += 1
    add_to(DayFigure, by_day)
    add_to(OpenFigure, standing)
    add_to(ClosingTime, times)


@reaction("contact.finished", "case.opened")
def count_contacts(actor: Actor, events: Sequence[Event]) -> None:
    """
    Count contacts by day, channel, service and reason. At most four statements and the actor's.

    A report that somebody makes by themselves is a contact too; it is counted from the event of
    its case. A contact is done in one when all that was asked was answered there and then.
    """
    hub = current_hub()
    figures: defaultdict[Key, Counter[str]] = defaultdict(Counter)
    for event in events:
        if event.kind == "case.opened" and event.channel in SELF_SERVICE:
            agency = event.agency_id or hub.receiver.pk
            service, day = event.data.get("service", ""), _day(event.at, hub)
            figures[day, agency, event.channel, service, "", event.sensitivity]["contacts"] += 1
    talks = [event.subject_id for event in events if event.kind == "contact.finished"]
    if talks:
        # A contact in which only restricted matters were asked stands behind the wall with them,
        # and its own event does not say so.
        with acting(replace(actor, clearance=RESTRICTED)):
            contacts = list(Contact.objects.filter(pk__in=talks).order_by("pk"))
            matters = _matters_of(talks)
            for contact in contacts:
                key, is_done = _of_contact(contact, matters.get(contact.pk, []), hub)
                figures[key]["contacts"] += 1
                figures[key]["done_in_one"] += is_done
            add_to(ContactFigure, figures)
    else:
        add_to(ContactFigure, figures)


def _matters_of(contacts: Sequence[int]) -> dict[int, list[Matter]]:
    found: defaultdict[int, list[Matter]] = defaultdict(list)
    for matter in Matter.objects.filter(contact__in=contacts).order_by("contact_id", "position"):
        found[matter.contact_id].append(matter)
    return found


def _of_contact(contact: Contact, matters: Sequence[Matter], hub: Hub) -> tuple[Key, bool]:
    """
    Say under which figure a contact is counted, and whether it was done in one.

    Of a restricted matter nothing is told by the figure of a contact that is not.
    """
    told = [matter for matter in matters if matter.sensitivity <= contact.sensitivity]
    service = next((matter.service for matter in told if matter.service), "")
    cause = next((matter.avoidable for matter in told if matter.avoidable), "")
    day = _day(contact.ended_at or contact.started_at, hub)
    is_done = bool(matters) and all(matter.outcome == Outcome.ANSWERED for matter in matters)
    return (
        (day, contact.agency_id, contact.channel, service, cause, contact.sensitivity),
        is_done,
    )


def _day(at: datetime, hub: Hub) -> date:
    return local(at, hub.calendar.zone).date()


def add_to(model: type[Figure], figures: Mapping[Key, Counter[str]]) -> None:
    """
    Add amounts to the rows of a table of figures, and make those that are missing. One statement.

    :param figures: amounts by their names, for each value of the model's ``key``
    """
    if not figures:
        return
    columns = (*model.key, *model.amounts)
    rows = [
        (*values, *(counted[name] for name in model.amounts)) for values, counted in figures.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(_adding(model, columns), [list(each) for each in zip(*rows, strict=True)])


@cache
def _adding(model: type[Figure], columns: Sequence[str]) -> str:
    types = {name: model._meta.get_field(name).db_type(connection) for name in columns}
    table = model._meta.db_table
    arrays = ", ".join(f"%s::{types[name]}[]" for name in columns)
    sums = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in model.amounts)
    listed, key = ", ".join(columns), ", ".join(model.key)
    return (  # only names of our own models stand in it
        f"insert into {table} ({listed}, visible_to) select {listed}, array[agency_id] "  # noqa: S608
        f"from unnest({arrays}) as added ({listed}) order by {key} "
        f"on conflict ({key}) do update set {sums}"
    )
