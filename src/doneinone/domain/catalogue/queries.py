"""Reads of what is published. Parsed definitions are kept in memory: a version never changes."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import connection
from rapidfuzz import fuzz

from doneinone.domain.catalogue.models import HubVersion, ServiceVersion
from doneinone.domain.catalogue.rules.cleaning import clean_line
from doneinone.domain.catalogue.rules.hubs import HubDefinition
from doneinone.domain.catalogue.rules.schema import ServiceDefinition, Standard
from doneinone.domain.directory.models import Agency, Team
from doneinone.domain.directory.queries import agencies_by_key, teams_by_key
from doneinone.foundation.working_time import Calendar, OpeningHours

KEPT = 500
"""How many parsed service versions a process keeps."""


class UnableToFindService(Exception):
    """There is no such service on this hub. The message may be shown."""


@dataclass(frozen=True, slots=True)
class Published:
    """One version of a service, with its definition."""

    version_id: int
    number: int
    definition: ServiceDefinition


@dataclass(frozen=True)
class Hub:
    """The hub as it is published now: its file, messages, agencies, teams and current services."""

    number: int
    definition: HubDefinition
    messages: dict[str, Any]
    agencies: dict[str, Agency] = field(repr=False)
    teams: dict[str, Team] = field(repr=False)
    services: dict[str, Published] = field(repr=False)

    @cached_property
    def calendar(self) -> Calendar:
        """The bank holidays and the time zone that working days are counted by."""
        return Calendar(nation=self.definition.calendar, time_zone=self.definition.time_zone)

    @cached_property
    def receiver(self) -> Agency:
        """The council whose front door this is: it receives what the public sends."""
        for agency in self.agencies.values():
            if agency.gss == self.definition.council:
                return agency
        return next(iter(self.agencies.values()))

    @cached_property
    def teams_by_id(self) -> dict[int, Team]:
        """The teams by id."""
        return {team.pk: team for team in self.teams.values()}

    @cached_property
    def hours(self) -> dict[int, OpeningHours | None]:
        """The opening hours of each team, by its id."""
        return {
            team.pk: OpeningHours.parse(team.hours) if team.hours else DEFAULT_HOURS
            for team in self.teams.values()
        }

    def hours_for(self, team_id: int, standard: Standard) -> OpeningHours | None:
        """
        Give the opening hours by which a team's standard is counted.

        Working days may be another team's (``working_days_of``): people do not take a Sunday for
        a working day because an emergency crew is on call.
        """
        team = self.teams_by_id.get(team_id)
        if team is None:
            return None
        other = self.definition.teams[team.key].working_days_of
        if other and standard.within.unit == "working days":
            return self.hours.get(self.teams[other].pk)
        return self.hours.get(team_id)

    def service(self, key: str) -> Published:
        """
        Give the current version of a service.

        :raises UnableToFindService: if the hub does not offer it
        """
        try:
            return self.services[key]
        except KeyError:
            raise UnableToFindService("We do not have that service here.") from None


DEFAULT_HOURS = OpeningHours.parse({"mon-fri": "09:00-17:00"})
"""The hours of a team whose hub file gives none (as the schema says)."""

_hub: Hub | None = None
_versions: OrderedDict[int, Published] = OrderedDict()


class UnableToOpenHub(Exception):
    """Nothing has been published yet. The message may be shown to staff."""


def current_hub() -> Hub:
    """
    Give the hub as it is published now. One statement, and four more after something was published.

    :raises UnableToOpenHub: if nothing has been published
    """
    global _hub
    with connection.cursor() as cursor:
        cursor.execute("select max(number) from hub_version")
        (number,) = cursor.fetchone() or (None,)
    if number is None:
        raise UnableToOpenHub("This hub is not published yet. Run: doneinone publish")
    kept = _hub
    if kept is not None and kept.number == number:
        return kept
    version = HubVersion.objects.get(number=number)
    services = {
        row.key: _parse(row)
        for row in ServiceVersion.objects.filter(
            service__isnull=False, service__withdrawn_at__isnull=True
        ).order_by("key")
    }
    _hub = Hub(
        number=number,
        definition=HubDefinition.model_validate(version.definition),
        messages=version.messages,
        agencies=agencies_by_key(),
        teams=teams_by_key(),
        services=services,
    )
    return _hub


def forget_hub() -> None:
    """Forget what is kept in memory, as when the database was replaced under a running test."""
    global _hub
    _hub = None
    _versions.clear()


def service_at(version_id: int) -> Published:
    """
    Give a version of a service by its id, as a case keeps it. At most one statement.

    :raises UnableToFindService: if there is no such version
    """
    if (kept := _versions.get(version_id)) is not None:
        return kept
    row = ServiceVersion.objects.filter(pk=version_id).first()
    if row is None:
        raise UnableToFindService("We do not have that service here.")
    return _parse(row)


def _parse(row: ServiceVersion) -> Published:
    kept = _versions.get(row.pk)
    if kept is None:
        kept = Published(
            version_id=row.pk,
            number=row.number,
            definition=ServiceDefinition.model_validate(row.definition),
        )
        _versions[row.pk] = kept
        if len(_versions) > KEPT:
            _versions.popitem(last=False)
    return kept


def hub_versions(*, most: int = 50) -> list[HubVersion]:
    """List what was published, newest first, without its contents. One statement."""
    return list(
        HubVersion.objects.only("number", "published_at", "published_by").order_by("-number")[:most]
    )


def find_services(*, text: str, most: int = 10) -> list[str]:
    """
    Find services by what people say ("hole in the road outside school"), best first.

    One statement asks the index for any of the words, by their stems; what it does not find
    because it is misspelt is looked for among the names that people use.

    :returns: keys of services and articles
    """
    wanted = clean_line(text)[:200]
    if not wanted:
        return []
    with connection.cursor() as cursor:
        # Any of the words, not all: what people type has words that no definition foresees.
        cursor.execute(
            "select key, words, ts_rank(array[0, 0.2, 0.6, 1.0], search, q) as rank from service, "
            "cast(replace(cast(plainto_tsquery('english', %s) as text), '&', '|') as tsquery) as q "
            "where withdrawn_at is null and search @@ q order by rank desc limit 50",
            [wanted],
        )
        found = cursor.fetchall()
        if not found:
            cursor.execute(
                "select key, words, 0 from service where withdrawn_at is null "
                "order by key limit 2000"
            )
            found = cursor.fetchall()
    scored = sorted(
        ((rank * 40 + _likeness(wanted, words), key) for key, words, rank in found), reverse=True
    )
    return [key for score, key in scored if score >= LIKE_ENOUGH][:most]


LIKE_ENOUGH = 62
"""Below this likeness (of 100) to any of a service's names, words are not taken as misspelt."""


def _likeness(text: str, words: str) -> float:
    return max(
        (fuzz.token_set_ratio(text.lower(), name.lower()) for name in words.split("\n") if name),
        default=0.0,
    )
