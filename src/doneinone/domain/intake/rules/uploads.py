"""Checking what people upload by what is in it, never by its name."""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
from dataclasses import dataclass

import filetype
from PIL import Image, ImageOps, UnidentifiedImageError

PIXELS = 60_000_000
"""The most pixels a picture may have: more than any telephone takes, less than an image bomb."""

LARGEST_SIDE = 4096
PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


class UnableToTakeFile(Exception):
    """The file cannot be taken. The message may be shown to the person."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that is what it says, without what it should not tell."""

    name: str
    kind: str
    content: bytes


def check_upload(*, name: str, content: bytes, most_bytes: int, documents: bool = False) -> Taken:
    """
    Check a file by its content, and take out of a photograph where it was taken.

    A picture is drawn anew, so that nothing hidden in it comes along (place, camera, scripts).

    :param documents: whether a PDF may be given besides a picture
    :raises UnableToTakeFile: with what to do
    """
    megabytes = most_bytes // (1024 * 1024)
    shown = clean_name(name)
    if not content:
        raise UnableToTakeFile(f"“{shown}” is empty. Choose another file.")
    if len(content) > most_bytes:
        size = max(len(content) // (1024 * 1024), megabytes + 1)
        raise UnableToTakeFile(f"Choose a file smaller than {megabytes} MB. Yours is {size} MB.")
    guess = filetype.guess(content)
    kind = guess.mime if guess else ""
    if kind in PICTURES:
        return Taken(shown, kind, _drawn_anew(content, kind))
    if documents and kind == "application/pdf":
        return Taken(shown, kind, content)
    wanted = "a photo (JPG, PNG or WebP) or a PDF" if documents else "a photo (JPG, PNG or WebP)"
    raise UnableToTakeFile(f"“{shown}” is not a file we can take. Choose {wanted}.")


def _drawn_anew(content: bytes, kind: str) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[PICTURES[kind]]) as picture:
                if picture.width * picture.height > PIXELS:
                    raise UnableToTakeFile(
                        "That picture is too large to open safely. Take a smaller photo."
                    )
                if kind == "image/jpeg":
                    picture.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
                upright = ImageOps.exif_transpose(picture)
                upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
                plain = upright.convert(
                    "RGBA" if kind != "image/jpeg" and "A" in upright.getbands() else "RGB"
                )
                clean = Image.new(plain.mode, plain.size)
                clean.paste(plain)
                out = io.BytesIO()
                clean.save(out, PICTURES[kind], quality=88)
                return out.getvalue()
    except UnableToTakeFile:
        raise
    except (
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
    ):
        raise UnableToTakeFile(
            "We cannot open that picture. It may be damaged. Take the photo again."
        ) from None


def clean_name(name: str) -> str:
    """Give a file name that is safe to show and to save: its last part, short, of plain letters."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(
        letter
        for letter in last
        if unicodedata.category(letter)[0] != "C" and letter not in '<>:"|?*'
    )
    kept = kept.strip(". ")
    if len(kept) > 80:
        stem, dot, ending = kept.rpartition(".")
        kept = (stem[:70] + dot + ending[:8]) if dot else kept[:80]
    return kept or "file"
