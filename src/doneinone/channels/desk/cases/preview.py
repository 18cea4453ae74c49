"""What the person will get when a case is closed, shown before it goes."""

from __future__ import annotations

from typing import Any, Protocol

from django.utils.translation import gettext as _

from doneinone.channels.desk.cases.whole import Looking, definition_of
from doneinone.domain.cases import rules
from doneinone.domain.cases.actions.close_case import UnableToCloseCase
from doneinone.domain.cases.models import CLOSED
from doneinone.domain.cases.queries import access_case


class HasText(Protocol):
    """A form from which texts are read."""

    def text(self, name: str) -> str:
        """Give a text."""


def closing_message(*, reference: str, typed: HasText, by: Looking) -> dict[str, Any]:
    """
    Give the message that closing would send, in the person's language.

    :raises CaseNotFound: if it is not theirs
    :raises UnableToCloseCase: if closing would be refused, so that nobody previews in vain
    """
    case = access_case(reference=reference)
    definition = definition_of(case)
    outcome = definition.outcomes.get(typed.text("outcome"))
    if outcome is None:
        raise UnableToCloseCase(_("Choose how it ended from the list."))
    if problem := rules.move_problem(
        definition=definition, stage=case.stage, to=CLOSED, roles=by.actor.roles,
        in_team=case.team_id in by.actor.teams,
    ):  # fmt: skip
        raise UnableToCloseCase(problem)
    label = outcome.label.in_language(by.language)[0]
    text = "\n\n".join(
        filter(None, [outcome.tell.in_language(case.language)[0], typed.text("note").strip()])
    )
    return {
        "outcome": typed.text("outcome"),
        "note": typed.text("note"),
        "button": _("Close: %(outcome)s") % {"outcome": label},
        "messages": [{"intro": _("Shown on their page"), "language": case.language, "text": text}],
        "nobody": not (case.contact_email or case.contact_telephone),
    }
