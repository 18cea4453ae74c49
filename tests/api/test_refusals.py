"""What bad calls get: a problem in plain words, never a page and never a failure of ours."""

from __future__ import annotations

from typing import Any

import pytest

from api.calls import BASE, OURS, POTHOLE, ApiClient, problem
from doneinone.domain.cases.models import Case
from doneinone.domain.directory.models import ApiKey
from doneinone.foundation.clock import now as moment_now

OPENING = "/services/report-pothole/cases"
LONG = "x" * 1_000_000


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Basic dXNlcg==", "Bearer wrong", "Bearer " + LONG]
)
@pytest.mark.parametrize("path", ["/services", "/cases/2222222B", OPENING])
def test_without_a_key(api: ApiClient, header: str | None, path: str) -> None:
    headers = {} if header is None else {"authorization": header}
    answer = api.client.generic("GET" if path != OPENING else "POST", BASE + path, headers=headers)
    problem(answer, 401)
    assert answer["WWW-Authenticate"].startswith("Bearer ")
    assert not answer.cookies


def test_a_key_that_was_revoked_or_is_out_of_date(api: ApiClient) -> None:
    assert api.get("/services").status_code == 200
    ApiKey.objects.update(revoked_at=moment_now())
    problem(api.get("/services"), 401)
    ApiKey.objects.update(revoked_at=None, expires_at=moment_now())
    problem(api.get("/services"), 401)


@pytest.mark.parametrize(
    "path",
    ["/", "/nothing", "/services/none", "/services/none/cases", "/cases/2222222B",
     "/cases/" + "2" * 5000, "/services/blue-badge", "/cases/x/files/y"],
)  # fmt: skip
def test_what_is_not_there(api: ApiClient, path: str) -> None:
    answer = api.open(path.split("/")[2]) if path.endswith("/cases") else api.get(path)
    problem(answer, 404)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/services", "GET"), ("POST", "/services/report-pothole", "GET"),
        ("GET", OPENING, "POST"), ("PUT", OPENING, "POST"), ("PATCH", "/cases/2222222B", "GET"),
        ("GET", "/cases/2222222B/files", "POST"), ("POST", "/openapi.json", "GET"),
    ],
)  # fmt: skip
def test_another_method(api: ApiClient, method: str, path: str, allowed: str) -> None:
    answer = api.send(method, path, {})
    problem(answer, 405)
    assert answer["Allow"] == allowed


@pytest.mark.parametrize(
    "body",
    [b"{", b"", b"\xff\xfe", b'{"answers": NaN}', b'{"answers": "\\ud800"}', b"[" * 100_000,
     b'{"answers": {"a": ' + b"9" * 10_000 + b"}}", b"answers=1"],
)  # fmt: skip
def test_what_is_not_json(api: ApiClient, body: bytes) -> None:
    answer = api.post(OPENING, body)
    problem(answer, 400 if body else 422)


@pytest.mark.parametrize("body", [b"1", b"null", b"[]", b'"text"', b"true"])
def test_json_that_is_no_object(api: ApiClient, body: bytes) -> None:
    problem(api.post(OPENING, body), 422)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "text/json"])
def test_another_media_type(api: ApiClient, kind: str) -> None:
    problem(api.post(OPENING, {"answers": {}}, content_type=kind), 415)


def test_json_under_another_name(api: ApiClient) -> None:
    body = {"answers": POTHOLE, "location": OURS}
    kinds = ("application/json; charset=utf-8", "Application/JSON", "application/vnd.hub+json")
    for kind in kinds:
        assert api.post(OPENING, body, content_type=kind).status_code == 201


def test_too_large(api: ApiClient) -> None:
    problem(api.open(answers=POTHOLE | {"details": "x" * 3_000_000}), 413)
    declared = api.client.generic(
        "POST", BASE + OPENING, b"{}", content_type="application/json",
        headers={"authorization": f"Bearer {api.key}", "content-length": "200000000"},
    )  # fmt: skip
    problem(declared, 413)


