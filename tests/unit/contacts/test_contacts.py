from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from cast import PLACE
from doneinone.domain.cases.models import Case
from doneinone.domain.contacts.actions.add_matter import add_matter
from doneinone.domain.contacts.actions.attach_person import attach_person
from doneinone.domain.contacts.actions.finish_contact import finish_contact
from doneinone.domain.contacts.actions.finish_matter import UnableToFinishMatter, finish_matter
from doneinone.domain.contacts.actions.open_case_for_matter import open_case_for_matter
from doneinone.domain.contacts.actions.save_matter import UnableToSaveMatter, save_matter
from doneinone.domain.contacts.actions.start_contact import UnableToStartContact, start_contact
from doneinone.domain.contacts.models import Contact, Matter
from doneinone.domain.contacts.queries import (
    ContactNotFound,
    access_contact,
    contacts_of_person,
    matters_of,
    open_contact_of,
    whole_person,
)
from doneinone.domain.intake.actions.hand_in import UnableToHandIn
from doneinone.domain.people.actions.create_person import create_person
from doneinone.domain.people.models import Person
from doneinone.domain.people.queries import PersonNotFound
from doneinone.domain.people.rules import Details
from doneinone.foundation.actors import acting
from doneinone.foundation.timeline.models import Event

if TYPE_CHECKING:
    from cast import Cast

POTHOLE = {"depth": "deep", "across": "lid", "where_in_road": "lane", "danger": "no"}


@pytest.fixture
def mair(cast: Cast, now: datetime) -> Person:
    details = Details(
        given="Mair", family="Pritchard", email="mair@example.org", telephone="0161 496 0188",
        postcode="M6 5WG", language="cy",
    )  # fmt: skip
    return create_person(actor=cast.bea, details=details, now=now)


@pytest.fixture
def call(cast: Cast, now: datetime) -> Contact:
    return start_contact(actor=cast.bea, channel="phone", now=now)


def answered(hub: Any, cast: Cast, call: Contact, now: datetime, **facts: Any) -> Matter:
    service = hub.service(facts.pop("service", "report-pothole"))
    matter = add_matter(actor=cast.bea, contact_id=call.pk, service=service, now=now)
    matter, _errors = save_matter(
        actor=cast.bea, hub=hub, contact_id=call.pk, position=matter.position, now=now,
        **({"answers": POTHOLE, "place": PLACE} | facts),
    )  # fmt: skip
    return matter


def test_two_matters_in_one_call_have_two_outcomes(
    hub: Any, cast: Cast, call: Contact, mair: Person, now: datetime
) -> None:
    attach_person(actor=cast.bea, contact_id=call.pk, person_id=mair.pk, now=now)
    service = hub.service("what-goes-in-which-bin")
    article = add_matter(actor=cast.bea, contact_id=call.pk, service=service, now=now)
    finish_matter(
        actor=cast.bea, contact_id=call.pk, position=article.position, outcome="answered",
        article="what-goes-in-which-bin", avoidable="unclear", now=now,
    )  # fmt: skip
    matter = answered(hub, cast, call, now)
    opened = open_case_for_matter(
        actor=cast.bea, hub=hub, contact_id=call.pk, position=matter.position, now=now
    )
    finish_contact(actor=cast.bea, contact_id=call.pk, now=now)

    case = Case.objects.get(reference=opened.reference)
    assert (case.channel, case.person_id, case.contact_name, case.language) == (
        "phone", mair.pk, "Mair Pritchard", "cy",
    )  # fmt: skip
    assert Case.objects.count() == 1
    with acting(cast.bea):
        [row] = contacts_of_person(person=mair.pk)
        assert [(one.outcome, one.avoidable, one.reference) for one in row.matters] == [
            ("answered", "unclear", ""), ("case_opened", "", opened.reference),
        ]  # fmt: skip
        assert (row.adviser, row.ended_at) == ("Bea Hughes", now)
        assert open_contact_of(actor=cast.bea) is None
    kinds = Event.objects.filter(subject_kind="contact").order_by("sequence")
    assert [event.kind for event in kinds] == [
        "contact.started", "contact.person_attached", "contact.matter_added",
        "contact.matter_finished", "contact.matter_added", "contact.matter_finished",
        "contact.finished",
    ]  # fmt: skip
    assert all(event.visible_to == list(cast.bea.agencies) for event in kinds)
    assert Matter.objects.get(case=case).answers == {}


