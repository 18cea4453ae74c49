"""
The template environment: what every page may call, and how values are put in words.

Used by Django's Jinja2 backend, whose option ``environment`` names the function here.
Templates get plain values; the filters here only put them in words for the language of the page.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from babel.dates import format_date, format_time
from babel.numbers import format_currency, format_decimal
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader, PrefixLoader
from markdown_it import MarkdownIt
from markupsafe import Markup

# How letters are said over the telephone (the ICAO alphabet).
SPOKEN = {
    name[0]: name
    for name in re.findall(
        r"\S+",
        "Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November "
        "Oscar Papa Quebec Romeo Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu",
    )
}
LANGUAGE_NAMES = {"en": "English", "cy": "Cymraeg"}
_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")


def environment(**options: Any) -> Environment:
    """Make the Jinja environment: the project's templates, then the GOV.UK macros."""
    options["loader"] = ChoiceLoader(
        [
            options["loader"],
            PackageLoader("doneinone.channels.shared"),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    options["undefined"] = ChainableUndefined
    options.setdefault("extensions", []).append("jinja2.ext.i18n")
    env = Environment(trim_blocks=True, lstrip_blocks=True, **options)  # noqa: S701 - Django's backend sets autoescape
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext,
        ngettext=translation.ngettext,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
        newstyle=True,
    )
    env.globals.update(
        static=static,
        url=reverse,
        language_url=language_url,
        with_query=with_query,
        language_names=LANGUAGE_NAMES,
        page_language=translation.get_language,
    )
    env.filters.update(
        {
            "date_words": date_words,
            "day_month": day_month,
            "short_date": short_date,
            "time_words": time_words,
            "time_24": time_24,
            "moment": moment,
            "iso": iso,
            "money": money,
            "number": number,
            "spaced": spaced,
            "spelled": spelled,
            "phonetic": phonetic,
            "initials": initials,
            "listed": listed,
            "markdown": markdown,
            "json_attribute": json_attribute,
            "day_parts": day_parts,
        }
    )
    return env


def _locale() -> str:
    language = (translation.get_language() or "en").split("-")[0]
    return "en_GB" if language == "en" else language


def _day(value: dt.date | dt.datetime | str) -> dt.date:
    """Take a date from a date, a moment (in local time) or an ISO text."""
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value) if "T" in value else dt.date.fromisoformat(value)
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def _clock(value: dt.datetime | dt.time | str) -> dt.time:
    """Take a time of day from a time, a moment (in local time) or an ISO text."""
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value)
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).time() if timezone.is_aware(value) else value.time()
    return value


def date_words(value: dt.date | dt.datetime | str, *, year: bool | None = None) -> str:
    """Say a date in full, "Friday 27 November"; the year is said when it is not this year."""
    day = _day(value)
    if year is None:
        year = day.year != timezone.localdate().year
    words = format_date(day, "EEEE d MMMM y" if year else "EEEE d MMMM", locale=_locale())
    return words.replace("\u202f", " ")


def day_month(value: dt.date | dt.datetime | str) -> str:
    """Say a date without its weekday, "27 November"; with the year when it is not this year."""
    day = _day(value)
    same = day.year == timezone.localdate().year
    return str(format_date(day, "d MMMM" if same else "d MMMM y", locale=_locale()))


def short_date(value: dt.date | dt.datetime | str) -> str:
    """Say a date shortly, for staff lists: "Fri 27 Nov"."""
    day = _day(value)
    same = day.year == timezone.localdate().year
    return str(format_date(day, "EEE d MMM" if same else "d MMM y", locale=_locale()))


def time_words(value: dt.datetime | dt.time | str) -> str:
    """Say a time as the public reads it: "5pm", "8:14am", "midday", "midnight"."""
    clock = _clock(value)
    if (clock.hour, clock.minute) == (12, 0):
        return translation.gettext("midday")
    if (clock.hour, clock.minute) == (0, 0):
        return translation.gettext("midnight")
    half = translation.gettext("am") if clock.hour < 12 else translation.gettext("pm")
    hour = clock.hour % 12 or 12
    return f"{hour}:{clock.minute:02}{half}" if clock.minute else f"{hour}{half}"


def time_24(value: dt.datetime | dt.time | str) -> str:
    """Say a time as staff logs have it: "17:00"."""
    return str(format_time(_clock(value), "HH:mm", locale="en_GB"))


