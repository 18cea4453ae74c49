"""The worker: it drains the outbox of the timeline and runs the jobs that leave the house.

A job is a function that may be run twice without harm. Jobs are rows beside the data
(procrastinate), so that a job deferred in a transaction is undone with it. A worker that is killed
stops giving signs of life, and another takes up its jobs about ten seconds later.

When the database goes away the worker ends, with a code other than zero: whoever watches over it
(``doneinone run``, systemd) starts it again with nothing half-known in memory.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any, Concatenate, Generic, ParamSpec, cast

from django.db import close_old_connections, connection
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import DeleteJobCondition

from doneinone.foundation.actors import Actor, acting, system
from doneinone.foundation.clock import now
from doneinone.foundation.timeline.draining import BATCH, drain, retry_failed

log = logging.getLogger(__name__)

SHORTEST_WAIT = 0.05
LONGEST_WAIT = 0.5
"""Seconds between two looks at an empty outbox: soon after an event, seldom on a quiet night."""

RETRY_EVERY = 2.0
"""Seconds between two looks for failed reactions whose time has come."""

SIGN_OF_LIFE = 2.0
DEAD_AFTER = 8.0
"""Seconds: how often a worker says that it lives, and when it is taken for dead."""

JOBS_AT_ONCE = 1
"""In one worker, so that one that dies leaves at most one e-mail on the wire. Run more workers
for more at once."""

FIRST = 10
"""The priority of the worker's own housekeeping: it does not stand behind a flood of e-mail."""

STOP_WITHIN = 12.0
"""Seconds that jobs have to finish when the worker is asked to stop."""

P = ParamSpec("P")


class Job(Generic[P]):
    """A function that can be put off until after commit, and is then run by the worker."""

    def __init__(
        self, function: Callable[Concatenate[Actor, P], None], *, transaction: bool
    ) -> None:
        self.name = f"{function.__module__.removeprefix('doneinone.')}.{function.__name__}"
        self._function = function
        self._transaction = transaction
        self._task = app.task(name=self.name, queue="jobs")(self._run)

    def _run(self, *, agencies: Sequence[int], clearance: int, **arguments: Any) -> None:
        actor = system(name="worker", agencies=agencies, clearance=clearance)
        if not self._transaction:
            cast(Any, self._function)(actor, **arguments)
            return
        with acting(actor):
            cast(Any, self._function)(actor, **arguments)

    def put_off(self, actor: Actor, *args: P.args, **arguments: P.kwargs) -> None:
        """
        Defer the job in the running transaction; it will see what the actor may see.

        :param arguments: plain JSON values; ids and never personal data
        """
        self._task.defer(
            agencies=list(actor.agencies), clearance=actor.clearance, **cast(Any, arguments)
        )

    def __call__(self, actor: Actor, *args: P.args, **arguments: P.kwargs) -> None:
        """Run it here and now, as a given actor."""
        if self._transaction:
            with acting(actor):
                self._function(actor, *args, **arguments)
        else:
            self._function(actor, *args, **arguments)


def job(*, transaction: bool = True) -> Callable[[Callable[Concatenate[Actor, P], None]], Job[P]]:
    """
    Make a function a job. It is given the actor, and may be run twice: it must do no harm then.

    :param transaction: run it in one transaction as the actor; otherwise it opens its own with
        ``acting(actor)``, as a job that talks to the outside world between them does
    """
    return lambda function: Job(function, transaction=transaction)


