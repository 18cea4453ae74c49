"""
Making messages: the one function that the preview and the reactions both call.

Nothing is read here; who calls it has fetched the case and what hangs on it.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from doneinone.domain.cases.models import CLOSED, Case
from doneinone.domain.catalogue.queries import Hub, service_at
from doneinone.domain.catalogue.rules.schema import ServiceDefinition
from doneinone.domain.messages import links
from doneinone.domain.messages.rules.rendering import Rendered, render
from doneinone.domain.messages.rules.templates import Template, parse_template
from doneinone.domain.messages.rules.wording import (
    RESIDENT,
    STOP_FOLLOWING,
    in_language,
    say_promise,
)
from doneinone.foundation.clock import local, say_date
from doneinone.foundation.references import show_reference

EMAIL, SMS, LETTER = "email", "sms", "letter"

TOLD_TO_FOLLOWERS = frozenset({"case.moved", "case.closed", "case.reopened"})
FOLLOWER_TEMPLATE = "-follower"
"""Where there is a template of this ending (``case-closed-follower``), followers get that."""


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened to a case, as its event tells it."""

    kind: str
    data: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who follows a case."""

    follower: int
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class Composed:
    """A message as it will be sent."""

    template: str
    means: str
    address: str
    language: str
    subject: str
    text: str
    html: str = field(repr=False)


def template_of(*, definition: ServiceDefinition, happened: Happened) -> str | None:
    """Say which template a service sends for an event, or None if it sends nothing."""
    messages = definition.messages
    event = happened.kind.removeprefix("case.")
    if event == "moved":
        return messages.moved.get(str(happened.data.get("to")))
    found: str | None = getattr(messages, event, None) if event in _EVENTS else None
    return found


_EVENTS = frozenset({"opened", "asked", "answered", "closed", "reopened", "followed"})


def compose(
    *,
    hub: Hub,
    case: Case,
    happened: Happened,
    followers: Sequence[Reader] = (),
) -> list[Composed]:
    """
    Make every message that an event of a case sends: to the reporter, and to followers.

    :param followers: those of the case; for ``case.followed`` the new one alone
    """
    definition = service_at(case.service_version_id).definition
    key = template_of(definition=definition, happened=happened)
    template = _template(hub, key)
    if key is None or template is None:
        return []
    made = []
    is_public = case.shown_publicly and case.sensitivity == 0
    if happened.kind != "case.followed":
        made.extend(_to_reporter(hub, case, definition, happened, key, template))
    if is_public and (happened.kind in TOLD_TO_FOLLOWERS or happened.kind == "case.followed"):
        theirs = key + FOLLOWER_TEMPLATE
        own = _template(hub, theirs)
        for reader in followers:
            if reader.email.lower() != case.contact_email.lower():
                made.append(
                    _to_follower(
                        hub,
                        case,
                        definition,
                        happened,
                        theirs if own else key,
                        own or template,
                        reader,
                    )
                )
    return made


def _template(hub: Hub, key: str | None) -> Template | None:
    text = hub.messages.get(key) if key is not None else None
    if not isinstance(text, str):
        return None
    template = parse_template(text)
    return template if "en" in template.languages() else None


def _to_reporter(
    hub: Hub,
    case: Case,
    definition: ServiceDefinition,
    happened: Happened,
    key: str,
    template: Template,
) -> list[Composed]:
    if not (case.contact_email or case.contact_telephone):
        return []
    facts = _public_facts(hub, case, definition, happened, case.language)
    facts["person"] = case.contact_name or facts["person"]
    facts["track_link"] = links.track_link(case=case.pk)
    note = str(happened.data.get("note") or "")
    if note:
        part = "outcome_text" if happened.kind == "case.closed" else "stage_text"
        facts[part] = "\n\n".join(filter(None, [facts[part], note]))
    if happened.kind == "case.asked":
        facts["question"] = str(happened.data.get("text") or "")
        facts["answer_link"] = links.answer_link(
            case=case.pk, question=int(happened.data.get("question") or 0)
        )
    rendered = render(template=template, language=case.language, facts=facts)
    if case.contact_email:
        return [as_email(key=key, address=case.contact_email, rendered=rendered)]
    return [as_sms(key=key, address=case.contact_telephone, rendered=rendered)]


def _to_follower(
    hub: Hub,
    case: Case,
    definition: ServiceDefinition,
    happened: Happened,
    key: str,
    template: Template,
    reader: Reader,
) -> Composed:
    """Make a follower's message: what anybody may know, nothing of the reporter or the notes."""
    facts = _public_facts(hub, case, definition, happened, reader.language)
    link = links.unfollow_link(case=case.pk, follower=reader.follower)
    facts["track_link"] = facts["unfollow_link"] = link
    rendered = render(template=template, language=reader.language, facts=facts)
    stop = in_language(STOP_FOLLOWING, rendered.language)
    escaped = html.escape(link)
    return Composed(
        template=key,
        means=EMAIL,
        address=reader.email,
        language=rendered.language,
        subject=rendered.subject,
        text=f"{rendered.text}\n\n{stop} {link}",
        html=f'{rendered.html}\n<p>{html.escape(stop)} <a href="{escaped}">{escaped}</a></p>',
    )


def as_email(*, key: str, address: str, rendered: Rendered) -> Composed:
    """Make an e-mail of what was rendered."""
    return Composed(
        template=key,
        means=EMAIL,
        address=address,
        language=rendered.language,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
    )


def as_sms(*, key: str, address: str, rendered: Rendered) -> Composed:
    """Make a text message of what was rendered."""
    return Composed(
        template=key,
        means=SMS,
        address=address,
        language=rendered.language,
        subject="",
        text=rendered.sms,
        html="",
    )


def hub_facts(*, hub: Hub, language: str) -> dict[str, str]:
    """Give the facts that every message may use."""
    return {
        "hub": hub.definition.name.in_language(language)[0],
        "telephone": hub.definition.telephone or "",
        "person": in_language(RESIDENT, language),
    }


def _public_facts(
    hub: Hub, case: Case, definition: ServiceDefinition, happened: Happened, language: str
) -> dict[str, str]:
    """Give what anybody may know of a case, in a language."""
    facts = hub_facts(hub=hub, language=language) | {
        "service": definition.title.in_language(language)[0],
        "reference": show_reference(case.reference),
    }
    facts["place"] = case.place or facts["hub"]
    stage = str(happened.data.get("to") or case.stage)
    tell = definition.stages[stage].tell if stage in definition.stages else None
    facts["stage_text"] = tell.in_language(language)[0] if tell else ""
    facts["outcome"] = facts["outcome_text"] = ""
    outcome = definition.outcomes.get(str(happened.data.get("outcome") or case.outcome))
    if outcome is not None and happened.kind == "case.closed":
        facts["outcome"] = outcome.label.in_language(language)[0]
        facts["outcome_text"] = outcome.tell.in_language(language)[0]
    if stage != CLOSED and case.promised_at is not None:
        zone = hub.calendar.zone
        facts["promise_date"] = say_date(
            local(case.promised_at, zone).date(), language, today=local(happened.at, zone).date()
        )
    promise = next((one for one in definition.standards.values() if one.promise), None)
    if promise is not None and facts.get("promise_date"):
        facts["promise_text"] = say_promise(
            label=promise.label.in_language(language)[0], within=promise.within, language=language
        )
    return facts
