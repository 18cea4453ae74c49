"""Where is it now: by reference and proof, by link; what the person can say there."""

from __future__ import annotations

import re
import time

import pytest
from django.core import signing

from doneinone.domain.cases.actions.ask_person import ask_person
from doneinone.domain.cases.actions.close_case import close_case
from doneinone.domain.cases.actions.follow_case import follow_case
from doneinone.domain.cases.actions.move_case import move_case
from doneinone.domain.cases.models import Case, Follower
from doneinone.domain.insight.queries import forget_kept
from doneinone.domain.messages.models import Message
from doneinone.foundation import clock
from doneinone.foundation.actors import public
from doneinone.foundation.timeline.models import Event


@pytest.fixture
def moment():
    return clock.now()


@pytest.fixture
def case(hub, moment):
    from cast import report

    return Case.objects.get(reference=report(hub=hub, service="report-pothole", now=moment))


def link(case, salt="track", **more):
    return signing.dumps({"case": case.pk, **more}, salt=salt)


def text_of(response):
    html = response.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize("proof", ["amina@example.org", "AMINA@Example.org", "m6 5wg", "M65WG"])
def test_reference_and_proof_lead_to_the_case(client, case, proof):
    response = client.post("/track", {"reference": case.reference.lower(), "proof": proof})
    assert response.status_code == 302
    assert "You reported it" in text_of(client.get(response["Location"]))


@pytest.mark.parametrize(
    "reference, proof",
    [(None, "eve@example.org"), (None, "M1 1AA"), ("7K4M2QTZ", "amina@example.org"), ("", ""),
     ("x" * 3000, "y" * 3000), ("OOOO OOOO", "@")],
)  # fmt: skip
def test_what_is_not_there_and_what_is_not_yours_read_the_same(client, case, reference, proof):
    sent = {"reference": case.reference if reference is None else reference, "proof": proof}
    response = client.post("/track", sent)
    assert response.status_code == 422
    assert "You reported it" not in text_of(response)


def test_guessing_is_stopped(client, case):
    wrong = {"reference": case.reference, "proof": "eve@example.org"}
    for _ in range(5):
        assert client.post("/track", wrong).status_code == 422
    response = client.post("/track", wrong)
    assert response.status_code == 429
    assert response["Retry-After"]
    assert "0161 496 0100" in text_of(response)


def test_who_knows_the_proof_is_not_counted_as_guessing(client, case):
    right = {"reference": case.reference, "proof": "amina@example.org"}
    for _ in range(8):
        assert client.post("/track", right).status_code == 302
    wrong = {"reference": case.reference, "proof": "eve@example.org"}
    assert client.post("/track", wrong).status_code == 422


def test_the_page_costs_at_most_eight_statements(
    client, case, hub, cast, moment, django_assert_max_num_queries
):
    for to in ("inspecting", "planned"):
        move_case(actor=cast.carl, hub=hub, reference=case.reference, to=to, now=moment)
    ask_person(actor=cast.carl, hub=hub, reference=case.reference, text="A car?", now=moment)
    for number in range(5):
        Message.objects.create(
            case=case, template="t", means="email", address="amina@example.org", language="en",
            subject=f"News {number}", body="…", message_id=f"m{number}", made_at=moment,
            next_try_at=moment, visible_to=case.visible_to,
        )  # fmt: skip
    address = f"/track/by-link/{link(case)}"
    client.get(address)
    forget_kept()  # how long it takes at the moment is read too
    # Two more than eight: in the test's own transaction the actor is put back at the end of each
    # block. In a request the block ends with its transaction, and nothing is put back.
    with django_assert_max_num_queries(8 + 2):
        response = client.get(address)
    said = text_of(response)
    assert "A car?" in said
    assert "News 4" in said
    assert "Repair planned" in said


