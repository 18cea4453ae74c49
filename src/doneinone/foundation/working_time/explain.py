"""Say why something is due when it is, in rows that can be read out, in English or Welsh."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby

from doneinone.foundation.clock import (
    in_utc,
    language_of,
    local,
    say_count,
    say_date,
    say_short_date,
    say_time,
    say_weekday,
)
from doneinone.foundation.working_time.calendar import Calendar
from doneinone.foundation.working_time.opening import OpeningHours
from doneinone.foundation.working_time.spans import Measure, Span
from doneinone.foundation.working_time.walk import (
    Pause,
    Step,
    StepKind,
    Walk,
    steps_with_spared,
    walk,
)

_MANY_DATES = 6
_ORDINALS = {
    "en": (
        *("first", "second", "third", "fourth", "fifth"),
        *("sixth", "seventh", "eighth", "ninth", "tenth"),
    ),
    # The first follows its noun, and the second softens it; the rest stand before it unchanged.
    "cy": (
        *("diwrnod gwaith cyntaf", "ail ddiwrnod gwaith", "trydydd", "pedwerydd", "pumed"),
        *("chweched", "seithfed", "wythfed", "nawfed", "degfed"),
    ),
}
_WORDS = {
    "why": ("Why {date}?", "Pam {date}?"),
    "why-none": ("Why is there no date?", "Pam nad oes dyddiad?"),
    "from": ("from {date}", "o {date}"),
    "while-shut": ("Came in {date} at {time}, while shut", "Daeth i law {date} am {time}, ar gau"),
    "counts-from": ("counts from {date}", "yn cyfrif o {date}"),
    "used": ("{amount} used", "defnyddiwyd {amount}"),
    "bank-holiday": ("{name}: bank holiday", "{name}: gŵyl banc"),
    "bank-holiday-word": ("bank holiday", "ŵyl banc"),
    "shut": ("shut", "ar gau"),
    "not-counted": ("not counted", "heb ei gyfrif"),
    "no-day-lost": ("no day lost", "dim diwrnod wedi’i golli"),
    "pause": ("clock stopped", "cloc wedi’i stopio"),
    "stopped": ("Clock stopped", "Mae’r cloc wedi’i stopio"),
    "since": ("Since {date}: {reason}", "Ers {date}: {reason}"),
    "due": ("Due {time}", "Erbyn {time}"),
    "last": ("{date}: last {amount}", "{date}: y {amount} olaf"),
    "to": ("{first} to {last}", "{first} i {last}"),
    "and": (" and ", " a "),
}


class RowKind(StrEnum):
    """What a row of an explanation is about, so that a page can choose a sign for it."""

    START = "start"
    WHILE_SHUT = "while-shut"
    USED = "used"
    HOLIDAY = "holiday"
    SHUT = "shut"
    PAUSED = "paused"
    SPARED = "spared"
    STOPPED = "stopped"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Row:
    """
    One row: what happened, and what it came to.

    :param label: "Thu 12, Fri 13, Mon 16, Tue 17"
    :param text: "4 days used"
    :param dates: the dates the row speaks of
    """

    kind: RowKind
    label: str
    text: str
    dates: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """
    Why something is due when it is.

    :param due: what `due_at` gives for the same; both come from one walk
    :param title: "Why Monday 23 November?"
    """

    due: datetime | None
    title: str
    rows: tuple[Row, ...]
    language: str

    def read_out(self) -> str:
        """Give the rows as sentences to be said aloud."""
        return " ".join(f"{row.label}: {row.text}." for row in self.rows)


def explain(
    *,
    start: datetime,
    span: Span,
    hours: OpeningHours | None,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
    language: str = "en",
) -> Explanation:
    """
    Explain a due date row by row; takes what `due_at` takes, and the language to say it in.

    The reasons of pauses are said as they are given. Ordinary weekends are passed over in silence.

    :raises ValueError: as `due_at` does
    """
    done = walk(start=start, span=span, hours=hours, calendar=calendar, pauses=pauses)
    teller = _Teller(span, calendar, language, done.received)
    rows = teller.opening_rows(in_utc(start), done)
    steps = done.steps
    if span.measure is Measure.WORKING_DAYS:
        steps = steps_with_spared(done, pauses, calendar)
    rows += teller.rows(steps, done)
    year = local(start, calendar.zone).date()
    due_on = _due_on(done, span, calendar)
    title = (
        teller.say("why-none")
        if due_on is None
        else teller.say("why", date=say_date(due_on, language, today=year))
    )
    return Explanation(due=done.due, title=title, rows=tuple(rows), language=language)


def _due_on(done: Walk, span: Span, calendar: Calendar) -> date | None:
    """Give the date a person would name: a day that closes at midnight is not the next one."""
    if done.due is None:
        return None
    return done.steps[-1].on if span.needs_hours else local(done.due, calendar.zone).date()


class _Teller:
    """Makes rows; remembers the month last named, so as to name a month only when it changes."""

    def __init__(self, span: Span, calendar: Calendar, language: str, received: datetime) -> None:
        self.span = span
        self.zone = calendar.zone
        self.language = language
        self.last = local(received, self.zone).date()
        self.counts_days = span.measure is Measure.WORKING_DAYS

    def say(self, key: str, **values: str) -> str:
        return _WORDS[key][language_of(self.language) == "cy"].format(**values)

    def day(self, on: date) -> str:
        """Say a date, with its month when it is not that of the date before."""
        same = (on.year, on.month) == (self.last.year, self.last.month)
        words = (
            say_weekday(on, self.language)
            if same
            else say_short_date(on, self.language, today=self.last)
        )
        self.last = on
        return words

    def opening_rows(self, start: datetime, done: Walk) -> list[Row]:
        came, received = local(start, self.zone), local(done.received, self.zone)
        on = came.date()
        shown = say_short_date(on, self.language, weekday=False)
        rows = [
            Row(RowKind.START, self.span.say(self.language), self.say("from", date=shown), (on,))
        ]
        if done.received > start:
            time = say_time(came, self.language, zone=self.zone)
            label = self.say("while-shut", date=say_short_date(on, self.language), time=time)
            shown = say_short_date(received.date(), self.language)
            if not self.counts_days:
                shown = f"{shown}, {say_time(received, self.language, zone=self.zone)}"
            text = self.say("counts-from", date=shown)
            rows.append(Row(RowKind.WHILE_SHUT, label, text, (on, received.date())))
        return rows

    def rows(self, steps: Sequence[Step], done: Walk) -> list[Row]:
        """Group like steps into rows; the last stretch used becomes the row of the due moment."""
        last: list[Step] = []
        if done.due is not None and self.span.needs_hours:
            last = [step for step in steps if step.on == steps[-1].on and step.kind == "used"]
            last = last[-1:] if self.counts_days else last
        kept = [step for step in steps if not any(step is other for other in last)]
        rows: list[Row] = []
        for _, group in groupby(kept, key=_likeness):
            rows += self.row(list(group))
        if done.due is not None:
            rows.append(self.due_row(last, steps, done.due))
        return rows

    def row(self, steps: list[Step]) -> list[Row]:
        first = steps[0]
        dates = tuple(dict.fromkeys(step.on for step in steps))
        if first.kind is StepKind.USED:
            return self.used_row(steps, dates)
        if first.kind is StepKind.SHUT:
            return [self.shut_row(first)]
        assert first.pause is not None
        reason = first.pause.reason or self.say("pause")
        if first.kind is StepKind.STOPPED:
            on = local(first.pause.start, self.zone).date()
            label = self.say("since", date=self.day(on), reason=reason)
            return [Row(RowKind.STOPPED, label, self.say("stopped"), (on,))]
        if first.kind is StepKind.SPARED or not self.span.needs_hours:
            label = f"{self.stretch(first.pause)}: {reason}"
            spared = first.kind is StepKind.SPARED
            kind = RowKind.SPARED if spared else RowKind.PAUSED
            return [Row(kind, label, self.say("no-day-lost" if spared else "not-counted"), dates)]
        label = f"{self.dates(dates, last_and=True)}: {reason}"
        return [Row(RowKind.PAUSED, label, self.say("not-counted"), dates)]

    def used_row(self, steps: list[Step], dates: tuple[date, ...]) -> list[Row]:
        if not self.span.needs_hours:
            return []
        if self.counts_days:
            amount = say_count(len(steps), "day", self.language)
        else:
            amount = _say_amount(sum((step.amount for step in steps), timedelta()), self.language)
        label = self.dates(dates)
        return [Row(RowKind.USED, label, self.say("used", amount=amount), dates)]

    def shut_row(self, step: Step) -> Row:
        assert step.day is not None
        on = self.day(step.on)
        if step.day.holiday is not None and not step.day.exception:
            name = step.day.holiday.name(self.language)
            if self.say("bank-holiday-word") not in name:
                name = self.say("bank-holiday", name=name)
            label = f"{on}, {name}"
            return Row(RowKind.HOLIDAY, label, self.say("not-counted"), (step.on,))
        label = f"{on}: {step.day.why or self.say('shut')}"
        return Row(RowKind.SHUT, label, self.say("not-counted"), (step.on,))

    def due_row(self, last: list[Step], steps: Sequence[Step], due: datetime) -> Row:
        text = self.say("due", time=say_time(due, self.language, zone=self.zone))
        on = last[0].on if last else local(due, self.zone).date()
        label = self.day(on)
        if self.counts_days:
            used = sum(step.kind is StepKind.USED for step in steps)
            label = f"{label}: {self.ordinal(used)}"
        elif last:
            amount = _say_amount(sum((step.amount for step in last), timedelta()), self.language)
            label = self.say("last", date=label, amount=amount)
        return Row(RowKind.DUE, label, text, (on,))

    def ordinal(self, number: int) -> str:
        """Say "fifth working day", or "working day 12" past the tenth."""
        language = language_of(self.language)
        noun = "working day" if language == "en" else "diwrnod gwaith"
        if number > len(_ORDINALS[language]):
            return f"{noun} {number}"
        word = _ORDINALS[language][number - 1]
        return word if language == "cy" and number < 3 else f"{word} {noun}"

    def dates(self, dates: tuple[date, ...], *, last_and: bool = False) -> str:
        """List dates, or say only the ends of a long list."""
        if len(dates) > _MANY_DATES:
            return self.say("to", first=self.day(dates[0]), last=self.day(dates[-1]))
        words = [self.day(on) for on in dates]
        if last_and and len(words) > 1:
            return self.say("and").join((", ".join(words[:-1]), words[-1]))
        return ", ".join(words)

    def stretch(self, pause: Pause) -> str:
        """Say from when to when a pause lasted."""
        assert pause.end is not None
        start, end = local(pause.start, self.zone), local(pause.end, self.zone)
        first = f"{self.day(start.date())}, {say_time(start, self.language, zone=self.zone)}"
        last = say_time(end, self.language, zone=self.zone)
        if end.date() != start.date():
            last = f"{self.day(end.date())}, {last}"
        return self.say("to", first=first, last=last)


def _likeness(step: Step) -> tuple[StepKind, Pause | None, date | None]:
    """Give what steps must share to stand in one row; each day that was shut has its own."""
    return step.kind, step.pause, step.on if step.kind is StepKind.SHUT else None


def _say_amount(amount: timedelta, language: str) -> str:
    """Say an amount of time to the minute: "1 hour 30 minutes"."""
    hours, minutes = divmod(round(amount / timedelta(minutes=1)), 60)
    parts = []
    if hours:
        parts.append(say_count(hours, "hour", language))
    if minutes or not hours:
        parts.append(say_count(minutes, "minute", language))
    return " ".join(parts)
