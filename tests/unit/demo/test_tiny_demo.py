"""A very small demonstration: made through the actions, with its staff, people and three days."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from allauth.mfa.models import Authenticator

from doneinone.demo import cast as cast_of_demo
from doneinone.demo import marker
from doneinone.demo.history import make_history
from doneinone.demo.main import settle_messages
from doneinone.demo.plan import Plan
from doneinone.domain.cases.models import Case
from doneinone.domain.contacts.models import Contact, Matter
from doneinone.domain.directory.queries import actor_of_key, actor_of_staff
from doneinone.domain.identity.models import Staff
from doneinone.domain.messages.models import Message
from doneinone.domain.people.models import Person
from doneinone.domain.places.models import Address
from doneinone.foundation.timeline.models import Event, FailedReaction, Outbox

pytestmark = pytest.mark.slow


@pytest.fixture
def streets(db: None) -> None:
    Address.objects.all().delete()
    Address.objects.bulk_create(
        Address(
            key=number, line=f"{number} Lime Grove", street="Lime Grove", area="Bridge End",
            postcode="M65WG", easting=381500 + number, northing=398500,
            words=f"{number} lime grove",
        )
        for number in range(1, 80)
    )  # fmt: skip


@pytest.fixture
def sign_ins(hub: Any, streets: None, now: datetime) -> cast_of_demo.SignIns:
    return cast_of_demo.make_staff(hub=hub, random=Random(1), now=now - timedelta(days=30))


def test_twenty_people_and_three_days(hub: Any, sign_ins: Any, now: datetime) -> None:
    told: list[tuple[str, int]] = []
    made = make_history(
        plan=Plan(people=20, days=3, until=now), tell=lambda what, count: told.append((what, count))
    )
    assert made.people == Person.objects.count() == 20
    assert sum(count for what, count in told if what == "days") == 3
    cases = list(Case.objects.all())
    assert len(cases) == made.cases >= 5
    assert len({case.stage for case in cases}) >= 3
    assert {case.channel for case in cases} & {"web", "api"}
    assert {case.channel for case in cases} & {"phone", "counter"}
    assert all(case.opened_at < now for case in cases)
    assert not Event.objects.filter(at__gt=now).exists()
    assert Contact.objects.filter(ended_at__isnull=True).count() == 0
    assert set(Matter.objects.values_list("outcome", flat=True)) >= {"answered", "case_opened"}
    # Nothing was written past the timeline: each case has as many events as its version says.
    for case in cases:
        events = Event.objects.filter(subject_kind="case", subject_id=case.pk)
        assert sorted(events.values_list("sequence", flat=True)) == list(range(1, case.version + 1))
    assert not Outbox.objects.exists()
    assert not FailedReaction.objects.exists()
    assert not [what for what in made.refused if ":" in what], made.refused


def test_messages_of_the_past_are_sent_when_they_happened(
    hub: Any, sign_ins: Any, now: datetime
) -> None:
    make_history(plan=Plan(people=20, days=2, until=now))
    written = Message.objects.count()
    assert written
    assert settle_messages(until=now) == written
    assert not Message.objects.exclude(status="sent").exists()
    assert not Message.objects.filter(sent_at__gt=now + timedelta(minutes=1)).exists()


def test_every_team_has_somebody_and_the_cast_its_roles(hub: Any, sign_ins: Any) -> None:
    assert Staff.objects.count() >= 40
    staff = {one.email: one for one in Staff.objects.all()}
    actors = {one.name.split()[0]: actor_of_staff(staff=staff[one.email]) for one in sign_ins.cast}
    assert actors["Bea"].may("adviser")
    assert actors["Carl"].teams == (hub.teams["highways"].pk,)
    assert actors["Dev"].agencies == (hub.agencies["irwell-water"].pk,)
    assert actors["Eve"].agencies == (hub.agencies["castle-homes"].pk,)
    assert actors["Flo"].may("supervisor")
    assert actors["Gus"].clearance == -1
    assert staff["bea@irwell.example"].check_password(sign_ins.password)
    with_codes = {one.email for one in sign_ins.cast if one.totp}
    assert with_codes == {"flo@irwell.example", "gus@irwell.example"}
    for one in Authenticator.objects.all():
        secret = next(each.totp for each in sign_ins.cast if each.email == one.user.email)
        assert secret not in json.dumps(one.data)


def test_sign_ins_are_kept_for_their_owner_alone(
    hub: Any, sign_ins: Any, tmp_path: Path, now: datetime
) -> None:
    cast_of_demo.keep(sign_ins=sign_ins, data=tmp_path)
    file = tmp_path / "demo.json"
    assert file.stat().st_mode & 0o777 == 0o600
    assert cast_of_demo.kept(data=tmp_path) == sign_ins
    written = json.loads(file.read_text())
    assert set(written) == {"password", "cast", "api_key"}
    assert set(written["cast"][0]) == {"name", "email", "role", "agency", "totp"}
    assert actor_of_key(secret=written["api_key"], now=now) is not None
    file.write_text("{")
    assert cast_of_demo.kept(data=tmp_path) is None


def test_the_marker_tells_a_whole_demonstration_from_half_of_one(hub: Any, now: datetime) -> None:
    found = marker.read_marker()
    assert found.holds_a_hub
    assert not found.is_demonstration
    marker.mark_begun()
    begun = marker.read_marker()
    assert begun.is_demonstration
    assert not begun.is_whole
    marker.mark_made(on=now.date())
    assert marker.read_marker().made_on == now.date()
