"""Administrators manage staff, teams and keys, and read no cases by virtue of that."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from doneinone.domain.cases.models import Case
from doneinone.domain.directory.actions.add_staff import add_staff
from doneinone.domain.directory.actions.change_settings import UnableToManage
from doneinone.domain.directory.actions.end_role import close_account, end_role
from doneinone.domain.directory.actions.grant_role import grant_role
from doneinone.domain.directory.actions.make_api_key import make_api_key, revoke_api_key
from doneinone.domain.directory.models import ApiKey, Membership
from doneinone.domain.directory.queries import (
    actor_of_key,
    actor_of_staff,
    staff_list,
)
from doneinone.domain.identity.models import Staff
from doneinone.foundation.actors import acting
from doneinone.foundation.timeline.models import Event


@pytest.fixture
def council(hub: Any) -> int:
    return int(hub.agencies["irwell-council"].pk)


def test_somebody_new_gets_a_role_and_sees_cases(
    hub: Any, cast: Any, council: int, report: Any, now: Any
) -> None:
    reference = report()
    ruth = add_staff(
        actor=cast.gus, agency=council, name=" Ruth  Okafor ", email="Ruth@Irwell.example",
        password=None, now=now,
    )  # fmt: skip
    assert (ruth.name, ruth.email) == ("Ruth Okafor", "ruth@irwell.example")
    assert actor_of_staff(staff=ruth).clearance == -1
    grant_role(
        actor=cast.gus, staff=ruth.pk, agency=council, team=hub.teams["highways"].pk,
        role="officer", now=now,
    )  # fmt: skip
    with acting(actor_of_staff(staff=ruth)):
        assert Case.objects.filter(reference=reference).exists()
    kinds = Event.objects.filter(subject_kind="agency").values_list("kind", flat=True)
    assert {"staff.added", "role.granted"} <= set(kinds)


def test_an_administrator_reads_no_case_and_cannot_give_themselves_one(
    hub: Any, cast: Any, council: int, report: Any, now: Any
) -> None:
    report()
    with acting(cast.gus):
        assert Case.objects.count() == 0
    with pytest.raises(UnableToManage):
        grant_role(
            actor=cast.gus, staff=cast.gus.staff_id, agency=council,
            team=hub.teams["highways"].pk, role="officer", now=now,
        )  # fmt: skip
    with pytest.raises(UnableToManage):
        grant_role(
            actor=cast.gus, staff=cast.bea.staff_id, agency=council, team=None,
            role="administrator", restricted=True, now=now,
        )  # fmt: skip


@pytest.mark.parametrize("who", ["bea", "carl", "flo", "dev", "eve"])
def test_nobody_else_manages(who: str, cast: Any, council: int, now: Any) -> None:
    actor = getattr(cast, who)
    for act in (
        lambda: add_staff(
            actor=actor, agency=council, name="X", email="x@irwell.example", password=None, now=now
        ),
        lambda: grant_role(
            actor=actor, staff=cast.eve.staff_id, agency=council, team=None, role="officer", now=now
        ),
        lambda: make_api_key(actor=actor, agency=council, name="x", now=now),
        lambda: close_account(actor=actor, agency=council, staff=cast.bea.staff_id, now=now),
    ):
        with pytest.raises(UnableToManage):
            act()


def test_an_administrator_manages_their_own_agency_only(hub: Any, cast: Any, now: Any) -> None:
    water = hub.agencies["irwell-water"].pk
    with pytest.raises(UnableToManage):
        grant_role(
            actor=cast.gus,
            staff=cast.bea.staff_id,
            agency=water,
            team=None,
            role="officer",
            now=now,
        )
    with pytest.raises(UnableToManage):
        grant_role(
            actor=cast.gus, staff=cast.bea.staff_id,
            agency=hub.agencies["irwell-council"].pk, team=hub.teams["network-repairs"].pk,
            role="officer", now=now,
        )  # fmt: skip


def test_a_leaver_sees_nothing_at_once(cast: Any, council: int, report: Any, now: Any) -> None:
    report()
    close_account(actor=cast.gus, agency=council, staff=cast.carl.staff_id, now=now)
    carl = Staff.objects.get(pk=cast.carl.staff_id)
    assert not carl.is_active
    with acting(actor_of_staff(staff=carl)):
        assert Case.objects.count() == 0
    with pytest.raises(UnableToManage):
        close_account(actor=cast.gus, agency=council, staff=cast.gus.staff_id, now=now)
    with pytest.raises(UnableToManage):
        close_account(actor=cast.gus, agency=council, staff=cast.dev.staff_id, now=now)


def test_a_role_ends_once(cast: Any, council: int, now: Any) -> None:
    membership = Membership.objects.get(staff_id=cast.carl.staff_id)
    end_role(actor=cast.gus, agency=council, membership=membership.pk, now=now)
    with pytest.raises(UnableToManage):
        end_role(actor=cast.gus, agency=council, membership=membership.pk, now=now)


def test_two_people_cannot_have_one_address(cast: Any, council: int, now: Any) -> None:
    with pytest.raises(UnableToManage):
        add_staff(
            actor=cast.gus, agency=council, name="Another", email="BEA@irwell.example",
            password=None, now=now,
        )  # fmt: skip
    for name, email in (("", "a@b.example"), ("A", "not an address")):
        with pytest.raises(UnableToManage):
            add_staff(
                actor=cast.gus, agency=council, name=name, email=email, password=None, now=now
            )


def test_a_key_works_until_it_is_revoked_or_over(cast: Any, council: int, now: Any) -> None:
    secret = make_api_key(
        actor=cast.gus, agency=council, name="Lamp posts", expires_at=now + timedelta(days=1),
        now=now,
    )  # fmt: skip
    found = actor_of_key(secret=secret, now=now)
    assert found is not None
    actor, key_id = found
    assert actor.agencies == (council,)
    assert actor_of_key(secret=secret, now=now + timedelta(days=2)) is None
    assert actor_of_key(secret=secret + "x", now=now) is None
    assert secret not in ApiKey.objects.get(pk=key_id).key_hash
    revoke_api_key(actor=cast.gus, agency=council, key=key_id, now=now)
    assert actor_of_key(secret=secret, now=now) is None


def test_clearance_must_hold_in_every_agency(hub: Any, cast: Any, council: int, now: Any) -> None:
    grant_role(
        actor=cast.gus, staff=cast.dev.staff_id, agency=council,
        team=hub.teams["adult-social-care"].pk, role="officer", restricted=True, now=now,
    )  # fmt: skip
    dev = Staff.objects.get(pk=cast.dev.staff_id)
    assert actor_of_staff(staff=dev).clearance == 0
    grant_role(
        actor=cast.gus, staff=cast.bea.staff_id, agency=council,
        team=hub.teams["adult-social-care"].pk, role="officer", restricted=True, now=now,
    )  # fmt: skip
    bea = Staff.objects.get(pk=cast.bea.staff_id)
    assert actor_of_staff(staff=bea).clearance == 1


def test_the_staff_list_takes_two_statements(
    cast: Any, council: int, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(2):
        rows, more = staff_list(agencies=[council])
    assert not more
    assert {"Bea Hughes", "Carl Ainsworth"} <= {row.name for row in rows}
    assert "Eve Lomax" not in {row.name for row in rows}
