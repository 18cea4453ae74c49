"""A form from its beginning to the case it becomes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cast import PLACE, answers_of
from doneinone.domain.cases.models import Case
from doneinone.domain.intake.actions.begin_draft import begin_draft, give_code, hash_code
from doneinone.domain.intake.actions.change_draft import UnableToChangeDraft, change_draft
from doneinone.domain.intake.actions.hand_in import (
    AlreadyAnswered,
    UnableToHandIn,
    hand_in,
    hand_in_draft,
    make_ready,
)
from doneinone.domain.intake.models import Draft
from doneinone.domain.intake.queries import DraftNotFound, access_draft
from doneinone.foundation.actors import acting, public
from doneinone.foundation.references import hash_secret, is_valid

KEY = "a key of a browser"
AMINA = public(keys=[hash_secret(KEY)])


@pytest.fixture
def begun(hub: Any, now: Any) -> Draft:
    return begin_draft(
        actor=AMINA, key=KEY, service=hub.service("report-pothole"), language="en", now=now
    )


def fill_in(hub: Any, now: Any) -> None:
    change_draft(
        actor=AMINA, hashed=hash_secret(KEY), now=now, place=PLACE,
        answers=answers_of(hub, "report-pothole"),
        contact={"name": "Amina Yusuf", "email": "amina@example.org"},
    )  # fmt: skip


def test_handing_in_twice_opens_one_case(hub: Any, begun: Draft, now: Any) -> None:
    fill_in(hub, now)
    first = hand_in_draft(actor=AMINA, hub=hub, hashed=hash_secret(KEY), now=now)
    again = hand_in_draft(actor=AMINA, hub=hub, hashed=hash_secret(KEY), now=now)
    assert first == again
    assert is_valid(first)
    assert Case.objects.count() == 1
    begun.refresh_from_db()
    assert begun.answers == {}
    assert begun.contact is None
    with pytest.raises(UnableToChangeDraft):
        change_draft(actor=AMINA, hashed=hash_secret(KEY), now=now, answers={"depth": "deep"})


def test_opening_from_a_form_takes_at_most_twelve_statements(
    hub: Any, begun: Draft, now: Any, django_assert_max_num_queries: Any
) -> None:
    fill_in(hub, now)
    # Three more than twelve: the savepoint of the test's own transaction, its release, and the
    # actor put back at its end. None of them is there in a request.
    with django_assert_max_num_queries(12 + 3):
        hand_in_draft(actor=AMINA, hub=hub, hashed=hash_secret(KEY), now=now)


def test_what_is_missing_is_named_and_nothing_is_opened(hub: Any, begun: Draft, now: Any) -> None:
    with pytest.raises(UnableToHandIn) as refused:
        hand_in_draft(actor=AMINA, hub=hub, hashed=hash_secret(KEY), now=now)
    assert "location" in refused.value.errors
    assert any(path.startswith("answers.") for path in refused.value.errors)
    assert Case.objects.count() == 0


def test_nobody_else_sees_a_form(cast: Any, begun: Draft, now: Any) -> None:
    for other in (cast.bea, cast.gus, public(), public(keys=[hash_secret("another key")])):
        with acting(other):
            assert Draft.objects.count() == 0
        with pytest.raises(DraftNotFound):
            change_draft(actor=other, hashed=hash_secret(KEY), now=now, answers={"depth": "deep"})


def test_a_code_opens_it_elsewhere_until_its_time_is_over(begun: Draft, now: Any) -> None:
    code = give_code(actor=AMINA, draft=begun.pk, now=now)
    typed = code.lower().replace(" ", "-")
    elsewhere = public(keys=[hash_code(typed)])
    with acting(elsewhere):
        assert access_draft(hashed=hash_code(typed), now=now).pk == begun.pk
        with pytest.raises(DraftNotFound):
            access_draft(hashed=hash_code(typed), now=now + timedelta(days=29))
    assert hash_code("not a code") == ""


def test_contact_details_are_checked(hub: Any, now: Any) -> None:
    with pytest.raises(UnableToHandIn) as refused:
        make_ready(
            hub=hub, service=hub.service("report-pothole"),
            answers=answers_of(hub, "report-pothole"), place=PLACE,
            contact={"name": "A", "email": "not an address", "telephone": "12"},
            channel="api", language="en", strict=True, now=now,
        )  # fmt: skip
    assert set(refused.value.errors) == {"contact.email", "contact.telephone"}


def test_a_repeated_call_opens_nothing(hub: Any, cast: Any, now: Any) -> None:
    service = hub.service("report-pothole")
    ready = make_ready(
        hub=hub, service=service, answers=answers_of(hub, "report-pothole"), place=PLACE,
        contact=None, channel="api", language="en", strict=True, now=now,
    )  # fmt: skip
    actor = replace(cast.carl, channel="api")
    opened = hand_in(
        actor=actor, hub=hub, service=service, ready=ready, idempotency=(1, "k", "f"), now=now
    )
    with pytest.raises(AlreadyAnswered) as repeated:
        hand_in(
            actor=actor, hub=hub, service=service, ready=ready, idempotency=(1, "k", "f"), now=now
        )
    assert repeated.value.reference == opened.reference
    with pytest.raises(AlreadyAnswered) as other:
        hand_in(
            actor=actor, hub=hub, service=service, ready=ready, idempotency=(1, "k", "x"), now=now
        )
    assert other.value.reference == ""
    assert Case.objects.count() == 1


def test_an_adviser_opens_a_restricted_case_and_does_not_see_it(
    hub: Any, cast: Any, now: Any
) -> None:
    service = hub.service("worried-about-someone")
    ready = make_ready(
        hub=hub, service=service, answers=answers_of(hub, "worried-about-someone"), place=PLACE,
        contact={"name": "Amina Yusuf", "telephone": "0161 496 0188"}, channel="phone",
        language="en", strict=False, now=now,
    )  # fmt: skip
    opened = hand_in(actor=cast.bea, hub=hub, service=service, ready=ready, now=now)
    with acting(cast.bea):
        assert not Case.objects.filter(pk=opened.id).exists()


def test_every_service_of_the_hub_can_be_asked_for(hub: Any, now: Any) -> None:
    for key, service in hub.services.items():
        if service.definition.kind != "case":
            continue
        ready = make_ready(
            hub=hub, service=service, answers=answers_of(hub, key), place=PLACE,
            contact={"name": "Amina Yusuf", "email": "amina@example.org"}, channel="web",
            language="en", strict=False, now=now,
        )  # fmt: skip
        opened = hand_in(actor=public(), hub=hub, service=service, ready=ready, now=now)
        assert opened.promised_at is not None, key
