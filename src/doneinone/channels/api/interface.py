"""The API itself: how calls are read, how they are refused, and how OpenAPI describes it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import (
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from pydantic_core import from_json

from doneinone.channels.api import cases, services
from doneinone.channels.api.keys import ApiKey
from doneinone.channels.api.problems import (
    MEDIA_TYPE,
    Problem,
    problem_of_shape,
    problem_response,
)
from doneinone.domain.catalogue.queries import UnableToOpenHub

DESCRIPTION = """
One front door: read which services there are and what each asks, open a case, add files to it, and
read how it stands. Send your key in the header `Authorization: Bearer <key>`. Every error is
problem details (RFC 9457); what is wrong with a field is in `errors`.
"""


class StrictJson(Parser):
    """Reads JSON as its standard says: no NaN, no half characters, nothing nested without end."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """
        Read the body.

        :raises Problem: 415 if it is not sent as JSON, 400 if it is not JSON
        """
        sent_as = (request.content_type or "").lower()
        if sent_as != "application/json" and not sent_as.endswith("+json"):
            raise Problem(415, "Send JSON, with the header Content-Type: application/json.")
        try:
            read: dict[str, Any] = from_json(request.body, allow_inf_nan=False)
        except ValueError as problem:
            raise Problem(400, f"This is not JSON that we can read: {problem}.") from problem
        return read


class Api(NinjaAPI):
    """The API, with errors described as what they are: problem details."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Describe the API as OpenAPI 3.1."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        for path in schema["paths"].values():
            for operation in path.values():
                for status, response in operation["responses"].items():
                    _describe(int(status), response, operation["operationId"])
        return schema


TEXT_HEADER = {"schema": {"type": "string"}, "required": True}
LINKS = {
    name: {"operationId": name, "parameters": {"reference": "$response.body#/reference"}}
    for name in ("read_case", "add_file")
}


def _describe(status: int, response: dict[str, Any], operation: str) -> None:
    """Say what ninja does not know of an answer: its media type, its headers, what follows it."""
    if status >= 400 and "application/json" in response.get("content", {}):
        response["content"] = {MEDIA_TYPE: response["content"]["application/json"]}
    if status == 401:
        response["headers"] = {"WWW-Authenticate": TEXT_HEADER}
    if status == 429:
        response["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "required": True}}
    if status == 201 and operation == "open_case":
        response["headers"] = {
            "Location": TEXT_HEADER,
            "Idempotent-Replayed": {"schema": {"type": "string", "const": "true"}},
        }
        response["links"] = LINKS


api = Api(
    title="Done in One",
    version="1.0.0",
    description=DESCRIPTION.strip(),
    docs_url=None,
    openapi_url="/openapi.json",
    auth=ApiKey(),
    parser=StrictJson(),
    urls_namespace="api",
)
api.add_router("", services.router)
api.add_router("", cases.router)


def _refuse(request: HttpRequest, exception: Exception | type[Exception]) -> HttpResponse:
    """Answer with what went wrong, whatever raised it."""
    if not isinstance(exception, Exception):
        raise exception
    return problem_response(_problem_of(request, exception))


def _problem_of(request: HttpRequest, exception: Exception) -> Problem:
    if isinstance(exception, Problem):
        return exception
    if isinstance(exception, ValidationError):
        in_form = any("file" in mistake.get("loc", ()) for mistake in exception.errors)
        if in_form and request.content_type != "multipart/form-data":
            return Problem(415, "Send the file as a form: Content-Type: multipart/form-data.")
        return problem_of_shape(exception)
    if isinstance(exception, HttpError):
        cause = exception.__cause__
        if isinstance(cause, Exception):
            return _problem_of(request, cause)
        return Problem(exception.status_code, str(exception))
    for kind, (status, words) in _KNOWN.items():
        if isinstance(exception, kind):
            return Problem(status, words)
    raise exception


_KNOWN: dict[type[Exception], tuple[int, str]] = {
    RequestDataTooBig: (413, "This is too large. Send at most 2 MB here."),
    TooManyFieldsSent: (413, "There are too many fields in this form."),
    TooManyFilesSent: (413, "There are too many files in this form. Send them one by one."),
    MultiPartParserError: (400, "We could not read this form. Check its boundary and encoding."),
    UnreadablePostError: (400, "The call broke off before we had all of it. Send it again."),
    SuspiciousOperation: (400, "We could not read this call."),
    Http404: (404, "There is nothing at this address."),
    UnableToOpenHub: (503, "This hub is not published yet. Try again later."),
}

for _kind in (Problem, ValidationError, HttpError, *_KNOWN):
    api.add_exception_handler(_kind, _refuse)
