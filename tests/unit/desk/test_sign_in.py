"""Signing in: no sign-up, the second step, sessions, and where each role lands."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture
def _hub(cast):
    return cast


@pytest.fixture
def password():
    from cast import PASSWORD

    return PASSWORD


def test_a_stranger_is_sent_to_the_sign_in(cast):
    for address in ("/desk/", "/desk/work/", "/desk/cases/7K4M2QTX/", "/desk/admin/"):
        answer = Client().get(address)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(LOGIN)


def test_carl_signs_in_and_lands_on_his_work(cast, password):
    client = Client()
    assert client.get(LOGIN).status_code == 200
    answer = client.post(LOGIN, {"login": "carl@irwell.example", "password": password})
    assert answer.headers["Location"] == "/desk/"
    assert client.get("/desk/").headers["Location"] == "/desk/work/"


def test_a_wrong_password_says_what_to_do(cast):
    answer = Client().post(LOGIN, {"login": "carl@irwell.example", "password": "no"})
    assert answer.status_code == 200
    assert "There is something to put right" in answer.content.decode()


def test_nobody_signs_up(cast):
    answer = Client().get("/accounts/signup/")
    assert "You cannot make an account here" in answer.content.decode()
    Client().post(
        "/accounts/signup/", {"email": "eve@x.example", "password1": "a long password here"}
    )
    assert not cast.staff["eve"].__class__.objects.filter(email="eve@x.example").exists()


@pytest.mark.parametrize("who", ["gus", "flo"])
def test_those_who_must_have_a_second_step_reach_only_its_page(cast, who):
    client = Client()
    client.force_login(cast.staff[who])
    for address in ("/desk/", "/desk/work/", "/desk/admin/", "/desk/me/", "/desk/find/"):
        assert client.get(address).headers["Location"] == "/desk/second-factor/"
    page = client.get("/desk/second-factor/").content.decode()
    assert "Set up a second step" in page
    assert "/desk/work/" not in page


@pytest.mark.parametrize(
    "who,lands",
    [
        ("carl", "/desk/work/"), ("bea", "/desk/call/"), ("flo", "/desk/insight/"),
        ("gus", "/desk/admin/"), ("dev", "/desk/work/"),
    ],
)  # fmt: skip
def test_each_role_lands_where_its_work_begins(sign_in, who, lands):
    assert sign_in(who).get("/desk/").headers["Location"] == lands


def test_a_second_step_that_must_be_cannot_be_taken_away(sign_in, cast):
    from allauth.mfa.adapter import get_adapter

    sign_in("gus")
    kept = Authenticator.objects.get(user=cast.staff["gus"])
    assert not get_adapter().can_delete_authenticator(kept)


def test_somebody_without_a_role_is_told_so(cast):
    from doneinone.domain.directory.models import Membership

    Membership.objects.filter(staff=cast.staff["carl"]).delete()
    client = Client()
    client.force_login(cast.staff["carl"])
    assert "you have no role yet" in client.get("/desk/").content.decode()
    assert client.get("/desk/work/").status_code == 404


def test_sessions_are_listed_and_the_others_can_be_ended(sign_in, cast):
    first, second = sign_in("carl"), sign_in("carl")
    first.get("/desk/work/")
    second.get("/desk/work/")
    assert UserSession.objects.filter(user=cast.staff["carl"]).count() == 2
    page = first.get("/accounts/sessions/").content.decode()
    assert "This one" in page
    first.post("/accounts/sessions/")
    assert second.get("/desk/work/").status_code == 302
    assert first.get("/desk/work/").status_code == 200


def test_a_closed_account_is_out_at_once(sign_in, cast):
    client = sign_in("carl")
    assert client.get("/desk/work/").status_code == 200
    staff = cast.staff["carl"]
    staff.is_active = False
    staff.save()
    assert client.get("/desk/work/").status_code == 302


def test_tries_to_sign_in_are_limited(cast, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
    for _ in range(6):
        answer = Client().post(LOGIN, {"login": "carl@irwell.example", "password": "no"})
    assert "Too many failed" in answer.content.decode()


def test_keys_can_be_switched_off(sign_in, published):
    client = sign_in("carl")
    assert "data-dio-keys-off" not in client.get("/desk/me/").content.decode()
    client.post("/desk/me/", {})
    assert "data-dio-keys-off" in client.get("/desk/me/").content.decode()
    client.post("/desk/me/", {"keys": "on"})
    assert "data-dio-keys-off" not in client.get("/desk/me/").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/logout/", "/accounts/password/change/", "/accounts/2fa/",
        "/accounts/sessions/", "/desk/me/",
    ],
)  # fmt: skip
def test_pages_of_ones_own_account_open(sign_in, published, address):
    assert sign_in("carl").get(address).status_code == 200


def test_a_link_to_set_a_password_is_sent(cast):
    from doneinone.adapters.email import MemoryEmail

    answer = Client().post(
        "/accounts/password/reset/", {"email": "carl@irwell.example"}, follow=True
    )
    assert "Look at your e-mail" in answer.content.decode()
    assert any(one.to == "carl@irwell.example" for one in MemoryEmail.sent)


def test_a_link_is_shown_in_the_demonstration(cast, settings):
    settings.DEMO = True
    Client().post("/accounts/password/reset/", {"email": "carl@irwell.example"})
    page = Client().get("/demo/messages").content.decode()
    assert "carl@irwell.example" in page
    assert "/accounts/password/reset/key/" in page


def test_mail_that_is_down_breaks_no_page(cast, monkeypatch):
    from doneinone.adapters.email import MemoryEmail
    from doneinone.adapters.ports import UnableToReach

    monkeypatch.setattr(MemoryEmail, "failing", {"*": UnableToReach("down")})
    answer = Client().post("/accounts/password/reset/", {"email": "carl@irwell.example"})
    assert answer.status_code == 302


def test_the_desk_speaks_welsh(sign_in, report):
    report()
    page = sign_in("carl").get("/desk/work/", {"language": "cy"}, follow=True).content.decode()
    assert 'lang="cy"' in page
    assert "Fy rhai i" in page
