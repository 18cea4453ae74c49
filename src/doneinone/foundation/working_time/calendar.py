"""The bank holidays of the four nations, and the time zone in which a hub keeps its hours."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays

_SUBDIVISIONS = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern-ireland": "NIR"}

# The names of https://www.gov.uk/bank-holidays and https://www.gov.uk/gwyliau-banc, by those of
# the `holidays` library. A holiday that is not here (a coronation) keeps the library's name.
_NAMES = {
    "New Year's Day": ("New Year’s Day", "Dydd Calan"),
    "New Year Holiday": ("2 January", "2 Ionawr"),
    "Saint Patrick's Day": ("St Patrick’s Day", "Gŵyl Sant Padrig"),
    "Good Friday": ("Good Friday", "Dydd Gwener y Groglith"),
    "Easter Monday": ("Easter Monday", "Dydd Llun y Pasg"),
    "May Day": ("Early May bank holiday", "Gŵyl banc dechrau Mai"),
    "Spring Bank Holiday": ("Spring bank holiday", "Gŵyl banc y gwanwyn"),
    "Battle of the Boyne": ("Battle of the Boyne", "Brwydr y Boyne"),
    "Late Summer Bank Holiday": ("Summer bank holiday", "Gŵyl banc yr haf"),
    "Summer Bank Holiday": ("Summer bank holiday", "Gŵyl banc yr haf"),
    "Saint Andrew's Day": ("St Andrew’s Day", "Gŵyl Sant Andreas"),
    "Christmas Day": ("Christmas Day", "Dydd Nadolig"),
    "Boxing Day": ("Boxing Day", "Gŵyl San Steffan"),
}
_OBSERVED = " (observed)"


@dataclass(frozen=True, slots=True)
class BankHoliday:
    """A bank holiday's name in both languages; `substitute` when it stands in for a weekend day."""

    english: str
    welsh: str
    substitute: bool = False

    def name(self, language: str = "en") -> str:
        """Say the name, with "(substitute day)" where it is one."""
        if language.startswith("cy"):
            return f"{self.welsh} (diwrnod amgen)" if self.substitute else self.welsh
        return f"{self.english} (substitute day)" if self.substitute else self.english


@dataclass(frozen=True, slots=True)
class Calendar:
    """
    A nation's bank holidays, in a time zone. Cheap to make: the holidays are kept year by year.

    :param nation: england, wales, scotland or northern-ireland
    :param time_zone: a name of the tz database
    :raises ValueError: if either is not known, saying what to write
    """

    nation: str = "england"
    time_zone: str = "Europe/London"

    def __post_init__(self) -> None:
        if self.nation not in _SUBDIVISIONS:
            raise ValueError(f"Calendar {self.nation!r} is not known: write {_list(_SUBDIVISIONS)}")
        try:
            ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(
                f"Time zone {self.time_zone!r} is not known: write one such as Europe/London"
            ) from None

    @property
    def zone(self) -> ZoneInfo:
        """The time zone itself."""
        return ZoneInfo(self.time_zone)

    def bank_holiday(self, on: date) -> BankHoliday | None:
        """Give the bank holiday of a date, if it is one."""
        return _holidays_of(self.nation, on.year).get(on)

    def to_utc(self, on: date, minutes: int) -> datetime:
        """
        Give the moment of a local time, as minutes after midnight of a date (1440: its end).

        A time that comes twice, as clocks go back, means the first. A time that is left out, as
        clocks go forward, means the moment at which they do.
        """
        midnight = datetime.combine(on, time(), ZoneInfo(self.time_zone))
        wall = midnight + timedelta(minutes=minutes)
        moment = wall.astimezone(UTC)
        if moment.astimezone(midnight.tzinfo).replace(tzinfo=None) != wall.replace(tzinfo=None):
            moment = _change_within(wall)
        return moment


def _change_within(wall: datetime) -> datetime:
    """Find to the second, by halving, the moment at which clocks left out a local time."""
    early, late = sorted(wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    before = early.astimezone(wall.tzinfo).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=(late - early) // timedelta(seconds=2))
        if middle.astimezone(wall.tzinfo).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late


@lru_cache(maxsize=512)
def _holidays_of(nation: str, year: int) -> dict[date, BankHoliday]:
    found = holidays.country_holidays("GB", subdiv=_SUBDIVISIONS[nation], years=[year])
    return {day: _bank_holiday(name) for day, name in found.items() if day.year == year}


def _bank_holiday(name: str) -> BankHoliday:
    """Read a name such as "New Year Holiday; New Year's Day (observed)"."""
    parts = [part.removesuffix(_OBSERVED) for part in name.split("; ")]
    pairs = [_NAMES.get(part, (part, part)) for part in parts]
    return BankHoliday(
        english=", ".join(english for english, _ in pairs),
        welsh=", ".join(welsh for _, welsh in pairs),
        substitute=name.endswith(_OBSERVED),
    )


def _list(words: dict[str, str]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}"
