"""Many cases, made by the database itself, with what hangs on each, as far as pages read it."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

import psycopg
from psycopg.types.json import Json
from unidecode import unidecode

DISTRIBUTION = (
    "Cases come evenly over two years, by service as on the demonstration hub. Three in a hundred "
    "are open, at every size, so a team with a hundred times the cases has a hundred times as many "
    "open. Each case has two clocks, three events and one message; one in twenty has a pause and a "
    "follower. There are half as many people as cases; names are drawn from the demonstration's "
    "pools, so more people share a name as there are more, while telephone numbers and e-mail "
    "addresses are everybody's own."
)
BASE_PEOPLE = 20_000
"""So many different names and streets are made; more people than these share them."""

PEOPLE = """
insert into person (visible_to, sensitivity, title, given, family, language, needs, email,
    telephone, address, postcode, keys, version, created_at)
select %(seen)s, 0, '', b.given, b.family, 'en', '{}', b.local || i || '@example.org',
    '+447' || lpad(i::text, 9, '0'), b.address, b.postcode,
    b.keys || array['e:' || b.local || i || '@example.org', 't:+447' || lpad(i::text, 9, '0'),
        't:' || right(lpad(i::text, 9, '0'), 6), 'c:' || lower(b.postcode)],
    1, now() - interval '1 year'
from generate_series(1, %(count)s) i join base_person b on b.id = i %% %(base)s
"""

CASES = """
insert into "case" (id, visible_to, sensitivity, reference, service, service_version_id, agency_id,
    team_id, channel, stage, outcome, urgent, opened_at, closed_at, reopened, due_at, due_standard,
    promised_at, version, person_id, contact_name, contact_email, contact_telephone, language,
    answers, easting, northing, postcode, place, area, shown_publicly, words)
select i, s.seen, 0, upper(lpad(to_hex(i), 8, '0')), s.key, s.version_id, s.agency_id, s.team_id,
    'web', case when open then s.stage else 'closed' end, case when open then '' else s.outcome end,
    i %% 40 = 0, opened, case when open then null else opened + interval '5 days' end, 0,
    case when open then now() + (i %% 17 - 5) * interval '1 day' end,
    case when open then s.standard else '' end, opened + interval '7 days', 3, p.id,
    p.given || ' ' || p.family, p.email, p.telephone, 'en', s.answers, 375000 + i %% 9973,
    395000 + i %% 9871, p.postcode, p.address, 'bridge-end', s.is_public,
    s.title || ' ' || p.address || ' ' || p.given || ' ' || p.family
from (select i, i %% 100 < 3 as open, (i * 7919::bigint) %% %(weight)s as point,
        now() - (i::float8 / %(count)s) * interval '730 days' - interval '1 hour' as opened
      from generate_series(1, %(count)s) i) c
