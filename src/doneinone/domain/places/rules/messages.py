"""What people are told when a place cannot be found, in English and Welsh."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Problem = Literal[
    "empty", "too_long", "malformed", "partial", "unknown", "northern_ireland", "islands",
    "not_a_point", "not_in_britain", "at_sea", "nothing_found", "not_loaded",
]  # fmt: skip

MESSAGES: dict[Problem, dict[str, str]] = {
    "empty": {
        "en": "Enter a street or postcode, like Lime Grove or SW1A 2AA",
        "cy": "Rhowch stryd neu god post, er enghraifft Lime Grove neu SW1A 2AA",
    },
    "too_long": {
        "en": "Enter a street or postcode of 100 letters or fewer",
        "cy": "Rhowch stryd neu god post o 100 llythyren neu lai",
    },
    "malformed": {
        "en": "“{text}” is not a postcode. Enter a full postcode, like SW1A 2AA",
        "cy": "Nid yw “{text}” yn god post. Rhowch god post llawn, er enghraifft SW1A 2AA",
    },
    "partial": {
        "en": "“{text}” is only part of a postcode. Enter all of it, like SW1A 2AA",
        "cy": "Dim ond rhan o god post yw “{text}”. Rhowch y cyfan, er enghraifft SW1A 2AA",
    },
    "unknown": {
        "en": "We cannot find the postcode {text}. Check it, or enter a street instead",
        "cy": "Ni allwn ddod o hyd i’r cod post {text}. Gwiriwch ef, neu rhowch stryd yn ei le",
    },
    "northern_ireland": {
        "en": "{text} is in Northern Ireland. We can find places in England, Scotland and Wales",
        "cy": "Mae {text} yng Ngogledd Iwerddon. Gallwn ddod o hyd i leoedd yng Nghymru, "
        "Lloegr a’r Alban",
    },
    "islands": {
        "en": "{text} is in the Channel Islands or the Isle of Man. "
        "We can find places in England, Scotland and Wales",
        "cy": "Mae {text} yn Ynysoedd y Sianel neu Ynys Manaw. "
        "Gallwn ddod o hyd i leoedd yng Nghymru, Lloegr a’r Alban",
    },
    "not_a_point": {
        "en": "That is not a point on the map. Move the pin, or enter a street or postcode",
        "cy": "Nid yw hwnnw’n bwynt ar y map. Symudwch y pin, neu rhowch stryd neu god post",
    },
    "not_in_britain": {
        "en": "That point is not in Great Britain. Move the pin, or enter a street or postcode",
        "cy": "Nid yw’r pwynt hwnnw ym Mhrydain. Symudwch y pin, neu rhowch stryd neu god post",
    },
    "at_sea": {
        "en": "There is no postcode within 10 kilometres of that point, so it may be out at sea. "
        "Move the pin, or enter a street or postcode",
        "cy": "Nid oes cod post o fewn 10 cilometr i’r pwynt hwnnw, felly gall fod ar y môr. "
        "Symudwch y pin, neu rhowch stryd neu god post",
    },
    "nothing_found": {
        "en": "We cannot find “{text}”. Check the spelling, or enter a postcode instead",
        "cy": "Ni allwn ddod o hyd i “{text}”. Gwiriwch y sillafu, neu rhowch god post yn ei le",
    },
    "not_loaded": {
        "en": "Places are not loaded yet",
        "cy": "Nid yw’r lleoedd wedi’u llwytho eto",
    },
}


class UnableToFindPlace(Exception):
    """A place cannot be found. The message says what to do and may be shown to anyone."""

    def __init__(self, problem: Problem, text: str = "") -> None:
        self.problem = problem
        self.text: Mapping[str, str] = {
            language: message.format(text=text) for language, message in MESSAGES[problem].items()
        }
        super().__init__(self.text["en"])

    def message(self, *, language: str) -> str:
        """Return the message in a language, or in English where we do not have it."""
        return self.text.get(language, self.text["en"])
