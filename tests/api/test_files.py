"""Adding a file to a case: judged by its content, kept only if the case is the caller's."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from PIL import Image

from api.calls import BASE, ApiClient, fields, problem
from doneinone.adapters.files import MemoryFiles
from doneinone.domain.cases.models import CaseFile
from doneinone.domain.directory.models import Agency, ApiKey
from doneinone.foundation.references import hash_secret


def photo(kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    Image.new("RGB", (32, 24), "grey").save(out, kind, exif=exif)
    return out.getvalue()


def add(api: ApiClient, reference: str, content: bytes, name: str = "hole.jpg", **more: Any) -> Any:
    return api.client.post(
        f"{BASE}/cases/{reference}/files", {"file": SimpleUploadedFile(name, content), **more},
        headers={"authorization": f"Bearer {api.key}"},
    )  # fmt: skip


@pytest.fixture
def reference(api: ApiClient) -> str:
    found: str = api.open().json()["reference"]
    return found


def test_a_photo(api: ApiClient, reference: str) -> None:
    answer = add(api, reference, photo(), name="../../etc/<b>hole</b>.jpg")
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert (told["name"], told["kind"]) == ("b.jpg", "image/jpeg") or "hole" in told["name"]
    assert datetime.fromisoformat(told["added_at"]).utcoffset() is not None
    assert told["links"]["case"].endswith(f"/api/v1/cases/{reference}")
    kept = CaseFile.objects.get()
    assert (kept.case.reference, kept.size, kept.added_by) == (reference, told["size"], "Tests")
    assert b"taken at home" not in MemoryFiles.kept[kept.key]


def test_a_document(api: ApiClient, reference: str) -> None:
    answer = add(api, reference, b"%PDF-1.7\n%%EOF", name="letter.pdf")
    assert (answer.status_code, answer.json()["kind"]) == (201, "application/pdf")


@pytest.mark.parametrize(
    "content", [b"", b"MZ" + b"\x00" * 100, b"<svg onload='x'/>", photo()[:200], b"GIF89a"]
)
def test_what_is_no_photo(api: ApiClient, reference: str, content: bytes) -> None:
    assert fields(add(api, reference, content)) == {"file"}
    assert not MemoryFiles.kept
    assert not CaseFile.objects.exists()


def test_too_large(api: ApiClient, reference: str) -> None:
    with override_settings(MAX_FILE_BYTES=1000):
        problem(add(api, reference, b"x" * 1001), 413)


def test_only_to_a_case_that_the_caller_sees(api: ApiClient, reference: str, now: datetime) -> None:
    ApiKey.objects.create(
        agency=Agency.objects.get(key="castle-homes"), name="Castle", ending="astl",
        key_hash=hash_secret("dio_castle"), created_at=now,
    )  # fmt: skip
    problem(add(ApiClient("dio_castle"), reference, photo()), 404)
    problem(add(api, "2222222B", photo()), 404)
    problem(add(ApiClient("wrong"), reference, photo()), 401)
    assert not MemoryFiles.kept


def test_more_than_a_case_can_have(api: ApiClient, reference: str) -> None:
    from doneinone.domain.cases.actions.add_file import MOST

    for _ in range(MOST):
        assert add(api, reference, b"%PDF-1.7\n%%EOF").status_code == 201
    problem(add(api, reference, b"%PDF-1.7\n%%EOF"), 409)
    assert len(MemoryFiles.kept) == MOST


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/json", b"{}", 415),
        ("image/jpeg", b"x", 415),
        ("multipart/form-data", b"x", 400),
        ("multipart/form-data; boundary=b", b"--b\r\nbroken", 422),
        ("multipart/form-data; boundary=b",
         b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\ntext\r\n--b--', 422),
    ],
)  # fmt: skip
def test_another_form(api: ApiClient, reference: str, kind: str, body: bytes, status: int) -> None:
    problem(api.post(f"/cases/{reference}/files", body, content_type=kind), status)