def test_answers_are_kept_as_they_come_right_or_wrong(
    hub: Any, cast: Cast, call: Contact, now: datetime
) -> None:
    matter = answered(
        hub, cast, call, now, place=None, answers={"depth": "bottomless", "across": "lid"}
    )
    assert (matter.answers, matter.typed) == ({"across": "lid"}, {"depth": "bottomless"})
    with pytest.raises(UnableToHandIn) as refused:
        open_case_for_matter(
            actor=cast.bea, hub=hub, contact_id=call.pk, position=matter.position, now=now
        )
    assert {"answers.depth", "answers.danger", "location"} <= set(refused.value.errors)
    assert not Case.objects.exists()
    assert Matter.objects.get().answers == {"across": "lid"}


def test_what_no_longer_applies_is_not_lost_and_not_handed_in(
    hub: Any, cast: Cast, call: Contact, now: datetime
) -> None:
    matter = answered(
        hub, cast, call, now, answers=POTHOLE | {"danger": "yes", "danger_what": "A drop"}
    )
    again, _ = save_matter(
        actor=cast.bea, hub=hub, contact_id=call.pk, position=matter.position,
        answers={"danger": "no"}, now=now,
    )  # fmt: skip
    assert again.answers["danger_what"] == "A drop"
    opened = open_case_for_matter(
        actor=cast.bea, hub=hub, contact_id=call.pk, position=matter.position, now=now
    )
    assert "danger_what" not in Case.objects.get(reference=opened.reference).answers


@pytest.mark.parametrize("note", ["Rings from the hospital ward.", ""])
def test_what_the_adviser_noted_goes_with_the_case(
    hub: Any, cast: Cast, call: Contact, now: datetime, note: str
) -> None:
    matter = answered(hub, cast, call, now, note=note)
    opened = open_case_for_matter(
        actor=cast.bea, hub=hub, contact_id=call.pk, position=matter.position, now=now
    )
    noted = Event.objects.filter(subject_kind="case", subject_id=opened.id, kind="case.noted")
    assert [one.data["text"] for one in noted] == ([note] if note else [])
    assert all(set(one.visible_to) <= set(cast.bea.agencies) for one in noted)


def test_the_person_may_be_known_only_afterwards(
    hub: Any, cast: Cast, call: Contact, mair: Person, now: datetime
) -> None:
    matter = answered(hub, cast, call, now)
    opened = open_case_for_matter(
        actor=cast.bea, hub=hub, contact_id=call.pk, position=matter.position, now=now
    )
    assert Case.objects.get(reference=opened.reference).person_id is None
    attach_person(actor=cast.bea, contact_id=call.pk, person_id=mair.pk, now=now)
    assert Case.objects.get(reference=opened.reference).person_id == mair.pk


def test_asking_after_a_case_tells_its_team(
    hub: Any, cast: Cast, call: Contact, report: Any, now: datetime
) -> None:
    reference = report()
    matter = answered(hub, cast, call, now)
    done = finish_matter(
        actor=cast.bea, contact_id=call.pk, position=matter.position, outcome="chased",
        chased=reference, avoidable="chasing", now=now,
    )  # fmt: skip
    assert done.reference == reference
    assert Event.objects.filter(kind="case.noted").count() == 1
    with pytest.raises(UnableToSaveMatter):
        save_matter(
            actor=cast.bea, hub=hub, contact_id=call.pk, position=matter.position, note="x", now=now
        )


@pytest.mark.parametrize(
    "facts",
    [
        {"outcome": "case_opened"}, {"outcome": ""}, {"outcome": "chased", "chased": "7K4M2QTX"},
        {"outcome": "answered", "avoidable": "weather"},
    ],
)  # fmt: skip
def test_a_matter_does_not_end_anyhow(
    hub: Any, cast: Cast, call: Contact, now: datetime, facts: dict[str, str]
) -> None:
    matter = answered(hub, cast, call, now)
    with pytest.raises(UnableToFinishMatter):
        finish_matter(
            actor=cast.bea, contact_id=call.pk, position=matter.position, now=now, **facts
        )
    assert Matter.objects.get().outcome == ""


