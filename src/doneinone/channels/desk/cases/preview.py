"""What the person will get when a case is closed, shown before it goes."""

from __future__ import annotations

from typing import Any, Protocol

from django.utils.translation import gettext as _

from doneinone.channels.desk.cases.whole import LANGUAGES, Looking, definition_of
from doneinone.domain.cases import rules
from doneinone.domain.cases.actions.close_case import UnableToCloseCase
from doneinone.domain.cases.models import CLOSED
from doneinone.domain.cases.queries import access_case
from doneinone.domain.messages.queries import count_readers, preview


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
    note = typed.text("note").strip()
    made = preview(
        hub=by.hub, case=case, kind="case.closed", now=by.now,
        facts={"outcome": typed.text("outcome"), "note": note, "fixed": outcome.fixed},
    )  # fmt: skip
    if made is None:
        text = "\n\n".join(filter(None, [outcome.tell.in_language(case.language)[0], note]))
        shown = {"intro": _("They can read this on their page"), "language": case.language}
    else:
        means = {"email": _("e-mail"), "sms": _("text message"), "letter": _("letter")}
        text = made.text
        shown = {
            "intro": _("They will get this: %(means)s, %(language)s")
            % {
                "means": means.get(made.means, made.means),
                "language": LANGUAGES.get(made.language, made.language),
            },
            "language": made.language,
            "subject": made.subject,
        }
    return {
        "outcome": typed.text("outcome"),
        "note": typed.text("note"),
        "button": _("Close: %(outcome)s") % {"outcome": label},
        "message": shown | {"text": text},
        "nobody": made is None,
        "readers": count_readers(case=case, kind="case.closed"),
    }
