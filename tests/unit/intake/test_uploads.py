"""Uploads are judged by what is in them."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from doneinone.domain.intake.rules.uploads import UnableToTakeFile, check_upload, clean_name

MOST = 20 * 1024 * 1024


def photo(kind: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(out, kind, **options)
    return out.getvalue()


def test_a_photo_loses_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010F] = "Camera maker"
    with_place = photo(exif=exif.tobytes())
    assert b"Camera maker" in with_place
    taken = check_upload(name="IMG_1.JPG", content=with_place, most_bytes=MOST)
    with Image.open(io.BytesIO(taken.content)) as picture:
        assert not picture.getexif()
    assert b"Camera maker" not in taken.content


def test_what_is_appended_to_a_photo_does_not_come_along() -> None:
    taken = check_upload(name="a.jpg", content=photo() + b"<script>x</script>", most_bytes=MOST)
    assert b"<script>" not in taken.content


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_pictures_are_taken(kind: str) -> None:
    taken = check_upload(name="hole", content=photo(kind), most_bytes=MOST)
    assert taken.kind == f"image/{kind.lower()}"


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00" + b"\0" * 300,
        b"<html><script>alert(1)</script></html>",
        b"\x7fELF" + b"\0" * 300,
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
        b"%PDF-1.7 not a photo",
        b"",
        b"\xff\xd8\xff\xe0 cut off",
        photo()[:120],
    ],
)
def test_what_is_not_a_photo_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(UnableToTakeFile) as refused:
        check_upload(name="photo.jpg", content=content, most_bytes=MOST)
    assert len(str(refused.value)) > 20


def test_a_picture_bomb_is_refused_before_it_is_opened() -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )
    with pytest.raises(UnableToTakeFile):
        check_upload(name="bomb.png", content=bomb, most_bytes=MOST)


def test_too_large_says_how_large() -> None:
    with pytest.raises(UnableToTakeFile, match="smaller than 1 MB"):
        check_upload(name="a.jpg", content=b"x" * (1024 * 1024 + 1), most_bytes=1024 * 1024)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\A\\photo.jpg", "photo.jpg"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("  ", "file"),
        ("x" * 300 + ".jpeg", "x" * 70 + ".jpeg"),
        ('a"b<c>.png', "abc.png"),
    ],
)
def test_names_are_made_safe(given: str, kept: str) -> None:
    assert clean_name(given) == kept


@pytest.mark.parametrize(
    ("content", "documents", "words"),
    [
        (b"", False, "Mae “llun.jpg” yn wag"),
        (b"x" * (1024 * 1024 + 1), False, "sy’n llai na 1 MB. 2 MB yw eich un chi"),
        (b"MZ\x90\x00" + b"\0" * 300, False, "Dewiswch lun (JPG, PNG neu WebP)."),
        (b"MZ\x90\x00" + b"\0" * 300, True, "neu PDF."),
        (photo()[:120], False, "Tynnwch y llun eto"),
    ],
)
def test_a_refusal_speaks_welsh_on_a_welsh_page(
    content: bytes, documents: bool, words: str
) -> None:
    with pytest.raises(UnableToTakeFile) as refused:
        check_upload(
            name="llun.jpg", content=content, most_bytes=2**20, documents=documents, language="cy"
        )
    assert words in str(refused.value)
