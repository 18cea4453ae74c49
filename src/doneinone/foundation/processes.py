"""
A small supervisor: the programs of a hub on one machine, kept running and all stopped together.

Each program has a process group of its own, so that what it left behind (the workers of a killed
web server go on serving) can be ended with it. A program that ends is started again, after a
wait that grows while it keeps ending at once. The database is watched in the same loop.
"""

import contextlib
import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Protocol

_MARK = "DONEINONE_SUPERVISED_BY"
_LARGEST_LOG = 10 * 1024 * 1024  # bytes; a larger one is put aside at the next start


class UnableToSupervise(Exception):
    """The programs cannot be started. The message may be shown."""


class Watched(Protocol):
    """A server that runs by itself and can be looked at and started: the embedded database."""

    def alive(self) -> bool:
        """Whether it runs."""

    def start(self) -> None:
        """Start it if it does not run."""


@dataclass(frozen=True)
class Program:
    """A command to keep running, and what its environment has besides ours."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass
class _Child:
    """A program and the process that is it just now."""

    program: Program
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    quick_ends: int = 0


class Supervisor:
    """Starts programs, starts them again when they end, stops them all."""

    def __init__(
        self,
        *,
        programs: Sequence[Program],
        logs: Path,
        database: Watched | None = None,
        say: Callable[[str], None] = lambda line: None,
        grace: float = 15.0,
        first_wait: float = 0.5,
        longest_wait: float = 30.0,
        steady_after: float = 10.0,
    ) -> None:
        """
        Prepare; nothing is started yet.

        :param logs: the folder where each program's output goes, one file each
        :param say: called with one line for each thing an operator wants to know
        :param grace: seconds a program has to end by itself before its group is killed
        :param first_wait: seconds before a program that ended is started again; doubled while
            it ends within `steady_after` seconds, up to `longest_wait`
        """
        self._children = [_Child(program) for program in programs]
        self._logs = logs.absolute()
        self._database = database
        self._say = say
        self._grace = grace
        self._first_wait = first_wait
        self._longest_wait = longest_wait
        self._steady_after = steady_after
        self._stop_asked = 0
        self._look_at_database_at = 0.0
        self._lock: contextlib.ExitStack = contextlib.ExitStack()

    # What an operator or a test asks

    def pids(self) -> dict[str, int]:
        """The process id of each program that runs now."""
        return {
            child.program.name: child.process.pid
            for child in self._children
            if child.process is not None
        }

    def log(self, name: str) -> Path:
        """The file with the output of a program."""
        return self._logs / f"{name}.log"

    @property
    def stop_is_asked(self) -> bool:
        """Whether somebody asked to stop."""
        return self._stop_asked > 0

    def ask_to_stop(self) -> None:
        """Let `watch` return soon; asked twice, do not wait for programs to end by themselves."""
        self._stop_asked += 1

    def run(self) -> None:
        """Start everything, watch until asked to stop (Ctrl-C, SIGTERM, SIGHUP), stop it all."""
        with self.heeding_signals():
            try:
                self.start()
                self.watch()
            finally:
                self.stop()

    # Its three parts, for a caller that does something between them

    def start(self) -> None:
        """
        Start every program, after ending what a killed supervisor of these logs left behind.

        :raises UnableToSupervise: if another supervisor runs with these logs
        """
        self._logs.mkdir(parents=True, exist_ok=True)
        lock = self._lock.enter_context((self._logs / "supervisor.lock").open("w"))
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            raise UnableToSupervise("This hub already runs: stop the other one first.") from None
        _end_leftovers(mark=str(self._logs))
        for child in self._children:
            self._start(child)

    def watch(self) -> None:
        """Keep every program running until asked to stop."""
        while not self._stop_asked:
            self.look()
            time.sleep(0.1)

    def look(self) -> None:
        """Look once: start again what has ended."""
        self._look_at_database()
        for child in self._children:
            if child.process is None:
                if time.monotonic() >= child.start_at:
                    self._start(child)
            elif _has_ended(child.process):
                self._note_end(child)

    def stop(self) -> None:
        """Stop every program and all that it started. May be called at any time, and twice."""
        running = [child for child in reversed(self._children) if child.process is not None]
        asked_before = self._stop_asked
        for child in running:
            with contextlib.suppress(ProcessLookupError):
                os.kill(_pid(child), signal.SIGTERM)
        deadline = time.monotonic() + self._grace
        for child in running:
            while not _has_ended(child.process) and time.monotonic() < deadline:
                if self._stop_asked > max(asked_before, 1):
                    break
                time.sleep(0.02)
            self._end_group(child)
        self._lock.close()

    @contextlib.contextmanager
    def heeding_signals(self) -> Iterator[None]:
        """Take Ctrl-C, SIGTERM and SIGHUP as the wish to stop, as long as this lasts."""

        def heed(number: int, frame: FrameType | None) -> None:
            self.ask_to_stop()

        before = {
            number: signal.signal(number, heed)
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
            if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN  # nohup
        }
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    # How

    def _start(self, child: _Child) -> None:
        log = self.log(child.program.name)
        if log.exists() and log.stat().st_size > _LARGEST_LOG:
            log.replace(log.with_suffix(".old.log"))
        environment = os.environ | dict(child.program.environment) | {_MARK: str(self._logs)}
        child.started_at = time.monotonic()
        try:
            with log.open("ab") as output:
                child.process = subprocess.Popen(  # noqa: S603 - the caller's own commands
                    list(child.program.command),
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    env=environment,
                    start_new_session=True,
                )
        except OSError as error:
            self._plan_restart(child, f"cannot be started ({error})")

    def _note_end(self, child: _Child) -> None:
        status = self._end_group(child)
        if time.monotonic() - child.started_at >= self._steady_after:
            child.quick_ends = 0
        how = f"exit {status}" if status >= 0 else signal.Signals(-status).name
        self._plan_restart(child, f"ended ({how})")

    def _plan_restart(self, child: _Child, what: str) -> None:
        wait = min(self._first_wait * 2**child.quick_ends, self._longest_wait)
        child.quick_ends = min(child.quick_ends + 1, 30)
        child.start_at = time.monotonic() + wait
        name = child.program.name
        self._say(f"{name} {what}; starting it again in {wait:g} s. Its log: {self.log(name)}")

    def _end_group(self, child: _Child) -> int:
        """
        Kill what is left of a program's group, then collect its end.

        The group is killed while its leader is not yet collected, so its number is still its own.
        """
        assert child.process is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.process.pid, signal.SIGKILL)
        status = child.process.wait()
        child.process = None
        return status

    def _look_at_database(self) -> None:
        if self._database is None or time.monotonic() < self._look_at_database_at:
            return
        self._look_at_database_at = time.monotonic() + 1
        if self._database.alive():
            return
        self._say("The database is gone; starting it again.")
        try:
            self._database.start()
        except Exception as error:  # whatever the reason, the next look tries again
            self._say(f"The database does not start: {error}")
            self._look_at_database_at = time.monotonic() + 5


def _pid(child: _Child) -> int:
    assert child.process is not None
    return child.process.pid


def _has_ended(process: subprocess.Popen[bytes] | None) -> bool:
    """Whether a process has ended; it is left uncollected, so that its number stays taken."""
    if process is None:
        return True
    found = os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    return found is not None


def _end_leftovers(*, mark: str) -> None:
    """Kill what an earlier supervisor, itself killed, could not stop: its mark is on them."""
    wanted = f"{_MARK}={mark}".encode()
    for environment in Path("/proc").glob("[0-9]*/environ"):
        pid = int(environment.parent.name)
        with contextlib.suppress(OSError):
            if pid != os.getpid() and wanted in environment.read_bytes().split(b"\0"):
                os.kill(pid, signal.SIGKILL)
