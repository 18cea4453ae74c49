"""Where photographs and documents are kept: a folder, or memory in tests."""

from __future__ import annotations

import hashlib
import os
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import ClassVar, Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class Files(Protocol):
    """Keeps bytes under a key that nobody can guess."""

    def keep(self, *, key: str, content: bytes) -> None:
        """Store bytes; when this returns they are on the disk."""

    def read(self, *, key: str) -> bytes:
        """
        Give the bytes of a key.

        :raises FileNotFoundError: if there are none
        """

    def forget(self, *, key: str) -> None:
        """Remove the bytes of a key, if there are any."""


class FolderFiles:
    """Keeps files in a folder, spread over subfolders."""

    def __init__(self, *, folder: Path | None = None) -> None:
        self.folder = folder or Path(settings.FILES_FOLDER)

    def _path(self, key: str) -> Path:
        name = hashlib.sha256(key.encode()).hexdigest()
        return self.folder / name[:2] / name

    def keep(self, *, key: str, content: bytes) -> None:
        """Write beside and move into place, so that a file is whole or not there."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise

    def read(self, *, key: str) -> bytes:
        """Read the file of a key."""
        return self._path(key).read_bytes()

    def forget(self, *, key: str) -> None:
        """Remove the file of a key."""
        self._path(key).unlink(missing_ok=True)


class MemoryFiles:
    """Keeps files in memory, for tests."""

    kept: ClassVar[dict[str, bytes]] = {}

    def keep(self, *, key: str, content: bytes) -> None:
        """Keep the bytes."""
        self.kept[key] = content

    def read(self, *, key: str) -> bytes:
        """Give the bytes."""
        try:
            return self.kept[key]
        except KeyError:
            raise FileNotFoundError(key) from None

    def forget(self, *, key: str) -> None:
        """Forget the bytes."""
        self.kept.pop(key, None)


@lru_cache(maxsize=4)
def _made(name: str) -> Files:
    made: Files = import_string(name)()
    return made


def files() -> Files:
    """Give the adapter that the settings name."""
    return _made(settings.FILES_ADAPTER)
