"""What the tiles, charts and tables of the page show, worked out from the figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doneinone.channels.desk.insight.asked import Asked, against, periods, title_of
from doneinone.channels.shared.languages import page_language
from doneinone.domain.cases.rules import span_of
from doneinone.domain.catalogue.queries import Hub
from doneinone.domain.contacts.rules import SELF_SERVICE
from doneinone.domain.insight.queries import CaseFigures, ContactFigures, HonestTime, Late
from doneinone.domain.insight.rules import AIM, percent
from doneinone.foundation.clock import say_count

FAILING = 75
"""Below this share of a hundred a standard is failing, and not only below the aim."""

MOST_BARS = 12
"""A picture has at most so many bars; the table under it has them all."""


@dataclass(frozen=True, slots=True)
class Found:
    """All figures that the page is made from."""

    hub: Hub
    asked: Asked
    cases: Sequence[CaseFigures]
    standing: Mapping[tuple[str, str], int]
    late: Sequence[Late]
    contacts: Sequence[ContactFigures]
    times: Mapping[str, HonestTime]


def share(part: int, of: int) -> str:
    """Write a share in per cent, or a dash where there is nothing to share."""
    found = percent(part, of)
    return "–" if found is None else f"{found}%"


def change(part: int, of: int, part_before: int, of_before: int) -> str:
    """Say how a share has moved since the period before; nothing where there was none."""
    now, before = percent(part, of), percent(part_before, of_before)
    if now is None or before is None:
        return ""
    if now == before:
        return _("As before.")
    points = abs(now - before)
    if now > before:
        return ngettext("Up %(number)s point.", "Up %(number)s points.", points) % {
            "number": points
        }
    return ngettext("Down %(number)s point.", "Down %(number)s points.", points) % {
        "number": points
    }


def tiles(found: Found) -> list[dict[str, Any]]:
    """Give the four figures at the top."""
    return [_open_tile(found), *_contact_tiles(found), _kept_tile(found)]


def _open_tile(found: Found) -> dict[str, Any]:
    late = sum(one.cases for one in found.late)
    mark = "+" if any(one.or_more for one in found.late) else ""
    words = _("%(number)s late") % {"number": f"{late:,}{mark}"} if late else _("None late")
    opened = sum(one.opened for one in found.cases)
    closed = sum(one.closed for one in found.cases)
    return {
        "title": _("Open now"),
        "figure": f"{sum(found.standing.values()):,}",
        "due": {"kind": "over" if late else "done", "words": words},
        "text": _("%(opened)s opened, %(closed)s closed.")
        % {"opened": f"{opened:,}", "closed": f"{closed:,}"},
        "href": f"{reverse('desk-work')}?due=late",
        "link": _("See the late ones"),
    }


def _contact_tiles(found: Found) -> list[dict[str, Any]]:
    talks = [one for one in found.contacts if one.channel not in SELF_SERVICE]
    total, before = sum(o.contacts for o in talks), sum(o.contacts_before for o in talks)
    done, done_before = sum(o.done_in_one for o in talks), sum(o.done_before for o in talks)
    avoidable = sum(one.contacts for one in talks if one.cause)
    avoidable_before = sum(one.contacts_before for one in talks if one.cause)
    of = _("%(part)s of %(total)s with an adviser.")
    return [
        {
            "title": _("Done in one"),
            "figure": share(done, total),
            "text": f"{change(done, total, done_before, before)} "
            + of % {"part": f"{done:,}", "total": f"{total:,}"},
        },
        {
            "title": _("Avoidable contact"),
            "figure": share(avoidable, total),
            "text": f"{change(avoidable, total, avoidable_before, before)} "
            + of % {"part": f"{avoidable:,}", "total": f"{total:,}"},
        },
    ]  # fmt: skip


def _kept_tile(found: Found) -> dict[str, Any]:
    closed, kept = sum(o.closed for o in found.cases), sum(o.in_time for o in found.cases)
    below = [row for row in _kept_by_service(found).values() if (percent(*row) or 0) < AIM]
    text = change(
        kept, closed,
        sum(o.in_time_before for o in found.cases), sum(o.closed_before for o in found.cases),
    )  # fmt: skip
    tile: dict[str, Any] = {
        "title": _("Standards kept"),
        "figure": share(kept, closed),
        "text": text + " " + _("We aim for %(aim)s%%.") % {"aim": AIM},
    }
    if closed:
        words = ngettext(
            "%(number)s service below", "%(number)s services below", len(below)
        ) % {"number": len(below)}  # fmt: skip
        tile["due"] = (
            {"kind": "soon", "words": words} if below else {"kind": "done", "words": _("All kept")}
        )
    return tile


def _kept_by_service(found: Found) -> dict[str, tuple[int, int]]:
    """Give, for each service of which cases were closed: how many in time, and how many."""
    kept: Counter[str] = Counter()
    closed: Counter[str] = Counter()
    for one in found.cases:
        kept[one.service] += one.in_time
        closed[one.service] += one.closed
    return {key: (kept[key], count) for key, count in closed.items() if count}


def by_team(found: Found) -> dict[str, Any] | None:
    """Give the teams with what they have open, the most first."""
    standing: Counter[str] = Counter()
    for (team, _service), count in found.standing.items():
        standing[team] += count
    late = _late_by({one.team for one in found.late}, [(one.team, one) for one in found.late])
    sums = _sums([(one.team, one) for one in found.cases])
    teams = sorted({*standing, *sums}, key=lambda key: (-standing[key], key))
    if not teams:
        return None
    first = teams[0]
    names = {key: found.hub.teams[key].name if key in found.hub.teams else key for key in teams}
    facts = {"team": names[first], "number": f"{standing[first]:,}", "late": late.get(first, "0")}
    return {
        "finding": _("%(team)s has most cases open: %(number)s, of which %(late)s late") % facts,
        "chart": {
            "bars": [{"name": names[key], "value": standing[key]} for key in teams[:MOST_BARS]]
        },
        "heads": [
            _("Team"), _("Open"), _("Late"), _("Opened"), _("Closed"), _("Within standard"),
        ],
        "rows": [
            [
                names[key], f"{standing[key]:,}", late.get(key, "0"), f"{sums[key]['opened']:,}",
                f"{sums[key]['closed']:,}", share(sums[key]["in_time"], sums[key]["closed"]),
            ]
            for key in teams
        ],
        "numeric": [1, 2, 3, 4, 5],
    }  # fmt: skip


def by_service(found: Found) -> dict[str, Any] | None:
    """Give the services by how often they were asked for, the most first."""
    standing: Counter[str] = Counter()
    for (_team, service), count in found.standing.items():
        standing[service] += count
    late = _late_by({one.service for one in found.late}, [(one.service, one) for one in found.late])
    sums = _sums([(one.service, one) for one in found.cases])
    keys = sorted({*sums, *standing}, key=lambda key: (-sums[key]["opened"], -standing[key], key))
    if not keys:
        return None
    first, names = sums[keys[0]], {key: title_of(found.hub, key) for key in keys}
    facts = {
        "service": names[keys[0]],
        "number": f"{first['opened']:,}",
        "before": f"{first['opened_before']:,}",
    }
    return {
        "finding": _("Asked for most: %(service)s, %(number)s after %(before)s before") % facts,
        "chart": {
            "bars": [
                {
                    "name": names[key],
                    "value": sums[key]["opened"],
                    "last": sums[key]["opened_before"],
                }
                for key in keys[:MOST_BARS]
            ]
        },
        "heads": [
            _("Service"), periods()[found.asked.period.key], against(found.asked.period),
            _("Open"), _("Late"), _("Closed"), _("Within standard"), _("Reopened"),
        ],
        "rows": [
            [
                names[key], f"{sums[key]['opened']:,}", f"{sums[key]['opened_before']:,}",
                f"{standing[key]:,}", late.get(key, "0"), f"{sums[key]['closed']:,}",
                share(sums[key]["in_time"], sums[key]["closed"]), f"{sums[key]['reopened']:,}",
            ]
            for key in keys
        ],
        "numeric": [1, 2, 3, 4, 5, 6, 7],
    }  # fmt: skip


def _late_by(keys: set[str], late: Sequence[tuple[str, Late]]) -> dict[str, str]:
    found = {}
    for key in keys:
        own = [one for of, one in late if of == key]
        mark = "+" if any(one.or_more for one in own) else ""
        found[key] = f"{sum(one.cases for one in own):,}{mark}"
    return found


class _Sums(dict[str, Counter[str]]):
    def __missing__(self, key: str) -> Counter[str]:
        return Counter()


def _sums(figures: Sequence[tuple[str, CaseFigures]]) -> _Sums:
    found = _Sums()
    for key, one in figures:
        found.setdefault(key, Counter()).update(
            opened=one.opened, closed=one.closed, in_time=one.in_time, reopened=one.reopened,
            opened_before=one.opened_before,
        )  # fmt: skip
    return found


def standards(found: Found) -> list[dict[str, Any]]:
    """Give what each service promises, what eight in ten got, and how often it was kept."""
    rows = []
    language = page_language()
    for service, (kept, closed) in _kept_by_service(found).items():
        promise = "–"
        if service in found.hub.services:
            named = found.hub.services[service].definition.standards.values()
            standard = next((one for one in named if one.promise), None)
            if standard is not None:
                promise = span_of(str(standard.within), standard.clock).say(language)
        time = found.times.get(service)
        rate = percent(kept, closed) or 0
        kind, words = ("done", _("Kept"))
        if rate < AIM:
            kind, words = ("soon", _("Below")) if rate >= FAILING else ("over", _("Failing"))
        rows.append(
            {
                "name": title_of(found.hub, service),
                "promise": promise,
                "usual": _usual(time, language),
                "kept": f"{rate}%",
                "rate": rate,
                "kind": kind,
                "words": words,
            }
        )
    return sorted(rows, key=lambda row: (-int(row["rate"]), str(row["name"])))


def _usual(time: HonestTime | None, language: str) -> str:
    if time is None:
        return _("too few yet")
    if time.working_days == 0:
        return _("same day")
    return say_count(time.working_days, "working day", language)


def channel_words(channel: str) -> str:
    """Say a channel to staff."""
    return {
        "web": _("Web"), "api": _("Other systems"), "phone": _("Telephone"),
        "counter": _("Counter"), "visit": _("Visit"), "letter": _("Letter"), "email": _("E-mail"),
        "chat": _("Chat"),
    }.get(channel, channel)  # fmt: skip


def cause_words(cause: str) -> str:
    """Say why a contact could have been avoided."""
    return {
        "chasing": _("Chasing: no word by the date"), "unclear": _("Unclear letter or page"),
        "our-error": _("We got it wrong"), "passed-on": _("Passed on, told to ring"),
    }.get(cause, cause)  # fmt: skip


def by_channel(found: Found) -> dict[str, Any] | None:
    """Give the contacts by channel, the most first."""
    sums: dict[str, Counter[str]] = {}
    for one in found.contacts:
        sums.setdefault(one.channel, Counter()).update(
            contacts=one.contacts, before=one.contacts_before, done=one.done_in_one,
            avoidable=one.contacts if one.cause else 0,
        )  # fmt: skip
    keys = sorted(sums, key=lambda key: (-sums[key]["contacts"], key))
    if not keys:
        return None
    total = sum(of["contacts"] for of in sums.values())
    facts = {"channel": channel_words(keys[0]), "share": share(sums[keys[0]]["contacts"], total)}
    return {
        "finding": _("%(channel)s: %(share)s of all contacts") % facts,
        "chart": {
            "bars": [
                {
                    "name": channel_words(key),
                    "value": sums[key]["contacts"],
                    "last": sums[key]["before"],
                }
                for key in keys
            ]
        },
        "heads": [
            _("Channel"), periods()[found.asked.period.key], against(found.asked.period),
            _("Done in one"), _("Avoidable"),
        ],
        "rows": [
            [
                channel_words(key), f"{sums[key]['contacts']:,}", f"{sums[key]['before']:,}",
                share(sums[key]["done"], sums[key]["contacts"]),
                share(sums[key]["avoidable"], sums[key]["contacts"]),
            ]
            for key in keys
        ],
        "numeric": [1, 2, 3, 4],
    }  # fmt: skip


def by_cause(found: Found) -> dict[str, Any] | None:
    """Give why people had to contact us again, the most frequent first."""
    now: Counter[str] = Counter()
    before: Counter[str] = Counter()
    for one in found.contacts:
        if one.cause:
            now[one.cause] += one.contacts
            before[one.cause] += one.contacts_before
    keys = sorted(now, key=lambda key: (-now[key], key))
    if not keys:
        return None
    return {
        "finding": _("Why people had to contact us again: %(cause)s")
        % {"cause": cause_words(keys[0])},
        "chart": {
            "bars": [
                {"name": cause_words(key), "value": now[key], "last": before[key]} for key in keys
            ]
        },
        "heads": [_("Cause"), periods()[found.asked.period.key], against(found.asked.period)],
        "rows": [[cause_words(key), f"{now[key]:,}", f"{before[key]:,}"] for key in keys],
        "numeric": [1, 2],
    }
