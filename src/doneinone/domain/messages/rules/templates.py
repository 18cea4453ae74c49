"""
Templates of messages: read from ``messages/*.md``, and every mistake in them named.

A template is text with placeholders from a fixed list, and nothing else: no code of a hub's folder
is ever run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import yaml

from doneinone.domain.catalogue.rules.loading import Mistake

LINKS = frozenset({"track_link", "answer_link", "resume_link", "unfollow_link"})

PLACEHOLDERS = LINKS | {
    "person",
    "service",
    "reference",
    "place",
    "promise_date",
    "promise_text",
    "question",
    "stage_text",
    "outcome",
    "outcome_text",
    "hub",
    "telephone",
    "code",
}
"""Everything that may stand between ``{{`` and ``}}``."""

LONGEST = 20_000
LONGEST_SUBJECT = 200
PLACEHOLDER = re.compile(r"\{\{\s*([^{}\n]*?)\s*\}\}")
_HEAD = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_LANGUAGE = re.compile(r"^## ([a-z]{2,3})[ \t]*$", re.MULTILINE)
_HEADS = ("subject", "sms")


@dataclass(frozen=True, slots=True)
class Template:
    """A template: for each language its subject, its text message, and its body in Markdown."""

    subject: Mapping[str, str] = field(default_factory=dict)
    sms: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, str] = field(default_factory=dict)

    def languages(self) -> set[str]:
        """The languages in which all of it is there."""
        return set(self.subject) & set(self.sms) & set(self.body)


def read_templates(folders: Iterable[Path]) -> tuple[dict[str, str], list[Mistake]]:
    """
    Read the templates of folders (packs first, the hub's own last, so that its files win).

    :returns: the text of each file by its key, which is what is published, and the mistakes
    """
    texts: dict[str, str] = {}
    mistakes: list[Mistake] = []
    for folder in folders:
        for path in sorted((folder / "messages").glob("*.md")):
            if not path.stem.islower():
                continue  # a README for those who write the others
            name = f"messages/{path.name}"
            try:
                text = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                mistakes.append(
                    Mistake(name, 1, 1, "This file is not text in UTF-8.", "Save it as UTF-8.")
                )
                continue
            texts[path.stem] = text
            mistakes.extend(check_template(text, name=name))
    return texts, mistakes


@lru_cache(maxsize=256)
def parse_template(text: str) -> Template:
    """Take a template apart. What is missing is missing: ``check_template`` names it."""
    text = text.replace("\r\n", "\n")
    head = _HEAD.match(text)
    said: dict[str, dict[str, str]] = {"subject": {}, "sms": {}}
    data = _yaml(head.group(1)) if head else None
    for part in _HEADS:
        words = data.get(part) if isinstance(data, dict) else None
        if isinstance(words, str):
            words = {"en": words}
        if isinstance(words, dict):
            said[part] = {
                str(language): " ".join(one.split())
                for language, one in words.items()
                if isinstance(one, str) and one.strip()
            }
    pieces = _LANGUAGE.split(text[head.end() :] if head else text)
    body = {
        language: words.strip()
        for language, words in zip(pieces[1::2], pieces[2::2], strict=True)
        if words.strip()
    }
    if not body and pieces[0].strip():
        body = {"en": pieces[0].strip()}
    return Template(subject=said["subject"], sms=said["sms"], body=body)


def _yaml(text: str) -> object:
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        return None


def check_template(text: str, *, name: str) -> list[Mistake]:
    """Find what is wrong with a template. A missing translation is a warning."""
    if len(text) > LONGEST:
        return [_at(name, text, 0, f"This is longer than {LONGEST} letters.", "Make it shorter.")]
    template = parse_template(text)
    found = []
    parts = {"subject": template.subject, "sms": template.sms, "## en": template.body}
    for part, words in parts.items():
        if "en" not in words:
            found.append(
                _at(name, text, 0, f"The English of '{part}' is missing.", _REMEDIES[part])
            )
        elif "cy" not in words:
            found.append(
                _at(
                    name,
                    text,
                    0,
                    f"The Welsh of '{part}' is missing.",
                    "English is sent, and a line in Welsh says so.",
                    is_warning=True,
                )
            )
    for placeholder in PLACEHOLDER.finditer(text):
        if (word := placeholder.group(1)) not in PLACEHOLDERS:
            found.append(
                _at(
                    name,
                    text,
                    placeholder.start(),
                    f"There is no placeholder '{word}'.",
                    "Use one of: " + ", ".join(sorted(PLACEHOLDERS)) + ".",
                )
            )
    bare = PLACEHOLDER.sub(lambda one: " " * len(one.group()), text)
    for sign in ("{%", "{#", "{{", "}}"):
        if sign in bare:
            found.append(
                _at(
                    name,
                    text,
                    bare.find(sign),
                    f"'{sign}' has no meaning here.",
                    "There are only placeholders such as {{ reference }}.",
                )
            )
    return found


_REMEDIES = {
    "subject": 'Write between two lines of ---: subject: {en: "We have your report"}',
    "sms": 'Write between two lines of ---: sms: {en: "We have your report."}',
    "## en": "Write a line with ## en, and under it the words of the e-mail.",
}


def _at(
    name: str, text: str, position: int, what: str, remedy: str, *, is_warning: bool = False
) -> Mistake:
    before = text[:position]
    line, column = before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1
    return Mistake(name, line, column, what, remedy, is_warning)
