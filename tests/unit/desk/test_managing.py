"""Managing: staff, roles, keys, what is published, what did not work. It opens no case."""

import pytest
from allauth.usersessions.models import UserSession

from doneinone.domain.directory.models import ApiKey, Membership
from doneinone.domain.identity.models import Staff
from doneinone.foundation.timeline.models import FailedReaction

pytestmark = pytest.mark.django_db
ADMIN = "/desk/admin/"


def text_of(answer):
    return answer.content.decode()


@pytest.fixture
def gus(sign_in):
    return sign_in("gus")


def test_staff_are_listed_and_found(gus):
    page = text_of(gus.get(ADMIN))
    assert "Carl Ainsworth" in page
    assert "Officer, Highways" in page
    assert "Eve Lomax" not in page
    page = text_of(gus.get(ADMIN, {"q": "bea"}))
    assert "Bea Hughes" in page
    assert "Carl Ainsworth" not in page


def test_somebody_is_added_with_a_first_role_and_gets_a_link(
    gus, hub, django_capture_on_commit_callbacks
):
    from doneinone.adapters.email import MemoryEmail

    team = hub.teams["highways"]
    with django_capture_on_commit_callbacks(execute=True):
        answer = gus.post(
            f"{ADMIN}staff/add/",
            {
                "name": "Ivy Marsh",
                "email": "ivy@irwell.example",
                "role": "officer",
                "where": f"team-{team.pk}",
            },
            follow=True,
        )  # fmt: skip
    assert "Ivy Marsh has an account." in text_of(answer)
    ivy = Staff.objects.get(email="ivy@irwell.example")
    assert Membership.objects.get(staff=ivy).team_id == team.pk
    assert any(one.to == "ivy@irwell.example" for one in MemoryEmail.sent)


@pytest.mark.parametrize(
    "facts,words",
    [
        ({"name": ""}, "Enter the person"),
        ({"email": "nonsense"}, "Enter an e-mail address"),
        ({"email": "carl@irwell.example"}, "has an account"),
        ({"role": "king"}, "Choose one of the roles"),
        ({"where": "team-999999"}, "Choose the team"),
        ({"where": ""}, "Choose the team"),
    ],
)
def test_what_is_refused_leaves_no_half_account(gus, hub, facts, words):
    before = Staff.objects.count()
    good = {
        "name": "Ivy Marsh", "email": "ivy@irwell.example", "role": "officer",
        "where": f"team-{hub.teams['highways'].pk}",
    }  # fmt: skip
    answer = gus.post(f"{ADMIN}staff/add/", good | facts)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert Staff.objects.count() == before


def test_roles_are_given_and_ended(gus, cast, hub):
    carl = cast.staff["carl"]
    address = f"{ADMIN}staff/{carl.pk}/"
    where = f"team-{hub.teams['highways'].pk}"
    gus.post(address, {"do": "grant", "role": "supervisor", "where": where})
    role = Membership.objects.get(staff=carl, role="supervisor")
    assert role.ended_at is None
    gus.post(address, {"do": "end", "membership": role.pk})
    role.refresh_from_db()
    assert role.ended_at is not None
    assert gus.post(address, {"do": "end", "membership": role.pk}).status_code == 422
    assert gus.post(address, {"do": "end", "membership": "9" * 30}).status_code == 422


def test_an_account_is_closed_and_its_sessions_end(gus, sign_in, cast):
    carl = sign_in("carl")
    carl.get("/desk/work/")
    assert UserSession.objects.filter(user=cast.staff["carl"]).exists()
    page = text_of(gus.post(f"{ADMIN}staff/{cast.staff['carl'].pk}/", {"do": "close"}, follow=True))
    assert "The account is closed" in page
    assert carl.get("/desk/work/").status_code == 302


def test_staff_of_another_organisation_are_not_there(gus, cast):
    assert gus.get(f"{ADMIN}staff/{cast.staff['eve'].pk}/").status_code == 404
    assert gus.get(f"{ADMIN}staff/{'9' * 30}/").status_code == 404


def test_a_key_is_shown_once_and_revoked(gus, hub):
    agency = hub.agencies["irwell-council"].pk
    page = text_of(gus.post(f"{ADMIN}keys/", {"name": "Street app", "agency": agency}))
    key = ApiKey.objects.get(name="Street app")
    assert "dio_" in page
    again = text_of(gus.get(f"{ADMIN}keys/"))
    assert "dio_" not in again
    assert f"…{key.ending}" in again
    gus.post(f"{ADMIN}keys/", {"revoke": key.pk, "agency": agency})
    key.refresh_from_db()
    assert key.revoked_at is not None
    assert gus.post(f"{ADMIN}keys/", {"name": "", "agency": agency}).status_code == 422
    assert gus.post(f"{ADMIN}keys/", {"name": "x", "agency": "7777"}).status_code == 422


def test_what_is_published_is_shown(gus):
    page = text_of(gus.get(f"{ADMIN}hub/"))
    assert "Irwell Water" in page
    assert "Highways" in page
    assert "Versions published" in page


def test_what_did_not_work_can_be_tried_again(gus, hub, now):
    failed = FailedReaction.objects.create(
        event_id=1, kind="case.opened", reaction="messages.reactions.tell", sensitivity=0,
        visible_to=[hub.receiver.pk], attempts=8, error="ValueError", first_failed_at=now,
    )  # fmt: skip
    page = text_of(gus.get(f"{ADMIN}failures/"))
    assert "Waits for you" in page
    gus.post(f"{ADMIN}failures/", {"again": failed.pk})
    failed.refresh_from_db()
    assert failed.next_try_at is not None
    answer = gus.post(f"{ADMIN}failures/", {"again": "99999"}, follow=True)
    assert "worked meanwhile" in text_of(answer)


@pytest.mark.parametrize("who", ["bea", "carl", "dev", "eve", "flo"])
def test_nobody_else_manages(sign_in, who):
    client = sign_in(who)
    for part in ("", "staff/add/", "keys/", "hub/", "failures/"):
        assert client.get(ADMIN + part).status_code == 404, part
        assert client.post(ADMIN + part).status_code in (404, 405), part


def test_an_administrator_opens_no_case_by_being_one(gus, report):
    reference = report()
    for address in (
        f"/desk/cases/{reference}/", "/desk/work/", "/desk/find/?q=pothole",
        f"/desk/find/?q={reference}",
    ):  # fmt: skip
        answer = gus.get(address)
        assert answer.status_code == 404, address
        assert reference not in text_of(answer).replace(f"q={reference}", "")
