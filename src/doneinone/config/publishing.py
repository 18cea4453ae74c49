"""A hub's folder, read and published whole: its definitions and its messages."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from doneinone.domain.catalogue.actions.publish import Publication, publish
from doneinone.domain.catalogue.rules.bundles import HubBundle, check_hub, find_packs
from doneinone.domain.catalogue.rules.loading import Mistake
from doneinone.domain.messages.rules.templates import read_templates
from doneinone.foundation.actors import system


class UnableToReadHub(Exception):
    """
    The folder has mistakes.

    :ivar mistakes: each with its file, line and remedy
    """

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes if not mistake.is_warning))
        self.mistakes = mistakes


def read_hub(folder: Path) -> tuple[HubBundle, dict[str, str], list[Mistake]]:
    """
    Read a hub's folder: its definitions, its message templates, and the warnings.

    :raises UnableToReadHub: if there is a mistake
    """
    bundle, mistakes = check_hub(folder)
    templates, wrong = read_folder_templates(folder, bundle)
    if bundle is None or wrong:
        raise UnableToReadHub([*mistakes, *wrong])
    return bundle, templates, mistakes


def read_folder_templates(
    folder: Path, bundle: HubBundle | None
) -> tuple[dict[str, str], list[Mistake]]:
    """Read the message templates of a hub's packs and its own, which win, and their mistakes."""
    known = find_packs()
    packs = [known[name] for name in (bundle.hub.packs if bundle else []) if name in known]
    return read_templates([*packs, folder])


def publish_folder(
    folder: Path, *, by: str, on_purpose: bool = False, now: datetime
) -> Publication:
    """
    Publish a hub's folder.

    :raises UnableToReadHub: if there is a mistake in it
    :raises UnableToPublish: if an example of the version in force would end otherwise
    """
    bundle, templates, _ = read_hub(folder)
    return publish(
        actor=system(name=by, agencies=[], clearance=-1),
        bundle=bundle,
        messages=templates,
        by=by,
        on_purpose=on_purpose,
        now=now,
    )
