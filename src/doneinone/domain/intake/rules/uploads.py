"""Checking what people upload by what is in it, never by its name."""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
from dataclasses import dataclass

import filetype
from PIL import Image, ImageOps, UnidentifiedImageError

from doneinone.foundation.clock import Language, language_of

PIXELS = 60_000_000
"""The most pixels a picture may have: more than any telephone takes, less than an image bomb."""

LARGEST_SIDE = 4096
PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}

_REFUSALS: dict[str, dict[Language, str]] = {
    "empty": {
        "en": "“{name}” is empty. Choose another file.",
        "cy": "Mae “{name}” yn wag. Dewiswch ffeil arall.",
    },
    "large": {
        "en": "Choose a file smaller than {most} MB. Yours is {size} MB.",
        "cy": "Dewiswch ffeil sy’n llai na {most} MB. {size} MB yw eich un chi.",
    },
    "not-a-photo": {
        "en": "“{name}” is not a file we can take. Choose a photo (JPG, PNG or WebP).",
        "cy": "Ni allwn gymryd “{name}”. Dewiswch lun (JPG, PNG neu WebP).",
    },
    "not-a-document": {
        "en": "“{name}” is not a file we can take. Choose a photo (JPG, PNG or WebP) or a PDF.",
        "cy": "Ni allwn gymryd “{name}”. Dewiswch lun (JPG, PNG neu WebP) neu PDF.",
    },
    "too-many-pixels": {
        "en": "That picture is too large to open safely. Take a smaller photo.",
        "cy": "Mae’r llun hwnnw’n rhy fawr i’w agor yn ddiogel. Tynnwch lun llai.",
    },
    "damaged": {
        "en": "We cannot open that picture. It may be damaged. Take the photo again.",
        "cy": "Ni allwn agor y llun hwnnw. Efallai ei fod wedi’i ddifrodi. Tynnwch y llun eto.",
    },
}


class UnableToTakeFile(Exception):
    """The file cannot be taken. The message may be shown to the person, in the language given."""

    def __init__(self, reason: str, language: str = "en", **values: object) -> None:
        super().__init__(_REFUSALS[reason][language_of(language)].format(**values))


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that is what it says, without what it should not tell."""

    name: str
    kind: str
    content: bytes


def check_upload(
    *, name: str, content: bytes, most_bytes: int, documents: bool = False, language: str = "en"
) -> Taken:
    """
    Check a file by its content, and take out of a photograph where it was taken.

    A picture is drawn anew, so that nothing hidden in it comes along (place, camera, scripts).

    :param documents: whether a PDF may be given besides a picture
    :param language: in which a refusal is worded
    :raises UnableToTakeFile: with what to do
    """
    shown = clean_name(name)
    if not content:
        raise UnableToTakeFile("empty", language, name=shown)
    if len(content) > most_bytes:
        most = most_bytes // (1024 * 1024)
        size = max(len(content) // (1024 * 1024), most + 1)
        raise UnableToTakeFile("large", language, most=most, size=size)
    guess = filetype.guess(content)
    kind = guess.mime if guess else ""
    if kind in PICTURES:
        return Taken(shown, kind, _drawn_anew(content, kind, language))
    if documents and kind == "application/pdf":
        return Taken(shown, kind, content)
    reason = "not-a-document" if documents else "not-a-photo"
    raise UnableToTakeFile(reason, language, name=shown)


def _drawn_anew(content: bytes, kind: str, language: str) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[PICTURES[kind]]) as picture:
                if picture.width * picture.height > PIXELS:
                    raise UnableToTakeFile("too-many-pixels", language)
                return _drawn(picture, kind)
    except UnableToTakeFile:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UnableToTakeFile("too-many-pixels", language) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        raise UnableToTakeFile("damaged", language) from None


def _drawn(picture: Image.Image, kind: str) -> bytes:
    """Draw a picture upright, at most ``LARGEST_SIDE`` wide and high, with nothing but pixels."""
    if kind == "image/jpeg":
        picture.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    clear = kind != "image/jpeg" and "A" in upright.getbands()
    plain = upright.convert("RGBA" if clear else "RGB")
    clean = Image.new(plain.mode, plain.size)
    clean.paste(plain)
    out = io.BytesIO()
    clean.save(out, PICTURES[kind], quality=88)
    return out.getvalue()


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
