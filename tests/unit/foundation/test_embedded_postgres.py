"""The embedded database: starts, stops, and gets up again after the worst."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from doneinone.foundation.embedded_postgres import EmbeddedPostgres, UnableToStartDatabase

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    """A server in a folder as pytest makes them: closed to every other account."""
    server = EmbeddedPostgres(data=tmp_path_factory.mktemp("hub") / "database")
    server.start()
    yield server
    server.stop()


def ask(server: EmbeddedPostgres, query: bytes, *, role: str = "hub_app") -> object:
    with psycopg.connect(server.url(role)) as connection:  # type: ignore[arg-type]
        row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


def test_both_roles_log_in_and_only_the_owner_may_make_databases(
    running: EmbeddedPostgres,
) -> None:
    assert ask(running, b"select current_user::text") == "hub_app"
    query = b"select string_agg(rolname || rolcreatedb || rolbypassrls || rolsuper, ' ' "
    query += b"order by rolname) from pg_roles where rolname like 'hub%'"
    assert ask(running, query) == "hub_appfalsefalsefalse hub_ownertruefalsefalse"
    owner = b"select pg_get_userbyid(datdba)::text from pg_database where datname = 'hub'"
    assert ask(running, owner) == "hub_owner"


def test_the_owner_may_act_as_the_application_and_not_the_other_way(
    running: EmbeddedPostgres,
) -> None:
    with psycopg.connect(running.url("hub_owner")) as connection:
        connection.execute("set role hub_app")
    with (
        psycopg.connect(running.url("hub_app")) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("set role hub_owner")


def test_text_sorts_the_same_on_every_machine_and_nothing_listens_on_the_network(
    running: EmbeddedPostgres,
) -> None:
    collation = b"select datcollate::text from pg_database where datname = 'hub'"
    assert ask(running, collation) == "C.UTF-8"
    assert ask(running, b"show listen_addresses") == ""
    assert ask(running, b"show jit") == "off"
    assert running.data.stat().st_mode & 0o077 == 0


def test_starting_twice_keeps_the_server(running: EmbeddedPostgres) -> None:
    before = running.pid()
    running.start()
    assert running.pid() == before is not None


def test_several_processes_may_start_it_at_once(running: EmbeddedPostgres) -> None:
    running.stop()
    assert not running.alive()
    program = (
        "from pathlib import Path; import sys;"
        "from doneinone.foundation.embedded_postgres import EmbeddedPostgres;"
        "server = EmbeddedPostgres(data=Path(sys.argv[1])); server.start(); print(server.pid())"
    )
    starters = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(running.data)], stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    assert {starter.communicate()[0].strip() for starter in starters} == {str(running.pid())}


def test_it_recovers_from_a_killed_server_with_what_was_committed(
    running: EmbeddedPostgres,
) -> None:
    with psycopg.connect(running.url("hub_owner")) as connection:
        connection.execute("create table kept (answer int)")
        connection.execute("insert into kept values (42)")
    pid = running.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    while running.alive():
        time.sleep(0.01)
    running.start()
    assert running.pid() != pid
    assert ask(running, b"select answer from kept", role="hub_owner") == 42


def test_a_reused_process_number_is_not_taken_for_the_server(tmp_path: Path) -> None:
    server = EmbeddedPostgres(data=tmp_path)
    assert not server.alive()
    (tmp_path / "postmaster.pid").write_text(f"{os.getpid()}\n{tmp_path}\n")
    assert not server.alive()
    (tmp_path / "postmaster.pid").write_text("nonsense")
    assert not server.alive()


def test_a_zombie_is_not_taken_for_the_server(tmp_path: Path) -> None:
    dead = subprocess.Popen(["/bin/true"])
    os.waitid(os.P_PID, dead.pid, os.WEXITED | os.WNOWAIT)
    (tmp_path / "postmaster.pid").write_text(f"{dead.pid}\n")
    assert not EmbeddedPostgres(data=tmp_path).alive()
    dead.wait()


def test_a_half_made_database_is_made_anew_and_a_long_path_gets_a_short_socket(
    tmp_path: Path,
) -> None:
    server = EmbeddedPostgres(data=tmp_path / ("long" * 25) / "database")
    half = server.data.with_name("database.new")
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")
    assert len(server.host) < 60
    try:
        server.start()
        assert ask(server, b"select 1") == 1
        assert Path(server.host).stat().st_mode & 0o077 == 0
    finally:
        server.stop()
    assert not server.alive()


def test_it_refuses_a_folder_with_other_files_in_it(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Sir")
    with pytest.raises(UnableToStartDatabase, match="not a database"):
        EmbeddedPostgres(data=tmp_path).start()
    assert (tmp_path / "letter.txt").read_text() == "Dear Sir"


def test_the_folders_above_the_data_are_left_as_they_were(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    server = EmbeddedPostgres(data=closed / "hub" / "database")
    try:
        server.start()
        assert ask(server, b"select 1") == 1
    finally:
        server.stop()
    assert closed.stat().st_mode & 0o777 == 0o700
    assert closed.stat().st_uid == os.geteuid()


def test_its_backup_program_is_of_the_servers_version(running: EmbeddedPostgres) -> None:
    done = subprocess.run(
        [running.pg_dump, "--schema-only", running.url("hub_owner")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "PostgreSQL database dump" in done.stdout
