"""What staff and people do with a case, through the actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from doneinone.demo import words
from doneinone.demo.lives import Known, Step, plan_life
from doneinone.demo.names import invent
from doneinone.demo.plan import Made
from doneinone.demo.staffing import Staffing
from doneinone.domain.cases import rules
from doneinone.domain.cases.actions.add_note import add_note
from doneinone.domain.cases.actions.answer_question import UnableToAnswer, answer_question
from doneinone.domain.cases.actions.ask_person import UnableToAskPerson, ask_person
from doneinone.domain.cases.actions.close_case import UnableToCloseCase, close_case
from doneinone.domain.cases.actions.follow_case import UnableToFollowCase, follow_case
from doneinone.domain.cases.actions.move_case import UnableToMoveCase, move_case
from doneinone.domain.cases.actions.open_case import Opened
from doneinone.domain.cases.actions.reopen_case import UnableToReopenCase, reopen_case
from doneinone.domain.cases.actions.take_case import UnableToTakeCase, take_case
from doneinone.domain.catalogue.queries import Hub, Published
from doneinone.domain.catalogue.rules.schema import CLOSED
from doneinone.foundation.actors import Actor, public

REFUSALS = (
    UnableToAnswer, UnableToAskPerson, UnableToCloseCase, UnableToFollowCase, UnableToMoveCase,
    UnableToReopenCase, UnableToTakeCase,
)  # fmt: skip


def plain(action: Any) -> Any:
    """Give an action as it is within: the day's transaction and actor are around it already."""
    return action.__wrapped__


@dataclass(slots=True)
class OpenCase:
    """A case as far as its further life needs it."""

    reference: str
    service: Published
    team: int
    opened_at: datetime
    promised_at: datetime | None
    standards: tuple[str, ...]
    reachable: bool
    person: int | None
    public: bool
    restricted: bool
    stage: str = ""
    question: int | None = None
    owner: Actor | None = None

    @classmethod
    def of(
        cls, *, opened: Opened, service: Published, team: int, standards: tuple[str, ...],
        at: datetime, reachable: bool, person: int | None, located: bool,
    ) -> OpenCase:  # fmt: skip
        """Take what is needed of a case that was opened."""
        definition = service.definition
        return cls(
            reference=opened.reference, service=service, team=team, opened_at=at,
            promised_at=opened.promised_at, standards=standards, reachable=reachable,
            person=person, public=definition.visibility == "public" and located,
            restricted=definition.visibility == "restricted", stage=definition.first_stage,
        )  # fmt: skip


@dataclass(slots=True)
class Deeds:
    """Does the steps of cases' lives."""

    hub: Hub
    staffing: Staffing
    random: Random
    made: Made

    def plan(self, case: OpenCase) -> list[Step]:
        """Plan the life of a case that was opened a moment ago."""
        hours, calendar = self.hub.hours.get(case.team), self.hub.calendar
        definition = case.service.definition
        dues = {
            key: rules.due(
                standard=definition.standards[key], started_at=case.opened_at, waits=(),
                hours=self.hub.hours_for(case.team, definition.standards[key]),
                calendar=calendar,
            )
            for key in case.standards
        }  # fmt: skip
        known = Known(
            definition=definition,
            opened_at=case.opened_at,
            promised_at=case.promised_at,
            dues={key: due for key, due in dues.items() if due is not None},
            hours=hours,
            calendar=calendar,
            reachable=case.reachable,
            public=case.public,
        )
        return plan_life(known=known, random=self.random)

    def do(self, step: Step, case: OpenCase) -> None:
        """Do one step; what the rules refuse by now (it was closed meanwhile) is counted."""
        try:
            getattr(self, f"_{step.do}")(step, case)
        except REFUSALS as refused:
            self.made.refused[type(refused).__name__] += 1
        else:
            self.made.deeds[step.do] += 1

    def _worker(self, case: OpenCase, to: str = "") -> Actor | None:
        """Choose who does it: who has the case, or somebody of the team who may."""
        roles: tuple[str, ...] = ()
        stages = case.service.definition.stages
        if to and case.stage in stages:
            roles = tuple(stages[case.stage].moves.get(to, ())) or ("officer", "supervisor")
        if case.owner and (not roles or case.owner.roles & set(roles)):
            return case.owner
        return self.staffing.worker(team=case.team, random=self.random, roles=roles)

    def _take(self, step: Step, case: OpenCase) -> None:
        worker = self.staffing.worker(team=case.team, random=self.random, roles=("officer",))
        worker = worker or self._worker(case)
        if worker is not None:
            plain(take_case)(actor=worker, reference=case.reference, now=step.at)
            case.owner = worker

    def _note(self, step: Step, case: OpenCase) -> None:
        if (worker := self._worker(case)) is not None:
            text = self.random.choice(words.NOTES)
            plain(add_note)(actor=worker, reference=case.reference, text=text, now=step.at)

    def _move(self, step: Step, case: OpenCase) -> None:
        if (worker := self._worker(case, step.to)) is not None:
            plain(move_case)(
                actor=worker, hub=self.hub, reference=case.reference, to=step.to,
                note=self.random.choice(words.MOVE_NOTES), now=step.at,
            )  # fmt: skip
            case.stage = step.to

    def _close(self, step: Step, case: OpenCase) -> None:
        if (worker := self._worker(case, CLOSED)) is not None:
            plain(close_case)(
                actor=worker, reference=case.reference, outcome=step.to,
                note=self.random.choice(words.CLOSE_NOTES), now=step.at,
            )  # fmt: skip
            case.stage = CLOSED

    def _ask(self, step: Step, case: OpenCase) -> None:
        if (worker := self._worker(case)) is not None:
            text = self.random.choice(words.QUESTIONS)
            question = plain(ask_person)(
                actor=worker, hub=self.hub, reference=case.reference, text=text, now=step.at
            )
            case.question = question.pk

    def _answer(self, step: Step, case: OpenCase) -> None:
        if case.question is not None:
            plain(answer_question)(
                actor=public(), hub=self.hub, reference=case.reference, question=case.question,
                text=self.random.choice(words.REPLIES), now=step.at,
            )  # fmt: skip

    def _reopen(self, step: Step, case: OpenCase) -> None:
        plain(reopen_case)(
            actor=public(), hub=self.hub, reference=case.reference,
            reason=self.random.choice(words.REASONS), now=step.at,
        )  # fmt: skip
        case.stage = case.service.definition.first_stage

    def _follow(self, step: Step, case: OpenCase) -> None:
        number = self.random.randrange(100_000, 999_999)
        somebody = invent(random=self.random, number=number, today=step.at.date())
        email = somebody.email or f"neighbour{number}@example.org"
        plain(follow_case)(
            actor=public(), reference=case.reference, email=email, language=somebody.language,
            now=step.at,
        )  # fmt: skip
