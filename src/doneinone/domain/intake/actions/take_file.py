"""Check an uploaded file and store it."""

from __future__ import annotations

from django.conf import settings

from doneinone.adapters.files import files
from doneinone.domain.cases.actions.open_case import NewFile
from doneinone.domain.intake.rules.uploads import UnableToTakeFile, check_upload
from doneinone.foundation.references import new_secret

__all__ = ["UnableToTakeFile", "take_file"]


def take_file(
    *, name: str, content: bytes, documents: bool = False, language: str = "en"
) -> NewFile:
    """
    Check a file by its content and keep it under a key that nobody can guess.

    It is stored before any row names it: a row never points to a file that is not there. A file
    whose form is never handed in goes when the form does.

    :raises UnableToTakeFile: with words for the person, in their language
    """
    taken = check_upload(
        name=name,
        content=content,
        most_bytes=settings.MAX_FILE_BYTES,
        documents=documents,
        language=language,
    )
    key = new_secret()
    files().keep(key=key, content=taken.content)
    return NewFile(key=key, name=taken.name, kind=taken.kind, size=len(taken.content))
