"""The examples of a definition, run as its tests, and compared between two versions."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from doneinone.domain.catalogue.rules.checked_answers import check_answers
from doneinone.domain.catalogue.rules.evaluating import assess
from doneinone.domain.catalogue.rules.schema import Example, ServiceDefinition

EXAMPLE_DAY = date(2026, 6, 1)
"""The day on which an example happens that names none, so that it comes out alike every day."""


@dataclass(frozen=True, slots=True)
class Result:
    """What answers lead to."""

    team: str | None
    urgent: bool
    share_with: tuple[str, ...]
    standards: dict[str, str]
    asks: tuple[str, ...]
    says: int
    refused: dict[str, str]
    left_behind: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """How one example came out; `problems` is empty when it is as expected."""

    name: str
    index: int
    result: Result
    problems: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether it came out as expected."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class ChangedResult:
    """An example of the old version that comes out otherwise in the new one."""

    example: str
    what: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.example}: {self.what} was {self.before} and is now {self.after}"


def run_example(definition: ServiceDefinition, example: Example) -> Result:
    """
    Give what an example's answers lead to.

    A required answer that is left out counts as refused only where the example says so.
    """
    today = example.today or EXAMPLE_DAY
    around: dict[str, Any] = {
        "today": today, "place": dict(example.place), "channel": example.channel,
    }  # fmt: skip
    checked = check_answers(definition=definition, raw=example.answers, partial=True, **around)
    refused = dict(checked.errors)
    if set(example.refused) - refused.keys():
        whole = check_answers(definition=definition, raw=example.answers, **around)
        refused |= {path: said for path, said in whole.errors.items() if path in example.refused}
    follows = assess(definition=definition, answers=checked.answers, **around)
    return Result(
        team=follows.routing.team,
        urgent=follows.routing.urgent,
        share_with=follows.routing.share_with,
        standards={key: str(standard.within) for key, standard in follows.standards.items()},
        asks=tuple(question.id for question in follows.questions),
        says=len(follows.must_say),
        refused=refused,
        left_behind=tuple(checked.dropped),
    )


def run_examples(definition: ServiceDefinition) -> list[ExampleResult]:
    """Run every example of a definition."""
    results = []
    for index, example in enumerate(definition.examples):
        result = run_example(definition, example)
        problems = tuple(_problems(example, result))
        results.append(ExampleResult(example.name, index, result, problems))
    return results


def _problems(example: Example, result: Result) -> list[str]:
    problems = []
    for path, said in result.refused.items():
        if not _is_named(path, example.refused):
            problems.append(f"the answer to '{path}' is refused: {said}")
    for path in example.refused:
        if not any(_is_named(found, [path]) for found in result.refused):
            problems.append(f"the answer to '{path}' should be refused and is not")
    expect = example.expect
    if expect is None:
        return problems
    found = {
        "team": result.team,
        "urgent": result.urgent,
        "share_with": sorted(result.share_with),
        "standards": sorted(result.standards),
        "asks": list(result.asks),
        "says": result.says,
    }
    for what, value in found.items():
        wanted = getattr(expect, what)
        if wanted is None:
            continue
        wanted = sorted(wanted) if what in ("share_with", "standards") else wanted
        if wanted != value:
            problems.append(f"{what} should be {_shown(wanted)} and is {_shown(value)}")
    return problems


def _is_named(path: str, names: list[str]) -> bool:
    """Say whether a path or a part around it is named: ``born`` names ``born.year``."""
    return any(path == name or path.startswith(f"{name}.") for name in names)


def changed_results(*, old: ServiceDefinition, new: ServiceDefinition) -> list[ChangedResult]:
    """
    Give what the examples of the old version lead to that is otherwise in the new one.

    Compared are team, urgency, sharing, standards with their times, refusals, and the questions
    asked where the example names them; of an example that was refused only the refusal.
    """
    changes = []
    for example in old.examples:
        before, after = run_example(old, example), run_example(new, example)
        compared = ["refused"]
        if not before.refused:
            compared += ["team", "urgent", "share_with", "standards", "left_behind"]
        if example.expect and example.expect.asks is not None:
            compared.append("asks")
        if example.expect and example.expect.says is not None:
            compared.append("says")
        for what in compared:
            was, now = getattr(before, what), getattr(after, what)
            if what == "refused":
                was, now = sorted(was), sorted(now)
            if was != now:
                changes.append(ChangedResult(example.name, what, _shown(was), _shown(now)))
    return changes


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} ({within})" for key, within in value.items()) or "none"
    if isinstance(value, (list, tuple)):
        return ", ".join(str(part) for part in value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)
