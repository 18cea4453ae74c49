"""Letters: kept only as our own record, or in memory in tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ClassVar

from doneinone.adapters.ports import Letter


class RecordedLetters:
    """Sends nothing: the message's own row is the record. For the demonstration."""

    @contextmanager
    def batch(self) -> Iterator[Callable[[Letter], None]]:
        """Take every letter as sent."""
        yield lambda letter: None


class MemoryLetters:
    """Keeps letters in memory, for tests; ``failing`` is raised instead of keeping."""

    sent: ClassVar[list[Letter]] = []
    failing: ClassVar[dict[str, Exception]] = {}

    @contextmanager
    def batch(self) -> Iterator[Callable[[Letter], None]]:
        """Keep what is sent."""
        yield self._keep

    def _keep(self, letter: Letter) -> None:
        problem = self.failing.get(letter.to) or self.failing.get("*")
        if problem is not None:
            raise problem
        self.sent.append(letter)

    @classmethod
    def forget(cls) -> None:
        """Forget all, and fail no more."""
        cls.sent.clear()
        cls.failing.clear()