def moment(value: dt.datetime | str) -> str:
    """Say a moment to staff: "Today 10:41", "Yesterday 09:00", "18 Nov 14:20"."""
    day, today = _day(value), timezone.localdate()
    if day == today:
        name = translation.gettext("Today")
    elif day == today - dt.timedelta(days=1):
        name = translation.gettext("Yesterday")
    else:
        same = day.year == today.year
        name = format_date(day, "d MMM" if same else "d MMM y", locale=_locale())
    return f"{name} {time_24(value)}"


def iso(value: dt.date | dt.datetime | str) -> str:
    """Give a date or moment as machines read it, for ``<time datetime>``."""
    return value if isinstance(value, str) else value.isoformat()


def money(value: float | str) -> str:
    """Say an amount of pounds: "£12.50", "£10"."""
    words = str(format_currency(value, "GBP", locale=_locale()))
    return re.sub(r"\.00$", "", words)


def number(value: float) -> str:
    """Write a number with its thousands parted: "12,500"."""
    return str(format_decimal(value, locale=_locale()))


def spaced(reference: str) -> str:
    """Write a reference in groups of four: "7K4M 2QTX"."""
    plain = re.sub(r"[\s-]", "", reference)
    return " ".join(plain[i : i + 4] for i in range(0, len(plain), 4))


def spelled(reference: str) -> str:
    """Part a reference sign by sign, so that a screen reader says each: "7 K 4 M, 2 Q T X"."""
    return ", ".join(" ".join(group) for group in spaced(reference).split(" "))


def phonetic(reference: str) -> str:
    """Write a reference as it is said on the telephone: "7 Kilo 4 Mike, 2 Quebec Tango X-ray"."""
    groups = spaced(reference).upper().split(" ")
    return ", ".join(" ".join(SPOKEN.get(sign, sign) for sign in group) for group in groups)


def initials(name: str) -> str:
    """Take the first letters of the first and the last word of a name: "BH"."""
    words = name.split()
    return "".join(word[0] for word in ([words[0], words[-1]] if len(words) > 1 else words)).upper()


def listed(values: Iterable[str]) -> str:
    """Join words as in a sentence: "a, b and c"."""
    words = [str(value) for value in values]
    if len(words) < 2:
        return "".join(words)
    return translation.gettext("%(first)s and %(last)s") % {
        "first": ", ".join(words[:-1]),
        "last": words[-1],
    }


def markdown(text: str) -> Markup:
    """Turn Markdown into HTML with GOV.UK classes; raw HTML in it is shown as text."""
    html = _markdown.render(text)
    for tag, classes in (
        ("p", "govuk-body"),
        ("ul", "govuk-list govuk-list--bullet"),
        ("ol", "govuk-list govuk-list--number"),
        ("h1", "govuk-heading-m"),
        ("h2", "govuk-heading-m"),
        ("h3", "govuk-heading-s"),
        ("table", "govuk-table"),
    ):
        html = html.replace(f"<{tag}>", f'<{tag} class="{classes}">')
    html = html.replace("<a href", '<a class="govuk-link" href')
    html = html.replace("<h1 ", "<h2 ").replace("</h1>", "</h2>")
    return Markup(html)  # noqa: S704 - markdown-it escapes raw HTML and refuses unsafe links


def json_attribute(value: Any) -> str:
    """Write a value as JSON for a data attribute (the template escapes it)."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def day_parts(value: str | Mapping[str, str] | None) -> dict[str, str]:
    """Part a date answer into day, month and year; what was typed is kept as it was."""
    if isinstance(value, Mapping):
        return {part: str(value.get(part) or "") for part in ("day", "month", "year")}
    found = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", value or "")
    if not found:
        return {"day": "", "month": "", "year": ""}
    year, month, day = found.groups()
    return {"day": str(int(day)), "month": str(int(month)), "year": year}


def with_query(request: HttpRequest, **changes: Any) -> str:
    """Give this page's address with some query values changed; ``None`` takes one away."""
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"{request.path}?{urlencode(list(query.lists()), doseq=True)}" if query else request.path


def language_url(request: HttpRequest | None, language: str) -> str:
    """Give this page's address in another language (``?language=cy``)."""
    if not request:
        return f"/?language={language}"
    return with_query(request, language=language)
