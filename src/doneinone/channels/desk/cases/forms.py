"""The forms of a case page: what each asks for, and what its button says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from doneinone.channels.desk.cases.whole import Looking, definition_of
from doneinone.domain.cases import rules
from doneinone.domain.cases.models import CLOSED
from doneinone.domain.cases.queries import Whole
from doneinone.domain.directory.queries import colleagues

Form = dict[str, Any]
Typed = Callable[[str], str]


def _note(whole: Whole, looking: Looking, typed: Typed) -> Form:
    return {
        "fields": [
            {
                "id": "text", "type": "long_text", "ask": _("Note for staff"),
                "value": typed("text"),
                "hint": _("Only your own organisation reads it. The person does not."),
                "max_length": 4000, "rows": 3,
            }
        ],
        "button": _("Add the note"),
        "again": _("Add my note too"),
    }  # fmt: skip


def _ask(whole: Whole, looking: Looking, typed: Typed) -> Form:
    definition = definition_of(whole.case)
    stops = [
        definition.standards[one.standard].label.in_language(looking.language)[0]
        for one in whole.clocks
        if one.pauses and one.met_at is None and one.standard in definition.standards
    ]
    hint = _("They answer by a link that we send them.")
    if stops:
        hint += " " + _("This clock stands still until they do: %(clocks)s.") % {
            "clocks": ", ".join(stops)
        }
    return {
        "fields": [
            {
                "id": "text", "type": "long_text", "ask": _("Your question to the person"),
                "value": typed("text"), "hint": hint, "max_length": 1000, "rows": 3,
            }
        ],
        "button": _("Ask, and stop the clock") if stops else _("Ask"),
        "again": _("Ask my question too"),
    }  # fmt: skip


def _move(whole: Whole, looking: Looking, typed: Typed) -> Form:
    case, definition = whole.case, definition_of(whole.case)
    allowed = rules.moves(
        definition=definition, stage=case.stage, roles=looking.actor.roles,
        in_team=case.team_id in looking.actor.teams,
    )  # fmt: skip
    options = {
        key: rules.stage_label(definition, key, looking.language)
        for key in definition.stages
        if key in allowed and key != CLOSED
    }
    fields: list[Form] = [
        {
            "id": "to", "type": "choice", "ask": _("Move to"), "options": options,
            "value": typed("to"), "inline": True,
        },
        {
            "id": "note", "type": "text", "ask": _("A word for the person"), "required": False,
            "value": typed("note"), "max_length": 300,
        },
    ]  # fmt: skip
    return {
        "fields": fields if options else [],
        "none": "" if options else _("From this stage it can only be closed."),
        "button": _("Move"),
        "again": _("Move it all the same"),
    }


def _give(whole: Whole, looking: Looking, typed: Typed) -> Form:
    case = whole.case
    options = {
        str(one.pk): one.name for one in colleagues(team=case.team_id) if one.pk != case.owner_id
    }
    return {
        "fields": [
            {
                "id": "owner", "type": "choice", "ask": _("Give it to"), "options": options,
                "value": typed("owner"),
            }
        ]
        if options
        else [],
        "none": "" if options else _("Nobody else is in this team."),
        "button": _("Give"),
        "again": _("Give it all the same"),
    }  # fmt: skip


def _take(whole: Whole, looking: Looking, typed: Typed) -> Form:
    return {
        "fields": [],
        "none": _("Take it to say that you are on it."),
        "button": _("Take it"),
        "again": _("Take it all the same"),
    }


def _close(whole: Whole, looking: Looking, typed: Typed) -> Form:
    definition = definition_of(whole.case)
    return {
        "fields": [
            {
                "id": "outcome", "type": "choice", "ask": _("How did it end?"),
                "options": {
                    key: one.label.in_language(looking.language)[0]
                    for key, one in definition.outcomes.items()
                },
                "value": typed("outcome"),
            },
            {
                "id": "note", "type": "long_text", "ask": _("A word for the person"),
                "hint": _("It stands in their message, after what the outcome says."),
                "required": False, "value": typed("note"), "max_length": 1000, "rows": 2,
            },
        ],
        "button": _("See the message first"),
        "again": _("See the message and close all the same"),
        "step": "preview",
    }  # fmt: skip


def _reopen(whole: Whole, looking: Looking, typed: Typed) -> Form:
    return {
        "fields": [
            {
                "id": "reason", "type": "long_text", "ask": _("What is still wrong?"),
                "hint": _("The clock goes on from where it stood, not back to the beginning."),
                "value": typed("reason"), "max_length": 4000, "rows": 3,
            }
        ],
        "button": _("Open it again"),
        "again": _("Open it again all the same"),
    }  # fmt: skip


def _share(whole: Whole, looking: Looking, typed: Typed) -> Form:
    options = {
        str(agency.pk): agency.name
        for agency in sorted(looking.hub.agencies.values(), key=lambda one: one.name)
        if agency.is_active and agency.pk not in whole.case.visible_to
    }
    return {
        "fields": [
            {
                "id": "agency", "type": "choice", "ask": _("Share it with"), "options": options,
                "value": typed("agency"),
            },
            {
                "id": "reason", "type": "long_text", "ask": _("Why do they need to see it?"),
                "hint": _("They see all of it from now on, but not the notes written before."),
                "value": typed("reason"), "max_length": 1000, "rows": 2,
            },
        ]
        if options
        else [],
        "none": "" if options else _("Every organisation can see it already."),
        "button": _("Share the case"),
        "again": _("Share it all the same"),
    }  # fmt: skip


FORMS: dict[str, Callable[[Whole, Looking, Typed], Form]] = {
    "note": _note,
    "ask": _ask,
    "move": _move,
    "give": _give,
    "close": _close,
    "share": _share,
    "reopen": _reopen,
    "take": _take,
}


def form_of(
    *, whole: Whole, looking: Looking, do: str, typed: QueryDict | None, problem: str
) -> Form:
    """
    Give a form of the page, with what was typed and what is to be put right.

    At most one statement, for the colleagues of a team.
    """
    form = FORMS[do](whole, looking, lambda name: "" if typed is None else typed.get(name, ""))
    if problem and form["fields"]:
        form["fields"][0]["error"] = problem
    form["do"] = do
    form["seen"] = whole.case.version
    form["field"] = form["fields"][0]["id"] if form["fields"] else "act"
    return form
