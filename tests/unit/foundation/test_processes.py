"""The supervisor: what dies comes back, and when it stops nothing is left."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from doneinone.foundation.processes import Program, Supervisor, UnableToSupervise

pytestmark = pytest.mark.slow

SLEEP = [sys.executable, "-S", "-c", "import time; print('up', flush=True); time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-S",
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print('up', flush=True); time.sleep(60)",
]
# A main process with a worker, as a web server has: it says the worker's number.
WITH_WORKER = ["/bin/sh", "-c", "sleep 60 & echo worker $!; wait"]


def gone(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state in "ZX"


def until(condition: Callable[[], object], *, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


@contextmanager
def watching(supervisor: Supervisor) -> Iterator[Supervisor]:
    """A started supervisor, watching in a thread."""
    supervisor.start()
    thread = threading.Thread(target=supervisor.watch)
    thread.start()
    try:
        yield supervisor
    finally:
        supervisor.ask_to_stop()
        thread.join()
        supervisor.stop()


def supervisor(logs: Path, **commands: list[str]) -> Supervisor:
    programs = [Program(name=name, command=command) for name, command in commands.items()]
    return Supervisor(programs=programs, logs=logs, first_wait=0.05, grace=1)


def worker_of(log: Path) -> int:
    until(lambda: "worker" in log.read_text())
    return int(log.read_text().split()[-1])


def test_a_killed_program_is_started_again(tmp_path: Path) -> None:
    with watching(supervisor(tmp_path, web=SLEEP, worker=SLEEP)) as running:
        before = running.pids()
        os.kill(before["worker"], signal.SIGKILL)
        until(lambda: running.pids().get("worker", before["worker"]) != before["worker"])
        assert running.pids()["web"] == before["web"]


def test_the_workers_of_a_killed_main_process_end_with_it(tmp_path: Path) -> None:
    with watching(supervisor(tmp_path, web=WITH_WORKER)) as running:
        main, worker = running.pids()["web"], worker_of(running.log("web"))
        os.kill(main, signal.SIGKILL)
        until(lambda: gone(worker))
        until(lambda: running.pids().get("web", main) != main)


def test_stopping_leaves_no_process_not_even_one_that_will_not_listen(tmp_path: Path) -> None:
    with watching(supervisor(tmp_path, web=WITH_WORKER, worker=STUBBORN)) as running:
        until(lambda: "up" in running.log("worker").read_text())
        left = [*running.pids().values(), worker_of(running.log("web"))]
    until(lambda: all(gone(pid) for pid in left), seconds=1)
    assert running.pids() == {}


def test_a_program_that_keeps_ending_is_started_ever_more_slowly(tmp_path: Path) -> None:
    said: list[str] = []
    failing = Supervisor(
        programs=[
            Program(name="bad", command=["/bin/false"]),
            Program(name="none", command=["/no/such/program"]),
        ],
        logs=tmp_path,
        say=said.append,
        first_wait=0.05,
    )
    with watching(failing):
        until(lambda: len([line for line in said if "bad" in line]) >= 3)
    assert "bad ended (exit 1); starting it again in 0.05 s." in said[1]
    waits = [line.split(" in ")[1].split(" s.")[0] for line in said if line.startswith("bad")]
    assert waits[:3] == ["0.05", "0.1", "0.2"]
    assert any("none cannot be started" in line for line in said)


def test_the_database_is_started_again_when_it_is_gone(tmp_path: Path) -> None:
    class Database:
        """Fails once, then starts."""

        starts = 0
        up = False

        def alive(self) -> bool:
            return self.up

        def start(self) -> None:
            self.starts += 1
            self.up = True

    database = Database()
    said: list[str] = []
    with watching(Supervisor(programs=[], logs=tmp_path, database=database, say=said.append)):
        until(lambda: database.starts == 1)
    assert said == ["The database is gone; starting it again."]


def test_two_cannot_supervise_the_same_hub(tmp_path: Path) -> None:
    with (
        watching(supervisor(tmp_path, web=SLEEP)),
        pytest.raises(UnableToSupervise, match="already runs"),
    ):
        supervisor(tmp_path, web=SLEEP).start()


MAIN = """
import sys
from pathlib import Path
from doneinone.foundation.processes import Program, Supervisor
Supervisor(
    programs=[Program(name="web", command=["/bin/sh", "-c", "sleep 60 & echo worker $!; wait"])],
    logs=Path(sys.argv[1]), grace=2,
).run()
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything(tmp_path: Path, number: signal.Signals) -> None:
    main = subprocess.Popen([sys.executable, "-c", MAIN, str(tmp_path)])
    until((tmp_path / "web.log").exists)
    worker = worker_of(tmp_path / "web.log")
    main.send_signal(number)
    assert main.wait(timeout=10) == 0
    until(lambda: gone(worker), seconds=1)


def test_what_a_killed_supervisor_left_is_ended_by_the_next(tmp_path: Path) -> None:
    main = subprocess.Popen([sys.executable, "-c", MAIN, str(tmp_path)])
    until((tmp_path / "web.log").exists)
    orphan = worker_of(tmp_path / "web.log")
    main.kill()
    main.wait()
    assert not gone(orphan)
    with watching(supervisor(tmp_path, web=SLEEP)):
        until(lambda: gone(orphan))
