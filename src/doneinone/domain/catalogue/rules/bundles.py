"""A hub as a whole: its folder and the packs it names, read and checked together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from doneinone.domain.catalogue.rules.checking import Names, check_hub_file, check_service
from doneinone.domain.catalogue.rules.hubs import HubDefinition
from doneinone.domain.catalogue.rules.loading import Mistake, Source, read_source
from doneinone.domain.catalogue.rules.nearest import did_you_mean
from doneinone.domain.catalogue.rules.schema import DEFAULT_MESSAGES, ServiceDefinition
from doneinone.domain.catalogue.rules.shaping import LEFT_OUT, shape

PACKS = "doneinone.packs"
"""The group of entry points by which installed packages offer packs."""

BUILT_IN = {"street-scene": "doneinone.packs.street_scene"}

MOST_SERVICES = 2_000


@dataclass(frozen=True, slots=True)
class HubBundle:
    """A hub that has been checked: its definition, its services, its message templates."""

    folder: Path
    hub: HubDefinition
    services: dict[str, ServiceDefinition]
    files: dict[str, Path] = field(default_factory=dict)
    """The file of each service."""

    templates: dict[str, dict[str, Path]] = field(default_factory=dict)
    """The file of each message template by language: ``{"case-received": {"en": …}}``."""


@dataclass(slots=True)
class _Read:
    """A service as it was read, and whether it is the hub's own."""

    source: Source
    service: ServiceDefinition | None
    is_own: bool


def find_packs() -> dict[str, Path]:
    """Give the folder of each pack: the built-in ones and those of installed packages."""
    modules = dict(BUILT_IN)
    modules |= {point.name: point.module for point in entry_points(group=PACKS)}
    folders: dict[str, Path] = {}
    for name, module in modules.items():
        spec = find_spec(module)
        if spec and spec.submodule_search_locations:
            folders[name] = Path(next(iter(spec.submodule_search_locations)))
    return folders


def check_hub(
    folder: Path, *, packs: Mapping[str, Path] | None = None
) -> tuple[HubBundle | None, list[Mistake]]:
    """
    Read a hub's folder and its packs, and find every mistake in one run.

    Gives the bundle unless there is a mistake that is not a warning. `packs` are folders by
    name; without it they are those :func:`find_packs` finds. Files are named by their way from
    the folder, those of packs as ``pack/services/…``.
    """
    source = read_source(folder / "hub.yaml", name="hub.yaml")
    if not (folder / "hub.yaml").is_file():
        source.mistakes = [
            Mistake("hub.yaml", 1, 1, "There is no hub.yaml here.", f"Make one in {folder}.")
        ]
    hub = shape(source, HubDefinition)
    known = dict(packs) if packs is not None else find_packs()
    folders = _folders(source, hub, folder, known)
    read = [item for name, path in folders for item in _read_services(path, name)]
    if hub is not None:
        check_hub_file(source, hub)
        _check_left_out(source, hub, read)
    chosen = _choose(read, hub)
    templates = _templates([path for _, path in folders])
    if hub is not None:
        names = _names(source, hub, chosen, templates)
        for item in chosen.values():
            if item.service is not None:
                check_service(item.source, item.service, names)
    mistakes = sorted(
        {mistake for part in (source, *(item.source for item in read)) for mistake in part.mistakes}
    )
    if hub is None or any(not mistake.is_warning for mistake in mistakes):
        return None, mistakes
    services = {key: item.service for key, item in chosen.items() if item.service is not None}
    files = {key: item.source.path for key, item in chosen.items()}
    return HubBundle(folder, hub, services, files, templates), mistakes


def _folders(
    source: Source, hub: HubDefinition | None, folder: Path, known: Mapping[str, Path]
) -> list[tuple[str, Path]]:
    """Give the packs' folders and the hub's own, last, so that its files win."""
    folders: list[tuple[str, Path]] = []
    for index, name in enumerate(hub.packs if hub else []):
        if name in known:
            folders.append((name, known[name]))
        else:
            source.add(
                ["packs", index],
                f"There is no pack '{name}'.",
                did_you_mean(name, known, otherwise="Install the package it is in."),
            )
    return [*folders, ("", folder)]


def _read_services(folder: Path, pack: str) -> list[_Read]:
    services = folder / "services"
    files = sorted([*services.glob("*.yaml"), *services.glob("*.yml")])[:MOST_SERVICES]
    read = []
    for path in files:
        name = "/".join(part for part in (pack, "services", path.name) if part)
        source = read_source(path, name=name)
        service = shape(source, ServiceDefinition)
        if service is not None and service.service not in (path.stem, LEFT_OUT):
            source.add(
                ["service"],
                f"The file is called {path.name} and the service '{service.service}'.",
                f"Call the file {service.service}.yaml.",
                is_warning=True,
            )
        read.append(_Read(source, service, not pack))
    return read


def _key(item: _Read) -> str:
    if item.service is not None and item.service.service != LEFT_OUT:
        return item.service.service
    data = item.source.data
    written = data.get("service") if isinstance(data, dict) else None
    return written if isinstance(written, str) else item.source.path.stem


def _choose(read: list[_Read], hub: HubDefinition | None) -> dict[str, _Read]:
    """Give each service once; the hub's own file stands in for a pack's of the same key."""
    chosen: dict[str, _Read] = {}
    left_out = set(hub.leave_out) if hub else set()
    for item in read:
        key = _key(item)
        if key in left_out and not item.is_own:
            continue
        there = chosen.get(key)
        if there is not None and there.is_own == item.is_own:
            item.source.add(
                ["service"],
                f"The service '{key}' is also in {there.source.name}.",
                "Give one of them another key.",
            )
            continue
        chosen[key] = item
    return dict(sorted(chosen.items()))


def _check_left_out(source: Source, hub: HubDefinition, read: list[_Read]) -> None:
    offered = {_key(item) for item in read if not item.is_own}
    for index, key in enumerate(hub.leave_out):
        if key not in offered:
            source.add(
                ["leave_out", index],
                f"No pack offers a service '{key}'.",
                did_you_mean(key, offered, otherwise="Take it away."),
            )


def _templates(folders: list[Path]) -> dict[str, dict[str, Path]]:
    """Find ``messages/case-received.md`` and ``case-received.cy.md``; later folders win."""
    found: dict[str, dict[str, Path]] = {}
    for folder in folders:
        for path in sorted((folder / "messages").glob("*.md")):
            name, _, language = path.stem.partition(".")
            if not name.islower():
                continue  # a README for those who write the others
            found.setdefault(name, {})[language or "en"] = path
    return found


def _names(
    source: Source,
    hub: HubDefinition,
    chosen: Mapping[str, _Read],
    templates: Mapping[str, dict[str, Path]],
) -> Names:
    def written(part: str) -> frozenset[str]:
        there = source.data.get(part) if isinstance(source.data, dict) else None
        return frozenset(there) if isinstance(there, dict) else frozenset()

    articles = {
        key
        for key, item in chosen.items()
        if (item.service.kind if item.service else "information") == "information"
    }
    defaults = {template for template in DEFAULT_MESSAGES.values() if template}
    return Names(
        themes=written("themes"),
        agencies=written("agencies"),
        teams=written("teams"),
        articles=frozenset(articles),
        services=frozenset(chosen),
        templates=frozenset(templates) | frozenset(defaults),
        languages=tuple(hub.languages),
    )
