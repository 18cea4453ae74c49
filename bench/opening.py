"""Cases opened over HTTP against the bare loop, in rounds that take turns."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from statistics import median
from typing import Any

from bench.house import House, running, wait_until_drained

CONNECTIONS_HTTP = 8
CONNECTIONS_BARE = 8
WEB_PROCESSES = 2


@dataclass(frozen=True)
class Length:
    """How many rounds, and how many seconds each part of one takes."""

    rounds: int
    seconds: float


def _child(module: str, **arguments: Any) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", module], input=json.dumps(arguments), capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def over_http(
    house: House, *, seconds: float, connections: int = CONNECTIONS_HTTP
) -> dict[str, Any]:
    """Open cases for some seconds by the real server."""
    return _child(
        "bench.driver", port=house.port, keys=list(house.keys), connections=connections,
        seconds=seconds,
    )  # fmt: skip


def by_hand(house: House, *, seconds: float, reference: str) -> dict[str, Any]:
    """Make the same rows for some seconds with the bare loop."""
    return _child(
        "bench.bare", owner=house.url(role="hub_owner"), app=house.url(), reference=reference,
        connections=CONNECTIONS_BARE, seconds=seconds,
    )  # fmt: skip


def newest_reference(house: House) -> str:
    """Give the reference of the newest case."""
    import psycopg

    with psycopg.connect(house.url(role="hub_owner")) as owner:
        row = owner.execute('select reference from "case" order by id desc limit 1').fetchone()
    assert row is not None
    return str(row[0])


def measure(house: House, length: Length) -> dict[str, Any]:
    """Measure both in turns, and give the ratios."""
    http: list[dict[str, Any]] = []
    bare: list[dict[str, Any]] = []
    drained: list[float] = []
    with running(house, processes=WEB_PROCESSES):
        over_http(house, seconds=2)
        reference = newest_reference(house)
        by_hand(house, seconds=1, reference=reference)
        wait_until_drained(house)
        for number in range(length.rounds):
            http.append(over_http(house, seconds=length.seconds))
            drained.append(wait_until_drained(house))
            bare.append(by_hand(house, seconds=length.seconds, reference=reference))
            wait_until_drained(house)
            rates = http[-1]["rate"], bare[-1]["rate"]
            print(
                f"  round {number + 1}: HTTP {rates[0]:,.0f}/s, bare loop {rates[1]:,.0f}/s, "
                f"ratio {rates[0] / rates[1]:.2f}; answers in {http[-1]['median_ms']:.1f} ms; "
                f"reactions done {drained[-1]:.0f} s later",
                flush=True,
            )
            if http[-1]["refused"]:
                print(f"  refused: {http[-1]['refused']}", flush=True)
    return {
        "open_case_ratio": round(_best(http) / _best(bare), 3),
        "open_case_ratio_of_medians": round(_middle(http) / _middle(bare), 3),
        "open_case_ratio_by_round": [
            round(a["rate"] / b["rate"], 3) for a, b in zip(http, bare, strict=True)
        ],
        "http": http,
        "bare": bare,
        "web_processes": WEB_PROCESSES,
        "connections": {"http": CONNECTIONS_HTTP, "bare": CONNECTIONS_BARE},
    }


def _best(rounds: list[dict[str, Any]]) -> float:
    return max(float(one["rate"]) for one in rounds)


def _middle(rounds: list[dict[str, Any]]) -> float:
    return float(median(one["rate"] for one in rounds))
