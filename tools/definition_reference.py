"""
Write the reference pages of the two formats from the classes that read them.

`.venv/bin/python tools/definition_reference.py` writes docs/reference/definition-format.md and
hub-format.md anew; a test fails while they are old. What a field means stands beside the field, in
`src/doneinone/domain/catalogue/rules/`: change it there.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from doneinone.domain.catalogue.rules.published import hub_schema, service_schema
from doneinone.domain.catalogue.rules.questions import QUESTION_TYPES

REFERENCE = Path(__file__).resolve().parents[1] / "docs/reference"
Schema = Mapping[str, Any]

SERVICE = """\
# The format of a service

One file `services/<key>.yaml` is one service, or one article. Editors complete and check it through
`service.schema.json`, which `doneinone init` puts beside a new hub; `doneinone check` says every
mistake that a schema cannot see. [Add a service](../tutorial/add-a-service.md) shows it in use.

Conditions (`when`) are CEL over the ids of questions that were asked before, and over `place`
(`council`, `area`, `postcode`), `channel` and `today`. A question without an answer is null. A
condition that cannot be worked out counts as false.

`segment`, `lgsl`, `personal` and `retention` are kept with each version and read by people; in this
version nothing acts on them.

`restricted` cases are seen by the staff of the agencies concerned who are cleared for restricted
records, whatever their team. Where a stage names no roles for a move, officers and supervisors of
the team may make it. Nobody holds the role `partner` in this version: staff of a partner agency are
`officer` or `supervisor` of their own team.
"""

HUB = """\
# The format of a hub

`hub.yaml` says whose front door it is and who stands behind it. The services are in `services/`
([their format](definition-format.md)), the messages in `messages/` ([theirs](messages.md)).

`doneinone publish` writes the agencies and teams into the directory; what the file no longer names
stops being active. In this version `brand` is checked for contrast and not yet shown, and the
`email` of a team or agency is kept and not written to.
"""

QUESTIONS = """\
## Questions

Every question has these fields, and a `type` that says which others it may have.
"""

VALUES = """\
## Small values

- **text** is a plain string, which is English, or one string for each language:
  `{en: "How deep is it?", cy: "Pa mor ddwfn yw'r twll?"}`. English must be there. Where another
  language is missing, English is shown and the page says so.
- **key** is small letters, figures and hyphens; the **id** of a question has underscores instead,
  because a condition would read a hyphen as a minus.
- **length of time** is `2 hours`, `3 working hours`, `5 working days`, `2 weeks`, `2 years`.
"""

HOURS = """\
## Opening hours

