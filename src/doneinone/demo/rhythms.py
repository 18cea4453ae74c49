"""When people turn to the hub, and about what. Pure: days, weather and hours in, numbers out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from doneinone.foundation.working_time import Calendar

LEAST_A_DAY = 8.0
PER_PERSON = 0.0098
"""Contacts of each person on an ordinary weekday: not quite one in a quarter of a year."""

WEEKDAYS = (1.35, 1.12, 1.04, 1.0, 0.92, 0.42, 0.36)
"""Monday to Sunday: what piled up over the weekend comes on Monday."""

BANK_HOLIDAY = 0.28

SERVICES: Mapping[str, float] = {
    "missed-bin": 17, "report-pothole": 15, "fly-tipping": 11, "bulky-waste": 9,
    "street-light": 8, "litter": 5, "dog-fouling": 5, "blocked-drain": 5, "graffiti": 4,
    "damaged-pavement": 5, "abandoned-vehicle": 4, "overhanging-tree": 4, "noise": 4,
    "road-sign": 3, "water-leak": 3, "dead-animal": 2, "flooding": 1, "sharps": 1.2,
    "worried-about-someone": 1.8,
}  # fmt: skip
"""How often each service is asked for, against the others."""

RAIN: Mapping[str, float] = {
    "blocked-drain": 4.0, "flooding": 9.0, "report-pothole": 1.5, "water-leak": 1.2,
    "overhanging-tree": 1.6, "graffiti": 0.6, "litter": 0.7, "bulky-waste": 0.8,
}  # fmt: skip
"""How many times as often on a wet day."""

AFTER_RAIN: Mapping[str, float] = {"report-pothole": 1.8, "blocked-drain": 1.6, "flooding": 1.5}
"""The day after a wet one: the water is gone and the holes show."""

CHANNELS: Mapping[str, float] = {"web": 55, "phone": 37, "counter": 5, "api": 3}
"""How people reach us on a working day, in parts of a hundred."""

_PHONE_OPENS, _PHONE_SHUTS = 8, 20
_SATURDAY_OPENS, _SATURDAY_SHUTS = 9, 13
_HOURS: Mapping[str, Sequence[float]] = {
    # From midnight, each hour's share. Phones peak in the morning, the web in the evening.
    "phone": (0,) * 8 + (7, 13, 14, 12, 9, 9, 9, 8, 7, 5, 3, 2) + (0,) * 4,
    "counter": (0,) * 9 + (5, 12, 14, 12, 8, 9, 8, 3) + (0,) * 7,
    "web": (1, 1, 0, 0, 0, 1, 2, 4, 6, 6, 6, 6, 7, 6, 5, 5, 6, 7, 9, 11, 12, 10, 6, 3),
    "api": (1,) * 7 + (3, 5, 6, 6, 6, 6, 6, 6, 6, 5, 4, 3, 3, 2, 2, 1, 1),
}


@dataclass(frozen=True, slots=True)
class Weather:
    """Whether it rained on a day and on the one before."""

    rain: bool
    rained_before: bool


def rains(*, on: date) -> bool:
    """Whether it rained on a day: two days in five, in spells, always the same for one date."""
    spell = Random(on.toordinal() // 4).random()
    return Random(on.toordinal() * 31).random() < (0.72 if spell < 0.5 else 0.1)


def weather(*, on: date) -> Weather:
    """Give the weather of a day."""
    return Weather(rain=rains(on=on), rained_before=rains(on=on - timedelta(days=1)))


def expected_contacts(*, on: date, people: int, calendar: Calendar) -> float:
    """Say how many contacts a day brings on average."""
    ordinary = max(people * PER_PERSON, LEAST_A_DAY)
    if calendar.bank_holiday(on):
        return ordinary * BANK_HOLIDAY
    return ordinary * WEEKDAYS[on.weekday()]


def contacts_on(*, on: date, people: int, calendar: Calendar, random: Random) -> int:
    """Give how many contacts a day brings: near what is expected, never the same."""
    expected = expected_contacts(on=on, people=people, calendar=calendar)
    return max(1, round(random.gauss(expected, expected**0.5 * 1.2)))


def service_weights(*, offered: Sequence[str], at: Weather) -> dict[str, float]:
    """Give how likely each offered service is on a day with such weather."""
    weights = {}
    for key in offered:
        weight = SERVICES.get(key, 1.0)
        if at.rain:
            weight *= RAIN.get(key, 1.0)
        elif at.rained_before:
            weight *= AFTER_RAIN.get(key, 1.0)
        weights[key] = weight
    return weights


def channel_on(*, on: date, calendar: Calendar, random: Random) -> str:
    """Choose how somebody reaches us: nobody answers telephones on Sundays and bank holidays."""
    weights = dict(CHANNELS)
    if on.weekday() == 6 or calendar.bank_holiday(on):
        weights["phone"] = weights["counter"] = 0.0
    elif on.weekday() == 5:
        weights |= {"phone": 18, "counter": 0.0}
    return random.choices(list(weights), weights=list(weights.values()))[0]


def moment_on(*, on: date, channel: str, calendar: Calendar, random: Random) -> datetime:
    """Choose the moment of a contact within a day, as its channel has its hours (UTC)."""
    hours = list(_HOURS[channel])
    if channel == "phone" and on.weekday() == 5:
        hours = [
            share if _SATURDAY_OPENS <= hour < _SATURDAY_SHUTS else 0
            for hour, share in enumerate(hours)
        ]
    hour = random.choices(range(24), weights=hours)[0]
    start = calendar.to_utc(on, hour * 60)
    return start + timedelta(seconds=random.randrange(3600))
