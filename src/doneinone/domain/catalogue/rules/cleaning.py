"""Text as it may be kept: one Unicode form, no control characters, HTML left as the text it is."""

import re
import unicodedata

from doneinone.domain.catalogue.rules.questions import LONGEST_TEXT

# Control characters, lone surrogates, marks that turn the direction of writing, non-characters.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_LINE_END = re.compile("\r\n?|\u2028|\u2029")
_SPACES = re.compile(r"[ \t\u00a0]+")
_POSTCODE = re.compile(
    r"(GIR0AA|(?:[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRVWXY])))"
    r"(\d[ABD-HJLNP-UW-Z]{2})"
)


def clean_lines(text: str) -> str:
    """Clean text of several lines; what is far too long comes back cut, still too long."""
    text = text[: LONGEST_TEXT + 1]
    text = _UNWANTED.sub("", _LINE_END.sub("\n", text))
    return unicodedata.normalize("NFC", text).strip()


def clean_line(text: str) -> str:
    """Clean one line: line ends become spaces, and runs of spaces become one."""
    return _SPACES.sub(" ", clean_lines(text).replace("\n", " ")).strip()


def clean_postcode(text: str) -> str | None:
    """Give a United Kingdom postcode as ``M3 5FS``, or nothing if it is not one."""
    squeezed = re.sub(r"[\s.\-]", "", text[:40]).upper()
    found = _POSTCODE.fullmatch(squeezed) if squeezed.isascii() else None
    if not found:
        return None
    return "GIR 0AA" if squeezed == "GIR0AA" else f"{found.group(1)} {found.group(2)}"
