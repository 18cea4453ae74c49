"""The same call sent twice opens one case."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from api.calls import POTHOLE, ApiClient, fields, problem
from cast import answers_of
from doneinone.domain.cases.models import Case
from doneinone.domain.intake.models import Receipt

KEY = {"idempotency-key": "call 1"}


def test_the_same_call_gives_the_same_answer(api: ApiClient) -> None:
    first = api.open(headers=KEY)
    again = api.open(headers=KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again["Location"] == first["Location"]
    assert "Idempotent-Replayed" not in first
    assert again["Idempotent-Replayed"] == "true"
    assert Case.objects.count() == 1
    assert api.open().json()["reference"] != first.json()["reference"]


def test_the_order_of_fields_is_not_content(api: ApiClient) -> None:
    first = api.open(headers=KEY)
    turned = dict(reversed(list(POTHOLE.items())))
    assert api.open(answers=turned, headers=KEY).json() == first.json()


def test_other_content_is_a_conflict(api: ApiClient) -> None:
    api.open(headers=KEY)
    problem(api.open(answers=POTHOLE | {"depth": "shallow"}, headers=KEY), 409)
    assert Case.objects.count() == 1


def test_a_refused_call_may_be_mended_and_sent_again(api: ApiClient) -> None:
    assert api.open(answers={}, headers=KEY).status_code == 422
    assert api.open(headers=KEY).status_code == 201


@pytest.mark.parametrize("key", ["x" * 201, "", "a\x00b", "caf\xe9"])
def test_a_key_that_is_none(api: ApiClient, key: str) -> None:
    assert fields(api.open(headers={"idempotency-key": key})) == {"Idempotency-Key"}


def test_two_at_once_open_one_case(committed_key: str) -> None:
    both = Barrier(2)

    def call(_: int) -> Any:
        try:
            both.wait(timeout=10)
            return ApiClient(committed_key).open(headers=KEY)
        finally:
            connection.close()

    for _round in range(5):
        with ThreadPoolExecutor(2) as threads:
            answers = list(threads.map(call, range(2)))
        assert [answer.status_code for answer in answers] == [201, 201]
        assert answers[0].json() == answers[1].json()
        assert sorted("Idempotent-Replayed" in answer for answer in answers) == [False, True]
        assert Case.objects.count() == 1
        assert Receipt.objects.count() == 1
        Case.objects.all().delete()
        Receipt.objects.all().delete()


def test_a_key_used_for_a_restricted_case_cannot_be_used_for_another(
    committed_key: str, hub_of_committed: Any
) -> None:
    answers = answers_of(hub_of_committed, "worried-about-someone")
    api = ApiClient(committed_key)
    first = api.open("worried-about-someone", answers=answers, location=..., headers=KEY)
    assert first.status_code == 201, first.content
    problem(api.open(headers=KEY), 409)
    assert Case.objects.count() == 1
