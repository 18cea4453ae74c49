"""The wall, in SQL: policies that the migrations of every room lay on their tables.

A walled table carries ``visible_to`` (the ids of the agencies that may see the row) and
``sensitivity`` (0 standard, 1 restricted). Policies use a table's own columns and stable functions
only, so that they stay cheap and would hold on a sharded database too.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

SEEN = "visible_to && current_agencies() and sensitivity <= current_clearance()"


class Walled(models.Model):
    """A row that only some agencies may see. What is asked of the reader stands in the policy."""

    visible_to = ArrayField(models.IntegerField())
    sensitivity = models.SmallIntegerField(default=0)

    class Meta:
        abstract = True


def raise_wall(table: str, *, public: str = "", public_write: str = "") -> list[str]:
    """
    Give the statements that put a table behind the wall.

    ``public`` is a further condition under which a row may be read by a member of the public who
    holds a key to it; ``public_write`` the same for writing (none by default).
    """
    read = f"({SEEN})" + (f" or ({public})" if public else "")
    write = f"({SEEN})" + (f" or ({public_write})" if public_write else "")
    return [
        f'alter table "{table}" enable row level security',
        f'create policy {table}_read on "{table}" for select to hub_app using ({read})',
        f'create policy {table}_add on "{table}" for insert to hub_app with check ({write})',
        f'create policy {table}_change on "{table}" for update to hub_app '
        f"using ({write}) with check ({write})",
        f'create policy {table}_remove on "{table}" for delete to hub_app using ({write})',
    ]


def lower_wall(table: str) -> list[str]:
    """Give the statements that undo ``raise_wall``."""
    return [
        *(
            f'drop policy {table}_{verb} on "{table}"'
            for verb in ("read", "add", "change", "remove")
        ),
        f'alter table "{table}" disable row level security',
    ]


FUNCTIONS = [
    # nullif: after the first SET LOCAL on a connection an unset value is '' and not NULL.
    "create function current_agencies() returns int[] language sql stable parallel safe "
    "as $$ select nullif(current_setting('hub.agencies', true), '')::int[] $$",
    "create function current_clearance() returns int language sql stable parallel safe "
    "as $$ select nullif(current_setting('hub.clearance', true), '')::int $$",
    "create function current_cases() returns bigint[] language sql stable parallel safe "
    "as $$ select nullif(current_setting('hub.cases', true), '')::bigint[] $$",
    "create function current_keys() returns text[] language sql stable parallel safe "
    "as $$ select nullif(current_setting('hub.keys', true), '')::text[] $$",
]
