"""What only shows when the parts of a definition, or several files, are read together."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from pydantic import BaseModel

from doneinone.domain.catalogue.rules.conditions import check_conditions, written_ids
from doneinone.domain.catalogue.rules.evaluating import SURROUNDINGS
from doneinone.domain.catalogue.rules.examples import run_examples
from doneinone.domain.catalogue.rules.hubs import HubDefinition
from doneinone.domain.catalogue.rules.loading import Loc, Source
from doneinone.domain.catalogue.rules.nearest import did_you_mean
from doneinone.domain.catalogue.rules.questions import GroupQuestion, QuestionBase, day_of_limit
from doneinone.domain.catalogue.rules.schema import CLOSED, ServiceDefinition
from doneinone.domain.catalogue.rules.shaping import LEFT_OUT
from doneinone.domain.catalogue.rules.texts import Text
from doneinone.foundation.expressions import RESERVED_WORDS

ENOUGH_CONTRAST = 4.5
"""WCAG 2.2 AA for text: white words on the main colour."""

FEW_TEXTS = 3
"""So many texts without a translation are named one by one."""

_TONGUES = {"en", "cy", "gd", "ga"}


@dataclass(frozen=True, slots=True)
class Names:
    """The names that a service may use."""

    themes: frozenset[str]
    agencies: frozenset[str]
    teams: frozenset[str]
    articles: frozenset[str]
    services: frozenset[str]
    templates: frozenset[str]
    languages: tuple[str, ...] = field(default=("en",))


def texts_of(part: Any, loc: Sequence[str | int] = ()) -> Iterator[tuple[Loc, Text]]:
    """Walk over every text of a definition, with the way to it."""
    if isinstance(part, Text):
        yield loc, part
    elif isinstance(part, BaseModel):
        for name in part.model_fields_set:
            yield from texts_of(getattr(part, name), [*loc, name])
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from texts_of(value, [*loc, key])
    elif isinstance(part, list):
        for index, value in enumerate(part):
            yield from texts_of(value, [*loc, index])


def untranslated(definition: BaseModel, language: str) -> list[Loc]:
    """Give the ways to the texts that are not in this language."""
    return [loc for loc, text in texts_of(definition) if not text.is_translated(language)]


def check_texts(source: Source, definition: BaseModel, languages: Iterable[str]) -> None:
    """Warn of texts without a translation, and of languages nobody asked for."""
    wanted = tuple(languages)
    for language in wanted:
        _warn_untranslated(source, definition, language)
    for loc, text in texts_of(definition):
        for language in text.root:
            if language not in wanted and language not in _TONGUES:
                source.add(
                    [*loc, language],
                    f"'{language}' is not a language of this hub.",
                    did_you_mean(language, wanted, otherwise="Add it to `languages`."),
                    at_key=True,
                    is_warning=True,
                )


def _warn_untranslated(source: Source, definition: BaseModel, language: str) -> None:
    """Name each text if there are few, and count them if there are many."""
    missing = untranslated(definition, language)
    remedy = f"Add `{language}: …`; until then people read English and are told so."
    if len(missing) <= FEW_TEXTS:
        for loc in missing:
            what = f"'{_last_name(loc)}' is not translated ({language})."
            source.add(loc, what, remedy, is_warning=True)
        return
    total = sum(1 for _ in texts_of(definition))
    first = min(missing, key=lambda loc: source.position(loc))
    what = f"{len(missing)} of {total} texts are not translated ({language}), from here on."
    source.add(first, what, remedy, is_warning=True)


def _last_name(loc: Loc) -> str:
    return next((step for step in reversed(loc) if isinstance(step, str)), "text")


def check_hub_file(source: Source, hub: HubDefinition) -> None:
    """Check `hub.yaml` in itself."""
    for key, team in hub.teams.items():
        if team.agency not in {*_keys(source, "agencies"), LEFT_OUT}:
            _unknown(source, ["teams", key, "agency"], "agency", team.agency, hub.agencies)
        if team.working_days_of and team.working_days_of not in hub.teams:
            where = ["teams", key, "working_days_of"]
            _unknown(source, where, "team", team.working_days_of, hub.teams)
    if "en" not in hub.languages:
        source.add(["languages"], "English is missing.", "Add en to the list.")
    if hub.time_zone not in available_timezones():
        _unknown(source, ["time_zone"], "time zone", hub.time_zone, {"Europe/London"})
    if hub.brand:
        contrast = contrast_with_white(hub.brand.colour)
        if contrast < ENOUGH_CONTRAST:
            source.add(
                ["brand", "colour"],
                f"White words on {hub.brand.colour} have a contrast of {contrast:.1f} to 1.",
                f"Use a darker colour: {ENOUGH_CONTRAST} to 1 is needed to read them.",
            )
    check_texts(source, hub, hub.languages)


def contrast_with_white(colour: str) -> float:
    """Give the contrast of white on a colour ``#rrggbb``, by the formula of WCAG 2.2."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (light + 0.05)


