"""
Real processes are killed while 2,000 reports arrive, and the mail server goes away.

What was acknowledged must be there; each reporter is told once, but for the e-mail that was on the
wire when its worker died, which comes again with the same Message-ID; and all goes on by itself.
"""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator

import pytest

from faults.hub import RunningHub, running_hub

pytestmark = pytest.mark.slow
REPORTS = int(os.environ.get("DONEINONE_FAULT_REPORTS", "2000"))


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A hub that serves, shared by the tests of this file."""
    with running_hub(tmp_path_factory.mktemp("hub")) as hub:
        hub.report(0, within=60)
        hub.wait_for(lambda: len(hub.post.got) == 1, within=30, what="the first e-mail")
        yield hub


def test_kills_lose_nothing_and_repeat_nothing(hub: RunningHub) -> None:
    before = len(hub.post.got)
    kills = {
        REPORTS * 15 // 100: hub.kill_worker,
        REPORTS * 30 // 100: hub.kill_one_web_process,
        REPORTS * 45 // 100: hub.kill_database,
        REPORTS * 60 // 100: hub.kill_worker,
        REPORTS * 75 // 100: hub.kill_web,
        REPORTS * 90 // 100: hub.kill_worker,
    }
    started = time.monotonic()
    acknowledged = hub.reports(range(1, REPORTS + 1), then=kills)
    took = time.monotonic() - started
    assert len(acknowledged) == REPORTS
    assert len(set(acknowledged)) == REPORTS

    there = {reference for (reference,) in hub.rows('select reference from "case"')}
    assert set(acknowledged) <= there
    assert len(there) == REPORTS + 1, "and nothing was opened twice"

    wanted = set(acknowledged)
    waited = hub.wait_for(
        lambda: wanted <= hub.post.references(), within=90, what="an e-mail for each reference"
    )
    hub.wait_for(
        lambda: hub.rows("select count(*) from message where status <> 'sent'") == [(0,)],
        within=60,
        what="every message is marked as sent",
    )
    assert hub.rows("select count(*) from outbox") == [(0,)]
    assert hub.rows("select count(*) from failed_reaction") == [(0,)]

    got = Counter(hub.post.got[before:])
    per_reference = Counter(reference for reference, _ in got)
    assert set(per_reference) == wanted
    assert max(per_reference.values()) == 1, "a repeat has the same Message-ID"
    repeated = [count for count in got.values() if count > 1]
    on_wires = 4  # three kills of the worker and one of its database
    assert len(repeated) <= on_wires
    assert all(count == 2 for count in repeated)
    print(  # noqa: T201 - shown with -s
        f"\n{REPORTS} reports in {took:.1f} s through {len(kills)} kills; the last e-mail "
        f"{waited:.1f} s after; {len(repeated)} repeated; " + "; ".join(hub.said)
    )


def test_a_mail_server_that_is_away_loses_nothing(hub: RunningHub) -> None:
    hub.post.close()
    before = len(hub.post.got)
    acknowledged = set(hub.reports(range(10_000, 10_100), then={}))
    hub.wait_for(
        lambda: (
            hub.rows("select count(*) from message where status = 'queued' and attempts > 0")
            == [(100,)]
        ),
        within=60,
        what="every message was tried and waits",
    )
    hub.kill_worker()
    hub.post.open()
    waited = hub.wait_for(
        lambda: acknowledged <= hub.post.references(), within=90, what="the mail comes after all"
    )
    hub.wait_for(
        lambda: hub.rows("select count(*) from message where status <> 'sent'") == [(0,)],
        within=30,
        what="every message is marked as sent",
    )
    got = Counter(hub.post.got[before:])
    assert len(got) == 100
    assert sum(got.values()) <= 102
    print(f"\nthe mail came {waited:.1f} s after its server")  # noqa: T201 - shown with -s


def test_a_worker_that_is_asked_to_stop_finishes_and_ends_well(hub: RunningHub) -> None:
    acknowledged = set(hub.reports(range(20_000, 20_050), then={}))
    os.kill(hub.supervisor.pids()["worker"], signal.SIGTERM)
    hub.wait_for(
        lambda: any("worker ended (exit 0)" in line for line in hub.said),
        within=15,
        what="the worker ends by itself",
    )
    hub.wait_for(
        lambda: acknowledged <= hub.post.references(), within=60, what="the next one goes on"
    )
    assert max(Counter(hub.post.got).values()) <= 2