def test_one_contact_at_a_time_and_open_matters_end_unfinished(
    hub: Any, cast: Cast, call: Contact, now: datetime
) -> None:
    with pytest.raises(UnableToStartContact):
        start_contact(actor=cast.bea, channel="phone", now=now)
    with pytest.raises(UnableToStartContact):
        start_contact(actor=cast.carl, channel="phone", now=now)
    answered(hub, cast, call, now)
    finish_contact(actor=cast.bea, contact_id=call.pk, now=now)
    assert Matter.objects.get().outcome == "not_finished"
    with pytest.raises(ContactNotFound):
        finish_contact(actor=cast.bea, contact_id=call.pk, now=now)


def test_of_a_restricted_matter_the_adviser_keeps_the_reference_only(
    hub: Any, cast: Cast, call: Contact, mair: Person, now: datetime
) -> None:
    attach_person(actor=cast.bea, contact_id=call.pk, person_id=mair.pk, now=now)
    service = hub.service("worried-about-someone").definition
    example = next(dict(one.answers) for one in service.examples if not one.refused)
    matter = answered(
        hub, cast, call, now, service="worried-about-someone", answers=example, place=None
    )
    opened = open_case_for_matter(
        actor=cast.bea, hub=hub, contact_id=call.pk, position=matter.position, now=now
    )
    assert opened.reference
    with acting(cast.bea):
        assert matters_of(contact=access_contact(contact_id=call.pk)) == []
        assert not Case.objects.filter(reference=opened.reference).exists()
        assert not Event.objects.filter(data__reference=opened.reference).exists()
    # The next matter does not stumble over the one that is not shown.
    answered(hub, cast, call, now)
    finish_contact(actor=cast.bea, contact_id=call.pk, now=now)
    kept = Matter.objects.get(service="worried-about-someone")
    assert (kept.sensitivity, kept.reference, kept.answers) == (1, opened.reference, {})


def test_a_contact_about_nothing_else_goes_behind_the_wall(
    hub: Any, cast: Cast, call: Contact, mair: Person, now: datetime
) -> None:
    attach_person(actor=cast.bea, contact_id=call.pk, person_id=mair.pk, now=now)
    answered(hub, cast, call, now, service="worried-about-someone", answers={}, place=None)
    finish_contact(actor=cast.bea, contact_id=call.pk, now=now)
    assert Matter.objects.get().sensitivity == 1
    with acting(cast.bea):
        assert contacts_of_person(person=mair.pk) == []


def test_nobody_else_sees_or_changes_it(
    hub: Any, cast: Cast, call: Contact, mair: Person, now: datetime
) -> None:
    attach_person(actor=cast.bea, contact_id=call.pk, person_id=mair.pk, now=now)
    matter = answered(hub, cast, call, now)
    facts = {"contact_id": call.pk, "position": matter.position, "now": now}
    for other in (cast.eve, cast.dev, cast.gus, cast.carl):
        with pytest.raises(ContactNotFound):
            save_matter(actor=other, hub=hub, note="x", **facts)
        with pytest.raises(ContactNotFound):
            finish_matter(actor=other, outcome="answered", **facts)
        with pytest.raises(ContactNotFound):
            open_case_for_matter(actor=other, hub=hub, **facts)
    for nobody in (cast.eve, cast.dev, cast.gus):
        with acting(nobody):
            assert contacts_of_person(person=mair.pk) == []
            with pytest.raises(PersonNotFound):
                whole_person(person_id=mair.pk)


def test_a_whole_person_costs_the_same_whatever_their_history(
    hub: Any, cast: Cast, mair: Person, now: datetime, django_assert_max_num_queries: Any
) -> None:
    for _ in range(4):
        call = start_contact(actor=cast.bea, channel="phone", person_id=mair.pk, now=now)
        matter = answered(hub, cast, call, now)
        open_case_for_matter(
            actor=cast.bea, hub=hub, contact_id=call.pk, position=matter.position, now=now
        )
        finish_contact(actor=cast.bea, contact_id=call.pk, now=now)
    with acting(cast.bea), django_assert_max_num_queries(4):
        whole = whole_person(person_id=mair.pk)
    assert len(whole.contacts) == len(whole.cases) == 4
