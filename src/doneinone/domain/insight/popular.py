"""Which services people ask for most: a read for the front page, kept for some minutes."""

from __future__ import annotations

from datetime import date, timedelta
from time import monotonic

from django.db.models import Sum

from doneinone.domain.insight.models import DayFigure

KEPT_SECONDS = 300
OVER = timedelta(days=30)

_kept: tuple[float, date, list[str]] | None = None


def kept_most_asked_for(*, today: date) -> list[str] | None:
    """Give what ``most_asked_for`` found in the last five minutes, or None. No statement."""
    if _kept is not None and _kept[1] == today and monotonic() - _kept[0] < KEPT_SECONDS:
        return _kept[2]
    return None


def most_asked_for(*, today: date, most: int = 20) -> list[str]:
    """
    Give the services with most cases in the last 30 days, most first.

    One statement. The running actor must see the figures of all agencies; what is
    given is an order of services and tells nothing of any case.
    """
    global _kept
    rows = (
        DayFigure.objects.filter(day__gte=today - OVER, day__lte=today)
        .exclude(service="")
        .values("service")
        .annotate(total=Sum("opened"))
        .filter(total__gt=0)
        .order_by("-total", "service")
    )
    found = [row["service"] for row in rows[:most]]
    _kept = (monotonic(), today, found)
    return found
