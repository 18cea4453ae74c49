"""Publishing a hub's folder, and finding what it offers."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

import doneinone.packs.street_scene
from cast import HUB_FOLDER
from doneinone.config.publishing import UnableToReadHub, publish_folder
from doneinone.domain.cases.models import Case
from doneinone.domain.catalogue.actions.publish import UnableToPublish
from doneinone.domain.catalogue.models import HubVersion, ServiceVersion
from doneinone.domain.catalogue.queries import current_hub, find_services, forget_hub, service_at

POTHOLE = Path(doneinone.packs.street_scene.__file__).parent / "services/report-pothole.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copied = tmp_path / "hub"
    shutil.copytree(HUB_FOLDER, copied)
    return copied


@pytest.fixture(autouse=True)
def _forget() -> Any:
    yield
    forget_hub()


def own_pothole(folder: Path, **changes: str) -> None:
    text = POTHOLE.read_text()
    for old, new in changes.items():
        text = text.replace(old.replace("__", " "), new)
    (folder / "services/report-pothole.yaml").write_text(text)


def test_publishing_what_has_not_changed_makes_no_version(hub: Any, folder: Path, now: Any) -> None:
    before = ServiceVersion.objects.count()
    done = publish_folder(folder, by="tests", now=now)
    assert (done.made, done.changed, done.withdrawn) == ((), (), ())
    assert ServiceVersion.objects.count() == before
    assert done.number == hub.number + 1


def test_a_changed_example_is_refused_unless_it_is_meant(
    hub: Any, folder: Path, report: Any, now: Any
) -> None:
    reference = report()
    text = POTHOLE.read_text()
    assert "2 hours" in text
    (folder / "services/report-pothole.yaml").write_text(text.replace("2 hours", "4 hours"))
    with pytest.raises(UnableToPublish) as refused:
        publish_folder(folder, by="tests", now=now)
    assert list(refused.value.changes) == ["report-pothole"]
    assert any("4 hours" in change.after for change in refused.value.changes["report-pothole"])
    assert HubVersion.objects.count() == hub.number
    done = publish_folder(folder, by="tests", on_purpose=True, now=now)
    assert done.changed == ("report-pothole",)
    new = current_hub().service("report-pothole")
    assert new.number == hub.service("report-pothole").number + 1
    # A case keeps the version it was opened under.
    kept = service_at(Case.objects.get(reference=reference).service_version_id)
    assert kept.number == new.number - 1


def test_a_service_that_is_left_out_is_withdrawn_and_comes_back(
    hub: Any, folder: Path, now: Any
) -> None:
    text = (folder / "hub.yaml").read_text()
    (folder / "hub.yaml").write_text(text + "\nleave_out: [litter]\n")
    assert publish_folder(folder, by="tests", now=now).withdrawn == ("litter",)
    assert "litter" not in current_hub().services
    assert "litter" not in find_services(text="litter")
    (folder / "hub.yaml").write_text(text)
    assert publish_folder(folder, by="tests", now=now).changed == ("litter",)
    assert "litter" in current_hub().services


def test_a_folder_with_a_mistake_changes_nothing(hub: Any, folder: Path, now: Any) -> None:
    own_pothole(folder, **{"team:__highways": "team: highway"})
    with pytest.raises(UnableToReadHub, match="highway"):
        publish_folder(folder, by="tests", now=now)
    assert HubVersion.objects.count() == hub.number


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("hole in the road outside school", "report-pothole"),
        ("pothoel", "report-pothole"),
        ("my bin was not emptied", "missed-bin"),
        ("street lamp broken", "street-light"),
        ("someone dumped a mattress", "fly-tipping"),
        ("twll yn y ffordd", "report-pothole"),
        ("neighbour playing loud music at night", "noise"),
        ("dog poo", "dog-fouling"),
        ("burnt out car", "abandoned-vehicle"),
        ("water coming up through the road", "water-leak"),
        ("dead fox", "dead-animal"),
        ("old sofa collection", "bulky-waste"),
    ],
)
def test_services_are_found_by_what_people_say(hub: Any, words: str, key: str) -> None:
    assert key in find_services(text=words)[:3]


@pytest.mark.parametrize(
    "words", ["", "   ", "xqzwv", "'; drop table service; --", "\x00\x01", "!" * 5000]
)
def test_finding_nothing_is_no_error(hub: Any, words: str) -> None:
    assert isinstance(find_services(text=words), list)


def test_finding_takes_two_statements_at_most(hub: Any, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(2):
        find_services(text="pothoel")
