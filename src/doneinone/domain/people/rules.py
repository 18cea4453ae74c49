"""
What a person is found by: keys made of every fact, folded so that spelling does little harm.

Pure: no database and no clock. The same folding makes the keys that are stored and those that are
asked for, so the index answers with one comparison of arrays (``keys @> wanted``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import phonenumbers
from anyascii import anyascii
from metaphone import doublemetaphone

NEEDS = (
    "welsh-first", "large-print", "easy-read", "braille", "hearing-aid", "text-relay",
    "sign-language", "interpreter", "speech", "step-free", "memory", "no-letters",
)  # fmt: skip
"""What a person may need of us, by key; the channels have the words."""

MOST_TEXT = 200
MOST_WORDS = 8
START = 3
STARTS_TO = 6
"""Beginnings of names from three to six letters are keys, for search while somebody types."""

_EMAIL = re.compile(r"\S+@\S+\.\S+")
_POSTCODE = re.compile(r"\b([a-z]{1,2}[0-9][a-z0-9]?)\s?([0-9][a-z]{2})\b")
_ISO_DAY = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_DAY = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_SPOKEN_DAY = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\s+(\d{4})\b")
_TELEPHONE = re.compile(r"(?<!\S)\+?\(?\d[\d\s()-]{4,18}\d(?!\S)")
_WORD = re.compile(r"[a-z0-9]+")
_TITLES = frozenset(("mr", "mrs", "ms", "miss", "mx", "dr", "sir", "lady", "rev", "prof"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """
    The keys that a text asks for: all of them must be a person's.

    ``exact`` takes words as they are written, ``begun`` takes the last one as still being typed
    (none if it is too short or whole), ``sounding`` takes words by their sound.
    """

    exact: tuple[str, ...] = ()
    begun: tuple[str, ...] = ()
    sounding: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Details:
    """The facts of a person as somebody gave them; what is empty is not known."""

    title: str = ""
    given: str = ""
    family: str = ""
    born_on: date | str | Mapping[str, str] | None = None
    language: str = "en"
    needs: Sequence[str] = field(default_factory=tuple)
    email: str = ""
    telephone: str = ""
    address: str = ""
    postcode: str = ""


def fold(text: str) -> str:
    """Fold a text to small letters without accents; apostrophes join: O’Neill is oneill."""
    return re.sub(r"['’‘`]", "", anyascii(text)).lower()


def words_of(text: str) -> list[str]:
    """Part a text into folded words and numbers."""
    return _WORD.findall(fold(text))


@lru_cache(maxsize=20_000)
def sounds_of(word: str) -> tuple[str, ...]:
    """
    Give the sounds of a folded word: as English reads it first, then as Welsh does.

    Metaphone knows English only. In Welsh f is v, dd is th, ll and rh lose their breath in
    English mouths, w may be a vowel, and si before a vowel is sh (Siân, Siôn).
    """
    if len(word) < 2 or not word.isalpha():
        return ()
    welsh = word.replace("ff", "\0").replace("f", "v").replace("\0", "f")
    welsh = welsh.replace("dd", "th").replace("ll", "l").replace("rh", "r")
    welsh = re.sub(r"si(?=[aeo])", "sh", welsh)
    welsh = re.sub(r"(?<=[^aeiouy])w(?=[^aeiouy]|$)", "u", welsh)
    found: dict[str, None] = {}
    for form in (word, welsh):
        for sound in doublemetaphone(form):
            if sound:
                found[sound] = None
    return tuple(found)


def telephone_keys(text: str) -> list[str]:
    """Give the keys of a telephone number: all of it, and its last six digits."""
    digits = re.sub(r"\D", "", text)
    if len(digits) < 6:
        return []
    keys = [f"t:{digits[-6:]}"]
    if len(digits) < 10:
        return keys
    try:
        number = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException:
        return keys
    if phonenumbers.is_possible_number(number):
        keys.insert(
            0, f"t:{phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)}"
        )
    return keys


def keys_of(
    *,
    given: str = "",
    family: str = "",
    born_on: date | None = None,
    email: str = "",
    telephone: str = "",
    address: str = "",
    postcode: str = "",
) -> list[str]:
    """
    Give all keys of a person, each once: about thirty short texts.

    ``w:`` a word of the name or address, ``s:`` a beginning of a name, ``p:`` a sound, ``t:``
    telephone, ``e:`` e-mail, ``c:`` postcode, ``d:`` date of birth.
    """
    keys: dict[str, None] = {}
    names = words_of(f"{given} {family}")
    for name in names:
        keys[f"w:{name}"] = None
        for length in range(START, min(len(name), STARTS_TO) + 1):
            keys[f"s:{name[:length]}"] = None
        keys.update((f"p:{sound}", None) for sound in sounds_of(name))
    for word in words_of(address):
        keys[f"w:{word}"] = None
        keys.update((f"p:{sound}", None) for sound in sounds_of(word)[:1])
    keys.update((key, None) for key in telephone_keys(telephone))
    if email:
        keys[f"e:{email.strip().lower()}"] = None
    if postcode:
        keys[f"c:{re.sub(r'[^a-z0-9]', '', postcode.lower())}"] = None
    if born_on:
        keys[f"d:{born_on.isoformat()}"] = None
    return list(keys)


def wanted_keys(text: str) -> Wanted:
    """
    Read one box: names, telephone, e-mail, postcode, date of birth and address in any order.

    Titles are passed over. At most eight words count, so that nothing typed makes a long search.
    """
    rest = " ".join(fold(text[:MOST_TEXT]).split())
    facts: list[str] = []

    def take(key: str) -> str:
        facts.append(key)
        return " "

    rest = _EMAIL.sub(lambda found: take(f"e:{found.group()}"), rest)
    rest = _take_days(rest, take)
    rest = _POSTCODE.sub(lambda found: take(f"c:{found.group(1)}{found.group(2)}"), rest)
    rest = _TELEPHONE.sub(
        lambda found: take(keys[0]) if (keys := telephone_keys(found.group())) else " ", rest
    )
    words = [word for word in _WORD.findall(rest) if word not in _TITLES][:MOST_WORDS]
    exact = [*facts, *(f"w:{word}" for word in words)]
    begun: list[str] = []
    if words and len(words[-1]) >= START and words[-1].isalpha():
        begun = [*facts, *(f"w:{word}" for word in words[:-1]), f"s:{words[-1][:STARTS_TO]}"]
    sounding = [
        *facts,
        *(f"p:{sounds[0]}" if (sounds := sounds_of(word)) else f"w:{word}" for word in words),
    ]
    return Wanted(tuple(exact), tuple(begun), tuple(sounding), tuple(words))


def _take_days(rest: str, take: object) -> str:
    """Take dates of birth out of a text, in the three ways they are typed."""

    def key(year: str, month: int, day: str, whole: str) -> str:
        try:
            return str(take(f"d:{date(int(year), month, int(day)).isoformat()}"))  # type: ignore[operator]
        except ValueError:
            return whole

    def spoken(found: re.Match[str]) -> str:
        named = [at for at, month in enumerate(_MONTHS, 1) if month.startswith(found.group(2))]
        return key(found.group(3), named[0], found.group(1), found.group()) if named else found[0]

    rest = _ISO_DAY.sub(lambda f: key(f.group(1), int(f.group(2)), f.group(3), f.group()), rest)
    rest = _DAY.sub(lambda f: key(f.group(3), int(f.group(2)), f.group(1), f.group()), rest)
    return _SPOKEN_DAY.sub(spoken, rest)


def closeness(*, wanted: Wanted, given: str, family: str, address: str) -> int:
    """
    Say how well a person's name fits what was typed: more is better.

    A whole word of the family name weighs most, then of the given name, of the address, then a
    beginning; a word that only sounds alike weighs nothing.
    """
    last, first, home = words_of(family), words_of(given), words_of(address)
    score = 0
    for word in wanted.words:
        if word in last:
            score += 8
        elif word in first:
            score += 6
        elif word in home:
            score += 4
        elif any(name.startswith(word) for name in (*last, *first)):
            score += 3
    return score


def split_name(name: str) -> tuple[str, str, str]:
    """Part a name given as one line into title, given names and family name."""
    parts = name.split()
    title = ""
    if len(parts) > 1 and fold(parts[0]).strip(".") in _TITLES:
        title, parts = parts[0], parts[1:]
    if len(parts) == 1:
        return (title, "", parts[0]) if title else ("", parts[0], "")
    return title, " ".join(parts[:-1]), parts[-1] if parts else ""


def same_family(one: str, other: str) -> bool:
    """Say whether two family names are the same but for accents, capitals and marks."""
    return bool(fold(one)) and words_of(one) == words_of(other)


def known_needs(needs: Iterable[str]) -> list[str]:
    """Keep the needs we know, each once, in our order."""
    wanted = set(needs)
    return [need for need in NEEDS if need in wanted]
