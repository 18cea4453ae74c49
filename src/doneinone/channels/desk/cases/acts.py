"""What is done from the page of a case: each form is one action."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from doneinone.channels.desk.cases.forms import FORMS
from doneinone.channels.desk.cases.preview import closing_message
from doneinone.channels.desk.cases.views import case_page, looking_at, reference_of
from doneinone.channels.desk.cases.whole import Looking, definition_of
from doneinone.channels.desk.cases.words import changes
from doneinone.channels.desk.pages import desk, tell
from doneinone.channels.shared.acting import ActingRequest
from doneinone.domain.cases.actions.add_note import UnableToAddNote, add_note
from doneinone.domain.cases.actions.ask_person import UnableToAskPerson, ask_person
from doneinone.domain.cases.actions.close_case import UnableToCloseCase, close_case
from doneinone.domain.cases.actions.move_case import UnableToMoveCase, move_case
from doneinone.domain.cases.actions.reopen_case import UnableToReopenCase, reopen_case
from doneinone.domain.cases.actions.share_case import UnableToShareCase, share_case
from doneinone.domain.cases.actions.take_case import UnableToTakeCase, take_case
from doneinone.domain.cases.actions.wind_clocks import CaseChanged, check_unchanged
from doneinone.domain.cases.models import Case
from doneinone.domain.cases.queries import access_case, events_since
from doneinone.domain.cases.rules import stage_label

UNABLE = (
    UnableToAddNote, UnableToAskPerson, UnableToCloseCase, UnableToMoveCase, UnableToReopenCase,
    UnableToShareCase, UnableToTakeCase,
)  # fmt: skip


class Typed:
    """A form that was sent, read without surprise."""

    def __init__(self, post: QueryDict) -> None:
        self.post = post

    def text(self, name: str) -> str:
        """Give a text, with the line ends of one kind and without signs that no text has."""
        return self.post.get(name, "").replace("\r\n", "\n").replace("\x00", "")

    def number(self, name: str) -> int:
        """Give a number, or 0 for what is none."""
        value = self.post.get(name, "")
        return int(value) if value.isdecimal() and len(value) < 10 else 0


def _note(reference: str, by: Looking, typed: Typed, now: datetime) -> str:
    add_note(actor=by.actor, reference=reference, text=typed.text("text"), now=now)
    return _("The note is on the case.")


def _ask(reference: str, by: Looking, typed: Typed, now: datetime) -> str:
    ask_person(
        actor=by.actor, hub=by.hub, reference=reference, text=typed.text("text"),
        seen=typed.number("seen"), now=now,
    )  # fmt: skip
    return _("The question is on its way. The clock stands still until they answer.")


def _move(reference: str, by: Looking, typed: Typed, now: datetime) -> str:
    if not typed.text("to"):
        raise UnableToMoveCase(_("Choose a stage."))
    case = move_case(
        actor=by.actor, hub=by.hub, reference=reference, to=typed.text("to"),
        note=typed.text("note"), seen=typed.number("seen"), now=now,
    )  # fmt: skip
    label = stage_label(definition_of(case), case.stage, by.language)
    return _("Moved to %(stage)s.") % {"stage": label}


def _take(reference: str, by: Looking, typed: Typed, now: datetime) -> str:
    take_case(actor=by.actor, reference=reference, seen=typed.number("seen"), now=now)
    return _("This case is yours now.")


def _give(reference: str, by: Looking, typed: Typed, now: datetime) -> str:
    if not typed.number("owner"):
        raise UnableToTakeCase(_("Choose a colleague."))
    take_case(
        actor=by.actor, reference=reference, owner=typed.number("owner"),
        seen=typed.number("seen"), now=now,
    )  # fmt: skip
    return _("Given. They have it now.")


def _close(reference: str, by: Looking, typed: Typed, now: datetime) -> str:
    case = close_case(
        actor=by.actor, reference=reference, outcome=typed.text("outcome"),
        note=typed.text("note"), seen=typed.number("seen"), now=now,
    )  # fmt: skip
    outcome = definition_of(case).outcomes[case.outcome].label.in_language(by.language)[0]
    return _("Closed: %(outcome)s. The person is being told.") % {"outcome": outcome}


def _reopen(reference: str, by: Looking, typed: Typed, now: datetime) -> str:
    _unchanged(reference, typed)
    reopen_case(
        actor=by.actor, hub=by.hub, reference=reference, reason=typed.text("reason"), now=now
    )
    return _("Open again. The clock goes on from where it stood.")


def _share(reference: str, by: Looking, typed: Typed, now: datetime) -> str:
    _unchanged(reference, typed)
    share_case(
        actor=by.actor, reference=reference, agency=typed.number("agency"),
        reason=typed.text("reason"), now=now,
    )  # fmt: skip
    return _("Shared. They can see it from now on.")


def _unchanged(reference: str, typed: Typed) -> Case:
    """Hold the case, and refuse if it has moved on since it was read."""
    case = access_case(reference=reference, lock=True)
    check_unchanged(case=case, seen=typed.number("seen"))
    return case


ACTS: dict[str, Callable[[str, Looking, Typed, datetime], str]] = {
    "note": _note,
    "ask": _ask,
    "move": _move,
    "take": _take,
    "give": _give,
    "close": _close,
    "reopen": _reopen,
    "share": _share,
}


@desk()
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ActingRequest, reference: str, do: str) -> HttpResponse:
    """
    Do something with a case.

    Refused by the definition or the form: 422, with what to do about it. Changed by somebody else
    since it was read: 409, with who did what, what was typed, and a button for it.
    """
    reference = reference_of(reference)
    if do not in FORMS:
        raise Http404
    looking = looking_at(request)
    if request.method != "POST":
        return case_page(request, reference=reference, do=do, looking=looking)
    typed = Typed(request.POST)
    page: dict[str, Any] = {
        "reference": reference, "do": do, "looking": looking, "typed": request.POST,
    }  # fmt: skip
    try:
        if do == "close" and typed.text("step") == "preview":
            _unchanged(reference, typed)
            message = closing_message(reference=reference, typed=typed, by=looking)
            return case_page(request, **page, preview=message)
        words = ACTS[do](reference, looking, typed, looking.now)
    except CaseChanged as changed:
        return case_page(request, **page, seen=changed.seen, status=409)
    except UNABLE as problem:
        return case_page(request, **page, problem=str(problem), status=422)
    tell(request, "success", words)
    if do == "note":
        _tell_of_others(request, reference, typed, looking)
    return redirect("desk-case", reference=reference)


def _tell_of_others(request: ActingRequest, reference: str, typed: Typed, looking: Looking) -> None:
    """A note never stands in the way of another change, but its writer is told of that change."""
    case = access_case(reference=reference)
    since = [
        event
        for event in events_since(case=case, version=typed.number("seen"))
        if event.staff_id != looking.actor.staff_id
    ]
    for one in changes(events=since[:3], definition=definition_of(case), language=looking.language):
        tell(request, "warning", _("While you were writing, %(who)s: %(what)s.") % one)
