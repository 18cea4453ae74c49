"""Knowledge articles: listed, found, read out."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from doneinone.channels.desk.calls.screen import line
from doneinone.channels.desk.calls.script import article_facts
from doneinone.channels.desk.pages import desk, show
from doneinone.channels.shared.acting import ActingRequest
from doneinone.channels.shared.context import hub_of
from doneinone.channels.shared.languages import page_language
from doneinone.domain.catalogue.queries import find_services


@desk()
@require_safe
def articles(request: ActingRequest) -> HttpResponse:
    """List the articles, or those found for what somebody asks."""
    hub, language = hub_of(request), page_language()
    text = line(request.GET.get("q"))
    keys = find_services(text=text, most=20) if text else sorted(hub.services)
    found = [one for key in keys if (one := article_facts(hub, key, language)) is not None]
    if not text:
        found.sort(key=lambda one: one["title"])
    return show(
        request, "desk/knowledge.jinja", hub=hub, title=_("Knowledge"), text=text, articles=found
    )


@desk()
@require_safe
def article(request: ActingRequest, key: str) -> HttpResponse:
    """Show an article: what is read out, then the whole of it."""
    hub = hub_of(request)
    found = article_facts(hub, key, page_language())
    if found is None:
        raise Http404
    return show(
        request, "desk/knowledge_article.jinja", hub=hub, title=found["title"], article=found
    )
