"""Links in messages: answer our question, stop being told, open a file."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from doneinone.adapters.files import files
from doneinone.channels.shared.context import hub_of
from doneinone.channels.shared.errors import error_page
from doneinone.channels.shared.languages import page_language
from doneinone.channels.web.pages import GONE, REFUSED, limit, page, plain, show
from doneinone.channels.web.promises import usual_now
from doneinone.channels.web.track import link_problem
from doneinone.channels.web.tracked_page import tracked_page
from doneinone.domain.cases.actions.answer_question import UnableToAnswer, answer_question
from doneinone.domain.cases.actions.unfollow_case import unfollow_case
from doneinone.domain.cases.queries import CaseNotFound
from doneinone.domain.cases.tracking import file_of_case, still_follows, track_case
from doneinone.domain.catalogue.queries import service_at
from doneinone.domain.catalogue.rules.cleaning import clean_lines
from doneinone.domain.messages.links import (
    UnableToOpenLink,
    read_answer_link,
    read_file_link,
    read_unfollow_link,
    sign_track,
)
from doneinone.foundation.actors import acting, public
from doneinone.foundation.clock import now


@require_http_methods(["GET", "HEAD", "POST"])
@page
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Ask the question that a message asked, and take the answer once."""
    try:
        said = read_answer_link(key=token)
    except UnableToOpenLink as problem:
        return link_problem(request, problem)
    hub, actor = hub_of(request), public(cases=[said.case])
    with acting(actor):
        tracked = track_case(case_id=said.case)
    track = reverse("track-by-link", args=[sign_track(case=said.case)])
    if tracked.asked is None or tracked.asked.id != said.question:
        return plain(
            request,
            title=_("You have answered this already"),
            text=_("Thank you. We have your answer, and there is nothing more to do."),
            links=[(track, _("See where it is now"))],
            status=GONE if request.method == "POST" else 200,
        )
    definition = service_at(tracked.case.service_version_id).definition
    shown: dict[str, Any] = {
        "title": definition.title.in_language(page_language())[0],
        "reference": tracked.case.reference,
        "place": tracked.case.place,
        "asked": tracked.asked,
        "value": "",
        "track": track,
    }
    if request.method != "POST":
        return show(request, "answer", shown)
    limit(request, "answer", most=30, seconds=3600)
    text = clean_lines(request.POST.get("answer", ""))
    try:
        answer_question(
            actor=actor,
            hub=hub,
            reference=tracked.case.reference,
            question=tracked.asked.id,
            text=text,
            now=now(),
        )
    except UnableToAnswer as problem:
        shown |= {"value": text, "error": _(str(problem))}
        return show(request, "answer", shown, status=REFUSED)
    return redirect(f"{track}?said=answered")


@require_http_methods(["GET", "HEAD", "POST"])
@page
def unfollow(request: HttpRequest, token: str) -> HttpResponse:
    """
    Show a follower what anybody may know of a case, and stop telling them when they say so.

    It takes a press of a button: programmes that look through mail open every link in it.
    """
    try:
        said = read_unfollow_link(key=token)
    except UnableToOpenLink as problem:
        return link_problem(request, problem)
    hub, actor = hub_of(request), public(cases=[said.case])
    with acting(actor):
        tracked = track_case(case_id=said.case)
        follows = still_follows(case_id=said.case, follower=said.follower)
    if request.method != "POST" and follows:
        moment = now()
        shown = tracked_page(
            hub=hub, tracked=tracked, messages=(), token=token, own=False,
            usual=usual_now(hub=hub, service=tracked.case.service, now=moment),
            language=page_language(), now=moment,
        )  # fmt: skip
        return show(request, "tracked", shown)
    try:
        unfollow_case(
            actor=actor,
            reference=tracked.case.reference,
            follower=said.follower,
            now=now(),
        )
    except CaseNotFound:
        return plain(
            request,
            title=_("You do not follow this any more"),
            text=_("We send you nothing more about it."),
        )
    return plain(
        request,
        title=_("We have stopped"),
        text=_("We have taken your address off. We send you nothing more about it."),
    )


@require_safe
@page
def file(request: HttpRequest, token: str) -> HttpResponse:
    """Give a file of a case, to be saved and never to be run by the browser."""
    try:
        said = read_file_link(key=token)
    except UnableToOpenLink as problem:
        return link_problem(request, problem)
    with acting(public(cases=[said.case])):
        found = file_of_case(case_id=said.case, file_id=said.file)
    try:
        content = files().read(key=found.key)
    except FileNotFoundError:
        return error_page(request, 404)
    return as_attachment(name=found.name, kind=found.kind, content=content)


def as_attachment(*, name: str, kind: str, content: bytes) -> HttpResponse:
    """Answer with bytes that a browser saves: it neither shows nor runs nor guesses them."""
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response
