"""
The clock, and how dates and times are said in English and Welsh.

`now` is the only place in the project that asks what time it is; everything else is told.
Moments are aware and in UTC; they are turned into local time only here, to be said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

Language = Literal["en", "cy"]

LONDON = ZoneInfo("Europe/London")

_DAYS: dict[Language, Sequence[str]] = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "cy": ("Llun", "Mawrth", "Mercher", "Iau", "Gwener", "Sadwrn", "Sul"),
}
_SHORT_DAYS: dict[Language, Sequence[str]] = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "cy": ("Llun", "Maw", "Mer", "Iau", "Gwe", "Sad", "Sul"),
}
_MONTHS: dict[Language, Sequence[str]] = {
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    "cy": (
        *("Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin"),
        *("Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"),
    ),
}
_SHORT_MONTHS: dict[Language, Sequence[str]] = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "cy": (
        *("Ion", "Chwef", "Maw", "Ebr", "Mai", "Meh"),
        *("Gorff", "Awst", "Medi", "Hyd", "Tach", "Rhag"),
    ),
}

_TWELVES: dict[Language, tuple[str, str]] = {
    "en": ("midnight", "midday"),
    "cy": ("hanner nos", "hanner dydd"),
}


class DueKind(StrEnum):
    """How a due date stands: the shape and colour of its tag."""

    LATE = "late"
    TODAY = "today"
    LATER = "later"
    STOPPED = "stopped"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Due:
    """What a due tag shows: its kind, and its words in one language."""

    kind: DueKind
    words: str


def now() -> datetime:
    """Give the present moment, aware, in UTC."""
    return datetime.now(UTC)


def language_of(tag: str) -> Language:
    """Give the language we can speak for a language tag: Welsh for `cy` and `cy-GB`, or English."""
    return "cy" if tag.lower().startswith("cy") else "en"


def in_utc(moment: datetime) -> datetime:
    """
    Give a moment in UTC, in which moments can be compared and subtracted without surprise.

    :raises ValueError: if the moment does not say its time zone
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} does not say its time zone; pass an aware datetime")
    return moment.astimezone(UTC)


