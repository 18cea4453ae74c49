"""Whether a database holds a demonstration, and whether it is whole: a comment on the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection
from psycopg import sql

_MAKING = "demonstration: being made"
_MADE = "demonstration: made on "


@dataclass(frozen=True, slots=True)
class Marker:
    """What a database is: nothing yet, a demonstration (whole or not), or a hub of its own."""

    is_demonstration: bool
    made_on: date | None
    holds_a_hub: bool

    @property
    def is_whole(self) -> bool:
        """Whether the demonstration was made to its end."""
        return self.made_on is not None


def read_marker() -> Marker:
    """Say what the database is. Two statements."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select shobj_description(oid, 'pg_database') from pg_database "
            "where datname = current_database()"
        )
        (comment,) = cursor.fetchone() or (None,)
        cursor.execute("select exists (select from hub_version)")
        (holds_a_hub,) = cursor.fetchone() or (False,)
    said = comment or ""
    made_on = date.fromisoformat(said[len(_MADE) :]) if said.startswith(_MADE) else None
    return Marker(said.startswith("demonstration:"), made_on, holds_a_hub)


def mark_begun() -> None:
    """Mark the database as a demonstration that is not whole yet. Its owner may."""
    _mark(_MAKING)


def mark_made(*, on: date) -> None:
    """Mark the demonstration as whole, so that the next start only serves it."""
    _mark(_MADE + on.isoformat())


def _mark(comment: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select current_database()")
        (name,) = cursor.fetchone()
        statement = sql.SQL("comment on database {} is {}").format(
            sql.Identifier(name), sql.Literal(comment)
        )
        cursor.execute(statement.as_string(cursor.connection))
