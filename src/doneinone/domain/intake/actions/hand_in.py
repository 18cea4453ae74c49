"""Hand in answers: the definition checks them and decides, and a case is opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError

from doneinone.domain.cases.actions.open_case import (
    UNIQUE_VIOLATION,
    Decided,
    NewFile,
    Opened,
    ReferenceTaken,
    Where,
    Who,
    open_case,
    wall_of,
)
from doneinone.domain.catalogue.queries import Hub, Published, service_at
from doneinone.domain.catalogue.rules.checked_answers import check_answer, check_answers
from doneinone.domain.catalogue.rules.evaluating import assess
from doneinone.domain.intake.models import Draft, Receipt
from doneinone.domain.intake.queries import access_draft
from doneinone.domain.intake.rules.contact import QUESTIONS, contact_problem, joined_name
from doneinone.foundation.actors import RESTRICTED, Actor, acting, action
from doneinone.foundation.clock import local


class UnableToHandIn(Exception):
    """
    The answers cannot be handed in. Nothing was saved.

    :ivar errors: what is wrong by path: ``answers.depth``, ``location``, ``contact.email``
    """

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("Some answers need another look: " + ", ".join(errors))
        self.errors = dict(errors)


class AlreadyAnswered(Exception):
    """
    A call with this Idempotency-Key was answered before.

    :ivar reference: the case that it opened; empty when the earlier call had other content
    """

    def __init__(self, reference: str) -> None:
        super().__init__("This was sent before.")
        self.reference = reference


@dataclass(frozen=True, slots=True)
class Ready:
    """Answers that were found right, with what the definition decides from them."""

    answers: Mapping[str, Any]
    where: Where | None
    who: Who
    decided: Decided
    words: str


def make_ready(
    *,
    hub: Hub,
    service: Published,
    answers: object,
    place: Mapping[str, Any] | None,
    contact: object,
    person_id: int | None = None,
    channel: str,
    language: str,
    strict: bool,
    now: datetime,
) -> Ready:
    """
    Check everything that was given for a service. No statement.

    :param place: easting, northing, and what places knows of it (``place_json``); None for none
    :param strict: an answer to a question that does not apply is refused and not left out
    :raises UnableToHandIn: with every mistake by its path
    """
    definition = service.definition
    today = local(now, hub.calendar.zone).date()
    around = {part: (place or {}).get(part) for part in ("council", "area", "postcode")}
    checked = check_answers(
        definition=definition,
        raw=answers,
        today=today,
        place=around,
        channel=channel,
        strict=strict,
        language=language,
    )
    errors = {f"answers.{path}".rstrip("."): words for path, words in checked.errors.items()}
    if place is None and definition.location == "required":
        errors["location"] = LOCATION_NEEDED.get(language, LOCATION_NEEDED["en"])
    who, problems = check_contact(contact=contact, language=language, person_id=person_id)
    problems = problems or contact_problem(definition=definition, who=who, language=language)
    errors |= {f"contact.{path}".rstrip("."): words for path, words in problems.items()}
    if errors:
        raise UnableToHandIn(errors)
    found = assess(
        definition=definition, answers=checked.answers, today=today, place=around, channel=channel
    )
    return Ready(
        answers=found.kept,
        where=where_of(place),
        who=who if definition.contact != "none" else replace(who, name="", email="", telephone=""),
        decided=Decided(
            team=found.routing.team or "",
            urgent=found.routing.urgent,
            standards=tuple(found.standards),
            share_with=found.routing.share_with,
        ),
        words=" ".join(str(v) for v in found.kept.values() if isinstance(v, str))[:2000],
    )


LOCATION_NEEDED = {
    "en": "Say where it is: a postcode in Great Britain, or a point on the map.",
    "cy": "Dywedwch ble mae: cod post ym Mhrydain, neu bwynt ar y map.",
}


def where_of(place: Mapping[str, Any] | None) -> Where | None:
    """Take what a case keeps of a place."""
    if place is None:
        return None
    return Where(
        easting=place["easting"],
        northing=place["northing"],
        postcode=(place.get("postcode") or "").replace(" ", ""),
        label=place.get("label") or "",
        area=place.get("area") or "",
    )


def check_contact(
    *, contact: object, language: str, person_id: int | None = None
) -> tuple[Who, dict[str, str]]:
    """Clean contact details and say what is wrong with them, by field."""
    if contact is None:
        return Who(language=language, person_id=person_id), {}
    if not isinstance(contact, Mapping):
        return Who(), {"": "Give the contact details as fields: name, email, telephone."}
    raw = joined_name(contact)
    values: dict[str, str] = {}
    errors: dict[str, str] = {}
    for question in QUESTIONS:
        value, wrong = check_answer(
            question=question, raw=raw.get(question.id), today=NO_DAY, language=language
        )
        errors |= wrong
        values[question.id] = value or ""
    return Who(language=language, person_id=person_id, **values), errors


NO_DAY = datetime(2000, 1, 1).date()  # noqa: DTZ001 - contact details depend on no day
"""Contact details depend on no day, but every check is told one."""

R = TypeVar("R")


def _again_on_clash(run: Callable[[], R]) -> R:
    """Run a whole transaction again when its reference was taken: once in ten thousand million."""
    for _ in range(4):
        try:
            return run()
        except ReferenceTaken:
            continue
    return run()


def hand_in(
    *,
    actor: Actor,
    hub: Hub,
    service: Published,
    ready: Ready,
    files: Sequence[NewFile] = (),
    idempotency: tuple[int, str, str] | None = None,
    now: datetime,
) -> Opened:
    """
    Open a case from answers that ``make_ready`` found right, as the actor but at the door.

    The actor acts with the sight of the agencies that will have the case, for this one change: a
    member of the public sees nothing of them afterwards, nor does an adviser of a restricted case.

    :param idempotency: API key id, Idempotency-Key and fingerprint of the call
    :raises AlreadyAnswered: if the call was answered before
    """
    receiver = actor.agency_id or hub.receiver.pk
    visible_to, sensitivity = wall_of(
        hub=hub, service=service, decided=ready.decided, receiver=receiver
    )
    at_the_door = replace(actor, agencies=tuple(visible_to), clearance=sensitivity)

    def opening() -> Opened:
        return open_case(
            actor=at_the_door,
            hub=hub,
            service=service,
            receiver=receiver,
            answers=ready.answers,
            where=ready.where,
            who=ready.who,
            decided=ready.decided,
            files=files,
            words=ready.words,
            now=now,
        )

    if idempotency is None:
        return _again_on_clash(opening)
    key_id, key, fingerprint = idempotency

    def opening_once() -> Opened:
        with acting(at_the_door):
            _refuse_repeat(idempotency)
            opened = opening()
            Receipt.objects.create(
                api_key_id=key_id,
                key=key,
                fingerprint=fingerprint,
                at=now,
                reference=opened.reference,
                visible_to=visible_to,
                sensitivity=sensitivity,
            )
            return opened

    try:
        return _again_on_clash(opening_once)
    except IntegrityError as problem:
        # Two calls with one key at once: the second finds the first one's receipt. That may be of
        # a case more sensitive than this one would be, and of other agencies but the receiver.
        if getattr(problem.__cause__, "sqlstate", "") != UNIQUE_VIOLATION:
            raise
        with acting(replace(at_the_door, clearance=RESTRICTED)):
            _refuse_repeat(idempotency)
        raise


def _refuse_repeat(idempotency: tuple[int, str, str]) -> None:
    """
    Look whether a call was answered before. One statement.

    :raises AlreadyAnswered: if it was
    """
    key_id, key, fingerprint = idempotency
    before = Receipt.objects.filter(api_key_id=key_id, key=key).first()
    if before is not None:
        raise AlreadyAnswered(before.reference if before.fingerprint == fingerprint else "")


@action
def hand_in_draft(*, actor: Actor, hub: Hub, hashed: str, now: datetime) -> str:
    """
    Hand in a form that somebody filled in, and return the reference of its case.

    Handing it in twice gives the same reference: the draft's row is held while it is opened. What
    was answered leaves the draft, so that the device keeps nothing of it.

    :raises DraftNotFound: if the form is not the actor's
    :raises UnableToHandIn: if answers are missing or wrong
    """
    draft = access_draft(hashed=hashed, now=now, lock=True)
    if draft.reference:
        return draft.reference
    service = service_at(draft.service_version_id)
    ready = make_ready(
        hub=hub,
        service=service,
        answers=_given(draft),
        place=draft.place,
        contact=draft.contact,
        channel=draft.channel,
        language=draft.language,
        strict=False,
        now=now,
    )
    files = [NewFile(**file) for file in draft.files]
    opened = hand_in(
        actor=actor.on(draft.channel), hub=hub, service=service, ready=ready, files=files, now=now
    )
    draft.reference = opened.reference
    draft.answers, draft.contact, draft.files = {}, None, []
    draft.save(update_fields=["reference", "answers", "contact", "files"])
    return opened.reference


def _given(draft: Draft) -> dict[str, Any]:
    return {key: value for key, value in draft.answers.items() if value is not None}