def local(moment: datetime, zone: tzinfo = LONDON) -> datetime:
    """
    Give a moment in local time.

    :raises ValueError: if the moment does not say its time zone
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} does not say its time zone; pass an aware datetime")
    return moment.astimezone(zone)


def say_date(day: date, language: str = "en", *, today: date | None = None) -> str:
    """
    Say a date in full: "Friday 27 November", "dydd Gwener 27 Tachwedd".

    The year is said only when `today` is given and lies in another year.
    """
    spoken = language_of(language)
    weekday = _DAYS[spoken][day.weekday()]
    words = f"{weekday} {day.day} {_MONTHS[spoken][day.month - 1]}"
    if spoken == "cy":
        words = f"dydd {words}"
    return words if today is None or today.year == day.year else f"{words} {day.year}"


def say_short_date(
    day: date, language: str = "en", *, today: date | None = None, weekday: bool = True
) -> str:
    """Say a date for a crowded place: "Thu 26 Nov", "Iau 26 Tach"; the year as in `say_date`."""
    spoken = language_of(language)
    words = f"{day.day} {_SHORT_MONTHS[spoken][day.month - 1]}"
    if weekday:
        words = f"{_SHORT_DAYS[spoken][day.weekday()]} {words}"
    return words if today is None or today.year == day.year else f"{words} {day.year}"


def say_weekday(day: date, language: str = "en") -> str:
    """Say a day inside a month that is plain from what stands around it: "Thu 12", "Iau 12"."""
    return f"{_SHORT_DAYS[language_of(language)][day.weekday()]} {day.day}"


def say_time(moment: datetime, language: str = "en", *, zone: tzinfo = LONDON) -> str:
    """
    Say a time of day: "5pm", "8:14am", "midday", "midnight"; "5yp", "8:14yb" in Welsh.

    :raises ValueError: if the moment does not say its time zone
    """
    spoken = language_of(language)
    at = local(moment, zone)
    if at.minute == 0 and at.hour in (0, 12):
        return _TWELVES[spoken][1 if at.hour else 0]
    before, after = ("yb", "yp") if spoken == "cy" else ("am", "pm")
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{after if at.hour >= 12 else before}"


def say_moment(
    moment: datetime, language: str = "en", *, today: date | None = None, zone: tzinfo = LONDON
) -> str:
    """
    Say a date and a time: "Friday 27 November at 5pm", "dydd Gwener 27 Tachwedd am 5yp".

    :raises ValueError: if the moment does not say its time zone
    """
    at = "am" if language_of(language) == "cy" else "at"
    day = say_date(local(moment, zone).date(), language, today=today)
    return f"{day} {at} {say_time(moment, language, zone=zone)}"


def say_count(count: int, thing: str, language: str = "en") -> str:
    """
    Say how many, for the units of time: "1 day", "5 working days", "2 awr", "2 ddiwrnod gwaith".

    :param thing: minute, hour, day or week, or working minute, working hour or working day
    :raises KeyError: if the thing is not one of these
    """
    if language_of(language) == "en":
        return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
    word = _WELSH_UNITS[thing]
    # After two, a Welsh noun takes the soft mutation: diwrnod, dau ddiwrnod; munud, dwy funud.
    return f"{count} {_SOFTENED.get(word, word) if count == 2 else word}"


_WELSH_UNITS = {
    "minute": "munud",
    "working minute": "munud waith",
    "hour": "awr",
    "working hour": "awr waith",
    "day": "diwrnod",
    "working day": "diwrnod gwaith",
    "week": "wythnos",
}
_SOFTENED = {
    "munud": "funud",
    "munud waith": "funud waith",
    "diwrnod": "ddiwrnod",
    "diwrnod gwaith": "ddiwrnod gwaith",
}


def say_due(
    due: datetime | None,
    now: datetime,
    language: str = "en",
    *,
    done_at: datetime | None = None,
    zone: tzinfo = LONDON,
) -> Due:
    """
    Say how a due date stands at a moment, for a tag.

    No due date means that the clock is stopped. Something done is "Done", or "Done, 1 day late".
    A thing is late only after its due moment, not at it.

    :raises ValueError: if a moment does not say its time zone
    """
    welsh = language_of(language) == "cy"
    now, due = in_utc(now), None if due is None else in_utc(due)
    if done_at is not None:
        done_at = in_utc(done_at)
        words = "Wedi’i wneud" if welsh else "Done"
        if due is not None and done_at > due:
            words = f"{words}, {_say_late(due, done_at, language, zone)}"
        return Due(DueKind.DONE, words)
    if due is None:
        return Due(DueKind.STOPPED, "Mae’r cloc wedi’i stopio" if welsh else "Clock stopped")
    if now > due:
        return Due(DueKind.LATE, _say_late(due, now, language, zone))
    due_on, today = local(due, zone).date(), local(now, zone).date()
    if due_on == today:
        time = say_time(due, language, zone=zone)
        return Due(DueKind.TODAY, f"{'Heddiw' if welsh else 'Today'} {time}")
    if (due_on - today).days == 1:
        return Due(DueKind.LATER, "Yfory" if welsh else "Tomorrow")
    return Due(DueKind.LATER, say_short_date(due_on, language, today=today))


def _say_late(due: datetime, at: datetime, language: str, zone: tzinfo) -> str:
    """Say how late: by minutes within the hour, by hours within twelve, then by dates."""
    minutes = max(1, int((at - due).total_seconds() // 60))
    days = (local(at, zone).date() - local(due, zone).date()).days
    welsh = language_of(language) == "cy"
    if minutes < 60:
        amount = say_count(minutes, "minute", language) if welsh else f"{minutes} min"
    elif minutes < 12 * 60 or days == 0:
        amount = say_count(minutes // 60, "hour", language)
    else:
        amount = say_count(days, "day", language)
    return f"{amount} yn hwyr" if welsh else f"{amount} late"
