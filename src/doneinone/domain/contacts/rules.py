"""What may be said of a contact. Pure: no database and no clock."""

from __future__ import annotations

CHANNELS = ("phone", "counter", "visit", "letter", "email", "chat")
"""How somebody reaches an adviser. What people do by themselves is on web or api."""

SELF_SERVICE = frozenset({"web", "api"})
"""Channels on which a report is a whole contact by itself, made by a reaction."""

AVOIDABLE = ("", "chasing", "unclear", "our-error", "passed-on")
"""Why a contact could have been avoided; empty for a new need, which could not."""

MOST_MATTERS = 20
LONGEST_NOTE = 4000


def ending_problem(*, outcome: str, avoidable: str, is_over: bool) -> str | None:
    """Say in words why a matter may not end so, or None if it may."""
    if is_over:
        return "This matter is finished already."
    if outcome not in ("answered", "chased", "handed_over", "not_finished"):
        return "Choose how the matter ended."
    if avoidable not in AVOIDABLE:
        return "Choose one of the reasons shown."
    return None