def check_service(source: Source, service: ServiceDefinition, names: Names) -> None:
    """Check one service against the names of its hub and in itself."""
    _check_names(source, service, names)
    if service.kind == "information":
        _check_information(source, service)
    else:
        _check_case(source, service)
        _check_stages(source, service)
    _check_questions(source, service)
    check_conditions(source, service)
    check_texts(source, service, names.languages)
    _check_examples(source, service)


def _keys(source: Source, part: str) -> set[str]:
    """The keys written under a part, good or bad, so that one mistake is not told twice."""
    written = source.data.get(part) if isinstance(source.data, dict) else None
    return set(written) if isinstance(written, dict) else set()


def _unknown(source: Source, loc: Loc, kind: str, name: str, known: Iterable[str]) -> None:
    an = "an" if kind[0] in "aeiou" else "a"
    otherwise = f"Name {an} {kind} that there is."
    source.add(loc, f"There is no {kind} '{name}'.", did_you_mean(name, known, otherwise=otherwise))


def _check_names(source: Source, service: ServiceDefinition, names: Names) -> None:
    uses: list[tuple[Loc, str, str, frozenset[str]]] = [
        (["theme"], "theme", service.theme, names.themes)
    ]
    if service.team:
        uses.append((["team"], "team", service.team, names.teams))
    for index, article in enumerate(service.articles):
        uses.append((["articles", index], "article", article, names.articles))
    for index, route in enumerate(service.routes):
        uses.append((["routes", index, "team"], "team", route.team, names.teams))
        for number, agency in enumerate(route.share_with):
            uses.append((["routes", index, "share_with", number], "agency", agency, names.agencies))
    for event in sorted(service.messages.model_fields_set - {"moved"}):
        template = getattr(service.messages, event)
        if template:
            uses.append((["messages", event], "template", template, names.templates))
    for stage, template in service.messages.moved.items():
        if template:
            uses.append((["messages", "moved", stage], "template", template, names.templates))
    for way, kind, name, known in uses:
        if name not in known and name != LEFT_OUT:
            _unknown(source, way, kind, name, known)


def _check_information(source: Source, service: ServiceDefinition) -> None:
    if service.article is None and "article" not in source.data:
        source.add(
            ["kind"], "An information service needs its words.", "Add `article:` in Markdown."
        )
    for part in ("questions", "routes", "standards", "stages", "outcomes", "team"):
        if source.data.get(part):
            source.add(
                [part],
                f"An information service has no '{part}'.",
                "Take it away, or write `kind: case`.",
                at_key=True,
            )


def _check_case(source: Source, service: ServiceDefinition) -> None:
    data = source.data
    for part, why in (
        ("team", "the team that takes the cases"),
        ("stages", "at least one stage"),
        ("outcomes", "at least one way to end"),
    ):
        if not data.get(part):
            source.add([], f"'{part}' is missing.", f"Add `{part}:` with {why}.")
    if service.article is not None:
        source.add(
            ["article"],
            "A service with cases has no article of its own.",
            "Make an information service, and name it under `articles`.",
            at_key=True,
        )
    if service.retention is None and "retention" not in data:
        source.add(
            [],
            "Nothing says how long cases are kept.",
            "Add `retention: {keep: 2 years}`.",
            is_warning=True,
        )
    open_routes = [index for index, route in enumerate(service.routes) if route.when is None]
    for index in range(open_routes[0] + 1 if open_routes else 0, len(service.routes)):
        if open_routes:
            source.add(
                ["routes", index],
                "This route is never reached, because the one before has no condition.",
                "Put routes without a condition last.",
                is_warning=True,
            )


