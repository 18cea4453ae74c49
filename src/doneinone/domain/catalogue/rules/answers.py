"""
One answer to one question: taken as JSON or as a form sends it, and made into the value we keep.

The values are plain JSON: see the table in :func:`clean`.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, cast

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from doneinone.domain.catalogue.rules.addresses import clean_address, clean_location, clean_name
from doneinone.domain.catalogue.rules.cleaning import clean_line, clean_lines
from doneinone.domain.catalogue.rules.dates import clean_date
from doneinone.domain.catalogue.rules.questions import (
    ChoiceQuestion,
    ChoicesQuestion,
    FileQuestion,
    LongTextQuestion,
    MoneyQuestion,
    NumberQuestion,
    QuestionBase,
    TextQuestion,
)
from doneinone.domain.catalogue.rules.refusals import refuse
from doneinone.domain.catalogue.rules.wording import words

_YES = {"yes", "true", "on", "1", "ie"}
_NO = {"no", "false", "off", "0", "na", "nage"}
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,9})?")
_POUNDS = re.compile(r"(-?)£?\s?([0-9]{1,12})(?:\.([0-9]{1,2}))?")
_FILE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
# Numbers that Ofcom keeps for stories and examples, which no register calls valid.
_STORY_NUMBER = re.compile(r"\+44(7700900\d{3}|1632960\d{3})")


def clean(question: QuestionBase, raw: object, *, today: date, language: str = "en") -> Any:
    """
    Make the value we keep from what was sent; groups are cleaned by `check_answers`.

    ========================= ==========================================================
    text, long_text, choice   text
    choices, file             list of texts
    yes_no                    true or false
    declaration               true
    date                      ``"2026-03-27"``
    number                    a whole or decimal number
    money                     ``"12.50"``
    email, telephone          ``"bea@irwell.example"``, ``"+441614960100"``
    name                      ``{given, family, title}``, the parts that are there
    address                   ``{lines: […], postcode}``
    location                  ``{postcode, easting, northing, latitude, longitude, label}``
    ========================= ==========================================================

    :raises UnableToTakeAnswer: with words in the language for each part that is wrong
    """
    cleaner = _CLEANERS[question.kind]
    return cleaner(question, raw, today, language)


def missing(question: QuestionBase, language: str = "en") -> str:
    """Give the words that ask for an answer that is not there."""
    return words(_ASKING.get(question.kind, "enter"), language)


_ASKING = {
    "choice": "select", "choices": "select_some", "yes_no": "select_yes_no", "date": "date",
    "number": "number", "money": "money", "email": "email", "telephone": "telephone",
    "name": "name", "address": "address", "location": "location", "file": "file",
    "declaration": "declaration", "group": "group",
}  # fmt: skip


def _clean_text(question: QuestionBase, raw: object, today: date, language: str) -> str:
    asked = cast(TextQuestion | LongTextQuestion, question)
    if isinstance(raw, (int, float)) and not isinstance(raw, bool) and abs(raw) < 1e15:
        raw = str(raw)
    if not isinstance(raw, str):
        raise refuse("text_wrong", language)
    value = clean_lines(raw) if question.kind == "long_text" else clean_line(raw)
    if not value:
        raise refuse("enter", language)
    if len(value) > asked.max_length:
        raise refuse("too_long", language, {"max": f"{asked.max_length:,}"})
    return value


def _clean_choice(question: QuestionBase, raw: object, today: date, language: str) -> str:
    asked = cast(ChoiceQuestion, question)
    if isinstance(raw, list) and len(raw) == 1:
        raw = raw[0]
    if isinstance(raw, str) and raw in asked.options:
        return raw
    raise refuse("not_in_list", language)


def _clean_choices(question: QuestionBase, raw: object, today: date, language: str) -> list[str]:
    asked = cast(ChoicesQuestion, question)
    parts = raw if isinstance(raw, (list, tuple)) else [raw]
    if len(parts) > 4 * len(asked.options):
        raise refuse("not_in_list", language)
    chosen: set[str] = set()
    for part in parts:
        if isinstance(part, str) and not part.strip():
            continue  # forms send a blank beside the boxes that are ticked
        if not isinstance(part, str) or part not in asked.options:
            raise refuse("not_in_list", language)
        chosen.add(part)
    if len(chosen) < (asked.min or 1):
        key = "select_some" if (asked.min or 1) == 1 else "select_min"
        raise refuse(key, language, {"min": asked.min})
    if asked.max and len(chosen) > asked.max:
        raise refuse("select_max", language, {"max": asked.max})
    return [key for key in asked.options if key in chosen]


def _clean_yes_no(question: QuestionBase, raw: object, today: date, language: str) -> bool:
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and len(raw) < 20:
        word = raw.strip().lower()
        if word in _YES | _NO:
            return word in _YES
    raise refuse("select_yes_no", language)


def _clean_declaration(question: QuestionBase, raw: object, today: date, language: str) -> bool:
    if isinstance(raw, list) and len(raw) == 1:
        raw = raw[0]
    agreed = isinstance(raw, str) and len(raw) < 20 and raw.strip().lower() in _YES
    if raw is True or agreed:
        return True
    raise refuse("declaration", language)


def _clean_number(question: QuestionBase, raw: object, today: date, language: str) -> int | float:
    asked = cast(NumberQuestion, question)
    wanted = "number_whole" if asked.whole else "number"
    value: int | float
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        if not -1e15 < raw < 1e15:  # infinity and not-a-number fail this too
            raise refuse(wanted, language)
        value = raw
    elif isinstance(raw, str) and len(raw) <= 40:
        text = raw.strip().replace(",", "").replace(" ", "")
        if not _NUMBER.fullmatch(text):
            raise refuse(wanted, language)
        value = float(text) if "." in text else int(text)
    else:
        raise refuse(wanted, language)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if asked.whole and not isinstance(value, int):
        raise refuse("number_whole", language)
    if asked.min is not None and value < asked.min:
        raise refuse("number_min", language, {"min": f"{asked.min:g}"})
    if asked.max is not None and value > asked.max:
        raise refuse("number_max", language, {"max": f"{asked.max:g}"})
    return value


def _clean_money(question: QuestionBase, raw: object, today: date, language: str) -> str:
    asked = cast(MoneyQuestion, question)
    if isinstance(raw, bool) or not isinstance(raw, (int, float, str)):
        raise refuse("money", language)
    if isinstance(raw, str):
        text = raw.strip().replace(",", "") if len(raw) <= 40 else ""
    else:
        text = f"{raw:.10g}" if -1e9 < raw < 1e9 else ""
    found = _POUNDS.fullmatch(text)
    if not found:
        raise refuse("money", language)
    sign, pounds, pence = found.groups()
    value = Decimal(f"{sign}{pounds}.{pence or '0'}").quantize(Decimal("0.01"))
    if value < Decimal(str(asked.min)):
        raise refuse("money_min", language, {"min": f"{Decimal(str(asked.min)):,.2f}"})
    if asked.max is not None and value > Decimal(str(asked.max)):
        raise refuse("money_max", language, {"max": f"{Decimal(str(asked.max)):,.2f}"})
    return str(value if value else abs(value))


def _clean_email(question: QuestionBase, raw: object, today: date, language: str) -> str:
    if not isinstance(raw, str) or len(raw) > 320:
        raise refuse("email", language)
    try:
        found = validate_email(clean_line(raw), check_deliverability=False)
    except (EmailNotValidError, UnicodeError, ValueError):
        raise refuse("email", language) from None
    return found.normalized


def _clean_telephone(question: QuestionBase, raw: object, today: date, language: str) -> str:
    if isinstance(raw, int) and not isinstance(raw, bool) and 0 < raw < 10**15:
        raw = str(raw)
    if not isinstance(raw, str) or len(raw) > 60:
        raise refuse("telephone", language)
    try:
        number = phonenumbers.parse(clean_line(raw), "GB")
    except phonenumbers.NumberParseException:
        raise refuse("telephone", language) from None
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if not phonenumbers.is_valid_number(number) and not _STORY_NUMBER.fullmatch(written):
        raise refuse("telephone", language)
    return written


def _clean_file(question: QuestionBase, raw: object, today: date, language: str) -> list[str]:
    asked = cast(FileQuestion, question)
    parts = raw if isinstance(raw, list) else [raw]
    if len(parts) > asked.max_files:
        raise refuse("file_max", language, {"max": asked.max_files})
    if not all(isinstance(part, str) and _FILE_ID.fullmatch(part) for part in parts):
        raise refuse("file", language)
    if len(set(parts)) != len(parts):
        raise refuse("file_twice", language)
    return cast(list[str], list(parts))


_CLEANERS: dict[str, Callable[[QuestionBase, object, date, str], Any]] = {
    "text": _clean_text,
    "long_text": _clean_text,
    "choice": _clean_choice,
    "choices": _clean_choices,
    "yes_no": _clean_yes_no,
    "date": clean_date,
    "number": _clean_number,
    "money": _clean_money,
    "email": _clean_email,
    "telephone": _clean_telephone,
    "name": clean_name,
    "address": clean_address,
    "location": clean_location,
    "file": _clean_file,
    "declaration": _clean_declaration,
}
