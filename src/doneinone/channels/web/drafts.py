"""The form that a browser has begun: its key in a cookie, and the way through its pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from doneinone.channels.shared.context import hub_of
from doneinone.channels.shared.languages import page_language
from doneinone.domain.catalogue.queries import Hub, Published, service_at
from doneinone.domain.catalogue.rules.evaluating import Assessment, assess
from doneinone.domain.catalogue.rules.schema import ServiceDefinition
from doneinone.domain.intake.actions.begin_draft import KEPT_FOR
from doneinone.domain.intake.actions.change_draft import change_draft
from doneinone.domain.intake.models import Draft
from doneinone.domain.intake.queries import DraftNotFound, access_draft
from doneinone.foundation.actors import Actor, acting, public
from doneinone.foundation.clock import local, now
from doneinone.foundation.references import hash_secret

COOKIE = "form"
_KEY = re.compile(r"[A-Za-z0-9_-]{20,64}")


def key_of(request: HttpRequest) -> str:
    """
    Read the key of the form from its cookie.

    :raises DraftNotFound: if the browser holds none
    """
    key = request.COOKIES.get(COOKIE, "")
    if not _KEY.fullmatch(key):
        raise DraftNotFound
    return key


def keep_key(response: HttpResponse, key: str, *, service: str) -> None:
    """
    Give the browser the key of its form; scripts cannot read it.

    It is sent with the pages of that service alone, so a form for another one does not replace it.
    """
    path = reverse("report-begin", args=[service]).removesuffix("begin")
    response.set_cookie(
        COOKIE, key, path=path, max_age=int(KEPT_FOR.total_seconds()), httponly=True,
        samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


@dataclass
class Form:
    """A form in the middle of being filled in."""

    hub: Hub
    service: Published
    draft: Draft
    hashed: str
    now: datetime
    language: str

    @property
    def key(self) -> str:
        """The key of the service, as it stands in addresses."""
        return self.definition.service

    @property
    def definition(self) -> ServiceDefinition:
        """The definition under which the form was begun."""
        return self.service.definition

    @property
    def actor(self) -> Actor:
        """Who acts: somebody who holds the form's key."""
        return public(keys=[self.hashed])

    @property
    def title(self) -> str:
        """The title of the service in the language of the page."""
        return self.definition.title.in_language(self.language)[0]

    @cached_property
    def found(self) -> Assessment:
        """What follows from the answers so far."""
        return assess(
            definition=self.definition,
            answers=self.draft.answers,
            today=local(self.now, self.hub.calendar.zone).date(),
            place=self.draft.place,
            channel=self.draft.channel,
        )

    @property
    def photos(self) -> list[dict[str, Any]]:
        """The files that are no answer to a question of type file."""
        from doneinone.channels.shared.forms import file_id

        answers = {
            one
            for question in self.definition.questions
            if question.kind == "file"
            for one in self.draft.answers.get(question.id) or []
        }
        return [file for file in self.draft.files if file_id(file["key"]) not in answers]

    def change(self, **parts: Any) -> None:
        """
        Keep parts of the form, and the language it is filled in.

        :raises DraftNotFound: if it is gone
        :raises UnableToChangeDraft: if it was handed in
        """
        self.draft = change_draft(
            actor=self.actor, hashed=self.hashed, now=self.now, language=self.language, **parts
        )
        self.__dict__.pop("found", None)

    def address(self, step: str, *more: str) -> str:
        """Give the address of one of the form's pages."""
        return reverse(f"report-{step}", args=[self.key, *more])

    @property
    def looks_for_same(self) -> bool:
        """Whether what is already reported is looked for."""
        return bool(self.definition.duplicates) and self.definition.visibility == "public"

    def steps(self) -> list[str]:
        """Give the addresses of the form's pages in order."""
        definition = self.definition
        pages = [self.address("where")] if definition.location != "none" else []
        pages += [self.address("question", one.id) for one in self.found.questions]
        if definition.photos != "none":
            pages.append(self.address("photos"))
        if definition.contact != "none":
            pages.append(self.address("contact"))
        return [*pages, self.address("check")]

    def after(self, address: str, *, changing: bool = False) -> str:
        """
        Give the page that comes after one was filled in.

        :param changing: it was changed from the check page: go back there if nothing is missing
        """
        missing = self.first_missing()
        if changing:
            return missing or self.address("check")
        pages = self.steps()
        at = pages.index(address) + 1 if address in pages else 0
        following = pages[at] if at < len(pages) else pages[-1]
        if missing in pages and pages.index(missing) < pages.index(following):
            return missing
        return following

    def before(self, address: str) -> str:
        """Give the page before one, for the way back."""
        pages = self.steps()
        at = pages.index(address) if address in pages else 0
        return pages[at - 1] if at else reverse("service", args=[self.key])

    def first_missing(self) -> str | None:
        """Give the first page that must still be filled in, or None."""
        if self.definition.location == "required" and not self.draft.place:
            return self.address("where")
        if question := self.found.next_question:
            return self.address("question", question.id)
        if self.definition.contact != "none" and self.draft.contact is None:
            return self.address("contact")
        return None

    def where_now(self) -> str:
        """Give the page on which somebody who comes back goes on."""
        fresh = not self.draft.place and not self.draft.answers
        if self.definition.location != "none" and fresh:
            return self.address("where")
        return self.first_missing() or self.address("check")


def form_of(request: HttpRequest, service: str, *, sent: bool = False) -> Form:
    """
    Fetch the form that the browser holds the key of, for a service.

    :param sent: whether a form that was handed in will do
    :raises DraftNotFound: if there is none for this service, or its time is over
    """
    hashed, moment = hash_secret(key_of(request)), now()
    with acting(public(keys=[hashed])):
        draft = access_draft(hashed=hashed, now=moment)
    if draft.service != service or (draft.reference and not sent):
        raise DraftNotFound
    return Form(
        hub=hub_of(request),
        service=service_at(draft.service_version_id),
        draft=draft,
        hashed=hashed,
        now=moment,
        language=page_language(),
    )


def is_changing(request: HttpRequest) -> bool:
    """Say whether the page was opened from the check page, to change one thing."""
    return "change" in cast(Any, request.POST if request.method == "POST" else request.GET)
