"""The wall, guarded: no table with personal data without a policy, none seen without an actor."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.db.utils import InternalError, ProgrammingError

from doneinone.domain.cases.models import Case
from doneinone.foundation.actors import acting, public
from doneinone.foundation.timeline.models import Event

OURS = [model for model in apps.get_models() if model.__module__.startswith("doneinone.")]
BEHIND = [model for model in OURS if getattr(model, "wall", None) == "policy"]

# Tables of the libraries: sign-in and jobs. None holds anything of a member of the public.
LIBRARIES = {
    "account_emailaddress", "account_emailconfirmation", "auth_group", "auth_group_permissions",
    "auth_permission", "django_content_type", "django_migrations", "django_session",
    "mfa_authenticator", "procrastinate_events", "procrastinate_jobs",
    "procrastinate_periodic_defers", "procrastinate_workers", "rate_limit",
    "usersessions_usersession",
}  # fmt: skip


def rows(sql: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_table_says_how_it_is_guarded(model: type[models.Model]) -> None:
    wall = getattr(model, "wall", None)
    assert wall == "policy" or (wall or "").startswith("none: "), (
        f"{model.__name__} must say wall = 'policy', or 'none: ' and why it holds nothing personal"
    )


@pytest.mark.django_db
@pytest.mark.parametrize("model", BEHIND, ids=lambda model: model.__name__)
def test_every_walled_table_has_row_security_for_reading_and_writing(
    model: type[models.Model],
) -> None:
    table = model._meta.db_table
    [(on,)] = rows("select relrowsecurity from pg_class where oid = %s::regclass", f'"{table}"')
    assert on, f"row security is off for {table}"
    found = {verb for (verb,) in rows("select cmd from pg_policies where tablename = %s", table)}
    assert found == {"ALL"} or {"SELECT", "INSERT"} <= found


@pytest.mark.django_db
def test_no_table_is_forgotten() -> None:
    known = {model._meta.db_table for model in OURS} | LIBRARIES
    through = {
        field.remote_field.through._meta.db_table
        for model in OURS
        for field in model._meta.many_to_many
    }
    there = {
        name
        for (name,) in rows("select tablename from pg_tables where schemaname = current_schema()")
    }
    assert there <= known | through, "a table that no model of ours declares"


@pytest.mark.django_db
def test_no_view_goes_round_the_wall() -> None:
    views = rows(
        "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace "
        "where n.nspname = current_schema() and c.relkind in ('v', 'm') "
        "and not coalesce('security_invoker=true' = any(c.reloptions), false)"
    )
    assert views == []


@pytest.mark.django_db
def test_the_application_role_cannot_go_round_it() -> None:
    [(superuser, bypass)] = rows(
        "select rolsuper, rolbypassrls from pg_roles where rolname = 'hub_app'"
    )
    assert not superuser
    assert not bypass
    owned = rows("select relname from pg_class where relowner = 'hub_app'::regrole")
    assert owned == []
    assert rows("select pg_has_role('hub_app', 'hub_owner', 'member')") == [(False,)]


def test_functions_of_the_owner_repeat_the_test_and_fix_their_path(hub: Any) -> None:
    """What runs with the owner's rights must ask who acts, or give only what anybody may know."""
    functions = rows(
        "select p.proname, p.prosrc, coalesce(array_to_string(p.proconfig, ','), '') "
        "from pg_proc p join pg_namespace n on n.oid = p.pronamespace "
        "where n.nspname = current_schema() and p.prosecdef"
    )
    assert functions
    for name, source, config in functions:
        assert "search_path=" in config, f"{name} has no search path of its own"
        if name not in {
            # Gives only what is public of public cases.
            "public_cases_near",
            # Gives an id for the reference and a proof.
            "case_by_proof",
            # Moves rows along with their case, or removes what has expired.
            "case_moves_its_wall", "case_moves_its_messages", "forget_drafts",
        }:  # fmt: skip
            assert "current_agencies()" in source, f"{name} does not ask who acts"
            assert "current_clearance()" in source, f"{name} does not ask who acts"


@pytest.mark.parametrize("model", BEHIND, ids=lambda model: model.__name__)
def test_without_an_actor_there_are_no_rows(
    model: type[models.Model], hub: Any, cast: Any, report: Any
) -> None:
    report()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local role hub_app")
        assert model.objects.count() == 0  # type: ignore[attr-defined]
        cursor.execute("reset role")


def test_raw_sql_as_the_application_role_gets_nothing_of_others(cast: Any, report: Any) -> None:
    report()
    report("worried-about-someone")
    for stranger in (cast.eve, cast.gus, public()):
        with acting(stranger):
            for model in BEHIND:
                table = model._meta.db_table
                found = rows(f'select count(*) from "{table}"')
                if model is Event and stranger is cast.gus:
                    # What administrators do is told to administrators.
                    found = rows("select count(*) from event where subject_kind <> 'agency'")
                assert found == [(0,)], f"{stranger.name} sees rows of {table}"


@pytest.mark.django_db(transaction=False)
@pytest.mark.parametrize(
    "sql",
    [
        "update event set kind = 'case.forged'",
        "delete from event",
        "truncate event",
        'alter table "case" disable row level security',
        'drop policy case_read on "case"',
        "set role hub_owner",
        "set session authorization hub_owner",
        "create table elsewhere (id int)",
    ],
)
def test_the_application_role_may_not(sql: str, cast: Any, report: Any) -> None:
    report()
    if sql.startswith("set "):
        # The tests log in as the owner, who may of course become the owner again.
        assert rows("select pg_has_role('hub_app', 'hub_owner', 'usage')") == [(False,)]
        return
    with (
        pytest.raises((ProgrammingError, InternalError)),
        acting(cast.carl),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_a_row_cannot_be_slipped_to_another_agency(hub: Any, cast: Any, report: Any) -> None:
    reference = report()
    case = Case.objects.get(reference=reference)
    castle = hub.agencies["castle-homes"].pk
    with acting(cast.eve), transaction.atomic():
        assert Case.objects.filter(pk=case.pk).update(visible_to=[castle]) == 0
    with pytest.raises(ProgrammingError), acting(cast.eve), transaction.atomic():
        # A foreign key check goes round row security; the table's own policy must stop it.
        Event.objects.create(
            at=case.opened_at, kind="case.noted", subject_kind="case", subject_id=case.pk,
            sequence=99, actor_kind="staff", actor_name="Eve", channel="desk",
            visible_to=case.visible_to, sensitivity=0,
        )  # fmt: skip


def test_a_member_of_the_public_sees_their_own_case_and_no_note(
    cast: Any, report: Any, now: Any
) -> None:
    from doneinone.domain.cases.actions.add_note import add_note

    mine, other = report(), report()
    add_note(actor=cast.carl, reference=mine, text="Staff only.", now=now)
    case = Case.objects.get(reference=mine)
    with acting(public(cases=[case.pk])):
        assert [found.reference for found in Case.objects.all()] == [mine]
        assert {event.kind for event in Event.objects.all()} == {"case.opened"}
    assert other != mine
