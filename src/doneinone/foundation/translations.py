"""
The interface's words in every language of the project.

``python -m doneinone.foundation.translations`` reads every template and Python file, brings the
catalogues in ``locale/`` up to date and compiles them; it names what still needs a translation and
ends with 1 if anything does. With ``--check`` it writes nothing.
"""

from __future__ import annotations

import datetime as dt
import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parent.parent
LOCALES = PACKAGE / "locale"
LANGUAGES = ("cy",)
DOMAIN = "django"
# The plural rule Django's own Welsh catalogue has, so that the two can be merged.
WELSH_PLURALS = "nplurals=4; plural=(n==1) ? 0 : (n==2) ? 1 : (n != 8 && n != 11) ? 2 : 3;"
EPOCH = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)  # so that compiling twice gives the same file
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def words_in_use(*, package: Path = PACKAGE) -> Catalog:
    """Read every string marked for translation in the templates and the Python files."""
    with (LOCALES / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = Catalog(fuzzy=False)
    for _, _, message, comments, context in extract_from_dir(
        package, methods, options, keywords=KEYWORDS, comment_tags=("Translators:",)
    ):
        found.add(message, auto_comments=comments, context=context)
    return found


def catalogue(language: str) -> Catalog:
    """Read the catalogue of a language as it is on disk; a new one when there is none."""
    path = LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    if not path.exists():
        return Catalog(locale=language, domain=DOMAIN, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def untranslated(*, language: str, used: Catalog | None = None) -> list[str]:
    """Name the strings in use that a language's catalogue does not translate, or only guesses."""
    used = words_in_use() if used is None else used
    known = catalogue(language)
    missing = []
    for message in used:
        if not message.id:
            continue
        has = known.get(message.id, message.context)
        filled = has is not None and (
            all(has.string) if isinstance(has.string, (tuple, list)) else bool(has.string)
        )
        if not filled or (has is not None and has.fuzzy):
            missing.append(message.id if isinstance(message.id, str) else message.id[0])
    return sorted(missing)


def compiled(language: str) -> bytes:
    """Give the compiled form of a language's catalogue on disk."""
    buffer = io.BytesIO()
    words = catalogue(language)
    words.creation_date = words.revision_date = EPOCH
    write_mo(buffer, words)
    return buffer.getvalue()


def is_compiled(language: str) -> bool:
    """Say whether the compiled file on disk holds the words of the catalogue beside it."""
    path = LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    if not path.exists():
        return False
    return _words(path.read_bytes()) == _words(compiled(language))


def _words(compiled_form: bytes) -> dict[object, object]:
    """Read a compiled catalogue without its header, which names dates and the tool's version."""
    return {
        (message.context, str(message.id)): message.string
        for message in read_mo(io.BytesIO(compiled_form))
        if message.id
    }


def update(*, language: str, used: Catalog | None = None) -> None:
    """Bring a catalogue up to date with the strings in use, keep its translations, compile it."""
    used = words_in_use() if used is None else used
    folder = LOCALES / language / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    known = catalogue(language)
    known.update(used, no_fuzzy_matching=True)
    known.obsolete.clear()
    buffer = io.BytesIO()
    write_po(buffer, known, sort_output=True, no_location=True, width=100, omit_header=True)
    header = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {WELSH_PLURALS}\\n"\n\n'
    )
    (folder / f"{DOMAIN}.po").write_bytes(header.encode() + buffer.getvalue())
    (folder / f"{DOMAIN}.mo").write_bytes(compiled(language))


def main(arguments: list[str]) -> int:
    """Update (or with ``--check`` only look at) every catalogue; 0 when nothing is missing."""
    used = words_in_use()
    missing = 0
    for language in LANGUAGES:
        if "--check" not in arguments:
            update(language=language, used=used)
        elif not is_compiled(language):
            sys.stdout.write(f"{language}: the compiled catalogue is old; run without --check\n")
            missing += 1
        for text in untranslated(language=language, used=used):
            sys.stdout.write(f"{language}: not translated: {text}\n")
            missing += 1
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