def _check_stages(source: Source, service: ServiceDefinition) -> None:
    written = _keys(source, "stages") | {CLOSED}
    if CLOSED in service.stages:
        source.add(
            ["stages", CLOSED], "'closed' is built in.", "Take this stage away.", at_key=True
        )
    for key, stage in service.stages.items():
        for move in stage.moves:
            if move not in written:
                _unknown(source, ["stages", key, "moves", move], "stage", move, written)
    for key, standard in service.standards.items():
        if standard.met_by not in written:
            _unknown(source, ["standards", key, "met_by"], "stage", standard.met_by, written)
    for moved in service.messages.moved:
        if moved not in written:
            _unknown(source, ["messages", "moved", moved], "stage", moved, written)
    if len(written - {CLOSED}) != len(service.stages):
        return  # a stage has a mistake of its own, and may be the missing step
    moves = {key: set(stage.moves) for key, stage in service.stages.items()}
    reached = _reached({service.first_stage}, moves)
    backwards: dict[str, set[str]] = {}
    for key, following in moves.items():
        for move in following:
            backwards.setdefault(move, set()).add(key)
    closing = _reached({CLOSED}, backwards)
    for key in service.stages:
        if key not in reached and key != CLOSED:
            source.add(
                ["stages", key],
                f"No case can ever reach the stage '{key}'.",
                "Name it in the `moves` of a stage before it, or take it away.",
                at_key=True,
            )
        if key not in closing:
            source.add(
                ["stages", key],
                f"From the stage '{key}' no case can ever be closed.",
                "Add `closed`, or a stage that leads there, to its `moves`.",
                at_key=True,
            )


def _reached(start: set[str], moves: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(start)
    while waiting:
        stage = waiting.pop()
        if stage not in seen:
            seen.add(stage)
            waiting.extend(moves.get(stage, ()))
    return seen


def _check_questions(source: Source, service: ServiceDefinition) -> None:
    _check_ids(source, service.questions, ["questions"])
    for index, question in enumerate(service.questions):
        loc: list[str | int] = ["questions", index]
        _check_limits(source, question, loc)
        if isinstance(question, GroupQuestion):
            _check_ids(source, question.questions, [*loc, "questions"])
            above = {asked.id for asked in service.questions}
            for number, part in enumerate(question.questions):
                way: list[str | int] = [*loc, "questions", number]
                _check_limits(source, part, way)
                if part.id in above:
                    source.add(
                        [*way, "id"],
                        f"'{part.id}' is also a question outside the group.",
                        "Give it a name of its own, so that conditions are clear.",
                    )


def _check_ids(source: Source, questions: Sequence[QuestionBase], loc: Loc) -> None:
    counts = Counter(question.id for question in questions)
    seen: set[str] = set()
    for index, question in enumerate(questions):
        if question.id in seen and counts[question.id] > 1:
            source.add(
                [*loc, index, "id"],
                f"There are two questions '{question.id}'.",
                "Give each its own name.",
            )
        seen.add(question.id)
        if question.id in RESERVED_WORDS or question.id in SURROUNDINGS:
            source.add(
                [*loc, index, "id"],
                f"'{question.id}' means something else in conditions.",
                "Give the question another name.",
            )


def _check_limits(source: Source, question: QuestionBase, loc: Loc) -> None:
    least, most = getattr(question, "min", None), getattr(question, "max", None)
    if least is not None and most is not None and least > most:
        source.add([*loc, "min"], "`min` is more than `max`.", "Turn them round.")
    options = getattr(question, "options", None)
    if options is not None and (least or 0) > len(options):
        source.add([*loc, "min"], "`min` is more than the options there are.", "Make it less.")
    for side in ("earliest", "latest"):
        limit = getattr(question, side, None)
        if limit:
            try:
                day_of_limit(limit, today=date(2026, 6, 1))
            except (ValueError, OverflowError):
                source.add(
                    [*loc, side], f"'{limit}' is not a real day.", "Write one like 2026-03-27."
                )


def _check_examples(source: Source, service: ServiceDefinition) -> None:
    if not source.is_good:
        _check_expectations(source, service)
        return
    if service.kind == "case" and not service.examples:
        source.add(
            [],
            "The service has no examples.",
            "Add `examples:`; they show what it does and are its tests.",
            is_warning=True,
        )
    _check_expectations(source, service)
    if not source.is_good:
        return
    for result in run_examples(service):
        for problem in result.problems:
            source.add(
                ["examples", result.index],
                f"The example '{result.name}' comes out otherwise: {problem}.",
                "Change the example if this is meant, or else the definition.",
            )


def _check_expectations(source: Source, service: ServiceDefinition) -> None:
    """Find names in expectations that can never come out."""
    ids = [question.id for question in service.questions]
    teams = {route.team for route in service.routes} | ({service.team} if service.team else set())
    for index, example in enumerate(service.examples):
        expect = example.expect
        if expect is None:
            continue
        loc: list[str | int] = ["examples", index, "expect"]
        if expect.team and expect.team not in teams:
            _unknown(source, [*loc, "team"], "team of this service", expect.team, teams)
        for number, key in enumerate(expect.standards or []):
            if key not in _keys(source, "standards"):
                _unknown(source, [*loc, "standards", number], "standard", key, service.standards)
        for number, asked in enumerate(expect.asks or []):
            if asked not in ids and asked not in written_ids(source.data):
                _unknown(source, [*loc, "asks", number], "question", asked, ids)
