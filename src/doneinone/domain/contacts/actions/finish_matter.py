"""End a matter without a new case: answered, chased, handed over, or not finished."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from doneinone.domain.cases.actions.add_note import add_note
from doneinone.domain.cases.models import Case
from doneinone.domain.cases.queries import CaseNotFound, access_case
from doneinone.domain.catalogue.queries import service_at
from doneinone.domain.contacts.models import Contact, Matter, Outcome
from doneinone.domain.contacts.queries import access_matter, own_contact
from doneinone.domain.contacts.rules import ending_problem
from doneinone.foundation.actors import RESTRICTED, Actor, acting, action
from doneinone.foundation.timeline.recording import record


class UnableToFinishMatter(Exception):
    """The matter cannot end so. The message may be shown to staff."""


@action
def finish_matter(
    *,
    actor: Actor,
    contact_id: int,
    position: int,
    outcome: str,
    avoidable: str = "",
    article: str = "",
    chased: str = "",
    tell_team: bool = True,
    now: datetime,
) -> Matter:
    """
    End a matter of the adviser's contact.

    :param outcome: answered, chased, handed_over or not_finished
    :param article: the key of the knowledge article that answered it
    :param chased: the reference of the case that was asked after
    :param tell_team: write a note on that case, so that its team knows that it was asked after
    :raises ContactNotFound: if it is not a matter of the adviser's open contact
    :raises UnableToFinishMatter: if it may not end so
    """
    contact = own_contact(actor=actor, contact_id=contact_id)
    matter = access_matter(contact=contact, position=position, lock=True)
    if problem := ending_problem(
        outcome=outcome, avoidable=avoidable, is_over=bool(matter.outcome)
    ):
        raise UnableToFinishMatter(problem)
    case = _case_asked_after(chased) if outcome == Outcome.CHASED else None
    matter.article = article if outcome == Outcome.ANSWERED else ""
    matter.avoidable = avoidable
    if case is not None:
        matter.case, matter.reference = case, case.reference
        if tell_team:
            who = actor.name or "An adviser"
            text = f"{who} was asked how far this is ({contact.channel})."
            add_note(actor=actor, reference=case.reference, text=text, now=now)
    end_matter(actor=actor, contact=contact, matter=matter, outcome=outcome, now=now)
    contact.save(update_fields=["version"])
    return matter


def _case_asked_after(reference: str) -> Case:
    """
    Find the case that was asked after.

    :raises UnableToFinishMatter: if there is none that the actor may see
    """
    try:
        return access_case(reference=reference)
    except CaseNotFound:
        raise UnableToFinishMatter("Choose the case that they asked after.") from None


def end_matter(
    *,
    actor: Actor,
    contact: Contact,
    matter: Matter,
    outcome: str,
    visible_to: list[int] | None = None,
    now: datetime,
) -> None:
    """
    Write down how a matter ended, and the event; the caller saves the contact's version.

    What was answered leaves the matter: a case has it, or nobody needs it. A matter about a
    restricted service goes behind the wall with its end, so its event says no more than that.

    :param visible_to: the agencies that see the case, when one was opened
    """
    matter.outcome, matter.ended_at = outcome, now
    matter.answers, matter.typed, matter.place = {}, {}, None
    version = service_at(matter.service_version_id) if matter.service_version_id else None
    restricted = version is not None and version.definition.visibility == "restricted"
    facts: dict[str, Any] = {"position": matter.position}
    if restricted:
        matter.sensitivity = RESTRICTED
        matter.visible_to = visible_to or matter.visible_to
        with acting(
            replace(
                actor,
                clearance=RESTRICTED,
                agencies=tuple(sorted({*actor.agencies, *matter.visible_to})),
            )
        ):
            matter.save()
    else:
        facts |= {
            "service": matter.service, "outcome": outcome, "avoidable": matter.avoidable,
            "reference": matter.reference,
        }  # fmt: skip
        matter.save()
    record(actor, "contact.matter_finished", subject=contact, at=now, **facts)
