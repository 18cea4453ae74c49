"""Make the demonstration: places, hub, staff, people, and the days that lie behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from django.db import connection, connections

import doneinone.demo
from doneinone.config.publishing import publish_folder
from doneinone.demo import cast, marker
from doneinone.demo.history import make_history
from doneinone.demo.plan import Made, Plan
from doneinone.demo.progress import Steps
from doneinone.demo.shares import live_together
from doneinone.demo.town import AREAS
from doneinone.domain.catalogue.queries import current_hub
from doneinone.domain.places.loading import load_places, make_addresses

HUB = Path(doneinone.demo.__file__).parent / "hub"
COUNCIL = "E08000006"
TOO_FEW_TO_SHARE = 600
"""Below so many people one process makes them as soon as two."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a demonstration is."""

    people: int = 5_000
    days: int = 90
    processes: int = 2


def make(*, data: Path, size: Size, now: datetime) -> cast.SignIns:
    """
    Fill a migrated, empty database, as its owner.

    :param data: the data folder; the sign-ins are written into it
    :raises UnableToMakeDemo: if a process that makes a share ends early
    """
    steps = Steps()
    marker.mark_begun()
    with steps.step("Places") as step:
        load_places(council=COUNCIL, area_names=AREAS, names={COUNCIL: "Irwell City Council"})
        made = make_addresses()
        step.end(f"{made.streets:,} streets, {made.addresses:,} addresses")
    before = now - timedelta(days=size.days + 30)
    with steps.step("Services") as step:
        publish_folder(HUB, by="demonstration", now=before)
        step.end(f"{len(current_hub().services)} published")
    with steps.step("Staff") as step:
        sign_ins = cast.make_staff(hub=current_hub(), random=Random(size.days), now=before)
        step.end(f"{len(sign_ins.cast)} to sign in as, and their colleagues")
    lived = _live(steps, size, now)
    with steps.step("Messages and figures") as step:
        step.end(f"{settle_messages(until=now):,} messages sent")
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    cast.keep(sign_ins=sign_ins, data=data)
    marker.mark_made(on=now.date())
    print(
        f"Made {lived.people:,} people, {lived.contacts:,} contacts and {lived.cases:,} cases.",
        flush=True,
    )
    return sign_ins


def _live(steps: Steps, size: Size, now: datetime) -> Made:
    """Make the people and their days, in as many processes as it is worth."""
    shares = 1 if size.people < TOO_FEW_TO_SHARE else max(1, size.processes)
    title = f"{size.people:,} people and {size.days} days"
    with steps.step(title, total=shares * size.days + size.people) as step:
        plans = [
            Plan(people=size.people, days=size.days, until=now, share=share, shares=shares)
            for share in range(shares)
        ]
        if shares == 1:
            made = make_history(plan=plans[0], tell=lambda _what, count: step.advance(count))
        else:
            connections.close_all()
            made = live_together(plans=plans, tell=step.advance)
        step.end(f"{made.cases:,} cases")
    return made


def settle_messages(*, until: datetime) -> int:
    """
    Mark the messages of the past as sent when their events happened, and drop their jobs.

    They were written by the reactions just now; nobody is to wait for a worker that "sends" three
    months of e-mail. Two statements, as the owner of the tables.

    :returns: how many there are
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "update message m set status = 'sent', attempts = 1, made_at = e.at, "
            "next_try_at = e.at, sent_at = e.at + interval '4 seconds', problem = '' "
            "from event e where e.id = m.event_id and m.status = 'queued' and e.at <= %s",
            [until],
        )
        count = cursor.rowcount
        cursor.execute(
            "delete from procrastinate_jobs where status = 'todo' "
            "and task_name like 'domain.messages.%%'"
        )
    return int(count)
