"""The database behind ``DATABASES``: Django's own but for how a kept connection is looked at."""

from __future__ import annotations

import select

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus


class DatabaseWrapper(base.DatabaseWrapper):
    """
    Django's PostgreSQL.

    Before each request Django asks a kept connection ``select 1``. When a server stops it closes
    its connections, and the system knows: that is asked here, without waiting for an answer.
    """

    def is_usable(self) -> bool:
        """Say whether the connection still stands, and nothing unasked has come over it."""
        if self.connection is None:
            return False
        if self.connection.closed or self.connection.pgconn.transaction_status not in (
            TransactionStatus.IDLE,
            TransactionStatus.INTRANS,
        ):
            return False
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
        return not waiting.poll(0)
