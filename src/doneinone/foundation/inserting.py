"""Write a new row and those that hang on it in one statement, where it is done thousands of times.

Django builds an insert anew each time and sends one for each table. Opening a case is the busiest
thing that a hub does, so its statement is written once, and the rows go to the database as JSON:
one value for each table, which costs a tenth of some seventy.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection, models

Link = tuple[type[models.Model], str]
"""A table, and the column in which it names the first row."""


def insert_family(parent: models.Model, *children: tuple[str, Sequence[models.Model]]) -> None:
    """
    Insert a row, and rows that name it, in one statement; the first gets its id.

    :param children: each a column that holds the first row's id, and rows of one table
    :raises django.db.IntegrityError: as an insert by Django would
    """
    given = [(column, rows) for column, rows in children if rows]
    shape = tuple((type(rows[0]), column) for column, rows in given)
    values = [_as_json([parent]), *(_as_json(rows) for _, rows in given)]
    with connection.cursor() as cursor:
        cursor.execute(_statement(type(parent), shape), values)
        (parent.pk,) = cursor.fetchone()
    parent._state.adding = False
    parent._state.db = connection.alias


@cache
def _columns(model: type[models.Model]) -> dict[str, str]:
    """Give the columns that are ours to write, and the attributes that hold their values."""
    return {
        str(field.column): field.attname
        for field in model._meta.concrete_fields
        if not field.generated and not field.primary_key
    }


def _as_json(rows: Sequence[models.Model]) -> str:
    columns = _columns(type(rows[0]))
    return json.dumps(
        [{column: getattr(row, name) for column, name in columns.items()} for row in rows],
        default=_moment,
        ensure_ascii=False,
    )


def _moment(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not written this way")


@cache
def _statement(parent: type[models.Model], children: tuple[Link, ...]) -> str:
    # Only names of our own models stand in it.
    parts = [f"parent as ({_insert(parent, '')} returning id)"]
    for number, (model, link) in enumerate(children):
        parts.append(f"children_{number} as ({_insert(model, link)})")
    return f"with {', '.join(parts)} select id from parent"  # noqa: S608


def _insert(model: type[models.Model], link: str) -> str:
    table = model._meta.db_table
    columns = [f'"{column}"' for column in _columns(model) if column != link]
    given = [f"given.{column}" for column in columns]
    source = f'json_populate_recordset(null::"{table}", %s::json) as given'
    if link:
        columns, given = [f'"{link}"', *columns], ["parent.id", *given]
        source = f"parent, {source}"
    names, values = ", ".join(columns), ", ".join(given)
    return f'insert into "{table}" ({names}) select {values} from {source}'  # noqa: S608
