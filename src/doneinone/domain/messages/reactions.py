"""What is sent when something happens to a case."""

from __future__ import annotations

from collections.abc import Sequence

from doneinone.domain.cases.models import Case
from doneinone.domain.catalogue.queries import current_hub
from doneinone.domain.messages.composing import TOLD_TO_FOLLOWERS, Composed, Happened, compose
from doneinone.domain.messages.jobs import deliver
from doneinone.domain.messages.queries import readers_of
from doneinone.domain.messages.writing import About, waiting_of, write
from doneinone.foundation.actors import Actor
from doneinone.foundation.clock import now
from doneinone.foundation.timeline.models import Event
from doneinone.foundation.timeline.reactions import reaction


class CaseOutOfReach(Exception):
    """The case of an event cannot be seen with what the event's readers may see."""


@reaction(
    "case.opened",
    "case.asked",
    "case.answered",
    "case.moved",
    "case.closed",
    "case.reopened",
    "case.followed",
)
def tell_people(actor: Actor, events: Sequence[Event]) -> None:
    """
    Write what the reporter and the followers are told, and defer one job that sends it.

    At most seven statements for a batch, besides reading definitions that are not in memory yet.
    Seen twice it writes nothing new: a message is unique for event, template, means and address.

    :raises CaseOutOfReach: if the case was moved behind another wall meanwhile
    """
    hub = current_hub()
    cases = Case.objects.in_bulk({event.subject_id for event in events})
    if any(event.subject_id not in cases for event in events):
        raise CaseOutOfReach
    wanted = {
        event.subject_id
        for event in events
        if event.kind in TOLD_TO_FOLLOWERS or event.kind == "case.followed"
    }
    public = [pk for pk in wanted if cases[pk].shown_publicly]
    readers = readers_of(cases=public) if public else {}
    composed: list[tuple[About, Composed]] = []
    for event in events:
        case = cases[event.subject_id]
        told = readers.get(case.pk, [])
        if event.kind == "case.followed":
            told = [one for one in told if one.follower == event.data.get("follower")]
        about = About(
            event=event.pk, case=case.pk, visible_to=case.visible_to, sensitivity=case.sensitivity
        )
        happened = Happened(kind=event.kind, data=event.data, at=event.at)
        composed.extend(
            (about, one) for one in compose(hub=hub, case=case, happened=happened, followers=told)
        )
    if not composed:
        return
    write(composed=composed, now=now())
    told_of = sorted({about.event for about, _ in composed if about.event is not None})
    if waiting := waiting_of(events=told_of):
        deliver.put_off(actor, message_ids=waiting)
