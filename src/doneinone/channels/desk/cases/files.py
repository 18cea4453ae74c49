"""Photographs and documents of a case: always as attachments, never shown in a page of ours."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from doneinone.adapters.files import files
from doneinone.channels.desk.cases.views import reference_of
from doneinone.channels.desk.pages import desk
from doneinone.channels.shared.acting import ActingRequest
from doneinone.domain.cases.models import CaseFile


@desk()
@require_safe
def download(request: ActingRequest, reference: str, file: int) -> HttpResponse:
    """Give a file of a case that the actor may see."""
    found = CaseFile.objects.filter(pk=file, case__reference=reference_of(reference)).first()
    if found is None:
        raise Http404
    try:
        content = files().read(key=found.key)
    except FileNotFoundError:
        raise Http404 from None
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = content_disposition_header(True, found.name) or ""
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
