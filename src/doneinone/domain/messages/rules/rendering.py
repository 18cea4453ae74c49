"""
Making a message from a template and facts: a subject, plain text, HTML and a text message.

A template is made ready once for each language: its Markdown is turned into text and HTML while the
placeholders stand in it as marks. The facts are put in afterwards, escaped, in one pass, so
nothing that a person typed is ever read as Markdown, as HTML, as a header or as a placeholder.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from doneinone.domain.catalogue.rules.cleaning import clean_line, clean_lines
from doneinone.domain.messages.rules.templates import (
    LINKS,
    LONGEST_SUBJECT,
    PLACEHOLDER,
    PLACEHOLDERS,
    Template,
)

IN_ENGLISH_ONLY = {
    "cy": "Nid yw’r neges hon ar gael yn Gymraeg eto, felly dyma hi yn Saesneg.",
}
"""What is said above a message that is not there in the person's language."""

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable("image")
# Letters and figures only: a mark passes through Markdown, HTML and addresses unchanged.
_MARK = re.compile(r"qzMARK([0-9]{1,2})zq")
_NAMES = sorted(PLACEHOLDERS)
_BARE = "qzBAREzq"
_HREF_MARK = re.compile(r'href="(qzMARK[0-9]{1,2}zq)"')
_SENTENCE = re.compile(r"(?<=[.!?])(\s+)")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message as it is sent. ``language`` is the one it is written in."""

    language: str
    subject: str
    text: str
    html: str
    sms: str


@dataclass(frozen=True, slots=True)
class _Ready:
    """A template in one language with marks in place of facts, cut at the marks."""

    subject: tuple[str, ...]
    text: tuple[str, ...]
    html: tuple[str, ...]
    sms: tuple[str, ...]


def render(*, template: Template, language: str, facts: Mapping[str, str]) -> Rendered:
    """
    Make a message.

    A sentence whose fact is not there is left out; where it begins a paragraph, the whole
    paragraph is. Where the language is missing, English is given and a line says so.

    :param facts: words by placeholder; a placeholder that is missing or empty has no fact
    :raises KeyError: if the template has no English
    """
    known = {name: clean_lines(facts.get(name, "")) for name in PLACEHOLDERS}
    written = language if language in template.languages() else "en"
    ready = _make_ready(
        template.subject[written],
        template.body[written],
        template.sms[written],
        frozenset(name for name, words in known.items() if not words),
    )
    line = {name: clean_line(words) for name, words in known.items()}
    notice = IN_ENGLISH_ONLY.get(language, "") if written != language else ""
    text = _fill(ready.text, known, quote=True)
    body = _fill(ready.html, {name: _as_html(name, words) for name, words in known.items()})
    return Rendered(
        language=written,
        subject=clean_line(_fill(ready.subject, line))[:LONGEST_SUBJECT],
        text=f"{notice}\n\n{text}" if notice else text,
        html=f'<p lang="{language}">{html.escape(notice)}</p>\n{body}' if notice else body,
        sms=clean_line(_fill(ready.sms, line)),
    )


@lru_cache(maxsize=512)
def _make_ready(subject: str, body: str, sms: str, without: frozenset[str]) -> _Ready:
    marked = _mark(_leave_out(body, without))
    tokens = _MARKDOWN.parse(marked)
    # In an address a mark stands for the bare link; elsewhere a link is shown and can be followed.
    page = _HREF_MARK.sub(
        rf'href="\1{_BARE}"', _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    )
    return _Ready(
        subject=_cut(_mark(_leave_out(subject, without) or PLACEHOLDER.sub("", subject))),
        text=_cut(_as_text(tokens)),
        html=_cut(page.strip()),
        sms=_cut(_mark(_leave_out(sms, without, whole=False))),
    )


def _leave_out(text: str, without: frozenset[str], *, whole: bool = True) -> str:
    """Take away the sentences whose facts are not there."""
    paragraphs = []
    for paragraph in re.split(r"\n{2,}", text):
        pieces = _SENTENCE.split(paragraph)
        sentences = list(zip(pieces[::2], [*pieces[1::2], ""], strict=True))
        gone = [
            any(one.group(1) in without for one in PLACEHOLDER.finditer(sentence))
            for sentence, _ in sentences
        ]
        if not (whole and gone[0]):
            kept = [a + b for (a, b), lacks in zip(sentences, gone, strict=True) if not lacks]
            paragraphs.append("".join(kept).rstrip())
    return "\n\n".join(filter(None, paragraphs))


def _mark(text: str) -> str:
    """Put a mark in place of each placeholder; an unknown one, which checking refuses, goes."""
    return PLACEHOLDER.sub(
        lambda one: f"qzMARK{_NAMES.index(one.group(1))}zq" if one.group(1) in PLACEHOLDERS else "",
        text,
    )


def _cut(text: str) -> tuple[str, ...]:
    """Cut at the marks: words, name, words, name, …, words."""
    pieces = _MARK.split(text)
    return tuple(_NAMES[int(one)] if n % 2 else one for n, one in enumerate(pieces))


def _fill(pieces: Sequence[str], facts: Mapping[str, str], *, quote: bool = False) -> str:
    """Put the facts between the words. In a quotation every line of a fact is quoted."""
    made: list[str] = []
    for n, piece in enumerate(pieces):
        if not n % 2:
            if n and piece.startswith(_BARE):
                # An address: the fact before was put in as something to follow.
                name = pieces[n - 1]
                made[-1] = html.escape(_address_in(facts[name]))
                piece = piece[len(_BARE) :]
            made.append(piece)
            continue
        words = facts[piece]
        if quote and "\n" in words and made[-1].rpartition("\n")[2].startswith("> "):
            words = words.replace("\n", "\n> ")
        made.append(words)
    return "".join(made)


def _address_in(anchor: str) -> str:
    found = re.match(r'<a href="([^"]*)">', anchor)
    return html.unescape(found.group(1)) if found else "#"


def _as_html(name: str, words: str) -> str:
    """Escape a fact for HTML. Only links that we made ourselves can be followed."""
    escaped = html.escape(words).replace("\n", "<br>\n")
    if name in LINKS and re.match(r"https?://", words):
        return f'<a href="{escaped}">{escaped}</a>'
    return escaped


def _as_text(tokens: Sequence[Token]) -> str:
    """Turn Markdown into plain text: paragraphs, lists with hyphens, quotations with ``>``."""
    blocks: list[str] = []
    lists: list[int | None] = []
    quoted = 0
    item = ""
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(int(token.attrGet("start") or 1) if token.tag == "ol" else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            number = lists[-1]
            item = "- " if number is None else f"{number}. "
            if number is not None:
                lists[-1] = number + 1
        elif token.type in ("blockquote_open", "blockquote_close"):
            quoted += 1 if token.nesting > 0 else -1
        elif token.type == "inline":
            lines = _words(token.children or []).split("\n")
            start = "> " * quoted
            words = "\n".join(start + line for line in [item + lines[0], *lines[1:]])
            if item and blocks and lists and not blocks[-1].endswith("\n"):
                blocks[-1] += "\n" + words
            else:
                blocks.append(words)
            item = ""
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content.rstrip())
    return "\n\n".join(blocks)


def _words(tokens: Sequence[Token]) -> str:
    said: list[str] = []
    addresses: list[str] = []
    for token in tokens:
        if token.type in ("text", "code_inline"):
            said.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            said.append("\n")
        elif token.type == "link_open":
            addresses.append(str(token.attrGet("href") or ""))
        elif token.type == "link_close":
            address = addresses.pop()
            if address and (not said or said[-1] != address):
                said.append(f" ({address})")
    return "".join(said)
