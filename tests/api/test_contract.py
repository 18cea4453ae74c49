"""The API is as it says it is: the OpenAPI description, and many calls made from it."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import CHECKS, load_all_checks

from api.calls import BASE, OURS, POTHOLE, ApiClient
from cast import answers_of
from doneinone.config.wsgi import application

load_all_checks()
OPERATIONS = {
    ("get", "/services"), ("get", "/services/{service}"), ("post", "/services/{service}/cases"),
    ("get", "/cases/{reference}"), ("post", "/cases/{reference}/files"),
}  # fmt: skip

# What a service asks stands in the schema of that service, so OpenAPI alone cannot tell which
# answers it takes: calls that fit OpenAPI may still get 422.
NOT_FOR_US = {"positive_data_acceptance"}


def test_the_description(api: ApiClient) -> None:
    answer = api.client.get(f"{BASE}/openapi.json")
    assert answer["Content-Type"].startswith("application/json")
    told = json.loads(answer.content)
    assert told["openapi"].startswith("3.1")
    found = {
        (method, path.removeprefix(BASE)) for path, each in told["paths"].items() for method in each
    }
    assert found == OPERATIONS
    for path in told["paths"].values():
        for operation in path.values():
            assert operation["security"] == [{"ApiKey": []}]
            for status, response in operation["responses"].items():
                media = "application/problem+json" if int(status) >= 400 else "application/json"
                assert list(response["content"]) == [media], (operation["operationId"], status)
    assert told["components"]["securitySchemes"]["ApiKey"] == {"type": "http", "scheme": "bearer"}


def test_the_services(api: ApiClient, hub: Any) -> None:
    shown = {each["service"]: each for each in api.get("/services").json()["services"]}
    cases = {key for key, one in hub.services.items() if one.definition.kind == "case"}
    assert set(shown) == cases
    assert shown["worried-about-someone"]["visibility"] == "restricted"
    pothole = shown["report-pothole"]
    assert pothole["location"] == "required"
    assert pothole["theme"]["title"]
    welsh = api.get("/services", accept_language="fr, cy-GB;q=0.8, en;q=0.5")
    assert welsh["Content-Language"] == "cy"
    named = {each["service"]: each for each in welsh.json()["services"]}
    assert named["report-pothole"]["title"] == "Rhoi gwybod am dwll yn y ffordd"
    assert named["worried-about-someone"]["language"] == "en"


def test_what_fits_the_schema_of_a_service_opens_a_case(api: ApiClient, hub: Any) -> None:
    """The first example of every service fits its schema and is taken."""
    contact = {"name": "Amina Yusuf", "email": "amina@example.org"}
    for each in api.get("/services").json()["services"]:
        whole = api.get(f"/services/{each['service']}").json()
        jsonschema.Draft202012Validator.check_schema(whole["answers"])
        answers = answers_of(hub, each["service"])
        files = {name for name in answers if name not in whole["answers"]["properties"]}
        kept = {name: value for name, value in answers.items() if name not in files}
        jsonschema.validate(kept, whole["answers"])
        answer = api.open(
            each["service"], answers=kept,
            location=... if each["location"] == "none" else OURS,
            contact=... if each["contact"] == "none" else contact,
        )  # fmt: skip
        assert answer.status_code == 201, (each["service"], answer.content)


REAL = {"service": "report-pothole", "reference": ""}
TAKEN = {"answers": POTHOLE, "location": OURS, "contact": None}
POSITIVE, NEGATIVE = schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE


@pytest.mark.slow
def test_many_calls_made_from_the_description(
    committed_key: str, subtests: pytest.Subtests
) -> None:
    """Schemathesis over the whole API: no failure of ours, and every answer as it is described."""
    schema = schemathesis.openapi.from_wsgi(f"{BASE}/openapi.json", application)
    real = REAL | {"reference": ApiClient(committed_key).open().json()["reference"]}
    checks = [CHECKS.get_one(name) for name in CHECKS.get_all_names() if name not in NOT_FOR_US]
    for operation in (each.ok() for each in schema.get_all_operations()):
        kinds: list[tuple[str, Any, dict[str, Any]]] = [("any address", POSITIVE, {})]
        named = {name.name for name in operation.path_parameters}
        if named:
            there = {
                "path_parameters": {name: each for name, each in real.items() if name in named}
            }
            kinds.append(("as described", POSITIVE, there))
        if operation.body:
            kinds.append(("not as described", NEGATIVE, there))
        if operation.label.endswith("{service}/cases"):
            kinds.append(("as the service asks", POSITIVE, there | {"body": TAKEN}))
        for kind, mode, fixed in kinds:
            strategy = operation.as_strategy(generation_mode=mode, **fixed)
            with subtests.test(operation=operation.label, calls=kind):
                _call_often(strategy, committed_key, checks)


def _call_often(strategy: Any, key: str, checks: list[Any]) -> None:
    @settings(
        max_examples=30, deadline=None, database=None, derandomize=True,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=strategy)
    def call(case: Any) -> None:
        case.call_and_validate(headers={"Authorization": f"Bearer {key}"}, checks=checks)

    call()
