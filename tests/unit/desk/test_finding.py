"""The search at the top of every page."""

import pytest

pytestmark = pytest.mark.django_db
FIND = "/desk/find/"


def test_a_reference_opens_its_case_however_it_is_typed(sign_in, report):
    reference = report()
    typed = f"{reference[:4].lower()}-{reference[4:]}"
    answer = sign_in("carl").get(FIND, {"q": typed})
    assert answer.headers["Location"] == f"/desk/cases/{reference}/"


def test_words_find_cases_by_service_place_and_name(sign_in, report):
    reference = report()
    client = sign_in("carl")
    for words in ("pothole", "lime grove", "Yusuf"):
        assert reference in client.get(FIND, {"q": words}).content.decode(), words


@pytest.mark.parametrize("who", ["eve", "dev"])
def test_search_betrays_nothing(sign_in, report, who):
    reference = report()
    client = sign_in(who)
    for words in (reference, "pothole", "Amina Yusuf", "lime grove"):
        answer = client.get(FIND, {"q": words})
        assert answer.status_code == 200
        assert "We cannot find that." in answer.content.decode()


@pytest.mark.parametrize("words", ["", " ", "\x00", "'", "a" * 5000, "& | ! ( :*", "🦄"])
def test_junk_is_only_not_found(sign_in, published, words):
    answer = sign_in("carl").get(FIND, {"q": words})
    assert answer.status_code == (400 if "\x00" in words else 200)
