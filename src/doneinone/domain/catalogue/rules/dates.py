"""Days as answers: read from JSON, from three boxes of a form or as written, and shown in words."""

import re
from datetime import date
from typing import cast

from doneinone.domain.catalogue.rules.cleaning import clean_line
from doneinone.domain.catalogue.rules.questions import DateQuestion, QuestionBase, day_of_limit
from doneinone.domain.catalogue.rules.refusals import UnableToTakeAnswer, refuse
from doneinone.domain.catalogue.rules.wording import MONTHS, words

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_WRITTEN = re.compile(r"(\d{1,2})[ /.-]+(\d{1,2}|[^\W\d]+)[ /.-]+(\d{1,4})")


def clean_date(question: QuestionBase, raw: object, today: date, language: str) -> str:
    """Read a day within the limits of its question."""
    asked = cast(DateQuestion, question)
    day = _read_date(raw, language)
    for limit, key, near in (
        (asked.earliest, "date_early", "date_future"),
        (asked.latest, "date_late", "date_past"),
    ):
        if not limit:
            continue
        bound = day_of_limit(limit, today=today)
        if (day < bound) if key == "date_early" else (day > bound):
            details = {"date": show_day(bound.isoformat(), language)}
            raise refuse(near if limit == "today" else key, language, details)
    return day.isoformat()


def _read_date(raw: object, language: str) -> date:
    """Read ``2026-03-27``, ``27 3 2026``, ``27 March 2026`` or ``{day, month, year}``."""
    if isinstance(raw, dict):
        parts = [_part(raw.get(name)) for name in ("day", "month", "year")]
        if not any(parts):
            raise refuse("date", language)
        problems = {
            name: words(f"date_{name}", language)
            for name, part in zip(("day", "month", "year"), parts, strict=True)
            if not part
        }
        if problems:
            raise UnableToTakeAnswer(problems)
    elif isinstance(raw, str) and len(raw) <= 40:
        found = _ISO.fullmatch(raw.strip())
        written = _WRITTEN.fullmatch(raw.strip())
        if found:
            parts = [found.group(3), found.group(2), found.group(1)]
        elif written:
            parts = list(written.groups())
        else:
            raise refuse("date", language)
    else:
        raise refuse("date", language)
    return _real_day(parts, language)


def _part(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    if isinstance(value, int):
        return str(value) if abs(value) < 100_000 else "?"
    return clean_line(value) if len(value) <= 40 else "?"


def _real_day(parts: list[str], language: str) -> date:
    day, month, year = parts
    number = _month(month)
    figures = all(part.isascii() and part.isdigit() and len(part) <= 4 for part in (day, year))
    if not figures or number is None:
        raise refuse("date", language)
    if len(year) != 4:
        raise refuse("date_year_four", language, at="year")
    try:
        return date(int(year), number, int(day))
    except ValueError:
        months = MONTHS["cy" if language == "cy" else "en"]
        name = months[number - 1] if 1 <= number <= 12 else month
        # 30 February wants the name of the month; 2 13 2026 is told as it was written.
        shown = f"{int(day)} {name}" if 1 <= number <= 12 else f"{day} {month} {year}"
        raise refuse("date_not_real", language, {"date": shown}) from None


def _month(text: str) -> int | None:
    if text.isascii() and text.isdigit() and len(text) <= 2:
        return int(text)
    word = text.lower()
    for names in MONTHS.values():
        for index, name in enumerate(names, start=1):
            if len(word) >= 3 and name.lower().startswith(word):
                return index
    return None


def show_day(value: str, language: str) -> str:
    """Write an ISO day as ``27 March 2026`` or ``27 Mawrth 2026``."""
    day = date.fromisoformat(value)
    return f"{day.day} {MONTHS['cy' if language == 'cy' else 'en'][day.month - 1]} {day.year}"
