"""Words of messages that no template holds, in English and Welsh."""

from __future__ import annotations

from doneinone.domain.catalogue.rules.texts import Duration
from doneinone.foundation.clock import language_of, say_count

RESIDENT = {"en": "resident", "cy": "breswylydd"}
"""How somebody is addressed who gave no name."""

STOP_FOLLOWING = {
    "en": "You are told because you follow this. To stop:",
    "cy": "Rydych yn cael gwybod am eich bod yn dilyn hyn. I roi’r gorau iddi:",
}


def in_language(words: dict[str, str], language: str) -> str:
    """Give the words in a language, or in English."""
    return words.get(language, words["en"])


def say_promise(*, label: str, within: Duration, language: str) -> str:
    """Say a promise: "Repair it, within 5 working days"."""
    length = say_duration(within, language)
    joined = "o fewn" if language_of(language) == "cy" else "within"
    return f"{label}, {joined} {length}"


def say_duration(within: Duration, language: str) -> str:
    """Say a length of time: "5 working days", "2 fis"."""
    thing = within.unit.removesuffix("s")
    amount = within.amount
    if thing not in ("month", "year"):
        return say_count(amount, thing, language)
    if language_of(language) == "en":
        return f"{amount} {thing}" if amount == 1 else f"{amount} {thing}s"
    if thing == "month":
        return f"{amount} fis" if amount == 2 else f"{amount} mis"
    return {1: "1 flwyddyn", 2: "2 flynedd"}.get(amount, f"{amount} blynedd")