`{mon-fri: "08:00-17:00", sat: "09:00-12:00, 13:00-15:00"}`. A day that is not named is a day off. A
day named twice has the hours written last. `24:00` ends a day, and `mon-sun: "00:00-24:00"` never
shuts.
"""

_NAMES = {
    r"^[a-z][a-z0-9-]{0,59}$": "key",
    r"^[a-z][a-z0-9_]{0,59}$": "id",
    r"^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$": "key",
    r"^[a-z]{2,3}$": "language",
    r"^[A-Z]\d{8}$": "GSS code",
    r"^#[0-9a-fA-F]{6}$": "colour",
}
_WORDS = {
    "string": "words", "integer": "whole number", "number": "number", "boolean": "true or false",
}  # fmt: skip
_NO_TITLE = {"Text": "text", "Duration": "length of time", "OpeningHours": "opening hours"}


def service_page() -> str:
    """Write the page of ``services/*.yaml``."""
    schema = service_schema()
    parts = schema["$defs"]
    kinds = {kind: one.__name__ for kind, one in QUESTION_TYPES.items()}
    common = set(parts["YesNoQuestion"]["properties"]) - {"type"}
    rest = [
        name for name in _in_order(schema, parts)
        if name not in _NO_TITLE and name not in kinds.values()
    ]  # fmt: skip
    lines = [SERVICE, "## The file\n", _table(schema, parts), QUESTIONS]
    lines.append(_table(parts["YesNoQuestion"], parts, only=common))
    lines += [_kind(kind, parts[name], parts, common) for kind, name in kinds.items()]
    lines += [_section(name, parts[name], parts) for name in rest]
    return "\n".join([*lines, VALUES])


def hub_page() -> str:
    """Write the page of ``hub.yaml``."""
    schema = hub_schema()
    parts = schema["$defs"]
    rest = [name for name in _in_order(schema, parts) if name not in _NO_TITLE]
    lines = [HUB, "## The file\n", _table(schema, parts)]
    lines += [_section(name, parts[name], parts) for name in rest]
    return "\n".join([*lines, HOURS, VALUES])


PAGES = {"definition-format.md": service_page, "hub-format.md": hub_page}


def _in_order(schema: Schema, parts: Schema) -> list[str]:
    """Give the names of the parts in the order in which the file first speaks of them."""
    found: list[str] = []
    waiting = [schema]
    while waiting:
        for name in re.findall(r'"#/\$defs/(\w+)"', json.dumps(waiting.pop(0)["properties"])):
            if name not in found:
                found.append(name)
                if "properties" in parts[name]:
                    waiting.append(parts[name])
    return found


def _section(name: str, part: Schema, parts: Schema) -> str:
    return f"## {_spaced(name)}\n\n{part.get('description', '')}\n\n{_table(part, parts)}"


def _kind(kind: str, part: Schema, parts: Schema, common: set[str]) -> str:
    own = [name for name in part["properties"] if name not in common | {"type"}]
    table = f"\n{_table(part, parts, only=own)}" if own else ""
    return f"### `type: {kind}`\n\n{part['description']}\n{table}"


def _table(part: Schema, parts: Schema, only: Iterable[str] | None = None) -> str:
    wanted = set(part["properties"] if only is None else only)
    rows = ["| field | what it takes | without it | meaning |", "| --- | --- | --- | --- |"]
    for name, field in part["properties"].items():
        if name in wanted:
            must = name in part.get("required", [])
            meaning = field.get("description") or _described(field, parts)
            without = "must be there" if must else _default(field)
            meaning = " ".join(meaning.split())
            rows.append(f"| `{name}` | {_takes(field, parts)} | {without} | {meaning} |")
    return "\n".join(rows) + "\n"


def _described(field: Schema, parts: Schema) -> str:
    name = field.get("$ref", "").rpartition("/")[2]
    return str(parts.get(name, {}).get("description", ""))


def _default(field: Schema) -> str:
    value = field.get("default")
    if value in (None, [], {}) or isinstance(value, dict):
        return "" if not isinstance(value, dict) or not any(value.values()) else "see below"
    return f"`{json.dumps(value, ensure_ascii=False)}`"


def _takes(field: Schema, parts: Schema) -> str:
    """Say in words what a field takes."""
    if "$ref" in field:
        return _named(field["$ref"])
    for several in ("anyOf", "oneOf"):
        if several in field:
            return _one_of(field[several], parts)
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if "pattern" in field:
        return _NAMES.get(field["pattern"], "day" if "today" in field["pattern"] else "words")
    if any("==" in str(example) for example in field.get("examples", ())):
        return "condition"
    if field.get("format") in ("date", "email", "uri"):
        return {"date": "day", "email": "e-mail address", "uri": "web address"}[field["format"]]
    kind = field.get("type")
    if kind == "array":
        return f"list of {_takes(field['items'], parts)}" + _limits(field, "minItems", "maxItems")
    if kind == "object":
        inner = [*field.get("patternProperties", {}).items()]
        if inner:
            pattern, value = inner[0]
            return f"for each {_NAMES.get(pattern, 'key')}: {_takes(value, parts)}"
        return "named values"
    words = _WORDS.get(str(kind), "anything")
    return words + _limits(field, "minimum", "maximum")


def _one_of(choices: Iterable[Schema], parts: Schema) -> str:
    said = [_takes(one, parts) for one in choices if one.get("type") != "null"]
    if sum("Question" in one.get("$ref", "") for one in choices) > 1:
        return "[question](#questions)"
    return " or ".join(dict.fromkeys(said))


def _named(reference: str) -> str:
    name = reference.rpartition("/")[2]
    if name in _NO_TITLE:
        return _NO_TITLE[name]
    return f"[{_spaced(name).lower()}](#{_spaced(name).lower().replace(' ', '-')})"


def _spaced(name: str) -> str:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return words[0] + words[1:].lower()


def _limits(field: Schema, low: str, high: str) -> str:
    least, most = field.get(low), field.get(high)
    if most is not None and most < 1_000_000_000:
        return f", {least} to {most}" if least else f", at most {most}"
    return f", at least {least}" if least and least > 0 else ""


def main() -> int:
    """Write both pages."""
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page(), encoding="utf-8")
        sys.stdout.write(f"docs/reference/{name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
