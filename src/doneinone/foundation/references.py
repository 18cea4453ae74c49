"""
Reference numbers that can be read out, copied and keyed without harm, and secrets for links.

A reference is seven random characters and a check character, shown as "7K4M 2QTX": about ten
thousand million of them, so a clash is rare and the database's unique constraint catches it. The
alphabet has no vowels nor Y (it spells no words) and none of those that look alike: 0 and O, 1 and
I and L.

The check character is that of a code over the field of 27 elements. Each place has its own weight,
none of them zero, so every wrong character and every swap of two characters, neighbours or not, is
found. A remainder by 27 could not promise this, because 27 is not a prime.
"""

import hashlib
import secrets
from random import Random

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
REFERENCE_LENGTH = 8
RESUME_CODE_LENGTH = 12

_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_LOOK_ALIKES = "0O1IL"
_SYSTEM = secrets.SystemRandom()
_DIGITS = ("two", "three", "four", "five", "six", "seven", "eight", "nine")
_NATO = (
    *("Bravo", "Charlie", "Delta", "Foxtrot", "Golf", "Hotel", "Juliett", "Kilo", "Mike"),
    *("November", "Papa", "Quebec", "Romeo", "Sierra", "Tango", "Victor", "Whiskey"),
    *("X-ray", "Zulu"),
)
_SPOKEN = dict(zip(ALPHABET, (*_DIGITS, *_NATO), strict=True))


def new_reference(*, random: Random = _SYSTEM) -> str:
    """
    Make a reference, as it is stored: eight characters without a space.

    :param random: where chance comes from; the system's own unless a test passes another
    """
    return _checked(REFERENCE_LENGTH, random)


def new_resume_code(*, random: Random = _SYSTEM) -> str:
    """
    Make a code by which a person carries on with a form: "7K4M 2QTX 9WBD".

    Eleven random characters (52 bits) and a check character. Keep only the hash of its normal form.
    """
    return _in_fours(_checked(RESUME_CODE_LENGTH, random))


def new_secret() -> str:
    """Make a secret for a link: 256 bits, in letters that need no escaping in an address."""
    return secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """
    Give the SHA-256 of a secret in hexadecimal: what is stored in its place.

    Fit for secrets made here, which cannot be guessed; not for passwords.
    """
    return hashlib.sha256(secret.encode()).hexdigest()


def normalise_reference(text: str) -> str | None:
    """
    Give a reference as it is stored, from what a person typed, or nothing if it cannot be one.

    Spaces, dashes, dots and lower case do no harm. What we never use (the letter O, a nought) is
    refused and not guessed at: `reference_problem` says why.
    """
    return None if _problem(_bare(text), REFERENCE_LENGTH) else _bare(text)


def normalise_resume_code(text: str) -> str | None:
    """Give a resume code's twelve characters, from what a person typed, or nothing."""
    return None if _problem(_bare(text), RESUME_CODE_LENGTH) else _bare(text)


def is_valid(text: str) -> bool:
    """Say whether what a person typed is a whole reference whose check character is right."""
    return normalise_reference(text) is not None


def reference_problem(text: str, language: str = "en") -> str | None:
    """Say to a person what is wrong with the reference they typed, or nothing if it is right."""
    return _say(_problem(_bare(text), REFERENCE_LENGTH), language, _EXAMPLE)


def resume_code_problem(text: str, language: str = "en") -> str | None:
    """Say to a person what is wrong with the resume code they typed, or nothing."""
    return _say(_problem(_bare(text), RESUME_CODE_LENGTH), language, _RESUME_EXAMPLE)


def show_reference(reference: str) -> str:
    """Show a stored reference in groups of four: "7K4M 2QTX"."""
    return _in_fours(reference)


def spell_out(reference: str) -> str:
    """
    Spell a reference for the telephone: "seven, Kilo, four, Mike; two, Quebec, Tango, X-ray".

    :raises ValueError: if it has a character that no reference has
    """
    groups = show_reference(_bare(reference)).split()
    try:
        return "; ".join(", ".join(_SPOKEN[character] for character in group) for group in groups)
    except KeyError as unknown:
        raise ValueError(f"{unknown} is in no reference, so it cannot be spelt out") from None


_EXAMPLE = "7K4M 2QTZ"
_RESUME_EXAMPLE = "7K4M 2QT9 WBDD"
_PROBLEMS = {
    "empty": {
        "en": "Enter the reference, like {example}",
        "cy": "Rhowch y cyfeirnod, fel {example}",
    },
    "short": {
        "en": "That is {count} characters. There are {length}, like {example}",
        "cy": "Mae hynny’n {count} nod. Mae {length} i fod, fel {example}",
    },
    "look-alike": {
        "en": "We never use {character}, because it looks like another. "
        "Look again: there are no 0, O, 1, I or L, as in {example}",
        "cy": "Nid ydym byth yn defnyddio {character}, am ei fod yn edrych fel un arall. "
        "Edrychwch eto: nid oes 0, O, 1, I nac L, fel yn {example}",
    },
    "stranger": {
        "en": "We never use {character}. Enter only letters and numbers, like {example}",
        "cy": "Nid ydym byth yn defnyddio {character}. "
        "Rhowch lythrennau a rhifau yn unig, fel {example}",
    },
    "check": {
        "en": "One of the characters is wrong, or two have changed places. "
        "Check it against the message we sent you",
        "cy": "Mae un o’r nodau’n anghywir, neu mae dau wedi newid lle. "
        "Cymharwch ef â’r neges a anfonwyd atoch",
    },
}
_Problem = tuple[str, str, int, int]


def _problem(bare: str, length: int) -> _Problem | None:
    for character in bare:
        if character in _LOOK_ALIKES:
            return "look-alike", character, len(bare), length
        if character not in _VALUES:
            return "stranger", character, len(bare), length
    if len(bare) != length:
        return "short" if bare else "empty", "", len(bare), length
    return None if _sum(bare) == 0 else ("check", "", len(bare), length)


def _say(problem: _Problem | None, language: str, example: str) -> str | None:
    if problem is None:
        return None
    key, character, count, length = problem
    words = _PROBLEMS[key]["cy" if language.startswith("cy") else "en"]
    return words.format(character=character, count=count, length=length, example=example)


def _bare(text: str) -> str:
    """Take away what people add: spaces of any kind, dashes, dots and lower case."""
    kept = (character for character in text if not character.isspace())
    return "".join(character for character in kept if character not in "-‐‑‒–—_.,").upper()


def _in_fours(text: str) -> str:
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def _checked(length: int, random: Random) -> str:
    body = "".join(random.choice(ALPHABET) for _ in range(length - 1))
    return body + ALPHABET[_minus(_times_x(_sum(body)))]


# The field of 27 elements: polynomials a + bx + cx² whose coefficients are 0, 1 or 2, kept as the
# number a + 3b + 9c, with x³ = x + 2. The powers of x run through all 26 elements that are not
# zero before they repeat, so the weights of up to 26 places all differ.


def _sum(text: str) -> int:
    """Give the weighted sum: zero exactly when the last character checks the others."""
    total = 0
    for character in text:
        total = _plus(_times_x(total), _VALUES[character])
    return total


def _plus(left: int, right: int) -> int:
    return sum((left // place + right // place) % 3 * place for place in (1, 3, 9))


def _minus(element: int) -> int:
    return _plus(element, element)  # since 3 is 0 here, twice is the opposite


def _times_x(element: int) -> int:
    a, b, c = element % 3, element // 3 % 3, element // 9
    return 2 * c % 3 + 3 * ((a + c) % 3) + 9 * b
