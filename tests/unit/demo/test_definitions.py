"""`doneinone init`, `check` and `publish`, as those who write services use them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from doneinone.cli import publish as publishing
from doneinone.cli.main import main
from doneinone.domain.cases.models import Case
from doneinone.domain.catalogue.models import ServiceVersion
from doneinone.domain.catalogue.queries import current_hub, forget_hub, service_at
from doneinone.domain.intake.actions.hand_in import hand_in, make_ready
from doneinone.foundation.actors import public

PLACE = {
    "easting": 381500, "northing": 398500, "postcode": "M6 5WG", "label": "14 Lime Grove",
    "area": "Bridge End", "council": "E08000006",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    new = tmp_path / "our-town"
    assert main(["init", str(new)]) == 0
    return new


def bench(folder: Path) -> Path:
    return folder / "services/report-broken-bench.yaml"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_a_new_folder_is_right_and_brings_its_schemas(folder: Path, capsys: Any) -> None:
    assert main(["check", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "2 services, 3 examples, 0 warnings" in said
    assert bench(folder).read_text().startswith("# yaml-language-server: $schema=../.schema/")
    schema = json.loads((folder / ".schema/service.schema.json").read_text())
    assert "questions" in schema["properties"]
    assert json.loads((folder / ".schema/hub.schema.json").read_text())["title"] == "Hub"


def test_init_overwrites_nothing(folder: Path, capsys: Any) -> None:
    change(folder / "hub.yaml", "Our Council", "Ours")
    assert main(["init", str(folder)]) == 1
    assert "Ours" in (folder / "hub.yaml").read_text()
    assert "not empty" in capsys.readouterr().err


def test_mistakes_have_file_line_and_remedy(folder: Path, capsys: Any) -> None:
    change(bench(folder), "team: front-door\n", "team: front-dor\n")
    change(bench(folder), 'when: "danger == true", within', 'when: "dnger == true", within')
    assert main(["check", str(folder)]) == 1
    said = capsys.readouterr()
    lines = bench(folder).read_text().splitlines()
    at = 1 + next(number for number, line in enumerate(lines) if line == "team: front-dor")
    assert f"{bench(folder)}:{at}:7: There is no team 'front-dor'. Did you mean" in said.out
    assert "dnger" in said.out
    assert "mistakes in" in said.err


def test_an_example_that_fails_is_a_mistake(folder: Path, capsys: Any) -> None:
    change(bench(folder), "urgent: false, standards", "urgent: true, standards")
    assert main(["check", str(folder)]) == 1
    assert "urgent should be yes and is no" in capsys.readouterr().out


def test_a_folder_that_is_not_there(tmp_path: Path, capsys: Any) -> None:
    assert main(["check", str(tmp_path / "nowhere")]) == 1
    assert "There is no hub.yaml here" in capsys.readouterr().out


@pytest.fixture
def empty_hub(db: None) -> Any:
    forget_hub()
    yield
    forget_hub()


def publish(folder: Path, *, on_purpose: bool = False) -> int:
    return publishing.publish(folder=folder, on_purpose=on_purpose)


def open_one(now: Any) -> str:
    hub = current_hub()
    service = hub.service("report-broken-bench")
    ready = make_ready(
        hub=hub, service=service, answers={"broken": "seat", "danger": False}, place=PLACE,
        contact=None, channel="web", language="en", strict=True, now=now,
    )  # fmt: skip
    return hand_in(actor=public(), hub=hub, service=service, ready=ready, now=now).reference


def test_publishing_says_what_became_new(folder: Path, empty_hub: None, capsys: Any) -> None:
    assert publish(folder) == 0
    said = capsys.readouterr().out
    assert "new: report-broken-bench" in said
    assert publish(folder) == 0
    assert "No service changed." in capsys.readouterr().out


def test_mistakes_are_not_published(folder: Path, empty_hub: None, capsys: Any) -> None:
    change(bench(folder), "team: front-door\n", "team: front-dor\n")
    assert publish(folder) == 1
    assert "There is no team 'front-dor'" in capsys.readouterr().out
    assert not ServiceVersion.objects.filter(key="report-broken-bench").exists()


def test_a_changed_example_is_refused_until_it_is_meant(
    folder: Path, empty_hub: None, now: Any, capsys: Any
) -> None:
    assert publish(folder) == 0
    reference = open_one(now)
    change(bench(folder), "within: 10 working days", "within: 20 working days")
    capsys.readouterr()

    assert publish(folder) == 1
    refused = capsys.readouterr()
    assert "report-broken-bench: a broken seat: standards was mend (10 working days)" in refused.out
    assert "is now mend (20 working days)" in refused.out
    assert "--changed-on-purpose" in refused.err
    assert ServiceVersion.objects.filter(key="report-broken-bench").count() == 1

    assert publish(folder, on_purpose=True) == 0
    assert "new version: report-broken-bench" in capsys.readouterr().out
    old = Case.objects.get(reference=reference)
    new = Case.objects.get(reference=open_one(now))
    assert service_at(old.service_version_id).number == 1
    assert service_at(new.service_version_id).number == 2
    assert str(service_at(old.service_version_id).definition.standards["mend"].within) != str(
        service_at(new.service_version_id).definition.standards["mend"].within
    )