STRANGE: list[Any] = [
    None, True, 0, -1, 1e308, 10**400, "", " ", "\u0000", LONG, "\U0001f573" * 50_000, [], {},
    [None], {"a": None}, {"": ""}, [[[[]]]], "' or 1=1 --", "<img src=x onerror=alert(1)>", "%s%n",
    "../../etc/passwd", "2026-02-31", "\u202e\u2066", {"lines": [None] * 30}, ["x"] * 10_000,
]  # fmt: skip


def _called(value: object) -> str:
    return str(value)[:12]


@pytest.mark.parametrize("strange", STRANGE, ids=_called)
def test_strange_values_are_refused_or_taken(api: ApiClient, strange: Any) -> None:
    bodies: list[dict[str, Any]] = [
        {"answers": strange, "location": OURS},
        {"answers": POTHOLE, "location": strange},
        {"answers": POTHOLE, "location": OURS, "contact": strange},
        {"answers": POTHOLE, "location": OURS, "language": strange},
        {"answers": POTHOLE, "location": OURS, "contact": {"name": {"given": strange}}},
        *({"answers": POTHOLE | {name: strange}, "location": OURS} for name in
          (*POTHOLE, "details", "unknown")),
        *({"answers": POTHOLE, "location": OURS, "contact": {name: strange}} for name in
          ("name", "email", "telephone")),
        *({"answers": POTHOLE, "location": {name: strange}} for name in ("postcode", "label")),
        *({"answers": POTHOLE, "location": OURS | {name: strange}} for name in
          ("easting", "northing", "label")),
        {"answers": POTHOLE, "location": {"latitude": strange, "longitude": strange}},
        {str(strange)[:1000]: 1},
    ]  # fmt: skip
    for body in bodies:
        before = Case.objects.count()
        answer = api.post(OPENING, body, idempotency_key="k" + str(len(str(body)))[:9])
        assert answer.status_code in (201, 400, 409, 413, 422), (body, answer.content[:300])
        if answer.status_code != 201:
            problem(answer, answer.status_code)
            assert Case.objects.count() == before
            assert len(answer.content) < 20_000


@pytest.mark.parametrize("number", ["1e400", "-1e400", "NaN", "Infinity", "1e-400", "00", "1e5"])
def test_strange_numbers(api: ApiClient, number: str) -> None:
    bodies = [
        '{"answers": {"depth": %s}}', '{"location": {"easting": %s, "northing": 1}}',
        '{"location": {"latitude": %s, "longitude": 0}}', '{"contact": {"name": %s}}',
    ]  # fmt: skip
    for body in bodies:
        answer = api.post(OPENING, body % number)
        assert answer.status_code in (400, 422), answer.content
        problem(answer, answer.status_code)


def test_every_kind_of_question_takes_strange_values(api: ApiClient, hub: Any) -> None:
    for service in hub.services.values():
        definition = service.definition
        if definition.kind != "case":
            continue
        for strange in STRANGE:
            answers = {question.id: strange for question in definition.questions}
            answer = api.open(definition.service, answers=answers, contact={"name": "Amina"})
            assert answer.status_code in (201, 413, 422), (definition.service, answer.content)


def test_a_failure_of_ours_tells_nothing(api: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr("doneinone.channels.api.cases.make_ready", fail)
    api.client.raise_request_exception = False
    answer = api.open()
    told = problem(answer, 500)
    assert "secret" not in str(told)
    assert not Case.objects.exists()


@pytest.mark.parametrize("path", ["/services/%00", "/cases/%00", "/%ff", "/cases/%0d%0aX:1"])
def test_strange_addresses(api: ApiClient, path: str) -> None:
    answer = api.get(path)
    assert answer.status_code in (400, 404)
    problem(answer, answer.status_code)