def every(cron: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """
    Run a function again and again, by one worker at a time.

    :param cron: when, in five fields, or six with the seconds last
    """

    def register(function: Callable[[], None]) -> Callable[[], None]:
        name = f"{function.__module__.removeprefix('doneinone.')}.{function.__name__}"

        def run(timestamp: int) -> None:
            function()

        task = app.task(name=name, queue="house", priority=FIRST, queueing_lock=name, lock=name)(
            run
        )
        app.periodic(cron=cron)(task)
        return function

    return register


@app.periodic(cron="* * * * * */5")
@app.task(
    name="foundation.jobs.take_up_stalled_jobs",
    queue="house",
    priority=FIRST,
    queueing_lock="foundation.jobs.take_up_stalled_jobs",
)
async def take_up_stalled_jobs(timestamp: int) -> None:
    """Give back to the queue what a worker that was killed had in hand."""
    manager = app.job_manager
    await manager.prune_stalled_workers(DEAD_AFTER)
    for stalled in await manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER):
        log.warning("taking up job %s of a worker that is gone", stalled.id)
        await manager.retry_job(stalled)


@app.periodic(cron="17 3 * * *")
@app.task(name="foundation.jobs.forget_finished_jobs", queue="house")
async def forget_finished_jobs(timestamp: int) -> None:
    """Remove jobs that ended long ago. Those that succeeded are removed at once."""
    await app.job_manager.delete_old_jobs(
        nb_hours=24 * 30, include_failed=True, include_cancelled=True, include_aborted=True
    )


def run_worker() -> int:
    """
    Work until asked to stop (SIGTERM, Ctrl-C); the batch and the jobs in hand are finished first.

    :returns: an exit code: 0 when it was asked to stop, 1 when it lost the database
    """
    return asyncio.run(_work())


async def _work() -> int:
    stop = threading.Event()
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked.set)
    workers = _app_of_worker()
    async with workers.open_async():
        jobs = asyncio.create_task(
            workers.run_worker_async(
                concurrency=JOBS_AT_ONCE,
                # Jobs are deferred a batch at a time, so that their NOTIFY holds up nobody.
                listen_notify=True,
                fetch_job_polling_interval=2.0,
                delete_jobs=DeleteJobCondition.SUCCESSFUL.value,
                install_signal_handlers=False,
                update_heartbeat_interval=SIGN_OF_LIFE,
                stalled_worker_timeout=DEAD_AFTER,
                shutdown_graceful_timeout=STOP_WITHIN,
            )
        )
        events = asyncio.create_task(asyncio.to_thread(keep_draining, stop))
        until = asyncio.create_task(asyncio.wait_for(asked.wait(), None))
        await asyncio.wait({jobs, events, until}, return_when=asyncio.FIRST_COMPLETED)
        stop.set()
        for task in (jobs, until):
            task.cancel()
        ended = await asyncio.gather(jobs, events, until, return_exceptions=True)
    problems = [
        one
        for one in ended
        if isinstance(one, BaseException) and not isinstance(one, asyncio.CancelledError)
    ]
    for problem in problems:
        log.error("the worker ends: %s: %s", type(problem).__name__, problem)
    return 0 if asked.is_set() and not problems else 1


def _app_of_worker() -> App:
    """
    Make an app with the same jobs on connections of its own.

    The app of Django keeps its connector, so that reactions go on deferring jobs in their own
    transaction.
    """
    connector = cast(DjangoConnector, app.connector).get_worker_connector()
    workers = App(connector=connector, worker_defaults=app.worker_defaults)
    workers.tasks = app.tasks
    workers.periodic_registry = app.periodic_registry
    return workers


def keep_draining(stop: threading.Event) -> None:
    """
    React to events until told to stop; what is in hand is finished.

    :raises django.db.Error: if the database goes away
    """
    wait, look_again_at = SHORTEST_WAIT, 0.0
    close_old_connections()
    try:
        while not stop.is_set():
            taken = drain(now=now())
            if monotonic() >= look_again_at:
                taken += retry_failed(now=now())
                look_again_at = monotonic() + RETRY_EVERY
            if taken >= BATCH:
                continue
            # After a batch that was not full a short wait lets the next one fill: in a flood, few
            # large batches cost much less than many small ones.
            wait = SHORTEST_WAIT if taken else min(wait * 1.5, LONGEST_WAIT)
            stop.wait(wait)
    finally:
        connection.close()
