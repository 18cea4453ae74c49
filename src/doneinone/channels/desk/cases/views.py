"""The page of a case."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from doneinone.channels.desk.cases.forms import FORMS, form_of
from doneinone.channels.desk.cases.whole import Looking, definition_of, in_words
from doneinone.channels.desk.cases.words import changes
from doneinone.channels.desk.pages import desk, show
from doneinone.channels.shared.acting import ActingRequest
from doneinone.channels.shared.context import hub_of
from doneinone.domain.cases.queries import events_since, whole_case
from doneinone.foundation.clock import now as time_now
from doneinone.foundation.references import normalise_reference

UNREADABLE = "0"


def looking_at(request: ActingRequest) -> Looking:
    """Say who looks, when, and in which language."""
    return Looking(
        actor=request.actor, hub=hub_of(request), now=time_now(),
        language=(get_language() or "en").split("-")[0],
    )  # fmt: skip


def reference_of(text: str) -> str:
    """
    Read the reference in an address.

    :raises Http404: if it cannot be one
    """
    reference = normalise_reference(text)
    if reference is None:
        raise Http404
    return reference


@desk()
@require_safe
def case(request: ActingRequest, reference: str) -> HttpResponse:
    """Show a case, with the form that was asked for open."""
    do = request.GET.get("do", "note")
    return case_page(
        request, reference=reference_of(reference), do=do if do in FORMS else "note",
        looking=looking_at(request),
    )  # fmt: skip


def case_page(
    request: ActingRequest,
    *,
    reference: str,
    do: str,
    looking: Looking,
    typed: QueryDict | None = None,
    problem: str = "",
    seen: int | None = None,
    preview: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """
    Render a case.

    :param do: which form is open
    :param typed: what was typed into it, which is kept
    :param problem: why it was refused
    :param seen: the version that somebody had read, when another has changed the case since
    :raises CaseNotFound: if it is not there or not theirs
    """
    whole = whole_case(reference=reference)
    definition = definition_of(whole.case)
    changed = None
    if seen is not None:
        changed = changes(
            events=events_since(case=whole.case, version=seen), definition=definition,
            language=looking.language,
        )  # fmt: skip
    form = form_of(whole=whole, looking=looking, do=do, typed=typed, problem=problem)
    facts = in_words(whole=whole, looking=looking)
    return show(
        request, "desk/case.jinja", status=status, title=facts["case"]["title"],
        form=form, do=form["do"], forms=_tabs(form["do"], facts, looking), changed=changed,
        errors=[{"text": problem, "href": f"#{form['field']}"}] if problem else [],
        preview=preview, shown=request.GET.get("show", "all"), **facts,
    )  # fmt: skip


def _tabs(do: str, facts: dict[str, Any], looking: Looking) -> list[dict[str, Any]]:
    """Give the forms that somebody may open, each with its key."""
    case, actor = facts["case"], looking.actor
    works = case["in_team"] and not case["closed"]
    may = {
        "note": (True, _("Note for staff"), "I"),
        "ask": (
            (works or actor.may("adviser")) and not case["closed"] and facts["contact"]["reached"],
            _("Ask the person"), "Q",
        ),
        "move": (works, _("Move stage"), "M"),
        "give": (works, _("Give to"), "G"),
        "close": (works, _("Close"), "C"),
        "share": (
            (case["in_team"] or actor.may("supervisor")), _("Share"), "S",
        ),
        "reopen": (case["closed"], _("Open again"), "O"),
    }  # fmt: skip
    return [
        {"do": key, "text": text, "key": letter, "current": key == do}
        for key, (allowed, text, letter) in may.items()
        if allowed or key == do
    ]
