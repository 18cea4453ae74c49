"""Whose address counts, and what a policy lets in."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse

from doneinone.channels.shared.csp import ContentSecurityPolicy
from doneinone.channels.shared.limits import client_address


@pytest.mark.parametrize(
    ("proxies", "named", "address"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "made up, 203.0.113.9", "203.0.113.9"),
        (2, "made up, 203.0.113.9, 198.51.100.7", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "", "192.0.2.1"),
    ],
)
def test_only_our_own_proxies_are_believed(
    proxies: int, named: str, address: str, rf: Any, settings: Any
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = rf.get("/", REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": named})
    assert client_address(request) == address


@pytest.mark.parametrize(
    ("tiles", "wanted"),
    [("", False), ("https://tiles.example/{z}/{x}/{y}.png", True), ("/tiles/{z}.png", False)],
)
def test_tiles_of_another_host_are_let_in(tiles: str, wanted: bool, rf: Any, settings: Any) -> None:
    settings.MAP_TILES = tiles
    answer = ContentSecurityPolicy(lambda request: HttpResponse())(rf.get("/"))
    assert ("https://tiles.example" in answer["Content-Security-Policy"]) is wanted
