"""Forms that nobody goes on with are forgotten, and what was added to them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from doneinone.adapters.files import MemoryFiles, files
from doneinone.domain.intake import jobs
from doneinone.domain.intake.actions.begin_draft import begin_draft
from doneinone.domain.intake.actions.change_draft import change_draft
from doneinone.domain.intake.models import Draft
from doneinone.foundation.actors import public
from doneinone.foundation.references import hash_secret


def test_only_what_is_over_goes(hub: Any, now: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for key, at in (("old", now - timedelta(days=60)), ("new", now)):
        actor = public(keys=[hash_secret(key)])
        begin_draft(
            actor=actor, key=key, service=hub.service("report-pothole"), language="en", now=at
        )
        files().keep(key=f"photo {key}", content=b"x")
        change_draft(
            actor=actor, hashed=hash_secret(key), now=at,
            files=[{"key": f"photo {key}", "name": "a", "kind": "image/png", "size": 1}],
        )  # fmt: skip
    monkeypatch.setattr(jobs, "now", lambda: now)
    jobs.forget_drafts()
    assert [draft.key_hash for draft in Draft.objects.all()] == [hash_secret("new")]
    assert list(MemoryFiles.kept) == ["photo new"]