join base_service s on c.point >= s.low and c.point < s.high
join person p on p.id = 1 + c.i / 2
"""

HANGING = (
    """insert into case_clock (case_id, visible_to, sensitivity, standard, started_at, due_at,
        met_at, pauses, promise)
    select c.id, c.visible_to, 0, k.standard, c.opened_at, c.opened_at + interval '7 days',
        c.closed_at, false, k.promise
    from "case" c, (values ('inspect', false), ('repair', true)) k (standard, promise)""",
    """insert into event (visible_to, sensitivity, at, kind, subject_kind, subject_id, sequence,
        actor_kind, actor_name, channel, audience, data)
    select c.visible_to, 0, c.opened_at + n * interval '1 day', e.kind, 'case', c.id, n, 'staff',
        'Carl Ainsworth', 'desk', e.audience, e.data::jsonb
    from "case" c, (values (1, 'case.opened', 'person', '{}'),
        (2, 'case.noted', 'staff', '{"text": "Looked at it."}'),
        (3, 'case.moved', 'person', '{"stage": "inspecting"}')) e (n, kind, audience, data)""",
    """insert into message (visible_to, sensitivity, event_id, case_id, template, means, address,
        language, subject, body, html, status, message_id, attempts, made_at, next_try_at, sent_at,
        problem)
    select c.visible_to, 0, null, c.id, 'case-received', 'email', c.contact_email, 'en',
        'We have your report', 'We have your report. ' || repeat('Words. ', 30), '', 'sent',
        '<' || c.id || '@bench>', 1, c.opened_at, c.opened_at, c.opened_at, ''
    from "case" c""",
    """insert into case_pause (case_id, visible_to, sensitivity, reason, paused_at, resumed_at)
    select id, visible_to, 0, 'waiting-for-person', opened_at, opened_at + interval '1 day'
    from "case" where id % 20 = 0""",
    """insert into follower (case_id, visible_to, sensitivity, email, language, since)
    select id, visible_to, 0, 'somebody@example.org', 'en', opened_at
    from "case" where id % 20 = 1""",
)


@dataclass(frozen=True)
class Filled:
    """A database with so many cases."""

    name: str
    cases: int
    seconds: float
    open_of_team: int


def fill(url: str, *, name: str, cases: int, team: int) -> Filled:
    """Make so many cases and half as many people, as the owner of the tables."""
    began = time.monotonic()
    with psycopg.connect(url) as owner:
        owner.execute("set maintenance_work_mem = '256MB'")
        _base(owner)
        seen = [_council()]
        values = {"count": cases // 2 + 1, "base": BASE_PEOPLE, "seen": seen}
        owner.execute(PEOPLE, values)
        owner.execute("analyze person")
        [(weight,)] = owner.execute("select max(high) from base_service").fetchall()
        owner.execute(CASES, {"count": cases, "weight": weight})
        # What was told long ago waits for no reaction.
        owner.execute("alter table event disable trigger event_fills_outbox")
        for statement in HANGING:
            owner.execute(statement)
        owner.execute("alter table event enable trigger event_fills_outbox")
        owner.execute("select setval(pg_get_serial_sequence('\"case\"', 'id'), %s)", [cases])
        owner.execute("drop table base_person, base_service")
        count = owner.execute(
            'select count(*) from "case" where team_id = %s and closed_at is null', [team]
        ).fetchone()
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("vacuum analyze")
    return Filled(name, cases, time.monotonic() - began, count[0] if count else 0)


def _council() -> int:
    from doneinone.domain.catalogue.queries import current_hub

    return current_hub().receiver.pk


def _base(owner: psycopg.Connection[Any]) -> None:
    """Make what the rows are drawn from: services with their share, and people with their keys."""
    from doneinone.demo.names import invent
    from doneinone.demo.rhythms import SERVICES
    from doneinone.domain.catalogue.queries import current_hub
    from doneinone.domain.people.rules import keys_of

    owner.execute(
        "create table base_service (key text, version_id bigint, agency_id int, team_id int, "
        "stage text, outcome text, standard text, is_public boolean, title text, answers jsonb, "
        "seen int[], low bigint, high bigint)"
    )
    hub, low = current_hub(), 0
    for key, share in SERVICES.items():
        if key not in hub.services or hub.services[key].definition.visibility == "restricted":
            continue
        service = hub.services[key]
        definition, team = service.definition, hub.teams[service.definition.team or ""]
        example = next(one for one in definition.examples if not one.refused)
        high = low + round(share * 10)
        seen = sorted({hub.receiver.pk, team.agency_id})
        owner.execute(
            "insert into base_service values "
            "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                key, service.version_id, team.agency_id, team.pk, definition.first_stage,
                next(iter(definition.outcomes)), next(iter(definition.standards), ""),
                definition.visibility == "public", str(definition.title), Json(example.answers),
                seen, low, high,
            ],
        )  # fmt: skip
        low = high
    owner.execute(
        "create table base_person (id int primary key, given text, family text, local text, "
        "address text, postcode text, keys text[])"
    )
    random = Random(20261124)
    with owner.cursor().copy(
        "copy base_person (id, given, family, local, address, postcode, keys) from stdin"
    ) as copy:
        for number in range(BASE_PEOPLE):
            one = invent(random=random, number=number, today=date(2026, 11, 24))
            address = f"{random.randrange(1, 120)} {random.choice(STREETS)}"
            keys = keys_of(given=one.given, family=one.family, address=address)
            postcode = f"M{random.randrange(1, 60)}{random.randrange(10)}{random.choice(UNITS)}"
            local = re.sub("[^a-z.]", "", unidecode(f"{one.given[:1]}.{one.family}").lower())
            copy.write_row((number, one.given, one.family, local, address, postcode, keys))


STREETS = [
    f"{first} {kind}"
    for first in ("Lime", "Weaver", "Quarry", "Station", "Orchard", "Mill", "Kiln", "Canal")
    for kind in ("Grove", "Row", "Street", "Lane", "Road", "Terrace")
]
UNITS = [a + b for a in "ABDEFGHJLN" for b in "PQRSTUWXYZ"]
