"""What the address of the figures asks for: which days and which service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from doneinone.channels.shared.languages import page_language
from doneinone.domain.catalogue.queries import Hub
from doneinone.domain.insight.rules import PERIODS, Period, period_of
from doneinone.foundation.clock import say_date


@dataclass(frozen=True, slots=True)
class Asked:
    """The days, and the service or nothing for all."""

    period: Period
    service: str
    today: date

    @property
    def query(self) -> str:
        """The same, as the query of an address."""
        return urlencode({"period": self.period.key, "service": self.service})


def read(query: QueryDict, *, hub: Hub, today: date) -> Asked:
    """Read what is asked for; what cannot be meant is left out."""
    service = query.get("service", "")
    return Asked(
        period=period_of(key=query.get("period", ""), today=today),
        service=service if service in hub.services else "",
        today=today,
    )


def title_of(hub: Hub, service: str) -> str:
    """Say what people call a service; a withdrawn one has only its key."""
    if service not in hub.services:
        return service.replace("-", " ").capitalize()
    return hub.services[service].definition.title.in_language(page_language())[0]


def periods() -> dict[str, str]:
    """Say each period in words."""
    words = (_("This week"), _("Last week"), _("28 days"), _("91 days"))
    return dict(zip(PERIODS, words, strict=True))


def against(period: Period) -> str:
    """Say what a period is compared with, as the head of a column."""
    return {
        "week": _("Same days last week"),
        "last-week": _("Week before"),
        "month": _("28 days before"),
    }.get(period.key, _("91 days before"))


def days_in_words(asked: Asked) -> str:
    """Say which days are shown."""
    language = page_language()
    first = say_date(asked.period.start, language, today=asked.today)
    last = say_date(asked.period.end, language, today=asked.today)
    if first == last:
        return first
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def choices(asked: Asked, hub: Hub) -> dict[str, list[dict[str, Any]]]:
    """Give the choices of the two lists above the figures."""
    services = sorted(
        (title_of(hub, key), key)
        for key, one in hub.services.items()
        if one.definition.kind == "case"
    )
    return {
        "periods": [
            {"value": key, "text": words, "selected": key == asked.period.key}
            for key, words in periods().items()
        ],
        "services": [
            {"value": key, "text": title, "selected": key == asked.service}
            for title, key in services
        ],
    }
