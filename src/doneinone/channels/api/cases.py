"""Opening a case, adding a file to it, and reading how it stands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import File, Header, Router
from ninja.files import UploadedFile

from doneinone.adapters.files import files
from doneinone.channels.api.keys import Caller, caller_of, count_opening
from doneinone.channels.api.places import UnableToPlace, place_for
from doneinone.channels.api.problems import Problem
from doneinone.channels.api.services import access_service, file_questions
from doneinone.channels.api.shapes import (
    CaseIn,
    CaseOut,
    FileLinks,
    FileOut,
    OpenedOut,
    ProblemOut,
    Stage,
)
from doneinone.channels.api.words import json_response, language_asked, links_of, moment
from doneinone.domain.cases.actions.add_file import UnableToAddFile, add_file
from doneinone.domain.cases.models import CLOSED, Case
from doneinone.domain.cases.queries import CaseNotFound, access_case
from doneinone.domain.cases.rules import stage_label
from doneinone.domain.catalogue.queries import Hub, Published, current_hub, service_at
from doneinone.domain.catalogue.rules.schema import ServiceDefinition
from doneinone.domain.intake.actions.hand_in import (
    AlreadyAnswered,
    Ready,
    UnableToHandIn,
    hand_in,
    make_ready,
)
from doneinone.domain.intake.actions.take_file import UnableToTakeFile, take_file
from doneinone.foundation.actors import RESTRICTED, acting
from doneinone.foundation.clock import now, say_moment
from doneinone.foundation.references import normalise_reference

router = Router(tags=["Cases"])
REFUSED = frozenset({400, 401, 404, 413, 415, 422, 500, 503})

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern=r"^[!-~]([ -~]*[!-~])?$",
        description="A name of your own for this call, such as a UUID. Sent again with the same "
        "content it opens nothing and gets the same answer.",
    ),
]

NO_PLACE = {
    "en": "This service asks for no place. Leave the location out.",
    "cy": "Nid yw’r gwasanaeth hwn yn gofyn am le. Gadewch y lleoliad allan.",
}
NO_CONTACT = {
    "en": "This service takes no contact details. Leave them out.",
    "cy": "Nid yw’r gwasanaeth hwn yn cymryd manylion cyswllt. Gadewch nhw allan.",
}
NO_FILES = {
    "en": "Leave this out here. Add files afterwards, at links.files of the case.",
    "cy": "Gadewch hwn allan yma. Ychwanegwch ffeiliau wedyn, yn links.files yr achos.",
}
ANOTHER_LOOK = "Some answers need another look: see errors."


@router.post(
    "/services/{service}/cases", operation_id="open_case", summary="Open a case",
    response={201: OpenedOut, REFUSED | {409, 429}: ProblemOut},
)  # fmt: skip
def open_case(
    request: HttpRequest, service: str, body: CaseIn, idempotency_key: IdempotencyKey = None
) -> HttpResponse:
    """
    Open a case from answers, a place and contact details, and say by when it will be done.

    Everything is checked at once and `errors` names each field. A case of a restricted service gets
    its reference and its links like any other; its status is read only by agencies' own staff who
    are cleared for it, so reading it with a key gives 404.
    """
    caller = caller_of(request)
    count_opening(key_id=caller.key_id)
    at, hub = now(), current_hub()
    found = access_service(hub, service)
    language = body.language or language_asked(request, spoken=hub.definition.languages)
    ready = _checked(hub=hub, service=found, body=body, language=language, at=at)
    idempotency = None
    if idempotency_key is not None:
        idempotency = (caller.key_id, idempotency_key, _fingerprint(service, body))
    try:
        opened = hand_in(
            actor=caller.actor, hub=hub, service=found, ready=ready, idempotency=idempotency, now=at
        )
        dates = Dates(opened.promised_at, opened.due_at)
        reference, again = opened.reference, False
    except AlreadyAnswered as before:
        reference, again = before.reference, True
        dates = _dates_before(caller, reference)
    answer = OpenedOut(
        reference=reference,
        service=service,
        stage=_stage(found.definition, found.definition.first_stage, language),
        due=moment(hub, dates.due),
        promise=_promise(hub, ready, found, dates.promised, language),
        links=links_of(reference),
    )
    response = json_response(answer, status=201, language=language)
    response.headers["Location"] = answer.links.self
    if again:
        response.headers["Idempotent-Replayed"] = "true"
    return response


@dataclass(frozen=True, slots=True)
class Dates:
    """By when a case will be done: as the person was told, and as the first clock runs out."""

    promised: datetime | None
    first: datetime | None

    @property
    def due(self) -> datetime | None:
        """What is told: the promise, or where there is none the date that the work is due."""
        return self.promised or self.first


def _checked(*, hub: Hub, service: Published, body: CaseIn, language: str, at: datetime) -> Ready:
    """
    Check everything that was sent for a service. As many statements as its place needs.

    :raises Problem: 422 with every mistake by its field
    """
    definition = service.definition
    wrong: dict[str, str] = {}
    place = None
    if language not in hub.definition.languages:
        wrong["language"] = f"Give one of: {', '.join(hub.definition.languages)}."
    if definition.location == "none" and body.location is not None:
        wrong["location"] = NO_PLACE[language]
    elif body.location is not None:
        try:
            place = place_for(hub=hub, location=body.location, language=language)
        except UnableToPlace as problem:
            wrong[problem.field] = str(problem)
    if definition.contact == "none" and body.contact is not None:
        wrong["contact"] = NO_CONTACT[language]
    for question in file_questions(definition):
        if body.answers.get(question):
            wrong[f"answers.{question}"] = NO_FILES[language]
    contact = body.contact.model_dump() if body.contact is not None else None
    ready = None
    try:
        ready = make_ready(
            hub=hub, service=service, answers=body.answers, place=place, contact=contact,
            channel="api", language=language, strict=True, now=at,
        )  # fmt: skip
    except UnableToHandIn as problem:
        missed = dict(problem.errors)
        if any(field.startswith("location.") for field in wrong):
            missed.pop("location", None)
        wrong = missed | wrong
    if ready is None or wrong:
        raise Problem(422, ANOTHER_LOOK, errors=wrong)
    return ready


def _fingerprint(service: str, body: CaseIn) -> str:
    """Make a short print of what a call asks for, the same however its JSON is laid out."""
    content = json.dumps([service, body.model_dump(exclude_unset=True)], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def _dates_before(caller: Caller, reference: str) -> Dates:
    """
    Give the dates of a case that an earlier call of this key opened with the same content.

    Who knows the key, its Idempotency-Key and the whole content has been told them before, so a
    restricted case may be looked up for this; nothing else of it is read.

    :raises Problem: 409 if the earlier call had other content
    """
    if not reference:
        raise Problem(
            409,
            "This Idempotency-Key was used before with other content. "
            "Send the same content again, or a new key for new content.",
        )
    with acting(replace(caller.actor, clearance=RESTRICTED)):
        case = access_case(reference=reference)
    return Dates(case.promised_at, case.due_at)


def _promise(
    hub: Hub, ready: Ready, service: Published, promised_at: datetime | None, language: str
) -> str | None:
    if promised_at is None:
        return None
    standards = (service.definition.standards[key] for key in ready.decided.standards)
    standard = next((standard for standard in standards if standard.promise), None)
    if standard is None:
        return None
    label, _ = standard.label.in_language(language)
    by = {"en": "by", "cy": "erbyn"}[language]
    return f"{label} {by} {say_moment(promised_at, language, zone=hub.calendar.zone)}"


def _stage(definition: ServiceDefinition, stage: str, language: str) -> Stage:
    return Stage(key=stage, label=stage_label(definition, stage, language))


@router.get(
    "/cases/{reference}", operation_id="read_case", summary="Read how a case stands",
    response={200: CaseOut, frozenset({401, 404, 500, 503}): ProblemOut},
)  # fmt: skip
def read_case(request: HttpRequest, reference: str) -> HttpResponse:
    """
    Read how far a case has got, if the agency of the key has it or is to see it.

    A case that is not there and one that is not yours give the same answer.
    """
    caller, hub = caller_of(request), current_hub()
    language = language_asked(request, spoken=hub.definition.languages)
    with acting(caller.actor):
        case = _access(reference)
    return json_response(_status(hub, case, language), language=language)


def _access(reference: str) -> Case:
    """
    Fetch a case that the running actor may see.

    :raises Problem: 404 if it is not there or not theirs
    """
    try:
        return access_case(reference=_normal(reference))
    except CaseNotFound as problem:
        raise Problem(404, str(problem)) from problem


def _normal(reference: str) -> str:
    """
    Give a reference as it is stored.

    :raises CaseNotFound: if it cannot be one
    """
    found = normalise_reference(reference) if len(reference) <= 40 else None
    if found is None:
        raise CaseNotFound
    return found


def _status(hub: Hub, case: Case, language: str) -> CaseOut:
    definition = service_at(case.service_version_id).definition
    outcome = None
    if case.stage == CLOSED:
        ended = definition.outcomes.get(case.outcome)
        label = ended.label.in_language(language)[0] if ended else case.outcome
        outcome = Stage(key=case.outcome, label=label)
    return CaseOut(
        reference=case.reference,
        service=case.service,
        title=definition.title.in_language(language)[0],
        stage=_stage(definition, case.stage, language),
        opened_at=moment(hub, case.opened_at) or case.opened_at,
        due=moment(hub, Dates(case.promised_at, case.due_at).due),
        promised=moment(hub, case.promised_at),
        outcome=outcome,
        closed_at=moment(hub, case.closed_at),
        waiting_for_person=case.waiting_since is not None,
        links=links_of(case.reference),
    )


@router.post(
    "/cases/{reference}/files", operation_id="add_file", summary="Add a photo or a PDF to a case",
    response={201: FileOut, REFUSED | {409}: ProblemOut},
)  # fmt: skip
def add_file_to_case(
    request: HttpRequest,
    reference: str,
    file: Annotated[UploadedFile, File(description="JPG, PNG, WebP or PDF, at most 20 MB.")],
) -> HttpResponse:
    """
    Add a file to a case that the agency of the key may see.

    What it is is judged by its content, not by its name. Photos are drawn anew, without the place
    where they were taken.
    """
    actor, hub = caller_of(request).actor, current_hub()
    with acting(actor):
        case = _access(reference)
    if (file.size or 0) > settings.MAX_FILE_BYTES:
        raise Problem(413, f"Choose a file of at most {settings.MAX_FILE_BYTES // 2**20} MB.")
    try:
        taken = take_file(name=file.name or "file", content=file.read(), documents=True)
    except UnableToTakeFile as problem:
        raise Problem(422, str(problem), errors={"file": str(problem)}) from problem
    try:
        added = add_file(actor=actor, reference=case.reference, file=taken, now=now())
    except (UnableToAddFile, CaseNotFound) as problem:
        files().forget(key=taken.key)
        status = 409 if isinstance(problem, UnableToAddFile) else 404
        raise Problem(status, str(problem)) from problem
    shown: Mapping[str, Any] = {"name": added.name, "kind": added.kind, "size": added.size}
    answer = FileOut(
        **shown,
        added_at=moment(hub, added.added_at) or added.added_at,
        links=FileLinks(case=links_of(case.reference).self),
    )
    return json_response(answer, status=201)
