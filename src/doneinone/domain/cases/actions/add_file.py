"""Add a photograph or document to a case."""

from __future__ import annotations

from datetime import datetime

from doneinone.domain.cases.actions.open_case import NewFile
from doneinone.domain.cases.models import CaseFile
from doneinone.domain.cases.queries import access_case
from doneinone.foundation.actors import Actor, action
from doneinone.foundation.timeline.models import Audience
from doneinone.foundation.timeline.recording import record

MOST = 20


class UnableToAddFile(Exception):
    """The file cannot be added. The message may be shown."""


@action
def add_file(*, actor: Actor, reference: str, file: NewFile, now: datetime) -> CaseFile:
    """
    Add a file that intake has checked and stored.

    :raises CaseNotFound: if it is not the actor's to see
    :raises UnableToAddFile: if the case has as many as it can have
    """
    case = access_case(reference=reference, lock=True)
    if CaseFile.objects.filter(case=case).count() >= MOST:
        raise UnableToAddFile(f"There are {MOST} files here already, which is the most.")
    added = CaseFile.objects.create(
        case=case,
        key=file.key,
        name=file.name,
        kind=file.kind,
        size=file.size,
        added_at=now,
        added_by=actor.name,
        visible_to=case.visible_to,
        sensitivity=case.sensitivity,
    )
    record(
        actor,
        "case.file_added",
        subject=case,
        at=now,
        audience=Audience.PERSON,
        file=added.pk,
        name=file.name,
    )
    case.save(update_fields=["version"])
    return added
