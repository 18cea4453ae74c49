"""When a message that could not be sent is tried again."""

from __future__ import annotations

from datetime import timedelta

FIRST_TRY_WITHIN = timedelta(seconds=30)
"""The job deferred with a message sends it; after this time it is looked for in the queue."""

LONGEST_WAIT = timedelta(minutes=10)


def back_off(*, attempts: int) -> timedelta:
    """
    Say how long to wait after a number of failed tries: 10 s, 20 s, 40 s … at most ten minutes.

    There is no last try: a mail server that is away for a weekend loses nothing.
    """
    return min(timedelta(seconds=10 * 2 ** min(max(attempts - 1, 0), 10)), LONGEST_WAIT)
