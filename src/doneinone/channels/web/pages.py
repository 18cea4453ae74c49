"""What every public page has in common: its answer when something is too much, gone or unknown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doneinone.channels.shared.errors import error_page
from doneinone.channels.shared.limits import TooManyTries, client_address, limit_tries
from doneinone.domain.cases.queries import CaseNotFound
from doneinone.domain.catalogue.queries import UnableToFindService
from doneinone.domain.intake.actions.change_draft import UnableToChangeDraft
from doneinone.domain.intake.queries import DraftNotFound

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

REFUSED = 422


def N_(words: str) -> str:
    """Mark words that are translated where they are shown."""
    return words


SAID_BY_ACTIONS = (
    N_("We cannot find that question."),
    N_("You have answered this question already. Thank you."),
    N_("Write your answer."),
    N_("This case is still open, so there is nothing to open again."),
    N_(
        "It is more than 28 days since we closed this. Report it as a new problem, "
        "and we will look at it afresh."
    ),
    N_("Tell us what is still wrong, so that we know what to look for."),
    N_("This has been closed. Say that it is not fixed instead."),
    N_("Tell us what has changed."),
    N_("This cannot be followed."),
    N_("This has been closed. Report it as a new problem."),
)
"""What the actions say to a person, in English: pages translate it as they show it."""
GONE = 410


def page(view: View[P]) -> View[P]:
    """Make a view a public page: what is gone or too much gets a page in plain words."""

    @wraps(view)
    def run(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except TooManyTries as tries:
            minutes = max(1, -(-tries.seconds // 60))
            wait = ngettext("%(number)s minute", "%(number)s minutes", minutes)
            response = error_page(request, 429, wait=wait % {"number": minutes})
            response.headers["Retry-After"] = str(tries.seconds)
            return response
        except DraftNotFound:
            return plain(
                request,
                title=_("We cannot find your form"),
                text=_("It may have been sent already, or be more than 28 days old."),
                links=[("/resume", _("Enter a code to come back")), ("/", _("Start again"))],
                status=GONE,
            )
        except UnableToChangeDraft:
            return plain(
                request,
                title=_("You have sent this already"),
                text=_("We have it, and nothing was sent twice."),
                links=[("/track", _("See where it is")), ("/", _("Start something new"))],
                status=409,
            )
        except (CaseNotFound, UnableToFindService):
            return error_page(request, 404)

    return cast(View[P], run)


def show(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page that nobody else may keep: what people fill in stands on it."""
    response = render(request, f"web/{template}.jinja", dict(context), status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def plain(
    request: HttpRequest,
    *,
    title: str,
    text: str,
    links: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with a heading, a sentence and ways on."""
    shown = {"title": title, "text": text, "links": links or [("/", _("Go to the front page"))]}
    return show(request, "plain", shown, status=status)


def limit(request: HttpRequest, what: str, *, most: int, seconds: int, who: str = "") -> None:
    """
    Count a try from the address that the request comes from, or of ``who``.

    :raises TooManyTries: when there were too many
    """
    limit_tries(what=what, who=who or client_address(request), most=most, seconds=seconds)
