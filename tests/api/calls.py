"""How the tests call the API, and what they expect of a refusal."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

BASE = "/api/v1"
OURS = {"easting": 381500, "northing": 398500}
POTHOLE = {"depth": "deep", "across": "lid", "where_in_road": "lane", "danger": False}


@dataclass
class ApiClient:
    """Calls the API as a system with a key would."""

    key: str
    client: Client = field(default_factory=Client)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        content = body if isinstance(body, bytes | str) else json.dumps(body)
        sent = {"content-type": "application/json", "authorization": f"Bearer {self.key}"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        kind = sent.pop("content-type")
        return self.client.generic(
            method, BASE + path, "" if body is None else content, content_type=kind, headers=sent
        )

    def get(self, path: str, **headers: str) -> Any:
        return self.send("GET", path, **headers)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self.send("POST", path, body, **headers)

    def open(self, service: str = "report-pothole", **parts: Any) -> Any:
        headers = parts.pop("headers", {})
        body = {"answers": POTHOLE, "location": OURS} | parts
        body = {name: part for name, part in body.items() if part is not ...}
        return self.post(f"/services/{service}/cases", body, **headers)


def problem(response: Any, status: int) -> dict[str, Any]:
    """Check that an answer is a problem as RFC 9457 tells it, and give it."""
    assert response.status_code == status, response.content[:500]
    assert response["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = json.loads(response.content)
    assert told["status"] == status
    assert told["type"]
    assert told["title"]
    assert b"<html" not in response.content.lower()
    return told


def fields(response: Any) -> set[str]:
    """Name the fields that a 422 is about."""
    told = problem(response, 422)
    for mistake in told["errors"]:
        assert mistake["detail"]
    return {mistake["field"] for mistake in told["errors"]}
