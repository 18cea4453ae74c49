from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from doneinone.domain.cases.models import Case
from doneinone.domain.contacts.models import Contact, Matter
from doneinone.domain.contacts.reactions import keep_self_service_contact
from doneinone.domain.people.actions.create_person import create_person
from doneinone.domain.people.models import Person
from doneinone.domain.people.rules import Details
from doneinone.foundation.actors import acting, system
from doneinone.foundation.timeline.models import Event

if TYPE_CHECKING:
    from cast import Cast


def react(most: int = 100) -> int:
    """React to what waits, group by group as the worker does; give the groups."""
    groups: dict[Any, list[Event]] = {}
    for event in Event.objects.filter(kind="case.opened").order_by("pk"):
        groups.setdefault((tuple(event.visible_to), event.sensitivity), []).append(event)
    for (agencies, clearance), events in groups.items():
        actor = system(name="worker", agencies=agencies, clearance=clearance)
        with acting(actor):
            keep_self_service_contact(actor, events)
    return len(groups)


def test_a_report_on_the_web_is_a_contact_with_its_person(
    cast: Cast, report: Any, now: datetime
) -> None:
    reference = report()
    react()
    react()
    contact, matter, person = Contact.objects.get(), Matter.objects.get(), Person.objects.get()
    case = Case.objects.get(reference=reference)
    assert (contact.channel, contact.adviser_id, contact.ended_at) == ("web", None, now)
    assert (contact.person_id, case.person_id) == (person.pk, person.pk)
    assert (matter.case_id, matter.outcome, matter.reference) == (
        case.pk, "case_opened", reference,
    )  # fmt: skip
    assert (person.given, person.family, person.telephone) == ("Amina", "Yusuf", "+441614960188")
    assert case.version == 1


def test_the_same_person_is_found_again_and_another_is_not(
    cast: Cast, report: Any, now: datetime
) -> None:
    known = create_person(
        actor=cast.bea, details=Details(family="Yusuf", telephone="0161 496 0188"), now=now
    )
    report()
    report(contact={"name": "A. YUSUF", "email": "Amina@example.org"})
    report(contact={"name": "Joan Smith", "email": "amina@example.org"})
    react()
    report(contact={"name": "amina yusuf", "telephone": "0161 496 0188"})
    react()
    assert Contact.objects.count() == 4
    assert Case.objects.filter(person=known).count() >= 2
    assert set(Person.objects.values_list("family", flat=True)) == {"Yusuf", "YUSUF", "Smith"}


def test_somebody_anonymous_stays_so(cast: Cast, report: Any) -> None:
    report(contact={})
    react()
    assert Contact.objects.get().person_id is None
    assert not Person.objects.exists()


def test_a_restricted_report_leaves_no_trace_outside(cast: Cast, report: Any) -> None:
    report("worried-about-someone", place=None)
    react()
    with acting(cast.bea):
        assert not Contact.objects.exists()
        assert not Matter.objects.exists()
        assert not Person.objects.exists()
    assert Contact.objects.get().sensitivity == Person.objects.get().sensitivity == 1


def test_a_batch_costs_the_same_whatever_its_length(
    cast: Cast, report: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        report(contact={"name": f"Joan Smith{number}", "email": f"joan{number}@example.org"})
    with django_assert_max_num_queries(16):
        assert react() == 1
    assert Person.objects.count() == 12
