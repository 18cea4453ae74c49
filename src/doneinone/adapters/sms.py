"""Texts: kept only as our own record, or in memory in tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ClassVar

from doneinone.adapters.ports import Sms


class RecordedSms:
    """Sends nothing: the message's own row is the record. For the demonstration."""

    @contextmanager
    def batch(self) -> Iterator[Callable[[Sms], None]]:
        """Take every text as sent."""
        yield lambda sms: None


class MemorySms:
    """Keeps texts in memory, for tests; ``failing`` is raised instead of keeping."""

    sent: ClassVar[list[Sms]] = []
    failing: ClassVar[dict[str, Exception]] = {}

    @contextmanager
    def batch(self) -> Iterator[Callable[[Sms], None]]:
        """Keep what is sent."""
        yield self._keep

    def _keep(self, sms: Sms) -> None:
        problem = self.failing.get(sms.to) or self.failing.get("*")
        if problem is not None:
            raise problem
        self.sent.append(sms)

    @classmethod
    def forget(cls) -> None:
        """Forget all, and fail no more."""
        cls.sent.clear()
        cls.failing.clear()
