"""Wiring at start: reactions are registered, and the application role gets what it may use."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import AppConfig, apps
from django.db import connections
from django.db.models.signals import post_migrate

APPEND_ONLY = ("event",)
"""Tables in which the application role may add rows and never change or remove one."""


class WiringConfig(AppConfig):
    """Comes last, so that every room's tables are there."""

    name = "doneinone.config"
    label = "wiring"

    def ready(self) -> None:
        """Register the rooms' reactions and jobs, and grant rights after each migration."""
        for room in apps.get_app_configs():
            for part in ("reactions", "jobs"):
                if room.name.startswith("doneinone.domain.") and find_spec(f"{room.name}.{part}"):
                    import_module(f"{room.name}.{part}")
        # Django tells of a migration only to apps that have models, one after the other: the last
        # of them comes when every table is there.
        last = [app for app in apps.get_app_configs() if app.models_module is not None][-1]
        post_migrate.connect(grant_rights, sender=last)


def grant_rights(*, using: str = "default", **_: Any) -> None:
    """
    Let the application role use every table, and only add to those that are append-only.

    After migration and not in one: apps of other makers migrate in any order.
    """
    statements = [
        "grant usage on schema {schema} to hub_app",
        "grant select, insert, update, delete on all tables in schema {schema} to hub_app",
        "grant usage on all sequences in schema {schema} to hub_app",
        *(f"revoke update, delete, truncate on {table} from hub_app" for table in APPEND_ONLY),
        "revoke insert, update, delete on django_migrations from hub_app",
    ]
    with connections[using].cursor() as cursor:
        cursor.execute("select current_schema()")
        (schema,) = cursor.fetchone()
        cursor.execute("select to_regclass('event')")
        if cursor.fetchone() == (None,):
            return
        for statement in statements:
            cursor.execute(statement.format(schema=f'"{schema}"'))
