"""How long something may take, as a service definition writes it: "5 working days"."""

import re
from dataclasses import dataclass
from enum import StrEnum

from doneinone.foundation.clock import say_count

_TEXT = re.compile(r"(\d+)\s+(working\s+)?(minute|hour|day|week)s?", re.IGNORECASE)
_MOST = 10_000
_EXAMPLES = '"90 minutes", "4 working hours", "5 working days", "10 days" or "2 weeks"'


class Clock(StrEnum):
    """Which clock a span is measured by: every hour, or the team's opening hours."""

    ALWAYS = "always"
    TEAM = "team"


class Measure(StrEnum):
    """What is counted: see `walk` for what each means."""

    OPEN_MINUTES = "open-minutes"
    WORKING_DAYS = "working-days"
    ELAPSED_MINUTES = "elapsed-minutes"
    ELAPSED_DAYS = "elapsed-days"


@dataclass(frozen=True, slots=True)
class Span:
    """
    A length of time and how it is counted.

    :param quantity: how many of the measure: minutes or days
    :param text: how it was written, in the singular ("working day"), with `said` of them
    """

    measure: Measure
    quantity: int
    said: int
    unit: str

    @classmethod
    def parse(cls, text: str, *, clock: str = Clock.TEAM) -> "Span":
        """
        Read a span.

        - "5 working days", "4 working hours": by the team's opening hours; `clock: always` is
          refused, since it would contradict the word "working".
        - "2 hours", "90 minutes": on the team's clock, only opening minutes; on `always`, elapsed.
        - "10 days", "2 weeks": calendar days on either clock, to the same local time.

        :raises ValueError: if it cannot be read, saying what to write
        """
        if clock not in tuple(Clock):
            raise ValueError(f'clock {clock!r} is not known: write "team" or "always"')
        match = _TEXT.fullmatch(str(text).strip())
        if match is None:
            raise ValueError(f"{text!r} is not a length of time: write it like {_EXAMPLES}")
        said, unit = int(match[1]), match[3].lower()
        if not 1 <= said <= _MOST:
            raise ValueError(f"{text!r} must be from 1 to {_MOST} {unit}s")
        working = match[2] is not None
        if working and unit == "week":
            raise ValueError(f'{text!r} is not counted: write "{said * 5} working days"')
        if working and clock == Clock.ALWAYS:
            raise ValueError(
                f'{text!r} needs the team\'s clock: leave out "clock: always", '
                f'or write "{said} {unit}s"'
            )
        return _span(said, unit, working, Clock(clock))

    @property
    def needs_hours(self) -> bool:
        """Whether it can be counted only with a team's opening hours."""
        return self.measure in (Measure.OPEN_MINUTES, Measure.WORKING_DAYS)

    def say(self, language: str = "en") -> str:
        """Say the span: "5 working days", "5 diwrnod gwaith"."""
        return say_count(self.said, self.unit, language)


def _span(said: int, unit: str, working: bool, clock: Clock) -> Span:
    shown = f"working {unit}" if working else unit
    if unit == "week":
        return Span(Measure.ELAPSED_DAYS, said * 7, said, unit)
    if unit == "day":
        return Span(Measure.WORKING_DAYS if working else Measure.ELAPSED_DAYS, said, said, shown)
    measure = Measure.ELAPSED_MINUTES if clock == Clock.ALWAYS else Measure.OPEN_MINUTES
    return Span(measure, said * (60 if unit == "hour" else 1), said, shown)
