"""Work that the room does by itself, at night."""

from __future__ import annotations

import json

from django.db import connection, transaction

from doneinone.adapters.files import files
from doneinone.foundation.clock import now
from doneinone.foundation.jobs import every


@every("23 2 * * *")
def forget_drafts() -> None:
    """
    Forget forms whose time is over, with the photographs that were added to them.

    The rows go first: a photograph that is left behind by a fault is seen by nobody, while a row
    that points to a photograph that is gone would be.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select forget_drafts(%s)", [now()])
        gone = [json.loads(row[0]) if isinstance(row[0], str) else row[0] for row in cursor]
    for file in (file for each in gone for file in each or []):
        files().forget(key=file["key"])
