"""The words of calls: channels, outcomes, needs, reasons; each with its icon or its key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from doneinone.domain.people.models import Person


def channel_words(channel: str) -> str:
    """Say how somebody reached us."""
    return {
        "phone": _("Telephone"),
        "counter": _("At the counter"),
        "visit": _("Visit"),
        "letter": _("Letter"),
        "email": _("E-mail"),
        "chat": _("Chat"),
        "web": _("On the web"),
        "api": _("By another system"),
    }.get(channel, channel)


CHANNEL_ICONS = {
    "phone": "phone", "counter": "desk", "visit": "home", "letter": "letter", "email": "mail",
    "chat": "chat", "web": "globe", "api": "globe",
}  # fmt: skip

OUTCOME_ICONS = {
    "": "chat", "answered": "tick", "case_opened": "flag", "chased": "clock",
    "handed_over": "hand", "not_finished": "x",
}  # fmt: skip


def outcome_words(outcome: str) -> str:
    """Say how a matter ended."""
    return {
        "answered": _("Done in one"),
        "case_opened": _("Case opened"),
        "chased": _("Chased"),
        "handed_over": _("Handed over"),
        "not_finished": _("Not finished"),
    }.get(outcome, _("Asking"))


def avoidable_choices() -> list[dict[str, str]]:
    """Give the reasons for which a contact could have been avoided, with their keys."""
    words = (
        ("", _("No, new need")),
        ("chasing", _("Chasing")),
        ("unclear", _("Unclear letter")),
        ("our-error", _("Our error")),
        ("passed-on", _("Passed on")),
    )
    return [
        {"value": value, "text": text, "key": f"A {number}"}
        for number, (value, text) in enumerate(words)
    ]


def need_words(need: str) -> tuple[str, str]:
    """Give the icon and the words of a need."""
    return {
        "welsh-first": ("globe", _("Welsh first")),
        "large-print": ("text", _("Large print")),
        "easy-read": ("book", _("Easy read")),
        "braille": ("text", _("Braille")),
        "hearing-aid": ("ear", _("Hearing aid")),
        "text-relay": ("phone", _("Text relay")),
        "sign-language": ("hand", _("Sign language")),
        "interpreter": ("globe", _("Interpreter")),
        "speech": ("chat", _("Needs time to speak")),
        "step-free": ("user", _("Step-free")),
        "memory": ("note", _("Write it down for them")),
        "no-letters": ("letter", _("No letters")),
    }.get(need, ("info", need))


def needs_of(needs: Sequence[str]) -> list[dict[str, str]]:
    """Give a person's needs as chips."""
    return [dict(zip(("icon", "text"), need_words(need), strict=True)) for need in needs]


def age(born_on: date | None, today: date) -> int | None:
    """Give somebody's age in years."""
    if born_on is None:
        return None
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


def addressed(person: Person) -> str:
    """Say how to address somebody: “Mrs Pritchard”, or by their name."""
    if person.title and person.family:
        return f"{person.title} {person.family}"
    return person.given or person.family
