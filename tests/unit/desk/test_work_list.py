"""The work list: order, filters, taking, and what stays out of sight."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doneinone.domain.cases.actions.take_case import take_case
from doneinone.domain.cases.models import Case

pytestmark = pytest.mark.django_db
WORK = "/desk/work/"
EARLIER = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def version(reference):
    return Case.objects.get(reference=reference).version


def text_of(answer):
    return answer.content.decode()


def test_a_team_sees_its_cases_with_what_is_due_and_why(sign_in, report):
    reference = report()
    page = text_of(sign_in("carl").get(WORK))
    assert f"/desk/cases/{reference}/" in page
    assert "Look at it, 1 working day" in page
    assert "Somebody to take it" in page
    assert "Nobody yet" in page
    assert "1 open" in page


def test_the_most_urgent_stands_first_in_its_group(sign_in, hub):
    from cast import report as make

    late = make(hub=hub, service="report-pothole", now=EARLIER)
    fresh = make(hub=hub, service="report-pothole", now=datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
    page = text_of(sign_in("carl").get(WORK))
    assert page.index(late) < page.index(fresh)
    assert "days late" in page
    assert page.index(">Late") < page.index(">Later") if ">Later" in page else True


@pytest.mark.parametrize("which", ["team", "mine", "nobody", "waiting", "partners", "closed"])
def test_every_tab_opens(sign_in, report, which):
    report()
    assert sign_in("carl").get(WORK, {"list": which}).status_code == 200


def test_filters_stand_in_the_address_and_can_be_taken_away(sign_in, report):
    reference = report()
    client = sign_in("carl")
    page = text_of(client.get(WORK, {"service": "report-pothole", "due": ["late", "stopped"]}))
    assert reference not in page
    assert "No case fits this filter." in page
    assert "Remove this filter:" in page
    page = text_of(client.get(WORK, {"service": "report-pothole"}))
    assert reference in page


@pytest.mark.parametrize(
    "query",
    [
        {"page": "0"}, {"page": "x"}, {"page": "9" * 30}, {"team": "9" * 30}, {"due": "nonsense"},
        {"service": "\x00"}, {"area": "\x00'"}, {"list": "nonsense"}, {"view": "map"},
    ],
)  # fmt: skip
def test_junk_in_the_address_does_no_harm(sign_in, report, query):
    report()
    refused = 400 if any("\x00" in str(value) for value in query.values()) else 200
    assert sign_in("carl").get(WORK, query).status_code == refused


def test_take_one_and_take_the_ticked(sign_in, report, cast):
    first, second = report(), report()
    client = sign_in("carl")
    client.post(f"{WORK}take/", {"one": f"{first}.{version(first)}"})
    assert Case.objects.get(reference=first).owner_id == cast.carl.staff_id
    answer = client.post(
        f"{WORK}take/", {"case": [f"{second}.{version(second)}"], "back": f"{WORK}?list=mine"},
        follow=True,
    )  # fmt: skip
    assert answer.redirect_chain[-1][0] == f"{WORK}?list=mine"
    assert "1 case is yours now." in text_of(answer)


def test_what_a_colleague_took_meanwhile_is_left_and_said(sign_in, report, cast, now):
    reference = report()
    seen = version(reference)
    take_case(actor=cast.flo, reference=reference, now=now)
    answer = sign_in("carl").post(f"{WORK}take/", {"case": f"{reference}.{seen}"}, follow=True)
    assert "has changed since you opened this list" in text_of(answer)
    assert Case.objects.get(reference=reference).owner_id == cast.flo.staff_id


def test_taking_nothing_or_too_many_says_so(sign_in, report):
    client = sign_in("carl")
    assert "Tick the cases" in text_of(client.post(f"{WORK}take/", follow=True))
    many = {"case": [f"AAAAAAAA.{n}" for n in range(60)]}
    assert "at most 50" in text_of(client.post(f"{WORK}take/", many, follow=True))


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/desk/\\evil"])
def test_the_way_back_stays_on_the_desk(sign_in, report, back):
    answer = sign_in("carl").post(f"{WORK}take/", {"back": back})
    assert answer.headers["Location"].startswith("/desk/")


def test_at_most_ten_statements(sign_in, report):
    for _ in range(5):
        report()
    client = sign_in("carl")
    client.get(WORK)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(WORK, {"due": "today"}).status_code == 200
    assert len(asked) <= 10, [one["sql"][:90] for one in asked]


def test_the_map_has_the_same_places_and_the_list_stays(sign_in, report):
    reference = report()
    page = text_of(sign_in("carl").get(WORK, {"view": "map"}))
    assert 'data-dio-map="points"' in page
    assert page.count(reference) >= 2


def test_a_partner_sees_only_what_is_routed_to_them(sign_in, report):
    ours, theirs = report(), report("water-leak")
    page = text_of(sign_in("dev").get(WORK))
    assert theirs in page
    assert ours not in page
    assert "1 open" in page


def test_staff_of_an_unrelated_agency_see_nothing_not_even_a_number(sign_in, report):
    reference = report()
    page = text_of(sign_in("eve").get(WORK))
    assert reference not in page
    assert "0 open. 0 late, 0 more due today." in page
    assert "Nothing is on this list." in page
