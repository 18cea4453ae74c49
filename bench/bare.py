"""
A bare loop that makes the rows of a case, as the same role, with nothing round it.

It copies the rows of a case that the hub itself opened, column by column, so that it stays the same
work whatever columns there are: who acts, case, clocks and event (whose trigger fills the outbox),
one transaction for each case. Several connections, a thread for each. Prints one line of JSON.
"""

from __future__ import annotations

import json
import secrets
import sys
import threading
import time
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Json

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUV"
NOT_COPIED = {"id", "search"}


def rows_of(connection: psycopg.Connection[Any], table: str, where: str) -> list[dict[str, Any]]:
    """Read whole rows, without what the database makes by itself."""
    cursor = connection.execute(f'select * from "{table}" where {where}')
    names = [column.name for column in cursor.description or ()]
    return [
        {
            name: Json(value) if isinstance(value, dict) else value
            for name, value in zip(names, row, strict=True)
            if name not in NOT_COPIED
        }
        for row in cursor
    ]


def insert(table: str, rows: list[dict[str, Any]], *, returning: str = "") -> bytes:
    """Write the statement that inserts so many rows."""
    names = list(rows[0])
    values = sql.SQL(", ").join(
        sql.SQL("({})").format(
            sql.SQL(", ").join(sql.Placeholder(f"{name}_{number}") for name in names)
        )
        for number in range(len(rows))
    )
    statement = sql.SQL("insert into {} ({}) values {}").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, names)), values
    )
    return statement.as_bytes() + returning.encode()


def flat(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Name each value for its place in the statement."""
    return {f"{name}_{at}": value for at, row in enumerate(rows) for name, value in row.items()}


def run(
    *, owner: str, app: str, reference: str, connections: int, seconds: float
) -> dict[str, object]:
    """Make rows for some seconds, and give how many cases and how fast."""
    with psycopg.connect(owner) as connection:
        case = rows_of(connection, "case", f"reference = '{reference}'")
        found = connection.execute(f"select id from \"case\" where reference = '{reference}'")
        [(case_id,)] = found.fetchall()
        clocks = rows_of(connection, "case_clock", f"case_id = {case_id}")
        event = rows_of(
            connection,
            "event",
            f"subject_kind = 'case' and subject_id = {case_id} and sequence = 1",
        )
    visible = "{" + ",".join(map(str, case[0]["visible_to"])) + "}"
    act = (
        "select set_config('role', 'hub_app', true), "
        f"set_config('hub.agencies', '{visible}', true), "
        "set_config('hub.clearance', '0', true), set_config('hub.cases', '{}', true), "
        "set_config('hub.keys', '{}', true)"
    ).encode()
    statements = (
        insert("case", case, returning=" returning id"),
        insert("case_clock", clocks),
        insert("event", event),
    )
    made = [0] * connections
    end = time.perf_counter() + seconds

    def loop(number: int) -> None:
        own_case, own_clocks, own_event = flat(case), flat(clocks), flat(event)
        with psycopg.connect(app) as connection:
            while time.perf_counter() < end:
                own_case["reference_0"] = "".join(secrets.choice(ALPHABET) for _ in range(8))
                with connection.transaction():
                    connection.execute(act)
                    row = connection.execute(statements[0], own_case).fetchone()
                    assert row is not None
                    for at in range(len(clocks)):
                        own_clocks[f"case_id_{at}"] = row[0]
                    connection.execute(statements[1], own_clocks)
                    own_event["subject_id_0"] = row[0]
                    connection.execute(statements[2], own_event)
                made[number] += 1

    start = time.perf_counter()
    threads = [threading.Thread(target=loop, args=(number,)) for number in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = time.perf_counter() - start
    return {"made": sum(made), "seconds": whole, "rate": sum(made) / whole}


if __name__ == "__main__":
    print(json.dumps(run(**json.load(sys.stdin))))