def test_a_question_is_answered_once(client, case, hub, cast, moment):
    asked = ask_person(
        actor=cast.carl, hub=hub, reference=case.reference, text="Is a car over it?", now=moment
    )
    address = f"/answer/{link(case, 'answer', question=asked.pk)}"
    assert "Is a car over it?" in text_of(client.get(address))
    assert client.post(address, {"answer": " \x07 "}).status_code in (400, 422)
    long = client.post(address, {"answer": "x" * 4001})
    assert long.status_code == 422
    assert "x" * 4000 in long.content.decode()
    response = client.post(address, {"answer": "At night"})
    assert response.status_code == 302
    page = text_of(client.get(response["Location"]))
    assert "Thank you. We have your answer" in page
    assert "At night" in page
    assert "answered this already" in text_of(client.get(address))
    assert client.post(address, {"answer": "again"}).status_code == 410
    case.refresh_from_db()
    assert case.waiting_since is None


@pytest.mark.parametrize("what", ["track", "answer", "unfollow", "files"])
def test_forged_and_old_links_are_told_in_plain_words(client, case, what, monkeypatch):
    salt = {"files": "file"}.get(what, what)
    path = "track/by-link" if what == "track" else what
    good = link(case, salt, question=1, follower=1, file=1)
    for bad in (good[:-1], "x", link(case, "other"), "a:b:c", "é" * 50):
        response = client.get(f"/{path}/{bad}")
        assert response.status_code == 404
    later = time.time() + 400 * 86400
    monkeypatch.setattr("time.time", lambda: later)
    response = client.get(f"/{path}/{good}")
    assert response.status_code == 410
    assert "too old" in text_of(response)


def test_not_fixed_opens_it_again(client, case, hub, cast, moment):
    move_case(actor=cast.carl, hub=hub, reference=case.reference, to="inspecting", now=moment)
    close_case(actor=cast.carl, reference=case.reference, outcome="repaired", now=moment)
    address = f"/track/by-link/{link(case)}"
    page = client.get(address).content.decode()
    assert "It is not fixed" in page
    assert "It has got worse" not in page
    assert client.post(address + "/not-fixed", {"text": ""}).status_code == 422
    response = client.post(address + "/not-fixed", {"text": "The filling came out"})
    assert response.status_code == 302
    page = text_of(client.get(response["Location"]))
    assert "You told us it is not right" in page
    assert "The filling came out" in page
    case.refresh_from_db()
    assert case.reopened == 1
    assert client.post(address + "/not-fixed", {"text": "again"}).status_code == 422


def test_it_has_got_worse(client, case, cast):
    address = f"/track/by-link/{link(case)}"
    response = client.post(address + "/worse", {"text": "Twice as wide <b>now</b>"})
    assert response.status_code == 302
    page = client.get(address).content.decode()
    assert "Twice as wide &lt;b&gt;now" in page
    event = Event.objects.get(kind="case.told_more")
    assert event.audience == "person"


def test_a_follower_sees_the_steps_and_nothing_of_the_person(client, case, hub, moment):
    follow_case(
        actor=public(cases=[case.pk]), reference=case.reference, email="d@example.org", now=moment
    )
    follower = Follower.objects.get(case=case)
    stop = f"/unfollow/{link(case, 'unfollow', follower=follower.pk)}"
    page = text_of(client.get(stop))
    assert "It was reported" in page
    assert "What you told us" not in page
    assert Follower.objects.filter(case=case).exists()
    assert "We have stopped" in text_of(client.post(stop))
    assert "do not follow" in text_of(client.post(stop))
    assert "do not follow" in text_of(client.get(stop))


def test_in_welsh(client, case, hub, cast, moment):
    page = client.get(f"/track/by-link/{link(case)}?language=cy")
    assert page["Content-Language"] == "cy"
    assert "Rhoi gwybod am dwll" in text_of(page)


def test_why_the_date_is_what_it_is(client, case):
    page = text_of(client.get(f"/track/by-link/{link(case)}"))
    assert "How this date was worked out" in page
    assert "5 working days" in page
