"""How people turn to the hub: on the web, by telephone, at the counter, through another system."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from doneinone.demo import rhythms, words
from doneinone.demo.answers import Around, sample
from doneinone.demo.doing import OpenCase, plain
from doneinone.demo.plan import Made
from doneinone.demo.staffing import Staffing
from doneinone.demo.town import Resident, Spot
from doneinone.domain.cases.actions.open_case import Opened
from doneinone.domain.cases.models import CaseClock
from doneinone.domain.catalogue.queries import Hub, Published
from doneinone.domain.contacts.actions.add_matter import add_matter
from doneinone.domain.contacts.actions.finish_contact import finish_contact
from doneinone.domain.contacts.actions.finish_matter import finish_matter
from doneinone.domain.contacts.actions.open_case_for_matter import open_case_for_matter
from doneinone.domain.contacts.actions.save_matter import save_matter
from doneinone.domain.contacts.actions.start_contact import start_contact
from doneinone.domain.intake.actions.hand_in import UnableToHandIn, hand_in, make_ready
from doneinone.foundation.actors import Actor, public
from doneinone.foundation.clock import local

AT_HOME = frozenset({"missed-bin", "bulky-waste", "noise", "worried-about-someone"})
WITHOUT_CONTACT = "report-pothole"
"""What is asked by somebody whom we cannot reach, in place of a service that needs that."""

ANONYMOUS = 0.16
KNOWN_CALLER = 0.88
ANSWERED_AT_ONCE = 0.24
"""Of the matters by telephone, how many an article answers: done in one."""

HANDED_OVER = 0.05
AVOIDABLE = {"": 86, "unclear": 7, "passed-on": 4, "our-error": 3}


@dataclass(frozen=True, slots=True)
class Happening:
    """Somebody turns to the hub."""

    at: datetime
    channel: str


@dataclass(slots=True)
class Arrivals:
    """Makes contacts and the cases that come of them."""

    hub: Hub
    staffing: Staffing
    residents: Sequence[Resident]
    places: Sequence[Spot]
    random: Random
    made: Made

    def arrive(self, happening: Happening) -> list[OpenCase]:
        """Let somebody turn to the hub; gives the cases that were opened."""
        self.made.contacts += 1
        resident = self.random.choice(self.residents)
        if happening.channel in ("web", "api"):
            found = self._by_themselves(happening, resident)
            return [found] if found else []
        return self._in_a_call(happening, resident)

    def chase(self, case: OpenCase, *, at: datetime) -> None:
        """Let somebody ask how far a case is, by telephone."""
        if case.restricted:
            return
        adviser = self.staffing.adviser(self.random)
        self.made.contacts += 1
        contact = plain(start_contact)(
            actor=adviser, channel="phone", person_id=case.person, now=at
        )
        matter = plain(add_matter)(
            actor=adviser, contact_id=contact.pk, service=case.service, now=at
        )
        plain(finish_matter)(
            actor=adviser, contact_id=contact.pk, position=matter.position, outcome="chased",
            avoidable="chasing", chased=case.reference, now=at + timedelta(minutes=2),
        )  # fmt: skip
        self._finish(adviser, contact.pk, at + timedelta(minutes=3))

    def _service_for(self, at: datetime, resident: Resident) -> Published:
        """Choose a service that somebody can use: some need a way to reach the person."""
        service = self._service(at)
        who = resident.who
        if service.definition.contact == "required" and not (who.email or who.telephone):
            return self.hub.service(WITHOUT_CONTACT)
        return service

    def _service(self, at: datetime, *, article: bool = False) -> Published:
        kind = "information" if article else "case"
        offered = [key for key, one in self.hub.services.items() if one.definition.kind == kind]
        weather = rhythms.weather(on=local(at).date())
        weights = rhythms.service_weights(offered=offered, at=weather)
        return self.hub.services[self.random.choices(offered, list(weights.values()))[0]]

    def _asked(
        self, service: Published, happening: Happening, resident: Resident
    ) -> tuple[dict[str, Any], dict[str, Any] | None]:
        """Choose what somebody answers, and where it is."""
        definition = service.definition
        spot = resident.home
        if definition.service not in AT_HOME and self.random.random() < 0.8:
            spot = self.random.choice(self.places)
        place = spot.place(council=self.hub.definition.council or "")
        if definition.location == "none":
            place = {}
        around = Around(
            person=resident.who, address=resident.home.line, postcode=resident.home.postcode,
            place=place, channel=happening.channel, today=local(happening.at).date(),
        )  # fmt: skip
        return sample(definition=definition, around=around, random=self.random), place or None

    def _by_themselves(self, happening: Happening, resident: Resident) -> OpenCase | None:
        service = self._service_for(happening.at, resident)
        answers, place = self._asked(service, happening, resident)
        contact: dict[str, str] | None = {
            "name": resident.name,
            "email": resident.who.email,
            "telephone": resident.who.telephone,
        }
        needed = service.definition.contact == "required"
        if not needed and self.random.random() < ANONYMOUS:
            contact = None
        actor = public() if happening.channel == "web" else self.staffing.client
        try:
            ready = make_ready(
                hub=self.hub, service=service, answers=answers, place=place, contact=contact,
                channel=happening.channel, language=resident.who.language, strict=True,
                now=happening.at,
            )  # fmt: skip
        except UnableToHandIn as refused:
            self.made.refused[f"{service.definition.service}: {sorted(refused.errors)}"] += 1
            return None
        opened = hand_in(actor=actor, hub=self.hub, service=service, ready=ready, now=happening.at)
        self.made.cases += 1
        return OpenCase.of(
            opened=opened, service=service, team=self.hub.teams[opened.team].pk,
            standards=tuple(ready.decided.standards), at=happening.at,
            reachable=bool(ready.who.email or ready.who.telephone), person=None,
            located=place is not None,
        )  # fmt: skip

    def _in_a_call(self, happening: Happening, resident: Resident) -> list[OpenCase]:
        adviser = self.staffing.adviser(self.random)
        known = self.random.random() < KNOWN_CALLER
        at = happening.at
        contact = plain(start_contact)(
            actor=adviser, channel=happening.channel,
            person_id=resident.id if known else None, now=at,
        )  # fmt: skip
        cases = []
        for _ in range(self.random.choice((1, 1, 1, 1, 1, 1, 2, 2, 3))):
            at += timedelta(seconds=self.random.randrange(50, 280))
            lot = self.random.random()
            if lot < ANSWERED_AT_ONCE:
                self._answered(adviser, contact.pk, at)
            elif lot < ANSWERED_AT_ONCE + HANDED_OVER:
                self._ended(adviser, contact.pk, at)
            elif found := self._reported(adviser, contact.pk, happening, resident, known, at):
                cases.append(found)
        self._finish(adviser, contact.pk, at + timedelta(seconds=self.random.randrange(20, 90)))
        return cases

    def _answered(self, adviser: Actor, contact: int, at: datetime) -> None:
        article = self._service(at, article=True)
        matter = plain(add_matter)(actor=adviser, contact_id=contact, service=article, now=at)
        plain(finish_matter)(
            actor=adviser, contact_id=contact, position=matter.position, outcome="answered",
            avoidable=self._avoidable(), article=article.definition.service, now=at,
        )  # fmt: skip

    def _ended(self, adviser: Actor, contact: int, at: datetime) -> None:
        service = self._service(at)
        matter = plain(add_matter)(actor=adviser, contact_id=contact, service=service, now=at)
        outcome = self.random.choice(("handed_over", "handed_over", "not_finished"))
        plain(finish_matter)(
            actor=adviser, contact_id=contact, position=matter.position, outcome=outcome,
            avoidable=self._avoidable(), now=at,
        )  # fmt: skip

    def _reported(
        self, adviser: Actor, contact: int, happening: Happening, resident: Resident, known: bool,
        at: datetime,
    ) -> OpenCase | None:  # fmt: skip
        service = self._service_for(at, resident)
        if not known and service.definition.contact == "required":
            service = self.hub.service(WITHOUT_CONTACT)
        answers, place = self._asked(service, happening, resident)
        matter = plain(add_matter)(actor=adviser, contact_id=contact, service=service, now=at)
        plain(save_matter)(
            actor=adviser, hub=self.hub, contact_id=contact, position=matter.position,
            answers=answers, place=place,
            said=list(range(len(service.definition.script.must_say))), now=at,
        )  # fmt: skip
        try:
            opened: Opened = plain(open_case_for_matter)(
                actor=adviser, hub=self.hub, contact_id=contact, position=matter.position,
                avoidable=self._avoidable(), now=at,
            )  # fmt: skip
        except UnableToHandIn as refused:
            self.made.refused[f"{service.definition.service}: {sorted(refused.errors)}"] += 1
            return None
        self.made.cases += 1
        clocks = CaseClock.objects.filter(case_id=opened.id).values_list("standard", flat=True)
        who = resident.who
        return OpenCase.of(
            opened=opened, service=service, team=self.hub.teams[opened.team].pk,
            standards=tuple(clocks), at=at,
            reachable=known and bool(who.email or who.telephone),
            person=resident.id if known else None, located=place is not None,
        )  # fmt: skip

    def _avoidable(self) -> str:
        return self.random.choices(list(AVOIDABLE), list(AVOIDABLE.values()))[0]

    def _finish(self, adviser: Actor, contact: int, at: datetime) -> None:
        note = self.random.choice(words.CONTACT_NOTES)
        plain(finish_contact)(actor=adviser, contact_id=contact, note=note, now=at)
