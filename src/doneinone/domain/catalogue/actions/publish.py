"""Publish a hub's folder as a new version."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db import connection
from django.db.models import Max, Value

from doneinone.domain.catalogue.models import HubVersion, Service, ServiceVersion
from doneinone.domain.catalogue.rules.bundles import HubBundle
from doneinone.domain.catalogue.rules.examples import ChangedResult, changed_results
from doneinone.domain.catalogue.rules.schema import ServiceDefinition
from doneinone.domain.directory.actions.set_up_agencies import (
    AgencyFacts,
    TeamFacts,
    set_up_agencies,
)
from doneinone.domain.directory.models import Agency, Settings
from doneinone.foundation.actors import Actor, acting, action, system
from doneinone.foundation.timeline.recording import record


class UnableToPublish(Exception):
    """
    The folder cannot be published as it is. Nothing was changed.

    :ivar changes: by service, the examples of the version in force that would end otherwise
    """

    def __init__(self, changes: dict[str, list[ChangedResult]]) -> None:
        super().__init__(
            "Examples of the version in force would end otherwise. Look at each; if they are "
            "meant, publish again and say so with --changed-on-purpose."
        )
        self.changes = changes


@dataclass(frozen=True, slots=True)
class Publication:
    """What publishing did."""

    number: int
    made: tuple[str, ...]
    changed: tuple[str, ...]
    withdrawn: tuple[str, ...]


@action
def publish(
    *,
    actor: Actor,
    bundle: HubBundle,
    messages: dict[str, Any],
    by: str,
    on_purpose: bool = False,
    now: datetime,
) -> Publication:
    """
    Publish a checked folder. Services that changed get a new version; cases keep theirs.

    :param messages: the hub's message templates, as ``read_templates`` gives them
    :param on_purpose: results of examples that changed are meant
    :raises UnableToPublish: if an example of the version in force would end otherwise
    """
    if "system" not in actor.roles:
        raise PermissionError("Only the command publishes.")
    with connection.cursor() as cursor:
        # Two who publish at once take turns; readers of the version in force are not held up.
        cursor.execute("lock table hub_version in share row exclusive mode")
    current = {service.key: service for service in Service.objects.select_related("current").all()}
    if not on_purpose:
        _refuse_changed_examples(bundle, current)
    set_up_agencies(
        actor=actor,
        agencies={
            key: AgencyFacts(
                name=str(agency.name),
                kind=agency.kind,
                gss=agency.gss or "",
                telephone=agency.telephone or "",
                website=str(agency.website or ""),
            )
            for key, agency in bundle.hub.agencies.items()
        },
        teams={
            key: TeamFacts(
                agency=team.agency,
                name=str(team.name),
                hours=team.hours.model_dump(mode="json") if team.hours else {},
            )
            for key, team in bundle.hub.teams.items()
        },
    )
    number = (HubVersion.objects.aggregate(Max("number"))["number__max"] or 0) + 1
    made: list[str] = []
    changed: list[str] = []
    for key, definition in bundle.services.items():
        known = current.get(key)
        if _publish_service(definition, known, by, now):
            (made if known is None else changed).append(key)
    gone = sorted(
        key for key, row in current.items() if key not in bundle.services and not row.withdrawn_at
    )
    Service.objects.filter(key__in=gone).update(withdrawn_at=now)
    HubVersion.objects.create(
        number=number,
        definition=bundle.hub.model_dump(mode="json", exclude_unset=True),
        messages=messages,
        published_at=now,
        published_by=by,
    )
    _record(actor, bundle, now, Publication(number, tuple(made), tuple(changed), tuple(gone)))
    return Publication(number, tuple(made), tuple(changed), tuple(gone))


def _record(actor: Actor, bundle: HubBundle, now: datetime, done: Publication) -> None:
    """Write the event on the timeline of the council whose hub it is."""
    council = Agency.objects.filter(gss=bundle.hub.council).first() or Agency.objects.first()
    if council is None:
        return
    for_council = system(name=actor.name, agencies=[council.pk], clearance=-1)
    with acting(for_council):
        settings, _ = Settings.objects.select_for_update().get_or_create(agency=council)
        record(
            for_council,
            "hub.published",
            subject=settings,
            at=now,
            number=done.number,
            made=list(done.made),
            changed=list(done.changed),
            withdrawn=list(done.withdrawn),
        )
        settings.save(update_fields=["version"])


def _refuse_changed_examples(bundle: HubBundle, current: dict[str, Service]) -> None:
    changes = {}
    for key, definition in bundle.services.items():
        if (known := current.get(key)) is not None:
            old = ServiceDefinition.model_validate(known.current.definition)
            if found := changed_results(old=old, new=definition):
                changes[key] = found
    if changes:
        raise UnableToPublish(changes)


def _publish_service(
    definition: ServiceDefinition, known: Service | None, by: str, now: datetime
) -> bool:
    """Make a new version when the definition is another than the one in force."""
    plain = definition.model_dump(mode="json", exclude_unset=True, by_alias=True)
    checksum = hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()
    if known is not None and known.current.checksum == checksum and known.withdrawn_at is None:
        return False
    last = ServiceVersion.objects.filter(key=definition.service).aggregate(Max("number"))
    version = ServiceVersion.objects.create(
        key=definition.service,
        number=(last["number__max"] or 0) + 1,
        definition=plain,
        checksum=checksum,
        published_at=now,
        published_by=by,
    )
    names = [name for language in ("en", "cy") for name in definition.spoken_names(language)]
    titles = " ".join(definition.title.root.values())
    summary = " ".join(definition.summary.root.values())
    Service.objects.update_or_create(
        key=definition.service,
        defaults={
            "current": version,
            "theme": definition.theme,
            "kind": definition.kind,
            "words": "\n".join([titles, *names]),
            "search": SearchVector(Value(titles), weight="A", config="english")
            + SearchVector(Value(" ".join(names)), weight="B", config="english")
            + SearchVector(Value(summary), weight="C", config="english"),
            "withdrawn_at": None,
        },
    )
    return True
