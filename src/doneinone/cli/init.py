"""
Write the folder of a new hub: a small one that works, to be changed.

It has a hub file, a service, an article and the messages that people are sent. The JSON Schemas
beside them let an editor complete and check what is written (in VS Code: the YAML extension).
"""

import argparse
import sys
from pathlib import Path

from doneinone import demo
from doneinone.domain.catalogue.rules import check_hub
from doneinone.domain.catalogue.rules.published import write_schemas

HUB = """\
# yaml-language-server: $schema=.schema/hub.schema.json
# Who stands behind the front door, and the headings that things are found under.
hub: {key}
name: {name}
packs: []                      # add street-scene for potholes, bins, street lights and more
languages: [en]                # [en, cy] asks for Welsh beside every text
calendar: england              # england, wales, scotland or northern-ireland: the bank holidays
time_zone: Europe/London
council: E08000006             # the GSS code of your council: postcodes with it are yours
telephone: 0161 496 0100
email: hello@{key}.example

themes:
  streets: {{title: Streets, summary: Things in the street, icon: road}}

agencies:
  our-council: {{name: Our Council, kind: council, gss: E08000006}}

teams:
  front-door:
    agency: our-council
    name: Front door
    hours: {{mon-fri: "09:00-17:00"}}
"""

SERVICE = """\
# yaml-language-server: $schema=../.schema/service.schema.json
# Copy this file for another service: its name is the service's key.
service: report-broken-bench
title: Report a broken bench
summary: A bench in a street or park that is broken.
theme: streets
team: front-door
known_as: [broken bench, bench is broken, nowhere to sit]
visibility: public
location: required
contact: optional
articles: [benches]
questions:
  - id: broken
    type: choice
    ask: What is broken?
    options: {seat: The seat, back: The back, all: All of it}
  - id: danger
    type: yes_no
    ask: Could someone be hurt?
    say: Is anything sharp sticking out, or could it fall over?
routes:
  - {when: "danger == true", team: front-door, urgent: true}
standards:
  make-safe: {label: Make it safe, when: "danger == true", within: 4 hours, met_by: looked-at}
  mend: {label: Mend it, within: 10 working days, met_by: closed, promise: true, pauses: true}
stages:
  received: {label: Received, tell: We have your report., moves: [looked-at, closed]}
  looked-at: {label: Looked at, tell: We have looked at it., moves: [closed]}
outcomes:
  mended: {label: Mended, tell: We have mended the bench., fixed: true}
  removed: {label: Taken away, tell: We have taken the bench away., fixed: true}
  not-found: {label: Not found, tell: We looked and found no broken bench.}
retention: {keep: 2 years, after: closed}
examples:
  - name: a broken seat
    answers: {broken: seat, danger: false}
    expect: {team: front-door, urgent: false, standards: [mend], asks: [broken, danger]}
  - name: somebody may be hurt
    answers: {broken: all, danger: true}
    expect: {urgent: true, standards: [make-safe, mend]}
  - name: an answer that is not offered
    answers: {broken: legs, danger: false}
    refused: [broken]
"""

ARTICLE = """\
# yaml-language-server: $schema=../.schema/service.schema.json
service: benches
kind: information
title: How we look after benches
summary: Who mends benches, and how to give one.
theme: streets
known_as: [give a bench, memorial bench]
article: |
  We look at every bench once a year and mend what is broken.

  To give a bench in memory of somebody, ring us on 0161 496 0100.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The folder to write."""
    parser.add_argument("folder", type=Path, help="the new folder; it must be empty or not there")


def run(options: argparse.Namespace) -> int:
    """Write the folder, unless something is in it."""
    folder: Path = options.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        print(f"{folder} is not empty: name a new folder.", file=sys.stderr)
        return 1
    (folder / "services").mkdir(parents=True)
    (folder / ".schema").mkdir()
    key = key_of(folder.resolve().name)
    files = {
        "hub.yaml": HUB.format(key=key, name=key.replace("-", " ").capitalize()),
        "services/report-broken-bench.yaml": SERVICE,
        "services/benches.yaml": ARTICLE,
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    copy_messages(folder / "messages")
    write_schemas(folder / ".schema")
    bundle, mistakes = check_hub(folder)
    if bundle is None:
        print(*mistakes, sep="\n", file=sys.stderr)
        return 1
    print(f"Written: {folder}. Next:\n  doneinone check {folder}\n  doneinone publish {folder}")
    return 0


def copy_messages(folder: Path) -> None:
    """Give the new hub the messages of the demonstration: without any, nobody is told anything."""
    folder.mkdir()
    for source in sorted((Path(demo.__file__).parent / "hub/messages").glob("*.md")):
        (folder / source.name).write_bytes(source.read_bytes())


def key_of(name: str) -> str:
    """Make the key of a hub from the name of its folder: small letters, figures and hyphens."""
    kept = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name)
    key = "-".join(part for part in kept.lower().split("-") if part)
    return key if key and key[0].isalpha() else f"hub-{key}".rstrip("-")
